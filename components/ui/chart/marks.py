"""What marks of charts stand for: months, years, categories, accounts, rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from components.ui.chart.card import Mark, Marks
from components.ui.drawers import drawer_of
from components.ui.time_format import month_names
from languages import msg

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Narrow:
    """Where marks lead: to this page with `query`, or else to the page that they are on, narrowed."""

    page: str = ""
    query: Query = field(default_factory=dict)

    def marks(
        self, noun: str, every: Iterable[Mark | None], series: Mapping[str, Sequence[int]] | None = None
    ) -> Marks:
        """Marks that lead there."""
        added = [mark and Mark(mark.label, {**self.query, **mark.query}) for mark in every]
        return Marks(noun, added, series or {}, self.page)


def of_person(links: Sequence[str], currency: str = "") -> Narrow:
    """To the transactions of these links."""
    return Narrow("pages/transactions.py", {"links": links, **({"currency": [currency]} if currency else {})})


def of_months(narrow: Narrow, months: pd.DatetimeIndex) -> Marks:
    """Months in a row, by their first days."""
    names = month_names(months, frozenset())
    return narrow.marks(msg("month"), (_span(name, one, "M") for name, one in zip(names, months, strict=True)))


def of_years(narrow: Narrow, years: pd.DatetimeIndex) -> Marks:
    """Years in a row, by their first days."""
    return narrow.marks(msg("year"), (_span(f"{one.year}", one, "Y") for one in years))


def of_rows(noun: str, resource: str, names: Sequence[str], ids: Sequence[object]) -> Marks:
    """Rows of a resource, each of which opens in its drawer."""
    opened = [drawer_of(resource, str(row)) for row in ids]
    pairs = zip(names, opened, strict=True)
    return Narrow().marks(noun, (Mark(name, {parameter: [value]}) for name, (parameter, value) in pairs))


def _span(name: str, first: pd.Timestamp, unit: str) -> Mark:
    last = first.to_period(unit).end_time
    return Mark(name, {"since": [first.date().isoformat()], "until": [last.date().isoformat()]})
