"""GET /documents/{resource}/{row}/{source}: a PDF that came inside of a body, to be read in the browser."""

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions import exports
from context import Context
from languages import say
from resources import RESOURCES
from store.queries import files
from store.write import rows
from web.requests import refuse_foreign_pages
from web.sight import actor_of, refuse_where_masked

_PDF = "application/pdf"


def show_document(request: Request, context: Context) -> Response:
    """The document under its own name; only PDF, since XML opened from this address could run scripts on it."""
    refuse_foreign_pages(request)
    refuse_where_masked(request, context)
    resource, row, source = (request.path_params[name] for name in ("resource", "row", "source"))
    database = context.database
    found = files.of(database, resource, row) if resource in RESOURCES else []
    for file in found:
        if file.source == source and file.media_type == _PDF:
            link = rows.link_of(database, resource, row) or ""
            exports.hand_document(database, resource, row, source, link, actor=actor_of(request))
            headers = {"content-disposition": f"inline; {_filename(file.name)}", "cache-control": "no-store"}
            return Response(file.content, media_type=_PDF, headers=headers)
    raise HTTPException(
        404, say("There is no such document here. It may have been deleted at Belvo, or with its link.")
    )


def _filename(name: str) -> str:
    """The name as a header takes it: an id may have any character. https://www.rfc-editor.org/rfc/rfc6266"""
    quoted = quote(name, safe="")
    return f'filename="{name}"' if quoted == name else f"filename*=utf-8''{quoted}"
