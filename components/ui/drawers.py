"""Drawers beside rows: what is open in one stands in the address, so that it can be sent, and Back closes it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from components.ui import desk, query
from components.ui.text import one_line
from components.ui.verbatim import draw_verbatim
from languages import say
from store.write import links

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult


_DRAWER = "drawer"
"""The fragment that a drawer is; a page has one."""


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


TO_PULL = "changed_to_pull"
"""Names the pull of which is told what it changed."""

TRANSACTION, DOCUMENT, ROW = "transaction", "document", "row"
"""Parameters of the drawers of rows: of transactions, of a tax authority's documents, and of any others."""

DOCUMENTS = frozenset(
    {"invoices", "tax_status", "tax_returns", "tax_retentions", "tax_compliance_status", "financial_statements"}
    | {"cl_invoices", "cl_tax_status", "cl_debt_reports"}
)
"""The resources of which a row is a document."""


def drawer_of(resource: str, row: str) -> tuple[str, str]:
    """The parameter of the drawer that opens a row of the resource, and what it says of it."""
    if resource == "transactions":
        return TRANSACTION, row
    return (DOCUMENT if resource in DOCUMENTS else ROW), f"{resource}:{row}"


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
    st.text(
        say(
            "There is no {noun} with this ID here. It may have been deleted at Belvo, or with its link.", noun=say(noun)
        )
    )
    draw_verbatim(id_, key="missing", label=say("Its ID"))


def draw_link(link: object) -> None:
    """Whose it is what the drawer shows, and the way to their link, where it has one."""
    if link:
        if found := links.find(desk.database(), str(link)):
            st.text(one_line(" · ".join(filter(None, (found.person, found.display_name)))))
        desk.draw_way(
            "pages/link.py", label=say("Open its link"), icon=":material/link:", query_params={"link": str(link)}
        )


def draw_pull(link: object, job: object) -> None:
    """The way to the pull that belongs to what the drawer shows, on the time line of its link, if there is one."""
    if link and job:
        there = {"link": str(link), "entry": f"job:{job}"}
        desk.draw_way("pages/link.py", label=say("Open its pull"), icon=":material/sync:", query_params=there)


def draw_changed(link: object, job: object) -> None:
    """The way from what the drawer shows back to the rows that its pull changed, if there is one."""
    if link and job:
        there = {"link": str(link), "section": "changed", TO_PULL: str(job)}
        desk.draw_way("pages/link.py", label=say("What it changed"), icon=":material/difference:", query_params=there)


def draw_sent(body: object, id_: str | None = None, *, expanded: int = 1) -> None:
    """The whole of what Belvo sent, folded up; below its id, where that is not in it; for who may see it."""
    if not desk.may("raw_body"):
        return
    with st.expander(
        say("As Belvo sent it") + (say(", masked") if desk.is_masked() else ""), icon=":material/data_object:"
    ):
        if id_:
            draw_verbatim(id_, key="sent_id", label=say("Its ID"))
        st.json(body, expanded=expanded)


def view_beside(parameter: str) -> query.Pairs:
    """The address without what is open in the drawer: what the rows beside it depend on."""
    return [pair for pair in query.pairs() if pair[0] != parameter]
