"""Mexico's and Brazil's working lives, told alike."""

from datetime import date
from typing import Any

import pytest

from store import Database
from store.queries.employment import employment
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.employment_bodies import METALURGICA, PADARIA, RECORD
from tests.kit.rows import records, save, tuples


@pytest.fixture
def workers(db: Database) -> Database:
    save(db, "employment_records", RECORD)
    save(db, "br_employments", METALURGICA, PADARIA, link=OTHER_LINK)
    return db


def days(frame: Any, *columns: str) -> list[tuple[Any, ...]]:  # noqa: ANN401 - a DataFrame
    """The rows as tuples, days as text."""
    return tuples(frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d") for name in ("start", "end")}), *columns)


def test_people_are_told_alike_in_both_countries(workers: Database) -> None:
    found = employment.records(workers)
    wanted = ("country", "link", "name", "status", "employments", "employers", "employer", "monthly_salary", "currency")
    assert tuples(found, *wanted) == [
        ("BR", OTHER_LINK, None, "EMPLOYED", 2, 2, "Metalúrgica", 3300.0, "BRL"),
        ("MX", LINK, "María Núñez", "EMPLOYED", 2, 2, "ACME", 18250.0, "MXN"),
    ]
    mexican = records(found)[1]
    assert (mexican["documents"], mexican["weeks_contributed"], str(mexican["first_day"].date())) == (
        "CURP NUMM88",
        243,
        "2022-01-03",
    )


def test_employments_are_a_time_line(workers: Database) -> None:
    assert days(employment.employments(workers), "employer", "start", "end", "weeks", "occupation") == [
        ("Metalúrgica", "2025-12-10", None, None, "Supervisor"),
        ("ACME", "2024-03-01", None, 140, None),
        ("Padaria", "2024-01-01", "2025-11-30", None, None),
        ("Initech", "2022-01-03", "2023-12-31", 103, None),
    ]


@pytest.mark.parametrize(
    ("since", "until", "employers"),
    [
        (date(2023, 12, 31), date(2024, 2, 1), {"Padaria", "Initech"}),
        (date(2026, 1, 1), None, {"Metalúrgica", "ACME"}),
        (None, date(2022, 1, 3), {"Initech"}),
        (None, date(2022, 1, 2), set()),
    ],
)
def test_a_range_of_days_has_what_touches_it(
    workers: Database, since: date | None, until: date | None, employers: set[str]
) -> None:
    assert set(employment.employments(workers, since=since, until=until)["employer"]) == employers


def test_salaries_last_until_they_change_or_the_job_ends(workers: Database) -> None:
    found = employment.salaries(workers)
    assert days(found, "employer", "event", "start", "end", "base_salary", "monthly_salary") == [
        ("Initech", "HIRED", "2022-01-03", "2023-12-31", 400.0, 12166.67),
        ("ACME", "HIRED", "2024-03-01", "2024-12-31", 500.0, 15208.33),
        ("ACME", "SALARY_MODIFICATION", "2025-01-01", None, 600.0, 18250.0),
        ("Metalúrgica", None, "2025-12-01", "2026-01-31", None, 3000.0),
        ("Metalúrgica", None, "2026-02-01", "2026-02-28", None, 3300.0),
    ]


def test_gaps_lie_between_the_employments_of_a_link(workers: Database) -> None:
    assert days(employment.gaps(workers), "link", "start", "end", "days") == [
        (LINK, "2024-01-01", "2024-02-29", 60),
        (OTHER_LINK, "2025-12-01", "2025-12-09", 9),
    ]
    assert employment.gaps(workers, [OTHER_LINK], until=date(2025, 11, 30)).empty


def test_employments_that_overlap_or_follow_at_once_leave_no_gap(db: Database) -> None:
    lives = [
        {**PADARIA, "id": str(number), "start_date": start, "end_date": end}
        for number, (start, end) in enumerate(
            [("2020-01-01", "2022-12-31"), ("2021-01-01", "2021-06-30"), ("2023-01-01", None), ("2024-01-01", None)]
        )
    ]
    save(db, "br_employments", *lives)
    assert employment.gaps(db).empty


def test_current_employments_name_whoever_has_none(workers: Database) -> None:
    job = {"employer": "ACME", "state": "NUEVO LEON", "days_employed": 990, "base_salary": 600, "monthly_salary": 18250}
    person = {"id": "c1", "personal_data": {"official_name": "María Núñez"}, "month": "2026-11", "status": "EMPLOYED"}
    save(workers, "mx_current_employments", {**person, "current_employment_records": [job]})
    save(workers, "mx_current_employments", {**person, "id": "c2", "status": "UNEMPLOYED"}, link="idle")
    wanted = ("country", "link", "status", "employer", "days_employed", "monthly_salary", "currency")
    assert tuples(employment.current(workers), *wanted) == [
        ("MX", LINK, "EMPLOYED", "ACME", 990, 18250.0, "MXN"),
        ("MX", "idle", "UNEMPLOYED", None, None, None, None),
        ("BR", OTHER_LINK, "EMPLOYED", "Metalúrgica", None, 3300.0, "BRL"),
    ]


def test_metrics_have_a_column_each_and_miss_what_belvo_leaves_out(db: Database) -> None:
    save(db, "employment_metrics", {"id": "m1", "age": 36, "base_salary_last": 962.67, "increases_1y": 1})
    found = employment.metrics(db)
    assert tuples(found, "link", "metric", "age", "base_salary_last", "increases_1y", "yearly_change_1y") == [
        (LINK, "m1", 36, 962.67, 1, None)
    ]
    assert found.columns.to_list() == employment.metrics(db, ["another"]).columns.to_list()


def test_metrics_of_no_chosen_day_are_of_the_day_on_which_they_were_taken(db: Database) -> None:
    taken = {"reference_date": None, "updated_at": "2026-11-24T15:30:00.000000Z"}
    save(db, "employment_metrics", {"id": "m1", **taken})
    save(db, "employment_metrics", {"id": "m2", **taken, "reference_date": "2026-10-31"})
    found = records(employment.metrics(db))
    assert {row["metric"]: str(row["reference_date"].date()) for row in found} == {
        "m1": "2026-11-24",
        "m2": "2026-10-31",
    }


def test_pay_has_each_month_and_kind(workers: Database) -> None:
    found = employment.pay(workers, since=date(2026, 1, 1), until=date(2026, 1, 31))
    assert [(row["employer"], str(row["month"].date()), row["type"], row["base"]) for row in records(found)] == [
        ("Metalúrgica", "2026-01-01", "REGULAR", 3000.0),
        ("Metalúrgica", "2026-01-01", "THIRTEENTH", 1500.0),
    ]


def test_what_has_another_shape_is_no_reason_to_fail(db: Database) -> None:
    save(db, "employment_records", {"id": "r2", "personal_data": None, "employment_records": [None, {"end_date": 7}]})
    save(db, "br_employments", {"id": "b3", "salaries": "none", "employer_data": []})
    save(db, "mx_current_employments", {"id": "c3", "current_employment_records": None})
    assert employment.records(db)["employments"].to_list() == [1, 1]
    assert len(employment.employments(db)) == 2
    assert employment.salaries(db).empty
    assert employment.pay(db).empty


def test_the_dtypes_do_not_depend_on_what_is_there(workers: Database) -> None:
    for query in (employment.records, employment.employments, employment.salaries, employment.gaps, employment.current):
        assert query(workers).dtypes.to_dict() == query(workers, ["another"]).dtypes.to_dict()


def test_a_job_has_one_salary_wherever_it_is_told(db: Database) -> None:
    updates = [
        {"event": "REGISTERED", "update_date": "2024-05-01", "base_salary": 800.0},
        {"event": "SALARY_MODIFICATION", "update_date": "2026-01-01", "base_salary": 856.87},
    ]
    job = {
        "employer": "ACME",
        "start_date": "2024-05-01",
        "monthly_salary": 26063.24,
        "employment_status_updates": updates,
    }
    save(db, "employment_records", {"id": "r1", "employment_records": [job]})
    assert tuples(employment.salaries(db), "monthly_salary", "source") == [
        (24333.33, "A day's salary times 365 / 12"),
        (26063.24, "Belvo's figure"),
    ]
    assert employment.employments(db)["monthly_salary"].tolist() == [26063.24]
