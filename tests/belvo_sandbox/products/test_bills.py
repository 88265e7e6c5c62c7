"""Bills as clients see them, held against the card's transactions."""

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.bills import Bill
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api


@pytest.fixture(scope="module")
def bills(filled: Api, brazilian: str) -> list[Row]:
    return sorted(filled.rows("/api/bills/", link=brazilian), key=lambda row: str(row["due_date"]))


@pytest.fixture(scope="module")
def on_card(filled: Api, brazilian: str) -> list[Row]:
    rows = filled.rows("/api/transactions/", link=brazilian, page_size=1000)
    return [row for row in rows if row["account"]["category"] == "CREDIT_CARD"]


def test_bills_have_the_shape_of_the_description(bills: list[Row]) -> None:
    assert [deviation for row in bills for deviation in differences(row, Bill)] == []
    assert len(bills) == 24


def test_a_bill_is_the_one_that_its_transactions_name(bills: list[Row], on_card: list[Row]) -> None:
    named: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for row in on_card:
        data = row["credit_card_data"]
        if data["credit_card_bill"]:
            named[data["credit_card_bill"]["id"]].add(
                (data["bill_name"], data["bill_due_date"], Decimal(str(data["bill_amount"])))
            )
    for bill in bills[1:]:
        assert named[bill["id"]] == {(bill["bill_name"], bill["due_date"], Decimal(str(bill["total_amount"])))}


def test_a_bill_is_the_one_before_less_what_was_paid_plus_what_was_bought(bills: list[Row], on_card: list[Row]) -> None:
    for before, bill in pairwise(bills[1:]):
        own = [row for row in on_card if (row["credit_card_data"]["credit_card_bill"] or {}).get("id") == bill["id"]]
        spent = sum(cents(row["amount"]) * (1 if row["type"] == "OUTFLOW" else -1) for row in own)
        assert cents(before["total_amount"]) + spent == cents(bill["total_amount"])


def test_payments_are_what_the_card_received(bills: list[Row], on_card: list[Row]) -> None:
    received = sorted(
        (row["value_date"], row["amount"]) for row in on_card if row["type"] == "INFLOW" and row["counterparty"]
    )
    paid = sorted((pay["payment_date"], pay["amount"]) for bill in bills for pay in bill["payments"])
    assert paid == [payment for payment in received if payment[0] > paid[0][0] or payment == paid[0]]
    assert len(paid) >= len(bills) - 1


def test_the_minimum_is_a_part_of_the_total(bills: list[Row]) -> None:
    assert all(0 < bill["minimum_amount"] < bill["total_amount"] for bill in bills)


def test_bills_can_be_narrowed(filled: Api, brazilian: str, bills: list[Row]) -> None:
    def matching(**query: str) -> list[object]:
        return sorted(row["id"] for row in filled.rows("/api/bills/", link=brazilian, **query))

    recent = sorted(row["id"] for row in bills if row["due_date"] >= "2026-01-01")
    assert matching(due_date__gte="2026-01-01") == recent
    assert matching(due_date__range="2026-01-01,2030-01-01") == recent
    assert matching(id__in=f"{bills[0]['id']},{bills[1]['id']}") == sorted([bills[0]["id"], bills[1]["id"]])
    assert len(matching(account=bills[0]["account"]["id"])) == len(bills)
    assert matching(account=brazilian) == []
    assert matching(created_at__lt="2020-01-01") == matching(collected_at__lt="2020-01-01") == []


def test_bills_are_listed_for_a_link_only(filled: Api) -> None:
    assert filled.call("GET", "/api/bills/").status_code == 400
