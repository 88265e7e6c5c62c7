"""When a link is another by the passing of time alone: a consent ends, data grow old, a worker is heard of no more."""

from datetime import datetime, timedelta

from domain.link_state.facts import LinkFacts
from domain.link_state.reasons import DEFAULT_RATE, NOTICE

_WATCHED = timedelta(minutes=1)
"""How long a pull that goes on is taken to go on, as its lease is prolonged untold."""


def due_at(facts: LinkFacts, now: datetime, ahead: timedelta = timedelta()) -> datetime | None:
    """The first moment from now on at which the link is to be judged anew if nothing is heard of it."""
    moments = [now + _WATCHED] if facts.job and facts.job.is_running else []
    if facts.consent and facts.consent.expires_at:
        ends = facts.consent.expires_at - ahead  # by our clock
        moments += [ends, ends - NOTICE]
    if pulled_at := facts.pulled_at or facts.created_at:
        moments.append(pulled_at + 2 * (facts.refreshed_every or DEFAULT_RATE) + timedelta.resolution)
    return min((moment for moment in moments if moment > now), default=None)
