"""A chart in its frame: what it shows, what is to be seen in it, and the picture."""

import streamlit as st

from components.ui.charts import Option
from components.ui.text import plain


def draw_chart(title: str, finding: str, option: Option | None, *, about: str, key: str, height: int = 240) -> None:
    """Draw it; `about` and the finding tell it to whoever can't see it. Without an option only the finding is said."""
    with st.container(border=True, height="stretch", gap="xsmall", key=key):
        st.subheader(plain(title), anchor=False)
        st.caption(plain(finding))
        if option:
            st.echarts_chart({"animation": False, **option}, height=height, alt=f"{about} {finding}")
