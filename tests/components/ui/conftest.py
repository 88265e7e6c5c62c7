"""What tests of what is replaced in Streamlit share."""

from typing import Any

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.caching.cache_resource_api import ResourceCache
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state import SafeSessionState
from streamlit.runtime.state.session_state import WStates

from components.ui import streamlit_patch

REPLACED: list[tuple[Any, str]] = [
    (ScriptRunner, "_run_script"),
    (script_runner, "ScriptRequests"),
    (AppSession, "request_rerun"),
    (AppSession, "request_script_stop"),
    (SafeSessionState, "on_script_will_rerun"),
    (SafeSessionState, "on_script_finished"),
    (WStates, "call_callback"),
    (ResourceCache, "read_result"),
]


@pytest.fixture
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Streamlit as a server of the desk has it, for the test's time."""
    for owner, name in REPLACED:
        monkeypatch.setattr(owner, name, getattr(owner, name))
    streamlit_patch.install(lambda _: False)
