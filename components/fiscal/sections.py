"""What tax authorities know beside invoices, a section each: its chart, its rows, and a file of them."""

from collections.abc import Callable, Mapping
from datetime import datetime

import pandas as pd
import streamlit as st

from components.fiscal.charts import draw_retained, draw_returns, draw_years
from components.fiscal.document_detail import LATENESS, draw_debts, draw_registrations
from components.fiscal.documents import document_opener
from components.fiscal.invoice_filters import Bar
from components.fiscal.statement_tables import draw_statements
from components.ui import query, states
from components.ui.downloads import draw_download, draw_foot
from components.ui.metric_cards import Figure, draw_figures
from components.ui.money import money
from components.ui.tables import badge_cells, badges, draw_table, page_of
from components.ui.text import words
from store import Database
from store.queries.fiscal import debts, statements, tax_filings, taxpayers

Names = Mapping[str, str]

_DAY = "D MMM YYYY"
_PERIODS = {"yearly": "YYYY", "monthly": "MMM YYYY"}
_WHOSE = st.column_config.TextColumn("Link", width=190)
_AS_OF = st.column_config.DatetimeColumn("As of", width=95, help="When Belvo read it")


def draw_status(db: Database, bar: Bar, names: Names, now: datetime) -> None:
    """Who the taxpayers are, and what they are registered for."""
    found, registered = taxpayers.status(db, bar.links), taxpayers.registrations(db, bar.links)
    shown = page_of(found)
    draw_table(
        shown.assign(open="Open", status=[words(_text(status)) for status in shown["status"]], **_whose(shown, names)),
        {
            "open": document_opener(shown, key="open_status"),
            "name": st.column_config.TextColumn("Name", width=220),
            "tax_id": st.column_config.TextColumn("Tax ID", width=130),
            "status": st.column_config.TextColumn("Status", width=80),
            "since": st.column_config.DateColumn("Since", width=95, format=_DAY),
            "address": st.column_config.TextColumn("Address", width=250),
            "email": st.column_config.TextColumn("Email", width=180),
            "phone": st.column_config.TextColumn("Phone", width=100),
            "collected_at": _AS_OF,
            "whose": _WHOSE,
        },
        instants=["collected_at"],
        now=now,
        key="taxpayers",
        alt="Taxpayers",
        empty="No taxpayer is known here. Who they are comes with the first pull of a link to SAT or SII.",
    )
    draw_foot(found, "taxpayers", key="export_taxpayers")
    if len(registered):
        st.subheader("Registered for", anchor=False)
        draw_registrations(registered.assign(**_whose(registered, names)), key="registrations")
        draw_download(registered, "registrations", key="export_registrations")


def draw_filings(db: Database, bar: Bar, names: Names, _now: datetime) -> None:
    """Tax returns by year or by month."""
    kind = query.segments("Returns", "returns", {"yearly": "Yearly", "monthly": "Monthly"}, default="yearly")
    found = tax_filings.returns(db, bar.links, kind=kind, since=bar.since, until=bar.until)
    if len(found):
        draw_returns(found, kind or "yearly", key="returns_chart")
    shown = page_of(found)
    draw_table(
        shown.assign(open="Open", currency="MXN", **_whose(shown, names)),
        {
            "open": document_opener(shown, key="open_return", resource="tax_returns"),
            "period": st.column_config.DateColumn("Period", width=90, format=_PERIODS.get(kind or "", _DAY)),
            "income": st.column_config.NumberColumn("Income", width=120),
            "income_tax": st.column_config.NumberColumn("Income tax due", width=115),
            "income_tax_in_favour": st.column_config.NumberColumn("In favour", width=110),
            "vat": st.column_config.NumberColumn("VAT due", width=110),
            "vat_in_favour": st.column_config.NumberColumn("VAT in favour", width=110),
            "filing": st.column_config.TextColumn("Filing", width=110),
            "filed_on": st.column_config.DateColumn("Filed on", width=95, format=_DAY),
            "rfc": st.column_config.TextColumn("RFC", width=125),
            "whose": _WHOSE,
        },
        amounts=["income", "income_tax", "income_tax_in_favour", "vat", "vat_in_favour"],
        key=f"returns_table_{kind}",
        alt="Tax returns, the newest period first",
        empty=f"No {kind} return is stored of these links and days. They come from Mexico's SAT.",
    )
    draw_foot(found, f"tax_returns_{kind}", key="export_returns")


def draw_retentions(db: Database, bar: Bar, names: Names, _now: datetime) -> None:
    """Tax that others withheld, or that was withheld of others."""
    found = tax_filings.retentions(db, bar.links, since=bar.since, until=bar.until)
    if len(found):
        months = tax_filings.retentions_by_month(db, bar.links, since=bar.since, until=bar.until)
        draw_retained(months, key="retentions_chart")
    shown = page_of(found)
    days = shown.assign(issued_at=shown["issued_at"].dt.date, cancelled_at=shown["cancelled_at"].dt.date)
    draw_table(
        days.assign(open="Open", currency="MXN", **_whose(shown, names)),
        {
            "open": document_opener(shown, key="open_retention", resource="tax_retentions"),
            "issued_at": st.column_config.DateColumn("Issued on", width=95, format=_DAY),
            "sender_name": st.column_config.TextColumn("Withheld by", width=230),
            "receiver_name": st.column_config.TextColumn("Withheld from", width=200),
            "total_retained_amount": st.column_config.NumberColumn("Withheld", width=110),
            "total_taxable_amount": st.column_config.NumberColumn("Taxable", width=110),
            "total_invoice_amount": st.column_config.NumberColumn("Invoiced", width=110),
            "cancelled_at": st.column_config.DateColumn("Cancelled", width=95, format=_DAY),
            "whose": _WHOSE,
        },
        amounts=["total_retained_amount", "total_taxable_amount", "total_invoice_amount"],
        key="retentions_table",
        alt="Certificates of tax withheld, newest first",
        empty="No tax was withheld in these days, as far as is known. Certificates come from Mexico's SAT.",
    )
    draw_foot(found, "tax_retentions", key="export_retentions")


def draw_compliance(db: Database, bar: Bar, names: Names, now: datetime) -> None:
    """The authority's opinions on who meets their obligations."""
    found = taxpayers.compliance(db, bar.links)
    shown = page_of(found).reset_index(drop=True)
    draw_table(
        shown.assign(open="Open", outcome=badge_cells(shown["outcome"], states.OPINIONS), **_whose(shown, names)),
        {
            "open": document_opener(shown, key="open_opinion", resource="tax_compliance_status"),
            "outcome": badges("Opinion", states.OPINIONS.values(), width=140, help="Of Mexico's tax authority"),
            "rfc": st.column_config.TextColumn("RFC", width=140),
            "number": st.column_config.TextColumn("Number", width=130),
            "collected_at": _AS_OF,
            "whose": _WHOSE,
        },
        instants=["collected_at"],
        now=now,
        key="opinions",
        alt="Opinions of compliance, newest first",
        empty="No opinion of compliance is stored of these links. They come from Mexico's SAT.",
    )
    draw_foot(found, "tax_compliance", key="export_compliance")


def draw_financials(db: Database, bar: Bar, names: Names, _now: datetime) -> None:
    """The statements of one taxpayer: a chart of the years, the statements side by side, and each by itself."""
    found = statements.years(db, bar.links)
    whose = {str(link): names.get(link, link) for link in found["link"].unique()}
    if not whose:
        st.text("No financial statement is stored of these links. They come from Mexico's SAT, with yearly returns.")
        return
    link = next(iter(whose))
    if len(whose) > 1:
        link = query.choose_one("Taxpayer", "taxpayer", whose, width=300, default=link) or link
    mine, lines = found[found["link"] == link], statements.lines(db, [link])
    draw_years(mine, key="years_chart")
    draw_statements(lines, key="statements")
    draw_table(
        mine.assign(open="Open"),
        {
            "open": document_opener(mine, key="open_statement", resource="financial_statements"),
            "year": st.column_config.TextColumn("Year", width=70),
            "net_revenue": st.column_config.NumberColumn("Revenue", width=130),
            "net_income": st.column_config.NumberColumn("Net income", width=130),
            "assets": st.column_config.NumberColumn("Assets", width=130),
            "liabilities": st.column_config.NumberColumn("Liabilities", width=130),
            "equity": st.column_config.NumberColumn("Equity", width=130),
            **({"error": st.column_config.TextColumn("Problem", width=200)} if mine["error"].notna().any() else {}),
        },
        amounts=["net_revenue", "net_income", "assets", "liabilities", "equity"],
        key="years_table",
        alt="Financial statements, the newest year first",
        empty="No year is stated.",
    )
    draw_download(lines, "financial_statements", key="export_statements")


def draw_debt_reports(db: Database, bar: Bar, names: Names, _now: datetime) -> None:
    """What people owe in Chile."""
    found, owed = debts.reports(db, bar.links), debts.debts(db, bar.links)
    newest = found.drop_duplicates("link")
    if len(newest) == 1:
        draw_figures([_amount(newest.iloc[0], name) for name in ("total", *LATENESS[:3])], key="debt_figures")
    shown = page_of(found)
    draw_table(
        shown.assign(open="Open", **_whose(shown, names)),
        {
            "open": document_opener(shown, key="open_debts", resource="cl_debt_reports"),
            "as_of": st.column_config.DateColumn("As of", width=95, format=_DAY),
            "name": st.column_config.TextColumn("Person", width=200),
            "document_number": st.column_config.TextColumn("RUT", width=110),
            "total": st.column_config.NumberColumn("Owed", width=120),
            **{name: st.column_config.NumberColumn(words(name), width=125) for name in LATENESS},
            "whose": _WHOSE,
        },
        amounts=["total", *LATENESS],
        key="debt_reports",
        alt="Debt reports, the newest data first",
        empty="No debt report is stored of these links. They come from Chile's CMF.",
    )
    draw_foot(found, "debt_reports", key="export_debt_reports")
    if len(owed):
        st.subheader("Owed where", anchor=False)
        draw_debts(owed.assign(**_whose(owed, names)), key="debts")
        draw_download(owed, "debts", key="export_debts")


def _amount(report: "pd.Series[float]", name: str) -> Figure:
    label = "Owed" if name == "total" else words(name)
    return Figure(label, money(report[name], str(report["currency"] or "")))


def _whose(rows: pd.DataFrame, names: Names) -> dict[str, "pd.Series[str]"]:
    return {"whose": rows["link"].map(names)}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


SECTIONS: dict[str, tuple[str, Callable[[Database, Bar, Names, datetime], None]]] = {
    "status": ("Tax status", draw_status),
    "returns_filed": ("Tax returns", draw_filings),
    "retentions": ("Retentions", draw_retentions),
    "compliance": ("Compliance", draw_compliance),
    "statements": ("Statements", draw_financials),
    "debts": ("Debts", draw_debt_reports),
}
"""By the section's name in the address: its label, and what draws it."""
