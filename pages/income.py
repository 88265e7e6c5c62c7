"""Income and risk: what comes in and goes out again and again, and what the accounts say about a person."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from actions.products import form_for
from components.employment.income_rows import EXPENSES, MEASURES, STREAMS, draw_bars
from components.employment.monthly_figures import expense_figure, income_figure
from components.employment.risk_words import bad_signs, draw_signs
from components.fiscal.row_drawers import follow_rows
from components.quality.trust import OF_MOVEMENTS, draw_footnote
from components.status.repair_navigation import draw_way_to_connect
from components.ui import as_known, desk, query
from components.ui.downloads import draw_foot
from components.ui.filters import (
    asked_links,
    chart_currency,
    choose_chart_currency,
    choose_people,
    draw_clear,
    draw_period,
    filter_bar,
    link_labels,
)
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.money import named
from components.ui.paging import page_of, sort_of
from components.ui.tables import draw_table
from components.ui.text import count
from components.ui.time_format import today
from domain.people import count_people
from languages import grouped, say, say_many
from resources import Family, resources_of
from store.queries.banking import incomes, risk
from store.write import links

SECTIONS = {"incomes": say("Incomes"), "expenses": say("Recurring expenses"), "measures": say("Measures")}
FILES = {"incomes": "incomes", "expenses": "recurring_expenses", "measures": "risk_measures"}
CARDS = 3

db = as_known.database()
follow_changes()

known = links.table(db)
header(say("Income and risk"), of=resources_of(Family.ENRICHMENT), links=asked_links(known, "link"))
every = incomes.summary(db)
insights = risk.summary(db)
those = {*every["link"], *insights["link"]}
if not those:
    st.text(say("No income or risk insight is stored here yet. They come with a bank link that reads them."))
    way = form_for("income", desk.settings().environment)
    draw_way_to_connect(say("Connect a bank account"), way)
    st.stop()

every_label = link_labels(known)
labels = link_labels(known[known["link"].isin(those)])
with filter_bar():
    asked = query.choose_many(
        say("Link"), "link", labels, width=300, placeholder=say("All links"), known=every_label.get
    )
    chosen = choose_people(known, asked, width=230)
    since, until = draw_period(today(), "since", "until")
    draw_clear()

if chosen:
    every, insights = every[every["link"].isin(chosen)], insights[insights["link"].isin(chosen)]
streams = named(incomes.streams(db, chosen, since=since, until=until))
repeated = incomes.monthly(named(incomes.recurring_expenses(db, chosen)))
expenses = incomes.monthly(named(incomes.recurring_expenses(db, chosen, since=since, until=until)))
judged = [(bad_signs(row), row) for row in insights.to_dict("records")]
rows = [row for _, row in sorted(judged, key=lambda pair: -pair[0])]
external_ids = dict(zip(known["link"], known["external_id"].replace(np.nan, None), strict=True))
looked_at = count_people(insights["link"], external_ids)
doubtful = count_people([row["link"] for signs, row in judged if signs], external_ids)

every = named(every)
currencies = list(pd.concat([every["currency"], streams["currency"], repeated["currency"]]).value_counts().index)
currency = chart_currency(currencies)


def of_section(name: str) -> dict[str, Any]:
    """Where the rows of a figure are."""
    return {"page": "pages/income.py", "query": query.here(section=name)}


figures = [
    replace(income_figure(every, currency), **of_section("incomes")),
    replace(expense_figure(repeated, currency), **of_section("expenses")),
]
draw_figures(
    [
        *(figures if currency else ()),
        Figure(
            say("People looked at"),
            grouped(looked_at),
            say("by risk insights on {links}", links=count(len(rows), "link")),
            **of_section("measures"),
        ),
        Figure(
            say("With a bad sign"),
            grouped(doubtful),
            say("see risk in words"),
            "orange" if doubtful else "green",
            **of_section("measures"),
        ),
    ],
    key="figures",
)

draw_footnote(db, chosen, today(), OF_MOVEMENTS, key="footnote")
choose_chart_currency(currencies)
with st.grid(2, min_column_width=420, gap="small"):
    whose = dict(zip(known["link"], known["external_id"].fillna(known["link"].str[:8]), strict=True))
    came, went = say("Where income comes from"), say("What comes back")
    draw_bars(
        streams,
        currency,
        came,
        name="last_description",
        value="monthly_average",
        whose=whose,
        key="in",
        resource="incomes",
    )
    draw_bars(
        expenses, currency, went, name="name", value="a_month", whose=whose, key="back", resource="recurring_expenses"
    )

if rows:
    st.subheader(say("Risk in words"), anchor=False)
    st.caption(say("Belvo's sums and ratios count transfers between own accounts and payments of cards as in and out."))
    with st.grid(min(len(rows), 3), min_column_width=320, gap="small"):
        for row in rows[:CARDS]:
            draw_signs(row, labels.get(row["link"], row["link"]), key=f"risk_{row['row']}")
    if len(rows) > CARDS:
        left = len(rows) - CARDS
        st.caption(
            say_many(
                "{number} more; choose links above, or see the measures below.",
                "{number} more; choose links above, or see the measures below.",
                left,
            )
        )

follow_rows(db)
section, place = query.tabs("section", SECTIONS)
match section:
    case "incomes":
        table, told = STREAMS, streams
    case "expenses":
        table, told = EXPENSES, expenses
    case _:
        table, told = MEASURES, risk.metrics(db, chosen)
with place:
    shown = page_of(told)
    if table is MEASURES:
        shown = shown.assign(unit=shown["unit"].map(say))
    draw_table(shown, table, key=section, names=labels, sort_by=sort_of(told))
    draw_foot(told, FILES[section], key="export", numbers=table.numbers)
