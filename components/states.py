"""The states of links and pulls: for each one word, one icon and one colour, the same wherever it shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Color = Literal["green", "orange", "red", "gray", "blue", "yellow"]

STALE_AFTER = timedelta(days=7)
"""What Belvo refreshes a link at unless told otherwise; data older than that are called stale."""


@dataclass(frozen=True)
class State:
    """How a state is shown; `glyph` is the icon where only text can be drawn, in tables."""

    word: str
    icon: str
    glyph: str
    color: Color
    meaning: str

    @property
    def label(self) -> str:
        """Icon and word as plain text."""
        return f"{self.glyph} {self.word}"


LINKS = {
    "valid": State("Valid", ":material/check:", "✓", "green", "Belvo can read it."),
    "token_required": State("Token required", ":material/key:", "⚷", "orange", "Its user has to enter a new token."),
    "invalid": State("Invalid", ":material/close:", "✕", "red", "The institution refuses its credentials."),
    "unconfirmed": State("Unconfirmed", ":material/question_mark:", "?", "gray", "Connecting it was never finished."),
    "pulling": State("Pulling", ":material/sync:", "↻", "blue", "Its data are being read now."),
    "stale": State("Stale", ":material/schedule:", "◷", "yellow", "Its data are older than a week."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "The last pull failed; its data may be old."),
    "deleted": State("Deleted", ":material/block:", "⊘", "gray", "It is gone at Belvo."),
}

PULLS = {
    "queued": State("Queued", ":material/hourglass_empty:", "…", "gray", "It waits for its turn."),
    "running": State("Pulling", ":material/sync:", "↻", "blue", "It is going on now."),
    "done": State("Done", ":material/check:", "✓", "green", "Everything was read."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "It ended with an error."),
    "cancelled": State("Cancelled", ":material/block:", "⊘", "gray", "It was called off."),
    "interrupted": State("Interrupted", ":material/pause:", "‖", "orange", "It was cut off and will be done again."),
}

_UNKNOWN = State("Unknown", ":material/question_mark:", "?", "gray", "Belvo reports a state that is not known here.")


def link_state(status: str, *, pull: str | None, pulled_at: datetime | None, deleted: bool, now: datetime) -> str:
    """The one state of a link that matters most, a key of LINKS: what is gone or broken before what is old."""
    if deleted:
        return "deleted"
    if pull in ("queued", "running"):
        return "pulling"
    if status != "valid":
        return status
    if pull == "failed":
        return "failed"
    return "stale" if pulled_at is None or now - pulled_at > STALE_AFTER else "valid"


def of_link(state: str) -> State:
    """How the state of a link is shown."""
    return LINKS.get(state, _UNKNOWN)


def of_pull(state: str) -> State:
    """How the state of a pull is shown."""
    return PULLS.get(state, _UNKNOWN)


def directive(state: State) -> str:
    """The state as a badge inside Markdown."""
    return f":{state.color}-badge[{state.icon} {state.word}]"
