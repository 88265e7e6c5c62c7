"""Income and risk: what comes in and goes out again and again, and what the accounts say about a person."""

import pandas as pd
import streamlit as st

from components.banking.filters import chart_currency, choose_currency, draw_period
from components.employment.income_rows import draw_bars, draw_expenses, draw_measures, draw_streams, monthly
from components.employment.risk_words import bad_signs, draw_signs
from components.ui import desk, query
from components.ui.downloads import draw_foot
from components.ui.header import header
from components.ui.links import link_labels
from components.ui.metric_cards import Figure, draw_figures
from components.ui.money import money, named
from components.ui.tables import page_of
from components.ui.text import count
from components.ui.time_format import utc_now
from store.queries.banking import incomes, risk
from store.write import links

SECTIONS = {"incomes": "Incomes", "expenses": "Recurring expenses", "measures": "Measures"}
CARDS = 3

db, now = desk.database(), utc_now()

header("Income and risk")
every = incomes.summary(db)
insights = risk.summary(db)
those = {*every["link"], *insights["link"]}
if not those:
    st.text("No income or risk insight is stored here yet. They come with a bank link that reads them.")
    st.page_link("pages/connect.py", label="Connect a bank account", icon=":material/add_link:")
    st.stop()

known = links.table(db)
labels = link_labels(known[known["link"].isin(those)])
with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filters"):
    chosen = tuple(query.choose_many("Link", "link", labels, width=300, placeholder="All links"))
    since, until = draw_period(now.date(), "since", "until")
    st.button("Clear", key="clear", type="tertiary", on_click=query.clear, disabled=not query.pairs())

if chosen:
    insights = insights[insights["link"].isin(chosen)]
streams = named(incomes.streams(db, chosen, since=since, until=until))
expenses = named(incomes.recurring_expenses(db, chosen, since=since, until=until))
expenses["a_month"] = monthly(expenses)
judged = [(bad_signs(row), row) for row in insights.to_dict("records")]
rows = [row for _, row in sorted(judged, key=lambda pair: -pair[0])]
doubtful = sum(1 for signs, _ in judged if signs)

currencies = list(pd.concat([streams["currency"], expenses["currency"]]).value_counts().index)
currency = chart_currency(currencies)
mine, spent = streams[streams["currency"] == currency], expenses[expenses["currency"] == currency]
figures = [
    Figure(f"Income a month, {currency}", money(mine["monthly_average"].sum(), currency), count(len(mine), "source")),
    Figure(
        f"Comes back every month, {currency}", money(spent["a_month"].sum(), currency), count(len(spent), "payment")
    ),
]
draw_figures(
    [
        *(figures if currency else ()),
        Figure("People looked at", f"{len(rows):,}", "by risk insights"),
        Figure("With a bad sign", f"{doubtful:,}", "see risk in words", tone="orange" if doubtful else "green"),
    ],
    key="figures",
)

choose_currency(currencies)
with st.grid(2, min_column_width=420, gap="small"):
    draw_bars(mine, currency, "Where income comes from", name="last_description", value="monthly_average", key="in")
    draw_bars(spent, currency, "What comes back", name="name", value="a_month", key="back")

if rows:
    st.subheader("Risk in words", anchor=False)
    with st.grid(min(len(rows), 3), min_column_width=320, gap="small"):
        for row in rows[:CARDS]:
            draw_signs(row, labels.get(row["link"], row["link"]), key=f"risk_{row['row']}")
    if len(rows) > CARDS:
        st.caption(f"{len(rows) - CARDS:,} more; choose links above, or see the measures below.")

section, place = query.tabs("section", SECTIONS)
with place:
    if section == "incomes":
        draw_streams(page_of(streams), labels, key="streams")
        draw_foot(streams, "incomes", key="export")
    elif section == "expenses":
        draw_expenses(page_of(expenses), labels, key="expenses")
        draw_foot(expenses, "recurring_expenses", key="export")
    else:
        metrics = risk.metrics(db, chosen)
        draw_measures(page_of(metrics), labels, key="measures")
        draw_foot(metrics, "risk_measures", key="export")
