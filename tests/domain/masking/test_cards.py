"""Of a card's number nobody sees more than its end."""

import pytest

from domain.masking import cards


@pytest.mark.parametrize(
    "number", ["4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "30569309025904"]
)
def test_numbers_of_cards_are_cut_wherever_they_stand(number: str) -> None:
    cut = cards.cut(f"PAGO {number} a plazos")
    assert cut == f"PAGO •••• {''.join(filter(str.isdigit, number))[-4:]} a plazos"


@pytest.mark.parametrize(
    "text",
    [
        "4111\N{NO-BREAK SPACE}1111\N{NO-BREAK SPACE}1111\N{NO-BREAK SPACE}1111",
        "4111\N{EN DASH}1111\N{EN DASH}1111\N{EN DASH}1111",
        "4111  1111 / 1111_1111",
        "4111\N{ZERO WIDTH SPACE}1111\N{ZERO WIDTH SPACE}1111\N{ZERO WIDTH SPACE}1111",
        "\N{FULLWIDTH DIGIT FOUR}111111111111111",
        "4111 1111 1111 1111 12/26",
        "5555 4111 1111 1111 1111",
        "00004111111111111111",
    ],
)
def test_numbers_of_cards_are_cut_however_they_are_written(text: str) -> None:
    assert "•••• 1111" in cards.cut(text)
    assert cards.cut_all({text: text}) == {cards.cut(text): cards.cut(text)}


@pytest.mark.parametrize(
    "text",
    ["COMPRA 4021 24/11/2026 10:22 1234", "002226003000000009", "1,411,111,111,111,111.11", "24.11.2026 4111.50"],
)
def test_days_amounts_and_accounts_are_no_cards(text: str) -> None:
    assert cards.cut(text) == text


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
    assert cards.cut_all([4111111111111111.0]) == ["•••• 1111"]


def test_what_is_cut_may_be_looked_for_first() -> None:
    assert cards.has_some('{"number":"4111111111111111"}')
    assert cards.has_some('{"number":"\\u0034111111111111111"}')
    assert not cards.has_some('{"number":"4111","description":"PAGO"}')
