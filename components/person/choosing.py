"""The way to one person for pages that tell of one at a time: their address, or a list in which they are found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.person.people_filters import PRODUCTS
from components.person.whose import Person, person_named
from components.status.repair_navigation import draw_way_to_connect
from components.ui import desk, query
from components.ui.filters import PERSON, draw_clear, filter_bar
from components.ui.following import rerun_once
from components.ui.header import header
from components.ui.paging import page_at, pager
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.time_format import today
from components.ui.unread import leave
from languages import msg, say
from store import Database
from store.queries.people import listing
from store.queries.people.listing import PeopleFilter

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

_OPENED = "chosen_person"

CHOICE = Table(
    {
        "open": OPEN,
        "name": Column(msg("Person"), 260),
        "external_id": Column(msg("External ID"), 200, optional=True),
        "products": Column(msg("Products"), 200),
        "links": Column(msg("Links"), 60, "count"),
    },
    alt=msg("People to choose one of"),
)


def chosen_person(db: Database, page: str, title: str, *, products: Sequence[str] = ()) -> Person:
    """Whom the address means; without anybody there the page ends with a list of those who have these products."""
    if opened := st.session_state.pop(_OPENED, None):
        st.switch_page(page, query_params=opened)
    external_id, link = next(iter(query.several(PERSON)), ""), query.first("link") or query.first("links") or ""
    found = person_named(db, external_id=external_id, link=link)
    if found is None:
        header(title)
        if external_id or link:
            query.not_here(say("Person"), PERSON if external_id else "link", external_id or link)
        _draw_choice(db, products)
        st.stop()
    return found


def _draw_choice(db: Database, products: Sequence[str]) -> None:
    day = today()  # of the reader, whom the server does not know when it looks
    left = listing.bring_up_to_date(db, day)
    if left:
        rerun_once(lambda: listing.bring_up_to_date(db, day) < left)
    if not listing.number(db) and not left:
        st.text(say("Nobody is stored here yet. A person is one external ID with all of its links."))
        draw_way_to_connect(say("Connect an account"))
        return
    with filter_bar():
        leave("link")
        text = query.text(
            say("Find"), "find", width=260, placeholder=say("Name, document, external ID"), of_people=True
        )
        draw_clear()
    wanted = PeopleFilter(text=text, products=products)
    number = listing.counts(db, wanted).people
    if not number:
        st.text(
            say("Nobody is like this, or nobody has what this page is about. Clear the filter, or connect an account.")
        )
        return
    st.caption(say("It is about one person at a time. Open whom you mean."))
    rows = page_at(number, "choice", lambda at: listing.page(db, wanted, sort="flags", descending=True, at=at))
    draw_table(_shown(rows), CHOICE, key="choice", buttons={"open": _opening(rows)})
    pager(number)


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    told = [" · ".join(say(word) for name, word in PRODUCTS.items() if row[name]) for row in rows.to_dict("records")]
    return rows.assign(name=rows["owner"].fillna(rows["external_id"]).fillna(rows["link"].str[:8]), products=told)


def _opening(rows: pd.DataFrame) -> "ButtonColumnResult":
    def choose() -> None:
        row = rows.iloc[st.session_state["choose_person"].row]
        external_id = None if desk.is_masked() else row["external_id"]
        is_named = isinstance(external_id, str) and external_id
        st.session_state[_OPENED] = {PERSON: external_id} if is_named else {"link": row["link"]}

    return st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=choose, key="choose_person")
