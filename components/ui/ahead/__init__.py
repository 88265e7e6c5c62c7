"""One of each kind of element, drawn out of sight once a visit, so that none has to be waited for after a press.

The browser draws the first of a kind as a grey bar, even where its script was run before (static/ahead.js), and goes
through the page once more when the bar goes.
"""

from pathlib import Path

import streamlit as st

from components.ui.streamlit_patch import component

_HERE = Path(__file__).resolve().parent

_component = component("linkdesk_ahead", _HERE / "browser" / "idle.js", html="<span hidden></span>")


@st.fragment
def draw_ahead() -> None:
    """Draw them once the browser says that nobody waits, and not again once it says that they are drawn."""
    with st.container(key="ahead"):
        if _component(key="idle", on_idle_change=lambda: None, on_drawn_change=lambda: None).idle:
            draw_kinds()


def draw_kinds() -> None:
    """What pages are made of, but for what every page has; web/page_html.py has nobody see them."""
    st.dataframe({"": [""]}, key="ahead_dataframe")
    st.echarts_chart({"xAxis": {}, "yAxis": {}, "series": [{"type": "line", "data": [1]}]}, key="ahead_chart")
    st.json({})
    st.metric("Ahead", "")
    st.progress(0)
    st.page_link("http://localhost", label="Ahead")
    st.link_button("Ahead", "http://localhost", key="ahead_link_button")
    st.button("Ahead", key="ahead_button")
    st.menu_button("Ahead", [""], key="ahead_menu")
    st.segmented_control("Ahead", [""], key="ahead_segments")
    st.selectbox("Ahead", [""], key="ahead_selectbox")
    st.multiselect("Ahead", [""], key="ahead_multiselect")
    st.text_input("Ahead", key="ahead_text")
    st.number_input("Ahead", key="ahead_number")
    st.date_input("Ahead", key="ahead_date")
    st.table({"": ""})
