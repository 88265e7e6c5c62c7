"""Whether those who name a person name the same one."""

import pytest

from domain.person.agreement import Identity, Verdict, agreement, same_document, same_name

RFC, CURP = "BLPM951331V53", "BLPM951331HDFRRN09"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "Ana García", None),
        ("ANA GARCIA LOPEZ", "Ana García López", True),
        ("García López, Ana", "Ana García López", True),
        ("María de los Ángeles Cruz", "MARIA ANGELES CRUZ", True),
        ("Ana García", "Ana García López", True),
        ("Ana", "Ana García López", False),
        ("Ana García López", "Ana García Pérez", False),
        ("Ana García", "Luis Pérez", False),
        ("...", "Ana García", None),
    ],
)
def test_names(one: str, other: str, expected: bool | None) -> None:
    assert same_name(one, other) is expected
    assert same_name(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", RFC, None),
        (RFC, RFC.lower(), True),
        (RFC, f"{RFC[:10]}AA1", False),
        (RFC, CURP, True),
        (RFC, f"XXXX{CURP[4:]}", False),
        ("123.456.789-09", "12345678909", True),
        ("123.456.789-09", "12345678900", False),
        ("12345678909", "12.345.678/0001-95", None),
        (RFC, "12345678909", None),
    ],
    ids=[
        "missing",
        "the same RFC",
        "another RFC",
        "RFC and CURP",
        "RFC and another's CURP",
        "however it is written",
        "another CPF",
        "CPF and CNPJ",
        "of two countries",
    ],
)
def test_documents(one: str, other: str, expected: bool | None) -> None:
    assert same_document(one, other) is expected
    assert same_document(other, one) is expected


def test_each_is_compared_with_each() -> None:
    bank, payroll = Identity("Bank", "Ana García", RFC), Identity("Payroll", "ANA GARCIA LOPEZ", CURP)
    taxes = Identity("Taxes", "Luis Pérez", "XAXX010101000")
    alone, both, all_three = (agreement(some) for some in ([bank], [bank, payroll], [bank, payroll, taxes]))
    assert (alone.names, alone.documents) == (Verdict.ALONE, Verdict.ALONE)
    assert (both.names, both.documents) == (Verdict.AGREE, Verdict.AGREE)
    assert (all_three.names, all_three.documents) == (Verdict.DIFFER, Verdict.DIFFER)
    assert all_three.other_names == [("Bank", "Taxes"), ("Payroll", "Taxes")]
    assert all_three.other_documents == [("Bank", "Taxes"), ("Payroll", "Taxes")]


def test_one_owner_of_several_is_enough() -> None:
    bank = [Identity("Bank", "Luis Pérez", "XAXX010101000"), Identity("Bank", "Ana García", RFC)]
    payroll = Identity("Payroll", "ANA GARCIA LOPEZ", CURP)
    assert agreement(bank) == agreement([])
    found = agreement([*bank, payroll])
    assert (found.names, found.documents) == (Verdict.AGREE, Verdict.AGREE)
