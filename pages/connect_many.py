"""Connect many: presets of the widget, one link without it, and a file of test accounts."""

import streamlit as st

from actions import views
from actions.connect import presets
from actions.connect.presets import PARAMETER
from components.connect.batch import draw_batch
from components.connect.one_link import draw_one_link
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
        mine = [view for view in views.seen_by(db.whole, desk.actor()) if view.page == "connect"]
        for view in mine:
            there: dict[str, list[str]] = {}
            for name, value in view.pairs:
                there.setdefault(name, []).append(value)
            desk.draw_way("pages/connect.py", label=plain(view.name), icon=":material/bookmark:", query_params=there)
        of_lab = presets.presets(db.whole, desk.actor())
        for view in of_lab:
            way = {
                PARAMETER: [view.id],
                **{name: values for name, values in presets.for_form(view.pairs).items() if values},
            }
            desk.draw_way("pages/connect.py", label=plain(view.name), icon=":material/palette:", query_params=way)
        if not mine and not of_lab:
            st.caption(say("There is none yet."))
        desk.draw_way("pages/connect.py", label=say("Connect"), icon=":material/add_link:")
