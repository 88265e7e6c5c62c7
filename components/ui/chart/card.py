"""A chart in its frame: what it shows, what is to be seen in it, the picture, its marks, and the rows behind it.

A mark narrows the page to what it stands for, or leads to the page with its rows: by a click, or from the menu beside
the title, which the keyboard reaches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from components.ui import query
from components.ui.charts import Option, distinct
from components.ui.downloads import draw_rows_download
from components.ui.files.content import NONE, Numbers
from components.ui.text import plain
from languages import say


@dataclass(frozen=True)
class Mark:
    """One of a chart's marks: what it is called, and what of the address it stands for."""

    label: str
    query: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Marks:
    """The marks of a chart by their places in its data, each a `noun`; None is one that stands for nothing by itself.

    Where a chart has several series of rows of their own, `series` has the place of each row, by the series' name.
    Without a `page` they narrow the one that they are on; with it, they lead there.
    """

    noun: str
    every: Sequence[Mark | None]
    series: Mapping[str, Sequence[int]] = field(default_factory=dict)
    page: str = ""

    def at(self, series: str, index: int) -> Mark | None:
        """The mark of a row of a series."""
        places = self.series.get(series)
        place = index if places is None else places[index] if index < len(places) else len(self.every)
        return self.every[place] if place < len(self.every) else None


def _led_on(marks: Marks) -> Marks:
    """Marks of a part of another page lead to that page instead of narrowing the one that they are on."""
    other = query.is_elsewhere()
    if other is None or marks.page:
        return marks
    every = [mark and Mark(mark.label, {**other.asked, **mark.query}) for mark in marks.every]
    return replace(marks, every=every, page=f"pages/{other.page}.py")


def draw_chart(
    title: str,
    finding: str,
    option: Option | None,
    *,
    about: str,
    key: str,
    height: int = 240,
    rows: pd.DataFrame | None = None,
    numbers: Numbers = NONE,
    marks: Marks | None = None,
) -> None:
    """Draw it; `about` and the finding tell it to whoever can't see it. Without an option only the finding is said.

    `rows` are those that it is drawn from, which can be taken away.
    """
    marks = marks and _led_on(marks)
    if marks and (way := st.session_state.pop(f"{key}_way", None)) is not None:
        st.switch_page(marks.page, query_params=way)
    with st.container(border=True, height="stretch", gap="xsmall", key=key):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(plain(title), anchor=False)
            if option and marks:
                _draw_menu(marks, key)
            if option and rows is not None:
                draw_rows_download(rows, key, key=key, numbers=numbers)
        st.caption(plain(finding))
        if option:
            looks = _clickable(option, marks, key) if marks else {"spec": option}
            spec = {"animation": False, **looks.pop("spec")}
            st.echarts_chart(spec, height=height, alt=f"{about} {finding}", **looks)


def _draw_menu(marks: Marks, key: str) -> None:
    """The marks as a list."""
    named = [mark for mark in marks.every if mark]
    if not named:
        return
    menu, labels = f"{key}_menu", distinct([mark.label for mark in named])

    def choose() -> None:
        chosen = st.session_state[menu]
        if chosen is not None:
            _follow(named[chosen], marks, key)

    st.menu_button(
        say("One {noun}", noun=say(marks.noun)),
        range(len(named)),
        format_func=lambda place: plain(labels[place]),
        key=menu,
        icon=":material/filter_alt:",
        type="tertiary",
        on_click=choose,
    )


def _clickable(option: Option, marks: Marks, key: str) -> dict[str, Any]:
    """What makes a click on a mark go where the menu does; a second click on one is one, too."""
    chart, last = f"{key}_chart", f"{key}_last"

    def click() -> None:
        groups = st.session_state[chart].selection.selected
        picked = [
            (group["series_name"], group["data_indices"][0])
            for group in groups
            if group["data_indices"] and group["data_type"] != "edge"
        ]
        series, index = picked[0] if picked else st.session_state.get(last, ("", -1))
        st.session_state[last] = series, index
        if index >= 0 and (mark := marks.at(series, index)):
            _follow(mark, marks, key)

    series = [{"selectedMode": "single", "cursor": "pointer", **one} for one in option["series"]]
    return {"spec": {**option, "series": series}, "key": chart, "on_select": click}


def _follow(mark: Mark, marks: Marks, key: str) -> None:
    if marks.page:
        st.session_state[f"{key}_way"] = {name: [*values] for name, values in mark.query.items()}
    else:
        query.write(mark.query)
