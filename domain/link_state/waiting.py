"""Why a link is not being pulled although it is to be, and until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.link_state.errors import cause_of
from domain.link_state.facts import Failure, LinkFacts, PendingJob
from domain.slots import KEPT, Slots

PATIENCE = timedelta(seconds=30)
"""How long a job may wait with no worker to be seen before people are told that there is none."""

LOADING: Mapping[str, str] = {
    "waiting": "Belvo is loading this; its webhook historical_update tells when it is there.",
    "polling": "Belvo is loading this; no webhook can reach this desk, so it is looked for again and again.",
    "loading": "Belvo has loaded this; it is pulled next.",
    "there": "Everything that Belvo loaded is here.",
    "not_offered": "The institution does not offer this.",
    "given_up": "Nothing came for hours. Check that the link fetches this resource, then pull it by hand.",
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
        goes_on = f"The pull goes on {when(self.until)}." if self.until else ""
        match self.what:
            case WaitsFor.WORKER if self.is_overdue:
                return (
                    "The pull is queued, but no worker has taken it yet. "
                    "The server starts one; its log says if it failed."
                )
            case WaitsFor.WORKER:
                return f"The pull starts {when(self.until)}." if self.until else "The pull starts in a moment."
            case WaitsFor.SLOT:
                return f"The pull waits until another link has been pulled. {self._place}"
            case WaitsFor.SHARE:
                return f"The pull waits until another link of {bank} has been pulled. {self._place}"
            case WaitsFor.BANK:
                return f"{bank} does not answer: one of its links is tried at a time, now another. {self._place}"
            case WaitsFor.RATE:
                return f"Belvo wants fewer calls from this desk. {goes_on}"
            case WaitsFor.RETRY if self.failure and cause_of(self.failure).is_outage and self.until:
                happened = cause_of(self.failure).happened.replace("{bank}", bank)
                return f"{happened} It is tried again {when(self.until)}."
            case WaitsFor.PAUSE | WaitsFor.RETRY if self.failure and self._is_told:
                return f"{cause_of(self.failure).happened.replace('{bank}', bank)} {goes_on}"
            case WaitsFor.HISTORY:
                return "Belvo is still loading its data. They are pulled as soon as they are there."
        return f"Belvo did not give everything ({self.failure.code if self.failure else 'unknown'}). {goes_on}"

    @property
    def _is_told(self) -> bool:
        """Whether the failure's own words say it: of others it is not known how much of the pull they were."""
        return self.what is WaitsFor.PAUSE or (self.failure is not None and self.failure.code in NOTHING_CAME)

    @property
    def _place(self) -> str:
        before = {0: "It is the next one.", 1: "One other goes before it."}
        return before.get(self.ahead, f"{self.ahead:,} others go before it.")

    def short(self, when: Callable[[datetime], str]) -> str:
        """The same for a column headed "Waits for"."""
        at = f", {when(self.until)}" if self.until else ""
        after = f", after {self.ahead:,} more" if self.ahead else ""
        match self.what:
            case WaitsFor.WORKER:
                return "A worker" + at
            case WaitsFor.SLOT:
                return f"Its turn{after}"
            case WaitsFor.SHARE:
                return f"Others of its institution{after}"
            case WaitsFor.BANK:
                return f"Its institution to answer{after}"
            case WaitsFor.RATE:
                return f"Belvo's rate{at}"
            case WaitsFor.PAUSE:
                return f"The end of a pause{at}"
            case WaitsFor.RETRY:
                return f"The next try{at}"
            case WaitsFor.HISTORY:
                return "Belvo to load its data"


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
