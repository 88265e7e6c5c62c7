"""Months against months, of one person: declared, invoiced and banked, and salaries against what employers paid in."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from domain.match.claims import Inflow, distinctive, is_named
from domain.match.months import TaxMonth, pay, tax_months
from domain.match.outcomes import Known
from store.core import frames
from store.core.money import SCALE
from store.database import Database
from store.queries.base import JSON
from store.queries.employment import employment
from store.queries.fiscal import invoices, tax_filings
from store.queries.fiscal.invoices import InvoiceFilter
from store.queries.match.matching import Matching

if TYPE_CHECKING:
    from pandas import DataFrame

PESOS = "MXN"
"""Returns are filed in Mexico alone, as far as Belvo tells of any."""


def declared(db: Database, links: Sequence[str], matching: Matching, since: date, until: date) -> list[TaxMonth]:
    """One of each month that has ended, the newest first; none where no month's return was ever filed.

    Money that pays a payslip is no sale, and left out of what was banked.
    """
    filed = tax_filings.returns(db, links, kind="monthly")
    if filed.empty:
        return []
    told = filed[~filed["replaced"]].dropna(subset=["period", "income"])
    by_month = {f"{row['period']:%Y-%m}": round(row["income"] * SCALE) for row in told.to_dict("records")}
    known, months = matching.known, [*_whole(since, until)]
    sold = _sold(db, links, since, until)
    return tax_months(
        months,
        declared=by_month,
        invoiced={month: net for month, (net, _) in sold.items()},
        billed={month: total for month, (_, total) in sold.items()},
        banked=_banked(matching),
        bank_months=[month for month in months if known and _is_known(month, known)],
    )


def salaries(db: Database, links: Sequence[str], matching: Matching, since: date, until: date) -> "DataFrame":
    """One row a month that has ended and an employer, the newest first; columns as in `_SALARIES`.

    What came is what banks' lines name the employer by, whatever its category. `employer` is as the reader sees it.
    """
    seen = employment.salaries(db, links)
    paid = employment.salaries(db.unmasked, links) if db is not db.unmasked else seen
    rows = [
        _salary(month, stretch, seen["employer"].iloc[place], matching)
        for month in _whole(since, until)
        for place, stretch in _stretches(paid, month)
    ]
    return frames.typed(frames.records([tuple(row.values()) for row in rows], [*_SALARIES]), _SALARIES)


def _whole(since: date, until: date) -> Iterator[str]:
    """The months that end within the days, the newest first."""
    year, month = until.year, until.month
    while (year, month) >= (since.year, since.month):
        if date(year, month, monthrange(year, month)[1]) <= until and date(year, month, 1) >= since:
            yield f"{year:04}-{month:02}"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def _last(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def _is_known(month: str, known: Known) -> bool:
    first = date.fromisoformat(f"{month}-01").toordinal()
    return known.first <= first and _last(month).toordinal() <= known.last


def _sold(db: Database, links: Sequence[str], since: date, until: date) -> Mapping[str, tuple[int, int]]:
    """Sales before tax and with it, by month, less credit notes and without what was cancelled."""
    matching = InvoiceFilter(links=links, since=since, until=until, currency=PESOS)
    return {f"{month:%Y-%m}": (net, total) for month, net, total in invoices.sold_by_month(db, matching)}


def _banked(matching: Matching) -> Mapping[str, int]:
    found = Counter[str]()
    for inflow in matching.inflows:
        if inflow.currency == PESOS and inflow.key not in matching.payslips:
            found[f"{date.fromordinal(inflow.day):%Y-%m}"] += inflow.amount
    return found


def _stretches(paid: "DataFrame", month: str) -> Iterator[tuple[int, JSON]]:
    """By employer the last salary of a month in which somebody worked there throughout, with its place."""
    first, last = date.fromisoformat(f"{month}-01"), _last(month)
    found, began = dict[str, tuple[int, JSON]](), dict[str, date]()
    for place, row in enumerate(paid.to_dict("records")):
        if row["start"] != row["start"] or row["monthly_salary"] != row["monthly_salary"]:  # unlike itself: missing
            continue
        employer, start, end = str(row["employer"]), row["start"].date(), row["end"]
        began[employer] = min(began.get(employer, date.max), start)
        if start <= last and (end != end or end.date() >= last):
            found[employer] = place, {str(name): value for name, value in row.items()}
    yield from (one for employer, one in found.items() if began[employer] <= first)


def _salary(month: str, stretch: JSON, employer: object, matching: Matching) -> JSON:
    told = round(stretch["monthly_salary"] * SCALE)
    came = _came(matching.inflows, month, str(stretch["employer"]), stretch["currency"])
    known = came if matching.known and _is_known(month, matching.known) else None
    return {
        "link": stretch["link"],
        "month": f"{month}-01",
        "employer": employer,
        "currency": stretch["currency"],
        "salary": told,
        "came": known,
        "share": None if known is None or not told else known / told,
        "state": str(pay(told, known)),
    }


def _came(inflows: Sequence[Inflow], month: str, employer: str, currency: object) -> int:
    first, last, words = date.fromisoformat(f"{month}-01").toordinal(), _last(month).toordinal(), distinctive(employer)
    within = (one for one in inflows if first <= one.day <= last and one.currency == currency)
    return sum(one.amount for one in within if is_named(words, one.tokens))


_SALARIES = {
    "link": frames.TEXT,
    "month": frames.DAY,
    "employer": frames.TEXT,
    "currency": frames.TEXT,
    "salary": frames.MONEY,
    "came": frames.MONEY,
    "share": frames.NUMBER,
    "state": frames.TEXT,
}
