"""What a link is: whom it belongs to, and how it was made."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.ui.tables import Column, Table
from components.ui.text import plain, words
from components.ui.time_format import day, day_of, exact
from languages import msg, say
from store.write.links import LinkRow

OWNERS = Table(
    {
        "display_name": Column(msg("Name"), 220),
        "email": Column(msg("E-mail"), 200),
        "phone_number": Column(msg("Phone"), 140),
        "document_type": Column(msg("Document"), 90),
        "document_number": Column(msg("Document number"), 170),
        "collected_at": Column(msg("As of"), 100, "as_of", help=msg("When Belvo read it at the bank")),
    },
    alt=msg("Owners of the link's accounts"),
    empty=msg("The institution has named no owner yet."),
    most=None,
)


def draw_details(link: LinkRow, consents: pd.DataFrame, put_to: str = "") -> None:
    """How the link was made, what its person agreed to (rows of consents.table), and what Belvo does with it.

    `put_to` says whose it is where somebody here has said so.
    """
    zone = st.context.timezone
    resources = ", ".join(words(name) for name in link.fetch_resources)
    facts = {
        say("External ID"): link.own_external_id,
        say("Put here to"): put_to,
        say("Institution"): link.institution,
        say("User at the institution"): link.institution_user_id,
        say("Access"): words(link.access_mode or ""),
        say("Belvo refreshes it every"): link.refresh_rate,
        say("Belvo keeps its data for"): link.stale_in,
        say("Belvo fetches by itself"): resources,
        say("Connected"): link.created_at and exact(link.created_at, zone),
        say("Last read at the institution"): link.last_accessed_at and exact(link.last_accessed_at, zone),
        say("Consent"): "; ".join(_consent(row) for row in consents.to_dict("records")),
        say("Deleted"): link.deleted_at and exact(link.deleted_at, zone),
    }
    st.table({name: plain(fact) for name, fact in facts.items() if fact}, border="horizontal", width="content")


def _consent(row: Mapping[Hashable, Any]) -> str:
    """`Authorised, until 24 May 2027`."""
    state = words(row["status"]) if row["status"] else say("Unknown")
    if row["endless"]:
        return say("{state}, without an end", state=state)
    return (
        state
        if pd.isna(row["expired_at"])
        else say("{state}, until {day}", state=state, day=day(day_of(row["expired_at"])))
    )
