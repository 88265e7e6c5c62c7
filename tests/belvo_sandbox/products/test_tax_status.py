"""Tax status and tax compliance in Mexico, as clients see them."""

import base64
from typing import Any

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.tax_compliance import TaxComplianceStatus
from belvo_client.types.tax_status import TaxStatus
from tests.kit.local_belvo import Api

RESOURCES = {"/api/tax-status/": TaxStatus, "/api/tax-compliance-status/": TaxComplianceStatus}


@pytest.fixture
def link(api: Api) -> str:
    created = api.link("PFIS010101000", "individual", institution="tatooine_mx_fiscal", access_mode="single")
    return str(created["id"])


@pytest.mark.parametrize(("path", "shape"), RESOURCES.items())
def test_one_object_answers_and_its_file_comes_if_asked_for(api: Api, link: str, path: str, shape: Any) -> None:  # noqa: ANN401 - a TypedDict
    row = api.call("POST", path, json={"link": link}).json()
    assert (list(differences(row, shape)), row["pdf"]) == ([], None)
    attached = api.call("POST", path, json={"link": link, "attach_pdf": True}).json()
    assert base64.b64decode(attached["pdf"]).startswith(b"%PDF")
    assert api.rows(path, link=link) == [attached]
    assert api.rows(path, link=link, created_at__gt="2030-01-01") == []


def test_both_name_the_same_taxpayer(api: Api, link: str) -> None:
    status = api.call("POST", "/api/tax-status/", json={"link": link}).json()
    opinion = api.call("POST", "/api/tax-compliance-status/", json={"link": link}).json()
    assert status["tax_payer_information"]["rfc"] == opinion["rfc"]
    assert opinion["outcome"] == "POSITIVE"
    assert len(status["obligations"]) == 3


STANDINGS = {
    "salaried": (["Régimen de Sueldos y Salarios e Ingresos Asimilados a Salarios"], 1, "POSITIVE"),
    "pensioner": (["Sin obligaciones fiscales"], 0, "NO_OBLIGATIONS"),
    "company": (["Régimen General de Ley Personas Morales"], 3, "POSITIVE"),
    "gig_driver": (
        ["Régimen de las Actividades Empresariales con ingresos a través de Plataformas Tecnológicas"],
        3,
        "POSITIVE",
    ),
}


@pytest.mark.parametrize(("user", "standing"), STANDINGS.items(), ids=STANDINGS)
def test_each_life_is_taxed_by_the_rules_for_it(api: Api, user: str, standing: tuple[list[str], int, str]) -> None:
    created = api.link(user, "full", institution="tatooine_mx_fiscal", access_mode="single")["id"]
    status = api.call("POST", "/api/tax-status/", json={"link": created}).json()
    opinion = api.call("POST", "/api/tax-compliance-status/", json={"link": created}).json()
    regimes = [regime["regimen"] for regime in status["regimes"]]
    assert (regimes, len(status["obligations"]), opinion["outcome"]) == standing


def test_a_company_has_a_name_of_its_own_and_no_papers_of_a_person(api: Api) -> None:
    created = api.link("PMO010101000", "business", institution="tatooine_mx_fiscal", access_mode="single")["id"]
    status = api.call("POST", "/api/tax-status/", json={"link": created}).json()
    payer = status["tax_payer_information"]
    assert (payer["curp"], payer["name"], len(payer["rfc"])) == (None, None, 12)
    assert (payer["rfc"][3:9], payer["start_operations_date"]) == ("170102", "2017-01-02")
    assert payer["social_name"] == status["official_name"] == f"{payer['commercial_name']} SA de CV"
