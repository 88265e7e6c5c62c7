"""Who somebody is: what bank, tax authority and employer call them, side by side, and whether they mean one person."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from components.person.whose import Person
from components.ui.states import Color
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain
from domain.person.agreement import Verdict
from languages import msg, say
from store import Database
from store.queries.people import identities

_SOURCES = {
    "owners": msg("Account owner"),
    "tax_status": msg("Taxpayer"),
    "cl_tax_status": msg("Taxpayer"),
    "cl_debt_reports": msg("Debtor"),
    "employment_records": msg("Employee"),
    "mx_current_employments": msg("Employee now"),
}

_NAMES = {
    Verdict.AGREE: msg("Names agree"),
    Verdict.DIFFER: msg("Names differ"),
    Verdict.ALONE: msg("Names not compared"),
}
_DOCUMENTS = {
    Verdict.AGREE: msg("Documents agree"),
    Verdict.DIFFER: msg("Documents differ"),
    Verdict.ALONE: msg("Documents not compared"),
}
_LOOKS: dict[Verdict, tuple[str, Color, str]] = {
    Verdict.AGREE: (":material/check:", "green", msg("All who say it may mean one person")),
    Verdict.DIFFER: (":material/error:", "orange", msg("Two who say it can't both mean one person")),
    Verdict.ALONE: (":material/remove:", "gray", msg("Fewer than two say what can be compared")),
}

IDENTITIES = Table(
    {
        "as": Column(msg("As"), 96),
        "at": Column(msg("At"), 108),
        "name": Column(msg("Name"), 150),
        "document": Column(msg("Document"), 145),
        "birth_date": Column(msg("Born"), 100, optional=True),
    },
    alt=msg("Who the person is, by each who says so"),
    empty=msg("Nobody has told yet who this is."),
    most=None,
)


def draw_who(db: Database, person: Person, *, key: str) -> None:
    """The names and documents, and between whom they don't agree."""
    found = identities.agreement_of(db, person.links)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_verdicts"):
        for words, verdict in ((_NAMES, found.names), (_DOCUMENTS, found.documents)):
            icon, color, meaning = _LOOKS[verdict]
            st.badge(say(words[verdict]), icon=icon, color=color, help=say(meaning))
    where = {row.link: row.display_name or row.institution or "" for row in person.rows}
    rows = identities.table(db, person.links)
    shown = rows.assign(at=rows["link"].map(where), **{"as": [say(_SOURCES[one]) for one in rows["resource"]]})
    draw_table(shown, IDENTITIES, key=f"{key}_identities", file="identities")
    if found.other_names:
        st.caption(plain(say("Names differ between {sides}.", sides=_said(found.other_names, where))))
    if found.other_documents:
        st.caption(plain(say("Documents differ between {sides}.", sides=_said(found.other_documents, where))))


def _said(pairs: Sequence[tuple[str, str]], where: Mapping[str, str]) -> str:
    return "; ".join(
        say("{one} and {other}", one=_source(one, where), other=_source(other, where)) for one, other in pairs
    )


def _source(source: str, where: Mapping[str, str]) -> str:
    resource, _, link = source.partition(" ")
    return say("{who} at {institution}", who=say(_SOURCES[resource]).lower(), institution=where.get(link) or link[:8])


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
