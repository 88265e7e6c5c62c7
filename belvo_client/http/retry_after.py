"""How long an answer asks us to wait, in seconds or as a date, as far as that can be believed.

https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 3600.0
"""Seconds that are believed at most; who comes again then, and too early, is told so once more."""


def seconds(value: str | None) -> float | None:
    """Seconds from now on, none below zero and none above LONGEST; None where the header can't be read."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+", text):
        return min(float(text), LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), LONGEST)
