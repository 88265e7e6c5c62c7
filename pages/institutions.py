"""Institutions: who can be connected, what they offer, and whether they work."""

from collections import Counter

import pandas as pd
import streamlit as st

from actions import institutions as institution_actions
from belvo_client import BelvoError
from components.connect.form import COUNTRIES
from components.status.silence import draw_silent
from components.ui import desk, query, states
from components.ui.downloads import draw_download
from components.ui.filters import draw_clear, filter_bar, has_text
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, plain, words
from components.ui.time_format import utc_now
from domain.link_state import Badge, judge
from languages import grouped, say, say_many
from store.ops import breakers
from store.queries.links import facts
from store.write import institutions

TYPES = {"bank": say("Bank"), "fiscal": say("Tax authority"), "employment": say("Employment")}
INSTITUTIONS = Table(
    {
        "open": Column(say("Connect here"), kind="button"),
        "icon_logo": Column("", 38, "image"),
        "display_name": Column(say("Institution"), 180),
        "state": Column(say("Health"), 90, "state", states=states.INSTITUTIONS),
        "country": Column(say("Country"), 60),
        "type": Column(say("Type"), 95),
        "login": Column(say("Login"), 85, help=say("How its users sign in")),
        "links": Column(say("Links"), 48, "count", help=say("Links of ours there")),
        "broken": Column(say("Broken"), 58, "count", help=say("Of them not to be pulled now")),
        "offers": Column(say("Offers"), 195),
        "name": Column(say("Name in the API"), 145),
    },
    alt=say("Institutions with their health, country, type and what they offer"),
    most=20,
)

if chosen := st.session_state.pop("connect_at", None):  # before the list would be drawn once more
    st.switch_page("pages/connect.py", query_params={"institution": chosen})

db, now = desk.database(), utc_now()
follow_changes()


def refresh() -> None:
    try:
        found = institution_actions.refresh(db.whole, desk.client(), actor=desk.actor())
    except BelvoError as error:
        st.toast(
            say("Belvo's catalogue could not be read: {message}", message=plain(error.message)), icon=":material/error:"
        )
        return
    st.toast(
        say_many("{number} institution read from Belvo", "{number} institutions read from Belvo", found),
        icon=":material/check:",
    )


header(say("Institutions"))
rows = institutions.table(db)
if rows.empty:
    st.text(say("Belvo's catalogue has not been read yet. It says who can be connected and what they offer."))
    if desk.may("read_institutions"):
        st.button(say("Read it now"), key="refresh", icon=":material/sync:", type="primary", on_click=refresh)
    st.stop()

with filter_bar():
    find = query.text(say("Find"), "find", width=150, placeholder=say("Name"))
    codes = sorted({code for text in rows["country_codes"] for code in text.split(", ") if code})
    countries = query.choose_many(
        say("Country"),
        "country",
        {code: say(COUNTRIES.get(code, code)) for code in codes},
        width=165,
        placeholder=say("All countries"),
    )
    types = query.choose_many(say("Type"), "type", TYPES, width=130, placeholder=say("All types"))
    offered = sorted({name for text in rows["resources"] for name in text.split(", ") if name})
    resources = query.choose_many(
        say("Offers"),
        "resources",
        {name: words(name) for name in offered},
        width=165,
        placeholder=say("Offers anything"),
    )
    health = query.segments(say("Health"), "health", {name: state.word for name, state in states.INSTITUTIONS.items()})
    draw_clear()
    st.space("stretch")
    if desk.may("read_institutions"):
        st.button(say("Read again"), key="refresh", icon=":material/sync:", type="tertiary", on_click=refresh)

connected = [
    state for state in judge(facts.of_all(db, now), now, desk.ahead()).values() if state.badge is not Badge.DELETED
]
ours = Counter(state.facts.institution for state in connected)
troubled = Counter(state.facts.institution for state in connected if state.is_broken)
rows["links"] = rows["name"].map(ours).fillna(0).astype(int)
rows["broken"] = rows["name"].map(troubled).fillna(0).astype(int)

silent = breakers.opened(db)
names = [breaker.institution for breaker in silent]
rows["state"] = rows["status"].where(rows["status"] == "down", "healthy").mask(rows["name"].isin(names), "silent")

wanted = pd.Series(True, index=rows.index)
if find:
    wanted &= has_text(rows, ["display_name", "name"], find)
if countries:
    wanted &= rows["country_codes"].map(lambda text: bool({*countries} & {*text.split(", ")}))
if types:
    wanted &= rows["type"].isin(types)
if resources:
    wanted &= rows["resources"].map(lambda text: {*resources} <= {*text.split(", ")})
if health:
    wanted &= rows["state"] == health
shown = rows[wanted].reset_index(drop=True)

used = rows[rows["links"] > 0]
draw_figures(
    [
        Figure(
            say("Institutions"),
            grouped(len(shown)),
            say("of {number}", number=grouped(len(rows))) if len(shown) < len(rows) else "",
        ),
        Figure(say("Down"), grouped((shown["status"] == "down").sum()), say("as Belvo reports it")),
        *(
            [Figure(say("Silent"), grouped(len(silent)), say("tried by one pull at a time"), tone="orange")]
            if silent
            else []
        ),
        Figure(
            say("With links of ours"),
            grouped(len(used)),
            count(int(used["links"].sum()), "link"),
            page="pages/links.py",
        ),
        Figure(say("With broken links"), grouped((used["broken"] > 0).sum()), count(int(used["broken"].sum()), "link")),
    ],
    key="figures",
)


draw_silent(silent, dict(zip(rows["name"], rows["display_name"].fillna(rows["name"]), strict=True)), now)


def connect_here() -> None:
    st.session_state["connect_at"] = shown["name"].iloc[st.session_state["connect_here"].row]


connecting = st.column_config.ButtonColumn("", width=110, type="tertiary", on_click=connect_here, key="connect_here")
draw_table(
    shown.assign(
        display_name=shown["display_name"].fillna(shown["name"]),
        country=shown["country_codes"],
        type=shown["type"].map(TYPES).fillna(shown["type"]),
        login=[
            say("By consent") if kind == "openfinance" else say("Credentials") for kind in shown["integration_type"]
        ],
        offers=[", ".join(map(words, text.split(", "))) for text in shown["resources"]],
    ),
    INSTITUTIONS,
    key=f"institutions {sorted(query.pairs())}",
    buttons={"open": connecting} if desk.may("connect") else None,
)
draw_download(shown, "institutions", key="export_institutions")
