"""Working lives as rows: people, employments, salaries, gaps, and where somebody works now."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from components.ui import time_format
from components.ui.money import money
from components.ui.tables import draw_table, word_cells
from components.ui.text import plain, words

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

MOST_SIDE_BY_SIDE = 4

_DAY = "D MMM YYYY"
_SALARY = st.column_config.NumberColumn("A month", width=110, help="Belvo's figure, or a day's salary times 365 / 12")


def draw_people(people: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """The rows of employment.records."""
    draw_table(
        people.assign(whose=people["link"].map(names), status=word_cells(people["status"])),
        {
            "name": st.column_config.TextColumn("Name", width=200),
            "status": st.column_config.TextColumn("Status", width=110),
            "employer": st.column_config.TextColumn("Last employer", width=220),
            "monthly_salary": _SALARY,
            "employments": st.column_config.NumberColumn("Jobs", width=60, format="%,d"),
            "first_day": st.column_config.DateColumn("Since", width=100, format=_DAY),
            "weeks_contributed": st.column_config.NumberColumn("Weeks paid in", width=90, format="%,d"),
            "documents": st.column_config.TextColumn("Documents", width=220),
            "birth_date": st.column_config.DateColumn("Born", width=100, format=_DAY),
            "collected_at": st.column_config.DatetimeColumn("As of", width=90, help="When Belvo read it"),
            "whose": st.column_config.TextColumn("Link", width=170),
        },
        amounts=["monthly_salary"],
        instants=["collected_at"],
        now=time_format.utc_now(),
        key=key,
        alt="People with their last employer and salary",
        empty="No person is named.",
    )


def draw_employments(jobs: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """The rows of employment.employments; what no country here tells has no column."""
    told = {
        "occupation": st.column_config.TextColumn("Occupation", width=160),
        "activity": st.column_config.TextColumn("Activity", width=160),
        "place": st.column_config.TextColumn("Place", width=130),
        "weeks": st.column_config.NumberColumn("Weeks", width=70, format="%,d"),
        "name": st.column_config.TextColumn("Name", width=160),
    }
    draw_table(
        jobs.assign(whose=jobs["link"].map(names)),
        {
            "employer": st.column_config.TextColumn("Employer", width=240),
            "start": st.column_config.DateColumn("From", width=100, format=_DAY),
            "end": st.column_config.DateColumn("To", width=100, format=_DAY, help="Empty: goes on"),
            "monthly_salary": _SALARY,
            **{name: column for name, column in told.items() if jobs[name].notna().any()},
            "whose": st.column_config.TextColumn("Link", width=170),
        },
        amounts=["monthly_salary"],
        key=key,
        alt="Employments, newest first",
        empty="No employment is known in these days.",
    )


def draw_changes(salaries: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """Rows of employment.salaries, in the order given: the newest first."""
    draw_table(
        salaries.assign(whose=salaries["link"].map(names), event=word_cells(salaries["event"])),
        {
            "employer": st.column_config.TextColumn("Employer", width=240),
            "start": st.column_config.DateColumn("From", width=100, format=_DAY),
            "end": st.column_config.DateColumn("To", width=100, format=_DAY),
            "base_salary": st.column_config.NumberColumn("Base salary", width=110, help="As Belvo tells it"),
            "monthly_salary": _SALARY,
            "event": st.column_config.TextColumn("What began it", width=150),
            "whose": st.column_config.TextColumn("Link", width=170),
        },
        amounts=["base_salary", "monthly_salary"],
        key=key,
        alt="Salaries as they changed, newest first",
        empty="No salary is known in these days.",
    )


def draw_gaps(gaps: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """Rows of employment.gaps, in the order given: the longest first."""
    draw_table(
        gaps.assign(whose=gaps["link"].map(names)),
        {
            "start": st.column_config.DateColumn("From", width=110, format=_DAY),
            "end": st.column_config.DateColumn("To", width=110, format=_DAY),
            "days": st.column_config.NumberColumn("Days", width=80, format="%,d"),
            "whose": st.column_config.TextColumn("Link", width=220),
        },
        key=key,
        alt="Times without employment, the longest first",
        empty="No time without employment lies between two jobs.",
    )


def draw_current(current: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """The rows of employment.current."""
    draw_table(
        current.assign(whose=current["link"].map(names), status=word_cells(current["status"])),
        {
            "name": st.column_config.TextColumn("Name", width=190),
            "status": st.column_config.TextColumn("Status", width=120),
            "employer": st.column_config.TextColumn("Employer", width=230),
            "start": st.column_config.DateColumn("Since", width=100, format=_DAY),
            "days_employed": st.column_config.NumberColumn("Days in the month", width=110, format="%,d"),
            "monthly_salary": _SALARY,
            "month": st.column_config.TextColumn("As of", width=90),
            "whose": st.column_config.TextColumn("Link", width=170),
        },
        amounts=["monthly_salary"],
        key=key,
        alt="Where people work now",
        empty="Nothing is known about now: the link does not read current employments.",
    )


def draw_paid(paid: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """Rows of employment.pay, in the order given: the newest first."""
    draw_table(
        paid.assign(whose=paid["link"].map(names), type=word_cells(paid["type"])),
        {
            "month": st.column_config.DateColumn("Month", width=100, format="MMM YYYY"),
            "employer": st.column_config.TextColumn("Employer", width=240),
            "type": st.column_config.TextColumn("Kind", width=120),
            "base": st.column_config.NumberColumn("Base", width=110),
            "retained": st.column_config.NumberColumn("Retained", width=110),
            "whose": st.column_config.TextColumn("Link", width=170),
        },
        amounts=["base", "retained"],
        key=key,
        alt="Salaries paid, newest first",
        empty="Only Brazil tells what was paid month by month.",
    )


def draw_measures(metrics: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """Rows of employment.metrics: of a few people side by side, a line a measure; of many a line a person."""
    if metrics.empty:
        st.caption("Belvo measures no working life of these: the link does not read employment metrics.")
    elif len(metrics) <= MOST_SIDE_BY_SIDE:
        table = {
            plain(label): [plain(_measure(row, name)) for row in metrics.to_dict("records")]
            for name, label in _MEASURES.items()
        }
        columns = [plain(names.get(link, link)) for link in metrics["link"]]
        st.table(pd.DataFrame(table, index=columns).T, border="horizontal", width="content")
    else:
        _draw_many(metrics, names, key=key)


def _draw_many(metrics: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    told = {name: label for name, label in _MEASURES.items() if metrics[name].notna().any()}
    draw_table(
        metrics.assign(
            whose=metrics["link"].map(names), current_status=word_cells(metrics["current_status"]), currency="MXN"
        ),
        {
            "whose": st.column_config.TextColumn("Link", width=230, pinned=True),
            **{name: _column(label, metrics[name]) for name, label in told.items()},
        },
        amounts=[name for name in _AMOUNTS if name in told],
        key=key,
        alt="Measures of working lives",
        empty="",
    )


def _column(label: str, values: "pd.Series[Any]") -> "ColumnConfig":
    if pd.api.types.is_datetime64_dtype(values):
        return st.column_config.DateColumn(label, width=100, format=_DAY)
    if not pd.api.types.is_numeric_dtype(values):
        return st.column_config.TextColumn(label, width=110)
    return st.column_config.NumberColumn(
        label, width=120, format="%,.1f" if pd.api.types.is_float_dtype(values) else "%,d"
    )


_MEASURES = {
    "reference_date": "As of",
    "age": "Age",
    "current_status": "Status",
    "current_employer_count": "Employers now",
    "unique_employer_count": "Employers ever",
    "employers_per_year": "Employers a year",
    "base_salary_last": "Last base salary a day",
    "average_monthly_salary_1y": "Average a month, last year",
    "average_monthly_salary_3y": "Average a month, three years",
    "average_monthly_salary_5y": "Average a month, five years",
    "weeks_employed_total": "Weeks employed",
    "weeks_employed_last_job": "Weeks in the last job",
    "weeks_since_last_job": "Weeks since the last job",
    "weeks_between_jobs": "Weeks between jobs",
    "max_weeks_between_jobs": "Longest gap in weeks",
    "increases_overall": "Salary rises",
    "decreases_overall": "Salary cuts",
}

_AMOUNTS = ("base_salary_last", "average_monthly_salary_1y", "average_monthly_salary_3y", "average_monthly_salary_5y")


def _measure(row: Mapping[object, object], name: str) -> str:
    value: Any = row[name]
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%-d %b %Y}"
    if name in _AMOUNTS:
        return money(float(str(value)), "MXN")
    if isinstance(value, str):
        return words(value)
    return f"{value:,.1f}".removesuffix(".0")
