"""Recurring expenses as clients see them, held against the transactions."""

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.recurring_expenses import RecurringExpense
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api


@pytest.fixture(scope="module", params=["mexican", "brazilian"])
def link(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture(scope="module")
def expenses(filled: Api, link: str) -> list[Row]:
    return filled.rows("/api/recurring-expenses/", link=link)


def test_recurring_expenses_have_the_shape_of_the_description(expenses: list[Row]) -> None:
    assert [deviation for row in expenses for deviation in differences(row, RecurringExpense)] == []


def test_rent_telephone_and_internet_are_recognized(filled: Api, link: str, expenses: list[Row]) -> None:
    rents = {row["description"] for row in filled.rows("/api/transactions/", link=link) if row["subcategory"] == "Rent"}
    phone = {
        row["merchant"]["merchant_name"]
        for row in filled.rows("/api/transactions/", link=link)
        if row["subcategory"] == "Telecommunications"
    }
    names = [row["name"] for row in expenses]
    assert len(names) == len(set(names))
    assert phone <= set(names)
    assert len([name for name in names if any(text.startswith(name) for text in rents)]) == 1


def test_what_is_bought_now_and_then_is_not_recurring(expenses: list[Row]) -> None:
    assert {row["category"] for row in expenses} - {"Taxes"} == {"Bills & Utilities"}


def test_the_payments_are_transactions_that_a_client_lists(filled: Api, link: str, expenses: list[Row]) -> None:
    listed = {
        (row["account"]["id"], row["value_date"], cents(row["amount"]), row["description"])
        for row in filled.rows("/api/transactions/", link=link, type="OUTFLOW", page_size=1000)
    }
    for row in expenses:
        paid = {
            (row["account"]["id"], one["value_date"], cents(one["amount"]), one["description"])
            for one in row["transactions"]
        }
        assert 11 <= len(paid) <= 13
        assert paid <= listed
        amounts = [amount for _, _, amount, _ in paid]
        assert abs(cents(row["average_transaction_amount"]) * len(amounts) - sum(amounts)) <= len(amounts)


def test_dates_narrow_the_payments(filled: Api, link: str) -> None:
    body = {"link": link, "date_from": "2026-01-01", "date_to": "2026-04-30", "save_data": False}
    rows = filled.call("POST", "/api/recurring-expenses/", json=body).json()
    days = [one["value_date"] for row in rows for one in row["transactions"]]
    assert rows
    assert min(days) >= "2026-01-01"
    assert max(days) <= "2026-04-30"


def test_recurring_expenses_can_be_narrowed(filled: Api, link: str, expenses: list[Row]) -> None:
    first = expenses[0]
    assert filled.rows("/api/recurring-expenses/", id=first["id"]) == [first]
    own = [row for row in expenses if row["account"]["id"] == first["account"]["id"]]
    assert filled.rows("/api/recurring-expenses/", link=link, account=first["account"]["id"]) == own
    assert filled.rows("/api/recurring-expenses/", account=link) == []
