"""Figures of invoices, and of working lives."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import create_model
from starlette.exceptions import HTTPException

from domain.people import count_people
from store import Database
from store.queries.banking.holdings import named
from store.queries.employment import employment
from store.queries.fiscal import invoices
from store.queries.fiscal.invoices import SUMS, InvoiceFilter
from store.queries.links import people
from web.api.figures.figure import Figure, InDays, Narrowed, Told, amount, answer, figure, links_asked
from web.api.lists import Answer, Page, asking
from web.api.reader import Reading
from web.api.rows import filters_of
from web.api.values import exact

router = APIRouter()

Invoices = create_model("InvoicesFilter", __base__=Narrowed, **filters_of(InvoiceFilter))


@router.get("/fiscal", response_model=Page[Figure], response_class=Answer, summary="Of the page Fiscal")
@asking(Invoices)
def of_invoices(reader: Reading, asked: Narrowed) -> Answer:  # noqa: ARG001 - what may be asked
    """Sales, purchases and their net, pay received and wages paid, in each currency and by month."""
    reader.opens("fiscal")
    reader.searches("text")
    try:
        matching = InvoiceFilter.from_query(people.with_links(reader.db, reader.pairs))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return answer(reader, "fiscal", invoice_figures(reader.db, matching))


@router.get("/employment", response_model=Page[Figure], response_class=Answer, summary="Of the page Employment")
def of_employment(reader: Reading, asked: Annotated[InDays, Query()]) -> Answer:
    """Who works now, for how many employers, the highest last salary in each currency, and the longest gap."""
    reader.opens("employment")
    chosen, days = links_asked(reader), {"since": asked.since, "until": asked.until}
    records = employment.records(reader.db, chosen)
    jobs, gaps = (of(reader.db, chosen, **days) for of in (employment.employments, employment.gaps))
    current = employment.current(reader.db, chosen)
    working = current.loc[current["employer"].notna(), "link"]
    whose = {link: one.external_id for link, one in people.of_links(reader.db, {*records["link"], *working}).items()}
    told: list[dict[str, Any]] = [
        figure("people", count_people(records["link"], whose)),
        figure("working_now", count_people(working, whose)),
        figure("employers", jobs["employer"].nunique()),
        figure("employments", len(jobs)),
        figure("gaps", len(gaps)),
        figure("longest_gap", int(gaps["days"].max()) if len(gaps) else None, "days"),
    ]
    for currency, rows in named(records).groupby("currency", sort=False):
        if rows["monthly_salary"].notna().any():
            told.append(amount("highest_last_salary", rows["monthly_salary"].max(), str(currency)))
    return answer(reader, "employment", told)


def invoice_figures(db: Database, matching: InvoiceFilter) -> list[Told]:
    """What `of_invoices` answers of the invoices that a filter leaves."""
    told: list[Told] = []
    for row in named(invoices.totals(db, matching)).to_dict("records"):
        told += [figure(name, exact(row[name]), "money", currency=row["currency"]) for name in SUMS]
        told += [figure(name, int(row[name]), group=row["currency"]) for name in ("count", "cancelled", "payslips")]
    for row in named(invoices.by_month(db, matching)).to_dict("records"):
        told += [amount(name, row[name], row["currency"], month=row["month"]) for name in SUMS]
    return told
