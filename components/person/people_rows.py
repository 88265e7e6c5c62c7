"""People as rows of a table: whose links, how these are, and what the figures of each say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import pandas as pd

from components.person.people_filters import PRODUCTS
from components.ui import states
from components.ui.paging import Sort
from components.ui.tables import OPEN, Column, Table
from domain.link_state import LinkState, queue
from domain.person.flags import WORDS, Flag
from languages import msg, say

SORTS = {
    "flags": Sort(msg("Most flags first"), "flags", descending=True),
    "external_id": Sort(msg("By external ID"), "person", descending=False),
    "income": Sort(msg("Highest income first"), "income", descending=True),
    "income_least": Sort(msg("Lowest income first"), "income", descending=False),
    "income_belvo": Sort(msg("Highest income by Belvo first"), "income_belvo", descending=True),
    "spread": Sort(msg("Most spread income first"), "spread", descending=True),
    "salary": Sort(msg("Highest salary first"), "salary", descending=True),
    "change": Sort(msg("Largest cut first"), "change", descending=False),
    "owed": Sort(msg("Most owed first"), "owed", descending=True),
    "utilisation": Sort(msg("Most of cards used first"), "utilisation", descending=True),
    "below_zero": Sort(msg("Most days below zero first"), "below_zero", descending=True),
    "trust": Sort(msg("Least trust first"), "trust", descending=False),
    "links": Sort(msg("Most links first"), "links", descending=True),
}
"""Orders by which the store finds a page; a click on a header takes that of its column."""

PEOPLE = Table(
    {
        "open": OPEN,
        "name": Column(
            msg("Person"), 124, help=msg("The name that the institution has, or the user's id in our own systems")
        ),
        "external_id": Column(msg("External ID"), 88),
        "state": Column(msg("Links"), 84, "state", states=states.LINKS, help=msg("The one that needs somebody most")),
        "flags_said": Column(msg("Flags"), 108),
        "trust": Column(
            msg("Trust"), 48, "count", help=msg("Of 100 points, less what checks of the data take off: see Quality")
        ),
        "income": Column(
            msg("Income a month"), 112, "amount", help=msg("The middle of the last whole months at the bank")
        ),
        "spread": Column(
            "± %", 45, "count", help=msg("Half of what lies between the least and the most, of the middle"), tucked=True
        ),
        "income_belvo": Column(
            msg("By Belvo"), 96, "amount", help=msg("Belvo's monthly average of its sources of income"), tucked=True
        ),
        "salary": Column(
            msg("Salary"), 92, "amount", help=msg("What payroll tells of a month, of all jobs that go on")
        ),
        "change": Column(msg("Changed"), 62, "percent", help=msg("The last change of it; below zero is a cut")),
        "owed": Column(msg("Owed"), 100, "amount", help=msg("On cards and loans, and what accounts are overdrawn by")),
        "utilisation": Column(msg("Cards used"), 76, "share", help=msg("Of the limits of cards that tell one")),
        "below_zero": Column(
            msg("Below 0"), 56, "count", help=msg("Days of the last 90 on which an account ended below")
        ),
        "products": Column(msg("Products"), 125, tucked=True),
        "links": Column(msg("Links"), 50, "count", help=msg("How many"), tucked=True, adds_up=True),
        "changed_on": Column(msg("Salary since"), 88, "day", help=msg("The day of the last change of it"), tucked=True),
        "pulled_at": Column(msg("Pulled"), 74, "ago", help=msg("The link that was pulled longest ago")),
        "currency": Column(msg("Currency"), 70, tucked=True),
    },
    alt=msg("People with their links, income, debts and flags"),
    unshown=("least", "most"),
)


def people_rows(rows: pd.DataFrame, known: Mapping[str, Sequence[LinkState]]) -> pd.DataFrame:
    """The rows of listing.page as they are shown; `known` are the links of each person."""
    of = [known.get(person, ()) for person in rows["person"]]
    return rows.assign(
        name=rows["owner"].fillna(rows["external_id"]).fillna(rows["link"].str[:8]),
        state=[_worst(links) for links in of],
        products=[_said(PRODUCTS, row) for row in rows.to_dict("records")],
        spread=(rows["spread"] * 100).round(),
        change=(rows["change"] * 100).round(),
        flags_said=[_flags(row) for row in rows.to_dict("records")],
        pulled_at=pd.to_datetime(pd.Series([_pulled(links) for links in of], rows.index, dtype="object"), utc=True),
    )


def _worst(links: Sequence[LinkState]) -> str:
    worst = next(iter(queue(links)), None) or next(iter(links), None)
    return worst.badge.value if worst else ""


def _pulled(links: Iterable[LinkState]) -> datetime | None:
    return min((link.facts.pulled_at for link in links if link.facts.pulled_at), default=None)


def _said(words: Mapping[str, str], row: Mapping[object, object]) -> str:
    return " · ".join(say(word) for name, word in words.items() if row[name])


def _flags(row: Mapping[object, object]) -> str:
    return " · ".join(say(WORDS[flag]) for flag in Flag if row[f"flag_{flag}"])
