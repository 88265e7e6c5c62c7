"""What is said of accounts far beyond all others, beside which nothing else could be seen or would count."""

from collections.abc import Sequence

from components.ui.text import shorten

_MOST_NAMED = 3
_LONGEST = 40


def said_aside(names: Sequence[str]) -> str:
    """That a sum or a chart is without these accounts; empty where there are none."""
    if not names:
        return ""
    named = ", ".join(shorten(name, _LONGEST) for name in names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return f"{named}{more} set aside, far beyond all others"
