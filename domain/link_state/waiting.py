"""Why a link is not being pulled although it is to be, and until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.link_state.errors import cause_of
from domain.link_state.facts import Failure, LinkFacts, PendingJob
from domain.pulls.slots import KEPT, Slots
from languages import grouped, msg, say, say_many

PATIENCE = timedelta(seconds=30)
"""How long a job may wait with no worker to be seen before people are told that there is none."""

LOADING: Mapping[str, str] = {
    "waiting": msg("Belvo is loading this; its webhook historical_update tells when it is there."),
    "polling": msg("Belvo is loading this; no webhook can reach this desk, so it is looked for again and again."),
    "loading": msg("Belvo has loaded this; it is pulled next."),
    "there": msg("Everything that Belvo loaded is here."),
    "not_offered": msg("The institution does not offer this."),
    "given_up": msg("Nothing came for hours. Check that the link fetches this resource, then pull it by hand."),
}
"""What each state of a resource's first loading (store.ops.historical.STATES) means."""


NOTHING_CAME = frozenset({"connection_failed", "store_unusable", "timed_out"})
"""Failures after which the rest of a pull is not even asked for."""


class WaitsFor(StrEnum):
    """What a link waits for; all but the last are of its job."""

    WORKER = "worker"  # to take it up, at any moment
    SLOT = "slot"  # since others are being pulled
    SHARE = "share"  # since as many of its institution are as go at once
    BANK = "bank"  # to answer: one other of its links is tried
    RATE = "rate"  # of calls that Belvo lets through
    PAUSE = "pause"  # that the bank or Belvo wants
    RETRY = "retry"  # after a failure
    HISTORY = "history"  # to be loaded by Belvo


@dataclass(frozen=True, slots=True)
class Wait:
    """What a link waits for: `until` when, where that is known; behind how many others; after which failure.

    `is_overdue` where no worker was seen for longer than PATIENCE.
    """

    what: WaitsFor
    until: datetime | None = None
    ahead: int = 0
    failure: Failure | None = None
    is_overdue: bool = False

    def sentence(self, bank: str, when: Callable[[datetime], str]) -> str:
        """The whole of it; `when` says an instant that is to come as people do."""
        goes_on = say("The pull goes on {when}.", when=when(self.until)) if self.until else ""
        match self.what:
            case WaitsFor.WORKER if self.is_overdue:
                return say(
                    "The pull is queued, but no worker has taken it yet. "
                    "The server starts one; its log says if it failed."
                )
            case WaitsFor.WORKER:
                return (
                    say("The pull starts {when}.", when=when(self.until))
                    if self.until
                    else say("The pull starts in a moment.")
                )
            case WaitsFor.SLOT:
                return f"{say('The pull waits until another link has been pulled.')} {self._place}"
            case WaitsFor.SHARE:
                waits = say("The pull waits until another link of {bank} has been pulled.", bank=bank)
                return f"{waits} {self._place}"
            case WaitsFor.BANK:
                tried = say("{bank} does not answer: one of its links is tried at a time, now another.", bank=bank)
                return f"{tried} {self._place}"
            case WaitsFor.RATE:
                return f"{say('Belvo wants fewer calls from this desk.')} {goes_on}"
            case WaitsFor.RETRY if self.failure and cause_of(self.failure).is_outage and self.until:
                happened = say(cause_of(self.failure).happened, bank=bank)
                return f"{happened} {say('It is tried again {when}.', when=when(self.until))}"
            case WaitsFor.PAUSE | WaitsFor.RETRY if self.failure and self._is_told:
                return f"{say(cause_of(self.failure).happened, bank=bank)} {goes_on}"
            case WaitsFor.HISTORY:
                return say("Belvo is still loading its data. They are pulled as soon as they are there.")
        code = self.failure.code if self.failure else "unknown"
        return f"{say('Belvo did not give everything ({code}).', code=code)} {goes_on}"

    @property
    def _is_told(self) -> bool:
        """Whether the failure's own words say it: of others it is not known how much of the pull they were."""
        return self.what is WaitsFor.PAUSE or (self.failure is not None and self.failure.code in NOTHING_CAME)

    @property
    def _place(self) -> str:
        if not self.ahead:
            return say("It is the next one.")
        return say_many("One other goes before it.", "{number} others go before it.", self.ahead)

    def short(self, when: Callable[[datetime], str]) -> str:
        """The same for a column headed "Waits for"."""
        alone, more = _SHORT[self.what]
        if self.until and "{when}" in more:
            return say(more, when=when(self.until))
        if self.ahead and "{ahead}" in more:
            return say(more, ahead=grouped(self.ahead))
        return say(alone)


_SHORT: Mapping[WaitsFor, tuple[str, str]] = {
    WaitsFor.WORKER: (msg("A worker"), msg("A worker, {when}")),
    WaitsFor.SLOT: (msg("Its turn"), msg("Its turn, after {ahead} more")),
    WaitsFor.SHARE: (msg("Others of its institution"), msg("Others of its institution, after {ahead} more")),
    WaitsFor.BANK: (msg("Its institution to answer"), msg("Its institution to answer, after {ahead} more")),
    WaitsFor.RATE: (msg("Belvo's rate"), msg("Belvo's rate, {when}")),
    WaitsFor.PAUSE: (msg("The end of a pause"), msg("The end of a pause, {when}")),
    WaitsFor.RETRY: (msg("The next try"), msg("The next try, {when}")),
    WaitsFor.HISTORY: (msg("Belvo to load its data"), ""),
}
"""What is waited for, alone and with until when, or behind how many, where that is known."""


def wait_of(facts: LinkFacts, now: datetime) -> Wait | None:
    """What the link waits for; None where it waits for nothing or is being pulled."""
    if facts.job is not None:
        return None if facts.job.is_running else _wait_of_job(facts.job, now)
    if facts.is_followed and facts.history.awaited and not facts.history.loaded:
        return Wait(WaitsFor.HISTORY)
    return None


def _wait_of_job(job: PendingJob, now: datetime) -> Wait:
    if job.not_before > now:
        return _wait_until(job)
    seen_at = max(filter(None, (job.created_at, job.not_before, job.worked_at)))
    is_overdue = now - seen_at > PATIENCE
    if not job.is_for_person and job.held_until and job.held_until > now:
        return Wait(WaitsFor.RATE, until=job.held_until)
    if job.is_silent and job.there:
        return Wait(WaitsFor.BANK, ahead=job.ahead)
    if job.running < _slots(job) and job.there >= Slots(job.slots).share:
        return Wait(WaitsFor.SHARE, ahead=job.ahead)
    if job.running >= _slots(job) or (job.ahead and not is_overdue):
        return Wait(WaitsFor.SLOT, ahead=job.ahead)
    return Wait(WaitsFor.WORKER, is_overdue=is_overdue)


def _slots(job: PendingJob) -> int:
    """Those that the job may have: one is left for persons."""
    return job.slots if job.is_for_person else max(job.slots - KEPT, 1)


def _wait_until(job: PendingJob) -> Wait:
    if job.error is None:
        return Wait(WaitsFor.WORKER, until=job.not_before)
    what = WaitsFor.PAUSE if cause_of(job.error).is_pause else WaitsFor.RETRY
    return Wait(what, until=job.not_before, failure=job.error)
