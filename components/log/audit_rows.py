"""What people did as rows, one of them in a drawer, and whether nobody has changed it since."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.log.deeds import TOLD
from components.ui import states
from components.ui.detail_fields import draw_facts
from components.ui.drawers import closer, draw_link
from components.ui.language.dialog import dialog
from components.ui.paging import keep_order
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import count, one_line, plain, words
from components.ui.time_format import ago, exact, utc_now
from components.ui.verbatim import draw_verbatim
from domain.audit_chain import Verdict
from languages import grouped, msg, say, say_many
from store import Database
from store.core import instants
from store.ops.audit import verify
from store.queries import audit

if TYPE_CHECKING:
    from datetime import datetime

    from streamlit.elements.lib.column_types import ButtonColumnResult

PARAMETER = "row"


def draw_audit(db: Database, rows: pd.DataFrame, *, key: str, opener: "ButtonColumnResult") -> None:
    """The rows of audit.page."""
    known = audit.names(db)
    shown = rows.assign(
        what=[_what(did) for did in rows["did"]],
        link=[known.link(link) for link in rows["link"]],
        person=[known.person(person) for person in rows["person"]],
        told=[_told(row["did"], row["target"], _details(db, row)) for _, row in rows.iterrows()],
    )
    draw_table(shown, AUDIT, key=key, buttons={"open": opener}, sort_by=keep_order)


AUDIT = Table(
    {
        "open": OPEN,
        "at": Column(msg("When"), 88, "ago"),
        "actor": Column(msg("Who"), 150),
        "what": Column(msg("What"), 142),
        "outcome": Column(msg("Outcome"), 92, "state", states=states.AUDIT),
        "person": Column(msg("Person"), 88, help=msg("By the ID in your own systems")),
        "link": Column(msg("Link ID"), 85),
        "told": Column(msg("Detail"), 250),
        "address": Column(msg("From"), 85),
    },
    alt=msg("What people did, to which link or person, from where and with which outcome"),
)


@dialog(msg("What was done"), position="right", width=480, on_dismiss=closer(PARAMETER))
def draw_row(db: Database, number: int | None) -> None:
    """One row in full; None is the number of no row."""
    found = None if number is None else audit.find(db, number)
    if found is None:
        st.text(say("This row is not kept any more. LINKDESK_AUDIT_DAYS says for how long they are."))
        return
    known, told = audit.names(db), {name: str(value) for name, value in found.items()}
    st.text(one_line(f"{_what(told['did'])} · {say(states.AUDIT[told['outcome']].word)}"))
    draw_facts(
        {
            say("When"): exact(instants.decode(told["at"]), st.context.timezone),
            say("Who"): told["actor"],
            say("From"): told["address"],
            say("Action"): words(told["action"]),
            say("Target"): told["target"],
            say("Person"): known.person(told["person"]),
            say("Link"): known.link(told["link"]),
            **{words(name): _said(value) for name, value in _details(db, told).items()},
            say("Row"): grouped(int(found["id"])),
        }
    )
    draw_link(known.links.get(told["link"]))
    draw_verbatim(told["hash"], key="hash", label=say("Its hash"))


def draw_verdict(db: Database) -> None:
    """Whether the chain holds, as of when, and how to hold it against a head that was noted elsewhere."""
    found, at = _verdict(str(db.address), db)
    looked = ago(at, utc_now())
    if found.fault:
        st.error(
            say("The audit is not as it was written. {fault} Looked at {ago}.", fault=found.fault, ago=looked),
            icon=":material/gpp_bad:",
        )
        return
    st.caption(
        ":material/verified_user: "
        + say_many(
            "The chain of {number} row holds, looked at {ago}. In a terminal, python -m store audit --verify looks "
            "again and tells its head, to be noted elsewhere.",
            "The chain of {number} rows holds, looked at {ago}. In a terminal, python -m store audit --verify looks "
            "again and tells its head, to be noted elsewhere.",
            found.rows,
            ago=looked,
        ),
        help=plain(exact(at, st.context.timezone)),
    )


@st.cache_resource(ttl="5m", show_spinner=False)
def _verdict(_address: str, _db: Database) -> "tuple[Verdict, datetime]":
    return verify(_db), utc_now()


def _details(db: Database, row: "Mapping[str, str] | pd.Series[str]") -> Mapping[str, object]:
    """The details with the reason of a reveal, which the row has only a digest of."""
    found: dict[str, object] = json.loads(row["details"])
    is_digest = row["action"] == "reveal" and "reason" in found
    return found | ({"reason": audit.reason(db, row["details"]) or say(_GONE)} if is_digest else {})


_GONE = msg("not kept")


def _what(did: object) -> str:
    """What was done, in words; an address that was refused stays as it is."""
    return one_line(did) if str(did).startswith("/") else words(did)


def _told(did: str, target: str, details: Mapping[str, object]) -> str:
    """To what else it was done, and how; not once more what was done."""
    found = {name: value for name, value in details.items() if value not in ("", [], None, did)}
    said = (f"{words(name)}: {_said(value)}" for name, value in found.items())
    return " · ".join(filter(None, ("" if target == did else target, *said)))


def _said(value: object) -> str:
    match value:
        case bool():
            return say("yes") if value else say("no")
        case list():
            return count(len(value), "entry", "entries") if len(value) > _FEW else ", ".join(map(str, value))
    return say(str(value)) if value in TOLD else one_line(str(value))


_FEW = 6
"""Entries that are told one by one."""
