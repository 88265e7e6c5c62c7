"""Working lives as rows: people, employments, salaries, gaps, and where somebody works now."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.ui.paging import SortBy
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain, words
from components.ui.time_format import day
from store.core.amounts import money

MOST_SIDE_BY_SIDE = 4

_SALARY = Column("A month", 105, "amount", help="Belvo's figure for the job")
_WHOSE = Column("Whose", 190, "link")

PEOPLE = Table(
    {
        "name": Column("Name", 160),
        "whose": _WHOSE,
        "status": Column("By the record", 100, "words", help="What social security says of the person"),
        "employer": Column("Last employer", 190),
        "monthly_salary": _SALARY,
        "employments": Column("Jobs", 50, "count"),
        "first_day": Column("Since", 90, "day"),
        "weeks_contributed": Column("Weeks paid in", 90, "count"),
        "documents": Column("Documents", 220),
        "birth_date": Column("Born", 100, "day"),
        "collected_at": Column("As of", 90, "as_of", help="When Belvo read it"),
    },
    alt="People with their last employer and salary",
    opens="employment_records",
    by="record",
    empty="No person is named.",
)
# What no country here tells has no column.
EMPLOYMENTS = Table(
    {
        "employer": Column("Employer", 215),
        "whose": _WHOSE,
        "start": Column("From", 90, "day"),
        "end": Column("To", 90, "day", help="Empty: goes on"),
        "monthly_salary": _SALARY,
        "occupation": Column("Occupation", 160, optional=True),
        "activity": Column("Activity", 160, optional=True),
        "place": Column("Place", 115, optional=True),
        "weeks": Column("Weeks", 60, "count", optional=True),
        "name": Column("Name", 160, optional=True),
    },
    alt="Employments, newest first",
    opens="employment_records",
    by="record",
    empty="No employment is known in these days.",
)
SALARIES = Table(
    {
        "employer": Column("Employer", 200),
        "whose": _WHOSE,
        "start": Column("From", 90, "day"),
        "end": Column("To", 90, "day"),
        "base_salary": Column("Base salary", 105, "amount", help="As Belvo tells it"),
        "monthly_salary": Column("A month", 105, "amount"),
        "source": Column("Source of it", 130),
        "event": Column("What began it", 126, "words"),
    },
    alt="Salaries as they changed, newest first",
    opens="employment_records",
    by="record",
    empty="No salary is known in these days.",
)
GAPS = Table(
    {
        "start": Column("From", 110, "day"),
        "whose": Column("Whose", 220, "link"),
        "end": Column("To", 110, "day"),
        "days": Column("Days", 80, "count"),
    },
    alt="Times without employment, the longest first",
    empty="No time without employment lies between two jobs.",
)
CURRENT = Table(
    {
        "name": Column("Name", 130),
        "whose": _WHOSE,
        "status": Column("Works now", 95, "words", help="By current employments, which know of no pension"),
        "recorded": Column("By the record", 95, "words", help="What social security says of the person"),
        "employer": Column("Employer", 160),
        "start": Column("Since", 85, "day"),
        "days_employed": Column("Days there", 85, "count"),
        "monthly_salary": _SALARY,
        "month": Column("As of", 80),
    },
    alt="Where people work now",
    opens="mx_current_employments",
    by="record",
    empty="Nothing is known about now: the link does not read current employments.",
)
PAID = Table(
    {
        "month": Column("Month", 100, "month"),
        "whose": _WHOSE,
        "employer": Column("Employer", 240),
        "type": Column("Kind", 120, "words"),
        "base": Column("Base", 110, "amount"),
        "retained": Column("Retained", 110, "amount"),
    },
    alt="Salaries paid, newest first",
    opens="employment_records",
    by="record",
    empty="Only Brazil tells what was paid month by month.",
)


MEASURES = Table(
    {
        "reference_date": Column("As of", 100, "day", optional=True),
        "whose": Column("Whose", 230, "link", pinned=True),
        "age": Column("Age", 120, "count", optional=True),
        "current_status": Column("Status by Belvo's measures", 110, "words", optional=True),
        "current_employer_count": Column("Employers now", 120, "count", optional=True),
        "unique_employer_count": Column("Employers ever", 120, "count", optional=True),
        "employers_per_year": Column("Employers a year", 120, "tenths", optional=True),
        "base_salary_last": Column("Last base salary a day", 120, "amount", optional=True),
        "average_monthly_salary_1y": Column("Average a month, last year", 120, "amount", optional=True),
        "average_monthly_salary_3y": Column("Average a month, three years", 120, "amount", optional=True),
        "average_monthly_salary_5y": Column("Average a month, five years", 120, "amount", optional=True),
        "weeks_employed_total": Column("Weeks employed", 120, "tenths", optional=True),
        "weeks_employed_last_job": Column("Weeks in the last job", 120, "tenths", optional=True),
        "weeks_since_last_job": Column("Weeks since the last job", 120, "tenths", optional=True),
        "weeks_between_jobs": Column("Weeks without work in all", 120, "tenths", optional=True),
        "max_weeks_between_jobs": Column(
            "Longest without work in weeks, until now included", 120, "tenths", optional=True
        ),
        "increases_overall": Column("Salary rises", 120, "count", optional=True),
        "decreases_overall": Column("Salary cuts", 120, "count", optional=True),
    },
    alt="Measures of working lives",
    opens="employment_metrics",
    by="metric",
    empty="Belvo measures no working life of these: the link does not read employment metrics.",
    currency="MXN",
)


def draw_measures(metrics: pd.DataFrame, names: Mapping[str, str], *, key: str, sort_by: SortBy | None = None) -> None:
    """Rows of employment.metrics: of a few people side by side, a line a measure; of many a line a person."""
    if not 0 < len(metrics) <= MOST_SIDE_BY_SIDE:
        draw_table(metrics, MEASURES, key=key, names=names, sort_by=sort_by)
        return
    lines = {
        plain(column.label): [plain(_measure(value, column)) for value in metrics[name]]
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
    return f"{value:,.1f}".removesuffix(".0")
