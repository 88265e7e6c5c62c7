"""What is most asked of a person, as figures that lead to their rows; each currency by itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st

from components.person.whose import Person
from components.ui import desk, room
from components.ui.metric_cards import Figure
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count
from components.ui.time_format import day
from domain.person.flags import WORDS, Flag, meaning
from domain.person.income import whole_months
from domain.person.overdrafts import DAYS
from domain.quality.checks import Check
from languages import grouped, percent, say
from store.core.amounts import DASH, MINUS, money

_Row = Mapping[Any, Any]

_MOST_CURRENCIES = 3


def person_figures(rows: pd.DataFrame, person: Person, today: date) -> list[Figure]:
    """Of the rows of listing.figures_of: those of the currency of most of theirs first."""
    told = rows.head(_MOST_CURRENCIES).to_dict("records")
    return [figure for row in told for figure in _of_currency(row, person, today, named=len(rows) > 1)]


def _of_currency(row: _Row, person: Person, today: date, *, named: bool) -> list[Figure]:
    beside = f", {row['currency']}" if named else ""
    used = _used(row, person)
    figures = (_income(row, person, today), _salary(row, person), _owed(row, person), used, _below(row, person))
    return [
        Figure(f"{one.label}{beside}", one.value, one.note, one.tone, one.page, one.query) for one in figures if one
    ]


def _income(row: _Row, person: Person, today: date) -> Figure | None:
    if not any(_is_known(row, name) for name in ("income", "income_belvo")):
        return None
    said = [f"± {percent(row['spread'])}"] if _is_known(row, "spread") else []
    said += [count(int(row["months"]), "whole month")] if _is_known(row, "months") else [say("no whole month is known")]
    said += (
        [say("Belvo: {amount}", amount=money(row["income_belvo"], row["currency"]))]
        if _is_known(row, "income_belvo")
        else []
    )
    known_until = row["known_until"].date() if _is_known(row, "known_until") else today
    months = whole_months(date.min, known_until)
    days = {"since": f"{months[-1]}-01", "until": _last_of(months[0])}
    narrowed = {**person.query, **days, "type": "INFLOW", "currency": row["currency"]}
    tone = _tone(row, Flag.UNSTEADY, Flag.UNPAID)
    return Figure(
        say("Income a month"), money(row["income"], row["currency"]), " · ".join(said), tone, _TRANSACTIONS, narrowed
    )


def _is_known(row: _Row, name: str) -> bool:
    return bool(pd.notna(row[name]))


def _tone(row: _Row, *flags: Flag) -> Literal["gray", "orange"]:
    return "orange" if any(row[f"flag_{flag}"] for flag in flags) else "gray"


def _last_of(month: str) -> str:
    return pd.Period(month).end_time.date().isoformat()


def _salary(row: _Row, person: Person) -> Figure | None:
    if not _is_known(row, "salary"):
        return None
    said = []
    if _is_known(row, "salary_ended"):
        said.append(say("ended {day}", day=day(row["salary_ended"].date())))
    if _is_known(row, "change"):
        sign = MINUS if row["change"] < 0 else "+"
        said.append(
            say("{change} on {day}", change=f"{sign}{percent(abs(row['change']))}", day=day(row["changed_on"].date()))
        )
    tone = _tone(row, Flag.CUT)
    query = {**person.query, "section": "salaries"}
    return Figure(
        say("Salary"), money(row["salary"], row["currency"]), " · ".join(said), tone, "pages/employment.py", query
    )


def _owed(row: _Row, person: Person) -> Figure | None:
    if not _is_known(row, "owed"):
        return None
    return Figure(say("Owed"), money(row["owed"], row["currency"]), "", page="pages/accounts.py", query=person.query)


def _used(row: _Row, person: Person) -> Figure | None:
    if not _is_known(row, "utilisation"):
        return None
    tone = _tone(row, Flag.CARDS)
    query = {**person.query, "section": "due"}
    return Figure(
        say("Cards used"),
        percent(row["utilisation"]),
        say("of the limits that are told"),
        tone,
        "pages/accounts.py",
        query,
    )


def _below(row: _Row, person: Person) -> Figure | None:
    if not _is_known(row, "below_zero"):
        return None
    tone = _tone(row, Flag.OVERDRAWN)
    note = say("of the {days} before the last look", days=DAYS)
    return Figure(
        say("Days below zero"), grouped(int(row["below_zero"])), note, tone, "pages/accounts.py", person.query
    )


_ROWS_OF: Mapping[Flag, tuple[str, Mapping[str, str]]] = {
    Flag.NAMES: ("pages/quality.py", {"check": Check.NAMES.value}),
    Flag.DOCUMENTS: ("pages/quality.py", {"check": Check.DOCUMENTS.value}),
    Flag.UNSTEADY: ("pages/transactions.py", {"type": "INFLOW"}),
    Flag.UNPAID: ("pages/match.py", {"section": "salaries"}),
    Flag.CUT: ("pages/employment.py", {"section": "salaries"}),
    Flag.OVERDRAWN: ("pages/accounts.py", {}),
    Flag.CARDS: ("pages/accounts.py", {"section": "due"}),
    Flag.TWINS: ("pages/quality.py", {"check": Check.TWICE.value}),
    Flag.SET_ASIDE: ("pages/quality.py", {"check": Check.SET_ASIDE.value}),
}
"""Where the rows of a flag are: a page, and how it is narrowed to them; links are on the person's own page."""


def draw_flags(rows: pd.DataFrame, person: Person, *, key: str) -> None:
    """What about the person deserves a look, each with its reason and its rows; in any of their currencies."""
    raised = [flag for flag in Flag if rows[f"flag_{flag}"].any()]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
        for flag in raised:
            page, narrowed = _ROWS_OF.get(flag, ("", {}))
            if page and desk.may_open(page):
                there = {**person.query, **narrowed}
                icon, said = ":material/flag:", f":orange[{say(WORDS[flag])}]"
                with room.way():
                    desk.draw_way(page, label=said, icon=icon, query_params=there, help=meaning(flag), width="content")
            else:
                st.badge(say(WORDS[flag]), icon=":material/flag:", color="orange", help=meaning(flag))
        if not raised:
            st.badge(
                say("No flag"), icon=":material/check:", color="gray", help=say("Nothing that this page looks for")
            )


def draw_beside(people: Sequence[tuple[str, Sequence[Figure]]], *, key: str) -> None:
    """The figures of several people by what they count, a column each."""
    labels = [*dict.fromkeys(figure.label for _, figures in people for figure in figures)]
    columns = {"figure": Column(say("Figure"), 180)}
    cells: dict[str, list[str]] = {"figure": labels}
    for place, (name, figures) in enumerate(people):
        of = {figure.label: figure for figure in figures}
        columns[f"value_{place}"] = Column(name, 150, "right")
        columns[f"note_{place}"] = Column("", 230)
        cells[f"value_{place}"] = [of[label].value if label in of else DASH for label in labels]
        cells[f"note_{place}"] = [of[label].note if label in of else "" for label in labels]
    draw_table(pd.DataFrame(cells), Table(columns, alt=say("Both people's figures")), key=key, file="figures_of_both")


_TRANSACTIONS = "pages/transactions.py"
