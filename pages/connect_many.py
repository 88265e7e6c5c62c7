"""Connect many: presets of the widget, one link without it, and a file of test accounts."""

import streamlit as st

from actions import views
from actions.connect import presets
from actions.connect.presets import PARAMETER
from components.boards.words import said_of, several
from components.connect.batch import draw_batch
from components.connect.one_link import draw_one_link
from components.connect.preset import offered
from components.ui import desk, query
from components.ui.header import header
from components.ui.text import plain
from languages import say

SECTIONS = {"one": say("One link without the widget"), "batch": say("A file of accounts"), "presets": say("Presets")}

db = desk.database()

header(say("Connect many"))
section, place = query.tabs("section", SECTIONS)
with place:
    if section == "one":
        draw_one_link(db)
    elif section == "batch":
        draw_batch()
    else:
        st.text(
            say("“Save view” on Connect and in the Widget lab keeps what is chosen under a name, for oneself or all.")
        )
        mine = [said_of(view) for view in views.seen_by(db.whole, desk.actor()) if view.page == "connect"]
        for told in mine:
            if told.pairs is not None:
                there = several(told.pairs)
                name = plain(told.name)
                desk.draw_way("pages/connect.py", label=name, icon=":material/bookmark:", query_params=there)
        of_lab = offered()
        for preset, told in of_lab.items():
            filled = presets.for_form(told.pairs or ())
            way = {PARAMETER: [preset], **{name: values for name, values in filled.items() if values}}
            desk.draw_way("pages/connect.py", label=plain(told.name), icon=":material/palette:", query_params=way)
        if not mine and not of_lab:
            st.caption(say("There is none yet."))
        desk.draw_way("pages/connect.py", label=say("Connect"), icon=":material/add_link:")
