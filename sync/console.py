"""What a pull says in a terminal: a bar while it goes on, a line for each resource when it has ended."""

import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TextIO

from belvo_client import BelvoError, Kind
from belvo_client.advice import advice_for
from domain.link_state import LinkState
from domain.link_state.errors import CAUSES
from domain.unseen import escaped
from sync.errors import Broken, Incomplete, LinkGone, StoreUnusable
from sync.pull import Result
from sync.run import Progress

_WIDTH = 30
_MINUTES = 120  # seconds from which on people think in minutes


class Bar:
    """A progress bar on one line of a terminal; on anything else it says nothing."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self._label = escaped(label)
        self._stream = stream or sys.stderr
        self._shows = self._stream.isatty()

    def __call__(self, progress: Progress) -> None:
        """Draw how far the pull is."""
        if not self._shows:
            return
        total = max(progress.total or 0, progress.fetched)
        filled = _WIDTH * progress.fetched // total if total else _WIDTH
        drawn = "█" * filled + "░" * (_WIDTH - filled)
        self._write(f"{self._label} {progress.resource:<14} {drawn} {progress.fetched:,} of {total:,}")

    def clear(self) -> None:
        """Take the bar off the terminal."""
        if self._shows:
            self._write("")

    def _write(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()


def line(result: Result) -> str:
    """How the pull of one resource ended."""
    tally = result.tally
    counts = (
        f"fetched {tally.fetched:,}  added {tally.added:,}  changed {tally.changed:,}  gone {tally.deleted:,}"
        f"  {result.seconds:.1f} s"
    )
    reason = f"  {result.error}" if result.error else ""
    return f"{result.link}  {result.resource:<14} {result.state:<11} {counts}{reason}"


def steps(link: str, errors: Iterable[BelvoError]) -> list[str]:
    """What an ended pull's errors mean and what to do about each, in sentences."""
    again = {Kind.RETRIABLE: " A running Linkdesk tries it again by itself."}
    return [*dict.fromkeys(f"{link}: {step(error)}{again.get(error.kind, '')}" for error in errors)]


def standing(state: LinkState, now: datetime) -> str | None:
    """How a link is: how far its pull is, what it waits for, and whose turn it is; None where it is well."""
    job = state.facts.job
    if state.wait is None and state.turn is None and job is None:
        return None
    parts = [f"{state.facts.link}: {state.badge.word}."]
    if job and job.progress:
        parts.append(f"{job.progress.sentence()}.")
    if state.wait:
        bank = state.facts.institution or "the institution"
        waits = state.wait.sentence(bank, lambda instant: _until(instant, now))
        parts.append(waits[:1].upper() + waits[1:])
    if state.turn:
        parts.append(f"{state.turn.heading}.")
    return " ".join(parts)


def _until(instant: datetime, now: datetime) -> str:
    seconds = round((instant - now).total_seconds())
    return f"in {seconds} s" if seconds < _MINUTES else f"in {seconds // 60} min"


def step(error: BelvoError) -> str:
    """What an error means and what to do about it."""
    advice = advice_for(error)
    return _OURS.get(type(error)) or f"{advice.meaning} {advice.action}"


_OURS: dict[type[BelvoError], str] = {
    LinkGone: "The link was deleted at Belvo. Connect it again, or go on with what is stored.",
    **{
        kind: f"{CAUSES[kind.default_code].happened} {CAUSES[kind.default_code].todo}"
        for kind in (StoreUnusable, Incomplete)
    },
    Broken: "Linkdesk itself failed. Report what it said above.",
}
"""What to do about errors that are not Belvo's."""
