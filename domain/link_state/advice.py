"""What to tell people about a link that needs somebody: what happened, what it means, what to do."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from domain.link_state.errors import cause_of
from domain.link_state.reasons import DAYLESS, REASONS, Reason
from domain.link_state.state import LinkState
from languages import day, say


@dataclass(frozen=True, slots=True)
class Advice:
    """Two sentences for whoever looks, and what the first of them means.

    `is_general` where the link's error has no words here, so that only its reason is told.
    """

    happened: str
    todo: str
    meaning: str = ""
    is_general: bool = False


def advise(state: LinkState, bank: str, zone: tzinfo = UTC) -> Advice | None:
    """What to say about a link of `bank` to somebody in this time zone; None where it needs nobody."""
    if state.reason is None:
        return None
    trouble = REASONS[state.reason]
    happened, todo, is_general = trouble.happened, trouble.todo, False
    if state.reason is Reason.BANK_DOWN and state.failure is not None:
        happened = cause_of(state.failure).happened
    if state.reason is Reason.PULL_FAILED and state.failure is not None:
        cause = cause_of(state.failure)
        is_general = not cause.happened
        if cause.happened:
            happened, todo = cause.happened, cause.todo
    last = _last_day(state)
    if last:
        happened = say(happened, bank=bank, day=day(last.astimezone(zone)))
    else:
        happened = say(DAYLESS.get(happened, happened), bank=bank)
    return Advice(happened, say(todo), say(trouble.meaning), is_general)


def _last_day(state: LinkState) -> datetime | None:
    """The consent's."""
    if state.since is not None or state.facts.consent is None:
        return state.since
    return state.facts.consent.expires_at
