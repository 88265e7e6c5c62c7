"""What is stored of a link, resource by resource, with the way to its rows."""

from datetime import datetime

import pandas as pd
import streamlit as st

from components.ui import states
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain, resource_words
from components.ui.time_format import ago
from resources import RESOURCES

PAGES = {"income": "Income and risk", "employment": "Employment", "fiscal": "Fiscal"}
"""The pages that take a link in their address, by the file; those of accounts and transactions the figures lead to."""


CONTENTS = Table(
    {
        "resource": Column("Resource", 190),
        "rows": Column("Rows", 80, "count"),
        "set_aside": Column("Set aside", 80, "count", help="Rows that can't be read; see below", optional=True),
        "listed_at": Column("Last read", 110, "ago", help="The last complete listing"),
        "state": Column("Last pull", 120, "state", states={**states.PULLS, "none": states.NO_PULL}),
        "loading": Column("At Belvo", 110, "words", help="How far Belvo's own loading is"),
        "said": Column("What that means", 430),
    },
    alt="What is stored of the link, resource by resource",
    empty="Nothing was pulled yet.",
)


def draw_contents(rows: pd.DataFrame, *, key: str) -> None:
    """The rows of contents.of_link."""
    shown = rows.assign(
        resource=[resource_words(name) for name in rows["resource"]],
        state=rows["state"].fillna("none"),
        said=rows["error_message"].fillna(rows["reason"]).fillna(""),
    )
    draw_table(shown, CONTENTS, key=key)


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
