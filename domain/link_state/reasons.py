"""Why a link needs somebody: what is shown of it, whose turn that makes it, what is done, and how people are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.link_state.badges import Badge
from domain.link_state.errors import CAUSES, cause_of
from domain.link_state.facts import Consent, LinkFacts, PendingJob
from domain.link_state.turns import Step, Turn
from languages import msg

DEFAULT_RATE = timedelta(days=7)
"""How often Belvo refreshes a link of which it does not say so."""

NOTICE = timedelta(days=14)
"""How long before a consent's end its user is asked to renew it."""


class Reason(StrEnum):
    """Why a link needs somebody, worst first."""

    CONSENT_ENDED = "consent_ended"
    INVALID = "invalid"
    TOKEN_REQUIRED = "token_required"  # noqa: S105 - a status of Belvo's
    BANK_DOWN = "bank_down"
    PULL_FAILED = "pull_failed"
    UNCONFIRMED = "unconfirmed"
    CONSENT_ENDS = "consent_ends"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What follows from a reason; `happened` and `todo` as in `Cause`, with `{day}` for a consent's last one.

    `stops` says whether the link can't be pulled, which tells something about others at its bank, and
    `is_the_banks` whether an outage there can be what is behind it.
    """

    badge: Badge
    turn: Turn
    step: Step
    happened: str
    todo: str
    meaning: str = ""
    stops: bool = True
    is_the_banks: bool = True


def _of_cause(code: str, badge: Badge, meaning: str) -> Trouble:
    cause = CAUSES[code]
    return Trouble(badge, cause.turn, cause.step, cause.happened, cause.todo, meaning)


_OLD = msg("What is shown of it may be old.")

REASONS: Mapping[Reason, Trouble] = {
    Reason.CONSENT_ENDED: Trouble(
        Badge.CONSENT_ENDED,
        Turn.USER,
        Step.RENEW,
        msg("The consent for {bank} ended on {day}."),
        msg("Have its user renew it in My Belvo Portal (meuportal.belvo.com)."),
        msg("The link can't be pulled until it is renewed."),
        is_the_banks=False,
    ),
    Reason.INVALID: _of_cause(
        "login_error", Badge.INVALID, msg("The link can't be pulled until its user signs in again.")
    ),
    Reason.TOKEN_REQUIRED: _of_cause(
        "token_required", Badge.TOKEN_REQUIRED, msg("The link can't be pulled until its user enters it.")
    ),
    Reason.BANK_DOWN: Trouble(
        Badge.BANK_DOWN, Turn.BANK, Step.PULL, msg("{bank} does not answer."), msg("It is tried again by itself."), _OLD
    ),
    Reason.PULL_FAILED: Trouble(
        Badge.FAILED, Turn.US, Step.PULL, msg("The last pull of {bank} failed."), msg("Pull it again."), _OLD
    ),
    Reason.UNCONFIRMED: Trouble(
        Badge.UNCONFIRMED,
        Turn.USER,
        Step.REPAIR,
        msg("Connecting {bank} was never finished, so there are no data."),
        msg("Finish it with its user, or delete it."),
    ),
    Reason.CONSENT_ENDS: Trouble(
        Badge.CONSENT_ENDS,
        Turn.USER,
        Step.RENEW,
        msg("The consent for {bank} ends on {day}."),
        msg("Have its user renew it in My Belvo Portal (meuportal.belvo.com) before."),
        msg("The link can't be pulled after that."),
        stops=False,
        is_the_banks=False,
    ),
    Reason.STALE: Trouble(
        Badge.STALE,
        Turn.US,
        Step.PULL,
        msg("{bank} has not been pulled for too long."),
        msg("Pull it now."),
        _OLD,
        stops=False,
        is_the_banks=False,
    ),
}

DAYLESS = {
    REASONS[Reason.CONSENT_ENDED].happened: msg("The consent for {bank} ended."),
    REASONS[Reason.CONSENT_ENDS].happened: msg("The consent for {bank} ends."),
}
"""What is said where the day is not known."""

_OF_STATUS = {"invalid": Reason.INVALID, "token_required": Reason.TOKEN_REQUIRED}

_ENDED = ("EXPIRED", "REJECTED")
"""Statuses of a consent from which only a renewal leads on."""


def reason_of(facts: LinkFacts, now: datetime, ahead: timedelta = timedelta()) -> tuple[Reason | None, datetime | None]:
    """The worst reason for which the link needs somebody, and since when; None where there is none.

    A consent that ended comes before what the bank says for want of it; it ends by Belvo's clock, which is `ahead`. A
    connection that was never finished comes before what a pull says for want of that.
    """
    consent, at_belvo = facts.consent, now + ahead
    if consent and _has_ended(consent, at_belvo):
        return Reason.CONSENT_ENDED, _end_of(consent, at_belvo)
    if facts.status in _OF_STATUS:
        return _OF_STATUS[facts.status], facts.status_since
    if facts.status == "unconfirmed":
        return Reason.UNCONFIRMED, facts.status_since
    if facts.job and facts.job.error and cause_of(facts.job.error).is_outage:
        return Reason.BANK_DOWN, _down_since(facts, facts.job)
    if facts.failure is not None:
        return Reason.PULL_FAILED, facts.pulled_at
    if consent and _ends_soon(facts, consent, at_belvo):
        return Reason.CONSENT_ENDS, None
    if _is_stale(facts, now):
        return Reason.STALE, facts.pulled_at or facts.created_at
    return None, None


def _down_since(facts: LinkFacts, job: PendingJob) -> datetime | None:
    """When the bank was first met down, maybe by the pull before this one."""
    if facts.failure is not None and cause_of(facts.failure).is_outage:
        return facts.pulled_at
    return job.failing_since or job.created_at


def _has_ended(consent: Consent, now: datetime) -> bool:
    return consent.status in _ENDED or (consent.expires_at is not None and consent.expires_at <= now)


def _end_of(consent: Consent, now: datetime) -> datetime | None:
    """The day that was agreed on, or when it was seen to have ended before."""
    if consent.expires_at is not None and consent.expires_at <= now:
        return consent.expires_at
    return consent.changed_at


def _ends_soon(facts: LinkFacts, consent: Consent, now: datetime) -> bool:
    """Whether it is time to renew; what Belvo reads once only needs no consent afterwards."""
    if facts.access_mode != "recurrent" or consent.status != "AUTHORISED" or consent.expires_at is None:
        return False
    return consent.expires_at - now <= NOTICE


def _is_stale(facts: LinkFacts, now: datetime) -> bool:
    """Whether a link is followed that Belvo refreshes, and it was not pulled for twice as long as that takes."""
    pulled_at = facts.pulled_at or facts.created_at
    if not facts.is_followed or facts.access_mode != "recurrent" or facts.job is not None or pulled_at is None:
        return False
    return now - pulled_at > 2 * (facts.refreshed_every or DEFAULT_RATE)


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
