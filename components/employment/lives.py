"""Working lives in figures: who works now, for whom, at what salary, and how long nobody had work."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from components.ui.metric_cards import Figure
from components.ui.text import count
from domain.people import count_people
from languages import grouped, say
from store.core.amounts import DASH, money

PAGE = "pages/employment.py"

QueryOf = Callable[[str], Mapping[str, str | Sequence[str]]]


class Lives(NamedTuple):
    """The answers of store.queries.employment: records, employments, gaps and what is current."""

    records: pd.DataFrame
    jobs: pd.DataFrame
    gaps: pd.DataFrame
    current: pd.DataFrame


def working_figures(
    lives: Lives, external_ids: Mapping[str, str | None], currency: str, query_of: QueryOf
) -> list[Figure]:
    """Four figures; salaries are of one currency. `external_ids` says whose each link is.

    `query_of` has the parameters of the page by its section, where the rows of a figure are.
    """
    people, jobs, gaps, current = lives
    working = current[current["employer"].notna()]
    latest = people[people["monthly_salary"].notna() & (people["currency"] == currency)]
    highest = latest.sort_values("monthly_salary").iloc[-1] if len(latest) else None
    return [
        Figure(
            say("Working now"),
            grouped(count_people(working["link"], external_ids)),
            say("of {people}", people=count(count_people(people["link"], external_ids), "person", "people")),
            page=PAGE,
            query=query_of("now"),
        ),
        Figure(
            say("Employers"),
            grouped(jobs["employer"].nunique()),
            count(len(jobs), "employment"),
            page=PAGE,
            query=query_of("employments"),
        ),
        Figure(
            say("Last salary a month") if len(latest) == 1 else say("Highest last salary a month"),
            DASH if highest is None else money(highest["monthly_salary"], currency),
            "" if highest is None else str(highest["employer"] or ""),
            page=PAGE,
            query=query_of("people"),
        ),
        Figure(
            say("Longest gap between jobs"),
            count(int(gaps["days"].max()), "day") if len(gaps) else say("None"),
            say("{gaps}, the time since the last job not among them", gaps=count(len(gaps), "gap"))
            if len(gaps)
            else "",
            page=PAGE,
            query=query_of("gaps"),
        ),
    ]
