"""Where a connection stands: what is told of it, what can be pressed next, and whether it still moves by itself.

One function of what the store knows of a widget session, and of where its widget is. Nothing here asks Belvo.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from actions.connect.start import EXPIRES, HOSTED, RENEWAL
from actions.products import is_by_consent
from belvo_client.advice import Advice, advice_for
from languages import msg, say, spoken
from store.core import instants
from store.ops import sessions
from store.ops.jobs import Job
from store.ops.sessions import Event, Session
from store.write.links import LinkRow

State = Literal[
    "choosing",  # no session yet
    "open",  # the widget is over this page, or about to be
    "handed_out",  # another browser has it, and may still finish
    "ran_out",  # another browser had it, and did not finish in time
    "cut_off",  # it was over a page that has been left or reloaded
    "at_bank",  # so it was, and a consent was to be given: its person may be at the bank
    "lost",  # the bank has led back to a tab that has no widget for its answer
    "confirming",  # it has reported a link that Belvo could not be asked for yet
    "refused",  # the link that it has reported is not the session's
    "left",  # closed without a link
    "expired",  # its access token has died
    "failed",  # it could not be loaded
    "pulling",  # the link is there, and its pull is under way
    "linked",  # the link is there, and its pull has ended
]

Place = Literal["here", "nowhere", "lost"]
"""Where the widget is, as a page knows it: over this page, or not, or not though a bank's answer came for it."""

PATIENCE = timedelta(seconds=30)
"""How long a widget may take to show, and the link of one that was cut off is looked for."""

DOUBLE_CLICK = timedelta(seconds=2)

NOT_ACCEPTED = "link_not_accepted"
"""What a session's error is called when the link that was reported in it is not its own."""

_TOKENS_LIFE = timedelta(minutes=10)
_LONGEST_LOGIN = timedelta(minutes=5)  # then Belvo gives an institution up

_ANONYMOUS = msg(
    "Belvo removed the external ID of this link, because it looks like personal data. "
    "Your systems know the link by its own ID only."
)

_ENDED_BY_ITSELF = {"expired": msg("Token used up or too old"), "failed": msg("Script could not be loaded")}
_RAN_OUT = (
    msg("This address lived for ten minutes, and nobody connected with it. Start again."),
    msg("This address lived for ten minutes, and nobody renewed the consent with it. Start again."),
)
_UNSEEN = ("ran_out", "cut_off", "at_bank", "lost", "confirming")
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
    remark: str | None = None
    """What is to be known of that link."""

    @property
    def moves(self) -> bool:
        """Whether something may change without anybody pressing anything here."""
        return self.is_searching or self.state in ("handed_out", "pulling")

    @property
    def can_start_again(self) -> bool:
        """Not while a link may be there: another session would make a second one."""
        return self.notice is not None and self.state != "confirming"


def flow_of(
    session: Session | None,
    events: Sequence[Event] = (),
    link: LinkRow | None = None,
    job: Job | None = None,
    *,
    now: datetime,
    widget: Place = "nowhere",
    looked_for: timedelta = timedelta(0),
) -> Flow:
    """Where a session stands; `looked_for` is how long a page without its widget has been looking for its link."""
    if session is None:
        return Flow("choosing")
    state = _state(session, events, job, widget, now)
    is_renewing = session.mode == RENEWAL and state == "handed_out"  # the portal calls nobody back
    is_searching = is_renewing or (state in _UNSEEN and looked_for < PATIENCE)
    if session.state == "connected":
        remark = _ANONYMOUS if link and is_anonymous(session, link.own_external_id) else None
        return Flow(state, link=session.link, remark=remark)
    return Flow(state, _notice(state, session, events, is_searching=is_searching), is_searching)


def has_run_out(session: Session, now: datetime) -> bool:
    """Whether the session's token has died, with nothing that was begun with it still on its way."""
    told = session.options.get(EXPIRES)
    expires = instants.decode(told) if told else instants.decode(session.opened_at) + _TOKENS_LIFE
    return now > expires + _LONGEST_LOGIN


def is_anonymous(session: Session, external_id: str | None) -> bool:
    """Whether a link came without the external id that it was to have."""
    return session.mode == "connect" and not external_id and bool(session.external_id)


def is_double_click(session: Session | None, *, now: datetime, is_covered: bool = False) -> bool:
    """Whether a click is the second of the double click that has opened this session.

    `is_covered` says that its widget is over the page, where nobody can click on anything else.
    """
    if session is None or session.state in sessions.ENDS:
        return False
    if is_covered:
        return True
    # On a busy machine the second click is heard late: as long as the widget hasn't shown, it is of a double click.
    is_on_its_way = session.state == "opened" and not session.options.get(HOSTED)
    return now - instants.decode(session.opened_at) <= (PATIENCE if is_on_its_way else DOUBLE_CLICK)


def last_page(events: Sequence[Event]) -> str | None:
    """The page of the widget that its person saw last, `credentials`."""
    pages = [page_of(event.payload) for event in events if event.name == "event"]
    return next((page for page in reversed(pages) if page), None)


def reason(session: Session) -> str:
    """In a few words, why a session came to no link."""
    if session.error_code == NOT_ACCEPTED:
        return say("Reported a link that is not its own")
    if session.state in _ENDED_BY_ITSELF:
        return say(_ENDED_BY_ITSELF[session.state])
    if session.error_code:
        return _advice(session).meaning.removesuffix(".")
    return say("Closed by its person") if session.state == "left" else say("Nothing heard since")


def page_of(payload: Mapping[str, Any]) -> str | None:
    """The page of the widget that an event says is shown; None for events of another kind."""
    detail = payload.get("meta_data") or payload.get("metadata")
    page = detail.get("page") if isinstance(detail, dict) else None
    return page.strip("/") if payload.get("eventName") == "PAGE_LOAD" and isinstance(page, str) else None


def _state(session: Session, events: Sequence[Event], job: Job | None, widget: Place, now: datetime) -> State:
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
        return "ran_out" if has_run_out(session, now) else "handed_out"
    if widget == "here":
        return "open"
    if widget == "lost":
        return "lost"
    is_unanswered = not session.error_code and bool(events) and events[-1].name == "removed"
    return "at_bank" if is_by_consent(session.product) and is_unanswered else "cut_off"


def _notice(state: State, session: Session, events: Sequence[Event], *, is_searching: bool) -> Notice | None:
    """What to say about a session that came to no link; None while there is nothing to say."""
    match state:
        case "left":
            return _left(session, events)
        case "expired":
            text = say(
                "The access token has died: it lives ten minutes and makes one connection. Start again with a new one."
            )
            return Notice("warning", text, _small(session))
        case "failed":
            text = say("The widget could not be loaded. Check that this browser reaches its address, then start again.")
            return Notice("error", text, _small(session))
        case "ran_out":
            return Notice("warning", say(_RAN_OUT[session.mode == RENEWAL]))
        case "refused":
            return Notice("error", say(session.error_message or ""))
        case "cut_off":
            return _cut_off(session, is_searching=is_searching)
        case "at_bank":
            text = say(
                "The widget of this connection is not open here any more, and its bank has not answered. "
                "Finish on the bank's page, or start again."
            )
            return Notice("info", text, _small(session))
        case "lost":
            text = say("The bank has answered, but this tab no longer has the widget that asked it. Start again.")
            return Notice("warning", text, _small(session))
        case "confirming":
            return _confirming(is_searching=is_searching)
    return None


def _left(session: Session, events: Sequence[Event]) -> Notice:
    is_repair = session.mode == "update"
    nothing = say("The link is as it was.") if is_repair else say("No link was made.")
    if session.error_code:
        advice = _advice(session)
        text = " ".join((advice.meaning, say("The widget was closed."), nothing, advice.action))
        return Notice("warning", text, _small(session))
    before = (
        say("The widget was closed before the link was repaired.")
        if is_repair
        else say("The widget was closed before an account was connected.")
    )
    words = [str(event.payload["text"]) for event in events if event.name == "exit" and "text" in event.payload]
    return Notice("info", f"{before} {nothing}", " ".join(words))


def _cut_off(session: Session, *, is_searching: bool) -> Notice:
    is_repair = session.mode == "update"
    before = f"{_advice(session).meaning} " if session.error_code else ""
    if is_searching:
        made = (
            say("Looking whether it made a link all the same…")
            if session.error_code
            else say("Looking for the link it made…")
        )
        awaited = say("Looking whether it has mended the link…") if is_repair else made
        gone = (
            say("The widget of this repair is not open here any more.")
            if is_repair
            else say("The widget of this connection is not open here any more.")
        )
        return Notice("info", f"{before}{gone} {awaited}", _small(session))
    undone = (
        say("The widget of this repair is not open here any more, and the link is as it was. Start again.")
        if is_repair
        else say(
            "The widget of this connection is not open here any more, and it has made no link so far. Start again."
        )
    )
    return Notice("info", f"{before}{undone}", _small(session))


def _confirming(*, is_searching: bool) -> Notice:
    if is_searching:
        return Notice("info", say("The widget reports that it is done. Asking Belvo for the link…"))
    text = say("The widget reports that it is done, but Belvo did not give the link. Reload the page to ask again.")
    return Notice("warning", text)


def _advice(session: Session) -> Advice:
    """What the widget has told the person who had it."""
    return advice_for(str(session.error_code), spoken().code, message=session.error_message or "")


def _small(session: Session) -> str:
    return " · ".join(part for part in (session.error_code, session.error_message) if part)
