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
from components.ui.text import one_line, shorten
from components.ui.verbatim import draw_verbatim
from domain.access.identifiers import FEWEST, spellings
from languages import say, say_many
from store.queries.find import find

FIELD = "find"
KNOWN = say(
    "links, accounts, transactions and all other rows, persons by their ID in your systems, requests, webhooks, "
    "pulls and widget sessions"
)
MOST = 8  # hits that are told in full

db = desk.database()

header(say("Inspector"))
typed = query.text(say("Any ID"), FIELD, width=620, placeholder=say("Paste any ID, or a line that has one in it"))
focus_field(FIELD, times=st.session_state.get(PRESSES, 0), key="focus")
if not typed.strip():
    st.caption(
        say(
            "Finds {known}, whole or by their first {fewest} characters. {key} opens this from every page.",
            known=KNOWN,
            fewest=FEWEST,
            key=KEY,
        )
    )
    if not desk.is_masked():
        st.caption(say("A person's document is one, too."))
    st.stop()

hits = find(db, typed)
if not hits:
    st.text(say("Nothing here is called “{typed}”.", typed=shorten(one_line(typed), 80)))
    looked = spellings(typed)
    if looked:
        st.caption(say("Looked for, whole and as a beginning:"))
        draw_verbatim("\n".join(looked), key="looked_for", label=say("What was looked for"))
    else:
        st.caption(say("There is no ID in it."))
    st.caption(say("Searched: {known}. What was erased, or is of another environment, is not here.", known=KNOWN))
    st.stop()

if len(hits) > 1:
    if len(hits) > MOST:
        st.caption(say("{number} things found, the first {most} of which are shown.", number=len(hits), most=MOST))
    else:
        st.caption(say_many("{number} thing found.", "{number} things found.", len(hits)))
around = [*dict.fromkeys(hit.link for hit in hits if hit.link)]
chosen = query.first("around")
link = chosen if chosen in around else next(iter(around), None)
follow_drawers({ENTRY: lambda entry: draw_entry(db, link or "", entry), ROW: lambda named: draw_row(db, named)})

for place, hit in enumerate(hits[:MOST]):
    draw_hit(db, hit, key=f"hit_{place}")
if len(around) > 1:
    labels = {one: f"{name_of(next(hit for hit in hits if hit.link == one))} · {one[:8]}" for one in around[:MOST]}
    query.choose_one(say("Around which"), "around", labels, width=320, default=around[0], arranges=True)
if link:
    draw_around(db, link, key="around")
elif any(hit.kind == "widget session" for hit in hits):
    st.caption(say("It led to no link."))
