"""The local Belvo's people: what each shows, where they can be connected, and what is true of them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from actions.lab import people
from actions.lab.people import Person
from components.lab.steering import attempt
from components.ui import desk, presenter, query
from components.ui.downloads import draw_rows_download
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain, words
from languages import grouped, msg, say
from settings import Settings
from store import Database
from store.write import links

PARAMETER = "who"

NAMES = (
    msg("Salaried"),
    msg("Gig driver"),
    msg("Family"),
    msg("Pensioner"),
    msg("Job changer"),
    msg("Open finance"),
    msg("Expires 30"),
    msg("Messy"),
    msg("Two jobs"),
    msg("Tenant"),
    msg("Gambler"),
    msg("Payday loans"),
    msg("Slow customers"),
    msg("Two books"),
    msg("Twins"),
    msg("Data gap"),
    msg("Wrong check digit"),
    msg("Overdrawn"),
)
"""How its people are called, by the names with which they log in."""

_MOST_TOLD = 200
"""Rows of what is true that are drawn of one list."""


def draw_people(db: Database, settings: Settings) -> None:
    """Choose one of them: what they show, a button a login, and what is true."""
    found = {one.id: one for one in people.people(settings)}
    who = query.choose_one(
        say("Person"),
        PARAMETER,
        {name: words(name) for name in found},
        width=260,
        placeholder=say("Choose a person"),
        drops=(),
    )
    connected = _connected(db)
    if who is None:
        draw_table(_rows(found.values(), connected), PEOPLE, key="people", file="local_people")
        return
    person = found[who]
    st.markdown(f"**{plain(words(person.id))}** {plain(say(person.shows))}")
    _draw_logins(db, person, connected)
    if not person.is_example:
        st.caption(say("This one is there to be looked at; the examples come with what is true of them."))
    elif desk.is_masked():
        st.text(presenter.refused(say("What is true of an example")))
    else:
        with st.spinner(say("Going through two years…"), show_time=False):
            told = people.truth(settings, person)
        _draw_truth(told)


PEOPLE = Table(
    {
        "name": Column(msg("Person"), 150),
        "shows": Column(msg("What they show"), 430),
        "where": Column(msg("Can be connected at"), 300),
        "links": Column(msg("Connected"), 75, "count", adds_up=True),
        "true": Column(msg("Known to be true"), 115),
    },
    alt=msg("People of the local Belvo"),
    most=None,
)


def _rows(found: Iterable[Person], connected: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": words(one.id),
                "shows": say(one.shows),
                "where": ", ".join(login.institution for login in one.logins),
                "links": sum((login.external_id, login.institution) in connected for login in one.logins),
                "true": say("Yes") if one.is_example else "",
            }
            for one in found
        ]
    )


def _connected(db: Database) -> dict[tuple[str, str], str]:
    """The links that are stored, by external id and institution."""
    known = links.table(db.whole)
    known = known[known["deleted_at"].isna()]
    return dict(zip(zip(known["external_id"], known["institution"], strict=True), known["link"], strict=True))


def _draw_logins(db: Database, person: Person, connected: Mapping[tuple[str, str], str]) -> None:
    with st.container(border=True, gap="small", key="logins"):
        for login in person.logins:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                secret = f" / {login.password}" if login.password else ""
                st.markdown(
                    f"{plain(login.institution)} :gray[{plain(login.username)}{plain(secret)}]", width="stretch"
                )
                key = (login.external_id, login.institution)
                if key in connected:
                    desk.draw_way(
                        "pages/link.py",
                        label=say("Open the link"),
                        icon=":material/chevron_right:",
                        query_params={"link": connected[key]},
                    )
                else:
                    st.button(
                        say("Connect"),
                        key=f"connect_{login.institution}",
                        icon=":material/add_link:",
                        on_click=_connect,
                        args=(db, person, login.institution),
                        help=say("Without the widget, as a person would who has this password."),
                    )


def _connect(db: Database, person: Person, institution: str) -> None:
    login = next(one for one in person.logins if one.institution == institution)
    attempt(
        lambda: people.connect(db.whole, desk.client(), login, actor=desk.actor()),
        say("Connected at {institution}", institution=institution),
    )


def _draw_truth(told: Mapping[str, Any]) -> None:
    """Figures as they are, lists as tables."""
    st.caption(say("What is true, worked out from what makes the rows, at Belvo's clock."))
    single = {name: value for name, value in told.items() if not isinstance(value, list | dict)}
    if single:
        st.table({words(name): plain(str(value)) for name, value in single.items()}, border="horizontal")
    for name, value in told.items():
        rows = _listed(value)
        if rows is None:
            continue
        with st.expander(plain(f"{words(name)} ({grouped(len(rows))})"), expanded=False):
            st.dataframe(rows.head(_MOST_TOLD), hide_index=True, key=f"true_{name}", width="stretch")
            draw_rows_download(rows, f"true_{name}", key=f"true_{name}")
            if len(rows) > _MOST_TOLD:
                st.caption(say("The first {most} of {number}.", most=_MOST_TOLD, number=grouped(len(rows))))


def _listed(value: object) -> pd.DataFrame | None:
    if isinstance(value, dict):
        return pd.DataFrame({"": [*value], "value": [str(one) for one in value.values()]})
    if not isinstance(value, list):
        return None
    rows = pd.json_normalize([one if isinstance(one, dict) else {"value": one} for one in value], sep=" ")
    return rows.map(lambda cell: "" if cell is None else str(cell)).rename(columns=words)
