"""What one running sandbox holds; every handler gets it, nothing is global."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from belvo_sandbox.clock import Clock
from belvo_sandbox.state import State


@dataclass(frozen=True)
class Options:
    """How this sandbox behaves where Belvo's behaviour can differ."""

    token_lifetime: timedelta = timedelta(minutes=10)
    unique_links: bool = False  # answer `duplicated` to the same user at the same institution


@dataclass(frozen=True)
class Sandbox:
    """State, clock, seed and options of one app."""

    state: State
    clock: Clock
    seed: int
    options: Options
    instance: str
    signing_key: bytes

    @classmethod
    def open(cls, folder: Path, seed: int, now: datetime | None, options: Options) -> "Sandbox":
        """Open the state in a folder, or make it."""
        state = State(folder)
        return cls(
            state=state,
            clock=Clock(state, now),
            seed=seed,
            options=options,
            instance=state.settle("instance", uuid.uuid4().hex),
            # HS512 asks for a key as long as its digest
            signing_key=bytes.fromhex(state.settle("signing_key", secrets.token_hex(64))),
        )

    def __repr__(self) -> str:
        return f"Sandbox(instance={self.instance!r}, seed={self.seed})"
