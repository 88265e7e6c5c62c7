"""Links: which there are, in what state, last pulled when, and with what error."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.link.deletion import draw_erased
from components.link.sandbox_reset import compare_links, draw_sandbox_reset
from components.status.pull_progress import when
from components.status.repair_navigation import go_repair
from components.ui import desk, query, states
from components.ui.filters import draw_clear, filter_bar, has_text
from components.ui.following import follow_changes, rerun_once
from components.ui.header import header
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import count
from components.ui.time_format import utc_now
from components.ui.unread import leave
from domain.link_state import Step, judge
from store.queries.links import facts
from store.write import links

LINKS = Table(
    {
        "open": OPEN,
        "display_name": Column("Institution", 150, "verbatim"),
        "state": Column("State", 140, "state", states=states.LINKS),
        "waits_for": Column("Waits for", 150, optional=True),
        "pulled_now": Column("Pulled now", 200, optional=True),
        "repair": Column("Repair", kind="button"),
        "last_pull_at": Column("Last pull", 110, "ago", help="When its last pull ended"),
        "accounts": Column("Accounts", 80, "count"),
        "transactions": Column("Transactions", 100, "count"),
        "error_message": Column("Error of the last pull", 220, optional=True),
        "country": Column("Country", 70),
        "external_id": Column("External ID", 150, help="The user's id in our own systems"),
        "created_at": Column("Connected", 110, "as_of"),
        "link": Column("Link ID", 150),
    },
    alt="Links with their state, last pull, rows and error",
    most=20,
)

REPAIRS: Mapping[Step | None, str] = {Step.REPAIR: "Repair", Step.RENEW: "Renew"}

db, now = desk.database(), utc_now()
follow_changes(db)

header("Links")

rows = links.table(db)
known = judge(facts.of_all(db, now), now, desk.ahead())
rows = rows[rows["link"].isin(known)].reset_index(drop=True)
judged = [known[link] for link in rows["link"]]
rows["state"] = [state.badge.value for state in judged]
rows["trouble"] = [state.trouble.value if state.trouble else "" for state in judged]
rows["waits_for"] = [state.wait.short(when) if state.wait else None for state in judged]
rows["pulled_now"] = [
    state.facts.job.progress.sentence() if state.facts.job and state.facts.job.progress else None for state in judged
]
rows["repair"] = [REPAIRS.get(state.step) for state in judged]

if rows.empty:
    st.text("No link is stored here yet. A link is one user's access to one institution.")
    draw_erased(db, query.first("find") or "")
    st.page_link("pages/connect.py", label="Connect an account", icon=":material/add_link:")
    rerun_once(lambda: bool(facts.of_all(db, now)))
    st.stop()

draw_sandbox_reset(db, now)
with filter_bar():
    if query.first("link") in known:  # that was opened from here
        leave("link")
    find = query.text("Find", "find", width=260, placeholder="Institution, external ID or link ID")
    words = {name: state.word for name, state in states.LINKS.items()}
    status = query.choose_many("State", "status", words, width=220, placeholder="All states")
    at_one = rows[rows["institution"].notna()]
    banks = dict(zip(at_one["institution"], at_one["display_name"].fillna(""), strict=True))
    institution = query.choose_many("Institution", "institution", banks, width=220, placeholder="All institutions")
    draw_clear()
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
else:  # one that is gone is found by whoever names it
    wanted &= (rows["state"] != "deleted") | (bool(find) & has_text(rows, ["external_id", "link"], find))
if institution:
    wanted &= rows["institution"].isin(institution)
if find:
    wanted &= has_text(rows, ["display_name", "institution", "external_id", "link"], find)
shown = rows[wanted].reset_index(drop=True)


def open_link() -> None:
    st.session_state["opened_link"] = shown["link"].iloc[st.session_state["open_link"].row]


def repair_link() -> None:
    row = shown.iloc[st.session_state["repair_link"].row]
    if row["repair"]:
        go_repair(str(row["link"]), "renew" if row["repair"] == REPAIRS[Step.RENEW] else "repair")


there = int((rows["state"] != "deleted").sum())
st.caption(f"{len(shown):,} of {count(there, 'link')}" if len(shown) < there else count(len(shown), "link"))
opening = st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=open_link, key="open_link")
repairing = st.column_config.ButtonColumn("", width=80, on_click=repair_link, key="repair_link")
draw_table(
    shown,
    LINKS,
    key=f"links {sorted(query.pairs())}",
    buttons={"open": opening, **({"repair": repairing} if shown["repair"].notna().any() else {})},
)

draw_erased(db, find)

if opened := st.session_state.pop("opened_link", None):
    # The filters go along, so that Back finds the list as it was.
    filters = {name: st.query_params.get_all(name) for name in st.query_params}
    st.switch_page("pages/link.py", query_params={**filters, "link": opened})
