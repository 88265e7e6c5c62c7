"""The states of links and pulls: for each one word, one icon and one colour, the same wherever it shows."""

from dataclasses import dataclass
from typing import Literal

from domain.link_state import Badge, waiting
from domain.widget.outcomes import OUTCOMES
from languages import msg, say

Color = Literal["green", "orange", "red", "gray", "blue", "yellow"]


@dataclass(frozen=True)
class State:
    """How a state is shown; `glyph` is the icon where only text can be drawn, in tables.

    `name` and `means` are its texts in English, `word` and `meaning` the same as they are said.
    """

    name: str
    icon: str
    glyph: str
    color: Color
    means: str

    @property
    def word(self) -> str:
        return say(self.name)

    @property
    def meaning(self) -> str:
        return say(self.means)

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
    "queued": State(msg("Queued"), ":material/hourglass_empty:", "…", "gray", msg("It waits for its turn.")),
    "running": State(msg("Pulling"), ":material/sync:", "↻", "blue", msg("It is going on now.")),
    "done": State("OK", ":material/check:", "✓", "green", msg("Everything was read.")),
    "failed": State(msg("Failed"), ":material/priority_high:", "!", "red", msg("It ended with an error.")),
    "cancelled": State(msg("Cancelled"), ":material/block:", "⊘", "gray", msg("It was called off.")),
    "skipped": State(msg("Skipped"), ":material/skip_next:", "»", "gray", msg("The institution does not offer it.")),
    "interrupted": State(
        msg("Interrupted"), ":material/pause:", "‖", "orange", msg("It was cut off and will be done again.")
    ),
}

BULK = {
    **{name: PULLS[name] for name in ("done", "failed", "cancelled", "skipped")},
    "running": State(msg("Going on"), ":material/sync:", "↻", "blue", msg("It is done to one link after the other.")),
} | {
    "done": State(msg("Done"), ":material/check:", "✓", "green", msg("It was done.")),
    "skipped": State(msg("Left out"), ":material/skip_next:", "»", "gray", msg("There was nothing to be done.")),
}

NO_PULL = State(msg("No pull"), ":material/remove:", "-", "gray", msg("It called for none."))

_LOADING_LOOKS: dict[str, tuple[str, str, str, Color]] = {
    "waiting": (msg("Waiting"), ":material/hourglass_empty:", "…", "gray"),
    "polling": (msg("Waiting"), ":material/hourglass_empty:", "…", "gray"),
    "loading": (msg("Loading"), ":material/sync:", "↻", "blue"),
    "there": ("OK", ":material/check:", "✓", "green"),
    "not_offered": (msg("Not offered"), ":material/skip_next:", "»", "gray"),
    "given_up": (msg("Given up"), ":material/priority_high:", "!", "red"),
}

LOADING = {name: State(*look, waiting.LOADING[name]) for name, look in _LOADING_LOOKS.items()}
"""By the states of store.ops.historical."""

INSTITUTIONS = {
    "healthy": State(msg("Healthy"), ":material/check:", "✓", "green", msg("Belvo reaches it.")),
    "down": State(msg("Down"), ":material/cloud_off:", "✕", "red", msg("Belvo can't reach it at the moment.")),
    "silent": State(
        msg("Silent"),
        ":material/hourglass_disabled:",
        "◌",
        "orange",
        msg("Calls about its links time out; it is tried by one pull at a time until it answers."),
    ),
}

CHECKS = {
    "well": State("OK", ":material/check:", "✓", "green", msg("Nothing to do.")),
    "doubtful": State(msg("Look here"), ":material/visibility:", "?", "orange", msg("It works, but not all of it.")),
    "failed": State(
        msg("Failed"), ":material/priority_high:", "!", "red", msg("The desk can't do its work until it is mended.")
    ),
}

CALLS = {
    "ok": State("OK", ":material/check:", "✓", "green", msg("Belvo did what was asked.")),
    "client_error": State(
        msg("Refused"), ":material/block:", "✕", "orange", msg("Belvo refused it, or its user is needed.")
    ),
    "server_error": State(
        msg("Failed"), ":material/priority_high:", "!", "red", msg("It failed at Belvo or at the bank.")
    ),
    "no_answer": State(
        msg("No answer"), ":material/cloud_off:", "?", "red", msg("No answer came, or none that can be read.")
    ),
}

ENTRIES = {
    "well": State("OK", ":material/check:", "✓", "green", msg("It did what it should.")),
    "doubtful": State(msg("Open"), ":material/pending:", "?", "orange", msg("It did not come to its end.")),
    "failed": State(msg("Failed"), ":material/priority_high:", "!", "red", msg("It went wrong.")),
}

AUDIT = {
    "done": State(msg("Done"), ":material/check:", "✓", "green", msg("It was done.")),
    "refused": State(msg("Refused"), ":material/block:", "⊘", "orange", msg("Who asked for it may not have it.")),
    "failed": State(msg("Failed"), ":material/priority_high:", "!", "red", msg("It went wrong, and says with what.")),
}

TOKENS = {
    "counts": State(msg("Counts"), ":material/check:", "✓", "green", msg("It lets a program in.")),
    "ended": State(msg("Ended"), ":material/schedule:", "◷", "gray", msg("Its days are over.")),
    "revoked": State(msg("Revoked"), ":material/block:", "⊘", "orange", msg("Somebody has ended it.")),
}

DELIVERIES = {
    "waiting": State(
        msg("Waiting"), ":material/hourglass_empty:", "…", "gray", msg("It is sent now, or tried again later.")
    ),
    "sent": State(msg("Sent"), ":material/check:", "✓", "green", msg("It was taken.")),
    "failed": State(
        msg("Given up"), ":material/close:", "✕", "red", msg("It was refused, or tried for a day in vain.")
    ),
}
"""By domain.notices.retries.State."""

OPINIONS = {
    "POSITIVE": State(msg("Positive"), ":material/check:", "✓", "green", msg("The taxpayer meets their obligations.")),
    "NEGATIVE": State(msg("Negative"), ":material/close:", "✕", "red", msg("Obligations are not met.")),
    "NO_OBLIGATIONS": State(msg("No obligations"), ":material/remove:", "-", "gray", msg("There are none to meet.")),
}

UNKNOWN = State(Badge.UNKNOWN.word, ":material/question_mark:", "?", "gray", Badge.UNKNOWN.meaning)


def of_link(badge: str) -> State:
    """How the badge of a link is shown."""
    return LINKS.get(badge, UNKNOWN)


_SESSION_LOOKS: dict[str, tuple[str, str, Color, str]] = {
    "connected": (":material/check:", "✓", "green", msg("Its link was read with the desk's own keys.")),
    "left": (":material/close:", "✕", "orange", msg("Its person closed the widget without a link.")),
    "failed": (":material/priority_high:", "!", "red", msg("The widget's script could not be loaded.")),
    "expired": (":material/timer_off:", "◷", "orange", msg("Its access token died before a link was made.")),
    "silent": (":material/question_mark:", "?", "gray", msg("Nothing was heard of it for 15 minutes.")),
    "under_way": (":material/sync:", "↻", "blue", msg("It may still lead to a link.")),
}
SESSIONS = {
    name: State(OUTCOMES[name], icon, glyph, color, meaning)
    for name, (icon, glyph, color, meaning) in _SESSION_LOOKS.items()
}
"""By domain.widget.outcomes.OUTCOMES."""
