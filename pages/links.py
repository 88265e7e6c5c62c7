"""Links: whose they are, which need somebody and why, what comes next, and what is done to several at once."""

from contextlib import suppress

import pandas as pd
import streamlit as st

from components.link.deletion import draw_erased
from components.link.erasure_report import draw_report, draw_told_report
from components.link.link_filters import draw_filters, draw_progress, facets_of, narrowed, places
from components.link.link_rows import LINKS, REPAIRS, link_rows
from components.link.runs import draw_runs
from components.link.sandbox_reset import compare_links, draw_sandbox_reset
from components.link.several import draw_several
from components.status.repair_navigation import draw_way_to_connect, go_repair
from components.ui import desk, query
from components.ui.downloads import draw_list_download
from components.ui.filters import draw_clear, filter_bar
from components.ui.following import follow_changes, rerun_once
from components.ui.grid import copier
from components.ui.header import header
from components.ui.paging import PAGE_ROWS, Sort, choose_sort, offset_of, pager, sort_among
from components.ui.tables import draw_table
from components.ui.text import count
from components.ui.time_format import utc_now
from components.ui.unread import leave
from domain.link_state import Step
from languages import grouped, say, say_many
from store import StoreError
from store.queries.links import contents, judged, listing
from store.queries.links.judged import Left
from store.write import links

SORTS = {
    "urgent": Sort(say("Most urgent first"), "state", descending=False),
    "stale": Sort(say("Oldest data first"), "last_pull_at", descending=False),
    "fresh": Sort(say("Newest data first"), "last_pull_at", descending=True),
    "institution": Sort(say("By institution"), "display_name", descending=False),
    "newest": Sort(say("Newest links first"), "created_at", descending=True),
    "oldest": Sort(say("Oldest links first"), "created_at", descending=False),
}
STRETCH = 2_000  # links of a file that are judged at once

if opened := st.session_state.pop("opened_link", None):  # before the list would be drawn once more
    # The filters go along, so that Back finds the list as it was.
    filters = {name: st.query_params.get_all(name) for name in st.query_params}
    st.switch_page("pages/link.py", query_params={**filters, "link": opened})

db, now = desk.database(), utc_now()
follow_changes()

left = Left(0, 0)
with suppress(StoreError):  # what was judged before is shown where nothing can be written just now
    left = judged.renew(db.whole, now, desk.ahead(), most=judged.AT_ONCE)
header(say("Links"))
draw_told_report(db)
known_places = places(db)
facets = facets_of(db, known_places, now)

if not facets.kinds and not links.are_there(db):
    st.text(say("No link is stored here yet. A link is one user's access to one institution."))
    draw_erased(db, query.first("find") or "")
    draw_report(db, query.first("find") or "")
    draw_way_to_connect(say("Connect an account"))
    rerun_once(lambda: links.are_there(db))
    st.stop()

draw_sandbox_reset(db, now)
draw_runs(db, now)
with filter_bar():
    if links.find(db, query.first("link") or ""):  # that was opened from here
        leave("link")
    draw_filters(db, facets, known_places, now)
    draw_clear(keep=("sort",))
    st.space("stretch")
    if desk.may("pull"):
        st.button(
            say("Compare"),
            key="compare",
            type="tertiary",
            icon=":material/sync:",
            on_click=compare_links,
            help=say("Reads Belvo's list of links now: finds links made elsewhere, and those that are gone"),
        )

wanted, number = narrowed(facets), facets.number
tools = st.container(horizontal=True, vertical_alignment="center", key="tools")
with tools:
    sort = choose_sort(SORTS, width=190)
order = next(name for name, one in SORTS.items() if one is sort)


def rows_of(chosen: list[str]) -> pd.DataFrame:
    """The rows of these links, in their order."""
    known = judged.of_links(db, chosen, now, desk.ahead())
    counted = contents.documents(db, chosen)
    return link_rows(links.table_of(db, chosen), known, known_places.types, counted, now, ordered=True)


def every_row() -> pd.DataFrame:
    """Those of all links that are found, for a file."""
    found = listing.ids(db, wanted, now, order=order)
    return pd.concat([rows_of(found[start : start + STRETCH]) for start in range(0, len(found), STRETCH)])


start = offset_of(number)
shown = rows_of(listing.ids(db, wanted, now, order=order, start=start, limit=PAGE_ROWS))


def open_link() -> None:
    st.session_state["opened_link"] = shown["link"].iloc[st.session_state["open_link"].row]


def repair_link() -> None:
    row = shown.iloc[st.session_state["repair_link"].row]
    if row["repair"]:
        go_repair(str(row["link"]), "renew" if row["repair"] == say(REPAIRS[Step.RENEW]) else "repair")


opening = st.column_config.ButtonColumn("", width=58, type="tertiary", on_click=open_link, key="open_link")
copying = copier(say("Link ID"), [*shown["link"]], width=96, key="copy_link")
repairing = st.column_config.ButtonColumn("", width=66, on_click=repair_link, key="repair_link")
has_repairs = desk.may("repair") and shown["repair"].notna().any()
ticked = draw_table(
    shown,
    LINKS,
    key=f"links {sorted(query.pairs())}",
    buttons={"open": opening, "copy": copying, **({"repair": repairing} if has_repairs else {})},
    sort_by=sort_among(SORTS) if number > PAGE_ROWS else None,
    selects=desk.may("pull"),
)
with tools:
    draw_several([*shown["link"].iloc[ticked]], wanted, number)
    there = listing.there(db)
    st.caption(
        say_many("{found} of {number} link", "{found} of {number} links", there, found=grouped(number))
        if number < there
        else count(number, "link"),
        width="content",
    )
    draw_progress(left.left)
    st.space("stretch")
    draw_list_download(every_row, number, "links", key="export_links", numbers=LINKS.numbers)
if number > PAGE_ROWS:
    pager(number)
draw_erased(db, query.first("find") or "")
draw_report(db, query.first("find") or "")
