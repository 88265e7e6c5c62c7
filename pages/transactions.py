"""Transactions: find, filter, sum, chart and take away."""

from dataclasses import replace

import streamlit as st

from components.banking.doubtful_rows import draw_doubtful
from components.banking.filters import draw_filters
from components.banking.flows import draw_categories, draw_flows, without_odd
from components.banking.own_transfers import draw_own_transfers
from components.banking.reach import draw_reach, within
from components.banking.totals import totals_figures, totals_of
from components.banking.transaction_detail import PARAMETER, draw_transaction
from components.banking.transaction_rows import TRANSACTIONS, marked
from components.banking.twins import draw_twins_added
from components.quality.trust import OF_MOVEMENTS, draw_footnote
from components.status.repair_navigation import draw_way_to_connect
from components.ui import as_known
from components.ui.chart.marks import Narrow
from components.ui.downloads import draw_export
from components.ui.drawers import follow_drawer, opener, view_beside
from components.ui.filters import asked_links, choose_chart_currency, link_labels
from components.ui.header import header
from components.ui.metric_cards import draw_figures
from components.ui.paging import Sort, choose_sort, page_at, pager, sort_among
from components.ui.tables import draw_table
from components.ui.time_format import today
from languages import say
from store.queries.banking import flows, transactions
from store.queries.banking.filters import TransactionFilter
from store.queries.tables import orders
from store.write import links

LABELS = {
    "newest": say("Newest first"),
    "oldest": say("Oldest first"),
    "largest_in": say("Largest in first"),
    "largest_out": say("Largest out first"),
    "description": say("By description"),
    "category": say("By category"),
}
SORTS = {name: Sort(label, *orders.TRANSACTIONS[name]) for name, label in LABELS.items()}

SAID, SAID_WIDTH = 54, 800  # pixels of the line between figures and charts, and of what is said in it
TWINS_WIDTH = 640  # pixels of it, which leave room for the button

db = as_known.database()

known = links.table(db)
asked = asked_links(known)
header(say("Transactions"), of=["transactions"], links=asked)
facets = transactions.facets(db, asked)
labels = link_labels(known[known["transactions"] > 0])
found = within(
    db,
    draw_filters(
        facets,
        labels,
        today(),
        every=known,
        known_link=link_labels(known).get,
        known_account=lambda account: transactions.facets(db).accounts.get(account),
    ),
)
wanted = found.matching
sums = transactions.totals(db, wanted)
totals = totals_of(sums)
number = sum(total.count for total in totals)

if not number and not transactions.count(db, TransactionFilter()):
    st.text(say("No transaction is stored here yet. They come with the first pull of a link."))
    draw_way_to_connect(say("Connect an account"))
    st.stop()
doubtful = transactions.doubtful(db, wanted)
if not number:
    draw_reach(found)
    draw_twins_added(db, wanted.links)
    draw_doubtful(doubtful, wanted.doubtful)
    st.text(say("No transaction is like this. Take a filter out, or clear them all."))
    st.stop()

seen = without_odd(db, wanted)
rest = totals_of(transactions.totals(db, seen.matching)) if seen.aside else ()
draw_figures(totals_figures(totals, rest, seen.aside), key="totals", noted=True)
with st.container(horizontal=True, vertical_alignment="center", gap="small", key="said"):
    with st.container(width=SAID_WIDTH, gap="xxsmall", key="transfers_and_doubts"):
        draw_reach(found)
        draw_twins_added(db, wanted.links, widest=TWINS_WIDTH)
        draw_own_transfers(sums, wanted.transfers)
        draw_doubtful(doubtful, wanted.doubtful)
    st.container(height=SAID, width=1, border=False)  # the room of what is not said now, or not there yet
    currency = choose_chart_currency([total.currency for total in totals])

with st.container(key="picture", gap="small"):
    drawn = replace(seen.matching, currency=currency)
    partial = flows.partial(db, wanted, today())
    with st.grid(2, min_column_width=420, gap="small"):
        draw_flows(flows.by_month(db, drawn), key="by_month", partial=partial, aside=seen.aside, narrow=Narrow())
        draw_categories(
            flows.by_category(db, drawn),
            currency,
            key="by_category",
            direction=wanted.type or "OUTFLOW",
            aside=seen.aside,
            narrow=Narrow(),
        )

draw_footnote(db, wanted.links, today(), OF_MOVEMENTS, key="footnote")
with st.container(horizontal=True, vertical_alignment="center", key="tools"):
    sort = choose_sort(SORTS, width=200)
    st.space("stretch")
    draw_export("transactions", wanted.to_query(), number)

rows = page_at(
    number,
    "transactions",
    lambda at: transactions.page(db, wanted, sort=sort.column, descending=sort.descending, at=at),
)
follow_drawer(PARAMETER, lambda shown: draw_transaction(db, shown))
draw_table(
    marked(rows),
    TRANSACTIONS,
    key=f"rows {view_beside(PARAMETER)}",
    names=labels,
    buttons={"open": opener(PARAMETER, [*rows["transaction"]], key="open_row")},
    sort_by=sort_among(SORTS),
)
pager(number)
