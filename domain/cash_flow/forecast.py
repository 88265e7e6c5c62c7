"""What the next month brings of what comes back each month, with its range, and how earlier forecasts did."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.cash_flow.recurring import FEWEST, History, Movement, Stream, recurring
from domain.person.income import whole_months

MOST_CHECKED = 6
"""Forecasts of so many whole months are held against what came."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of a month's first day: what is expected in and out, and the worst and the best net of the months before.

    Amounts are in 1/10,000 of one currency.
    """

    month: date
    streams: Sequence[Stream]
    least: int
    most: int

    @property
    def inflow(self) -> int:
        return sum(stream.expected for stream in self.streams if stream.is_income)

    @property
    def outflow(self) -> int:
        return sum(stream.expected for stream in self.streams if not stream.is_income)

    @property
    def net(self) -> int:
        return self.inflow - self.outflow


@dataclass(frozen=True, slots=True)
class Check:
    """A forecast and what came of the same payers and payees, and of everybody, in its month."""

    forecast: Forecast
    inflow: int
    outflow: int
    every_inflow: int
    every_outflow: int

    @property
    def net(self) -> int:
        return self.inflow - self.outflow

    @property
    def has_held(self) -> bool:
        """What came lies in the forecast's range."""
        return self.forecast.least <= self.net <= self.forecast.most


def forecast(known: Iterable[History], known_from: date | None, month: date, today: date) -> Forecast | None:
    """That of a month by its first day, by what is known of the whole months before `today`; None of too few of them.

    The range is that of the net which the same streams came to in each of these months; a stream counts in months
    before its first one as it is expected.
    """
    months = whole_months(known_from, today)
    streams = recurring(known, months) if len(months) >= FEWEST else []
    if not streams:
        return None
    nets = [sum(_signed(stream, month) for stream in streams) for month in months]
    expected = sum(stream.expected * (1 if stream.is_income else -1) for stream in streams)
    return Forecast(month, streams, min(*nets, expected), max(*nets, expected))


def checks(known: Sequence[History], known_from: date | None, today: date) -> Iterator[Check]:
    """The forecasts of the last whole months, the newest first, each by what was known before its month began."""
    for name in whole_months(known_from, today)[:MOST_CHECKED]:
        month = date.fromisoformat(f"{name}-01")
        made = forecast(known, known_from, month, month)
        if made:
            yield _check(made, {(one.payee, one.is_income): _sum(one.months.get(name, ())) for one in known})


def _check(made: Forecast, came: Mapping[tuple[str, bool], int]) -> Check:
    mine = {stream: came[stream] for stream in ((one.payee, one.is_income) for one in made.streams)}
    return Check(made, *(_ways(sums, is_income) for sums in (mine, came) for is_income in (True, False)))


def _ways(sums: Mapping[tuple[str, bool], int], is_income: bool) -> int:
    return sum(amount for (_, way), amount in sums.items() if way is is_income)


def _sum(movements: Iterable[Movement]) -> int:
    return sum(abs(one.amount) for one in movements)


def _signed(stream: Stream, month: str) -> int:
    return stream.months.get(month, stream.expected) * (1 if stream.is_income else -1)
