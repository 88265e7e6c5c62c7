"""Views and boards: what people have kept of pages, their own and what is shared, with what changed of each."""

from functools import partial

import streamlit as st

from actions import views
from components.boards.listed import draw_view
from components.boards.words import attempt_once, draw_said, page_words, said_of
from components.ui import desk, query
from components.ui.filters import draw_clear, filter_bar
from components.ui.header import header
from components.ui.paging import PAGE_ROWS, offset_of, pager
from components.ui.text import count
from domain.access.views import BOARD, LONGEST_NAME
from languages import say
from store.ops.views import saved

WHOSE = {"own": say("Yours"), "shared": say("Shared")}

db, me = desk.database().whole, desk.actor()


def make() -> None:
    name = st.session_state["board_name"]
    keep = partial(views.keep, db, name, BOARD, (), actor=desk.actor())
    attempt_once(lambda: keep(is_masked=desk.is_masked()), say("Made: {name}", name=name.strip()), BOARD, name)


header(say("Views and boards"))
draw_said()
# What is shared of a page that is not for one's role leads nowhere.
found = [view for view in views.seen_by(db, me) if view.is_of(me) or desk.may_open(view.page)]
with filter_bar():
    find = query.text(say("Find"), "find", width=230, placeholder=say("Name or page"))
    whose = query.segments(say("Whose"), "whose", WHOSE)
    draw_clear()
    st.space("stretch")
    with st.popover(say("New board"), icon=":material/add:", key="new_board"), st.form("make_board", border=False):
        st.text_input(say("Name"), key="board_name", max_chars=LONGEST_NAME, placeholder=say("What it is for"))
        st.form_submit_button(say("Make a board"), key="make_board_now", type="primary", on_click=make)

shown = [
    view
    for view in found
    if (not whose or view.is_shared == (whose == "shared"))
    and find.casefold() in f"{said_of(view).name} {page_words(view.page)}".casefold()
]
if not found:
    st.text(
        say(
            "Nothing is kept here yet. On any page, Save view keeps it with its filters under a name; a board shows "
            "figures, charts and tables of several pages at once."
        )
    )
    st.stop()
st.caption(count(len(shown), "view or board", "views and boards"))
looked = saved.looks(db, me.person)
start = offset_of(len(shown))
for view in sorted(shown, key=lambda one: not one.is_board)[start : start + PAGE_ROWS]:
    draw_view(view, looked.get(view.id))
if len(shown) > PAGE_ROWS:
    pager(len(shown))
