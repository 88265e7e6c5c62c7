"""/changes: what rows say at the end of one day that they did not at the end of another, and by which pull."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from resources import RESOURCES
from store import Database, known
from store.core.keyset import Listed
from store.queries import changes
from store.queries.changes import Event, Kind, Stretch, Told
from web.api.figures.figure import Figure, answer, figure
from web.api.lists import Answer, Asked, Page
from web.api.person import OfPerson, links_meant
from web.api.reader import Reader, Reading
from web.api.values import AskedDay, AskedTexts, Instant, instant

router = APIRouter(tags=["changes"])


class Differing(BaseModel):
    """A field of Belvo's body with what it said before and what it says since, as the body has it."""

    field: str
    before: Any
    after: Any


class Change(BaseModel):
    """A row that came, says something else, is gone, or came as nothing that could be read (`aside`)."""

    resource: str
    kind: Kind
    row: str
    link: str
    at: Instant
    fields: list[Differing]
    pull: Annotated[Instant | None, Field(description="When the pull began that brought it")]
    asked_by: Annotated[str | None, Field(description="Who or what asked for the pull")]
    webhook: str | None
    reasons: str | None


class Asking(OfPerson):
    """One person, or one link alone with `only`; between the ends of two days where the desk is, or of one and now."""

    since: AskedDay
    until: AskedDay | None = None
    only: Annotated[bool, Field(description="The link that is named, and no other of its person's")] = False
    resource: AskedTexts = Field(default_factory=list)
    kind: list[Kind] = Field(default_factory=list)


@router.get("/changes", response_model=Page[Change], response_class=Answer, summary="What changed between two days")
def list_changes(reader: Reading, asked: Annotated[Asking, Query()]) -> Answer:
    """Rows that differ, those that changed last first; the newest 2,000 of each resource and kind."""
    reader.opens("link")
    page = Asked.of(asked, (str, str, str))
    db = known.as_of_now(reader.db)
    found = changes.events(db, _stretch(reader, asked), asked.resource, asked.kind)
    events = {_place(event): event for event in found}
    behind = sorted((place for place in events if page.mark is None or place < page.mark), reverse=True)
    listed: list[Listed] = [(place, place) for place in behind[: page.limit + 1]]
    told = page.answer(reader.request, listed, partial(_told, db, events))
    reader.note("changes", len(told["results"]))
    return Answer(told)


@router.get(
    "/figures/changes", response_model=Page[Figure], response_class=Answer, summary="How much changed between two days"
)
def of_changes(reader: Reading, asked: Annotated[Asking, Query()]) -> Answer:
    """How many rows came, say something else, or are gone, by their resource; exact, however many there are."""
    reader.opens("link")
    found = changes.counts(known.as_of_now(reader.db), _stretch(reader, asked))
    told = [
        figure(kind, number, group=resource)
        for (resource, kind), number in sorted(found.counts.items())
        if (not asked.resource or resource in asked.resource) and (not asked.kind or kind in asked.kind)
    ]
    return answer(reader, "changes", told)


def _stretch(reader: Reader, asked: Asking) -> Stretch:
    links = [row.link for row in links_meant(reader, asked.external_id, asked.link)]
    if asked.only and asked.link:
        links = [asked.link]
    if unknown := [name for name in asked.resource if name not in RESOURCES]:
        raise HTTPException(422, f"resource: {len(unknown)} of them are no resource. Name tables, as transactions.")
    last = _earlier(asked.until, reader.known_on)
    if last and asked.since >= last:
        raise HTTPException(422, "since: the first day has to be before the second, or there is nothing between them.")
    return Stretch(tuple(links), known.end_of(asked.since), known.end_of(last) if last else None)


def _earlier(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _place(event: Event) -> tuple[str, str, str]:
    return instant(event.at) or "", event.resource, f"{event.row} {event.kind} {event.link}"


def _told(db: Database, events: dict[Any, Event], places: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [_change(one) for one in changes.told(db, [events[place] for place in places])]


def _change(one: Told) -> dict[str, Any]:
    event, pull = one.event, one.pull
    return {
        "resource": event.resource,
        "kind": event.kind,
        "row": event.row,
        "link": event.link,
        "at": instant(event.at),
        "fields": [{"field": each.field, "before": each.before, "after": each.after} for each in one.changes],
        "pull": instant(pull.began) if pull else None,
        "asked_by": pull.reason if pull else None,
        "webhook": one.webhook or None,
        "reasons": one.reasons or None,
    }
