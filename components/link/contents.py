"""What is stored of a link, resource by resource, with the way to its rows."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from components.ui import desk, states
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain, resource_words
from components.ui.time_format import ago
from domain.absence import Absence, why_absent
from domain.link_state.kept import KEPT
from languages import msg, say
from resources import RESOURCES, pulled_resources
from store.write.institutions import Institution
from store.write.links import LinkRow

PAGES = {"income": msg("Income and risk"), "employment": msg("Employment"), "fiscal": msg("Fiscal")}
"""The pages that take a link in their address, by the file; those of accounts and transactions the figures lead to."""

_AWAITED = ("waiting", "polling", "loading")

_UNFINISHED = msg("Connecting this link was never finished, so Belvo loads nothing of it.")

CONTENTS = Table(
    {
        "resource": Column(msg("Resource"), 165),
        "rows": Column(msg("Rows"), 70, "count", adds_up=True),
        "set_aside": Column(
            msg("Set aside"), 75, "count", help=msg("Rows that can't be read; see below"), optional=True, adds_up=True
        ),
        "listed_at": Column(msg("Last read"), 95, "ago", help=msg("The last complete listing")),
        "state": Column(msg("Last pull"), 105, "state", states={**states.PULLS, "none": states.NO_PULL}),
        "loading": Column(
            msg("At Belvo"), 105, "state", states=states.LOADING, help=msg("How far Belvo's own loading is")
        ),
        "said": Column(msg("What that means"), 430),
    },
    alt=msg("What is stored of the link, resource by resource"),
    empty=msg("Nothing was pulled yet."),
)


def draw_contents(
    rows: pd.DataFrame, link: LinkRow, institution: Institution | None, *, is_unfinished: bool, key: str
) -> None:
    """The rows of contents.of_link, and why there is nothing of what else the link may have.

    `is_unfinished` where connecting it was never finished: then Belvo loads nothing of it.
    """
    if is_unfinished:
        rows = rows.assign(loading=None, reason=_UNFINISHED)
    known = _records(rows)
    why = {} if is_unfinished else _reasons({row["resource"]: row["state"] for row in known}, link, institution)
    shown = rows.assign(
        resource=[resource_words(name) for name in rows["resource"]],
        state=rows["state"].fillna("none"),
        said=[_said(row, why.get(row["resource"])) for row in known],
    )
    draw_table(shown, CONTENTS, key=key, file="contents")
    others = {name: reason for name, reason in why.items() if known and name not in {*rows["resource"]}}
    for reason in dict.fromkeys(others.values()):
        names = ", ".join(resource_words(name) for name, other in others.items() if other is reason)
        st.caption(plain(f"{names}: {say(str(reason))}"))


def why_none(
    rows: pd.DataFrame, link: LinkRow, institution: Institution | None, resource: str, *, is_unfinished: bool
) -> str:
    """Why nothing of a resource is there, by contents.of_link; empty while that is not known."""
    if is_unfinished:
        return say(_UNFINISHED)
    pulled = next((row for row in _records(rows) if row["resource"] == resource), None)
    absence = why_absent(
        pulled_resources()[resource],
        asdict(institution) if institution else {},
        link.fetch_resources,
        state=pulled["state"] if pulled else None,
        access_mode=link.access_mode,
    )
    return _said(pulled, absence) if pulled else say(str(absence or ""))


def _records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    return rows.astype("object").where(rows.notna(), None).to_dict("records")


def _said(row: Mapping[Any, Any], absence: Absence | None) -> str:
    """What went wrong or is waited for, and of what is not there otherwise, why."""
    explains = not row["rows"] and row["state"] != "failed" and row["loading"] not in _AWAITED
    if explains and absence is not None:
        return say(str(absence))
    return KEPT.say(str(row["error_message"] or row["reason"] or ""))


def _reasons(ended: Mapping[str, str | None], link: LinkRow, institution: Institution | None) -> dict[str, Absence]:
    """Why there is nothing of each resource that a link at this institution may have; `ended` is how pulls did."""
    described = asdict(institution) if institution else {}
    found = {
        name: why_absent(resource, described, link.fetch_resources, state=ended.get(name), access_mode=link.access_mode)
        for name, resource in pulled_resources().items()
        if name in ended or (institution is not None and institution.type in resource.offer.countries)
    }
    return {name: reason for name, reason in found.items() if reason is not None}


def draw_ways(rows: pd.DataFrame, link: str) -> None:
    """The ways to the pages that draw what contents.of_link says is there."""
    there = [RESOURCES[name].page for name in rows.loc[rows["rows"] > 0, "resource"] if name in RESOURCES]
    ways = {page: PAGES[page] for page in there if page in PAGES}
    if not ways:
        return
    with st.container(horizontal=True, height=28, border=False, gap="small", key="ways"):  # its room is kept
        for page, label in ways.items():
            desk.draw_way(
                f"pages/{page}.py",
                label=say(label),
                icon=":material/arrow_forward:",
                query_params={"link": link},
                width="content",
            )


def draw_waiting(rows: pd.DataFrame, now: datetime) -> None:
    """Which resources of contents.of_link are not there yet, and how the desk will learn of them."""
    awaited = rows[rows["loading"].isin(_AWAITED)]
    for reason, mine in awaited.groupby("reason", sort=False):
        names = ", ".join(map(resource_words, mine["resource"]))
        looks = mine["next_at"].dropna()
        told = f"{names}: {say(str(reason))}"
        if len(looks) and mine["loading"].iloc[0] == "polling":
            told = f"{told} {say('Next look {ago}.', ago=ago(looks.min(), now))}"
        st.info(plain(told), icon=":material/hourglass_top:")
