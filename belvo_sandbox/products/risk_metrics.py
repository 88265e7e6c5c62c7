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
    """Today, and the number of days that the institution shows, today included."""

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
    spread = sum((index - centre) ** 2 for index in range(len(values)))
    return sum((index - centre) * (value - level) for index, value in enumerate(values)) / spread


def balances(closing: int, movements: Sequence[Movement], days: Days, currency: str) -> Metrics:
    """The measures of the balance that these movements have led to."""
    threshold = _THRESHOLDS[currency]
    moved_by_day = _by_day(movements, lambda movement: movement.cents)
    at_end, balance = {}, closing
    for back in range(days.known):
        day = days.today - timedelta(days=back)
        at_end[day] = balance
        balance -= moved_by_day[day]
    series = {window: [at_end[day] for day in days.within(window) or ()] for window in WINDOWS}
    calculated: dict[str, Callable[[Sequence[int]], float]] = {
        "min": min,
        "mean": mean,
        "max": max,
        "std": pstdev,
    }
    metrics: Metrics = {"closing_balance": closing / 100}
    for name, measure in calculated.items():
        metrics |= {f"{name}_balance_{window}": _money(values and measure(values)) for window, values in series.items()}
    metrics |= {f"balance_trend_{window}": _money(values and trend(values)) for window, values in series.items()}
    for name, limit in (("0", _zero), ("mean", _mean), ("x", lambda _: threshold)):
        for window, values in series.items():
            metrics[f"days_balance_below_{name}_{window}"] = sum(value <= limit(values) for value in values)
    return {**metrics, "balance_threshold_x": threshold / 100}


def transactions(movements: Sequence[Movement], days: Days) -> Metrics:
    """The numbers and amounts of all transactions."""
    kinds = {
        "": list(movements),
        "incoming_": [movement for movement in movements if movement.cents > 0],
        "outgoing_": [movement for movement in movements if movement.cents < 0],
    }
    metrics: Metrics = {}
    for kind, of_kind in kinds.items():
        metrics |= _numbers(kind, of_kind, days)
        if kind:
            metrics |= _amounts(kind, of_kind, days)
    active_days = {movement.day for movement in movements}
    for window in WINDOWS:
        metrics[f"days_without_transactions_{window}"] = sum(
            day not in active_days for day in days.within(window) or ()
        )
    for kind, of_kind in kinds.items():
        since = (days.today - of_kind[-1].day).days if of_kind else days.known
        metrics[f"days_since_last_{kind}transaction"] = since
    metrics["days_history"] = (days.today - movements[0].day).days if movements else 0
    return metrics


def cashflow(movements: Sequence[Movement], days: Days) -> Metrics:
    """Money in and money out, without transfers between own accounts."""
    external = [movement for movement in movements if not is_own(movement)]
    measures: dict[str, Callable[[Sequence[Movement], list[date]], float | None]] = {
        "max_positive": lambda flows, _: max(_positive(flows), default=0),
        "max_negative": lambda flows, _: max(_negative(flows), default=0),
        "mean_positive": lambda flows, _: _mean(_positive(flows)),
        "mean_negative": lambda flows, _: _mean(_negative(flows)),
        "sum_positive": lambda flows, _: sum(_positive(flows)),
        "sum_positive_trend": lambda flows, span: _daily_trend(flows, span, lambda one: max(one.cents, 0)),
        "sum_negative": lambda flows, _: sum(_negative(flows)),
        "sum_negative_trend": lambda flows, span: _daily_trend(flows, span, lambda one: max(-one.cents, 0)),
        "positive_to_negative_ratio": lambda flows, _: ratio(100 * sum(_positive(flows)), sum(_negative(flows))),
        "net_cashflow": lambda flows, _: sum(one.cents for one in flows),
        "net_cashflow_trend": lambda flows, span: _daily_trend(flows, span, lambda one: one.cents),
    }
    windows = {window: (_of(external, span), span) for window in WINDOWS for span in [days.within(window)]}
    return {
        f"{name}_{window}": None if span is None else _exact(measure(flows, span))
        for name, measure in measures.items()
        for window, (flows, span) in windows.items()
    }


def categories(movements: Sequence[Movement], days: Days) -> list[Metrics]:
    """The net amounts of the categories of the last three months, as far as they are known."""
    length = min(WINDOWS["3m"], days.known)
    span = [days.today - timedelta(days=back) for back in range(length - 1, -1, -1)]
    groups: dict[tuple[str, str | None], list[Movement]] = defaultdict(list)
    for movement in _of(movements, span):
        if movement.line.category:
            groups[movement.line.category, movement.line.subcategory].append(movement)
    inflow = sum(one.cents for of_category in groups.values() for one in of_category if one.cents > 0)
    return [
        {
            "category": category,
            "subcategory": subcategory,
            "net_amount_3m": sum(one.cents for one in of_category) / 100,
            "category_inflow_ratio_3m": ratio(sum(one.cents for one in of_category), inflow),
            "trend_3m": _money(_daily_trend(of_category, span, lambda one: one.cents)),
        }
        for (category, subcategory), of_category in sorted(
            groups.items(), key=lambda item: (item[0][0], item[0][1] or "")
        )
    ]


def _numbers(kind: str, movements: Sequence[Movement], days: Days) -> Metrics:
    a_day = _by_day(movements, lambda _: 1)
    counts = {window: [a_day[day] for day in days.within(window) or ()] for window in WINDOWS}
    return {
        **{f"num_{kind}transactions_{window}": sum(numbers) for window, numbers in counts.items()},
        **{f"max_num_{kind}transactions_{window}": max(numbers, default=0) for window, numbers in counts.items()},
        **{f"mean_num_{kind}transactions_{window}": round(_mean(numbers), 2) for window, numbers in counts.items()},
    }


def _amounts(kind: str, movements: Sequence[Movement], days: Days) -> Metrics:
    metrics: Metrics = {}
    amounts = {
        window: None if span is None else [abs(movement.cents) for movement in _of(movements, span)]
        for window in WINDOWS
        for span in [days.within(window)]
    }
    measures: tuple[tuple[str, Callable[[Sequence[int]], float]], ...] = (
        ("sum", sum),
        ("max", lambda values: max(values, default=0)),
        ("mean", _mean),
    )
    for name, measure in measures:
        for window, values in amounts.items():
            metrics[f"{name}_{kind}amount_{window}"] = None if values is None else _exact(measure(values))
    return metrics


def _of(movements: Sequence[Movement], span: Sequence[date] | None) -> list[Movement]:
    return [movement for movement in movements if span and span[0] <= movement.day <= span[-1]]


def _by_day(movements: Sequence[Movement], value: Callable[[Movement], int]) -> Mapping[date, int]:
    sums: dict[date, int] = defaultdict(int)
    for movement in movements:
        sums[movement.day] += value(movement)
    return sums


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
