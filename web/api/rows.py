"""/<resource>: the rows of every resource, under the names of the store's tables and with the filters of their pages.

Transactions and invoices come as their pages show them, those of Mexico and Chile together; every other resource as it
is declared. Each row says whose it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import partial
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field, create_model
from starlette.exceptions import HTTPException

from resources import RESOURCES
from store import Database
from store.core import frames
from store.core.keyset import Listed, Place
from store.queries import resource_rows
from store.queries.banking import incomes, risk, transactions
from store.queries.fiscal import invoices
from store.queries.links import people
from store.queries.links.people import Person
from store.queries.query_params import AMOUNTS, QueryFilter
from web.api.lists import Answer, Asked, Page, Paged, asking
from web.api.reader import Reader, Reading
from web.api.values import KINDS, AskedAmount, AskedDay, AskedText, AskedTexts, cell, model

Pairs = Iterable[tuple[str, str]]

_NAMES: Mapping[str, str] = {"links": "link", "accounts": "account"}
"""What of a filter's fields has another name here."""

_PESOS = "MXN"
_ONE_CURRENCY: Mapping[str, str] = {"tax_retentions": _PESOS, "employment_metrics": _PESOS}
"""Whose amounts are in their country's currency, so that Belvo names none."""

_OF_PARTS: Mapping[str, Callable[[Database, Sequence[str]], Any]] = {
    "incomes": incomes.summary,
    "risk_insights": risk.summary,
}
"""Whose amounts are in that of their parts or accounts, where these have one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A resource that is listed: its columns and their kinds, what a mark is made of, its filters, and its rows."""

    name: str
    kinds: Mapping[str, str]
    shape: Sequence[type]
    filters: Mapping[str, Any]
    listed: Callable[[Database, Pairs, Place], list[Listed]]

    @property
    def added(self) -> list[str]:
        """What is told of a row's person besides."""
        return [name for name in Person._fields if name not in self.kinds] if "link" in self.kinds else []

    @property
    def has_amounts_of_parts(self) -> bool:
        """Whether the currency of its amounts is told elsewhere."""
        return self.name in _ONE_CURRENCY or self.name in _OF_PARTS


def routes() -> APIRouter:
    """A list for each resource."""
    router = APIRouter(tags=["rows"])
    for name in RESOURCES:
        if name != "links":  # of which more is told than Belvo does
            table = _OF_PAGES[name]() if name in _OF_PAGES else _declared(name)
            label = RESOURCES[name].label
            router.add_api_route(
                f"/{name}",
                _endpoint(table),
                response_model=Page.__class_getitem__(_row(table)),
                response_class=Answer,
                name=name,
                summary=label,
                operation_id=name,
            )
    return router


def _endpoint(table: Table) -> Callable[..., Answer]:
    @asking(create_model(f"{table.name}_filter", __base__=Paged, **table.filters))
    def read(reader: Reading, asked: Paged) -> Answer:
        return _read(reader, table, asked)

    return read


def _read(reader: Reader, table: Table, paged: Paged) -> Answer:
    reader.searches("text")
    asked = Asked.of(paged, table.shape)
    try:
        pairs = people.with_links(reader.db, reader.pairs) if "link" in table.filters else reader.pairs
        found = table.listed(reader.db, pairs, asked.place)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    told = asked.answer(reader.request, found, partial(_rows, reader.db, table))
    reader.note(table.name, len(told["results"]))
    return Answer(told)


def _rows(db: Database, table: Table, rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = [
        {name: cell(value, kind) for (name, kind), value in zip(table.kinds.items(), row, strict=True)} for row in rows
    ]
    if table.added:
        known = people.of_links(db, {row["link"] for row in told})
        for row in told:
            whose = known.get(row["link"], Person())
            row |= {name: getattr(whose, name) for name in table.added}
    if table.has_amounts_of_parts:
        currencies = _currencies(db, table, told)
        for row in told:
            row["currency"] = _ONE_CURRENCY.get(table.name) or currencies.get(row["id"])
    return told


def _currencies(db: Database, table: Table, told: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    if table.name not in _OF_PARTS or not told:
        return {}
    found = _OF_PARTS[table.name](db, [*{row["link"] for row in told}])[["row", "currency"]].dropna()
    return dict(zip(found["row"], found["currency"], strict=True))


def _row(table: Table) -> type[BaseModel]:
    added = dict.fromkeys(table.added, frames.TEXT)
    currency = {"currency": frames.TEXT} if table.has_amounts_of_parts else {}
    return model(table.name, {**table.kinds, **added, **currency})


def _of_transactions() -> Table:
    return Table(
        "transactions",
        transactions.EXPORT_COLUMNS,
        (str, int),
        filters_of(transactions.TransactionFilter),
        lambda db, pairs, at: transactions.listed(db, transactions.TransactionFilter.from_query(pairs), at),
    )


def _of_invoices() -> Table:
    return Table(
        "invoices",
        invoices.EXPORT_COLUMNS,
        (str, str, int),
        filters_of(invoices.InvoiceFilter),
        lambda db, pairs, at: invoices.listed(db, invoices.InvoiceFilter.from_query(pairs), at),
    )


_OF_PAGES: Mapping[str, Callable[[], Table]] = {"transactions": _of_transactions, "invoices": _of_invoices}


def _declared(name: str) -> Table:
    declared = RESOURCES[name]
    columns = resource_rows.columns(name)
    own = {column.name: KINDS[column.kind] for column in declared.columns if column.kind in KINDS}
    texts = {column: _asked(AskedTexts) for column, kind in columns.items() if kind == frames.TEXT}
    filters = {column: asked for column, asked in texts.items() if column not in own and column != "link"}
    if declared.per_link:
        filters |= {"link": _asked(AskedTexts), "external_id": _asked(AskedTexts)}
    if declared.day:
        filters |= {"since": _asked(AskedDay | None), "until": _asked(AskedDay | None)}
    if declared.search:
        filters["text"] = _asked(AskedText | None)

    def listed(db: Database, pairs: Pairs, at: Place) -> list[Listed]:
        return resource_rows.listed(db, name, resource_rows.RowFilter.of(name, pairs), at)

    return Table(name, {**columns, **own}, (str, int) if declared.day else (int,), filters, listed)


def filters_of(of: type[QueryFilter]) -> dict[str, Any]:
    """The parameters of a filter of a page, and the people whose links are meant."""
    every: Any = of  # each is a dataclass
    found = {_NAMES.get(one.name, one.name): _asked(_type(of, one)) for one in fields(every) if _is_asked(one)}
    return {**found, "external_id": _asked(AskedTexts)}


def _is_asked(field: Any) -> bool:  # noqa: ANN401 - of a dataclass
    return field.default_factory is MISSING


def _type(of: type[QueryFilter], field: Any) -> Any:  # noqa: ANN401 - types
    if field.default == ():
        return AskedTexts
    if field.name in ("since", "until"):
        return AskedDay | None
    if field.name in AMOUNTS:
        return AskedAmount | None
    if field.name in of.CHOICES:
        return Literal[tuple(of.CHOICES[field.name])] | None
    return AskedText | None


def _asked(kind: Any) -> tuple[Any, Any]:  # noqa: ANN401 - types
    return kind, Field(default_factory=list) if kind is AskedTexts else None
