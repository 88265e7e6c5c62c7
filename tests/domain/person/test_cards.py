"""What is owed, and how much of cards' limits is used."""

from dataclasses import replace

import pytest

from domain.person.cards import Account, Debts, debts

CARD = Account("CREDIT_CARD", "LIABILITY", 400, 1_000)
LOAN = Account("LOAN_ACCOUNT", "LIABILITY", 5_000)
CHECKING = Account("CHECKING_ACCOUNT", "ASSET", 900)


@pytest.mark.parametrize(
    ("accounts", "expected", "utilisation"),
    [
        ([], Debts(0, 0, 0), None),
        ([CHECKING], Debts(0, 0, 0), None),
        ([CARD, CHECKING], Debts(400, 400, 1_000), 0.4),
        ([CARD, replace(CARD, current=500, limit=500)], Debts(900, 900, 1_500), 0.6),
        ([CARD, LOAN], Debts(5_400, 400, 1_000), 0.4),
        ([replace(CARD, current=-50)], Debts(0, 0, 1_000), 0.0),
        ([replace(CARD, limit=0)], Debts(400, 0, 0), None),
        ([replace(CARD, current=1_200)], Debts(1_200, 1_200, 1_000), 1.2),
        ([replace(CHECKING, current=-70)], Debts(70, 0, 0), None),
    ],
    ids=[
        "nothing",
        "what is owned is not owed",
        "a card",
        "two cards are added",
        "a loan has no limit",
        "overpaid",
        "a card without a limit",
        "beyond its limit",
        "an overdraft is owed",
    ],
)
def test_debts(accounts: list[Account], expected: Debts, utilisation: float | None) -> None:
    found = debts(accounts)
    assert found == expected
    assert found.utilisation == (None if utilisation is None else pytest.approx(utilisation))
