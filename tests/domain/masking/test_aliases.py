"""Names in place of names: stable, keyed, and no two people's the same."""

import pytest

from domain.masking import Known, Masks
from domain.masking.aliases import HIDDEN, Aliases
from resources.personal import Personal

MASKS = Masks(b"key")


def test_the_same_person_has_one_name_however_it_is_spelled() -> None:
    spellings = ["Ximena Torres Díaz", "TORRES DIAZ XIMENA", "ximena  de torres diaz"]
    assert len({MASKS.masked(Personal.NAME, name) for name in spellings}) == 1


def test_two_people_have_two_names() -> None:
    names = {MASKS.masked(Personal.NAME, f"Ximena {number}") for number in range(5_000)}
    assert len(names) == 5_000


def test_nobody_knows_the_names_without_the_key() -> None:
    assert Aliases(b"one").of(Personal.NAME, "Ximena") != Aliases(b"two").of(Personal.NAME, "Ximena")


@pytest.mark.parametrize("kind", [kind for kind in Personal if kind not in (Personal.TEXT, Personal.EXTERNAL)])
def test_nothing_of_a_value_is_in_its_mask(kind: Personal) -> None:
    value = "VECJ880326XK4"
    masked = MASKS.masked(kind, value)
    assert not any(value[start : start + 4] in masked for start in range(len(value) - 4))
    assert masked == MASKS.masked(kind, value)


def test_what_has_few_values_has_no_name_of_its_own() -> None:
    assert {MASKS.masked(Personal.PRIVATE, value) for value in ("1988-03-26", "FEMALE")} == {HIDDEN}


def test_documents_and_numbers_are_the_same_with_and_without_their_dots() -> None:
    assert MASKS.masked(Personal.TAX_ID, "123.456.789-09") == MASKS.masked(Personal.TAX_ID, "12345678909")
    assert MASKS.masked(Personal.PHONE, "+52 55 1234") == MASKS.masked(Personal.PHONE, "52551234")


def test_nothing_stays_nothing() -> None:
    assert [MASKS.masked(kind, "") for kind in Personal] == [""] * len(Personal)


@pytest.mark.parametrize("company", ["ACM010101AB1", "11.222.333/0001-81", "76.086.428-5"])
def test_a_companys_tax_id_and_name_are_clear(company: str) -> None:
    assert MASKS.masked(Personal.TAX_ID, company) == company
    assert MASKS.masked(Personal.NAME, "Acme", company) == "Acme"


@pytest.mark.parametrize("person", ["VECJ880326XK4", "123.456.789-09", "12.345.678-5", "11.222.333/0001-82"])
def test_a_persons_are_not(person: str) -> None:
    assert MASKS.masked(Personal.TAX_ID, person).startswith("Tax ID ")
    assert MASKS.masked(Personal.NAME, "Ximena", person).startswith("Person ")


def test_a_company_is_clear_but_where_it_pays_a_salary() -> None:
    masks = Masks(b"key", Known(employers=["Acme SA de CV"]))
    employer = masks.masked(Personal.EMPLOYER, "ACME SA DE CV")
    assert masks.masked(Personal.NAME, "Acme SA de CV", "ACM010101AB1") == "Acme SA de CV"
    assert masks.masked(Personal.TAX_ID, "ACM010101AB1", hides=True) != "ACM010101AB1"
    assert masks.masked(Personal.NAME, "Acme SA de CV", "ACM010101AB1", hides=True) == employer


@pytest.mark.parametrize(
    "identity",
    [
        "user-42",
        "30cb4806-6e00-48a4-91c9-ca55968576c8",
        "ana",
        "2026-11-24_order_7",
        "customer123456789",
        "client-000123",
    ],
)
def test_external_ids_are_clear(identity: str) -> None:
    assert MASKS.masked(Personal.EXTERNAL, identity) == identity


@pytest.mark.parametrize(
    "identity",
    [
        "VECJ880326XK4",
        "user-12345678909",
        "BLPM951331HDFRRN02",
        "ana@plant.test",
        "12345678-5",
        "123456785",
        "cpf12345678909",
        "user-VECJ880326XK4-1",
        "BLPM-951331-HDFRRN-02",
        "VECJ 880326 XK4",
        "123_456_789_09",
        "123\N{EN DASH}456\N{EN DASH}789\N{EN DASH}09",
        "tel5512345678",
        "+52 (55) 1234-5678",
        "\N{FULLWIDTH DIGIT ONE}2345678909",
        "ana\N{FULLWIDTH COMMERCIAL AT}plant.test",
        "ana%40plant.test",
    ],
)
def test_external_ids_that_look_like_documents_are_not(identity: str) -> None:
    assert MASKS.masked(Personal.EXTERNAL, identity).startswith("ID ")
