"""Figures of all people, of one, of what came of what was owed to them, and of how far that can be trusted."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from domain.match.claims import Kind
from domain.match.outcomes import Row, State
from domain.person.flags import Flag
from domain.quality.checks import Check, Verdict, score, worst
from store import Database
from store.queries.match import matching
from store.queries.people import listing
from store.queries.people.index import FIGURES
from store.queries.people.listing import AMOUNTS, PeopleFilter
from store.queries.quality import findings
from web.api.figures.figure import Figure, One, OneInDays, Told, answer, figure, units
from web.api.lists import Answer, NoParameters, Page
from web.api.match import days_of
from web.api.people import bring_up_to_date
from web.api.person import links_meant
from web.api.reader import Reading

router = APIRouter()

_MONEY = {*AMOUNTS, "least", "most"}
_SHARES = {"spread", "utilisation", "change"}
_NUMBERS = ("months", "below_zero")


@router.get("/people", response_model=Page[Figure], response_class=Answer, summary="Of the page People")
def of_people(reader: Reading, _asked: NoParameters) -> Answer:
    """How many people there are, and how many have each product and flag; an amount's currency may be several."""
    reader.opens("people")
    bring_up_to_date(reader.db, reader.today)
    found = listing.counts(reader.db, PeopleFilter())
    told = [figure("people", found.people)]
    for name, counted in (("product", found.products), ("flag", found.flags), ("currency", found.currencies)):
        told += [figure(name, number, group=which) for which, number in counted.items()]
    return answer(reader, "people", told)


@router.get("/person", response_model=Page[Figure], response_class=Answer, summary="Of the page Person")
def of_person(reader: Reading, asked: Annotated[One, Query()]) -> Answer:
    """Income, salary, debts and days below zero of one person in each currency, what is flagged, and the trust."""
    reader.opens("person")
    links = [row.link for row in links_meant(reader, asked.external_id, asked.link)]
    return answer(reader, "person", person_figures(reader.db, links, reader.today))


@router.get("/match", response_model=Page[Figure], response_class=Answer, summary="Of the page Match")
def of_match(reader: Reading, asked: Annotated[OneInDays, Query()]) -> Answer:
    """By state what invoices and payslips come to, and what inflows that nobody explains; incomes are among these."""
    reader.opens("match")
    links = [row.link for row in links_meant(reader, asked.external_id, asked.link)]
    since, until = days_of(asked.since, asked.until, reader.today)
    return answer(reader, "match", match_figures(reader.db, links, since, until, reader.today))


@router.get("/quality", response_model=Page[Figure], response_class=Answer, summary="Of the page Quality")
def of_quality(reader: Reading, asked: Annotated[One, Query()]) -> Answer:
    """Of 100 points, how many checks come to what, and what each takes off."""
    reader.opens("quality")
    links = [row.link for row in links_meant(reader, asked.external_id, asked.link)]
    return answer(reader, "quality", quality_figures(reader.db, links, reader.today))


def person_figures(db: Database, links: Sequence[str], today: date) -> list[Told]:
    """What `of_person` answers of the person whose these links are."""
    listing.bring_up_to_date(db, today, links)
    rows = [dict(zip(listing.COLUMNS, row, strict=True)) for row in listing.stored_of(db, links)]
    told = [figure("trust", score(findings.of_links(db, links, today)).points, "points")]
    told += [figure("flag", int(any(row[f"flag_{flag}"] for row in rows)), group=flag) for flag in Flag]
    for row in rows:
        currency = row["currency"] or ""
        told += [units(name, row[name], currency) for name in FIGURES if name in _MONEY]
        told += [figure(name, row[name], "share", currency=currency) for name in FIGURES if name in _SHARES]
        told += [figure(name, row[name], currency=currency) for name in _NUMBERS]
    return told


def match_figures(db: Database, links: Sequence[str], since: date, until: date, today: date) -> list[Told]:
    """What `of_match` answers of one person's links."""
    found = matching.of_links(db, links, since, until, today)
    sums, numbers = defaultdict[tuple[State, str], dict[str, int]](dict), Counter[tuple[State, str]]()
    for row in found.rows:
        key, currency, owed = _counted(row)
        if currency is not None and key not in sums[row.state, currency]:
            sums[row.state, currency][key] = owed
            numbers[row.state, currency] += 1
    told: list[Told] = []
    for (state, currency), amounts in sorted(sums.items()):
        told.append(units("amount", sum(amounts.values()), currency, group=state))
        told.append(figure("count", numbers[state, currency], currency=currency, group=state))
    return told


def quality_figures(db: Database, links: Sequence[str], today: date) -> list[Told]:
    """What `of_quality` answers of one person's links."""
    every = findings.of_links(db, links, today)
    known, of = score(every), Counter(worst(one for one in every if one.check is check) for check in Check)
    told = [figure("trust", known.points, "points")]
    told += [figure("checks", of[verdict], group=verdict) for verdict in Verdict]
    told += [figure("lost", points, "points", group=check) for check, points in known.lost.items()]
    return told


def _counted(row: Row) -> tuple[str, str | None, int]:
    """By what a row is counted once, in which currency and with how much; None for what another row has already."""
    if row.claim is not None:
        is_told_elsewhere = row.claim.kind is Kind.INCOME
        return row.claim.key, None if is_told_elsewhere else row.claim.currency, row.claim.owed
    return (row.inflow.key, row.inflow.currency, row.inflow.amount) if row.inflow else ("", None, 0)
