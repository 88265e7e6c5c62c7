"""Board: figures, charts and tables of several pages, as one person has put them together for others."""

import streamlit as st

from actions import views
from components.boards.adding import draw_adding
from components.boards.cells import Board, draw_cells
from components.boards.menu import draw_menu
from components.boards.opened import looked_at
from components.boards.words import draw_said, said_of
from components.fiscal.row_drawers import follow_rows
from components.ui import as_known, desk, query
from components.ui.filters import PERSON, choose_people, draw_clear, filter_bar
from components.ui.header import header
from components.ui.unread import leave
from languages import say
from store.ops.views import cells
from store.write import links

db, me = as_known.database(), desk.actor()

view = views.find(db.whole, query.first("id") or "", me)
if view is None or not view.is_board:
    header(say("Board"))
    st.text(say("There is no such board here. It may have been deleted, or is another's own."))
    st.page_link("pages/views.py", label=say("Views and boards"), icon=":material/bookmarks:")
    st.stop()

header(said_of(view).name)
draw_said()
there, is_mine = cells.of_board_in(db.whole, view.id), view.is_of(me)
with filter_bar():
    leave("id")
    choose_people(links.table(db), (), width=260)
    draw_clear(keep=("id",))
    st.space("stretch")
    is_arranged = is_mine and st.toggle(
        say("Arrange"), key="arrange", help=say("Move, rename, resize and remove cells")
    )
    if is_mine:
        draw_adding(view)
    draw_menu(view)

looked_at(view)
follow_rows(db)
if not there:
    st.text(say("Nothing is on this board yet."))
    st.caption(say("Add a cell above, or on any page: Save view, then Add to board."))
    st.stop()
draw_cells(Board(view, db, query.several(PERSON), desk.known_day(), is_arranged), there)
