"""Months against months: what was declared, invoiced and banked, and salaries against what came."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st

from components.match.words import PAYS, VERDICTS
from components.person.whose import Person
from components.ui.downloads import draw_foot
from components.ui.metric_cards import Figure, draw_figures
from components.ui.paging import page_of
from components.ui.tables import Column, Table, draw_table
from domain.invoice_sides import Side
from domain.match.months import OF_A_BANK, OF_A_RETURN, TaxMonth, Verdict, sums
from languages import msg, percent, say, say_many
from store import Database
from store.core.amounts import money
from store.core.money import SCALE
from store.queries.match import months
from store.queries.match.matching import Matching

DECLARED = Table(
    {
        "month": Column(msg("Month"), 95, "month"),
        "verdict": Column(msg("Return"), 130, "state", states=VERDICTS),
        "declared": Column(
            msg("Declared"),
            125,
            "amount",
            help=msg("Income in the month's return, the newest that was filed"),
            adds_up=True,
        ),
        "invoiced": Column(
            msg("Invoiced"), 125, "amount", help=msg("Sales before tax, less credit notes, not cancelled"), adds_up=True
        ),
        "billed": Column(
            msg("With tax"), 125, "amount", help=msg("The same with tax, less what was withheld"), adds_up=True
        ),
        "banked": Column(
            msg("Banked"),
            125,
            "amount",
            help=msg("Inflows but own transfers, loans, savings and payslips"),
            adds_up=True,
        ),
    },
    alt=msg("Declared, invoiced and banked by month"),
    empty=msg("No monthly return of this person is stored: there is nothing to hold invoices and bank against."),
    currency=months.PESOS,
)

SALARIES = Table(
    {
        "month": Column(msg("Month"), 95, "month"),
        "state": Column(msg("State"), 118, "state", states=PAYS),
        "employer": Column(msg("Employer"), 240),
        "salary": Column(msg("Salary"), 125, "amount", help=msg("As social security has it, before tax"), adds_up=True),
        "came": Column(msg("Came"), 125, "amount", help=msg("Inflows whose line names the employer"), adds_up=True),
        "share": Column(msg("Of the salary"), 110, "share"),
    },
    alt=msg("Salaries by month and employer, with what came of them"),
    empty=msg("No payroll of these months is stored of this person."),
)


def draw_declared(db: Database, person: Person, matching: Matching, since: date, until: date) -> None:
    """What the months come to where all three are known, and the months."""
    found = months.declared(db, person.links, matching, since, until)
    if figures := _figures(found, _ways(person, since, until)):
        draw_figures(figures, key="declared_sums", noted=True)
    rows = pd.DataFrame([_shown(one) for one in found], columns=["month", *_AMOUNTS, "verdict"])
    rows["month"] = pd.to_datetime(rows["month"], format="%Y-%m")
    draw_table(page_of(rows), DECLARED, key="declared")
    if len(rows):
        draw_foot(rows, "declared", key="export_declared", numbers=DECLARED.numbers)
        st.caption(
            say(
                "A return agrees within {of_sales} of the month's sales. The bank is held against all "
                "months together, within {of_all}: customers pay a month later. Months of which one "
                "side is missing are left out there.",
                of_sales=percent(OF_A_RETURN),
                of_all=percent(OF_A_BANK),
            )
        )


_AMOUNTS = ("declared", "invoiced", "billed", "banked")


def _shown(one: TaxMonth) -> dict[str, object]:
    amounts = {name: None if (units := getattr(one, name)) is None else units / SCALE for name in _AMOUNTS}
    return {"month": one.month, **amounts, "verdict": str(one.verdict)}


def _ways(person: Person, since: date, until: date) -> Mapping[str, Mapping[str, Any]]:
    """Where the rows of each sum are."""
    days = {"since": since.isoformat(), "until": until.isoformat()}
    fiscal: dict[str, Any] = {"link": [*person.links], **days}
    filed = {"page": "pages/fiscal.py", "query": {**fiscal, "section": "returns_filed", "returns": "monthly"}}
    came = {"links": [*person.links], "type": "INFLOW", "currency": months.PESOS, **days}
    return {
        "declared": filed,
        "invoiced": {"page": "pages/fiscal.py", "query": {**fiscal, "counts_as": str(Side.SALE)}},
        "banked": {"page": "pages/transactions.py", "query": came},
    }


def _figures(found: Sequence[TaxMonth], ways: Mapping[str, Mapping[str, Any]]) -> list[Figure]:
    total = sums(found)
    if not total.months:
        return []
    odd = sum(one.verdict in (Verdict.LESS, Verdict.MORE) for one in found)
    share = total.banked / total.expected - 1 if total.expected else 0.0
    said = {
        Verdict.AGREE: say("agrees with what was declared"),
        Verdict.MORE: say("{share} more than declared", share=percent(share)),
        Verdict.LESS: say("{share} less than declared", share=percent(-share)),
    }[total.verdict]
    tone: Literal["gray", "orange"] = "gray" if total.verdict is Verdict.AGREE else "orange"
    note = say_many("{number} month, all sides known", "{number} months, all sides known", total.months)
    return [
        Figure(say("Declared"), money(total.declared / SCALE, months.PESOS), note, **ways["declared"]),
        Figure(
            say("Invoiced before tax"),
            money(total.invoiced / SCALE, months.PESOS),
            say_many("{number} month differs", "{number} months differ", odd),
            "orange" if odd else "gray",
            **ways["invoiced"],
        ),
        Figure(
            say("Declared, with tax"),
            money(total.expected / SCALE, months.PESOS),
            say("as invoices have it"),
            **ways["declared"],
        ),
        Figure(say("Banked"), money(total.banked / SCALE, months.PESOS), said, tone, **ways["banked"]),
    ]


def draw_salaries(db: Database, person: Person, matching: Matching, since: date, until: date) -> None:
    """Each month's salary against what its employer paid in."""
    rows = months.salaries(db, person.links, matching, since, until)
    draw_table(page_of(rows), SALARIES, key="salary_months")
    if len(rows):
        draw_foot(rows, "salary_months", key="export_salaries", numbers=SALARIES.numbers)
        st.caption(say("A salary is told before taxes: half of it or more has to come. Whole months only."))
