"""Query: a question in SQL, its parameters, and the answer as a table, a chart or a file."""

import streamlit as st

from components.sql.answer import answer_of, draw_answer
from components.sql.question import draw_editor, draw_fault, draw_parameters, draw_ways
from components.ui import as_known, desk
from components.ui.header import header
from components.ui.text import plain
from languages import say
from store.core.errors import BrokenQuery, Interrupted
from store.sql import VIEWS, question, tables_of

db = as_known.database()
raw = desk.may("query_raw") and not desk.is_masked()
tables = tables_of(raw=raw)

header(say("Query"))
draw_ways(sorted(tables - VIEWS.keys()))
text = draw_editor()
if not text:
    st.caption(say("It reads, and changes nothing. A name behind a colon, as :since, becomes an input."))
    st.stop()
try:
    asked = question(text, db.engine.name, tables)
    given = draw_parameters(asked.parameters)
    missing = [name for name in asked.parameters if name not in given]
    if missing:
        st.text(say("Give a value for {names}.", names=", ".join(f":{name}" for name in missing)))
        st.stop()
    answer = answer_of(db, asked, given)
except BrokenQuery as error:
    draw_fault(error, text)
    st.stop()
except Interrupted as error:
    st.warning(plain(str(error)), icon=":material/timer_off:")
    st.stop()
draw_answer(asked, given, answer)
