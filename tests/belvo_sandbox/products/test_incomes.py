"""Incomes as clients see them, held against the transactions that they are worked out from."""

from datetime import date, timedelta
from typing import get_type_hints

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.incomes import Income, IncomeStream
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api, errors

_TYPES = {"Salary": "SALARY", "Freelance": "FREELANCE", "Interest": "INTEREST"}


@pytest.fixture(scope="module", params=["mexican", "brazilian"])
def link(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def retrieve(api: Api, link: str, **body: object) -> Row:
    answer = api.call("POST", "/api/incomes/", json={"link": link, "save_data": False, **body})
    assert answer.status_code == 200, answer.text
    matching: Row = answer.json()
    return matching


def kind_of(row: Row) -> str | None:
    return _TYPES.get(row["subcategory"]) or {"Transfers": "TRANSFER"}.get(row["category"])


def test_an_income_has_the_shape_of_the_description(filled: Api, link: str) -> None:
    rows = filled.rows("/api/incomes/", link=link)
    assert [deviation for row in rows for deviation in differences(row, Income)] == []
    assert len(rows) == 1


def test_streams_are_the_sums_of_the_transactions_that_a_client_lists(filled: Api, link: str) -> None:
    since, until = "2025-09-01", "2026-05-31"
    income = retrieve(filled, link, date_from=since, date_to=until)
    listed = filled.rows("/api/transactions/", link=link, value_date__range=f"{since},{until}", page_size=1000)
    expected: dict[tuple[str, str], list[Row]] = {}
    for row in reversed(listed):
        kind = kind_of(row)
        if row["type"] == "INFLOW" and kind:
            expected.setdefault((row["account"]["id"], kind), []).append(row)
    streams = {(stream["account_id"], stream["income_type"]): stream for stream in income["income_streams"]}
    assert set(streams) == set(expected)
    for key, rows in expected.items():
        assert streams[key]["number_of_incomes"] == len(rows)
        assert cents(streams[key]["last_income_amount"]) == cents(rows[-1]["amount"])
        assert streams[key]["last_income_date"] == rows[-1]["value_date"]
    total = sum(cents(row["amount"]) for rows in expected.values() for row in rows)
    assert cents(income["total_income_amount"]) == total


def test_totals_are_whole_whichever_way_they_are_split(filled: Api, link: str) -> None:
    income = retrieve(filled, link)
    total = cents(income["total_income_amount"])
    by_regularity = ("total_regular_income_amount", "total_irregular_income_amount")
    by_confidence = ("total_low_confidence", "total_medium_confidence", "total_high_confidence")
    assert sum(cents(income[name]) for name in by_regularity) == total
    assert sum(cents(income[name]) for name in by_confidence) == total
    assert income["number_of_income_streams"] == len(income["income_streams"])


def test_a_stream_has_the_fields_of_the_description_and_no_others(filled: Api, link: str) -> None:
    for stream in retrieve(filled, link)["income_streams"]:
        assert set(stream) == set(get_type_hints(IncomeStream))


def test_a_salary_comes_as_often_as_the_country_pays_it(filled: Api, mexican: str, brazilian: str) -> None:
    matching = {}
    for name, link in (("MX", mexican), ("BR", brazilian)):
        (salary,) = retrieve(filled, link, allowed_income_types=["SALARY"])["income_streams"]
        matching[name] = (salary["frequency"], salary["confidence"])
    assert matching == {"MX": ("FORTNIGHTLY", "HIGH"), "BR": ("MONTHLY", "HIGH")}


def test_least_confidence_and_types_exclude_streams(filled: Api, link: str) -> None:
    high = retrieve(filled, link, minimum_confidence_level="HIGH")
    whole = retrieve(filled, link)
    assert {stream["confidence"] for stream in high["income_streams"]} == {"HIGH"}
    assert len(high["income_streams"]) < len(whole["income_streams"])
    assert high["total_income_amount"] == whole["total_high_confidence"]
    assert retrieve(filled, link, allowed_income_types=["RETIREMENT"])["income_streams"] == []


@pytest.mark.parametrize(("days", "status"), [(89, 400), (90, 200)])
def test_a_period_is_of_ninety_days_at_least(filled: Api, mexican: str, days: int, status: int) -> None:
    since = date(2026, 1, 1)
    body = {"link": mexican, "date_from": f"{since}", "date_to": f"{since + timedelta(days=days)}", "save_data": False}
    answer = filled.call("POST", "/api/incomes/", json=body)
    assert answer.status_code == status
    if status == 400:
        assert errors(answer) == [("invalid_period", "date_from")]


def test_an_unknown_type_is_refused(filled: Api, mexican: str) -> None:
    answer = filled.call("POST", "/api/incomes/", json={"link": mexican, "allowed_income_types": ["LOOT"]})
    assert errors(answer) == [("invalid_choice", "allowed_income_types")]


def test_incomes_can_be_narrowed_to_an_account(filled: Api, mexican: str) -> None:
    (row,) = filled.rows("/api/incomes/", link=mexican)
    account = row["income_streams"][0]["account_id"]
    assert filled.rows("/api/incomes/", account=account) == [row]
    assert filled.rows("/api/incomes/", account__in=f"{account},{mexican}") == [row]
    assert filled.rows("/api/incomes/", account=mexican) == []
