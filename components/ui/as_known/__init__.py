"""As known on: a day in the address of a page of Analyse, by which all of it tells what this desk knew that evening.

The day stays with whoever goes on to another of these pages; a page that is none of them is of now, and ends it.
"""

from datetime import date

import streamlit as st

from components.ui import desk, query, time_format
from components.ui.text import plain
from components.ui.time_format import day
from components.ui.unread import Unread, note
from domain.as_known import PARAMETER, NotKnown, asked_day
from languages import say
from store import Database, known

_PAGE, _OF_ANY_DAY = "known_page", "of_any_day"
_WIDTH = 220
"""Pixels of the calendar's field."""


def begin(page: str, *, of_any_day: bool) -> None:
    """Before a page runs, which may be one `of_any_day`: have the day go along to it from the page before, or end."""
    kept, before = desk.known_day(), st.session_state.get(_PAGE)
    st.session_state[_PAGE] = page if of_any_day else None
    if of_any_day and kept and before not in (None, page) and PARAMETER not in st.query_params:
        st.query_params[PARAMETER] = kept.isoformat()
    _tell_as_on(None, of_any_day=False)


def database() -> Database:
    """The store as the page shows it, which may be asked of any day: as known on the one that the address names.

    A day that can't be told about ends the page, with a sentence and the way out.
    """
    _tell_as_on(None, of_any_day=True)
    if asked := st.query_params.get_all(PARAMETER):
        try:
            _tell_as_on(_read(asked), of_any_day=True)
        except NotKnown as error:
            note(Unread(PARAMETER, str(error)))
    return desk.database()


def _tell_as_on(chosen: date | None, *, of_any_day: bool) -> None:
    desk.know_as_on(chosen)
    st.session_state[_OF_ANY_DAY] = of_any_day


def _read(asked: list[str]) -> date:
    if len(asked) > 1:
        raise NotKnown(say("As known on is given more than once. Ask for one day."))
    return asked_day(asked[0], known.day_of(time_format.utc_now()), known.first_day(desk.database()))


def draw_control() -> None:
    """Where the day is chosen, on the pages that can be told so."""
    if not st.session_state.get(_OF_ANY_DAY):
        return
    first = known.first_day(desk.database())
    if first is None:
        return
    with st.popover(say("As known on"), icon=":material/history:", key="known_choice", type="tertiary"):
        st.session_state[PARAMETER] = desk.known_day()
        st.date_input(
            say("What this desk knew at the end of"),
            value=None,
            min_value=first,
            max_value=max(first, known.day_of(time_format.utc_now())),
            format="YYYY-MM-DD",
            key=PARAMETER,
            width=_WIDTH,
            on_change=_choose,
        )


def draw_banner() -> None:
    """What says that a page is not of now, how exact it is, and the way back."""
    chosen = desk.known_day()
    if chosen is None:
        return
    zone = known.end_of(chosen).astimezone().tzname() or say("the desk's time")
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key="as_known"):
        st.markdown(f":material/history: **{plain(say('As known on {day}', day=day(chosen)))}**", width="content")
        st.text(f"{say('What this desk knew at the end of that day ({zone}).', zone=zone)} {_said(chosen)}".strip())
        st.space("stretch")
        st.button(say("Back to today"), key="known_back", icon=":material/today:", on_click=_choose_none)


def _said(chosen: date) -> str:
    """What is not exact about the day, since it was deleted for its age."""
    extent = known.extent_of(desk.database())
    told = []
    if extent.exact and chosen < extent.exact:
        told.append(
            say(
                "Exact from {day} on: of rows that have changed, what they said before is no longer kept.",
                day=day(extent.exact),
            )
        )
    if extent.rows:
        told.append(
            say("Rows from before {day} are no longer kept.", day=day(date.fromisoformat(max(extent.rows.values()))))
        )
    return " ".join(told)


def _choose() -> None:
    chosen = st.session_state[PARAMETER]
    query.write({PARAMETER: [chosen.isoformat()] if isinstance(chosen, date) else []})


def _choose_none() -> None:
    query.write({PARAMETER: []})
