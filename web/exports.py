"""GET /export/transactions.csv: the rows of a filter as a file, streamed, however many there are."""

import csv
import io
from collections.abc import Iterator
from contextlib import closing

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from store import Database, transactions
from web.desk import Desk
from web.requests import refuse_foreign_pages

_ROWS_A_CHUNK = 1_000
_BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read UTF-8 as Latin-1


def export_transactions(request: Request, desk: Desk) -> Response:
    """The transactions that the query's filters leave, as CSV; the parameters are those of the page's address."""
    refuse_foreign_pages(request)
    try:
        chosen = transactions.Filter.from_query(request.query_params.multi_items())
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    headers = {"content-disposition": 'attachment; filename="transactions.csv"', "cache-control": "no-store"}
    return StreamingResponse(_lines(desk.database, chosen), media_type="text/csv; charset=utf-8", headers=headers)


def _lines(db: Database, chosen: transactions.Filter) -> Iterator[str]:
    buffer = io.StringIO(_BYTE_ORDER_MARK)
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer)
    writer.writerow(transactions.EXPORT_COLUMNS)
    with closing(transactions.export(db, chosen)) as rows:  # a reader who leaves early gives its connection back
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
