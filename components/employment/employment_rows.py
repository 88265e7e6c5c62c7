"""Working lives as rows: people, employments, salaries, gaps, and where somebody works now."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.ui.paging import SortBy
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain, words
from components.ui.time_format import day
from languages import decimal, msg, say
from store.core.amounts import money

MOST_SIDE_BY_SIDE = 4

_SALARY = Column(msg("A month"), 105, "amount", help=msg("Belvo's figure for the job"))
_WHOSE = Column(msg("Whose"), 190, "link")

PEOPLE = Table(
    {
        "name": Column(msg("Name"), 160),
        "whose": _WHOSE,
        "status": Column(msg("By the record"), 100, "words", help=msg("What social security says of the person")),
        "employer": Column(msg("Last employer"), 190),
        "monthly_salary": _SALARY,
        "employments": Column(msg("Jobs"), 50, "count", adds_up=True),
        "first_day": Column(msg("Since"), 90, "day"),
        "weeks_contributed": Column(msg("Weeks paid in"), 90, "count"),
        "documents": Column(msg("Documents"), 220),
        "birth_date": Column(msg("Born"), 100, "day"),
        "collected_at": Column(msg("As of"), 90, "as_of", help=msg("When Belvo read it")),
    },
    alt=msg("People with their last employer and salary"),
    opens="employment_records",
    by="record",
    empty=msg("No person is named."),
)
# What no country here tells has no column.
EMPLOYMENTS = Table(
    {
        "employer": Column(msg("Employer"), 215),
        "whose": _WHOSE,
        "start": Column(msg("From"), 90, "day"),
        "end": Column(msg("To"), 90, "day", help=msg("Empty: goes on")),
        "monthly_salary": _SALARY,
        "occupation": Column(msg("Occupation"), 160, optional=True),
        "activity": Column(msg("Activity"), 160, optional=True),
        "place": Column(msg("Place"), 115, optional=True),
        "weeks": Column(msg("Weeks"), 60, "count", optional=True),
        "name": Column(msg("Name"), 160, optional=True),
    },
    alt=msg("Employments, newest first"),
    opens="employment_records",
    by="record",
    empty=msg("No employment is known in these days."),
)
SALARIES = Table(
    {
        "employer": Column(msg("Employer"), 200),
        "whose": _WHOSE,
        "start": Column(msg("From"), 90, "day"),
        "end": Column(msg("To"), 90, "day"),
        "base_salary": Column(msg("Base salary"), 105, "amount", help=msg("As Belvo tells it")),
        "monthly_salary": Column(msg("A month"), 105, "amount"),
        "source": Column(msg("Source of it"), 130),
        "event": Column(msg("What began it"), 126, "words"),
    },
    alt=msg("Salaries as they changed, newest first"),
    opens="employment_records",
    by="record",
    empty=msg("No salary is known in these days."),
)
GAPS = Table(
    {
        "start": Column(msg("From"), 110, "day"),
        "whose": Column(msg("Whose"), 220, "link"),
        "end": Column(msg("To"), 110, "day"),
        "days": Column(msg("Days"), 80, "count", adds_up=True),
    },
    alt=msg("Times without employment, the longest first"),
    empty=msg("No time without employment lies between two jobs."),
)
CURRENT = Table(
    {
        "name": Column(msg("Name"), 130),
        "whose": _WHOSE,
        "status": Column(msg("Works now"), 95, "words", help=msg("By current employments, which know of no pension")),
        "recorded": Column(msg("By the record"), 95, "words", help=msg("What social security says of the person")),
        "employer": Column(msg("Employer"), 160),
        "start": Column(msg("Since"), 85, "day"),
        "days_employed": Column(msg("Days there"), 85, "count"),
        "monthly_salary": _SALARY,
        "month": Column(msg("As of"), 80),
    },
    alt=msg("Where people work now"),
    opens="mx_current_employments",
    by="record",
    empty=msg("Nothing is known about now: the link does not read current employments."),
    unshown=("base_salary",),
)
PAID = Table(
    {
        "month": Column(msg("Month"), 100, "month"),
        "whose": _WHOSE,
        "employer": Column(msg("Employer"), 240),
        "type": Column(msg("Kind"), 120, "words"),
        "base": Column(msg("Base"), 110, "amount", adds_up=True),
        "retained": Column(msg("Retained"), 110, "amount", adds_up=True),
    },
    alt=msg("Salaries paid, newest first"),
    opens="employment_records",
    by="record",
    empty=msg("Only Brazil tells what was paid month by month."),
)


MEASURES = Table(
    {
        "reference_date": Column(msg("As of"), 100, "day", optional=True),
        "whose": Column(msg("Whose"), 230, "link", pinned=True),
        "age": Column(msg("Age"), 120, "count", optional=True),
        "current_status": Column(msg("Status by Belvo's measures"), 110, "words", optional=True),
        "current_employer_count": Column(msg("Employers now"), 120, "count", optional=True),
        "unique_employer_count": Column(msg("Employers ever"), 120, "count", optional=True),
        "employers_per_year": Column(msg("Employers a year"), 120, "tenths", optional=True),
        "base_salary_last": Column(msg("Last base salary a day"), 120, "amount", optional=True),
        "average_monthly_salary_1y": Column(msg("Average a month, last year"), 120, "amount", optional=True),
        "average_monthly_salary_3y": Column(msg("Average a month, three years"), 120, "amount", optional=True),
        "average_monthly_salary_5y": Column(msg("Average a month, five years"), 120, "amount", optional=True),
        "weeks_employed_total": Column(msg("Weeks employed"), 120, "tenths", optional=True),
        "weeks_employed_last_job": Column(msg("Weeks in the last job"), 120, "tenths", optional=True),
        "weeks_since_last_job": Column(msg("Weeks since the last job"), 120, "tenths", optional=True),
        "weeks_between_jobs": Column(msg("Weeks without work in all"), 120, "tenths", optional=True),
        "max_weeks_between_jobs": Column(
            msg("Longest without work in weeks, until now included"), 120, "tenths", optional=True
        ),
        "increases_overall": Column(msg("Salary rises"), 120, "count", optional=True),
        "decreases_overall": Column(msg("Salary cuts"), 120, "count", optional=True),
    },
    alt=msg("Measures of working lives"),
    opens="employment_metrics",
    by="metric",
    empty=msg("Belvo measures no working life of these: the link does not read employment metrics."),
    currency="MXN",
    unshown=(
        "min_monthly_salary_1y",
        "max_monthly_salary_1y",
        "min_monthly_salary_3y",
        "max_monthly_salary_3y",
        "min_monthly_salary_5y",
        "max_monthly_salary_5y",
    ),
)


def draw_measures(metrics: pd.DataFrame, names: Mapping[str, str], *, key: str, sort_by: SortBy | None = None) -> None:
    """Rows of employment.metrics: of a few people side by side, a line a measure; of many a line a person."""
    if not 0 < len(metrics) <= MOST_SIDE_BY_SIDE:
        draw_table(metrics, MEASURES, key=key, names=names, sort_by=sort_by)
        return
    lines = {
        plain(say(column.label)): [plain(_measure(value, column)) for value in metrics[name]]
        for name, column in MEASURES.columns.items()
        if column.kind != "link"
    }
    people = [plain(names.get(link, link)) for link in metrics["link"]]
    st.table(pd.DataFrame(lines, index=people).T, border="horizontal", width="content")


def _measure(value: Any, column: Column) -> str:  # noqa: ANN401 - a cell of a frame
    if pd.isna(value):
        return ""
    match column.kind:
        case "day":
            return day(value.date())
        case "words":
            return words(value)
        case "amount":
            return money(float(value), MEASURES.currency)
    return decimal(value, 0 if f"{value:.1f}".endswith(".0") else 1)
