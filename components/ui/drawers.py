"""Drawers beside rows: what is open in one stands in the address, so that it can be sent, and Back closes it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from components.ui import desk, query
from components.ui.detail_fields import draw_facts, tell_amount
from components.ui.text import count, one_line, plain, shorten, words
from components.ui.time_format import exact
from components.ui.verbatim import draw_verbatim
from domain.corrections import Change
from resources import RESOURCES, ColumnKind
from store import Database
from store.queries import history
from store.write import links

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult


_AMOUNTS = {column.keys[-1] for one in RESOURCES.values() for column in one.columns if column.kind is ColumnKind.MONEY}
"""What fields are called that are amounts, wherever in a body they are."""

_DRAWER = "drawer"
"""The fragment that a drawer is; a page has one."""

_MOST_CORRECTIONS = 5
_LONGEST = 80
"""Characters of what a corrected field said."""


def follow_drawer(parameter: str, draw: Callable[[str], None]) -> None:
    """Draw what the parameter names, if it names something, and only that once a row is opened.

    Comes before the rows, so that there is no row to be opened before its drawer is known.
    """

    follow_drawers({parameter: draw})


def follow_drawers(drawn: Mapping[str, Callable[[str], None]]) -> None:
    """The same for a page whose rows have several: the first parameter that names something is drawn."""

    @st.fragment(key=_DRAWER)
    def follow() -> None:
        for parameter, draw in drawn.items():
            if named := query.first(parameter):
                draw(named)
                return

    follow()


def open_drawer(parameter: str, value: str, *, instead_of: str = "") -> None:
    """For a click: what the parameter is to name, in place of what another drawer showed; the page stays as it is."""
    query.write({parameter: [value]}, drop=(instead_of,))
    st.rerun(_DRAWER)


def opener(parameter: str, values: Sequence[object], *, key: str) -> "ButtonColumnResult":
    """A column of buttons that open each row: `values` are what the parameter says of them, in their order."""

    def open_row() -> None:
        open_drawer(parameter, str(values[st.session_state[key].row]))

    return st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=open_row, key=key)


def closer(parameter: str) -> Callable[[], None]:
    """What a drawer does when it is dismissed."""

    def close() -> None:
        query.write({parameter: []}, drop=())

    return close


def draw_missing(noun: str, id_: str) -> None:
    """What is said where there is nothing of this id."""
    st.text(f"There is no {noun} with this ID here. It may have been deleted at Belvo, or with its link.")
    draw_verbatim(id_, key="missing", label="Its ID")


def draw_link(link: object) -> None:
    """Whose it is what the drawer shows, and the way to their link, where it has one."""
    if link:
        if found := links.find(desk.database(), str(link)):
            st.text(one_line(" · ".join(filter(None, (found.person, found.display_name)))))
        st.page_link("pages/link.py", label="Open its link", icon=":material/link:", query_params={"link": str(link)})


def draw_pull(link: object, job: object) -> None:
    """The way to the pull that belongs to what the drawer shows, on the time line of its link, if there is one."""
    if link and job:
        there = {"link": str(link), "entry": f"job:{job}"}
        st.page_link("pages/link.py", label="Open its pull", icon=":material/sync:", query_params=there)


def draw_corrections(db: Database, resource: str, row: str, currency: object = "") -> None:
    """When the row was corrected, the newest first, and from what; nothing where it stands as it came first.

    `currency` is that of its amounts, as far as it is known.
    """
    found = history.corrections(db, resource, row)
    for correction in found[:_MOST_CORRECTIONS]:
        st.caption(plain(f"Corrected {exact(correction.at, st.context.timezone)}"))
        draw_facts(tell_changes(correction.changes, currency))
    if len(found) > _MOST_CORRECTIONS:
        st.caption(f"{count(len(found) - _MOST_CORRECTIONS, 'earlier correction')}")


def tell_changes(changes: Iterable[Change], currency: object) -> dict[str, str]:
    """By the field in words, what it said before and what it says since; amounts in their currency if it is known."""
    return {
        words(change.field.replace(".", " ")): " → ".join(
            _tell(value, (currency or "") if _is_amount(change.field) else None)
            for value in (change.before, change.after)
        )
        for change in changes
    }


def _is_amount(field: str) -> bool:
    name = field.rpartition(".")[2]
    return name in _AMOUNTS or name.endswith("amount")


def _tell(value: object, currency: object | None) -> str:
    """What a field said; `currency` is None for what is no amount."""
    if value in (None, "", [], {}):
        return "nothing"
    amount = None if currency is None else tell_amount(value, currency)
    return amount or shorten(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), _LONGEST)


def draw_sent(body: object, id_: str | None = None, *, expanded: int = 1) -> None:
    """The whole of what Belvo sent, folded up; below its id, where that is not in it; for who may see it."""
    if not desk.may("raw_body"):
        return
    with st.expander("As Belvo sent it" + (", masked" if desk.is_masked() else ""), icon=":material/data_object:"):
        if id_:
            draw_verbatim(id_, key="sent_id", label="Its ID")
        st.json(body, expanded=expanded)


def view_beside(parameter: str) -> query.Pairs:
    """The address without what is open in the drawer: what the rows beside it depend on."""
    return [pair for pair in query.pairs() if pair[0] != parameter]
