"""The states of links and pulls: for each one word, one icon and one colour, the same wherever it shows."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Color = Literal["green", "orange", "red", "gray", "blue", "yellow"]


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
    "stale": State("Stale", ":material/schedule:", "◷", "yellow", "It was not pulled for longer than it should be."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "The last pull failed; its data may be old."),
    "deleted": State("Deleted", ":material/block:", "⊘", "gray", "It is gone at Belvo."),
}

PULLS = {
    "queued": State("Queued", ":material/hourglass_empty:", "…", "gray", "It waits for its turn."),
    "running": State("Pulling", ":material/sync:", "↻", "blue", "It is going on now."),
    "done": State("Done", ":material/check:", "✓", "green", "Everything was read."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "It ended with an error."),
    "cancelled": State("Cancelled", ":material/block:", "⊘", "gray", "It was called off."),
    "skipped": State("Skipped", ":material/skip_next:", "»", "gray", "The institution does not offer it."),
    "interrupted": State("Interrupted", ":material/pause:", "‖", "orange", "It was cut off and will be done again."),
}

NO_PULL = State("No pull", ":material/remove:", "-", "gray", "It called for none.")

INSTITUTIONS = {
    "healthy": State("Healthy", ":material/check:", "✓", "green", "Belvo reaches it."),
    "down": State("Down", ":material/cloud_off:", "✕", "red", "Belvo can't reach it at the moment."),
}

CHECKS = {
    "well": State("Well", ":material/check:", "✓", "green", "Nothing to do."),
    "doubtful": State("Look here", ":material/visibility:", "?", "orange", "It works, but not all of it."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "The desk can't do its work until it is mended."),
}

CALLS = {
    "ok": State("OK", ":material/check:", "✓", "green", "Belvo did what was asked."),
    "client_error": State("Refused", ":material/block:", "✕", "orange", "Belvo refused it, or its user is needed."),
    "server_error": State("Failed", ":material/priority_high:", "!", "red", "It failed at Belvo or at the bank."),
    "no_answer": State("No answer", ":material/cloud_off:", "?", "red", "No answer came, or none that can be read."),
}

ENTRIES = {
    "well": State("Well", ":material/check:", "✓", "green", "It did what it should."),
    "doubtful": State("Open", ":material/pending:", "?", "orange", "It did not come to its end."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "It went wrong."),
}

OPINIONS = {
    "POSITIVE": State("Positive", ":material/check:", "✓", "green", "The taxpayer meets their obligations."),
    "NEGATIVE": State("Negative", ":material/close:", "✕", "red", "Obligations are not met."),
    "NO_OBLIGATIONS": State("No obligations", ":material/remove:", "-", "gray", "There are none to meet."),
}

UNKNOWN = State("Unknown", ":material/question_mark:", "?", "gray", "Belvo reports a state that is not known here.")


_OF_REASON = {"pull_failed": "failed", "stale": "stale"}


def link_state(status: str, *, pull: str | None, reason: str | None, deleted: bool) -> str:
    """The one state of a link that matters most, a key of LINKS.

    `pull` is the state of its newest job, `reason` why it needs somebody (overview.REASONS), if it does.
    """
    if deleted:
        return "deleted"
    if pull in ("queued", "running"):
        return "pulling"
    return _OF_REASON.get(reason or "", status)


def link_states(links: pd.DataFrame, attention: pd.DataFrame) -> list[str]:
    """The state of each row of links.table, given overview.attention."""
    reasons = attention.set_index("link")["reason"].to_dict()
    return [
        link_state(
            row["status"],
            pull=row["last_pull_state"],
            reason=reasons.get(row["link"]),
            deleted=pd.notna(row["deleted_at"]),
        )
        for row in links.to_dict("records")
    ]


def of_link(state: str) -> State:
    """How the state of a link is shown."""
    return LINKS.get(state, UNKNOWN)
