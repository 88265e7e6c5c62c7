"""The invoices of a filter on a page: figures, charts, rows or counterparts, and a file of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from actions.products import form_for
from components.fiscal.documents import PARAMETER, document_opener
from components.fiscal.invoice_filters import WITHOUT_AMOUNT
from components.fiscal.invoice_rows import COUNTERPARTS, INVOICES, shown, with_shares
from components.fiscal.invoice_sums import draw_largest, draw_months, sums_figures
from components.status.repair_navigation import draw_way_to_connect
from components.ui import desk, query
from components.ui.downloads import draw_download, draw_export
from components.ui.drawers import view_beside
from components.ui.filters import choose_chart_currency
from components.ui.metric_cards import draw_figures
from components.ui.money import named
from components.ui.paging import Sort, choose_sort, page_at, pager, sort_among
from components.ui.tables import draw_table
from domain.partial_months import partial_months
from languages import msg, say
from store import Database
from store.queries.fiscal import invoices
from store.queries.fiscal.invoices import InvoiceFilter
from store.queries.tables import orders

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator
    from streamlit.elements.lib.column_types import ButtonColumnResult

LABELS = {
    "newest": msg("Newest first"),
    "oldest": msg("Oldest first"),
    "largest": msg("Largest first"),
    "smallest": msg("Smallest first"),
    "counterpart": msg("By counterpart"),
    "kind": msg("By kind"),
}
SORTS = {name: Sort(label, *orders.INVOICES[name]) for name, label in LABELS.items()}
VIEWS = {"invoices": msg("Invoices"), "counterparts": msg("Counterparts")}
_MOST_COUNTERPARTS = 200


def draw_section(db: Database, wanted: InvoiceFilter, names: Mapping[str, str], today: date) -> None:
    """Everything about the invoices that the filter leaves."""
    totals = invoices.totals(db, wanted)
    number = int(totals["count"].sum())
    if not number:
        _draw_nothing(db, wanted)
        return
    every, *sums = sums_figures(totals, query.here())
    draw_figures([replace(every, page=None), *sums], key="totals")  # of which all are below
    codes = [str(code) for code in named(totals)["currency"] if code not in WITHOUT_AMOUNT]
    _draw_picture(db, wanted, codes, today)
    tools = st.container(horizontal=True, vertical_alignment="center", key="tools")
    with tools:
        view = query.segments(
            say("Rows"), "view", {name: say(label) for name, label in VIEWS.items()}, default="invoices", arranges=True
        )
    if view == "counterparts":
        _draw_counterparts(db, wanted, totals, tools)
    else:
        _draw_rows(db, wanted, names, number, tools)


def _draw_nothing(db: Database, wanted: InvoiceFilter) -> None:
    if invoices.count(db, InvoiceFilter(links=wanted.links)):
        st.text(say("No invoice is like this. Take a filter out, or clear them all."))
    elif wanted.links:
        st.text(
            say("No invoice of these links is stored here: the tax authority has none, or they are still being pulled.")
        )
        desk.draw_way(
            "pages/link.py",
            label=say("See what was pulled of the link"),
            icon=":material/link:",
            query_params={"link": wanted.links[0]},
        )
    else:
        st.text(say("No invoice is stored here yet. They come with the first pull of a link to SAT or SII."))
        way = form_for("fiscal", desk.settings().environment)
        draw_way_to_connect(say("Connect a tax account"), way)


def _draw_picture(db: Database, wanted: InvoiceFilter, codes: list[str], today: date) -> None:
    """Both charts in one currency, since amounts of two are never added."""
    if not codes:
        return
    with st.container(key="picture", gap="small"):
        currency = choose_chart_currency(codes)
        drawn = replace(wanted, currency=currency)
        partial = partial_months(invoices.first_day(db, wanted.links), today, since=wanted.since, until=wanted.until)
        with st.grid(2, min_column_width=420, gap="small"):
            draw_months(invoices.by_month(db, drawn), key="by_month", partial=partial)
            draw_largest(invoices.by_counterpart(db, drawn, limit=8), currency, key="by_counterpart")


def _draw_rows(
    db: Database, wanted: InvoiceFilter, names: Mapping[str, str], number: int, tools: "DeltaGenerator"
) -> None:
    with tools:
        sort = choose_sort(SORTS, width=180)
        st.space("stretch")
        draw_export("invoices", wanted.to_query(), number)
    rows = page_at(
        number,
        "invoices",
        lambda at: invoices.page(db, wanted, sort=sort.column, descending=sort.descending, at=at),
    )
    buttons = {"open": document_opener(rows, key="open_row")}
    draw_table(
        shown(rows),
        INVOICES,
        key=f"rows {view_beside(PARAMETER)}",
        names=names,
        buttons=buttons,
        sort_by=sort_among(SORTS),
    )
    pager(number)


def _draw_counterparts(db: Database, wanted: InvoiceFilter, totals: "pd.DataFrame", tools: "DeltaGenerator") -> None:
    partners = invoices.by_counterpart(db, wanted, limit=_MOST_COUNTERPARTS)
    with tools:
        st.space("stretch")
        draw_download(partners, "counterparts", key="export_counterparts", numbers=COUNTERPARTS.numbers)
    told = with_shares(partners, totals)
    buttons = {"open": _chooser(partners["counterpart"].to_list())}
    draw_table(told, COUNTERPARTS, key="counterparts_table", buttons=buttons)


def _chooser(counterparts: list[str]) -> "ButtonColumnResult":
    """A column of buttons that show one counterpart's invoices."""

    def choose() -> None:
        chosen = counterparts[st.session_state["choose_counterpart"].row]
        query.write({"counterparts": [str(chosen)], "view": []})

    return st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=choose, key="choose_counterpart")
