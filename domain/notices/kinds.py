"""What people are told of who are not looking, and what is known of one such thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from languages import msg


class Kind(StrEnum):
    """Of what, the most urgent first."""

    STORE = "store"
    DISK = "disk"
    WORKER = "worker"
    INSTITUTION = "institution"
    RATE = "rate"
    BROKEN = "broken"
    CONSENT = "consent"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class About:
    """How a kind is called; `urgent` ones do not wait for others, and may pass the quiet time.

    What `lasts` is noticed once as long as it goes on, and once more when it `ends` aloud. It counts only `after` so
    long, and is over once it was not so for as long as `calm` says, so that what comes and goes is one thing.
    """

    word: str
    told: str
    urgent: bool = False
    lasts: bool = True
    ends: bool = False
    after: timedelta = timedelta()
    calm: timedelta = timedelta()


KINDS: Mapping[Kind, About] = {
    Kind.STORE: About(msg("Store damaged"), msg("The store is not as it was written."), urgent=True, ends=True),
    Kind.DISK: About(
        msg("Disk nearly full"),
        msg("Less than 1 GB is left where the store is."),
        urgent=True,
        ends=True,
        calm=timedelta(minutes=10),
    ),
    Kind.WORKER: About(msg("Worker silent"), msg("No worker was heard of for a minute."), urgent=True, ends=True),
    Kind.INSTITUTION: About(
        msg("Institution down and up"), msg("Belvo says so, or pull after pull gets no answer."), ends=True
    ),
    Kind.RATE: About(
        msg("Rate used up"),
        msg("Belvo asks to be left alone, or calls wait for their turn."),
        after=timedelta(seconds=20),
        calm=timedelta(minutes=15),
    ),
    Kind.BROKEN: About(msg("Newly broken"), msg("A link that could be pulled can't be pulled any more.")),
    Kind.CONSENT: About(msg("Consent ending"), msg("14 days and 3 days before a consent ends."), lasts=False),
    Kind.TEST: About(msg("Test"), msg("Sent by hand, to see whether it arrives."), urgent=True, lasts=False),
}

CHOOSABLE = tuple(kind for kind in Kind if kind is not Kind.TEST)

LITTLE_ROOM = 1_000_000_000
"""Bytes left of a disk that is nearly full: a pull of many links writes as much in a night."""

UNHEARD = timedelta(seconds=60)
"""A worker is silent when none was heard of for so long: one that was ended is started again within half a minute."""

CONSENT_DAYS = (3, 14)
"""Days before its end at which a consent is told of, the last first."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is so now. By kind and `subject` it is the same as long as it goes on; `mark` tells one time from another.

    `institution` and `link` are what it is about, and `detail` is a word for people: a reason, a number or a day.
    Nothing in it names a person.
    """

    kind: Kind
    subject: str
    mark: str = ""
    institution: str = ""
    link: str = ""
    detail: str = ""

    @property
    def key(self) -> tuple[Kind, str]:
        return self.kind, self.subject


@dataclass(frozen=True, slots=True)
class Item:
    """That something began, or is over (`is_end`), as one channel is to say it; `bank` is its institution's name."""

    notice: int
    kind: Kind
    is_end: bool
    began_at: datetime
    at: datetime
    institution: str = ""
    bank: str = ""
    link: str = ""
    detail: str = ""
    ended_at: datetime | None = None


def consent_stage(expires_at: datetime, now: datetime) -> int | None:
    """In how many days at most a consent ends, of those that are told of; None for one that lasts, or has ended."""
    left = expires_at - now
    if left <= timedelta():
        return None
    return next((days for days in CONSENT_DAYS if left <= timedelta(days=days)), None)
