"""Links as rows of a table: whose each is, how it is and why, what comes next, and what is stored of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd

from components.status.advice import bank_of
from components.status.pull_progress import at, next_try
from components.ui import states
from components.ui.filters import called
from components.ui.grid import copied_cells
from components.ui.tables import OPEN, Column, Table
from components.ui.time_format import reader_zone
from domain.link_state import Badge, LinkState, Reason, Step, Turn, advise, queue
from languages import msg, say

LINKS = Table(
    {
        "open": OPEN,
        "person": Column(
            msg("Person"), 132, help=msg("The name that the institution has, or the user's id in our own systems")
        ),
        "display_name": Column(msg("Institution"), 105, "verbatim"),
        "state": Column(msg("State"), 125, "state", states=states.LINKS),
        "why": Column(msg("Why"), 138),
        "next": Column(msg("What next"), 98),
        "repair": Column(msg("Repair"), kind="button"),
        "copy": Column(msg("Link ID"), kind="button"),
        "last_pull_at": Column(msg("Last pull"), 76, "ago", help=msg("When its last pull ended")),
        "accounts": Column(msg("Accounts"), 58, "count", optional=True, adds_up=True),
        "transactions": Column(msg("Transactions"), 76, "count", optional=True, adds_up=True),
        "documents": Column(
            msg("Documents"),
            68,
            "count",
            optional=True,
            help=msg("Rows of a tax authority or an employer, payslips among them"),
        ),
        "external_id": Column(msg("External ID"), 150, help=msg("The user's id in our own systems"), tucked=True),
        "country": Column(msg("Country"), 70, tucked=True),
        "created_at": Column(msg("Connected"), 110, "as_of", tucked=True),
    },
    alt=msg("Links with their person, state, cause, next step and rows"),
    most=20,
)

REPAIRS: Mapping[Step | None, str] = {Step.REPAIR: msg("Repair"), Step.RENEW: msg("Renew")}
_STEPS = {Step.REPAIR: msg("Repair, or send the link"), Step.RENEW: msg("Have the consent renewed")}
_WITHOUT_ACCOUNTS = {"fiscal", "employment"}
"""Types of institutions."""


def link_rows(
    links: pd.DataFrame,
    known: Mapping[str, LinkState],
    types: Mapping[str, str],
    documents: Mapping[str, int],
    now: datetime,
    *,
    ordered: bool = False,
) -> pd.DataFrame:
    """The rows of links.table that are judged, those that need somebody first, worst first, then longest.

    Those that are `ordered` stay as they stand.
    `types` are those of institutions, by name, and `documents` what contents.documents counts.
    """
    place = {state.facts.link: number for number, state in enumerate(queue(known.values()))}
    rows = links[links["link"].isin(known)]
    if not ordered:
        rows = rows.loc[rows["link"].map(lambda link: place.get(link, len(place))).sort_values(kind="stable").index]
    rows = rows.reset_index(drop=True)
    judged = [known[link] for link in rows["link"]]
    has_accounts = ~rows["institution"].map(types).isin(_WITHOUT_ACCOUNTS)
    return rows.assign(
        person=called(rows),
        state=[state.badge.value for state in judged],
        trouble=[state.trouble.value if state.trouble else "" for state in judged],
        why=_texts(_why(state) for state in judged),
        next=_texts(_next(state, now) for state in judged),
        repair=_texts(say(REPAIRS[state.step]) if state.step in REPAIRS else None for state in judged),
        accounts=rows["accounts"].where(has_accounts),
        transactions=rows["transactions"].where(has_accounts),
        documents=_counts(rows["link"], documents).mask(has_accounts),
        copy=copied_cells([*rows["link"]]),
    )


def _texts(found: Iterable[str | None]) -> "pd.Series[str]":
    return pd.Series([*found], dtype="object")


def _counts(links: Iterable[str], documents: Mapping[str, int]) -> "pd.Series[int]":
    return pd.Series([documents.get(link, 0) for link in links], dtype="Int64")


def _why(state: LinkState) -> str | None:
    said = advise(state, bank_of(state), reader_zone())
    return said.happened if said else None


def _next(state: LinkState, now: datetime) -> str | None:
    """What is pulled of the link or what it waits for, or else what somebody does."""
    if state.wait:
        return state.wait.short(at)
    if state.facts.job and state.facts.job.progress:
        return state.facts.job.progress.sentence()
    if state.reason is Reason.BANK_DOWN:
        return next_try(state, now)
    if state.badge is Badge.PULLING or state.reason is None:
        return None
    if state.step in _STEPS:
        return say(_STEPS[state.step])
    return say("Pull again once it is back") if state.turn is Turn.BANK else say("Pull again")
