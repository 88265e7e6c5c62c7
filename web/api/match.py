"""/match: what should have come to a person's banks against what came, as the page Match has it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from domain.match.claims import Kind
from domain.match.outcomes import Row, State
from domain.match.rules import Rule
from domain.partial_months import month_start
from store import Database
from store.core.keyset import Listed
from store.queries.base import EARLIEST
from store.queries.match import matching, texts
from store.queries.match.matching import Matching
from web.api.lists import Answer, Asked, Page
from web.api.person import OfPerson, links_meant
from web.api.reader import Reader, Reading
from web.api.values import AskedDay, Day, Money, day, money

router = APIRouter(tags=["match"])

MONTHS = 11
"""Before this one, that are looked at where no day is named."""


class Claim(BaseModel):
    """What should come: an invoice, a payslip, or an income as Belvo expects it; `owed` less what credit notes take."""

    id: str
    link: str
    kind: Kind
    day: Day
    who: str | None
    owed: Money
    currency: str


class Inflow(BaseModel):
    """What came to a bank."""

    id: str
    link: str
    day: Day
    said: str | None
    amount: Money
    currency: str


class Match(BaseModel):
    """A pair, a claim that nothing paid, or an inflow that nobody explains; `share` is what of it went to the claim."""

    state: State
    claim: Claim | None
    inflow: Inflow | None
    rule: Rule | None
    share: Money | None
    difference: Money | None
    currency: str | None
    is_right: bool | None


class Asking(OfPerson):
    """One person, days of claims and of inflows without one, and which rows."""

    since: AskedDay | None = None
    until: AskedDay | None = None
    kinds: list[Kind] = Field(default_factory=list)
    states: list[State] = Field(default_factory=list)


@router.get("/match", response_model=Page[Match], response_class=Answer, summary="What was owed and what came")
def list_matches(reader: Reading, asked: Annotated[Asking, Query()]) -> Answer:
    """The rows of one person, the newest first: of the last twelve months where no day is named."""
    reader.opens("match")
    page = Asked.of(asked, (int, str, str))
    found = matched(reader, asked)
    rows = {row.key: row for row in found.rows if _is_wanted(asked, row)}
    marks = sorted((-row.day, *row.key) for row in rows.values())
    behind = [mark for mark in marks if page.mark is None or mark > page.mark]
    listed: list[Listed] = [(mark[1:], mark) for mark in behind[: page.limit + 1]]
    told = page.answer(reader.request, listed, partial(_told, reader.db, rows))
    reader.note("match", len(told["results"]))
    return Answer(told)


def matched(reader: Reader, asked: Asking) -> Matching:
    """What the page works out of the person's links."""
    links = [row.link for row in links_meant(reader, asked.external_id, asked.link)]
    since, until = days_of(asked.since, asked.until, reader.today)
    return matching.of_links(reader.db, links, since, until, reader.today)


def days_of(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """As pages have them: the last twelve months, and everything before a last day that alone is named."""
    return since or (EARLIEST if until else month_start(today, MONTHS)), until or today


def _is_wanted(asked: Asking, row: Row) -> bool:
    is_of_kind = not asked.kinds or (row.claim is not None and row.claim.kind in asked.kinds)
    return is_of_kind and (not asked.states or row.state in asked.states)


def _told(db: Database, rows: Mapping[Any, Row], keys: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    shown = [rows[key] for key in keys]
    words = texts.of_rows(db, shown)
    return [_row(row, words) for row in shown]


def _row(row: Row, words: Mapping[str, str]) -> dict[str, Any]:
    side = row.claim or row.inflow
    return {
        "state": row.state,
        "claim": _claim(row, words) if row.claim else None,
        "inflow": _inflow(row, words) if row.inflow else None,
        "rule": row.rule,
        "share": money(row.share) if row.claim and row.inflow else None,
        "difference": money(row.difference) if row.claim and row.inflow else None,
        "currency": side.currency if side else None,
        "is_right": row.decision.is_right if row.decision and not row.is_changed else None,
    }


def _claim(row: Row, words: Mapping[str, str]) -> dict[str, Any]:
    claim = row.claim
    assert claim is not None  # noqa: S101 - asked before
    return {
        "id": claim.key,
        "link": claim.link,
        "kind": claim.kind,
        "day": day(claim.day),
        "who": words.get(claim.key),
        "owed": money(claim.owed),
        "currency": claim.currency,
    }


def _inflow(row: Row, words: Mapping[str, str]) -> dict[str, Any]:
    inflow = row.inflow
    assert inflow is not None  # noqa: S101 - asked before
    return {
        "id": inflow.key,
        "link": inflow.link,
        "day": day(inflow.day),
        "said": words.get(inflow.key),
        "amount": money(inflow.amount),
        "currency": inflow.currency,
    }
