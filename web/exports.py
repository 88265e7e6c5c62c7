"""GET /export/{table}.csv: the rows of a filter as a file, streamed, however many there are.

Transactions and invoices come as their pages show them, those of Mexico and Chile together; every other resource as it
is declared. Each row says whose it is, behind its link. The parameters are the fields of the filter, and of a declared
resource its columns; `csv=semicolon` writes the file with semicolons and decimal commas.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain
from typing import Any

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from actions import exports
from context import Context
from store import StoreError
from store.core import csv_file, frames
from store.queries import audit
from store.queries.audit import AuditFilter
from store.queries.links import people
from store.queries.tables import catalogue, whose
from store.queries.tables.table import Rows
from web.requests import refuse_foreign_pages
from web.sight import actor_of, database_of, refuse_search_where_masked, who_is_masked

logger = logging.getLogger(__name__)


def export_rows(request: Request, context: Context) -> Response:
    """The rows that the query's filters leave, as CSV."""
    refuse_foreign_pages(request)
    name = request.path_params["table"]
    table = catalogue.find(name)
    if table is None:
        raise HTTPException(404, "There is no such table here.")
    refuse_search_where_masked(request, context, "text")
    database = database_of(request, context)
    try:
        wanted = catalogue.wanted(database, table, request.query_params.multi_items())
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    form = _form(request)
    known = people.of_links(database)
    given = _Given(whose.told(table.columns, wanted.rows(database), known))
    return _handed_over(request, context, name, given, _lines(whose.columns(table.columns), given, form))


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
    return _handed_over(request, context, "audit", given, _lines(audit.EXPORT_COLUMNS, given, form))


class _Given:
    """Rows that are handed over one by one: how many were, and whether these were all."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.number = 0
        self.are_all = False

    def counted(self) -> Rows:
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


def _form(request: Request) -> csv_file.Form:
    name = request.query_params.get("csv") or "comma"
    if name not in csv_file.FORMS:
        raise HTTPException(400, f"csv is one of {', '.join(csv_file.FORMS)}.")
    return csv_file.FORMS[name]


def _lines(columns: frames.Columns, given: _Given, form: csv_file.Form) -> Iterator[str]:
    decimals = [name for name, kind in columns.items() if kind in (frames.MONEY, frames.NUMBER)]
    with closing(given.counted()) as rows:  # a reader who leaves early gives its connection back
        yield from csv_file.chunks([*columns], csv_file.texts(columns, rows), form, decimals)
