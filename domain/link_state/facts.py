"""What is known about a link, as the store has it; nothing here is decided yet."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from languages import grouped, say
from resources import RESOURCES


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt at a pull failed: `kind` is retriable, needs_user or fatal; the rest as Belvo said it."""

    kind: str
    code: str
    message: str
    request_id: str | None = None

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.code, self.message)))


@dataclass(frozen=True, slots=True)
class PullProgress:
    """The resource that is being read, and how many of its rows have been."""

    resource: str
    fetched: int
    total: int | None = None

    def sentence(self) -> str:
        """What is pulled, and how much of it is here."""
        declared = RESOURCES.get(self.resource)
        name = say(declared.label) if declared else self.resource
        if self.total is None:
            return say("{resource}: no answer yet", resource=name)
        fetched, total = grouped(self.fetched), grouped(self.total)
        return say("{resource}: {fetched} of {total} rows", resource=name, fetched=fetched, total=total)


@dataclass(frozen=True, slots=True)
class PendingJob:
    """The job that the link waits for or that is being carried out, by its number.

    `is_running` as long as its worker is heard of. `not_before` is the earliest that it may begin; `error` is that of
    the last attempt, and `failing_since` when the first one ended badly. `ahead` counts the due jobs that go before it,
    `running` those of others that are carried out now in `slots`, and `worked_at` is when any worker was last seen to
    take up or end a job. At the link's institution, which `is_silent` when it is tried by one pull at a time, `there`
    are carried out. Belvo's rate holds up what no person waits for until `held_until`.
    """

    is_running: bool
    created_at: datetime
    not_before: datetime
    error: Failure | None = None
    failing_since: datetime | None = None
    ahead: int = 0
    running: int = 0
    worked_at: datetime | None = None
    number: int = 0
    slots: int = 1
    there: int = 0
    is_for_person: bool = False
    is_silent: bool = False
    held_until: datetime | None = None
    progress: PullProgress | None = None

    def is_for_later(self, now: datetime) -> bool:
        """Whether it waits for its moment, so that somebody may ask for a pull before that."""
        return not self.is_running and self.not_before > now


@dataclass(frozen=True, slots=True)
class Consent:
    """What the link's person agreed to; `expires_at` is None for a consent without an end."""

    status: str | None
    expires_at: datetime | None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """How many of the link's resources Belvo is still loading, and how many it has loaded."""

    awaited: int = 0
    loaded: int = 0


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """One link: who it is, what Belvo says of it, how its pulls went, and what it waits for.

    `pulled_at` is when the last pull that was carried out ended, well or with `failure`; `refreshed_every` is the rate
    at which Belvo refreshes it by itself. One that `is_followed` is pulled without anybody asking. All instants are by
    the clock that jobs are written by.
    """

    link: str
    institution: str | None = None
    bank: str = ""
    external_id: str | None = None
    status: str | None = None
    status_since: datetime | None = None
    access_mode: str | None = None
    refreshed_every: timedelta | None = None
    created_at: datetime | None = None
    deleted_at: datetime | None = None
    institution_is_down: bool = False
    is_followed: bool = True
    pulled_at: datetime | None = None
    failure: Failure | None = None
    job: PendingJob | None = None
    consent: Consent | None = None
    history: History = field(default_factory=History)

    @property
    def last_failure(self) -> Failure | None:
        """That of the attempt made last: of a pull that is tried again, or else of the last one that ended."""
        return (self.job and self.job.error) or self.failure
