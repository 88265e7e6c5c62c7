"""What of Streamlit 1.67 is replaced so that a click is heard whatever else arrives beside it.

A browser says everything by asking for a run of the page: a click, and also what a component of the page has found,
which nobody pressed. A click is in one of these messages and in no other. Streamlit stops the run before at each, so a
click is lost whose run has not come to it yet, which takes long where the page was half drawn and is drawn first; its
callback ends in the middle where it touches the session, as when Belvo has made the token that was asked for; and what
was clicked in a fragment is dropped with the run that it waits for.

Here a run that has a click to hear is stopped afterwards: what comes meanwhile waits. A click that nothing has looked
at yet goes along with the message that takes its run's place.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import StopException, get_script_run_ctx, script_runner
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
    _coalesce_widget_states,
    _has_active_trigger_value,
)
from streamlit.runtime.state import SafeSessionState

from components.ui.streamlit_patch import addresses

_request_rerun = AppSession.request_rerun
_request_script_stop = AppSession.request_script_stop
_on_script_will_rerun = SafeSessionState.on_script_will_rerun
_on_script_finished = SafeSessionState.on_script_finished


class PatientRequests(ScriptRequests):
    """What is asked of a run, and what waits until it has called what was clicked on.

    `is_hearing` is set by the run before it takes anything up, and taken back under the lock. `is_drawing_first` says
    that the page is drawn before anything is heard.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_hearing = False
        self.is_drawing_first = False
        self.is_to_end = False
        self.later: list[ClientState | None] = []
        self._wake: Callable[[], None] | None = None

    def on_scriptrunner_ready(self) -> ScriptRequest:
        self.is_hearing = True
        request = super().on_scriptrunner_ready()
        if not _has_news(request):
            self.have_heard()
        return request

    def on_scriptrunner_yield(self) -> ScriptRequest | None:
        if self._state is ScriptRequestType.CONTINUE:  # as at almost every element
            return None
        was_hearing, self.is_hearing = self.is_hearing, True
        request = super().on_scriptrunner_yield()
        if not _has_news(request) and (not was_hearing or (request and self._has_read())):
            self.have_heard()
        return request

    def request_stop(self) -> None:
        """End the run; after a page that ends by `st.stop` comes what was clicked in a fragment of it meanwhile."""
        if self is _requests_here() and self._state is ScriptRequestType.RERUN:
            raise StopException
        super().request_stop()

    def give_way(self, message: ClientState | None, come_back: Callable[[], None]) -> bool:
        """Whether a message may take the place of what this run is asked; it has what was clicked from then on.

        Otherwise it is kept, and `come_back` called once this run has heard what it has to.
        """
        with self._lock:
            if self.later or self.is_hearing:
                return self._keep(message, come_back)
            if self._state is not ScriptRequestType.RERUN or message is None or message.fragment_id:
                return True
            clicked = self._rerun_data
            if not _clicks(clicked.widget_states):
                return True
            # What was clicked may write the address of its page, which is left only then.
            if clicked.page_script_hash != message.page_script_hash:
                return self._keep(message, come_back)
            if states := _coalesce_widget_states(clicked.widget_states, message.widget_states):
                message.widget_states.CopyFrom(states)
            self._state = ScriptRequestType.STOP
            return True

    def end(self) -> bool:
        """Whether the run may be stopped now; otherwise it is once it has heard what it has to."""
        with self._lock:
            self.is_to_end = self.is_hearing
            return not self.is_hearing

    def have_heard(self) -> None:
        """Everything that was clicked has been called: whatever waits for that may come."""
        with self._lock:
            self.is_hearing = False
            is_to_end, self.is_to_end = self.is_to_end, False
            wake = self._wake if self.later else None
        if is_to_end:
            super().request_stop()
        if wake:
            wake()

    def take_kept(self) -> list[ClientState | None]:
        with self._lock:
            later, self.later, self._wake = self.later, [], None
            return later

    def _has_read(self) -> bool:
        """Whether what was clicked is heard, now that the page itself asks to be run again, or leads to another."""
        context = get_script_run_ctx()
        return context is not None and context.has_script_started and not self.is_drawing_first

    def _keep(self, message: ClientState | None, come_back: Callable[[], None]) -> bool:
        self.later.append(message)
        self._wake = come_back
        return False


def install() -> None:
    """Have Streamlit, in all of this process, hear each click to its end before it stops a run for another one."""
    script_runner.ScriptRequests = PatientRequests  # type: ignore[attr-defined]
    AppSession.request_script_stop = _stop_in_turn  # type: ignore[method-assign]
    SafeSessionState.on_script_will_rerun = _hear  # type: ignore[method-assign]
    SafeSessionState.on_script_finished = _finish_unless_replaced  # type: ignore[method-assign]


@contextmanager
def drawing_first(runner: ScriptRunner) -> Iterator[None]:
    """What was clicked is heard after this run, whatever comes meanwhile."""
    if isinstance(requests := runner._requests, PatientRequests):
        requests.is_drawing_first = True
    yield
    if isinstance(requests, PatientRequests):
        requests.is_drawing_first = False


def have_heard(runner: ScriptRunner) -> None:
    """The run is over: also where the page itself reads what was clicked, or has failed."""
    if isinstance(runner._requests, PatientRequests):
        runner._requests.have_heard()


def request_in_turn(self: AppSession, client_state: ClientState | None) -> None:
    """Ask for a run, in the place of the one before or after what was clicked there is heard."""
    requests = self._scriptrunner._requests if self._scriptrunner else None
    if isinstance(requests, PatientRequests):
        come_back = partial(self._call_soon_on_event_loop, partial(_come_back, self, requests))
        if not requests.give_way(client_state, come_back):
            return
    addresses.bring_up_to_date(self, client_state)
    _request_rerun(self, client_state)


def _come_back(session: AppSession, requests: PatientRequests) -> None:
    for message in requests.take_kept():
        if session._state is not AppSessionState.SHUTDOWN_REQUESTED:
            session.request_rerun(message)


def _stop_in_turn(self: AppSession) -> None:
    requests = self._scriptrunner._requests if self._scriptrunner else None
    if not isinstance(requests, PatientRequests) or requests.end():
        _request_script_stop(self)


def _hear(self: SafeSessionState, fresh_widget_states: WidgetStates | None, **replayed: Any) -> None:  # noqa: ANN401
    _on_script_will_rerun(self, fresh_widget_states, **replayed)
    requests = _requests_here()
    known = self._state._new_widget_state.widget_metadata
    pressed = [known[id_] for id_ in _clicks(fresh_widget_states) if id_ in known]
    if requests and all(widget.callback or widget.callbacks for widget in pressed):
        requests.have_heard()  # what has no callback is heard by the page as it is drawn


def _finish_unless_replaced(
    self: SafeSessionState, widget_ids_this_run: frozenset[str], *, remove_stale_widgets: bool = True
) -> None:
    """Take back what was clicked, unless another run is about to hear it already."""
    requests = _requests_here()
    with requests._lock if requests else nullcontext():  # what takes this run's place begins later, or has stopped it
        if requests is None or requests._state is not ScriptRequestType.STOP:
            _on_script_finished(self, widget_ids_this_run, remove_stale_widgets=remove_stale_widgets)


def _requests_here() -> PatientRequests | None:
    """What is asked of the run that this thread is at."""
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context else None
    return requests if isinstance(requests, PatientRequests) else None


def _has_news(request: ScriptRequest | None) -> bool:
    if request is None or request.type is not ScriptRequestType.RERUN:
        return False
    return request.rerun_data.widget_states is not None


def _clicks(states: WidgetStates | None) -> list[str]:
    """The ids of the widgets that were clicked."""
    return [state.id for state in states.widgets if _has_active_trigger_value(state)] if states else []
