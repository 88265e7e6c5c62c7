"""Which file an address asks for, and who may have it.

The parameters are the fields of the table's filter, of a declared resource its columns, and `sort`, as its page has
them; `csv=semicolon` writes CSV with semicolons and decimal commas. With `as_known_on=2026-05-31` the rows are those
that this desk knew at the end of that day.
"""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from context import Context
from domain.as_known import PARAMETER
from languages import say
from store.core import csv_file
from store.core.files import formats
from store.core.files.sheet import Sheet
from store.queries.links import people
from store.queries.tables import catalogue, manifest, whose
from store.queries.tables.table import Table
from web.bearer import Bearer
from web.exports.file import File, Given
from web.requests import refuse_foreign_pages
from web.sight import as_known, database_of, refuse_search_where_masked, who_is_masked


def export_rows(request: Request, context: Context, bearer: Bearer) -> Response:
    """The rows that the query's filters leave."""
    refuse_foreign_pages(request)
    bearer.let_in(request, "/export/{table}.{format}")
    name = request.path_params["table"]
    table = catalogue.find(name)
    if table is None:
        raise HTTPException(404, say("There is no such table here."))
    refuse_search_where_masked(request, context, "text")
    return _file(request, context, name, table)


def export_audit(request: Request, context: Context, bearer: Bearer) -> Response:
    """What people did, as the filters of its page leave it."""
    refuse_foreign_pages(request)
    bearer.let_in(request, "/export/audit.{format}")
    refuse_search_where_masked(request, context, "person")
    return _file(request, context, "audit", catalogue.AUDIT)


def _file(request: Request, context: Context, name: str, table: Table[Any]) -> Response:
    extension, form, pairs = extension_of(request), form_of(request), request.query_params.multi_items()
    try:
        database = as_known(database_of(request, context), request)
        wanted = catalogue.wanted(database, table, [pair for pair in pairs if pair[0] != PARAMETER])
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    if formats.FORMATS[extension].most and (problem := formats.beyond(extension, wanted.count(database))):
        raise HTTPException(409, problem)
    source = manifest.Source(name, pairs, context.settings.reachable_url, who_is_masked(request, context))
    told = manifest.of(database, wanted, source)
    own, known = table.columns, people.of_links(database)
    given = Given(whose.told(own, wanted.rows(database), known) if whose.LINK in own else wanted.rows(database))
    sheet = Sheet(name, whose.columns(own), given.rows(), told, table.adds_up, form)
    return File(request, context, sheet, extension, given)


def extension_of(request: Request) -> str:
    name = request.path_params["format"]
    if name not in formats.FORMATS:
        raise HTTPException(404, say("A file is one of {formats}.", formats=", ".join(formats.FORMATS)))
    return str(name)


def form_of(request: Request) -> csv_file.Form:
    name = request.query_params.get("csv") or "comma"
    if name not in csv_file.FORMS:
        raise HTTPException(400, say("csv is one of {formats}.", formats=", ".join(csv_file.FORMS)))
    return csv_file.FORMS[name]
