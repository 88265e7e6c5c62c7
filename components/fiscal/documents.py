"""One document of a tax authority's in a drawer beside the rows, with its resource and id in the address."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from actions import exports
from actions.retrieval import fields_of
from components.fiscal.document_detail import DRAWN
from components.link.retrieval import ask_retrieval
from components.row.origin import draw_origin
from components.ui import desk, presenter
from components.ui.drawers import DOCUMENT, closer, draw_link, draw_missing, draw_sent, follow_drawer, opener
from components.ui.language.dialog import dialog
from components.ui.text import count
from languages import decimal, msg, say
from store import Database
from store.queries import files
from store.queries.files import File
from store.write import rows

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

PARAMETER = DOCUMENT

_CURRENCIES = {"cl_invoices": "CLP", "cl_tax_status": "CLP", "cl_debt_reports": "CLP"}
_PESOS = "MXN"
"""Of documents that name no currency of their own."""


def document_opener(shown: pd.DataFrame, *, key: str, resource: str | None = None) -> "ButtonColumnResult":
    """A column of buttons that open each row; `shown` has its `row`, and its `resource` unless that is given."""
    resources = [resource] * len(shown) if resource else [*shown["resource"]]
    named = [f"{name}:{row}" for name, row in zip(resources, shown["row"], strict=True)]
    return opener(PARAMETER, named, key=key)


def follow_document(db: Database) -> None:
    """Draw what the address names, if it names something."""

    follow_drawer(PARAMETER, lambda named: draw_document(db, named))


def draw_document(db: Database, named: str) -> None:
    """That of this `resource:id`."""
    resource, _, row = named.partition(":")
    _draw(db, resource, row)


@dialog(msg("Document"), position="right", width=620, on_dismiss=closer(PARAMETER))
def _draw(db: Database, resource: str, row: str) -> None:
    body = rows.body(db, resource, row) if resource in DRAWN else None
    if body is None:
        draw_missing(msg("document"), row)
        return
    link = rows.link_of(db, resource, row) or ""
    found = files.of(db, resource, row)
    if desk.may("document"):
        for file in found:
            _draw_file(db, file, resource, row, link)
    DRAWN[resource](db, row, {**body, "link": link})
    if desk.is_masked() and fields_of(resource).document:
        st.caption(presenter.refused(say("Its document")))
    elif not found and desk.may("retrieve"):
        _offer_retrieve(resource, link)
    draw_link(link)
    draw_sent(_without_files(body), row)
    draw_origin(db, resource, row, body.get("currency") or _CURRENCIES.get(resource, _PESOS))


def _draw_file(db: Database, file: File, resource: str, row: str, link: str) -> None:
    kind = file.name.rpartition(".")[2].upper()
    name, actor = say(_NAMES.get(file.source, kind)), desk.actor()

    def take() -> bytes:  # when it is clicked
        exports.hand_document(db.whole, resource, row, file.source, link, actor=actor)
        return file.content

    with st.container(horizontal=True, vertical_alignment="center"):
        if kind == "PDF":
            address = "/".join(quote(part, safe="") for part in (resource, row, file.source))
            st.link_button(say("Open {name}", name=name), f"/documents/{address}", icon=":material/picture_as_pdf:")
        st.download_button(
            say("Download {name}", name=name),
            take,
            file.name,
            file.media_type,
            key=f"download_{file.source}",
            icon=":material/download:",
            on_click="ignore",
        )
        st.caption(say("{size} kB", size=decimal(len(file.content) / 1000, 1)), width="content")
    if kind == "XML":
        with st.expander(say("Read the XML"), icon=":material/code:"):
            st.code(file.content.decode("utf-8-sig", "replace"), language="xml", wrap_lines=True)


def _offer_retrieve(resource: str, link: str) -> None:
    """Say that a document would come along with a retrieve, where one would."""
    document = fields_of(resource).document
    if document is None:
        return
    kind = document.removeprefix("attach_").upper()
    st.caption(say("Its {kind} is not here: Belvo brings it only when it is asked for, by a retrieve.", kind=kind))
    if link and st.button(
        say("Retrieve with the {kind}", kind=kind),
        key="retrieve_document",
        icon=":material/cloud_download:",
        on_click=ask_retrieval,
        args=(link, resource),
    ):
        st.switch_page("pages/link.py", query_params={"link": link})


def _without_files(body: dict[str, Any]) -> dict[str, Any]:
    """The body, documents in it told by their length."""
    return {
        name: count(len(value), "character") if name in _NAMES and isinstance(value, str) and value else value
        for name, value in body.items()
    }


_NAMES = {"pdf": "PDF", "receipt_pdf": msg("receipt (PDF)"), "xml": "XML"}
