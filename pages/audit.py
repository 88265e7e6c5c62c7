"""Audit: who did what to which link or person, from where, and how it went."""

import streamlit as st

from components.log.audit_rows import PARAMETER, draw_audit, draw_row, draw_verdict
from components.ui import desk, query, states
from components.ui.downloads import draw_export
from components.ui.drawers import follow_drawer, opener, view_beside
from components.ui.filters import draw_clear, draw_period, filter_bar
from components.ui.header import header
from components.ui.paging import page_at, pager
from components.ui.text import words
from components.ui.time_format import utc_now
from languages import say
from store.queries import audit
from store.queries.audit import AuditFilter

OUTCOMES = {name: state.word for name, state in states.AUDIT.items()}

db = desk.database()

header(say("Audit"))
actors, actions = audit.facets(db)
with filter_bar():
    person = query.text(say("Person"), "person", width=170, placeholder=say("External ID"), of_people=True)
    link = query.text(say("Link"), "link", width=190, placeholder=say("Link ID"))
    actor = query.choose_one(
        say("Who"), "actor", {name: name for name in actors}, width=200, placeholder=say("Everybody")
    )
    action = query.choose_one(
        say("Action"), "action", {name: words(name) for name in actions}, width=170, placeholder=say("All actions")
    )
    outcome = query.segments(say("Outcome"), "outcome", OUTCOMES)
    since, until = draw_period(utc_now().date(), "since", "until")
    draw_clear()

wanted = AuditFilter(
    person=person, link=link, actor=actor or "", action=action or "", outcome=outcome or "", since=since, until=until
)
holds = st.container(key="chain")

number = audit.count(db, wanted)
follow_drawer(PARAMETER, lambda named: draw_row(db, query.whole(named)))
if number:
    rows = page_at(number, "audit", lambda at: audit.page(db, wanted, at=at))
    opening = opener(PARAMETER, [*rows["id"]], key="open_row")
    draw_audit(db, rows, key=f"audit {view_beside(PARAMETER)}", opener=opening)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw_export("audit", wanted.to_query(), number)
        pager(number)
else:
    st.text(say("Nothing like this is on record.") if query.pairs() else say("Nobody has done anything yet."))

with holds:  # last, since it reads all of it
    draw_verdict(db)
