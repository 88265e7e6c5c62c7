import pytest

from belvo_client.answers import shapes
from belvo_client.types import Institution as Shape
from belvo_sandbox.bank.institutions import INSTITUTIONS
from belvo_sandbox.people import CHILE, COLOMBIA, Country, Ledger, make_person, make_scenario
from belvo_sandbox.products import RESOURCES
from tests.belvo_sandbox.conftest import NOW
from tests.kit.local_belvo import Api, errors

NAMES = {
    1001: "gringotts_mx_retail",
    1002: "gringotts_co_retail",
    1003: "gringotts_br_retail",
    1004: "erebor_mx_retail",
    1005: "erebor_co_retail",
    1006: "erebor_br_retail",
    1010: "gotham_mx_business",
    1012: "gotham_br_business",
    1013: "tatooine_mx_fiscal",
    1014: "heimdall_mx_retail",
    1015: "ironbank_br_business",
    1016: "ironbank_br_retail",
    1020: "heimdall_br_retail",
    9256: "ofmockbank_br_retail",
    9454: "planet_mx_employment",
    9801: "arrakis_cl_fiscal",
    9802: "nostromo_br_employment",
    9803: "sleepy_hollow_mx_retail",
}


def test_the_catalogue_has_belvos_institutions_under_their_ids(filled: Api) -> None:
    rows = filled.rows("/api/institutions/", page_size=5)
    assert {row["id"]: row["name"] for row in rows} == NAMES
    assert len(rows) == len(NAMES)
    assert [difference for row in rows for difference in shapes.differences(row, Shape)] == []


def test_together_they_offer_every_product() -> None:
    assert {name for institution in INSTITUTIONS for name in institution.resources} == set(RESOURCES)


RECORDED = {
    "ofmockbank_br_retail": ["ACCOUNTS", "TRANSACTIONS", "OWNERS", "RISK_INSIGHTS", "BALANCES", "INCOMES", "INVOICES"],
    "tatooine_mx_fiscal": ["TAX_COMPLIANCE_STATUS", "TAX_RETURNS", "TAX_STATUS", "INVOICES", "FINANCIAL_STATEMENTS"],
    "planet_mx_employment": ["EMPLOYMENT_RECORDS", "OWNERS"],
}
UNLISTED = {
    *("BILLS", "EXCHANGES", "INVESTMENTS", "INVESTMENT_TRANSACTIONS", "TAX_RETENTIONS"),
    *("CURRENT_EMPLOYMENTS", "EMPLOYMENT_METRICS", "DEBT_REPORTS"),
}


def test_institutions_list_what_belvos_sandbox_lists_and_have_more(filled: Api) -> None:
    listed = {row["name"]: row["resources"] for row in filled.rows("/api/institutions/")}
    assert {name: listed[name] for name in RECORDED} == RECORDED
    assert UNLISTED.isdisjoint({name for names in listed.values() for name in names})


@pytest.mark.parametrize(
    ("institution", "user", "path", "named"),
    [
        ("ofmockbank_br_retail", "76109277673", "bills", "BILLS"),
        ("tatooine_mx_fiscal", "fiscal100", "tax-retentions", "TAX_RETENTIONS"),
        ("planet_mx_employment", "BLPM951331IONVGR54", "mx/current-employments", "CURRENT_EMPLOYMENTS"),
    ],
)
def test_what_is_not_listed_can_be_fetched_all_the_same(
    api: Api, institution: str, user: str, path: str, named: str
) -> None:
    link = api.link(user, "full", institution=institution, fetch_resources=[named])
    assert (link["fetch_resources"], len(api.rows(f"/api/{path}/", link=link["id"])) > 0) == ([named], True)


def test_what_is_really_not_there_is_an_empty_list_and_a_retrieve_that_is_refused(api: Api) -> None:
    link = api.link("bnk100", "full", institution="ofmockbank_br_retail")["id"]
    listed = api.call("GET", "/api/invoices/", params={"link": link})
    assert (listed.status_code, listed.json()["count"]) == (200, 0)
    body = {"link": link, "type": "INFLOW", "date_from": "2026-01-01", "date_to": "2026-02-01"}
    assert errors(api.call("POST", "/api/invoices/", json=body)) == [("unsupported_operation", None)]


def test_one_is_down_two_need_a_token_and_one_is_open_finance(filled: Api) -> None:
    down = filled.rows("/api/institutions/", status="down")
    assert [row["name"] for row in down] == ["sleepy_hollow_mx_retail"]
    rows = filled.rows("/api/institutions/")
    asking = [row["name"] for row in rows if row["features"]]
    assert asking == ["heimdall_mx_retail", "heimdall_br_retail"]
    assert [row["name"] for row in rows if row["integration_type"] == "openfinance"] == ["ofmockbank_br_retail"]


def test_forms_show_what_belvos_forms_show(filled: Api) -> None:
    forms = {row["name"]: row["form_fields"] for row in filled.rows("/api/institutions/")}
    assert [field["name"] for field in forms["ironbank_br_retail"]] == [
        "username_type",
        "username",
        "username2",
        "password",
        "password2",
    ]
    assert [value["code"] for value in forms["ironbank_br_retail"][0]["values"]] == ["003", "999"]
    token = forms["heimdall_mx_retail"][-1]
    assert (token["name"], token["type"], token["optional"], token["length"]) == ("token", "number", True, "6")
    assert [(field["name"], field["type"]) for field in forms["planet_mx_employment"]] == [
        ("username", "text"),
        ("password", "hidden"),
    ]


ACCEPTED = [
    ("tatooine_mx_fiscal", "XAXX800110ab1", "pass_valid"),
    ("tatooine_mx_fiscal", "ABC800110AB1", "pass_valid"),
    ("planet_mx_employment", "XAXX800110HDFRRS09", None),
    ("arrakis_cl_fiscal", "12345678-5", "pass_valid"),
    ("arrakis_cl_fiscal", "12.345.678-5", "pass_valid"),
    ("nostromo_br_employment", "76109277673", "pass_valid"),
    ("erebor_co_retail", "somebody", "pass_valid"),
    ("ofmockbank_br_retail", "761.092.776-73", None),
    ("ofmockbank_br_retail", "somebody", None),
]


@pytest.mark.parametrize(("institution", "username", "password"), ACCEPTED)
def test_whoever_keeps_to_the_form_gets_in(api: Api, institution: str, username: str, password: str | None) -> None:
    body = {"institution": institution, "username": username, "password": password}
    answer = api.call("POST", "/api/links/", json=body)
    assert (answer.status_code, answer.json().get("status")) == (201, "valid")


REFUSED = [
    ("tatooine_mx_fiscal", "somebody"),
    ("tatooine_mx_fiscal", "XAXX801310AB1"),
    ("planet_mx_employment", "XAXX801332HDFRRS09"),
    ("arrakis_cl_fiscal", "12345678-4"),
    ("nostromo_br_employment", "76109277674"),
    ("nostromo_br_employment", "11111111111"),
    ("ofmockbank_br_retail", "76109277674"),
]


@pytest.mark.parametrize(("institution", "username"), REFUSED)
def test_whoever_does_not_is_refused(api: Api, institution: str, username: str) -> None:
    body = {"institution": institution, "username": username, "password": "pass_valid"}
    answer = api.call("POST", "/api/links/", json=body)
    assert (answer.status_code, errors(answer)) == (400, [("validation_error", "username")])


@pytest.mark.parametrize("institution", ["tatooine_mx_fiscal", "arrakis_cl_fiscal", "ofmockbank_br_retail"])
def test_listed_users_get_in_everywhere(api: Api, institution: str) -> None:
    assert api.link("bnk100", "full", institution=institution)["status"] == "valid"


@pytest.mark.parametrize("country", [CHILE, COLOMBIA], ids=lambda country: country.code)
def test_lives_in_chile_and_colombia_can_be_lived(country: Country) -> None:
    person = make_person("somebody", country)
    ledger = Ledger(person, make_scenario(person, "full"))
    movements = ledger.until(NOW.date())
    assert len(movements) > 1000
    assert all("{" not in movement.line.text for movement in movements)
