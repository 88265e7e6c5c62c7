"""GET /export/{table}.csv: the rows of a filter as a file, streamed, however many there are.

Transactions and invoices come as their pages show them, those of Mexico and Chile together; every other resource as it
is declared. Each row says whose it is, behind its link. The parameters are the fields of the filter, and of a declared
resource its columns; `csv=semicolon` writes the file with semicolons and decimal commas. With `as_known_on=2026-05-31`
the rows are those that this desk knew at the end of that day.
"""

import logging
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import Any, Generic, TypeVar

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from actions import exports
from context import Context
from domain.as_known import PARAMETER
from resources import pulled_resources
from store import Database, StoreError, known
from store.core import csv_file, frames
from store.queries import audit, resource_rows
from store.queries.audit import AuditFilter
from store.queries.banking import transactions
from store.queries.fiscal import invoices
from store.queries.links import people
from store.queries.links.people import Person
from store.queries.query_params import SUBJECTS
from web.requests import refuse_foreign_pages
from web.sight import actor_of, database_of, refuse_search_where_masked, who_is_masked

_Filter = TypeVar("_Filter")
_Rows = Generator[tuple[str, ...], None, None]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Table(Generic[_Filter]):
    """A table that can be taken away: its columns, how an address names its filter, and the rows of one."""

    columns: frames.Columns
    filter_of: Callable[[list[tuple[str, str]]], _Filter]
    understands: Callable[[str], bool]
    rows: Callable[[Database, _Filter], _Rows]


_OF_PAGES: Mapping[str, _Table[Any]] = {
    "transactions": _Table(
        transactions.EXPORT_COLUMNS,
        transactions.TransactionFilter.from_query,
        transactions.TransactionFilter.understands,
        transactions.export,
    ),
    "invoices": _Table(
        invoices.EXPORT_COLUMNS,
        invoices.InvoiceFilter.from_query,
        invoices.InvoiceFilter.understands,
        invoices.export,
    ),
}


def export_rows(request: Request, context: Context) -> Response:
    """The rows that the query's filters leave, as CSV."""
    refuse_foreign_pages(request)
    name = request.path_params["table"]
    if name not in pulled_resources():
        raise HTTPException(404, "There is no such table here.")
    table = _OF_PAGES.get(name) or _declared(name)
    refuse_search_where_masked(request, context, "text")
    try:
        database = _as_known(database_of(request, context), request)
        asked = [pair for pair in request.query_params.multi_items() if pair[0] != PARAMETER]
        pairs = people.with_links(database, asked)
        chosen = table.filter_of(pairs)
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    form = _form(request)
    known = people.of_links(database)
    is_of_nobody = any(name in SUBJECTS and not table.understands(name) for name, _ in pairs)
    rows = _none() if is_of_nobody else table.rows(database, chosen)
    given = _Given(rows)
    return _handed_over(request, context, name, given, _lines(table.columns, given.counted(), known, form))


def export_audit(request: Request, context: Context) -> Response:
    """What people did, as the filters of its page leave it, as CSV."""
    refuse_foreign_pages(request)
    try:
        chosen = AuditFilter.from_query(request.query_params.multi_items())
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    refuse_search_where_masked(request, context, "person")
    database, form = database_of(request, context), _form(request)
    given = _Given(audit.export(database, chosen))
    lines = csv_file.chunks([*audit.EXPORT_COLUMNS], given.counted(), form)
    return _handed_over(request, context, "audit", given, lines)


class _Given:
    """Rows that are handed over one by one: how many were, and whether these were all."""

    def __init__(self, rows: _Rows) -> None:
        self._rows = rows
        self.number = 0
        self.are_all = False

    def counted(self) -> _Rows:
        with closing(self._rows) as rows:
            for row in rows:
                self.number += 1
                yield row
        self.are_all = True


def _handed_over(request: Request, context: Context, name: str, given: _Given, lines: Iterator[str]) -> Response:
    """The file, which is on record once it is over, however that comes."""
    actor, filtered, masked = actor_of(request), request.query_params.multi_items(), who_is_masked(request, context)

    def record() -> None:
        whole = context.database.whole
        exports.hand_over(whole, name, filtered, given.number, actor=actor, is_whole=given.are_all, masked=masked)

    headers = {"content-disposition": f'attachment; filename="{name}.csv"', "cache-control": "no-store"}
    begun = chain([next(lines)], lines)  # a store that can't be read is answered in words instead of by half a file
    return _File(begun, record, media_type="text/csv; charset=utf-8", headers=headers)


class _File(StreamingResponse):
    """Calls `record` when it has been sent, or broken off."""

    def __init__(self, lines: Iterator[str], record: Callable[[], None], **kept: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(lines, **kept)
        self._record = record

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._note)

    def _note(self) -> None:
        try:
            self._record()
        except StoreError:  # it is gone already
            logger.exception("A file was handed over, and the audit could not be written")


def _declared(resource: str) -> _Table[resource_rows.RowFilter]:
    return _Table(
        resource_rows.columns(resource),
        partial(resource_rows.RowFilter.of, resource),
        partial(resource_rows.understands, resource),
        lambda db, chosen: resource_rows.export(db, resource, chosen),
    )


def _none() -> _Rows:
    """The rows of somebody by whom this table can't be narrowed: never everybody's."""
    yield from ()


def _as_known(database: Database, request: Request) -> Database:
    """The store as known on the day that the address names, if any; raises ValueError for one that can't be told."""
    asked = request.query_params.getlist(PARAMETER)
    if len(asked) > 1:
        raise ValueError(f"{PARAMETER} is given more than once.")
    return known.as_asked(database, asked[0], datetime.now(UTC)) if asked else database


def _form(request: Request) -> csv_file.Form:
    name = request.query_params.get("csv") or "comma"
    if name not in csv_file.FORMS:
        raise HTTPException(400, f"csv is one of {', '.join(csv_file.FORMS)}.")
    return csv_file.FORMS[name]


def _lines(columns: frames.Columns, found: _Rows, known: Mapping[str, Person], form: csv_file.Form) -> Iterator[str]:
    """The file, with whose each row is behind its link, where the row does not say it itself."""
    decimals = [name for name, kind in columns.items() if kind in (frames.MONEY, frames.NUMBER)]
    names = [*columns]
    place = names.index("link") + 1
    added = [name for name in Person._fields if name not in columns]
    with closing(found) as rows:  # a reader who leaves early gives its connection back
        told = ((*row[:place], *_whose(known.get(row[place - 1]), added), *row[place:]) for row in rows)
        yield from csv_file.chunks([*names[:place], *added, *names[place:]], told, form, decimals)


def _whose(person: Person | None, names: Sequence[str]) -> Iterator[str]:
    return (csv_file.defuse(getattr(person, name, None)) for name in names)
