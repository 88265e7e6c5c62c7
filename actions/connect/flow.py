"""Where a connection stands: what is told of it, what can be pressed next, and whether it still moves by itself.

One function of what the store knows of a widget session, and of where its widget is. Nothing here asks Belvo.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from actions.connect.start import HOSTED
from belvo_client.advice import advice_for
from store.core import instants
from store.ops import sessions
from store.ops.jobs import Job
from store.ops.sessions import Event, Session

State = Literal[
    "choosing",  # no session yet
    "open",  # the widget is over this page, or about to be
    "handed_out",  # another browser has it, and may still finish
    "cut_off",  # it was over a page that has been left or reloaded
    "confirming",  # it has reported a link that Belvo could not be asked for yet
    "refused",  # the link that it has reported is not the session's
    "left",  # closed without a link
    "expired",  # its access token has died
    "failed",  # it could not be loaded
    "pulling",  # the link is there, and its pull is under way
    "linked",  # the link is there, and its pull has ended
]

Place = Literal["here", "nowhere"]
"""Where the widget is, as a page knows it: over this page, or not."""

PATIENCE = timedelta(seconds=30)
"""How long a widget may take to show, and the link of one that was cut off is looked for."""

DOUBLE_CLICK = timedelta(seconds=2)

NOT_ACCEPTED = "link_not_accepted"
"""What a session's error is called when the link that was reported in it is not its own."""

DEAD_TOKEN = "ACCESS_TOKEN_NOT_VALID"  # noqa: S105 - an error code of the widget

_GOING_ON = ("queued", "running")


@dataclass(frozen=True)
class Notice:
    """One thing to say: what happened, what it means, what to do; `small` is for support."""

    level: Literal["info", "warning", "error"]
    text: str
    small: str = ""


@dataclass(frozen=True)
class Flow:
    """Where a connection stands. Without a notice it is under way, and its steps say how far."""

    state: State
    notice: Notice | None = None
    is_searching: bool = False
    """Nobody saw how the session ended, so that its link is looked for at Belvo."""
    link: str | None = None
    """The link that was connected or repaired."""

    @property
    def moves(self) -> bool:
        """Whether something may change without anybody pressing anything here."""
        return self.is_searching or self.state in ("handed_out", "pulling")

    @property
    def can_start_again(self) -> bool:
        """Not while a link may be there: another session would make a second one."""
        return self.notice is not None and self.state != "confirming"


@dataclass(frozen=True)
class Move:
    """What an event makes of its session."""

    state: str
    error_code: str | None = None
    error_message: str | None = None


def flow_of(
    session: Session | None,
    events: Sequence[Event] = (),
    job: Job | None = None,
    *,
    widget: Place = "nowhere",
    looked_for: timedelta = timedelta(0),
) -> Flow:
    """Where a session stands; `looked_for` is how long a page without its widget has been looking for its link."""
    if session is None:
        return Flow("choosing")
    state = _state(session, events, job, widget)
    is_searching = state in ("cut_off", "confirming") and looked_for < PATIENCE
    link = session.link if session.state == "connected" else None
    return Flow(state, _notice(state, session, is_searching=is_searching), is_searching, link)


def is_double_click(session: Session | None, *, now: datetime) -> bool:
    """Whether a click is the second of the double click that has opened this session."""
    if session is None or session.state in sessions.ENDS:
        return False
    # On a busy machine the second click is heard late: as long as the widget hasn't shown, it is of a double click.
    is_on_its_way = session.state == "opened" and not session.options.get(HOSTED)
    return now - instants.decode(session.opened_at) <= (PATIENCE if is_on_its_way else DOUBLE_CLICK)


def move_of(name: str, payload: Mapping[str, Any]) -> Move | None:
    """What an event makes of its session; None for one that changes nothing."""
    match name, payload:
        case "opened", _:
            return Move("loaded")
        case "event", {"eventName": "ERROR", **told}:
            # Belvo's pages spell it both ways.
            detail = told.get("meta_data") or told.get("metadata") or {}
            code, message = detail.get("error_code"), str(detail.get("error_message") or "")
            return Move("expired" if code == DEAD_TOKEN else "loaded", code, message)
        case "exit", {"last_encountered_error": {"code": str(code), **rest}}:
            return Move("left", code, str(rest.get("message") or ""))
        case "exit", _:
            return Move("left")
        case "script_failed", {"reason": str(reason)}:
            return Move("failed", "script_failed", reason)
    return None


def reported_link(events: Iterable[Event]) -> str | None:
    """The link that the widget has reported last."""
    reported = [event.payload.get("link") for event in events if event.name == "success"]
    return next((link for link in reversed(reported) if isinstance(link, str) and link), None)


def _state(session: Session, events: Sequence[Event], job: Job | None, widget: Place) -> State:
    match session.state:
        case "connected":
            return "pulling" if job is not None and job.state in _GOING_ON else "linked"
        case "left" | "expired" | "failed" as end:
            return end
    if session.error_code == NOT_ACCEPTED:
        return "refused"
    if any(event.name == "success" for event in events):
        return "confirming"
    if session.options.get(HOSTED):
        return "handed_out"
    return "open" if widget == "here" else "cut_off"


def _notice(state: State, session: Session, *, is_searching: bool) -> Notice | None:
    """What to say about a session that came to no link; None while there is nothing to say."""
    match state:
        case "left":
            return _left(session)
        case "expired":
            text = (
                "The access token has died: it lives ten minutes and makes one connection. Start again with a new one."
            )
            return Notice("warning", text, _small(session))
        case "failed":
            text = "The widget could not be loaded. Check that this browser reaches its address, then start again."
            return Notice("error", text, _small(session))
        case "refused":
            return Notice("error", session.error_message or "")
        case "cut_off":
            return _cut_off(session, is_searching=is_searching)
        case "confirming":
            return _confirming(is_searching=is_searching)
    return None


def _left(session: Session) -> Notice:
    is_repair = session.mode == "update"
    nothing = "The link is as it was." if is_repair else "No link was made."
    if session.error_code:
        advice = advice_for(session.error_code, message=session.error_message or "")
        return Notice("warning", f"{advice.meaning} The widget was closed. {nothing}", _small(session))
    undone = "the link was repaired" if is_repair else "an account was connected"
    return Notice("info", f"The widget was closed before {undone}. {nothing}")


def _cut_off(session: Session, *, is_searching: bool) -> Notice:
    is_repair = session.mode == "update"
    gone = f"The widget of this {'repair' if is_repair else 'connection'} is not open here any more"
    if is_searching:
        awaited = "Looking whether it has mended the link…" if is_repair else "Looking for the link it made…"
        return Notice("info", f"{gone}. {awaited}")
    undone = "the link is as it was" if is_repair else "it has made no link so far"
    return Notice("info", f"{gone}, and {undone}. Start again.")


def _confirming(*, is_searching: bool) -> Notice:
    reported = "The widget reports that it is done"
    if is_searching:
        return Notice("info", f"{reported}. Asking Belvo for the link…")
    return Notice("warning", f"{reported}, but Belvo did not give the link. Reload the page to ask again.")


def _small(session: Session) -> str:
    return " · ".join(part for part in (session.error_code, session.error_message) if part)
