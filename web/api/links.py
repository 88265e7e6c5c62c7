"""/links: each with its state, why it is so and what comes next; and what happened to one."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from domain.link_state import Badge, LinkState, Reason, Step, Turn, WaitsFor, advise, judge
from store.core import frames
from store.core.keyset import Listed
from store.queries.links import contents, facts, people, timeline
from store.write import links
from store.write.links import LinkRow
from web.api.lists import Answer, Asked, NoParameters, Page, Paged
from web.api.reader import Reader, Reading
from web.api.values import AskedText, AskedTexts, Instant, cell, framed, instant, model

router = APIRouter(tags=["links"])

PathId = Annotated[str, Path(max_length=200, description="As Belvo has it")]


class Consent(BaseModel):
    """Of Brazil's Open Finance: what its user has agreed to."""

    status: str | None
    expires_at: Instant | None


class Trouble(BaseModel):
    """The error by which the last pull failed, as Belvo told it."""

    kind: str | None
    code: str | None
    message: str | None
    request_id: str | None


class Link(BaseModel):
    """A link: `status` is Belvo's word for it, `state` what is known of it here, `turn` and `step` what comes next."""

    id: str
    external_id: str | None
    owner: str | None
    institution: str | None
    institution_name: str | None
    country: str | None
    status: str | None
    state: Badge
    reason: Reason | None
    since: Instant | None
    happened: str | None
    todo: str | None
    turn: Turn | None
    step: Step | None
    waits_for: WaitsFor | None
    waits_until: Instant | None
    trouble: Trouble | None
    consent: Consent | None
    access_mode: str | None
    refresh_rate: str | None
    resources: list[str]
    is_followed: bool
    accounts: int
    transactions: int
    created_at: Instant | None
    last_accessed_at: Instant | None
    last_pull_at: Instant | None
    last_pull_state: str | None
    deleted_at: Instant | None


class Content(BaseModel):
    """What is stored of a resource of a link."""

    resource: str
    rows: int
    set_aside: int | None
    listed_at: Instant | None
    state: str | None
    error_code: str | None
    loading: str | None


class LinkInFull(Link):
    """The same with what is stored of it."""

    contents: list[Content]


class LinkFilter(Paged):
    """What is not given does not restrict; of what is gone only who names it, or its state, is told."""

    link: AskedTexts = Field(default_factory=list)
    external_id: AskedTexts = Field(default_factory=list)
    institution: AskedTexts = Field(default_factory=list)
    state: list[Badge] = Field(default_factory=list)
    find: AskedText | None = None


class TimelineFilter(Paged):
    """Entries of these kinds, or of all."""

    kinds: list[Literal["widget", "call", "webhook", "pull", "status", "action"]] = Field(default_factory=list)


@router.get("/links", response_model=Page[Link], response_class=Answer, summary="Links, the newest first")
def list_links(reader: Reading, asked: Annotated[LinkFilter, Query()]) -> Answer:
    """Every link that fits, with its state, why it is so, and whose turn it is to do what."""
    reader.opens("links")
    reader.searches("find")
    page = Asked.of(asked, (str, str))
    known = states_of(reader)
    wanted = [state for state in known.values() if _is_wanted(asked, state)]
    if asked.find:
        theirs = people.search(reader.db, asked.find)
        wanted = [state for state in wanted if state.facts.link in theirs]
    found = sorted(map(_place, wanted), reverse=True)
    behind = [one for one in found if page.mark is None or one < page.mark]
    listed: list[Listed] = [((link,), (at, link)) for at, link in behind[: page.limit + 1]]
    told = page.answer(reader.request, listed, partial(_told, reader, known))
    reader.note("links", len(told["results"]))
    return Answer(told)


@router.get("/links/{link}", response_model=LinkInFull, response_class=Answer, summary="A link in full")
def show_link(reader: Reading, link: PathId, _asked: NoParameters) -> Answer:
    """One link with its state and what is stored of it; one that is gone, too, until it is erased."""
    reader.opens("link")
    found = _found(reader, link)
    known = judge(facts.around(reader.db, link, reader.now), reader.now, reader.ahead)
    stored = framed(contents.of_link(reader.db, link), _CONTENTS)
    reader.note("links", 1, about=[("link", link)])
    return Answer(link_told(found, known.get(link)) | {"contents": stored})


@router.get(
    "/links/{link}/timeline",
    response_model=Page.__class_getitem__(model("TimelineEntry", timeline.COLUMNS)),
    response_class=Answer,
    summary="What happened to a link, the newest first",
)
def list_timeline(reader: Reading, link: PathId, asked: Annotated[TimelineFilter, Query()]) -> Answer:
    """Steps in the widget, calls, webhooks, pulls, changes of status, and what people did, on one line of time."""
    reader.opens("link")
    _found(reader, link)
    page = Asked.of(asked, (str, str, str))
    told = page.answer(reader.request, timeline.listed(reader.db, link, asked.kinds, page.place), _entries)
    reader.note("timeline", len(told["results"]), about=[("link", link)])
    return Answer(told)


def states_of(reader: Reader) -> dict[str, LinkState]:
    """Of all links, since how others do tells whose turn it is."""
    return judge(facts.of_all(reader.db, reader.now), reader.now, reader.ahead)


def link_told(row: LinkRow, state: LinkState | None) -> dict[str, Any]:
    """A link as it stands in answers."""
    return {**_as_stored(row), **_judged(state)}


def _found(reader: Reader, link: str) -> LinkRow:
    found = links.find(reader.db, link)
    if found is None:
        raise HTTPException(404, "There is no such link here. It may have been erased.")
    return found


def _is_wanted(asked: LinkFilter, state: LinkState) -> bool:
    one = state.facts
    is_named = one.link in asked.link or state.badge in asked.state
    return (
        (state.badge is not Badge.DELETED or is_named or bool(asked.find))
        and (not asked.link or one.link in asked.link)
        and (not asked.external_id or one.external_id in asked.external_id)
        and (not asked.institution or one.institution in asked.institution)
        and (not asked.state or state.badge in asked.state or state.trouble in asked.state)
    )


def _place(state: LinkState) -> tuple[str, str]:
    return instant(state.facts.created_at) or "", state.facts.link


def _told(reader: Reader, known: Mapping[str, LinkState], rows: Sequence[tuple[str, ...]]) -> list[dict[str, Any]]:
    ids = [link for (link,) in rows]
    found = links.several(reader.db, ids)
    return [link_told(found[link], known[link]) for link in ids if link in found]


def _as_stored(row: LinkRow) -> dict[str, Any]:
    same = ("external_id", "owner", "institution", "country", "status", "access_mode", "refresh_rate")
    times = ("created_at", "last_accessed_at", "last_pull_at", "deleted_at")
    return {
        "id": row.link,
        **{name: getattr(row, name) for name in same},
        **{name: instant(getattr(row, name)) for name in times},
        "institution_name": row.display_name,
        "resources": [*row.fetch_resources],
        "is_followed": row.followed,
        "accounts": row.accounts,
        "transactions": row.transactions,
        "last_pull_state": row.last_pull_state,
    }


def _judged(state: LinkState | None) -> dict[str, Any]:
    if state is None:
        return dict.fromkeys(_OF_STATE) | {"state": Badge.DELETED}
    bank = state.facts.bank or state.facts.institution or "The institution"
    said, consent, failure = advise(state, bank), state.facts.consent, state.failure
    return {
        "state": state.badge,
        "reason": state.reason,
        "since": instant(state.since),
        "happened": said.happened if said else None,
        "todo": said.todo if said else None,
        "turn": state.turn,
        "step": state.step,
        "waits_for": state.wait.what if state.wait else None,
        "waits_until": instant(state.wait.until) if state.wait else None,
        "trouble": {name: getattr(failure, name) for name in Trouble.model_fields} if failure else None,
        "consent": {"status": consent.status, "expires_at": instant(consent.expires_at)} if consent else None,
    }


_OF_STATE = ("reason", "since", "happened", "todo", "turn", "step", "waits_for", "waits_until", "trouble", "consent")


def _entries(rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    kinds = timeline.COLUMNS
    return [{name: cell(value, kind) for (name, kind), value in zip(kinds.items(), row, strict=True)} for row in rows]


_CONTENTS = dict.fromkeys(Content.model_fields, frames.TEXT) | {
    "rows": frames.INTEGER,
    "set_aside": frames.INTEGER,
    "listed_at": frames.INSTANT,
}
