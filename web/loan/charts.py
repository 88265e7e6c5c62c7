"""Where the ink of charts goes: places between 0 and 1, worked out of amounts; templates/charts.typ draws them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from babel.dates import format_date

from languages import decimal, say_as, spoken
from store.core.amounts import MINUS
from web.loan import words
from web.loan.document import Block, Tone

_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = 5
_MOST_DAYS = 7
_DASHES = ("solid", "dashed", "dotted", "dash-dotted")
_TONES: tuple[Tone, ...] = ("accent", "warn", "good", "plain")

MOST_LINES = len(_TONES)
"""Lines that one chart holds and still can be told apart, in grey too."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What came in and went out in a month, in the currency's unit; one in part is known or asked for in part."""

    month: date
    inflow: float
    outflow: float
    is_part: bool


def bars(
    title: str, unit: str, moved: Sequence[Moved], *, alt: str, up: str = "chart.in", down: str = "chart.out"
) -> Block:
    """In upwards, out downwards, and the net as a dot, month by month without a break; `up` and `down` name them."""
    every = _without_breaks(moved)
    low, high, ticks = _scale(-max(one.outflow for one in every), max(one.inflow for one in every))
    span = high - low
    shown = [
        {
            "label": format_date(one.month, "MMM", locale=spoken().locale)[:1].upper()
            if len(every) > 14
            else _short(one.month),
            "year": str(one.month.year) if place == 0 or one.month.month == 1 else "",
            "inflow": one.inflow / span,
            "outflow": one.outflow / span,
            "net": (one.inflow - one.outflow) / span,
            "part": one.is_part,
        }
        for place, one in enumerate(every)
    ]
    key = [_key(up, "accent"), _key(down, "warn"), _key("chart.net", "plain", "dot")]
    key += [_key("chart.part", "muted", "part")] if any(one.is_part for one in every) else []
    return {
        "is": "bars",
        "title": title,
        "unit": unit,
        "alt": alt,
        "key": key,
        "ticks": ticks,
        "zero": -low / span,
        "months": shown,
    }


def lines(
    title: str, unit: str, of: Mapping[str, Sequence[tuple[date, float]]], since: date, until: date, *, alt: str
) -> Block:
    """A line each, of no more than MOST_LINES; days that are not known are no part of any."""
    values = [value for line in of.values() for _, value in line]
    low, high, ticks = _scale(min(*values, 0.0), max(*values, 0.0))
    days = max((until - since).days, 1)
    drawn = [
        {
            "tone": _TONES[place],
            "dash": _DASHES[place],
            "parts": [[[(day - since).days / days, (value - low) / (high - low)] for day, value in line]],
        }
        for place, line in enumerate(of.values())
        if len(line) > 1
    ]
    key = [
        {"label": name, "tone": _TONES[place], "shape": "line", "dash": _DASHES[place]} for place, name in enumerate(of)
    ]
    return {
        "is": "lines",
        "title": title,
        "unit": unit,
        "alt": alt,
        "key": key,
        "ticks": ticks,
        "days": _days(since, until),
        "lines": drawn,
    }


def _key(word: str, tone: Tone, shape: str = "bar") -> dict[str, str]:
    return {"label": words.TEXTS[word], "tone": tone, "shape": shape}


def _short(month: date) -> str:
    return format_date(month, "MMM", locale=spoken().locale)


def _without_breaks(moved: Sequence[Moved]) -> list[Moved]:
    """With the months between the first and the last in which nothing moved."""
    known = {one.month: one for one in moved}
    month, found = min(known), []
    while month <= max(known):
        found.append(known.get(month, Moved(month, 0, 0, is_part=False)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def _scale(low: float, high: float) -> tuple[float, float, list[dict[str, object]]]:
    """The ends of an axis with round steps between, zero among them."""
    reach = (high - low) or 1.0
    rough = reach / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * one for one in _STEPS if power * one >= rough)
    first, last = floor(low / step), -floor(-high / step)
    last = max(last, first + 1)
    marks = range(first, last + 1)
    ticks: list[dict[str, object]] = [
        {"at": (mark - first) / (last - first), "label": _round(mark * step), "zero": mark == 0} for mark in marks
    ]
    return first * step, last * step, ticks


def _round(value: float) -> str:
    """`1.5k`, `20M`: an axis has no room for more."""
    size = abs(value)
    before = MINUS if value < 0 else ""
    for least, many in _MANY:
        if size >= least:
            return f"{before}{many(_short_number(size / least))}"
    return f"{before}{_short_number(size)}"


def _short_number(value: float) -> str:
    return decimal(value, len(f"{value:g}".partition(".")[2]))


_MANY: tuple[tuple[float, Callable[[str], str]], ...] = (
    (1e9, lambda number: say_as("axis", "{number}B", number=number)),
    (1e6, lambda number: say_as("axis", "{number}M", number=number)),
    (1e3, lambda number: say_as("axis", "{number}k", number=number)),
)


def _days(since: date, until: date) -> list[dict[str, object]]:
    """First days of months, no more than can be read."""
    firsts, month = [], date(since.year, since.month, 1)
    while month <= until:
        if month >= since:
            firsts.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    step = max(1, -(-len(firsts) // _MOST_DAYS))
    days = max((until - since).days, 1)
    return [
        {"at": (first - since).days / days, "label": format_date(first, "MMM y", locale=spoken().locale)}
        for first in firsts[::step]
    ]
