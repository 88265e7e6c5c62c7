"""People: one row a person over all of their links: income, salary, debts, and what deserves a look."""

import pandas as pd
import streamlit as st

from components.person.people_filters import draw_filters, draw_said
from components.person.people_rows import PEOPLE, SORTS, people_rows
from components.status.repair_navigation import draw_way_to_connect
from components.ui import as_known, desk, query
from components.ui.downloads import draw_list_download
from components.ui.following import rerun_once
from components.ui.header import header
from components.ui.paging import all_rows, choose_sort, page_at, pager, sort_among
from components.ui.tables import draw_table
from components.ui.time_format import seen_at, today
from domain.link_state import judge
from languages import say
from store.core.keyset import Place
from store.queries.links import facts
from store.queries.people import listing

db, now = as_known.database(), seen_at()

if opened := st.session_state.pop("opened_person", None):  # before the list would be drawn once more
    filters = {name: st.query_params.get_all(name) for name in st.query_params}
    st.switch_page("pages/person.py", query_params={**filters, **opened})

header(say("People"))
day = today()  # of the reader, whom the server does not know when it looks
left = listing.bring_up_to_date(db, day)
every = listing.number(db)
if left:
    rerun_once(lambda: listing.bring_up_to_date(db, day) < left)
if not every and not left:
    st.text(say("Nobody is stored here yet. A person is one external ID with all of its links."))
    draw_way_to_connect(say("Connect an account"))
    st.stop()

wanted, counts = draw_filters(db)
with st.container(horizontal=True, vertical_alignment="center", key="tools"):
    draw_said(wanted, counts, every, left, listing.unrated(db))
    st.space("stretch")
    sort = choose_sort(SORTS, width=230)
if not counts.people:
    st.text(say("Nobody is like this. Take a filter out, or clear them all."))
    st.stop()


def page_of_people(at: Place) -> pd.DataFrame:
    return listing.page(db, wanted, sort=sort.column, descending=sort.descending, at=at)


def all_of_them() -> pd.DataFrame:
    """Without what the list goes by, in which the external id stands as it is."""
    return all_rows(page_of_people).drop(columns="person")


rows = page_at(counts.people, "people", page_of_people)
shown = [*rows["person"]]
if not left and listing.unrated(db):
    waited_for = shown if listing.unrated(db, shown) else []
    rerun_once(lambda: not (listing.rate(db, day, shown) and listing.unrated(db, waited_for)))
whose = listing.links_of(db, shown)
states = judge(facts.of_links(db, [*whose], now), now, desk.ahead())
known = {person: [states[link] for link in states if whose[link] == person] for person in rows["person"]}


def open_person() -> None:
    row = rows.iloc[st.session_state["open_person"].row]
    external_id = None if desk.is_masked() else row["external_id"]
    is_named = isinstance(external_id, str) and external_id
    st.session_state["opened_person"] = {"external_id": external_id} if is_named else {"link": row["link"]}


opening = st.column_config.ButtonColumn("", width=58, type="tertiary", on_click=open_person, key="open_person")
draw_table(
    people_rows(rows, known),
    PEOPLE,
    key=f"people {sorted(query.pairs())}",
    buttons={"open": opening},
    sort_by=sort_among(SORTS),
)
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    draw_list_download(all_of_them, counts.people, "people", key="export_people", numbers=PEOPLE.numbers)
    pager(counts.people)
