"""State, clock and caches of one running sandbox; every handler gets it, nothing is global."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from belvo_sandbox.core.caches import Cache
from belvo_sandbox.core.clock import Clock
from belvo_sandbox.core.snapshots import SEED
from belvo_sandbox.core.state import INSTANCE, SIGNING_KEY, State
from belvo_sandbox.fetches.rendered_list import RenderedList, RowCache, weigh
from belvo_sandbox.people import Ledger

_MAX_LEDGERS = 80  # each has some thousand movements of about 500 bytes
_MAX_RENDERED = 128 * 1024 * 1024  # bytes of rendered rows, and as many of what is made of lists with many


@dataclass(frozen=True)
class Options:
    """Behaviour of this sandbox where Belvo's can differ."""

    token_lifetime: timedelta = timedelta(minutes=10)
    history_delay: timedelta = timedelta(0)  # between a connection and its first resource, and to each further one
    unique_links: bool = False  # answer `duplicated` to the same user at the same institution
    strict: bool = False  # hold requests to the description where Belvo itself is more lenient


@dataclass(frozen=True)
class Sandbox:
    """State, clock, seed and options of one app."""

    state: State
    clock: Clock
    initial_seed: int
    options: Options
    ledgers: Cache[Ledger]
    lists: Cache[RenderedList]
    row_cache: RowCache

    @classmethod
    def open(cls, folder: Path, seed: int, now: datetime | None, options: Options) -> "Sandbox":
        """Open the state in a folder, or make it."""
        state = State(folder)
        return cls(
            state=state,
            clock=Clock(state, now),
            initial_seed=seed,
            options=options,
            ledgers=Cache(_MAX_LEDGERS, lambda _: 1),
            lists=Cache(_MAX_RENDERED, RenderedList.weight),
            row_cache=Cache(_MAX_RENDERED, weigh),
        )

    @property
    def instance(self) -> str:
        """The id of this course of events; another once the state is reset or loaded."""
        return self.state.setting(INSTANCE)

    @property
    def signing_key(self) -> bytes:
        return bytes.fromhex(self.state.setting(SIGNING_KEY))

    @property
    def seed(self) -> int:
        """The seed of the state that was loaded, else the sandbox's own."""
        return int(self.state.setting(SEED, str(self.initial_seed)))

    def clear_caches(self) -> None:
        """Drop everything that was made from the state."""
        self.ledgers.clear()
        self.lists.clear()
        self.row_cache.clear()

    def __repr__(self) -> str:
        return f"Sandbox(instance={self.instance!r}, seed={self.seed})"
