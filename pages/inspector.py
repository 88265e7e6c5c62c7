"""Inspector: any id, pasted as it stands somewhere, with all that is around it."""

import streamlit as st

from components.inspector.around import draw_around
from components.inspector.field import focus_field
from components.inspector.hits import draw_hit, name_of
from components.inspector.opening import KEY, PRESSES
from components.link.timeline import PARAMETER as ENTRY
from components.link.timeline import draw_entry
from components.row.row_detail import PARAMETER as ROW
from components.row.row_detail import draw_row
from components.ui import desk, query
from components.ui.drawers import follow_drawers
from components.ui.header import header
from components.ui.text import count, one_line, shorten
from components.ui.verbatim import draw_verbatim
from domain.access.identifiers import FEWEST, spellings
from store.queries.find import find

FIELD = "find"
KNOWN = "links, accounts, transactions and all other rows, persons by their ID in your systems, requests, webhooks, "
KNOWN += "pulls and widget sessions"
BY_DOCUMENT = " A person's document is one, too."
MOST = 8  # hits that are told in full

db = desk.database()

header("Inspector")
typed = query.text("Any ID", FIELD, width=620, placeholder="Paste any ID, or a line that has one in it")
focus_field(FIELD, times=st.session_state.get(PRESSES, 0), key="focus")
if not typed.strip():
    st.caption(f"Finds {KNOWN}, whole or by their first {FEWEST} characters. {KEY} opens this from every page.")
    if not desk.is_masked():
        st.caption(BY_DOCUMENT.strip())
    st.stop()

hits = find(db, typed)
if not hits:
    st.text(f"Nothing here is called “{shorten(one_line(typed), 80)}”.")
    looked = spellings(typed)
    if looked:
        st.caption("Looked for, whole and as a beginning:")
        draw_verbatim("\n".join(looked), key="looked_for", label="What was looked for")
    else:
        st.caption("There is no ID in it.")
    st.caption(f"Searched: {KNOWN}. What was erased, or is of another environment, is not here.")
    st.stop()

if len(hits) > 1:
    of_them = f", the first {MOST} of which are shown" if len(hits) > MOST else ""
    st.caption(f"{count(len(hits), 'thing')} found{of_them}.")
around = [*dict.fromkeys(hit.link for hit in hits if hit.link)]
chosen = query.first("around")
link = chosen if chosen in around else next(iter(around), None)
follow_drawers({ENTRY: lambda entry: draw_entry(db, link or "", entry), ROW: lambda named: draw_row(db, named)})

for place, hit in enumerate(hits[:MOST]):
    draw_hit(db, hit, key=f"hit_{place}")
if len(around) > 1:
    labels = {one: f"{name_of(next(hit for hit in hits if hit.link == one))} · {one[:8]}" for one in around[:MOST]}
    query.choose_one("Around which", "around", labels, width=320, default=around[0], arranges=True)
if link:
    draw_around(db, link, key="around")
elif any(hit.kind == "widget session" for hit in hits):
    st.caption("It led to no link.")
