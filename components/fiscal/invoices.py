"""The invoices of a filter on a page: figures, charts, rows or counterparts, and a file of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from components.fiscal.documents import PARAMETER, document_opener
from components.fiscal.invoice_filters import NO_CURRENCY
from components.fiscal.invoice_rows import draw_counterparts, draw_invoices
from components.fiscal.invoice_sums import draw_largest, draw_months, sums_figures
from components.ui import query
from components.ui.downloads import draw_download
from components.ui.drawers import view_beside
from components.ui.metric_cards import draw_figures
from components.ui.tables import PAGE_ROWS, current_page, pager
from store import Database
from store.queries.fiscal import invoices
from store.queries.fiscal.invoices import InvoiceFilter

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

SORTS = {
    "newest": ("Newest first", "day", True),
    "oldest": ("Oldest first", "day", False),
    "largest": ("Largest first", "total", True),
    "smallest": ("Smallest first", "total", False),
    "counterpart": ("By counterpart", "counterpart", False),
    "kind": ("By kind", "kind", False),
}
VIEWS = {"invoices": "Invoices", "counterparts": "Counterparts"}
_MOST_COUNTERPARTS = 200


def draw_section(db: Database, wanted: InvoiceFilter, names: Mapping[str, str]) -> None:
    """Everything about the invoices that the filter leaves."""
    totals = invoices.totals(db, wanted)
    number = int(totals["count"].sum())
    if not number:
        _draw_nothing(db, wanted)
        return
    draw_figures(sums_figures(totals), key="totals")
    _draw_picture(db, wanted, [str(code) for code in totals["currency"] if code not in NO_CURRENCY])
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        view = query.segments("Rows", "view", VIEWS, default="invoices")
        sort = None
        if view == "invoices":
            labels = {name: label for name, (label, *_) in SORTS.items()}
            sort = query.choose_one("Sort", "sort", labels, width=180, default="newest")
        st.space("stretch")
        if view == "invoices":
            export = f"/export/invoices.csv?{urlencode(wanted.to_query())}"
            st.link_button("Export CSV", export, icon=":material/download:", help=f"All {number:,} rows of this filter")
        else:
            partners = invoices.by_counterpart(db, wanted, limit=_MOST_COUNTERPARTS)
            draw_download(partners, "counterparts", key="export_counterparts")
    if view == "invoices":
        _draw_rows(db, wanted, names, number, sort or "newest")
    else:
        draw_counterparts(partners, key="counterparts_table", opener=_chooser(partners["counterpart"].to_list()))


def _draw_nothing(db: Database, wanted: InvoiceFilter) -> None:
    if invoices.count(db, InvoiceFilter(links=wanted.links)):
        st.text("No invoice is like this. Take a filter out, or clear them all.")
    elif wanted.links:
        st.text("No invoice of these links is stored here: the tax authority has none, or they are still being pulled.")
        st.page_link(
            "pages/link.py",
            label="See what was pulled of the link",
            icon=":material/link:",
            query_params={"link": wanted.links[0]},
        )
    else:
        st.text("No invoice is stored here yet. They come with the first pull of a link to SAT or SII.")
        st.page_link("pages/connect.py", label="Connect a tax account", icon=":material/add_link:")


def _draw_picture(db: Database, wanted: InvoiceFilter, codes: list[str]) -> None:
    """Both charts in one currency, since amounts of two are never added."""
    if not codes:
        return
    currency = codes[0]
    with st.container(key="picture", gap="small"):
        if len(codes) > 1:
            choices = {code: f"Charts in {code}" for code in codes}
            currency = query.segments("Charts in", "charts", choices, default=currency) or currency
        drawn = replace(wanted, currency=currency)
        with st.grid(2, min_column_width=420, gap="small"):
            draw_months(invoices.by_month(db, drawn), currency, key="by_month")
            draw_largest(invoices.by_counterpart(db, drawn, limit=8), currency, key="by_counterpart")


def _draw_rows(db: Database, wanted: InvoiceFilter, names: Mapping[str, str], number: int, sort: str) -> None:
    page = current_page(number)
    _, column, descending = SORTS[sort]
    offset = (page - 1) * PAGE_ROWS
    rows = invoices.page(db, wanted, sort=column, descending=descending, offset=offset, limit=PAGE_ROWS)
    draw_invoices(rows, names, key=f"rows {view_beside(PARAMETER)}", opener=document_opener(rows, key="open_row"))
    pager(number, page)


def _chooser(counterparts: list[str]) -> "ButtonColumnResult":
    """A column of buttons that show one counterpart's invoices."""

    def choose() -> None:
        chosen = counterparts[st.session_state["choose_counterpart"].row]
        query.write({"counterparts": [str(chosen)], "view": []})

    return st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=choose, key="choose_counterpart")
