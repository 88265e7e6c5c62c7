"""API log: every call to Belvo, what went wrong in them, and any of them by any id."""

import streamlit as st

from components.banking.filters import draw_since
from components.log.calls import PARAMETER, draw_call, draw_calls, draw_errors
from components.ui import desk, query, states
from components.ui.drawers import opener, view_beside
from components.ui.header import header
from components.ui.links import link_labels
from components.ui.metric_cards import Figure, draw_figures
from components.ui.tables import PAGE_ROWS, current_page, pager
from components.ui.time_format import utc_now
from store.ops import calls
from store.ops.calls import CallFilter
from store.write import links

OUTCOMES = {name: state.word for name, state in states.CALLS.items()}
METHODS = {method: method for method in ("GET", "POST", "PUT", "PATCH", "DELETE")}

db = desk.database()

header("API log")
with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filters"):
    find = query.text("Find", "find", width=250, placeholder="Any ID, path or parameter")
    outcome = query.segments("Outcome", "outcome", OUTCOMES)
    method = query.choose_one("Method", "method", METHODS, width=140, placeholder="All methods")
    link = query.choose_one("Link", "link", link_labels(links.table(db)), width=200, placeholder="All links")
    since = draw_since("since")
    st.button("Clear", key="clear", type="tertiary", on_click=query.clear, disabled=not query.pairs())

wanted = CallFilter(outcome=outcome or "", method=method or "", link=link or "", id=find, since=since)
opened = query.first(PARAMETER) or ""


@st.fragment(run_every="3s")
def follow() -> None:
    if (query.first(PARAMETER) or "") != opened:
        st.rerun()  # a row was opened: its drawer lies outside
    now, number = utc_now(), calls.count(db, wanted)
    if not number:
        st.text("No call is like this." if query.pairs() else "Belvo has not been called yet. Every call will be here.")
        return
    page = current_page(number)
    rows = calls.page(db, wanted, offset=(page - 1) * PAGE_ROWS, limit=PAGE_ROWS)
    errors = calls.errors(db, wanted)
    failed = int(errors["calls"].sum())
    draw_figures(
        [
            Figure("Calls", f"{number:,}"),
            Figure("Not well", f"{failed:,}", f"{failed / number:.1%} of the calls" if failed and not outcome else ""),
            Figure("Kinds of error", f"{len(errors):,}"),
        ],
        key="figures",
    )
    if len(errors):
        draw_errors(errors, now, key="errors")
    draw_calls(
        rows,
        now,
        key=f"calls {view_beside(PARAMETER)}",
        opener=opener(PARAMETER, [*rows["call"]], key="open_row"),
    )
    pager(number, page)


follow()

if opened.isdecimal():
    draw_call(db, int(opened))
