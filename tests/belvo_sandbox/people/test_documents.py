from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvo_sandbox.people.documents import account_check, clabe, cpf, curp, rfc, unaccented

DIGITS = "0123456789"


def test_known_numbers_get_their_known_check_digits() -> None:
    # The published test person of the Raidiam mock bank, and the example of the CLABE's own specification.
    assert cpf("761092776") == "76109277673"
    assert clabe("032", "180", "00011835971") == "032180000118359719"


def test_a_code_is_made_of_name_birth_and_place() -> None:
    assert curp("Ximena", "Hernández", "Ejemplo", date(1990, 3, 7), "FEMALE", "DF")[:17] == "HEEX900307MDFRJM0"
    assert rfc("Ximena", "Hernández", "Ejemplo", date(1990, 3, 7), "A1")[:12] == "HEEX900307A1"


def test_names_without_a_second_vowel_or_consonant_get_an_x() -> None:
    assert curp("Ía", "Ox", "Ñe", date(2001, 12, 31), "MALE", "NL")[:17] == "OXNI011231HNLXXXA"


@given(st.text(DIGITS, min_size=9, max_size=9))
def test_a_cpf_holds_its_own_check(nine: str) -> None:
    digits = [int(digit) for digit in cpf(nine)]
    for length in (9, 10):
        rest = sum(digit * weight for digit, weight in zip(digits, range(length + 1, 1, -1), strict=False)) * 10 % 11
        assert digits[length] == rest % 10


@given(
    st.text(DIGITS, min_size=3, max_size=3),
    st.text(DIGITS, min_size=3, max_size=3),
    st.text(DIGITS, min_size=11, max_size=11),
)
def test_a_clabe_holds_its_own_check(bank: str, branch: str, account: str) -> None:
    number = clabe(bank, branch, account)
    total = sum(int(digit) * (3, 7, 1)[index % 3] % 10 for index, digit in enumerate(number[:17]))
    assert (len(number), (total + int(number[17])) % 10) == (18, 0)


@given(st.text(DIGITS, min_size=8, max_size=8))
def test_one_wrong_digit_of_an_account_number_shows(number: str) -> None:
    changed = str((int(number[0]) + 1) % 10) + number[1:]
    assert len(account_check(number)) == 1
    assert account_check(number) != account_check(changed) or (account_check(number), account_check(changed)) == (
        "0",
        "0",
    )


@pytest.mark.parametrize(("words", "printed"), [("Café Tlaloque", "CAFE TLALOQUE"), ("São João", "SAO JOAO")])
def test_banks_print_without_accents(words: str, printed: str) -> None:
    assert unaccented(words) == printed
