"""Widget sessions: how many connect, where the others give up, what went wrong, and each as a film of its events."""

import streamlit as st

from components.sessions.figures import Funnel, draw_charts, draw_summary, said_of, said_of_times
from components.sessions.filters import SECTION, draw_filters
from components.sessions.session_rows import PARAMETER, draw_session, draw_sessions
from components.sessions.tables import KINDS, draw_by, draw_errors, draw_steps
from components.status.repair_navigation import draw_way_to_connect
from components.ui import desk, query
from components.ui.downloads import draw_export
from components.ui.drawers import follow_drawer, opener, view_beside
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.paging import page_at, pager
from domain.widget.funnel import taken, to_the_end
from languages import say
from store.queries.widget import funnel, listing

SECTIONS = {
    "steps": say("Steps"),
    "institution": say("By institution"),
    "product": say("By product"),
    "device": say("By device"),
    "errors": say("Errors"),
    "sessions": say("Sessions"),
}

db = desk.database()
follow_changes(listing.mark)

header(say("Widget sessions"))
wanted = draw_filters(db)
follow_drawer(PARAMETER, lambda named: draw_session(db, named))
if not listing.is_any(db):
    st.text(say("No widget was opened here yet. Each opening will be here, from its token to its end."))
    draw_way_to_connect(say("Connect an account"))
    st.stop()

now, before = funnel.counts(db, wanted), funnel.counts(db, funnel.before(wanted))
found = Funnel(wanted, funnel.counted(now), funnel.counted(before))
number = int(now["sessions"].sum())
if not number and before.empty:
    st.text(
        say("No session is like this, in these days or in as many before. Take a filter out, or choose other days.")
    )
    st.stop()

arrivals = funnel.arrivals(db, wanted)
draw_summary(found, to_the_end(arrivals), key="figures")
st.caption(said_of(found))
draw_charts(found)

section, place = query.tabs(SECTION, SECTIONS)
with place:
    if section == "steps":
        draw_steps(found, taken(arrivals), key="steps")
        st.caption(said_of_times(number))
    elif section in KINDS:
        draw_by(db, section, now, before, key=section)
    elif section == "errors":
        draw_errors(db, funnel.errors(db, wanted), key="errors")
    elif number:
        rows = page_at(number, "sessions", lambda at: listing.page(db, wanted, at=at))
        opening = opener(PARAMETER, [*rows["session"]], key="open_row")
        draw_sessions(db, rows, key=f"sessions {view_beside(PARAMETER)}", opener=opening)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            draw_export("widget_sessions", wanted.to_query(), number)
            pager(number)
    else:
        st.text(say("No session of these days is like this."))
