"""Days on which banks work, country by country."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import chain

_DAY = timedelta(days=1)
_MONDAY, _SATURDAY = 0, 5


def easter(year: int) -> date:
    """Easter Sunday, by Butcher's rule."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114, 31)
    return date(year, month, day + 1)


def mexican_holidays(year: int) -> Iterator[date]:
    """The days on which Mexican banks close."""
    for month, day in ((1, 1), (5, 1), (9, 16), (11, 2), (12, 12), (12, 25)):
        yield date(year, month, day)
    for month, week in ((2, 0), (3, 2), (11, 2)):
        yield _nth_monday(year, month, week)
    yield from (easter(year) - 3 * _DAY, easter(year) - 2 * _DAY)


def brazilian_holidays(year: int) -> Iterator[date]:
    """The days on which Brazilian banks close."""
    for month, day in ((1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25)):
        yield date(year, month, day)
    # Carnival, Good Friday, Corpus Christi
    for distance in (-48, -47, -2, 60):
        yield easter(year) + distance * _DAY


def colombian_holidays(year: int) -> Iterator[date]:
    """The days on which Colombian banks close; many feasts move to the Monday that follows."""
    for month, day in ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25)):
        yield date(year, month, day)
    for month, day in ((1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11)):
        feast = date(year, month, day)
        yield feast + (_MONDAY - feast.weekday()) % 7 * _DAY
    # Maundy Thursday, Good Friday, Ascension, Corpus Christi, Sacred Heart
    for distance in (-3, -2, 43, 64, 71):
        yield easter(year) + distance * _DAY


def chilean_holidays(year: int) -> Iterator[date]:
    """The days on which Chilean banks close, those at the end of the year among them."""
    for month, day in (
        (1, 1), (5, 1), (5, 21), (6, 20), (7, 16), (8, 15), (9, 18), (9, 19), (10, 12), (10, 31),
        (11, 1), (12, 8), (12, 25), (12, 31),
    ):  # fmt: skip
        yield date(year, month, day)
    yield easter(year) - 2 * _DAY


def last_day(day: date) -> int:
    """The number of the last day of a month."""
    return ((day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY).day


def is_day_of_month(day: date, day_of_month: int) -> bool:
    """In shorter months the last day stands for those that they lack."""
    return day_of_month in _days_of_month(day)


@dataclass
class BankCalendar:
    """Working days of a country's banks."""

    holidays: Callable[[int], Iterator[date]]
    _years: dict[int, frozenset[date]] = field(default_factory=dict)
    _following: dict[date, date] = field(default_factory=dict)
    _bank_days: "dict[date, BankDay]" = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        if day.weekday() >= _SATURDAY:
            return False
        if day.year not in self._years:
            self._years[day.year] = frozenset(self.holidays(day.year))
        return day not in self._years[day.year]

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        if day not in self._following:
            following = day + _DAY
            while not self.is_working_day(following):
                following += _DAY
            self._following[day] = following
        return self._following[day]

    def on_or_after(self, day: date) -> date:
        """The day if banks work on it, else the next one on which they do."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def on_or_before(self, day: date) -> date:
        """The day if banks work on it, else the last one before on which they did."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def nth_working_day(self, month: date, ordinal: int) -> date:
        """The how manieth working day of the month that a date begins."""
        day = month - _DAY
        for _ in range(ordinal):
            day = self.next_working_day(day)
        return day

    def bank_day(self, day: date) -> "BankDay":
        """A day as habits see it, the same for all who bank in the country."""
        if day not in self._bank_days:
            self._bank_days[day] = self._bank_day(day)
        return self._bank_days[day]

    def _bank_day(self, day: date) -> "BankDay":
        if not self.is_working_day(day):
            return BankDay(day, (), (), 0)
        return BankDay(day, (day, *self._idle(day, -_DAY)), (day, *self._idle(day, _DAY)), self._ordinal(day))

    def _idle(self, day: date, step: timedelta) -> Iterator[date]:
        day += step
        while not self.is_working_day(day):
            yield day
            day += step

    def _ordinal(self, day: date) -> int:
        return sum(self.is_working_day(day.replace(day=number)) for number in range(1, day.day + 1))


@cache
def bank_calendar(holidays: Callable[[int], Iterator[date]]) -> BankCalendar:
    """The one calendar of a country's banks."""
    return BankCalendar(holidays)


@dataclass(frozen=True)
class BankDay:
    """A day, and which dates' business is done on it where banks rest."""

    day: date
    collects_for: tuple[date, ...]  # dates whose payments are taken on this day: it and the idle ones before
    pays_for: tuple[date, ...]  # dates whose payments are made on this day: it and the idle ones after
    working_day: int  # the how manieth working day of the month; 0 when banks rest

    def collects(self, day_of_month: int) -> bool:
        """What falls due on this day of the month is taken now, or late, after a weekend."""
        return day_of_month in self._collected

    def pays(self, day_of_month: int) -> bool:
        """What is paid on this day of the month is paid now, or early, before a weekend."""
        return day_of_month in self._paid

    @cached_property
    def _collected(self) -> frozenset[int]:
        return frozenset(chain.from_iterable(map(_days_of_month, self.collects_for)))

    @cached_property
    def _paid(self) -> frozenset[int]:
        return frozenset(chain.from_iterable(map(_days_of_month, self.pays_for)))


def _days_of_month(day: date) -> range:
    """The days of a month that fall on this one: the last stands for those that a shorter month lacks."""
    return range(day.day, 32 if day.day == last_day(day) else day.day + 1)


def _nth_monday(year: int, month: int, weeks: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(_MONDAY - first.weekday()) % 7 + 7 * weeks)
