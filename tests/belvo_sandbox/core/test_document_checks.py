import pytest

from belvo_sandbox.core.document_checks import is_cnpj, is_cpf, is_curp, is_rfc, is_rut
from belvo_sandbox.people import BRAZIL, CHILE, MEXICO, make_person


def test_documents_of_people_satisfy_their_checks() -> None:
    for number in range(50):
        assert is_rut(make_person(f"p{number}", CHILE).documents["RUT"])
        assert is_cpf(make_person(f"p{number}", BRAZIL).documents["CPF"])
        mexican = make_person(f"p{number}", MEXICO).documents
        assert (is_curp(mexican["CURP"]), is_rfc(mexican["RFC"])) == (True, True)
    assert is_rut("7.654.321-6")
    assert is_cpf("761.092.776-73")
    assert is_rfc("PMO010101000")
    assert not is_rfc("PMO011301000")
    assert is_curp("XAXX800110HDFRRS09")
    assert not is_curp("XAXX800110ADFRRS09")


@pytest.mark.parametrize("number", ["76109277673", "761.092.776-73", "52998224725"])
def test_a_cpf_is_taken_with_its_signs_or_without(number: str) -> None:
    assert is_cpf(number)


@pytest.mark.parametrize(
    "number", ["76109277674", "761092776-73", "761 092 776 73", "11111111111", "7610927767", "٧٦١٠٩٢٧٧٦٧٣", ""]
)
def test_what_is_no_cpf_is_refused(number: str) -> None:
    assert not is_cpf(number)


def test_a_cnpj_is_taken_with_its_signs_or_without() -> None:
    assert (is_cnpj("11222333000181"), is_cnpj("11.222.333/0001-81")) == (True, True)
    assert not any(map(is_cnpj, ("11222333000182", "11.222.333/0001-8", "00000000000000", "11222333000181x")))


@pytest.mark.parametrize("number", ["12345678-4", "1234-3", "12.34.5678-5", "CL12345678-5", "12345678-K"])
def test_what_is_no_rut_is_refused(number: str) -> None:
    assert not is_rut(number)
