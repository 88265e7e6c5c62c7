"""/quality: what the checks found of a person's links, with the rows behind each, as the page Quality has it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from domain.quality.checks import Check, Evidence, Finding, Verdict
from store.core.keyset import Listed
from store.queries.quality import findings
from web.api.lists import Answer, Asked, Page
from web.api.person import OfPerson, links_meant
from web.api.reader import Reading
from web.api.values import AskedTexts, Day, Money, day, money

router = APIRouter(tags=["quality"])

_ORDER = [*Check]


class Proof(BaseModel):
    """One thing that a check found, and the row's resource and id."""

    what: str
    account: str | None
    day: Day | None
    until: Day | None
    amount: Money | None
    currency: str | None
    resource: str | None
    row: str | None


class Checked(BaseModel):
    """What a check found of a link: `number` things of `of` looked at; evidence is told of the first hundred."""

    check: Check
    link: str
    verdict: Verdict
    lost: int
    number: int
    of: int
    evidence: list[Proof]


class Asking(OfPerson):
    """One person; some of their links, and some of the checks."""

    of: AskedTexts = Field(default_factory=list)
    check: list[Check] = Field(default_factory=list)


@router.get("/quality", response_model=Page[Checked], response_class=Answer, summary="What the checks found")
def list_findings(reader: Reading, asked: Annotated[Asking, Query()]) -> Answer:
    """Check by check and link by link; /figures/quality has what they come to."""
    reader.opens("quality")
    page = Asked.of(asked, (int, str))
    links = [row.link for row in links_meant(reader, asked.external_id, asked.link)]
    found = {
        (_ORDER.index(one.check), one.link): one
        for one in findings.of_links(reader.db, links, reader.today)
        if (not asked.of or one.link in asked.of) and (not asked.check or one.check in asked.check)
    }
    behind = [mark for mark in sorted(found) if page.mark is None or mark > page.mark]
    listed: list[Listed] = [(mark, mark) for mark in behind[: page.limit + 1]]
    told = page.answer(reader.request, listed, partial(_told, found))
    reader.note("quality", len(told["results"]))
    return Answer(told)


def _told(found: Mapping[Any, Finding], marks: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "check": one.check,
            "link": one.link,
            "verdict": one.verdict,
            "lost": one.lost,
            "number": one.number,
            "of": one.of,
            "evidence": [_evidence(piece) for piece in one.evidence],
        }
        for one in map(found.__getitem__, marks)
    ]


def _evidence(piece: Evidence) -> dict[str, Any]:
    return {
        "what": piece.what,
        "day": None if piece.day is None else day(piece.day),
        "until": None if piece.until is None else day(piece.until),
        "amount": money(piece.amount),
        **{name: getattr(piece, name) or None for name in ("account", "currency", "resource", "row")},
    }
