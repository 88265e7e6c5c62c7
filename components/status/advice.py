"""What to tell people about a link that needs somebody: what happened, what it means, what to do."""

from dataclasses import dataclass

from belvo_client.advice import LANGUAGES, advice_for
from components.ui.text import one_line, shorten

_CODES = {
    "login_error": ("{bank} refused the credentials.", "Repair the link with the right ones, or send the update link."),
    "invalid_link": ("{bank} refused the credentials before.", "Repair the link, or send its user the update link."),
    "token_required": ("{bank} asked for a new token.", "Repair the link, or send its user the update link."),
    "too_many_sessions": ("Its user is logged in at {bank} elsewhere.", "Pull again in a few minutes."),
    "institution_down": ("{bank} is down.", "Pull again once it is back."),
    "institution_unavailable": ("{bank} can't be reached.", "Pull again later."),
    "institution_inactive": ("Belvo has switched {bank} off.", "Ask Belvo's support when it returns."),
    "session_expired": ("The login at {bank} took too long.", "Ask its user to connect again."),
    "request_timeout": ("{bank} took longer than five minutes.", "Pull again later."),
    "unexpected_error": ("Something failed at Belvo or at {bank}.", "Pull again; if it stays, write to support."),
    "service_unavailable": ("Belvo is not available.", "Pull again later."),
    "authentication_failed": ("Belvo refused our keys.", "Check the keys of this environment."),
    "access_to_resource_denied": ("Our keys may not read this.", "Ask Belvo to open the resource for the keys."),
    "operational_limits_reached": ("This month's calls to {bank} are used up.", "Pull again next month."),
    "not_found": ("Belvo no longer has the link.", "Delete it here, or connect it again."),
    "connection_failed": ("Belvo could not be reached.", "Check the network, then pull again."),
    "timed_out": ("Belvo did not answer in time.", "Pull again later."),
}

_REASONS = {
    "invalid": _CODES["login_error"],
    "token_required": _CODES["token_required"],
    "unconfirmed": (
        "Connecting {bank} was never finished, so there are no data.",
        "Finish it with its user, or delete it.",
    ),
    "stale": ("{bank} has not been pulled for too long.", "Pull it now."),
    "pull_failed": ("The last pull of {bank} failed.", "Pull it again."),
}

_MEANINGS = {
    "invalid": "The link can't be pulled until its user signs in again.",
    "token_required": "The link can't be pulled until its user enters it.",
    "pull_failed": "What is shown of it may be old.",
    "stale": "What is shown of it may be old.",
}

NEEDS_ITS_USER = {"invalid", "token_required", "unconfirmed"}
"""Reasons that no pull mends."""


@dataclass(frozen=True)
class Advice:
    """Two sentences for whoever looks, and Belvo's own words for whoever asks its support."""

    happened: str
    todo: str
    small_print: str

    @property
    def text(self) -> str:
        """Both sentences as plain text."""
        return f"{self.happened} {self.todo}"


def advise(
    reason: str, bank: str, *, code: str | None = None, message: str | None = None, request_id: str | None = None
) -> Advice:
    """What to say about a link of `bank`; `reason` is one of overview.REASONS."""
    known = _of_code(code or "", message or "") if reason == "pull_failed" else None
    happened, todo = known or _REASONS.get(reason, _REASONS["pull_failed"])
    meaning = _MEANINGS.get(reason, "")
    return Advice(
        f"{happened.replace('{bank}', shorten(bank, 60))} {meaning}".strip(),
        todo,
        " · ".join(one_line(part) for part in (code, message, request_id and f"request_id {request_id}") if part),
    )


def _of_code(code: str, message: str) -> tuple[str, str] | None:
    """What the desk says of a code, or else what the client does; None for codes that neither knows."""
    if code in _CODES:
        return _CODES[code]
    if code not in LANGUAGES["en"]:
        return None
    said = advice_for(code, message=message)
    return f"{{bank}}: {said.meaning}", said.action
