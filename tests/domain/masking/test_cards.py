"""Of a card's number nobody sees more than its end."""

import pytest

from domain.masking import cards


@pytest.mark.parametrize(
    "number", ["4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "30569309025904"]
)
def test_numbers_of_cards_are_cut_wherever_they_stand(number: str) -> None:
    cut = cards.cut(f"PAGO {number} a plazos")
    assert cut == f"PAGO •••• {''.join(filter(str.isdigit, number))[-4:]} a plazos"


@pytest.mark.parametrize("number", ["4111111111111112", "012180012345678901", "20261124", "1234567890123456"])
def test_other_numbers_are_not(number: str) -> None:
    assert cards.cut(number) == number


def test_the_number_of_a_credit_card_is_cut_whatever_it_looks_like() -> None:
    body = {"account": {"category": "CREDIT_CARD", "number": "ABC-9876543", "name": "Oro"}, "card_number": "98765"}
    assert cards.cut_all(body) == {
        "account": {"category": "CREDIT_CARD", "number": "•••• 6543", "name": "Oro"},
        "card_number": "•••• 8765",
    }


def test_numbers_that_are_no_text_are_cut_too() -> None:
    assert cards.cut_all({"any": [4111111111111111, 12.5, True]}) == {"any": ["•••• 1111", 12.5, True]}


def test_what_is_cut_may_be_looked_for_first() -> None:
    assert cards.has_some('{"number":"4111111111111111"}')
    assert not cards.has_some('{"number":"4111","description":"PAGO"}')
