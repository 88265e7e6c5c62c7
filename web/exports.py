"""GET /export/transactions.csv and invoices.csv: the rows of a filter as a file, streamed, however many there are."""

import csv
import io
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from store import Database
from store.queries.banking import transactions
from store.queries.fiscal import invoices
from store.queries.query_params import QueryFilter
from web.desk import Desk
from web.requests import refuse_foreign_pages

_ROWS_A_CHUNK = 1_000
_BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read UTF-8 as Latin-1

_Filter = TypeVar("_Filter", bound=QueryFilter)


@dataclass(frozen=True, slots=True)
class _Table(Generic[_Filter]):
    """A table that can be taken away: what it is called, what filters it, its columns and its rows."""

    name: str
    filter: type[_Filter]
    columns: Sequence[str]
    rows: Callable[[Database, _Filter], Generator[tuple[str, ...], None, None]]


_TRANSACTIONS = _Table("transactions", transactions.TransactionFilter, transactions.EXPORT_COLUMNS, transactions.export)
_INVOICES = _Table("invoices", invoices.InvoiceFilter, invoices.EXPORT_COLUMNS, invoices.export)


def export_transactions(request: Request, desk: Desk) -> Response:
    """The transactions that the query's filters leave, as CSV; the parameters are those of the page's address."""
    return _export(request, desk, _TRANSACTIONS)


def export_invoices(request: Request, desk: Desk) -> Response:
    """The same for the invoices of Mexico and Chile; the parameters are the fields of invoices.InvoiceFilter."""
    return _export(request, desk, _INVOICES)


def _export(request: Request, desk: Desk, table: _Table[_Filter]) -> Response:
    refuse_foreign_pages(request)
    try:
        chosen = table.filter.from_query(request.query_params.multi_items())
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    headers = {"content-disposition": f'attachment; filename="{table.name}.csv"', "cache-control": "no-store"}
    lines = _lines(table.columns, table.rows(desk.database, chosen))
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _lines(columns: Sequence[str], found: Generator[tuple[str, ...], None, None]) -> Iterator[str]:
    buffer = io.StringIO(_BYTE_ORDER_MARK)
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer)
    writer.writerow(columns)
    with closing(found) as rows:  # a reader who leaves early gives its connection back
        for number, row in enumerate(rows, start=1):
            writer.writerow(row)
            if number % _ROWS_A_CHUNK == 0:
                yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
