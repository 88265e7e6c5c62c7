"""The rows beside a loan file: every table that has some of the subject's, their figures, findings and request ids."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from store.core import frames
from store.core.files.formats import MOST_ROWS
from store.core.files.sheet import Manifest, Sheet
from store.queries.links import people, provenance
from store.queries.tables import catalogue, whose
from store.queries.tables.table import Table
from web.loan.known import Known
from web.loan.subject import Subject

Rows = Generator[tuple[Any, ...], None, None]

FIGURES, FINDINGS, REQUESTS = "figures", "findings", "requests"

_FIGURE: frames.Columns = {
    "page": frames.TEXT,
    "name": frames.TEXT,
    "month": frames.TEXT,
    "group": frames.TEXT,
    "unit": frames.TEXT,
    "currency": frames.TEXT,
    "amount": frames.DECIMAL,
    "number": frames.NUMBER,
}
_FINDING: frames.Columns = {
    "check": frames.TEXT,
    "verdict": frames.TEXT,
    "link": frames.TEXT,
    "account": frames.TEXT,
    "day": frames.DAY,
    "until": frames.DAY,
    "what": frames.TEXT,
    "currency": frames.TEXT,
    "amount": frames.MONEY,
    "resource": frames.TEXT,
    "row": frames.TEXT,
}
_REQUEST: frames.Columns = {
    "at": frames.INSTANT,
    **dict.fromkeys(("link", "kind", "what", "outcome", "request_id"), frames.TEXT),
}


@dataclass(frozen=True)
class Beside:
    """A table that lies beside the file, with so many rows; they can be read again and again."""

    name: str
    number: int
    known: Known

    @property
    def fits_excel(self) -> bool:
        return self.number <= MOST_ROWS

    def sheet(self, manifest: Manifest) -> Sheet:
        """Its rows as they are read; of an own table those that were worked out."""
        own = {FIGURES: _FIGURE, FINDINGS: _FINDING, REQUESTS: _REQUEST}.get(self.name)
        told = {"Table": self.name, **manifest}
        if own is not None:
            return Sheet(self.name, own, _OWN[self.name](self.known), told)
        table, subject = _table(self.name), self.known.subject
        rows = whose.told(table.columns, self._stored(), people.of_links(subject.db, subject.links))
        return Sheet(self.name, whose.columns(table.columns), rows, told, table.adds_up)

    def _stored(self) -> Rows:
        wanted = _table(self.name).wanted(_pairs(self.known.subject))
        with closing(wanted.rows(self.known.subject.db)) as rows:
            yield from rows


def tables_of(known: Known) -> list[Beside]:
    """Those that have a row, by name; the figures are always there."""
    found = {name: _count(known.subject, name) for name in _names(known)}
    found[FIGURES] = sum(map(len, known.figures.values()))
    found[FINDINGS] = sum(len(one.evidence) for one in known.findings)
    found[REQUESTS] = len(provenance.requests(known.subject.db, known.subject.links))
    return [Beside(name, number, known) for name, number in sorted(found.items()) if number]


def _names(known: Known) -> set[str]:
    """The tables of the resources that have rows; invoices of both countries are one."""
    there = {one.resource for of in known.origins.values() for one in of if one.rows}
    return {"invoices" if name == "cl_invoices" else name for name in there}


def _count(subject: Subject, name: str) -> int:
    number: int = _table(name).wanted(_pairs(subject)).count(subject.db)
    return number


def _pairs(subject: Subject) -> list[tuple[str, str]]:
    return [("links", link) for link in subject.links]


def _table(name: str) -> Table[Any]:
    found = catalogue.find(name)
    if found is None:
        raise LookupError(name)
    return found


def _figures(known: Known) -> Iterator[tuple[Any, ...]]:
    for page, told in known.figures.items():
        for one in told:
            is_money = one["unit"] == "money"
            amount = Decimal(one["value"]) if is_money and one["value"] is not None else None
            number = None if is_money or one["value"] is None else float(one["value"])
            keys = (one[name] for name in ("name", "month", "group", "unit", "currency"))
            yield (page, *keys, amount, number)


def _findings(known: Known) -> Iterator[tuple[Any, ...]]:
    for finding in known.findings:
        for one in finding.evidence:
            days = (_day(day) for day in (one.day, one.until))
            first = (str(finding.check), str(finding.verdict), one.link, one.account, *days, one.what)
            yield (*first, one.currency, one.amount, one.resource, one.row)


def _requests(known: Known) -> Iterator[tuple[Any, ...]]:
    rows = provenance.requests(known.subject.db, known.subject.links)
    for row in rows.to_dict("records"):
        yield (row["at"].to_pydatetime(), *(_or_none(row[name]) for name in [*_REQUEST][1:]))


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _or_none(value: Any) -> str | None:  # noqa: ANN401 - of a frame
    return value if isinstance(value, str) else None


_OWN = {FIGURES: _figures, FINDINGS: _findings, REQUESTS: _requests}
