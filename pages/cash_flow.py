"""Cash flow: what runs through one person's accounts, where from and where to, and what the next month may bring."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from components.banking.cash_flow import draw_calendar, draw_channels, draw_pairs, draw_whose, people_of, said_of
from components.banking.flows import draw_flows
from components.banking.forecasts import draw_checks, draw_streams, month_figures, outlook
from components.banking.own_transfers import said_of_doubt
from components.banking.payee_movements import PARAMETER, draw_movements
from components.banking.payees import draw_payees
from components.banking.twins import draw_twins_added, left_out
from components.fiscal.row_drawers import row_drawers
from components.status.repair_navigation import draw_way_to_connect
from components.ui import as_known, query
from components.ui.chart.marks import Narrow
from components.ui.downloads import draw_foot
from components.ui.drawers import follow_drawers
from components.ui.filters import (
    LATELY,
    asked_links,
    choose_chart_currency,
    choose_people,
    draw_clear,
    draw_period,
    filter_bar,
    link_labels,
    period,
)
from components.ui.header import header
from components.ui.metric_cards import draw_figures
from components.ui.money import named
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import plain
from components.ui.time_format import today
from languages import say
from store.queries import query_params
from store.queries.banking import cash_flow, flows
from store.queries.banking.filters import TransactionFilter
from store.write import links

SECTIONS = {
    "months": say("Months"),
    "payees": say("Payers and payees"),
    "recurring": say("Comes back"),
    "checks": say("How forecasts did"),
    "own": say("Own transfers"),
}
COUNTED = {"left_out": say("Own transfers left out"), "counted": say("Counted")}
MONTHS = Table(
    {
        "open": OPEN,
        "month": Column(say("Month"), 100, "month"),
        "inflow": Column(say("In"), 120, "amount", adds_up=True),
        "outflow": Column(say("Out"), 120, "amount", adds_up=True),
        "net": Column(say("Net"), 120, "amount", adds_up=True),
        "count": Column(say("Movements"), 90, "count", adds_up=True),
        "known": Column(
            say("Known"), 90, help=say("A month that has not ended, or is known from a later day on, is in part")
        ),
    },
    alt=say("In, out and net by month, the newest first"),
)

if opened := st.session_state.pop("opened_month", None):  # before the page would be drawn once more
    st.switch_page("pages/transactions.py", query_params=opened)

db = as_known.database()

known = links.table(db)
asked = asked_links(known)
header(say("Cash flow"), of=["transactions"], links=asked)
there = known[known["transactions"] > 0]
if there.empty:
    st.text(say("No transaction is stored here yet. They come with the first pull of a link."))
    draw_way_to_connect(say("Connect an account"))
    st.stop()

with filter_bar():
    chosen = query.choose_many(
        say("Link"), "links", link_labels(there), width=260, placeholder=say("All links"), known=link_labels(known).get
    )
    narrowed = choose_people(known, chosen, width=230)
    since, until = draw_period(today(), "since", "until", unset=LATELY)
    transfers = query.segments(say("Own transfers"), "transfers", COUNTED, default="left_out")
    draw_clear()

mine = there[~there["link"].isin(left_out())]
if narrowed:
    mine = mine[mine["link"].isin(narrowed)]
people = people_of(mine)
if people.empty:
    st.text(say("No transaction is like this. Take a filter out, or clear them all."))
    st.stop()
if len(people) > 1:
    draw_whose(people)
    st.stop()

draw_twins_added(db, tuple(mine["link"]))
first, last = period(LATELY, today())
wanted = TransactionFilter(
    links=tuple(mine["link"]),
    since=since or (min(first, until) if until else first),
    until=until or last,
    transfers="counted" if transfers == "counted" else None,
)
months = named(flows.by_month(db, wanted))
currencies = [*months.groupby("currency")["count"].sum().sort_values(ascending=False, kind="stable").index]
if not currencies:
    st.text(say("Nothing moved in these days. Choose others, or clear them all."))
    st.stop()
currency = choose_chart_currency(currencies)
drawn, months = replace(wanted, currency=currency), months[months["currency"] == currency]
partial = flows.partial(db, wanted, today())
is_whole = ~months["month"].dt.date.isin(partial)
pairs, found = cash_flow.own_pairs(db, drawn), outlook(db, drawn, today())

rows_of = query_params.values_by_name(drawn.to_query())
draw_figures(month_figures(months, partial, currency, found, rows_of), key="figures", noted=True)
if len(pairs):
    st.caption(plain(f"{said_of(pairs, currency, counted=transfers == 'counted')}."))
if doubt := said_of_doubt(pairs["evidence"]):
    st.caption(plain(doubt))

with st.grid(2, min_column_width=420, gap="small"):
    draw_flows(months, key="by_month", partial=partial, narrow=Narrow())
    draw_calendar(db, drawn, key="by_day")
banks = dict(zip(known["link"], known["display_name"], strict=True))
draw_channels(db, drawn, pairs if transfers == "counted" else pairs.iloc[:0], banks=banks, key="channels")

follow_drawers({**row_drawers(db), PARAMETER: lambda named: draw_movements(db, drawn, named)})
rows = months.assign(known=is_whole.map({True: say("Whole"), False: say("In part")}))[::-1]


def open_month() -> None:
    """Its movements."""
    first = rows["month"].iloc[st.session_state["open_month"].row]
    days = {"since": first.date().isoformat(), "until": (first + pd.offsets.MonthEnd()).date().isoformat()}
    st.session_state["opened_month"] = {**rows_of, **days}


section, place = query.tabs("section", SECTIONS)
with place:
    match section:
        case "payees":
            draw_payees(db, drawn, found, key="payees")
        case "recurring":
            draw_streams(db, found, key="recurring")
        case "checks":
            draw_checks(found, key="checks")
        case "own":
            draw_pairs(pairs, banks=banks, key="pairs")
        case _:
            button = st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=open_month, key="open_month")
            draw_table(rows, MONTHS, key="months", buttons={"open": button}, sort_by=None)
            draw_foot(rows.drop(columns="left_out"), "cash_flow", key="export_months", numbers=MONTHS.numbers)
