"""The states of links and pulls: for each one word, one icon and one colour, the same wherever it shows."""

from dataclasses import dataclass
from typing import Literal

from domain.link_state import Badge, waiting
from domain.widget.outcomes import OUTCOMES

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


_LOOKS: dict[Badge, tuple[str, str, Color]] = {
    Badge.VALID: (":material/check:", "✓", "green"),
    Badge.TOKEN_REQUIRED: (":material/key:", "⚷", "orange"),
    Badge.INVALID: (":material/close:", "✕", "red"),
    Badge.UNCONFIRMED: (":material/question_mark:", "?", "gray"),
    Badge.WAITING: (":material/hourglass_empty:", "…", "gray"),
    Badge.PULLING: (":material/sync:", "↻", "blue"),
    Badge.STALE: (":material/schedule:", "◷", "yellow"),
    Badge.BANK_DOWN: (":material/cloud_off:", "☁", "orange"),
    Badge.FAILED: (":material/priority_high:", "!", "red"),
    Badge.CONSENT_ENDED: (":material/event_busy:", "⊗", "red"),
    Badge.CONSENT_ENDS: (":material/event_upcoming:", "◔", "yellow"),
    Badge.DELETED: (":material/block:", "⊘", "gray"),
}

LINKS = {badge.value: State(badge.word, *look, badge.meaning) for badge, look in _LOOKS.items()}
"""By domain.link_state.Badge."""

PULLS = {
    "queued": State("Queued", ":material/hourglass_empty:", "…", "gray", "It waits for its turn."),
    "running": State("Pulling", ":material/sync:", "↻", "blue", "It is going on now."),
    "done": State("OK", ":material/check:", "✓", "green", "Everything was read."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "It ended with an error."),
    "cancelled": State("Cancelled", ":material/block:", "⊘", "gray", "It was called off."),
    "skipped": State("Skipped", ":material/skip_next:", "»", "gray", "The institution does not offer it."),
    "interrupted": State("Interrupted", ":material/pause:", "‖", "orange", "It was cut off and will be done again."),
}

BULK = {
    **{name: PULLS[name] for name in ("done", "failed", "cancelled", "skipped")},
    "running": State("Going on", ":material/sync:", "↻", "blue", "It is done to one link after the other."),
} | {
    "done": State("Done", ":material/check:", "✓", "green", "It was done."),
    "skipped": State("Left out", ":material/skip_next:", "»", "gray", "There was nothing to be done."),
}

NO_PULL = State("No pull", ":material/remove:", "-", "gray", "It called for none.")

_LOADING_LOOKS: dict[str, tuple[str, str, str, Color]] = {
    "waiting": ("Waiting", ":material/hourglass_empty:", "…", "gray"),
    "polling": ("Waiting", ":material/hourglass_empty:", "…", "gray"),
    "loading": ("Loading", ":material/sync:", "↻", "blue"),
    "there": ("OK", ":material/check:", "✓", "green"),
    "not_offered": ("Not offered", ":material/skip_next:", "»", "gray"),
    "given_up": ("Given up", ":material/priority_high:", "!", "red"),
}

LOADING = {name: State(*look, waiting.LOADING[name]) for name, look in _LOADING_LOOKS.items()}
"""By the states of store.ops.historical."""

INSTITUTIONS = {
    "healthy": State("Healthy", ":material/check:", "✓", "green", "Belvo reaches it."),
    "down": State("Down", ":material/cloud_off:", "✕", "red", "Belvo can't reach it at the moment."),
    "silent": State(
        "Silent",
        ":material/hourglass_disabled:",
        "◌",
        "orange",
        "Calls about its links time out; it is tried by one pull at a time until it answers.",
    ),
}

CHECKS = {
    "well": State("OK", ":material/check:", "✓", "green", "Nothing to do."),
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
    "well": State("OK", ":material/check:", "✓", "green", "It did what it should."),
    "doubtful": State("Open", ":material/pending:", "?", "orange", "It did not come to its end."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "It went wrong."),
}

AUDIT = {
    "done": State("Done", ":material/check:", "✓", "green", "It was done."),
    "refused": State("Refused", ":material/block:", "⊘", "orange", "Who asked for it may not have it."),
    "failed": State("Failed", ":material/priority_high:", "!", "red", "It went wrong, and says with what."),
}

TOKENS = {
    "counts": State("Counts", ":material/check:", "✓", "green", "It lets a program in."),
    "ended": State("Ended", ":material/schedule:", "◷", "gray", "Its days are over."),
    "revoked": State("Revoked", ":material/block:", "⊘", "orange", "Somebody has ended it."),
}

DELIVERIES = {
    "waiting": State("Waiting", ":material/hourglass_empty:", "…", "gray", "It is sent now, or tried again later."),
    "sent": State("Sent", ":material/check:", "✓", "green", "It was taken."),
    "failed": State("Given up", ":material/close:", "✕", "red", "It was refused, or tried for a day in vain."),
}
"""By domain.notices.retries.State."""

OPINIONS = {
    "POSITIVE": State("Positive", ":material/check:", "✓", "green", "The taxpayer meets their obligations."),
    "NEGATIVE": State("Negative", ":material/close:", "✕", "red", "Obligations are not met."),
    "NO_OBLIGATIONS": State("No obligations", ":material/remove:", "-", "gray", "There are none to meet."),
}

UNKNOWN = State(Badge.UNKNOWN.word, ":material/question_mark:", "?", "gray", Badge.UNKNOWN.meaning)


def of_link(badge: str) -> State:
    """How the badge of a link is shown."""
    return LINKS.get(badge, UNKNOWN)


_SESSION_LOOKS: dict[str, tuple[str, str, Color, str]] = {
    "connected": (":material/check:", "✓", "green", "Its link was read with the desk's own keys."),
    "left": (":material/close:", "✕", "orange", "Its person closed the widget without a link."),
    "failed": (":material/priority_high:", "!", "red", "The widget's script could not be loaded."),
    "expired": (":material/timer_off:", "◷", "orange", "Its access token died before a link was made."),
    "silent": (":material/question_mark:", "?", "gray", "Nothing was heard of it for 15 minutes."),
    "under_way": (":material/sync:", "↻", "blue", "It may still lead to a link."),
}
SESSIONS = {
    name: State(OUTCOMES[name], icon, glyph, color, meaning)
    for name, (icon, glyph, color, meaning) in _SESSION_LOOKS.items()
}
"""By domain.widget.outcomes.OUTCOMES."""
