"""A chart in its frame: what it shows, what is to be seen in it, the picture, and the rows behind it."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from components.ui.charts import Option
from components.ui.downloads import draw_rows_download
from components.ui.text import plain


def draw_chart(
    title: str,
    finding: str,
    option: Option | None,
    *,
    about: str,
    key: str,
    height: int = 240,
    rows: pd.DataFrame | None = None,
    amounts: Collection[str] = (),
) -> None:
    """Draw it; `about` and the finding tell it to whoever can't see it. Without an option only the finding is said.

    `rows` are those that it is drawn from, which can be taken away; `amounts` are the columns of them that are money.
    """
    with st.container(border=True, height="stretch", gap="xsmall", key=key):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(plain(title), anchor=False)
            if option and rows is not None:
                draw_rows_download(rows, key, key=key, amounts=amounts)
        st.caption(plain(finding))
        if option:
            st.echarts_chart({"animation": False, **option}, height=height, alt=f"{about} {finding}")
