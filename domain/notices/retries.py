"""When a delivery that did not arrive is tried again, and when no more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from languages import msg
from languages.kept import Frames

State = Literal["waiting", "sent", "failed"]

LADDER = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 5, 15, 30, 60, 120, 240, 240, 240, 240))
"""Pauses after each attempt; the last of twelve is some twenty hours after the first."""

LONGEST_PAUSE = timedelta(hours=6)
"""For how long a receiver can ask to be left alone."""

_AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Answer:
    """How one attempt went: the answer's status if there was one, and for how long it asks to be left alone.

    `told` says in words what went wrong, without anything of an address, a key or an answer. What is `final` can't
    get better by itself.
    """

    is_sent: bool
    status: int | None = None
    told: str = ""
    final: bool = False
    pause: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """What comes after an attempt."""

    state: State
    at: datetime


def after(answer: Answer, attempts: int, now: datetime) -> Next:
    """What comes after so many attempts, the last of which went so."""
    if answer.is_sent:
        return Next("sent", now)
    if answer.final or attempts > len(LADDER):
        return Next("failed", now)
    pause = max(LADDER[attempts - 1], min(answer.pause or timedelta(), LONGEST_PAUSE))
    return Next("waiting", now + pause)


def of_status(status: int, pause: float | None) -> Answer:
    """What an HTTP status means; `pause` is what its Retry-After says, in seconds."""
    if 200 <= status < 300:
        return Answer(True, status)
    waits = timedelta(seconds=pause) if pause is not None else None
    if status >= 500 or status in _AGAIN:
        return Answer(False, status, f"It answered {status}.", pause=waits)
    if 300 <= status < 400:
        return Answer(False, status, f"It answered {status}, which leads elsewhere; nothing is sent there.", final=True)
    return Answer(False, status, f"It refused with {status}.", final=True)


def of_smtp(code: int) -> Answer:
    """What a mail server's reply means that is none of success."""
    if 500 <= code < 600:
        return Answer(False, code, f"The mail server refused with {code}.", final=True)
    return Answer(False, code, f"The mail server answered {code}.")


MET = Frames(
    (
        msg("A webhook goes by https. A host of your own network can be named in LINKDESK_NOTICES_HOSTS."),
        msg(
            "The address is none of the public network. A host of your own network can be named in "
            "LINKDESK_NOTICES_HOSTS."
        ),
        msg("It answered {status}, which leads elsewhere; nothing is sent there."),
        msg("It answered {status}."),
        msg("It can't be reached."),
        msg("It did not answer in time."),
        msg("It did not come to an end in time."),
        msg("It refused with {status}."),
        msg("Its certificate can't be trusted, or it speaks no TLS."),
        msg("LINKDESK_NOTICES_SLACK is not set."),
        msg("LINKDESK_NOTICES_SMTP and LINKDESK_NOTICES_FROM are not both set."),
        msg("The mail server answered {code}."),
        msg("The mail server can't be reached."),
        msg("The mail server did not answer in time."),
        msg("The mail server refused the sign-in."),
        msg("The mail server refused with {code}."),
        msg("The mail server speaks no TLS, or takes no sign-in. Nothing was sent."),
        msg("The mail server's certificate can't be trusted."),
        msg("What it was about was erased."),
        msg("{refused} of {recipients} recipients were refused."),
    )
)
"""What attempts are told to have met, as the store keeps it; where pages show it they say it by these."""
