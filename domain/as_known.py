"""Which day somebody may ask about: one of which something was known here, today at the latest."""

import re
from datetime import date

from languages import say

PARAMETER = "as_known_on"
"""What it is called in every address."""

PAGES = frozenset(
    {"accounts", "cash_flow", "employment", "fiscal", "income", "match", "people", "person", "quality", "query"}
    | {"transactions"}
)
"""The scripts of pages that can be told as of any day: those of Analyse."""

_LONGEST = 40


class NotKnown(ValueError):
    """The day can't be told about; the message says why, and what to ask for instead."""


def asked_day(text: str, today: date, first: date | None) -> date:
    """The day that an address names, as 2026-05-31; `first` is the first of which something was known, None for none.

    Raises NotKnown.
    """
    day = _day(text.strip())
    if day is None:
        raise NotKnown(
            say(
                "As known on: “{text}” is no day such as {day}.",
                text=text[:_LONGEST],
                day=today.isoformat(),
            )
        )
    if day > today:
        raise NotKnown(say("As known on {day}: that day is still to come. Ask for today or an earlier day.", day=day))
    if first is None:
        raise NotKnown(say("As known on {day}: nothing is stored here yet.", day=day))
    if day < first:
        raise NotKnown(
            say(
                "As known on {day}: nothing was known here before {first}. Ask for that day or a later one.",
                day=day,
                first=first,
            )
        )
    return day


def _day(text: str) -> date | None:
    """Only what is written in full: weeks, and days without their dashes, are taken for slips."""
    try:
        return date.fromisoformat(text) if _WRITTEN.fullmatch(text) else None
    except ValueError:
        return None


_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
