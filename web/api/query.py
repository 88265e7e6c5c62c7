"""/query: one SELECT of the views of docs/query.md, as the page Query asks it; ended when its reader leaves."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from threading import Event
from typing import Annotated, Any

import anyio
import anyio.to_thread
from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request

from actions import queries, views
from domain.access.views import View
from domain.as_known import PARAMETER
from store.core.errors import BrokenQuery, Interrupted
from store.sql import VIEWS, ask, question, tables_of
from store.sql.answers import Within
from store.sql.question import LONGEST
from web.api.lists import Answer, NoParameters, Page, whole
from web.api.reader import Reader, Reading
from web.api.values import AskedDay, Instant, instant

router = APIRouter(tags=["query"])

MOST, USUAL = 1_000, 100
"""Rows of an answer."""

OF_PARAMETER = "p_"
"""How the names begin by which an address gives values to a query's own parameters."""

_AT_ONCE = anyio.CapacityLimiter(4)
"""How many queries of programs are asked at the same time; others wait, and pages are none of them."""


class Answered(BaseModel):
    """Rows as objects; a number that is not whole is decimal text. `is_all` says whether there are no more."""

    columns: list[str]
    results: list[dict[str, Any]]
    next: None
    is_all: bool
    seconds: float


class Column(BaseModel):
    name: str
    says: str


class Described(BaseModel):
    """What may be asked: a row of it is one of `row`."""

    name: str
    row: str
    columns: list[Column]


class Views(BaseModel):
    """The views in the words of `engine`, and the names of tables as they are stored, for roles that may ask these."""

    results: list[Described]
    next: None
    engine: str
    tables: list[str]


class Saved(BaseModel):
    """A query that somebody has kept and shared: ask it by its id; `values` are those of its parameters as kept."""

    id: str
    name: str
    owner: str | None
    sql: str
    values: dict[str, str]
    changed_at: Instant


@router.get("/query", response_model=Answered, response_class=Answer, summary="The answer to a query in SQL")
async def answer_query(
    reader: Reading,
    sql: Annotated[str | None, Query(min_length=1, max_length=LONGEST, description="One SELECT of the views")] = None,
    saved: Annotated[str | None, Query(max_length=100, description="Instead of it, the id of one that is kept")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Rows of the answer")] = USUAL,
    as_known_on: Annotated[AskedDay | None, Query(description="Of what was known at this day's end")] = None,  # noqa: ARG001 - the reader's
) -> Answer:
    """Reads, and changes nothing. `p_NAME` in the address gives a value to the query's parameter :NAME."""
    if (sql is None) is (saved is None):
        raise HTTPException(422, "Send a query in sql, or the id of one that is kept in saved.")
    gone, told = Event(), _Outcome()
    try:
        async with anyio.create_task_group() as beside:
            beside.start_soon(_watch, reader.request, gone)
            ask_it = partial(_answer, reader, sql, saved, limit, gone, told)
            await anyio.to_thread.run_sync(ask_it, abandon_on_cancel=True, limiter=_AT_ONCE)
            beside.cancel_scope.cancel()
    finally:
        gone.set()
    return told.answer()


@router.get("/query/views", response_model=Views, response_class=Answer, summary="What queries may ask")
def list_views(reader: Reading, _asked: NoParameters) -> Answer:
    """Every view with its columns, and what each says; days and months are text, amounts of the currency's unit."""
    reader.opens("query")
    told = [
        {
            "name": name,
            "row": view.row,
            "columns": [{"name": column, "says": says} for column, says in view.columns.items()],
        }
        for name, view in VIEWS.items()
    ]
    beside = sorted(_tables(reader) - VIEWS.keys())
    return Answer({"results": told, "next": None, "engine": reader.db.engine.name, "tables": beside})


@router.get("/saved-queries", response_model=Page[Saved], response_class=Answer, summary="Queries that are shared")
def list_saved(reader: Reading, _asked: NoParameters) -> Answer:
    """Those that people of the desk have kept and share, by name."""
    reader.opens("query")
    told = [
        {
            "id": one.id,
            "name": one.name,
            "owner": None if reader.is_masked else one.owner,
            "sql": dict(one.pairs)["sql"],
            "values": _own_values(one.pairs),
            "changed_at": instant(one.changed_at),
        }
        for one in _shared(reader)
    ]
    reader.note("saved_queries", len(told))
    return Answer(whole(told))


class _Outcome:
    """What came of a query in its thread: a group of tasks would wrap what is raised there."""

    def __init__(self) -> None:
        self.told: dict[str, Any] | None = None
        self.raised: Exception | None = None

    def answer(self) -> Answer:
        if self.raised:
            raise self.raised
        return Answer(self.told)


async def _watch(request: Request, gone: Event) -> None:
    """Note when whoever asked does not wait any more."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    gone.set()


def _answer(reader: Reader, sql: str | None, saved: str | None, limit: int, gone: Event, outcome: _Outcome) -> None:
    try:
        reader.opens("query")
        if sql is None:
            kept = next((one for one in _shared(reader) if one.id == saved), None)
            if kept is None:
                raise HTTPException(404, "There is no shared query of this id, as far as this token sees.")
            pairs = dict(kept.pairs)
            outcome.told = _told(reader, pairs.get("sql", ""), _own_values(kept.pairs), limit, gone)
        else:
            outcome.told = _told(reader, sql, {}, limit, gone)
    except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
        outcome.raised = error


def _told(reader: Reader, sql: str, kept: Mapping[str, str], limit: int, gone: Event) -> dict[str, Any]:
    values = {**kept, **_values(reader)}
    try:
        asked = question(sql, reader.db.engine.name, _tables(reader))
        if missing := [name for name in asked.parameters if name not in values]:
            raise HTTPException(422, f"Give a value for {_listed(missing)}.")
        if asked.raw:
            queries.ask_raw(reader.db.whole, asked.sql, asked.raw, actor=reader.actor)
        within = Within(reader.context.settings.query_seconds, gone.is_set)
        given = {name: values[name] for name in asked.parameters}
        found = ask(reader.db, asked, given, within, limit=limit)
    except (BrokenQuery, Interrupted) as error:
        raise HTTPException(422, str(error)) from error
    reader.note("query", len(found.rows))
    return {
        "columns": [*found.columns],
        "results": [dict(zip(found.columns, map(_cell, row), strict=True)) for row in found.rows],
        "next": None,
        "is_all": found.is_all,
        "seconds": round(found.seconds, 3),
    }


def _tables(reader: Reader) -> frozenset[str]:
    return tables_of(raw=reader.actor.may("query_raw") and not reader.is_masked)


def _values(reader: Reader) -> dict[str, str]:
    """The values of the query's own parameters; answers 422 for what is none of these either."""
    given = reader.request.query_params.multi_items()
    names = [name for name, _ in given]
    known = {"sql", "saved", "limit", PARAMETER}
    unknown = [name for name in names if name not in known and not name.startswith(OF_PARAMETER)]
    if unknown or len({*names}) < len(names):
        raise HTTPException(422, "A query takes sql or saved, limit, as_known_on, and p_NAME for :NAME, once each.")
    return _own_values(given)


def _own_values(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.removeprefix(OF_PARAMETER): value for name, value in pairs if name.startswith(OF_PARAMETER)}


def _shared(reader: Reader) -> list[View]:
    """What is kept for everybody, of which whoever sees people masked is told what others made who do."""
    found = views.seen_by(reader.context.database.whole, reader.actor)
    of_queries = [one for one in found if one.is_shared and one.page == "query" and dict(one.pairs).get("sql")]
    return [one for one in of_queries if one.is_masked or not reader.is_masked]


def _listed(names: list[str]) -> str:
    return ", ".join(f":{name}" for name in names)


def _cell(value: object) -> object:
    """A cell in JSON; what is not whole as the shortest decimal text, whichever engine counted it."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return f"{Decimal(repr(value)):f}" if math.isfinite(value) else None
        case Decimal():
            return f"{value.normalize():f}" if value.is_finite() else None
    return str(value)
