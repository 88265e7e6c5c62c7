"""Links: which there are, in what state, last pulled when, and with what error."""

import pandas as pd
import streamlit as st

from components.link.sandbox_reset import compare_links, draw_sandbox_reset
from components.status.pull_progress import when
from components.status.repair_navigation import go_repair
from components.ui import desk, query, states
from components.ui.following import rerun_once
from components.ui.header import header
from components.ui.tables import badge_cells, badges, styled
from components.ui.text import count, one_line
from components.ui.time_format import utc_now
from domain.link_state import Step, judge
from store.queries.links import facts
from store.write import links

COLUMNS = [
    "open",
    "display_name",
    "state",
    "waits_for",
    "repair",
    "last_pull_at",
    "accounts",
    "transactions",
    "error",
    "country",
    "external_id",
    "created_at",
    "link",
]

db, now = desk.database(), utc_now()

header("Links")

rows = links.table(db)
known = judge(facts.of_all(db, now), now)
rows = rows[rows["link"].isin(known)].reset_index(drop=True)
judged = [known[link] for link in rows["link"]]
rows["state"] = [state.badge.value for state in judged]
rows["trouble"] = [state.trouble.value if state.trouble else "" for state in judged]
rows["waits_for"] = [state.wait.short(when) if state.wait else "" for state in judged]
rows["repair"] = [state.step is Step.REPAIR for state in judged]

if rows.empty:
    st.text("No link is stored here yet. A link is one user's access to one institution.")
    st.page_link("pages/connect.py", label="Connect an account", icon=":material/add_link:")
    rerun_once(lambda: bool(facts.of_all(db, now)))
    st.stop()

draw_sandbox_reset(db, now)
with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filters"):
    find = query.text("Find", "find", width=260, placeholder="Institution, external ID or link ID")
    words = {name: state.word for name, state in states.LINKS.items()}
    status = query.choose_many("State", "status", words, width=220, placeholder="All states")
    banks = dict(zip(rows["institution"].fillna(""), rows["display_name"].fillna(""), strict=True))
    institution = query.choose_many("Institution", "institution", banks, width=220, placeholder="All institutions")
    st.button("Clear", key="clear", type="tertiary", on_click=query.clear, disabled=not query.pairs())
    st.space("stretch")
    st.button(
        "Compare",
        key="compare",
        type="tertiary",
        icon=":material/sync:",
        on_click=compare_links,
        help="Reads Belvo's list of links now: finds links made elsewhere, and those that are gone",
    )

wanted = pd.Series(True, index=rows.index)
if status:
    wanted &= rows["state"].isin(status) | rows["trouble"].isin(status)  # a pull that is tried hides what it is for
else:
    wanted &= rows["state"] != "deleted"
if institution:
    wanted &= rows["institution"].isin(institution)
if find:
    texts = rows[["display_name", "institution", "external_id", "link"]].fillna("").agg(" ".join, axis="columns")
    wanted &= texts.str.casefold().str.contains(find.casefold(), regex=False)
shown = rows[wanted].reset_index(drop=True)


def open_link() -> None:
    st.session_state["opened_link"] = shown["link"].iloc[st.session_state["open_link"].row]


def repair_link() -> None:
    row = shown.iloc[st.session_state["repair_link"].row]
    if row["repair"]:
        go_repair(str(row["link"]))


needed = {
    "error": shown["error_message"].notna().any(),
    "repair": shown["repair"].any(),
    "waits_for": shown["waits_for"].any(),
}
there = int((rows["state"] != "deleted").sum())
st.caption(f"{len(shown):,} of {count(there, 'link')}" if len(shown) < there else count(len(shown), "link"))
st.dataframe(
    styled(
        shown.assign(
            open="Open",
            state=badge_cells(shown["state"], states.LINKS),
            repair=shown["repair"].map({True: "Repair"}),
            error=[one_line(text) for text in shown["error_message"].fillna("")],
        ),
        instants=["last_pull_at", "created_at"],
        now=now,
    ),
    column_order=[name for name in COLUMNS if needed.get(name, True)],
    column_config={
        "open": st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=open_link, key="open_link"),
        "display_name": st.column_config.TextColumn("Institution", width=150),
        "state": badges("State", states.LINKS.values(), width=140),
        "waits_for": st.column_config.TextColumn("Waits for", width=150),
        "repair": st.column_config.ButtonColumn("", width=80, on_click=repair_link, key="repair_link"),
        "last_pull_at": st.column_config.DatetimeColumn("Last pull", width=110, help="When its last pull ended"),
        "accounts": st.column_config.NumberColumn("Accounts", width=80, format="%,d"),
        "transactions": st.column_config.NumberColumn("Transactions", width=100, format="%,d"),
        "error": st.column_config.TextColumn("Error of the last pull", width=220),
        "country": st.column_config.TextColumn("Country", width=70),
        "external_id": st.column_config.TextColumn("External ID", width=150, help="The user's id in our own systems"),
        "created_at": st.column_config.DatetimeColumn("Connected", width=110),
        "link": st.column_config.TextColumn("Link ID", width=150),
    },
    hide_index=True,
    placeholder="",
    height="content" if len(shown) <= 20 else 740,
    key=f"links {sorted(query.pairs())}",
    alt="Links with their state, last pull, rows and error",
)

if opened := st.session_state.pop("opened_link", None):
    # The filters go along, so that Back finds the list as it was.
    filters = {name: st.query_params.get_all(name) for name in st.query_params}
    st.switch_page("pages/link.py", query_params={**filters, "link": opened})
