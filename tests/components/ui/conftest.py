"""What tests of what is replaced in Streamlit share."""

from typing import Any

import pytest
from streamlit.commands import execution_control
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.caching.cache_resource_api import ResourceCache
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state import SafeSessionState
from streamlit.runtime.state.query_params import QueryParams
from streamlit.runtime.state.session_state import WStates

from components.ui import streamlit_patch

REPLACED: list[tuple[Any, str]] = [
    (ScriptRunner, "_run_script"),
    (script_runner, "ScriptRequests"),
    (AppSession, "request_rerun"),
    (AppSession, "request_script_stop"),
    (SafeSessionState, "on_script_will_rerun"),
    (SafeSessionState, "on_script_finished"),
    (SafeSessionState, "register_widget"),
    (QueryParams, "_send_query_param_msg"),
    (execution_control, "_set_query_params_for_switch"),
    (WStates, "call_callback"),
    (ResourceCache, "read_result"),
]


@pytest.fixture
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Streamlit as a server of the desk has it, for the test's time."""
    for owner, name in REPLACED:
        monkeypatch.setattr(owner, name, getattr(owner, name))
    streamlit_patch.install(lambda _: False)
