"""What of Streamlit 1.67 is replaced so that what a click has written into the address stays there.

A browser says with each message which address it has. It hears of another one that a callback has written only after a
while, and what a component of the page says until then comes from the address before. Streamlit then runs the page for
that one, as if nobody had clicked. Here such a message is taken for one from the address that has been written.
"""

from dataclasses import dataclass
from typing import Any
from urllib import parse
from weakref import WeakKeyDictionary

from streamlit.commands import execution_control
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.fragment import FragmentStorage
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state import SafeSessionState
from streamlit.runtime.state.common import RegisterWidgetResult, WidgetMetadata
from streamlit.runtime.state.query_params import QueryParams

_Asked = tuple[tuple[str, str], ...]

_register_widget = SafeSessionState.register_widget
_send_query_param_msg = QueryParams._send_query_param_msg
_set_query_params_for_switch = execution_control._set_query_params_for_switch


@dataclass(frozen=True)
class _Written:
    """What a page's address asks now, and what the browser may still believe it asks."""

    page: str
    before: frozenset[_Asked]
    after: str


_unheard_of: WeakKeyDictionary[FragmentStorage, _Written] = WeakKeyDictionary()
"""By what each open page has one of; an entry is replaced and never changed, since two threads read it."""

_own: WeakKeyDictionary[FragmentStorage, tuple[str, set[str]]] = WeakKeyDictionary()
"""The page that is drawn, and what it has drawn of widgets itself, without those of the frame around every page."""


def install() -> None:
    """Have Streamlit, in all of this process, note what it writes into an address."""
    QueryParams._send_query_param_msg = _write  # type: ignore[method-assign]
    SafeSessionState.register_widget = _draw  # type: ignore[method-assign]
    execution_control._set_query_params_for_switch = _switch


def bring_up_to_date(page: AppSession, message: ClientState | None) -> None:
    """Have a message that was sent before its browser heard of the page's address come from that address."""
    written = _unheard_of.get(page._fragment_storage)
    if written is None or message is None or message is page._client_state:
        return
    is_here = message.page_script_hash == written.page and _is_said_there(page, message)
    if is_here and not message.is_history_navigation and _asked(message.query_string) in written.before:
        message.query_string = written.after
    else:  # the browser has heard of it, or goes elsewhere by a link or by Back
        _unheard_of.pop(page._fragment_storage, None)


def _is_said_there(page: AppSession, message: ClientState) -> bool:
    """Whether a message comes from what the page has drawn: a link leaves all of that out."""
    _, own = _own.get(page._fragment_storage, ("", frozenset[str]()))
    return bool(message.fragment_id) or any(state.id in own for state in message.widget_states.widgets)


def _write(self: QueryParams) -> None:
    if context := get_script_run_ctx():
        after = parse.urlencode(self._query_params, doseq=True)
        known = _unheard_of.get(context.fragment_storage)
        before = known.before if known and known.page == context.page_script_hash else frozenset[_Asked]()
        before = (before | {_asked(context.query_string)}) - {_asked(after)}
        _unheard_of[context.fragment_storage] = _Written(context.page_script_hash, before, after)
    _send_query_param_msg(self)


def _draw(self: SafeSessionState, metadata: WidgetMetadata[Any], user_key: str | None) -> RegisterWidgetResult[Any]:
    context, drawing = get_script_run_ctx(), ThreadState.get().active_script_hash
    if context and drawing != context.pages_manager.main_script_hash:
        page, own = _own.get(context.fragment_storage, ("", set[str]()))
        if page != drawing:
            own = set()
            _own[context.fragment_storage] = drawing, own
        own.add(metadata.id)
    return _register_widget(self, metadata, user_key)


def _switch(query_params_state: QueryParams, new_query_params: Any) -> None:  # noqa: ANN401 - as Streamlit has it
    _set_query_params_for_switch(query_params_state, new_query_params)
    if context := get_script_run_ctx():
        _unheard_of.pop(context.fragment_storage, None)  # it is of the page that is switched to


def _asked(query_string: str) -> _Asked:
    return tuple(sorted(parse.parse_qsl(query_string, keep_blank_values=True)))
