"""Transactions: find, filter, sum, chart and take away."""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from components.banking.filters import choose_currency, draw_filters
from components.banking.flows import draw_categories, draw_flows
from components.banking.totals import totals_figures, totals_of
from components.banking.transaction_detail import PARAMETER, draw_transaction
from components.banking.transaction_rows import draw_transactions
from components.ui import desk, query
from components.ui.drawers import opener, view_beside
from components.ui.header import header
from components.ui.links import link_labels
from components.ui.metric_cards import draw_figures
from components.ui.tables import PAGE_ROWS, current_page, pager
from components.ui.time_format import utc_now
from store.queries.banking import flows, transactions
from store.queries.banking.transactions import TransactionFilter
from store.write import links

SORTS = {
    "newest": ("Newest first", "value_date", True),
    "oldest": ("Oldest first", "value_date", False),
    "largest_in": ("Largest in first", "amount", True),
    "largest_out": ("Largest out first", "amount", False),
    "description": ("By description", "description", False),
    "category": ("By category", "category", False),
}

db = desk.database()

header("Transactions")
facets = transactions.facets(db)
wanted = draw_filters(facets, link_labels(links.table(db)), utc_now().date())
totals = totals_of(transactions.totals(db, wanted))
number = sum(total.count for total in totals)

if not number and not transactions.count(db, TransactionFilter()):
    st.text("No transaction is stored here yet. They come with the first pull of a link.")
    st.page_link("pages/connect.py", label="Connect an account", icon=":material/add_link:")
    st.stop()
if not number:
    st.text("No transaction is like this. Take a filter out, or clear them all.")
    st.stop()

draw_figures(totals_figures(totals), key="totals")

with st.container(key="picture", gap="small"):
    currency = choose_currency([total.currency for total in totals])
    drawn = replace(wanted, currency=currency)
    with st.grid(2, min_column_width=420, gap="small"):
        draw_flows(flows.by_month(db, drawn), key="by_month")
        draw_categories(flows.by_category(db, drawn), currency, key="by_category", direction=wanted.type or "OUTFLOW")

with st.container(horizontal=True, vertical_alignment="center", key="tools"):
    sort = query.choose_one(
        "Sort", "sort", {name: label for name, (label, *_) in SORTS.items()}, width=200, default="newest"
    )
    st.space("stretch")
    export = f"/export/transactions.csv?{urlencode(wanted.to_query())}"
    st.link_button("Export CSV", export, icon=":material/download:", help=f"All {number:,} rows of this filter")

page = current_page(number)
_, column, descending = SORTS[sort or "newest"]
rows = transactions.page(db, wanted, sort=column, descending=descending, offset=(page - 1) * PAGE_ROWS, limit=PAGE_ROWS)

draw_transactions(
    rows,
    key=f"rows {view_beside(PARAMETER)}",
    opener=opener(PARAMETER, [*rows["transaction"]], key="open_row"),
)
pager(number, page)

if shown := query.first(PARAMETER):
    draw_transaction(db, shown)
