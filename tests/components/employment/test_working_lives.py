"""Working lives drawn: which jobs the chart of salaries shows."""

import pandas as pd

from components.employment.working_lives import lanes, newest_jobs, steps
from components.ui.charts import MOST_SERIES

TODAY = pd.Timestamp("2026-11-24")


def stretch(employer: str, start: str, end: str | None = None, salary: float = 100.0) -> dict[str, object]:
    days = {"start": pd.Timestamp(start), "end": pd.Timestamp(end) if end else pd.NaT}
    return {"record": "r1", "employer": employer, "monthly_salary": salary, **days}


def test_the_jobs_that_changed_last_are_shown_from_the_oldest_on() -> None:
    old = [stretch(f"Old {year}", f"{year}-01-01", f"{year}-12-31") for year in range(2000, 2000 + MOST_SERIES)]
    long = [stretch("Long", "1999-01-01", "2025-12-31"), stretch("Long", "2026-01-01", salary=200.0)]
    series = steps(newest_jobs(pd.DataFrame([*long[:1], *old, *long[1:]])), "MXN", TODAY)["series"]
    assert [line["name"] for line in series] == ["Long", *(f"Old {year}" for year in range(2001, 2000 + MOST_SERIES))]
    assert series[0]["data"] == [
        ["1999-01-01", 100.0],
        ["2025-12-31", 100.0],
        ["2026-01-01", 200.0],
        ["2026-11-24", 200.0],
    ]


def test_employers_of_several_people_are_lanes_of_their_own() -> None:
    jobs = pd.DataFrame({"employer": ["ACME", "ACME", None], "link": ["a", "b", "b"]})
    assert lanes(jobs, {"a": "maria", "b": "jorge"}).tolist() == ["ACME · maria", "ACME · jorge", "Unknown · jorge"]
    assert lanes(jobs[1:], {"b": "jorge"}).tolist() == ["ACME", "Unknown"]
