"""The measures of risk insights; amounts come in cents and leave in the currency's unit.

Belvo's page names the measures without their formulas. Here a day's balance is that of its end, `trend` is
the slope of a straight line through the days (units a day, least squares), and numbers of transactions have
their maximum and mean by day. A window that reaches back beyond what the institution shows has null for
what is calculated and 0 for what is counted.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from statistics import mean, pstdev
from typing import Any, NamedTuple

from belvo_sandbox.people import Movement
from belvo_sandbox.people.banking.streams import is_own

WINDOWS = {"3d": 3, "1w": 7, "1m": 30, "3m": 90, "6m": 180, "12m": 365}
_THRESHOLDS = {"BRL": 1_000_00, "MXN": 3_000_00, "COP": 500_000_00}

Metrics = dict[str, Any]


class Days(NamedTuple):
    """The day on which one looks, and how many days the institution shows, that one included."""

    today: date
    known: int

    def within(self, window: str) -> list[date] | None:
        """The days of a window, oldest first; None if not all of them are known."""
        length = WINDOWS[window]
        if length > self.known:
            return None
        return [self.today - timedelta(days=back) for back in range(length - 1, -1, -1)]


def ratio(part: float, whole: float) -> float | None:
    """A part of a whole; None of nothing."""
    return round(part / whole, 4) if whole else None


def trend(values: Sequence[float]) -> float:
    """The slope of the straight line through values a day apart."""
    centre, level = (len(values) - 1) / 2, mean(values)
    spread = sum((place - centre) ** 2 for place in range(len(values)))
    return sum((place - centre) * (value - level) for place, value in enumerate(values)) / spread


def balances(closing: int, movements: Sequence[Movement], days: Days, currency: str) -> Metrics:
    """The measures of the balance that these movements have led to."""
    threshold = _THRESHOLDS[currency]
    moved = _by_day(movements, lambda movement: movement.cents)
    at_end, balance = {}, closing
    for back in range(days.known):
        day = days.today - timedelta(days=back)
        at_end[day] = balance
        balance -= moved[day]
    series = {window: [at_end[day] for day in days.within(window) or ()] for window in WINDOWS}
    calculated: dict[str, Callable[[Sequence[int]], float]] = {
        "min": min,
        "mean": mean,
        "max": max,
        "std": pstdev,
    }
    found: Metrics = {"closing_balance": closing / 100}
    for name, measure in calculated.items():
        found |= {f"{name}_balance_{window}": _money(values and measure(values)) for window, values in series.items()}
    found |= {f"balance_trend_{window}": _money(values and trend(values)) for window, values in series.items()}
    for name, limit in (("0", _zero), ("mean", _mean), ("x", lambda _: threshold)):
        for window, values in series.items():
            found[f"days_balance_below_{name}_{window}"] = sum(value <= limit(values) for value in values)
    return {**found, "balance_threshold_x": threshold / 100}


def transactions(movements: Sequence[Movement], days: Days) -> Metrics:
    """The numbers and amounts of all transactions."""
    kinds = {
        "": list(movements),
        "incoming_": [movement for movement in movements if movement.cents > 0],
        "outgoing_": [movement for movement in movements if movement.cents < 0],
    }
    found: Metrics = {}
    for kind, chosen in kinds.items():
        found |= _numbers(kind, chosen, days)
        if kind:
            found |= _amounts(kind, chosen, days)
    busy = {movement.day for movement in movements}
    for window in WINDOWS:
        found[f"days_without_transactions_{window}"] = sum(day not in busy for day in days.within(window) or ())
    for kind, chosen in kinds.items():
        since = (days.today - chosen[-1].day).days if chosen else days.known
        found[f"days_since_last_{kind}transaction"] = since
    found["days_history"] = (days.today - movements[0].day).days if movements else 0
    return found


def cashflow(movements: Sequence[Movement], days: Days) -> Metrics:
    """Money in and money out, without transfers between own accounts."""
    flows = [movement for movement in movements if not is_own(movement)]
    metrics: dict[str, Callable[[Sequence[Movement], list[date]], float | None]] = {
        "max_positive": lambda found, _: max(_positive(found), default=0),
        "max_negative": lambda found, _: max(_negative(found), default=0),
        "mean_positive": lambda found, _: _mean(_positive(found)),
        "mean_negative": lambda found, _: _mean(_negative(found)),
        "sum_positive": lambda found, _: sum(_positive(found)),
        "sum_positive_trend": lambda found, span: _daily_trend(found, span, lambda one: max(one.cents, 0)),
        "sum_negative": lambda found, _: sum(_negative(found)),
        "sum_negative_trend": lambda found, span: _daily_trend(found, span, lambda one: max(-one.cents, 0)),
        "positive_to_negative_ratio": lambda found, _: ratio(100 * sum(_positive(found)), sum(_negative(found))),
        "net_cashflow": lambda found, _: sum(one.cents for one in found),
        "net_cashflow_trend": lambda found, span: _daily_trend(found, span, lambda one: one.cents),
    }
    windows = {window: (_of(flows, span), span) for window in WINDOWS for span in [days.within(window)]}
    return {
        f"{name}_{window}": None if span is None else _exact(measure(found, span))
        for name, measure in metrics.items()
        for window, (found, span) in windows.items()
    }


def categories(movements: Sequence[Movement], days: Days) -> list[Metrics]:
    """The net amounts of the categories of the last three months, as far as they are known."""
    length = min(WINDOWS["3m"], days.known)
    span = [days.today - timedelta(days=back) for back in range(length - 1, -1, -1)]
    groups: dict[tuple[str, str | None], list[Movement]] = defaultdict(list)
    for movement in _of(movements, span):
        if movement.line.category:
            groups[movement.line.category, movement.line.subcategory].append(movement)
    inflow = sum(one.cents for found in groups.values() for one in found if one.cents > 0)
    return [
        {
            "category": category,
            "subcategory": subcategory,
            "net_amount_3m": sum(one.cents for one in found) / 100,
            "category_inflow_ratio_3m": ratio(sum(one.cents for one in found), inflow),
            "trend_3m": _money(_daily_trend(found, span, lambda one: one.cents)),
        }
        for (category, subcategory), found in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    ]


def _numbers(kind: str, movements: Sequence[Movement], days: Days) -> Metrics:
    a_day = _by_day(movements, lambda _: 1)
    counts = {window: [a_day[day] for day in days.within(window) or ()] for window in WINDOWS}
    return {
        **{f"num_{kind}transactions_{window}": sum(found) for window, found in counts.items()},
        **{f"max_num_{kind}transactions_{window}": max(found, default=0) for window, found in counts.items()},
        **{f"mean_num_{kind}transactions_{window}": round(_mean(found), 2) for window, found in counts.items()},
    }


def _amounts(kind: str, movements: Sequence[Movement], days: Days) -> Metrics:
    found: Metrics = {}
    amounts = {
        window: None if span is None else [abs(movement.cents) for movement in _of(movements, span)]
        for window in WINDOWS
        for span in [days.within(window)]
    }
    metrics: tuple[tuple[str, Callable[[Sequence[int]], float]], ...] = (
        ("sum", sum),
        ("max", lambda values: max(values, default=0)),
        ("mean", _mean),
    )
    for name, measure in metrics:
        for window, values in amounts.items():
            found[f"{name}_{kind}amount_{window}"] = None if values is None else _exact(measure(values))
    return found


def _of(movements: Sequence[Movement], span: Sequence[date] | None) -> list[Movement]:
    return [movement for movement in movements if span and span[0] <= movement.day <= span[-1]]


def _by_day(movements: Sequence[Movement], value: Callable[[Movement], int]) -> Mapping[date, int]:
    found: dict[date, int] = defaultdict(int)
    for movement in movements:
        found[movement.day] += value(movement)
    return found


def _daily_trend(movements: Sequence[Movement], span: Sequence[date], value: Callable[[Movement], int]) -> float:
    daily = _by_day(movements, value)
    return trend([daily[day] for day in span])


def _positive(movements: Sequence[Movement]) -> list[int]:
    return [movement.cents for movement in movements if movement.cents > 0]


def _negative(movements: Sequence[Movement]) -> list[int]:
    return [-movement.cents for movement in movements if movement.cents < 0]


def _mean(values: Sequence[float]) -> float:
    return mean(values) if values else 0.0


def _zero(values: Sequence[float]) -> float:  # noqa: ARG001 - the signature of all limits
    return 0.0


def _exact(cents: float | None) -> float | None:
    return None if cents is None else round(cents) / 100


def _money(cents: Any) -> float | None:  # noqa: ANN401 - an amount, or the empty window itself
    return None if cents == [] else round(cents) / 100
