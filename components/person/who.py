"""Who somebody is: what bank, tax authority and employer call them, side by side, and whether they mean one person."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from components.person.whose import Person
from components.ui.states import State
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain
from domain.person.agreement import Verdict
from store import Database
from store.queries.people import identities

_SOURCES = {
    "owners": "Account owner",
    "tax_status": "Taxpayer",
    "cl_tax_status": "Taxpayer",
    "cl_debt_reports": "Debtor",
    "employment_records": "Employee",
    "mx_current_employments": "Employee now",
}

VERDICTS = {
    Verdict.AGREE: State("agree", ":material/check:", "✓", "green", "All who say it may mean one person"),
    Verdict.DIFFER: State("differ", ":material/error:", "✕", "orange", "Two who say it can't both mean one person"),
    Verdict.ALONE: State("not compared", ":material/remove:", "-", "gray", "Fewer than two say what can be compared"),
}

IDENTITIES = Table(
    {
        "as": Column("As", 96),
        "at": Column("At", 108),
        "name": Column("Name", 150),
        "document": Column("Document", 145),
        "birth_date": Column("Born", 100, optional=True),
    },
    alt="Who the person is, by each who says so",
    empty="Nobody has told yet who this is.",
    most=None,
)


def draw_who(db: Database, person: Person, *, key: str) -> None:
    """The names and documents, and between whom they don't agree."""
    found = identities.agreement_of(db, person.links)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_verdicts"):
        for what, verdict in (("Names", found.names), ("Documents", found.documents)):
            state = VERDICTS[verdict]
            st.badge(f"{what} {state.word}", icon=state.icon, color=state.color, help=state.meaning)
    where = {row.link: row.display_name or row.institution or "" for row in person.rows}
    rows = identities.table(db, person.links)
    shown = rows.assign(at=rows["link"].map(where), **{"as": rows["resource"].map(_SOURCES)})
    draw_table(shown, IDENTITIES, key=f"{key}_identities", file="identities")
    for what, pairs in (("Names", found.other_names), ("Documents", found.other_documents)):
        if pairs:
            st.caption(plain(f"{what} differ between {_said(pairs, where)}."))


def _said(pairs: Sequence[tuple[str, str]], where: Mapping[str, str]) -> str:
    return "; ".join(f"{_source(one, where)} and {_source(other, where)}" for one, other in pairs)


def _source(source: str, where: Mapping[str, str]) -> str:
    resource, _, link = source.partition(" ")
    return f"{_SOURCES[resource].lower()} at {where.get(link) or link[:8]}"


def link_frame(person: Person) -> pd.DataFrame:
    """The links as links.table has them."""
    frame = pd.DataFrame([{name: getattr(row, name) for name in _COLUMNS} for row in person.rows])
    return frame.assign(last_pull_at=pd.to_datetime(frame["last_pull_at"], utc=True))


_COLUMNS = (
    "link",
    "institution",
    "display_name",
    "country",
    "external_id",
    "owner",
    "created_at",
    "accounts",
    "transactions",
    "last_pull_at",
)
