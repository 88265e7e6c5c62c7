"""What of Streamlit 1.67 is replaced in this process: how a run begins that came too late, or too early, or in vain.

What becomes of a click beside which something else arrives is in `clicks`, and of the address that it has written in
`addresses`. And where the scripts of components lie: in files that browsers load, and not in texts.

Too late: a page that is left by `st.switch_page` goes on ticking (`st.fragment(run_every=…)`) until the browser hears
of the next one. Streamlit runs such a tick as soon as the next page has been drawn, in the name of the page before, and
the browser empties the page.

Too early: a page that was open while the server was started anew is clicked before this server has drawn it once.
Streamlit calls what hangs on a widget only if it has drawn that widget before, and drops what comes from a fragment
that it does not know. Here the page is drawn first, and then clicked.

At the wrong moment: what is kept for some seconds (`st.cache_resource(ttl=…)`) is looked for, runs out, and is read.
Streamlit then shows a KeyError instead of the page. Here it is found anew, as after any other end.

In vain: what a click sets off fails before the page is drawn, as on a full disk. Streamlit then draws nothing at all.
Here whoever is told of the failure may take it, and the page is drawn from what is there.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.logger
from streamlit.components.v2.component_manifest_handler import ComponentManifestHandler
from streamlit.components.v2.types import ComponentRenderer
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.caching.cache_errors import CacheKeyNotFoundError
from streamlit.runtime.caching.cache_resource_api import ResourceCache
from streamlit.runtime.caching.cached_message_replay import CachedResult
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.state import SCRIPT_RUN_WITHOUT_ERRORS_KEY
from streamlit.runtime.state.session_state import WStates

from components.ui.streamlit_patch import addresses, clicks

AT_ENTRANCE = "at_entrance"
"""In the session of a page that shows the way in and nothing else."""

_folders: dict[str, Path] = {}
_asset_root = ComponentManifestHandler.get_asset_root
_run_script = ScriptRunner._run_script
_call_callback = WStates.call_callback
_read_result = ResourceCache.read_result

logger = logging.getLogger(__name__)


def component(
    name: str, script: Path, *, html: str | None = None, css: str | None = None, isolate_styles: bool = True
) -> ComponentRenderer:
    """A component whose script the browser loads from here, with all that lies beside it.

    Streamlit does so for installed packages alone, and hands over every other script as a text, for which the page's
    policy would have to admit scripts of any origin that write themselves (`blob:`).
    """
    _folders[name] = script.parent
    ComponentManifestHandler.get_asset_root = _folder_of  # type: ignore[method-assign]
    return st.components.v2.component(name, html=html, css=css, js=script.name, isolate_styles=isolate_styles)


def _folder_of(self: ComponentManifestHandler, component_name: str) -> Path | None:
    return _folders.get(component_name) or _asset_root(self, component_name)


def leave_the_log() -> None:
    """Have Streamlit leave its lines, those of what it loads later too, to the one log of this process."""

    def leave(logger: logging.Logger) -> None:
        logger.propagate = True

    streamlit.logger.setup_formatter = leave


def asked_for(pages: Iterable[StreamlitPage]) -> str:
    """Which of these pages is to be run, by its address, before st.navigation says so; empty for none of them."""
    context = get_script_run_ctx()
    if context is None:
        return ""
    hash_, name = context.pages_manager.intended_page_script_hash, context.pages_manager.intended_page_name
    asked = (page for page in pages if (page._script_hash == hash_ if hash_ else page.url_path == name))
    return next((page.url_path for page in asked), "")


def install(takes: Callable[[Exception], bool]) -> None:
    """Have Streamlit, in all of this process, drop the late runs, and draw a page before its early ones.

    `takes` is told of a click that failed, and says whether the page is to be drawn all the same.
    """
    clicks.install()
    addresses.install()
    ScriptRunner._run_script = _run_and_hear  # type: ignore[method-assign]
    AppSession.request_rerun = _request_of_known_fragments  # type: ignore[method-assign]
    WStates.call_callback = _unless(takes)  # type: ignore[assignment, method-assign]
    ResourceCache.read_result = _read_in_time  # type: ignore[method-assign]


def _unless(takes: Callable[[Exception], bool]) -> Callable[[WStates, str], None]:
    def call_callback(self: WStates, widget_id: str) -> None:
        try:
            _call_callback(self, widget_id)
        except Exception as error:
            if not takes(error):
                raise
            logger.warning("A click came to nothing: %s", error)

    return call_callback


def _read_in_time(self: "ResourceCache[Any]", value_key: str) -> CachedResult[Any]:
    try:
        return _read_result(self, value_key)
    except KeyError:
        raise CacheKeyNotFoundError from None


def _run_and_hear(self: ScriptRunner, rerun_data: RerunData) -> None:
    try:
        _run_in_time(self, rerun_data)
    finally:
        clicks.have_heard(self)


def _run_in_time(self: ScriptRunner, rerun_data: RerunData) -> None:
    page = self._pages_manager.intended_page_script_hash  # the last run's; none where the address alone named the page
    if rerun_data.fragment_id_queue and page and rerun_data.page_script_hash != page:
        return
    was_open = rerun_data.widget_states is not None and len(rerun_data.widget_states.widgets) > 0
    if was_open and SCRIPT_RUN_WITHOUT_ERRORS_KEY not in self._session_state:
        with clicks.drawing_first(self):
            _run_script(self, replace(rerun_data, widget_states=None))
        if AT_ENTRANCE in self._session_state:  # nothing of what was open is there to be clicked
            return
    _run_script(self, rerun_data)


def _request_of_known_fragments(self: AppSession, client_state: ClientState | None) -> None:
    if client_state and not client_state.is_auto_rerun and SCRIPT_RUN_WITHOUT_ERRORS_KEY not in self.session_state:
        client_state.fragment_id = ""
    clicks.request_in_turn(self, client_state)
