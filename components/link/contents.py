"""What is stored of a link, resource by resource, with the way to its rows."""

from datetime import datetime

import pandas as pd
import streamlit as st

from components.ui import states
from components.ui.tables import badge_cells, badges, draw_table, word_cells
from components.ui.text import one_line, plain, resource_words
from components.ui.time_format import ago
from resources import RESOURCES

PAGES = {"income": "Income and risk", "employment": "Employment", "fiscal": "Fiscal"}
"""The pages that take a link in their address, by the file; those of accounts and transactions the figures lead to."""


def draw_contents(rows: pd.DataFrame, now: datetime, *, key: str) -> None:
    """The rows of contents.of_link."""
    draw_table(
        rows.assign(
            resource=[resource_words(name) for name in rows["resource"]],
            state=badge_cells(rows["state"].fillna("none"), {**states.PULLS, "none": states.NO_PULL}),
            loading=word_cells(rows["loading"]),
            said=[one_line(text) for text in rows["error_message"].fillna(rows["reason"]).fillna("")],
        ),
        {
            "resource": st.column_config.TextColumn("Resource", width=190),
            "rows": st.column_config.NumberColumn("Rows", width=80, format="%,d"),
            "listed_at": st.column_config.DatetimeColumn("Last read", width=110, help="The last complete listing"),
            "state": badges("Last pull", [*states.PULLS.values(), states.NO_PULL], width=120),
            "loading": st.column_config.TextColumn("At Belvo", width=110, help="How far Belvo's own loading is"),
            "said": st.column_config.TextColumn("What that means", width=430),
        },
        instants=["listed_at"],
        now=now,
        key=key,
        alt="What is stored of the link, resource by resource",
        empty="Nothing was pulled yet.",
    )


def draw_ways(rows: pd.DataFrame, link: str) -> None:
    """The ways to the pages that draw what contents.of_link says is there."""
    there = [RESOURCES[name].page for name in rows.loc[rows["rows"] > 0, "resource"] if name in RESOURCES]
    ways = {page: PAGES[page] for page in there if page in PAGES}
    if not ways:
        return
    with st.container(horizontal=True, gap="small", key="ways"):
        for page, label in ways.items():
            st.page_link(
                f"pages/{page}.py",
                label=label,
                icon=":material/arrow_forward:",
                query_params={"link": link},
                width="content",
            )


def draw_waiting(rows: pd.DataFrame, now: datetime) -> None:
    """Which resources of contents.of_link are not there yet, and how the desk will learn of them."""
    awaited = rows[rows["loading"].isin(["waiting", "polling", "loading"])]
    for reason, mine in awaited.groupby("reason", sort=False):
        names = ", ".join(map(resource_words, mine["resource"]))
        looks = mine["next_at"].dropna()
        when = f" Next look {ago(looks.min(), now)}." if len(looks) and mine["loading"].iloc[0] == "polling" else ""
        st.info(plain(f"{names}: {reason}{when}"), icon=":material/hourglass_top:")
