"""Rows as a client sees them: do they add up, and do they say what Belvo's description lets them say?"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.kit.local_belvo import Api

Row = dict[str, Any]

CATEGORIES = {
    "Bills & Utilities",
    "Credits & Loans",
    "Deposits",
    "Fees & Charges",
    "Food & Groceries",
    "Home & Life",
    "Income & Payments",
    "Insurance",
    "Investments & Savings",
    "Online Platforms & Leisure",
    "Personal Shopping",
    "Taxes",
    "Transfers",
    "Transport & Travel",
    "Unknown",
    "Withdrawal & ATM",
}


@pytest.fixture(scope="module", params=["mexican", "brazilian"])
def link(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture(scope="module")
def rows(filled: Api, link: str) -> list[Row]:
    """All transactions of a link, oldest first."""
    return filled.rows("/api/transactions/", link=link, page_size=1000)[::-1]


@pytest.fixture(scope="module")
def accounts(filled: Api, link: str) -> dict[str, Row]:
    return {row["id"]: row for row in filled.rows("/api/accounts/", link=link)}


def _signed(row: Row) -> Decimal:
    """The amount by which a transaction changes its account's balance; what is owed on a card rises with purchases."""
    amount = Decimal(str(row["amount"]))
    falls = (row["type"] == "OUTFLOW") != (row["account"]["balance_type"] == "LIABILITY")
    return -amount if falls else amount


def test_each_balance_follows_from_the_one_before_and_the_last_is_the_accounts(
    rows: list[Row], accounts: dict[str, Row]
) -> None:
    of_account: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_account[row["account"]["id"]].append(row)
    assert set(of_account) == set(accounts)
    for id_, matching in of_account.items():
        balances = [Decimal(str(row["balance"])) for row in matching]
        opening = balances[0] - _signed(matching[0])
        assert opening + sum(map(_signed, matching)) == Decimal(str(accounts[id_]["balance"]["current"]))
        for before, balance, row in zip(balances, balances[1:], matching[1:], strict=False):
            assert before + _signed(row) == balance


def test_own_transfers_and_card_payments_add_up_to_nothing(rows: list[Row]) -> None:
    own = [row for row in rows if row["category"] in ("Investments & Savings", "Credits & Loans")]
    total = sum(Decimal(str(row["amount"])) * (1 if row["type"] == "INFLOW" else -1) for row in own)
    references: dict[str, list[Row]] = defaultdict(list)
    for row in own:
        references[row["reference"]].append(row)
    assert total == 0
    assert {len(legs) for legs in references.values()} == {2}
    assert all(len({leg["account"]["id"] for leg in legs}) == 2 for legs in references.values())


def test_the_account_in_a_transaction_is_the_account(rows: list[Row], accounts: dict[str, Row]) -> None:
    assert all(row["account"] == accounts[row["account"]["id"]] for row in rows)


def test_a_pending_transaction_is_a_recent_purchase(rows: list[Row]) -> None:
    pending = [row for row in rows if row["status"] == "PENDING"]
    assert {row["status"] for row in rows} == {"PENDING", "PROCESSED"}
    assert all(row["value_date"] >= "2026-06-15" and row["type"] == "OUTFLOW" for row in pending)
    assert all(row["accounting_date"] > row["value_date"] for row in pending)


def test_dates_are_the_banks_and_booking_is_on_working_days(rows: list[Row]) -> None:
    for row in rows:
        assert row["value_date"] <= row["accounting_date"] == row["inferred_accounting_date"]
        if row["accounting_date"] != row["value_date"]:
            assert date.fromisoformat(row["accounting_date"]).weekday() < 5


def test_categories_are_belvos(rows: list[Row]) -> None:
    assert {row["category"] for row in rows} <= CATEGORIES


def test_card_transactions_and_no_others_have_card_data(rows: list[Row]) -> None:
    for row in rows:
        assert bool(row["credit_card_data"]) == (row["account"]["category"] == "CREDIT_CARD")
        if card := row["credit_card_data"]:
            assert (card["bill_name"] is None) == (card["credit_card_bill"] is None) == (card["bill_amount"] is None)


def test_the_card_knows_its_limit_and_its_bill(accounts: dict[str, Row]) -> None:
    card = next(row for row in accounts.values() if row["category"] == "CREDIT_CARD")
    credit, balance = card["credit_data"], card["balance"]
    assert balance["current"] + balance["available"] == pytest.approx(credit["credit_limit"])
    assert 0 <= credit["minimum_payment"] <= credit["no_interest_payment"] <= credit["monthly_payment"]
    assert credit["no_interest_payment"] <= balance["current"]
    assert "2026-06-17" <= credit["cutting_date"] <= "2026-07-17"


def test_identifications_have_their_countrys_form(filled: Api, mexican: str, brazilian: str) -> None:
    def names(link: str) -> list[str]:
        return [row["public_identification_name"] for row in filled.rows("/api/accounts/", link=link)]

    assert names(mexican) == ["CLABE", "CLABE", "CARD_NUMBER"]
    assert names(brazilian) == ["AGENCY/ACCOUNT", "AGENCY/ACCOUNT", "CARD_NUMBER"]
    documents = [
        filled.rows("/api/owners/", link=link)[0]["document_id"]["document_type"] for link in (mexican, brazilian)
    ]
    assert documents == ["CURP", "CPF"]


def test_nothing_points_to_another_host(filled: Api, rows: list[Row]) -> None:
    """Logos are data, and websites lie in a domain that belongs to nobody."""
    for institution in filled.rows("/api/institutions/"):
        for name in ("logo", "icon_logo", "text_logo"):
            assert institution[name].startswith("data:image/svg+xml,")
    websites = {row["merchant"]["website"] for row in rows if row["merchant"]}
    assert all(website.endswith(".example") for website in websites)
    assert {row["merchant"]["logo"] for row in rows if row["merchant"]} == {None}
