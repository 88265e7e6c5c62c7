"""GET /export/query.{format}: all rows of a query as a file, as the page Query has it in its address.

`sql` is the text and `p_NAME` the value of its parameter :NAME; `csv` and `as_known_on` are those of every file. The
query is asked first, within its time, while whoever asks waits: it is ended as soon as they leave.
"""

from collections.abc import Mapping
from threading import Event

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from actions import queries
from context import Context
from domain.as_known import PARAMETER
from languages import say
from store import Database
from store.core.errors import BrokenQuery, Interrupted
from store.core.files import formats
from store.core.files.sheet import Sheet
from store.queries.tables import manifest
from store.sql import question, tables_of
from store.sql.answers import Within
from store.sql.question import Question
from store.sql.spool import Spool, spooled
from web.bearer import Bearer
from web.exports.endpoints import extension_of, form_of
from web.exports.file import File, Given
from web.requests import refuse_foreign_pages
from web.sight import actor_of, as_known, database_of, is_masked, who_is_masked

NAME, ROUTE = "query", "/export/query.{format}"
SQL, OF_PARAMETER = "sql", "p_"

_AT_ONCE = anyio.CapacityLimiter(2)
"""How many queries are asked for files at the same time; others wait, and take no thread while they do."""


def export_query(request: Request, context: Context, bearer: Bearer) -> Response:
    """The rows that the query answers; what can't be asked is refused in words, with the place of the fault."""
    refuse_foreign_pages(request)
    bearer.let_in(request, ROUTE)
    extension_of(request)
    form_of(request)
    try:
        database = as_known(database_of(request, context), request)
        asked = question(_one(request, SQL), database.engine.name, _tables(request))
    except (ValueError, BrokenQuery) as error:
        raise HTTPException(400, _told(error)) from error
    values = _values(request)
    if missing := [name for name in asked.parameters if name not in values]:
        raise HTTPException(400, say("Give a value for {names}.", names=", ".join(f":{name}" for name in missing)))
    if asked.raw:
        queries.ask_raw(database.whole, asked.sql, asked.raw, actor=actor_of(request))
    given = {name: values[name] for name in asked.parameters}
    return QueryFile(request, context, database, asked, given)


class QueryFile(Response):
    """The answer: the file, once the query has been answered, or in words why there is none."""

    def __init__(
        self, request: Request, context: Context, database: Database, asked: Question, values: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._request, self._context, self._database = request, context, database
        self._asked, self._values = asked, values
        self._left = Event()
        self._spool: Spool | None = None
        self._file: File | None = None
        self._failed: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._listen, receive, tasks.cancel_scope)
                async with _AT_ONCE:
                    await anyio.to_thread.run_sync(self._ask)
                tasks.cancel_scope.cancel()
            if self._failed is not None:
                raise self._failed
            if self._file is not None and not self._left.is_set():
                await self._file(scope, receive, send)
        finally:
            if self._spool is not None:
                self._spool.close()

    async def _listen(self, receive: Receive, everything: anyio.CancelScope) -> None:
        """Until the reader leaves; whoever still waits for their turn then does so no more."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self._left.set()
        everything.cancel()

    def _ask(self) -> None:
        """Have the rows on the disk; what goes wrong is raised where it is waited for, and not as one of a group."""
        within = Within(self._context.settings.query_seconds, self._left.is_set)
        try:
            self._spool = spooled(self._database, self._asked, self._values, within)
            self._file = self._made(self._spool)
        except (BrokenQuery, Interrupted) as error:
            self._failed = None if self._left.is_set() else HTTPException(422, _told(error))
        except Exception as error:  # noqa: BLE001 - as above
            self._failed = error

    def _made(self, spool: Spool) -> File:
        request, extension = self._request, extension_of(self._request)
        if problem := formats.beyond(extension, spool.number):
            raise HTTPException(409, problem)
        asked = [pair for pair in request.query_params.multi_items() if pair[0] in (SQL, PARAMETER) or _is_value(pair)]
        masked = who_is_masked(request, self._context)
        source = manifest.Source(NAME, asked, self._context.settings.reachable_url, masked, page=NAME)
        told = manifest.of_figures(self._database, spool.links, source)
        given = Given(spool.rows())
        sheet = Sheet(NAME, spool.columns, given.rows(), told, form=form_of(request))
        return File(request, self._context, sheet, extension, given, rows=spool.number)


def _tables(request: Request) -> frozenset[str]:
    return tables_of(raw=actor_of(request).may("query_raw") and not is_masked(request))


def _one(request: Request, name: str) -> str:
    found = [value for value in request.query_params.getlist(name) if value.strip()]
    if len(found) != 1:
        raise ValueError(say("Send one query in {name}.", name=name))
    return found[0]


def _values(request: Request) -> dict[str, str]:
    """By name what the query's own parameters are given; nothing is no value, as on the page."""
    pairs = [pair for pair in request.query_params.multi_items() if _is_value(pair) and pair[1]]
    if len({name for name, _ in pairs}) < len(pairs):
        raise HTTPException(400, say("Give each parameter one value."))
    return {name.removeprefix(OF_PARAMETER): value for name, value in pairs}


def _is_value(pair: tuple[str, str]) -> bool:
    return pair[0].startswith(OF_PARAMETER)


def _told(error: Exception) -> str:
    """What is wrong, with its place where that is known."""
    if isinstance(error, BrokenQuery) and error.line is not None and error.column is not None:
        return say("{error} (line {line}, column {column})", error=error, line=error.line, column=error.column)
    return str(error)
