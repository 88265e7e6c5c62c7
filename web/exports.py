"""GET /export/transactions.csv and invoices.csv: the rows of a filter as a file, streamed, however many there are."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from store import Database
from store.core import csv_file
from store.queries.banking import transactions
from store.queries.fiscal import invoices
from store.queries.query_params import QueryFilter
from web.desk import Desk
from web.requests import refuse_foreign_pages

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
    chunks = _chunks(table.columns, table.rows(desk.database, chosen))
    return StreamingResponse(chunks, media_type="text/csv; charset=utf-8", headers=headers)


def _chunks(columns: Sequence[str], rows: Generator[tuple[str, ...], None, None]) -> Iterator[str]:
    with closing(rows):  # a reader who leaves early gives its connection back
        yield from csv_file.chunks(columns, rows)
