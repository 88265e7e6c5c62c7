"""Trust in a few words: the score as a figure, and the footnote of what rests on data that failed a check."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import streamlit as st

from components.quality.words import CHECKS
from components.ui import desk, room
from components.ui.chart.marks import Query
from components.ui.metric_cards import Figure
from components.ui.text import count, plain
from domain.quality.checks import Check, Finding, Score, Verdict, score, worst
from languages import say, say_many
from store import Database
from store.core.amounts import MINUS
from store.queries.quality import findings

PAGE = "pages/quality.py"
_MOST_LINKS = 5
_MOST_NAMED = 2
_LOW, _HIGH = 70, 90
"""Scores below which trust is low, and from which on it is high."""


def draw_trust(known: Score, query: Mapping[str, str]) -> None:
    """The score with what takes most off it, and the way to its checks; nothing where nothing could be checked."""
    if known.points is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="trust"):
        meaning = say("100 points, less what checks of the data take off")
        st.badge(
            say("Trust {points} of 100", points=known.points),
            icon=":material/rule:",
            color=tone_of(known.points),
            help=meaning,
        )
        if told := taken_off(known):
            st.caption(plain(told), width="content")
        if desk.may_open(PAGE):
            with room.way():
                desk.draw_way(
                    PAGE, label=say("See the checks"), icon=":material/chevron_right:", query_params=dict(query)
                )


def trust_figures(found: Sequence[Finding], asked: Query | None = None) -> list[Figure]:
    """The score, and how many checks came to what; `asked` is the address of Quality, where each leads to its own."""
    known = score(found)
    number = Counter(worst(one for one in found if one.check is check) for check in Check)
    return [
        Figure(
            say("Trust"),
            say("Not checked") if known.points is None else say("{points} of 100", points=known.points),
            taken_off(known) or say("no check takes anything off"),
            "gray" if known.points is None else tone_of(known.points),
            **_way(asked, number, Verdict.FAILED, Verdict.DOUBTFUL),
        ),
        Figure(
            say("Failed"),
            count(number[Verdict.FAILED], "check"),
            tone="red" if number[Verdict.FAILED] else "gray",
            **_way(asked, number, Verdict.FAILED),
        ),
        Figure(say("Look here"), count(number[Verdict.DOUBTFUL], "check"), **_way(asked, number, Verdict.DOUBTFUL)),
        Figure(
            say("Not checked"),
            count(number[Verdict.UNCHECKED], "check"),
            say("nothing of it is stored"),
            **_way(asked, number, Verdict.UNCHECKED),
        ),
    ]


def _way(asked: Query | None, number: Mapping[Verdict, int], *verdicts: Verdict) -> dict[str, Any]:
    """To the checks with these verdicts, if there are any."""
    if asked is None or not any(number[verdict] for verdict in verdicts):
        return {}
    return {"page": PAGE, "query": {**asked, "verdict": [str(verdict) for verdict in verdicts]}}


def tone_of(points: int) -> Literal["gray", "orange", "red"]:
    """The colour of a score."""
    if points >= _HIGH:
        return "gray"
    return "orange" if points >= _LOW else "red"


def taken_off(known: Score) -> str:
    """The checks that take most, each with its points."""
    named = [f"{CHECKS[check].name} {MINUS}{points}" for check, points in known.lost.items()]
    rest = len(named) - _MOST_NAMED
    first = ", ".join(named[:_MOST_NAMED])
    return say_many("{first} and {number} more", "{first} and {number} more", rest, first=first) if rest > 0 else first


def draw_footnote(db: Database, links: Sequence[str], today: date, about: Sequence[Check], *, key: str) -> None:
    """Where figures of these links rest on data that failed one of the checks: which, and the way to them.

    Only for as many links as a person has: of all of a large store nobody could say it in the time of a page.
    """
    if not 0 < len(links) <= _MOST_LINKS or not desk.may_open(PAGE):
        return
    failed = [
        one for one in findings.of_links(db, links, today) if one.check in about and one.verdict is Verdict.FAILED
    ]
    if not failed:
        return
    checks = [*dict.fromkeys(one.check for one in failed)]
    said = "; ".join(CHECKS[check].name.lower() for check in checks[:_MOST_NAMED])
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
        st.caption(plain(say("* Rests on data that failed: {checks}.", checks=said)), width="content")
        query = {"link": failed[0].link, "check": str(checks[0])}
        desk.draw_way(PAGE, label=say("See what"), icon=":material/rule:", query_params=query)


OF_MOVEMENTS = (Check.BALANCES, Check.GAPS, Check.SET_ASIDE, Check.TWICE, Check.TWINS, Check.HOLDS, Check.DAYS)
"""What sums and charts of movements rest on."""

OF_DOCUMENTS = (Check.SET_ASIDE, Check.TWICE, Check.NAMES, Check.DOCUMENTS)
"""What figures of invoices, salaries and incomes rest on."""
