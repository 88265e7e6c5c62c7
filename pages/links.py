"""Links: whose they are, which need somebody and why, and what comes next."""

import pandas as pd
import streamlit as st

from components.link.deletion import draw_erased
from components.link.erasure_report import draw_report, draw_told_report
from components.link.link_rows import LINKS, REPAIRS, link_rows
from components.link.sandbox_reset import compare_links, draw_sandbox_reset
from components.status.repair_navigation import draw_way_to_connect, go_repair
from components.ui import desk, query, states
from components.ui.downloads import draw_download
from components.ui.filters import draw_clear, filter_bar, has_text
from components.ui.following import follow_changes, rerun_once
from components.ui.grid import copier
from components.ui.header import header
from components.ui.tables import draw_table
from components.ui.text import count
from components.ui.time_format import utc_now
from components.ui.unread import leave
from domain.link_state import Step, judge
from store.queries.links import contents, facts, people
from store.write import institutions, links

if opened := st.session_state.pop("opened_link", None):  # before the list would be drawn once more
    # The filters go along, so that Back finds the list as it was.
    filters = {name: st.query_params.get_all(name) for name in st.query_params}
    st.switch_page("pages/link.py", query_params={**filters, "link": opened})

db, now = desk.database(), utc_now()
follow_changes()

header("Links")
draw_told_report(db)

known = judge(facts.of_all(db, now), now, desk.ahead())
places = institutions.table(db)
types = dict(zip(places["name"], places["type"], strict=True))
rows = link_rows(links.table(db), known, types, contents.documents(db), now)

if rows.empty:
    st.text("No link is stored here yet. A link is one user's access to one institution.")
    draw_erased(db, query.first("find") or "")
    draw_report(db, query.first("find") or "")
    draw_way_to_connect("Connect an account")
    rerun_once(lambda: bool(facts.of_all(db, now)))
    st.stop()

draw_sandbox_reset(db, now)
with filter_bar():
    if query.first("link") in known:  # that was opened from here
        leave("link")
    sought = "Alias or ID" if desk.is_masked() else "Name, e-mail, document, account or ID"
    find = query.text("Find", "find", width=260, placeholder=sought)
    words = {name: state.word for name, state in states.LINKS.items()}
    status = query.choose_many("State", "status", words, width=220, placeholder="All states")
    at_one = rows[rows["institution"].notna()]
    banks = dict(zip(at_one["institution"], at_one["display_name"].fillna(""), strict=True))
    institution = query.choose_many("Institution", "institution", banks, width=220, placeholder="All institutions")
    draw_clear()
    st.space("stretch")
    if desk.may("pull"):
        st.button(
            "Compare",
            key="compare",
            type="tertiary",
            icon=":material/sync:",
            on_click=compare_links,
            help="Reads Belvo's list of links now: finds links made elsewhere, and those that are gone",
        )

wanted = pd.Series(True, index=rows.index)
theirs = rows["link"].isin(people.search(db, find or ""))
if status:
    wanted &= rows["state"].isin(status) | rows["trouble"].isin(status)  # a pull that is tried hides what it is for
else:  # one that is gone is found by whoever names it
    wanted &= (rows["state"] != "deleted") | (bool(find) & (theirs | has_text(rows, ["external_id", "link"], find)))
if institution:
    wanted &= rows["institution"].isin(institution)
if find:
    wanted &= theirs | has_text(rows, ["display_name", "institution", "external_id", "link"], find)
shown = rows[wanted].reset_index(drop=True)


def open_link() -> None:
    st.session_state["opened_link"] = shown["link"].iloc[st.session_state["open_link"].row]


def repair_link() -> None:
    row = shown.iloc[st.session_state["repair_link"].row]
    if row["repair"]:
        go_repair(str(row["link"]), "renew" if row["repair"] == REPAIRS[Step.RENEW] else "repair")


there = int((rows["state"] != "deleted").sum())
st.caption(f"{len(shown):,} of {count(there, 'link')}" if len(shown) < there else count(len(shown), "link"))
opening = st.column_config.ButtonColumn("", width=58, type="tertiary", on_click=open_link, key="open_link")
copying = copier("Link ID", [*shown["link"]], width=96, key="copy_link")
repairing = st.column_config.ButtonColumn("", width=66, on_click=repair_link, key="repair_link")
has_repairs = desk.may("repair") and shown["repair"].notna().any()
draw_table(
    shown,
    LINKS,
    key=f"links {sorted(query.pairs())}",
    buttons={"open": opening, "copy": copying, **({"repair": repairing} if has_repairs else {})},
)

draw_download(shown, "links", key="export_links")
draw_erased(db, find)
draw_report(db, find or "")
