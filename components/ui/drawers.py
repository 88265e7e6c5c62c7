"""Drawers beside rows: what is open in one stands in the address, so that it can be sent, and Back closes it."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from components.ui import desk, query
from components.ui.detail_fields import draw_facts, tell_amount
from components.ui.text import count, one_line, plain, shorten, words
from components.ui.time_format import exact
from resources import RESOURCES, ColumnKind
from store import Database
from store.queries import history
from store.write import links

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult


_MOST_CORRECTIONS = 5
_LONGEST = 80
"""Characters of what a corrected field said."""


def opener(parameter: str, values: Sequence[object], *, key: str) -> "ButtonColumnResult":
    """A column of buttons that open each row: `values` are what the parameter says of them, in their order."""

    def open_row() -> None:
        query.write({parameter: [str(values[st.session_state[key].row])]}, drop=())

    return st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=open_row, key=key)


def closer(parameter: str) -> Callable[[], None]:
    """What a drawer does when it is dismissed."""

    def close() -> None:
        query.write({parameter: []}, drop=())

    return close


def draw_missing(noun: str, id_: str) -> None:
    """What is said where there is nothing of this id."""
    st.text(f"There is no {noun} with this ID here. It may have been deleted at Belvo, or with its link.")
    st.code(id_, language=None, wrap_lines=True)


def draw_link(link: object) -> None:
    """Whose it is what the drawer shows, and the way to their link, where it has one."""
    if link:
        if found := links.find(desk.database(), str(link)):
            st.text(one_line(" · ".join(filter(None, (found.person, found.display_name)))))
        st.page_link("pages/link.py", label="Open its link", icon=":material/link:", query_params={"link": str(link)})


def draw_corrections(db: Database, resource: str, row: str, currency: object = "") -> None:
    """When the row was corrected, the newest first, and from what; nothing where it stands as it came first."""
    found = history.corrections(db, resource, row)
    money = {".".join(column.keys) for column in RESOURCES[resource].columns if column.kind is ColumnKind.MONEY}
    for correction in found[:_MOST_CORRECTIONS]:
        st.caption(plain(f"Corrected {exact(correction.at, st.context.timezone)}"))
        told = {
            words(change.field.replace(".", " ")): " → ".join(
                _tell(value, currency if change.field in money else None) for value in (change.before, change.after)
            )
            for change in correction.changes
        }
        draw_facts(told)
    if len(found) > _MOST_CORRECTIONS:
        st.caption(f"{count(len(found) - _MOST_CORRECTIONS, 'earlier correction')}")


def _tell(value: object, currency: object | None) -> str:
    """What a field said; `currency` is None for what is no amount."""
    if value in (None, "", [], {}):
        return "nothing"
    amount = None if currency is None else tell_amount(value, currency)
    return amount or shorten(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), _LONGEST)


def draw_sent(body: object, id_: str | None = None, *, expanded: int = 1) -> None:
    """The whole of what Belvo sent, folded up; below its id, where that is not in it."""
    with st.expander("As Belvo sent it", icon=":material/data_object:"):
        if id_:
            st.code(id_, language=None, wrap_lines=True)
        st.json(body, expanded=expanded)


def view_beside(parameter: str) -> query.Pairs:
    """The address without what is open in the drawer: what the rows beside it depend on."""
    return [pair for pair in query.pairs() if pair[0] != parameter]
