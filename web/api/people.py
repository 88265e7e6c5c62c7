"""/people: one row a person over all of their links, with the figures of the page People; and one of them in full."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from domain.link_state import judge
from domain.person.flags import Flag
from domain.quality.checks import Check, score
from store import Database
from store.core.money import SCALE
from store.queries.links import facts, people
from store.queries.people import listing
from store.queries.people.index import FIGURES, PRODUCTS
from store.queries.people.listing import PeopleFilter
from store.queries.quality import findings
from web.api.links import Link, link_told
from web.api.lists import Answer, Asked, NoParameters, Page, Paged
from web.api.person import links_meant
from web.api.reader import Reading
from web.api.values import AskedText, Day, Money, cell

router = APIRouter(tags=["people"])

_PATIENCE = 20  # looks, of a second and a half each, until everybody is worked out

_SHARES = 100
_BOUNDS: Mapping[str, tuple[str, int]] = {
    "income_from": ("income", SCALE),
    "income_to": ("income", SCALE),
    "spread_to": ("spread", _SHARES),
    "salary_from": ("salary", SCALE),
    "owed_from": ("owed", SCALE),
    "used_from": ("utilisation", _SHARES),
    "below_zero_from": ("below_zero", 1),
}
"""By the parameter, which is the page's: the figure that it bounds, and how many of its units are one of the store."""

Product = Literal["bank", "payroll", "tax"]
Bound = Annotated[float | None, Field(ge=0, le=1e11)]


class Asking(Paged):
    """As the page People has it: amounts in the row's currency, shares in percent; of products and flags all."""

    find: AskedText | None = None
    currency: AskedText | None = None
    product: list[Product] = Field(default_factory=list)
    flag: list[Flag] = Field(default_factory=list)
    income_from: Bound = None
    income_to: Bound = None
    spread_to: Bound = None
    salary_from: Bound = None
    owed_from: Bound = None
    used_from: Bound = None
    below_zero_from: Bound = None


class Figures(BaseModel):
    """Of a month, in one currency: shares are of 1, `least` and `most` those of income; what is not known is null."""

    currency: str | None
    income_belvo: Money | None
    income: Money | None
    least: Money | None
    most: Money | None
    months: int | None
    known_until: Day | None
    spread: float | None
    owed: Money | None
    utilisation: float | None
    below_zero: int | None
    salary: Money | None
    salary_ended: Day | None
    change: float | None
    changed_on: Day | None


class Person(BaseModel):
    """Somebody, with the figures in one currency; `link` is one of theirs, by which pages open them."""

    external_id: str | None
    owner: str | None
    link: str
    links: int
    products: list[Product]
    flags: list[Flag]
    figures: Figures


class Trust(BaseModel):
    """How far what is stored can be trusted: points of 100, null where nothing could be checked, and what takes off."""

    points: int | None
    lost: dict[Check, int]


class PersonInFull(BaseModel):
    """Somebody with all of their links; figures are a row a currency, that of most of theirs first."""

    external_id: str | None
    owner: str | None
    links: list[Link]
    products: list[Product]
    flags: list[Flag]
    figures: list[Figures]
    trust: Trust


@router.get("/people", response_model=Page[Person], response_class=Answer, summary="People, one row each")
def list_people(reader: Reading, asked: Annotated[Asking, Query()]) -> Answer:
    """People in the currency of most of theirs, or in the one that is asked for."""
    reader.opens("people")
    reader.searches("find")
    page = Asked.of(asked, (str,))
    bring_up_to_date(reader.db, reader.today)
    found = listing.listed(reader.db, _wanted(asked), page.place)
    told = page.answer(reader.request, found, partial(_people, reader.db))
    reader.note("people", len(told["results"]))
    return Answer(told)


@router.get(
    "/people/{external_id:path}", response_model=PersonInFull, response_class=Answer, summary="A person in full"
)
def show_person(
    reader: Reading, external_id: Annotated[str, Path(min_length=1, max_length=500)], _asked: NoParameters
) -> Answer:
    """Somebody by their id in your own systems, with their links, figures and flags."""
    reader.opens("person")
    rows = links_meant(reader, external_id, None)
    links = [row.link for row in rows]
    around = {fact.link: fact for link in links for fact in facts.around(reader.db, link, reader.now)}
    known = judge(around.values(), reader.now, reader.ahead)
    listing.bring_up_to_date(reader.db, reader.today, links)
    figures = _records(reader.db, links)
    found = score(findings.of_links(reader.db, links, reader.today))
    reader.note("people", 1, about=[("external_id", external_id)])
    return Answer(
        {
            "external_id": rows[0].external_id,
            "owner": next((row.owner for row in rows if row.owner), None),
            "links": [link_told(row, known.get(row.link)) for row in rows],
            "products": [name for name in PRODUCTS if any(row[name] for row in figures)],
            "flags": [flag for flag in Flag if any(row[f"flag_{flag}"] for row in figures)],
            "figures": [_figures(row) for row in figures],
            "trust": {"points": found.points, "lost": {str(check): lost for check, lost in found.lost.items()}},
        }
    )


def bring_up_to_date(db: Database, today: date) -> None:
    """Have everybody worked out; answers 503 where that takes longer than anybody waits."""
    for _ in range(_PATIENCE):
        if not listing.bring_up_to_date(db, today):
            return
    raise HTTPException(503, "The figures of people are being worked out. Ask again.", {"retry-after": "10"})


def _wanted(asked: Asking) -> PeopleFilter:
    least, most = dict[str, float](), dict[str, float]()
    for name, (figure, scale) in _BOUNDS.items():
        value = getattr(asked, name)
        if value is not None:
            side = most if name.endswith("_to") else least
            side[figure] = value / _SHARES if scale == _SHARES else int(value * scale)
    return PeopleFilter(asked.find or "", asked.currency, asked.product, asked.flag, least, most)


def _people(db: Database, rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    found = [dict(zip(listing.COLUMNS, row, strict=True)) for row in rows]
    known = people.of_links(db, {row["link"] for row in found})
    return [
        {
            "external_id": known[row["link"]].external_id if row["link"] in known else None,
            "owner": known[row["link"]].owner if row["link"] in known else None,
            "link": row["link"],
            "links": row["links"],
            "products": [name for name in PRODUCTS if row[name]],
            "flags": [flag for flag in Flag if row[f"flag_{flag}"]],
            "figures": _figures(row),
        }
        for row in found
    ]


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"currency": row["currency"] or None, **{name: cell(row[name], kind) for name, kind in _KINDS.items()}}


def _records(db: Database, links: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of these people's figures as they are stored."""
    return [dict(zip(listing.COLUMNS, row, strict=True)) for row in listing.stored_of(db, links)]


_KINDS = {name: listing.COLUMNS[name] for name in FIGURES}
