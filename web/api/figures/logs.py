"""Figures of what is on record besides rows: calls to Belvo, its webhooks, its catalogue, and one link."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException

from domain.link_state import Badge
from store.core import instants
from store.ops import breakers, calls, webhooks
from store.ops.calls import CallFilter
from store.ops.webhooks import WebhookFilter
from store.queries.banking import accounts
from store.queries.banking.holdings import holdings, odd_holdings
from store.write import institutions, links
from web.api.figures.figure import Figure, Told, answer, figure
from web.api.links import states_of
from web.api.lists import Answer, NoParameters, Page, Parameters
from web.api.reader import Reading
from web.api.values import AskedDay, AskedText, exact

router = APIRouter()


class OfLink(Parameters):
    """One link."""

    link: AskedText


class Webhooks(Parameters):
    """What is not given does not restrict; `since` is a day in UTC."""

    type: AskedText | None = None
    code: AskedText | None = None
    link: AskedText | None = None
    since: AskedDay | None = None
    effect: Literal["pull", "none"] | None = None


class Calls(Parameters):
    """What is not given does not restrict; `since` is a day in UTC."""

    outcome: Literal["ok", "client_error", "server_error", "no_answer"] | None = None
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] | None = None
    link: AskedText | None = None
    since: AskedDay | None = None


@router.get("/link", response_model=Page[Figure], response_class=Answer, summary="Of the page Link")
def of_link(reader: Reading, asked: Annotated[OfLink, Query()]) -> Answer:
    """What one link owns and owes in each currency, without accounts far beyond all others, and how much is stored."""
    reader.opens("link")
    found = links.find(reader.db, asked.link)
    if found is None:
        raise HTTPException(404, "There is no such link here. It may have been erased.")
    rows = accounts.table(reader.db, links=[asked.link])
    odd = {account for some in odd_holdings(rows).values() for account in some}
    told: list[Told] = []
    for one in holdings(rows[~rows["account"].isin(odd)]):
        for name, value in (("owned", one.owned), ("owed", one.owed)):
            told.append(figure(name, exact(value), "money", currency=one.currency))
    numbers = {"accounts": found.accounts, "transactions": found.transactions, "set_aside": len(odd)}
    return answer(reader, "link", told + [figure(name, number) for name, number in numbers.items()])


@router.get("/institutions", response_model=Page[Figure], response_class=Answer, summary="Of the page Institutions")
def of_institutions(reader: Reading, _asked: NoParameters) -> Answer:
    """How many there are in Belvo's catalogue, how many are down or silent, and at how many we have links."""
    reader.opens("institutions")
    rows = institutions.table(reader.db)
    connected = [state for state in states_of(reader).values() if state.badge is not Badge.DELETED]
    ours = Counter(state.facts.institution for state in connected)
    troubled = Counter(state.facts.institution for state in connected if state.is_broken)
    known = {*rows["name"]}
    told = [
        figure("institutions", len(rows)),
        figure("down", int((rows["status"] == "down").sum())),
        figure("silent", len(breakers.opened(reader.db))),
        figure("with_links", sum(1 for name in ours if name in known)),
        figure("links", sum(number for name, number in ours.items() if name in known)),
        figure("with_broken_links", sum(1 for name in troubled if name in known)),
        figure("broken_links", sum(number for name, number in troubled.items() if name in known)),
    ]
    return answer(reader, "institutions", told)


@router.get("/webhooks", response_model=Page[Figure], response_class=Answer, summary="Of the page Webhooks")
def of_webhooks(reader: Reading, asked: Annotated[Webhooks, Query()]) -> Answer:
    """How many came, how many of them set off a pull, and of how many types they are."""
    reader.opens("webhooks")
    with_job = None if asked.effect is None else asked.effect == "pull"
    matching = WebhookFilter(
        asked.type or "", asked.code or "", asked.link or "", since=_start(asked.since), with_job=with_job
    )
    number = webhooks.count(reader.db, matching)
    pulled = {None: webhooks.count(reader.db, replace(matching, with_job=True)), True: number, False: 0}[with_job]
    told = [figure("webhooks", number), figure("set_off_a_pull", pulled)]
    return answer(reader, "webhooks", [*told, figure("types", webhooks.types(reader.db, matching))])


@router.get("/api_log", response_model=Page[Figure], response_class=Answer, summary="Of the page API log")
def of_calls(reader: Reading, asked: Annotated[Calls, Query()]) -> Answer:
    """How many calls to Belvo there were, how many of them failed, and with which codes."""
    reader.opens("api_log")
    matching = CallFilter(
        outcome=asked.outcome or "", method=asked.method or "", link=asked.link or "", since=_start(asked.since)
    )
    errors = calls.errors(reader.db, matching)
    told = [
        figure("calls", calls.count(reader.db, matching)),
        figure("errors", int(errors["calls"].sum())),
        figure("kinds_of_error", len(errors)),
        *(
            figure("errors_by_code", int(rows["calls"].sum()), group=str(code))
            for code, rows in errors.assign(code=errors["code"].fillna("no code")).groupby("code")
        ),
    ]
    return answer(reader, "api_log", told)


def _start(day: date | None) -> str:
    """The instant at which a day begins, in UTC; nothing for none."""
    return instants.encode(datetime.combine(day, time.min, UTC)) if day else ""
