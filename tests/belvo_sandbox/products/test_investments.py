"""Investments and their transactions as clients see them: do they add up, with each other and with the bank?"""

from collections import defaultdict

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.investments import Investment, InvestmentTransaction
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api

_LISTS = ("/api/br/investments/", "/api/br/investment-transactions/")


@pytest.fixture(scope="module")
def investments(filled: Api, brazilian: str) -> list[Row]:
    return filled.rows("/api/br/investments/", link=brazilian)


@pytest.fixture(scope="module")
def traded(filled: Api, brazilian: str) -> list[Row]:
    body = {"link": brazilian, "save_data": False}
    rows: list[Row] = filled.call("POST", "/api/br/investment-transactions/", json=body).json()
    return rows


def signed(row: Row) -> int:
    return int(row["quantity"]) * (1 if row["type"] == "INFLOW" else -1)


def test_both_have_the_shape_of_the_description(investments: list[Row], traded: list[Row]) -> None:
    assert [deviation for row in investments for deviation in differences(row, Investment)] == []
    assert [deviation for row in traded for deviation in differences(row, InvestmentTransaction)] == []
    assert len(investments) > 1
    assert {row["type"] for row in traded} == {"INFLOW", "OUTFLOW"}


def test_what_was_traded_is_what_is_held(investments: list[Row], traded: list[Row]) -> None:
    quantities: dict[str, int] = defaultdict(int)
    for row in traded:
        quantities[row["investment"]["id"]] += signed(row)
    assert {row["id"]: row["balance"]["quantity"] for row in investments} == quantities


def test_values_are_quantities_times_prices_to_the_cent(investments: list[Row], traded: list[Row]) -> None:
    for row in investments:
        balance = row["balance"]
        assert cents(balance["gross_value"]) == balance["quantity"] * cents(balance["gross_unit_price"])
        assert cents(balance["net_value"]) == cents(balance["gross_value"]) - cents(balance["withheld_amount"])
    for row in traded:
        assert cents(row["gross_value"]) == row["quantity"] * cents(row["unit_price"])
        assert cents(row["net_value"]) == cents(row["gross_value"]) - cents(row["income_tax"])


def test_nobody_buys_with_money_that_the_bank_does_not_hold(filled: Api, brazilian: str, traded: list[Row]) -> None:
    rows = filled.rows("/api/transactions/", link=brazilian, page_size=1000)
    checking = [row for row in rows if row["account"]["category"] == "CHECKING_ACCOUNT"]
    first = min(row["value_date"] for row in checking)
    for row in traded:
        if row["type"] == "INFLOW" and row["value_date"] > first:
            last = next(one for one in checking if one["value_date"] <= row["value_date"])
            assert row["gross_value"] <= last["balance"]


def test_a_transaction_embeds_its_investment(filled: Api, brazilian: str, investments: list[Row]) -> None:
    owned = {row["id"]: {name: row[name] for name in row if name != "created_at"} for row in investments}
    rows = filled.rows("/api/br/investment-transactions/", link=brazilian)
    assert rows
    assert all(row["investment"] == owned[row["investment"]["id"]] for row in rows)


def test_dates_narrow_the_transactions(filled: Api, brazilian: str, traded: list[Row]) -> None:
    body = {"link": brazilian, "date_from": "2025-01-01", "date_to": "2025-12-31", "save_data": False}
    matching = filled.call("POST", "/api/br/investment-transactions/", json=body).json()
    expected = {row["id"] for row in traded if row["value_date"].startswith("2025")}
    assert {row["id"] for row in matching} == expected
    assert 0 < len(expected) < len(traded)


@pytest.mark.parametrize("path", _LISTS)
def test_lists_can_be_narrowed(filled: Api, brazilian: str, path: str) -> None:
    rows = filled.rows(path, link=brazilian)
    kind = rows[0]["type"]
    assert filled.rows(path, link=brazilian, type=kind) == [row for row in rows if row["type"] == kind]
    assert filled.rows(path, link=brazilian, type__in=kind) == filled.rows(path, link=brazilian, type=kind)
    assert filled.rows(path, link=brazilian, id__in=rows[-1]["id"]) == rows[-1:]
    assert filled.rows(path, link=brazilian, created_at__lt="2020-01-01") == []
    assert filled.rows(path, link=brazilian, created_at__gt="2020-01-01") == rows
    assert filled.call("GET", path).status_code == 400


def test_whoever_lives_in_overdraft_invests_nothing(api: Api) -> None:
    link = api.link(username="bnk103", password="negative", institution="erebor_br_retail")["id"]
    assert api.call("POST", "/api/br/investments/", json={"link": link}).json() == []
