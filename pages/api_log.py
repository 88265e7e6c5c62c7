"""API log: every call to Belvo, what went wrong in them, and any of them by any id."""

from functools import partial

import streamlit as st

from components.log.calls import PARAMETER, draw_call, draw_calls, draw_errors
from components.log.traffic import draw_traffic
from components.ui import desk, query, states
from components.ui.downloads import draw_list_download
from components.ui.drawers import follow_drawer, opener, view_beside
from components.ui.filters import draw_clear, draw_since, filter_bar, link_labels
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.paging import all_rows, page_at, pager
from languages import grouped, percent, say
from store.ops import calls
from store.ops.calls import CallFilter
from store.write import links

OUTCOMES = {name: state.word for name, state in states.CALLS.items()}
METHODS = {method: method for method in ("GET", "POST", "PUT", "PATCH", "DELETE")}

db = desk.database()
follow_changes(calls.mark)

header(say("API log"))
with filter_bar():
    find = query.text(say("Find"), "find", width=250, placeholder=say("Any ID, path or parameter"))
    outcome = query.segments(say("Outcome"), "outcome", OUTCOMES)
    method = query.choose_one(say("Method"), "method", METHODS, width=140, placeholder=say("All methods"))
    link = query.choose_one(say("Link"), "link", link_labels(links.table(db)), width=200, placeholder=say("All links"))
    since = draw_since("since")
    job = query.identity(say("Pull"), "job", width=120) if query.first("job") else None  # one comes here from a pull
    draw_clear()

wanted = CallFilter(
    outcome=outcome or "",
    method=method or "",
    link=link or "",
    id=find,
    since=since,
    job=job,
)
draw_traffic(db, wanted, key="traffic")

follow_drawer(PARAMETER, lambda named: draw_call(db, query.whole(named)))

number = calls.count(db, wanted)
if not number:
    st.text(
        say("No call is like this.")
        if query.pairs()
        else say("Belvo has not been called yet. Every call will be here.")
    )
    st.stop()
rows = page_at(number, "calls", lambda at: calls.page(db, wanted, at=at))
errors = calls.errors(db, wanted)
failed = int(errors["calls"].sum())
draw_figures(
    [
        Figure(say("Calls"), grouped(number)),
        Figure(
            say("Errors"),
            grouped(failed),
            say("{share} of the calls", share=percent(failed / number, 1)) if failed and not outcome else "",
        ),
        Figure(say("Kinds of error"), grouped(len(errors))),
    ],
    key="figures",
)
if len(errors):
    draw_errors(errors, key="errors")
opening = opener(PARAMETER, [*rows["call"]], key="open_row")
draw_calls(rows, key=f"calls {view_beside(PARAMETER)}", opener=opening)
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    load = partial(all_rows, lambda at: calls.page(db, wanted, at=at))
    draw_list_download(load, number, "api_log", key="export_calls")
    pager(number)
