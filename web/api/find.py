"""/find: what an id is of, whichever it is: a person, a link, a row of any resource, a webhook, a call, a widget."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from resources import RESOURCES
from store import Database
from store.ops import calls, sessions, webhooks
from store.queries.links import people
from store.write import links, rows
from web.api.lists import Answer, Page, Parameters, whole
from web.api.reader import Reader, Reading

router = APIRouter(tags=["find"])

LONGEST = 500
"""Characters of an id; external ids are ours, and of any length that somebody gave them."""

Kind = Literal["person", "link", "row", "webhook", "call", "widget session"]


class Found(BaseModel):
    """What is called so: `link` is the one that it belongs to, `resource` of a row, `page` where the desk shows it."""

    kind: Kind
    id: str
    resource: str | None
    link: str | None
    external_id: str | None
    page: str


class Asking(Parameters):
    """The id as it stands in Belvo's answers, in your own systems, or in a log."""

    id: Annotated[str, Field(min_length=1, max_length=LONGEST)]


@router.get("/find", response_model=Page[Found], response_class=Answer, summary="What an id is of")
def find_id(reader: Reading, asked: Annotated[Asking, Query()]) -> Answer:
    """Everything that is called exactly so; nothing is searched in texts, and nothing is found by a part of it."""
    reader.opens("links")
    found = [*_people(reader.db, asked.id), *_others(reader, asked.id)]
    known = people.of_links(reader.db, {row["link"] for row in found if row["link"]})
    told = [_told(reader, row, known) for row in found]
    reader.note("find", len(told))
    return Answer(whole(told))


def _people(db: Database, value: str) -> Iterator[dict[str, Any]]:
    theirs = links.by_external_id(db, value)
    if theirs:
        yield _row("person", value, link=theirs[0].link)
    if one := links.find(db, value):
        yield _row("link", one.link, link=one.link)


def _others(reader: Reader, value: str) -> Iterator[dict[str, Any]]:
    db = reader.db
    for name, resource in RESOURCES.items():
        if resource.per_link and (link := rows.link_of(db, name, value)):
            yield _row("row", value, link=link, resource=name)
    if event := webhooks.find(db, value):
        yield _row("webhook", event.webhook_id, link=event.link)
    if call := calls.of_request(db, value):
        yield _row("call", value, link=call.link)
    if session := sessions.find(db, value):
        yield _row("widget session", value, link=session.link)


def _row(kind: Kind, value: str, *, link: str | None, resource: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "id": value, "resource": resource, "link": link or None}


def _told(reader: Reader, row: dict[str, Any], known: dict[str, people.Person]) -> dict[str, Any]:
    whose = known.get(row["link"] or "")
    external_id = whose.external_id if whose else None
    return {**row, "external_id": external_id, "page": reader.page(*_page(row, external_id))}


def _page(row: dict[str, Any], external_id: str | None) -> tuple[str, str]:
    """The page of the desk that shows it, and its parameters."""
    match row["kind"]:
        case "person":
            return "person", urlencode({"external_id": external_id or row["id"]})
        case "webhook":
            return "webhooks", urlencode({"find": row["id"]})
        case "call":
            return "api_log", urlencode({"find": row["id"]})
        case "widget session":
            return "sessions", urlencode({"session": row["id"]})
    return "link", urlencode({"link": row["link"] or ""})
