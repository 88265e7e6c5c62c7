"""What was kept otherwise than Belvo sent it, and what nobody has described: to be seen, though no figure is wrong."""

from collections.abc import Mapping

import streamlit as st

from components.ui.downloads import draw_download
from components.ui.tables import Column, Table, draw_table
from components.ui.text import resource_words
from languages import grouped, msg, say
from store import Database
from store.queries.quality import as_sent
from store.queries.quality.as_sent import MOST


def _inexact() -> Table:
    return Table(
        {
            "label": Column(msg("Link"), 300),
            "what": Column(msg("Resource"), 200),
            "count": Column(
                msg("Rows"), 80, "count", help=say("Of the newest {most} of each link", most=grouped(MOST))
            ),
        },
        alt=msg("Rows whose amounts have more digits than are kept, or are none"),
    )


UNKNOWN = Table(
    {
        "label": Column(msg("Link"), 260),
        "what": Column(msg("Resource"), 150),
        "path": Column(msg("Field"), 230),
        "sent": Column(msg("Value"), 200, help=msg("Nothing where the field itself is not described")),
        "count": Column(msg("Times"), 65, "count", adds_up=True),
        "first_seen": Column(msg("First seen"), 100, "as_of"),
        "last_seen": Column(msg("Last seen"), 100, "as_of"),
    },
    alt=msg("Fields and values that Belvo's description has not"),
    opens="links",
)


def draw_as_sent(db: Database, labels: Mapping[str, str]) -> None:
    """Both of these links, which `labels` has; nothing where there is neither."""
    inexact, unknown = (
        rows.assign(label=rows["link"].map(labels), what=rows["resource"].map(resource_words))
        for rows in (as_sent.inexact(db, [*labels]), as_sent.unknown(db, [*labels]))
    )
    if len(inexact):
        st.subheader(say("Amounts that are not kept to the last digit"), anchor=False)
        st.caption(say("They are kept to 1/10,000, and what is no amount counts as nothing. The row has them as sent."))
        draw_table(inexact, _inexact(), key="inexact", file="inexact_amounts")
    if len(unknown):
        st.subheader(say("Fields and values that are not described"), anchor=False)
        draw_table(unknown.rename(columns={"value": "sent"}), UNKNOWN, key="unknown")
        draw_download(
            unknown.drop(columns=["label", "what"]), "unknown_values", key="export_unknown", numbers=UNKNOWN.numbers
        )
