"""What tax authorities know beside invoices, a section each: its chart, its rows, and a file of them."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from components.fiscal.charts import draw_retained, draw_returns, draw_years
from components.fiscal.document_tables import (
    DEBT_REPORTS,
    DEBTS,
    LATENESS,
    OPINIONS,
    REGISTRATIONS,
    RETENTIONS,
    STATED_YEARS,
    TAXPAYERS,
    returns_table,
)
from components.fiscal.documents import document_opener
from components.fiscal.invoice_filters import Bar
from components.fiscal.statement_tables import draw_statements
from components.ui import query
from components.ui.downloads import draw_download, draw_foot
from components.ui.drawers import DOCUMENT
from components.ui.files.content import Numbers
from components.ui.metric_cards import Figure, draw_figures
from components.ui.money import code_of
from components.ui.paging import page_of, sort_of
from components.ui.tables import Table, draw_table
from components.ui.text import words
from components.ui.time_format import today
from domain.partial_months import partial_months
from languages import msg, say, say_as
from store import Database
from store.core.amounts import money
from store.queries.fiscal import debts, statements, tax_filings, taxpayers

Names = Mapping[str, str]


def draw_status(db: Database, bar: Bar, names: Names) -> None:
    """Who the taxpayers are, and what they are registered for."""
    _draw_documents(taxpayers.status(db, bar.links), TAXPAYERS, names, file="taxpayers")
    _draw_beside(
        taxpayers.registrations(db, bar.links), REGISTRATIONS, names, say("Registered for"), file="registrations"
    )


def draw_filings(db: Database, bar: Bar, names: Names) -> None:
    """Tax returns by year or by month."""
    kinds = {"yearly": say_as("returns", "Yearly"), "monthly": say_as("returns", "Monthly")}
    kind = query.segments(say("Returns"), "returns", kinds, default="yearly") or "yearly"
    found = tax_filings.returns(db, bar.links, kind=kind, since=bar.since, until=bar.until)
    if len(found):
        draw_returns(found, kind, key="returns_chart")
    found = found.assign(note=found["replaced"].map({True: say("Replaced")}))
    _draw_documents(found, returns_table(kind), names, file=f"tax_returns_{kind}", resource="tax_returns")


def draw_retentions(db: Database, bar: Bar, names: Names) -> None:
    """Tax that others withheld, or that was withheld of others."""
    found = tax_filings.retentions(db, bar.links, since=bar.since, until=bar.until)
    if len(found):
        months = tax_filings.retentions_by_month(db, bar.links, since=bar.since, until=bar.until)
        begins = tax_filings.retentions(db, bar.links)["issued_at"].min()
        known_from = None if pd.isna(begins) else begins.date()
        partial = partial_months(known_from, today(), since=bar.since, until=bar.until)
        draw_retained(months, partial=partial, key="retentions_chart")
    _draw_documents(found, RETENTIONS, names, file="tax_retentions", resource="tax_retentions")


def draw_compliance(db: Database, bar: Bar, names: Names) -> None:
    """The authority's opinions on who meets their obligations."""
    found = taxpayers.compliance(db, bar.links)
    _draw_documents(found, OPINIONS, names, file="tax_compliance", resource="tax_compliance_status")


def draw_financials(db: Database, bar: Bar, names: Names) -> None:
    """The statements of one taxpayer: a chart of the years, the statements side by side, and each by itself."""
    found = statements.years(db, bar.links)
    whose = {str(link): names.get(link, link) for link in found["link"].unique()}
    if not whose:
        st.text(
            say("No financial statement is stored of these links. They come from Mexico's SAT, with yearly returns.")
        )
        return
    link = next(iter(whose))
    if len(whose) > 1 or query.first("taxpayer"):
        link = query.choose_one(say("Taxpayer"), "taxpayer", whose, width=300, default=link) or link
    mine, lines = found[found["link"] == link], statements.lines(db, [link])
    draw_years(mine, key="years_chart")
    draw_statements(lines, key="statements")
    opener = document_opener(mine, key="open_statement", resource="financial_statements")
    draw_table(mine, STATED_YEARS, key="years_table", buttons={"open": opener})
    draw_download(lines, "financial_statements", key="export_statements", numbers=Numbers(["amount"]))


def draw_debt_reports(db: Database, bar: Bar, names: Names) -> None:
    """What people owe in Chile."""
    found = debts.reports(db, bar.links)
    newest = found.drop_duplicates("link")
    if len(newest) == 1:
        draw_figures([_amount(newest.iloc[0], name) for name in ("total", *[*LATENESS][:3])], key="debt_figures")
    _draw_documents(found, DEBT_REPORTS, names, file="debt_reports", resource="cl_debt_reports")
    _draw_beside(debts.debts(db, bar.links), DEBTS, names, say("Owed where"), file="debts")


def _draw_documents(
    found: pd.DataFrame,
    table: Table,
    names: Names,
    *,
    file: str,
    resource: str | None = None,
) -> None:
    """A page of documents, each of which opens, and what stands below it."""
    shown = page_of(found)
    opener = document_opener(shown, key=f"open_{file}", resource=resource)
    draw_table(shown, table, key=f"{file}_table", names=names, buttons={"open": opener}, sort_by=sort_of(found))
    draw_foot(found, file, key=f"export_{file}", numbers=table.numbers)


def _draw_beside(rows: pd.DataFrame, table: Table, names: Names, title: str, *, file: str) -> None:
    """What the documents say in lines of their own."""
    if len(rows):
        st.subheader(title, anchor=False)
        draw_table(rows, table, key=f"{file}_table", names=names)
        draw_download(rows, file, key=f"export_{file}", numbers=table.numbers)


def _amount(report: "pd.Series[float]", name: str) -> Figure:
    label = say("Owed") if name == "total" else words(name)
    opened = query.here(**{DOCUMENT: f"cl_debt_reports:{report['row']}"})
    return Figure(label, money(report[name], code_of(report["currency"])), page="pages/fiscal.py", query=opened)


SHOWN: Mapping[str, tuple[str, ...]] = {
    "status": ("tax_status", "cl_tax_status"),
    "returns_filed": ("tax_returns",),
    "retentions": ("tax_retentions",),
    "compliance": ("tax_compliance_status",),
    "statements": ("financial_statements",),
    "debts": ("cl_debt_reports",),
}
"""The resources that each section shows rows of."""

SECTIONS: dict[str, tuple[str, Callable[[Database, Bar, Names], None]]] = {
    "status": (msg("Tax status"), draw_status),
    "returns_filed": (msg("Tax returns"), draw_filings),
    "retentions": (msg("Retentions"), draw_retentions),
    "compliance": (msg("Compliance"), draw_compliance),
    "statements": (msg("Statements"), draw_financials),
    "debts": (msg("Debts"), draw_debt_reports),
}
"""By the section's name in the address: its label, and what draws it."""
