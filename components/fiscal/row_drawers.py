"""The drawers of rows of any kind: by the parameter that names what is open, what draws it."""

from collections.abc import Callable, Mapping

import streamlit as st

from components.banking import transaction_detail
from components.fiscal import documents
from components.row import row_detail
from components.ui.drawers import drawer_of, follow_drawers, open_drawer
from store import Database


def row_drawers(db: Database) -> Mapping[str, Callable[[str], None]]:
    """Those of transactions, of documents, and of any other row."""
    return {
        transaction_detail.PARAMETER: lambda row: transaction_detail.draw_transaction(db, row),
        documents.PARAMETER: lambda named: documents.draw_document(db, named),
        row_detail.PARAMETER: lambda named: row_detail.draw_row(db, named),
    }


def follow_rows(db: Database) -> None:
    """For a page whose tables open rows: draw the one that the address names, if it names one."""
    follow_drawers(row_drawers(db))


def offer_row(label: str, resource: str, row: str, *, instead_of: str, key: str) -> None:
    """A button that opens the row in place of what the drawer shows."""
    st.button(
        label,
        key=key,
        icon=":material/right_panel_open:",
        type="tertiary",
        on_click=open_drawer,
        args=drawer_of(resource, row),
        kwargs={"instead_of": instead_of},
    )
