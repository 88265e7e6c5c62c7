"""/find: what an id is of: a person, a link, a row of any resource, a webhook, a call, a pull, a widget session."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from domain.access.identifiers import LONGEST
from store.queries import find
from store.queries.find import Hit, Kind
from store.queries.links import people
from web.api.lists import Answer, Page, Parameters, whole
from web.api.reader import Reader, Reading

router = APIRouter(tags=["find"])


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
    found = find.exact(reader.db, asked.id)
    known = people.of_links(reader.db, {hit.link for hit in found if hit.link})
    told = [_told(reader, hit, known) for hit in found]
    reader.note("find", len(told))
    return Answer(whole(told))


def _told(reader: Reader, hit: Hit, known: dict[str, people.Person]) -> dict[str, Any]:
    whose = known.get(hit.link or "")
    external_id = whose.external_id if whose else None
    row = {"kind": hit.kind, "id": hit.id, "resource": hit.resource, "link": hit.link or None}
    return {**row, "external_id": external_id, "page": reader.page(*_page(hit, external_id))}


def _page(hit: Hit, external_id: str | None) -> tuple[str, str]:
    """The page of the desk that shows it, and its parameters."""
    match hit.kind:
        case "person":
            return "person", urlencode({"external_id": external_id or hit.id})
        case "webhook":
            return "webhooks", urlencode({"find": hit.id})
        case "call":
            return "api_log", urlencode({"find": hit.id})
        case "widget session":
            return "sessions", urlencode({"session": hit.record})
        case "pull":
            return "link", urlencode({"link": hit.link or "", "entry": hit.record})
    return "link", urlencode({"link": hit.link or ""})
