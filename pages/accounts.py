"""Accounts: what is on them now, and what was on them over time."""

import streamlit as st

from components.banking.balances import ACCOUNTS, draw_accounts, draw_balances, holding_figures, signed
from components.banking.beside import LISTED, SECTIONS, sections_of
from components.banking.twins import draw_twins_added, left_out
from components.fiscal.row_drawers import follow_rows
from components.quality.trust import OF_MOVEMENTS, draw_footnote
from components.status.repair_navigation import draw_way_to_connect
from components.ui import as_known, query
from components.ui.downloads import draw_foot
from components.ui.filters import (
    LATELY,
    asked_links,
    choose_people,
    draw_clear,
    draw_period,
    filter_bar,
    link_labels,
    period,
)
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.metric_cards import draw_figures
from components.ui.money import named
from components.ui.paging import page_of, sort_of
from components.ui.text import tell_apart
from components.ui.time_format import today
from languages import say
from store.queries.banking import accounts
from store.write import links

db = as_known.database()
follow_changes()

known = links.table(db)
asked = asked_links(known, "link_of")
header(say("Accounts"), of=["accounts"], links=asked)
every = named(accounts.table(db))
if every.empty:
    st.text(say("No account is stored here yet. Accounts come with the first pull of a link."))
    draw_way_to_connect(say("Connect an account"))
    st.stop()

offered = every[every["link"].isin(asked)] if asked else every
names = offered["name"].fillna(offered["number"]).fillna(offered["category"]) + " · "
labels = tell_apart(dict(zip(offered["account"], names + offered["display_name"].fillna(""), strict=True)))

with filter_bar():
    holders, there = link_labels(known[known["accounts"] > 0]), link_labels(known)
    chosen_links = query.choose_many(
        say("Link"), "link_of", holders, width=220, placeholder=say("All links"), known=link_labels(known).get
    )
    narrowed = choose_people(known, chosen_links, width=200)
    known_accounts = dict(zip(every["account"], every["display_name"].fillna(""), strict=True))
    chosen = query.choose_many(
        say("Account"), "account", labels, width=250, placeholder=say("All accounts"), known=known_accounts.get
    )
    codes = [*dict.fromkeys(offered["currency"].sort_values())]
    names_of = {code: code for code in codes}
    currency = query.choose_one(say("Currency"), "currency", names_of, width=160, placeholder=say("All currencies"))
    since, until = draw_period(today(), "from", "to", unset=LATELY)
    draw_clear()

since, until = since or period(LATELY, today())[0], until or today()
rows = every[~every["link"].isin(left_out())]
draw_twins_added(db, narrowed)
if narrowed:
    rows = rows[rows["link"].isin(narrowed)]
if chosen:
    rows = rows[rows["account"].isin(chosen)]
if currency:
    rows = rows[rows["currency"] == currency]
if rows.empty:
    st.text(say("No account is like this. Take a filter out, or clear them all."))
    st.stop()

draw_figures(holding_figures(rows, query.here(section=LISTED)), key="holdings")

if since <= until:
    with st.grid(min(rows["currency"].nunique(), 2), min_column_width=420, gap="small"):
        draw_balances(db, rows, since, until, today(), key="balances")
else:
    st.warning(say("The balances' first day lies after the last. Choose an earlier one."), icon=":material/warning:")

draw_footnote(db, narrowed, today(), OF_MOVEMENTS, key="footnote")
follow_rows(db)
beside = sections_of(db, rows)
section, place = query.tabs("section", {LISTED: say("Accounts"), **beside}) if beside else (LISTED, st.container())
with place:
    if section in beside:
        SECTIONS[section][2](db, tuple(dict.fromkeys(rows["link"])), holders)
    else:
        draw_accounts(page_of(rows), key="accounts", whose=holders, sort_by=sort_of(rows), file="")
        draw_foot(signed(rows), "accounts", key="export_accounts", numbers=ACCOUNTS.numbers)
