from collections import Counter
from datetime import date
from typing import Any

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types import Employment
from belvo_sandbox.people.banking.ledger import Ledger
from belvo_sandbox.people.banking.scenarios import make_scenario
from belvo_sandbox.people.countries.brazil import BRAZIL
from belvo_sandbox.people.persons import make_person
from tests.kit.local_belvo import Api, errors

Row = dict[str, Any]
PATH = "/api/br/employments/"


@pytest.fixture
def link(api: Api) -> Row:
    return api.link("76109277673", "secret-enough", institution="nostromo_br_employment", access_mode="single")


@pytest.fixture
def rows(api: Api, link: Row) -> list[Row]:
    """All employments, the newest first."""
    answer = api.call("POST", PATH, json={"link": link["id"]})
    assert answer.status_code == 201, answer.text
    return list(answer.json())


def test_employments_have_the_described_shape_and_are_listed(api: Api, link: Row, rows: list[Row]) -> None:
    assert len(rows) > 1
    assert [problem for row in rows for problem in differences(row, Employment)] == []
    assert api.rows(PATH, link=link["id"]) == rows
    assert [row["end_date"] is None for row in rows] == [True] + [False] * (len(rows) - 1)


def test_lists_need_a_link_and_filter_by_both_dates(api: Api, link: Row, rows: list[Row]) -> None:
    assert errors(api.call("GET", PATH)) == [("required", "link")]
    past = rows[1]
    own = {"link": link["id"]}
    assert api.rows(PATH, **own, start_date=past["start_date"]) == [past]
    assert api.rows(PATH, **own, start_date__lt=past["start_date"]) == rows[2:]
    assert api.rows(PATH, **own, end_date__range=f"{past['end_date']},{past['end_date']}") == [past]
    assert api.rows(PATH, **own, end_date__gte="2000-01-01") == rows[1:]
    assert errors(api.call("GET", PATH, params={**own, "end_date__gt": "soon"})) == [("invalid", "end_date__gt")]


def test_a_retrieves_dates_find_the_jobs_that_went_on_between_them(api: Api, link: Row, rows: list[Row]) -> None:
    def matching(**dates: str) -> list[Row]:
        answer = api.call("POST", PATH, json={"link": link["id"], "save_data": False, **dates})
        return [row["id"] for row in answer.json()]

    next_event = rows[-1]
    ids = [row["id"] for row in rows]
    assert matching(date_to=next_event["start_date"]) == ids[-1:]
    assert matching(date_from="2024-01-01", date_to="2024-02-01") == ids[:1]
    assert matching(date_from=next_event["end_date"]) == ids
    assert matching(date_from="1999-01-01", date_to="1999-12-31") == []


def test_salaries_less_what_is_retained_are_what_the_bank_shows(link: Row, rows: list[Row]) -> None:
    person = make_person(link["institution_user_id"], BRAZIL)
    movements = Ledger(person, make_scenario(person, "full")).until(date(2026, 6, 17))
    paid = Counter(
        (f"{movement.day:%Y-%m}", movement.cents)
        for movement in movements
        if movement.line.text.startswith(("SALARIO ", "13 SALARIO "))
    )
    recorded = Counter(
        (salary["month"], round((salary["base_amount"] - salary["retained_amount"]) * 100))
        for salary in rows[0]["salaries"]
        if salary["month"] >= "2021-01"
    )
    assert len(paid) > 60
    assert recorded == paid


def test_each_month_after_the_first_has_one_regular_salary(rows: list[Row]) -> None:
    for row in rows:
        months = [salary["month"] for salary in row["salaries"] if salary["type"] == "REGULAR"]
        assert months == sorted(set(months))
        assert row["start_date"][:7] < months[0]
        assert months[-1] <= (row["end_date"] or "2026-06-17")[:7]


def test_a_half_of_the_thirteenth_salary_comes_twice_a_year(rows: list[Row]) -> None:
    halves = [salary for salary in rows[0]["salaries"] if salary["type"] == "THIRTEENTH" and salary["month"] > "2024"]
    assert [half["month"] for half in halves] == ["2024-11", "2024-12", "2025-11", "2025-12"]


def test_an_asynchronous_retrieve_is_accepted(api: Api, link: Row) -> None:
    answer = api.call("POST", PATH, json={"link": link["id"]}, headers={"X-Belvo-Request-Mode": "async"})
    assert answer.status_code == 202
    assert len(answer.json()["request_id"]) == 32
