import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors
from tests.kit.receiver import Hear, Receiver
from tests.kit.waiting import PATIENCE

SCOPES = "read_institutions,write_links,read_consents,write_consents,write_consent_callback"
PERSON = {"type": "CPF", "number": "76109277673", "name": "Ralph Bragg"}
CONSENT = {
    "purpose": "Lending <b>& more</b>",
    "permissions": ["REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS"],
    "identification_info": [PERSON],
    "default_consent_duration_days": 183,
}
BACK = "http://127.0.0.1:9/back?session=7"


def _token(api: Api, scopes: str = SCOPES, **consent: object) -> dict[str, str]:
    widget = {"branding": {"company_name": "ACME"}, "consent": {**CONSENT, **consent}}
    return api.token(scopes, fetch_resources=["ACCOUNTS", "TRANSACTIONS"], widget=widget)


def _ask(api: Api, headers: dict[str, str], **body: object) -> requests.Response:
    body = {"institution": "ofmockbank_br_retail", "return_url": BACK, **body}
    return api.call("POST", "/api/consents/", auth=None, headers=headers, json=body)


def _consent(api: Api, headers: dict[str, str], **body: object) -> dict[str, Any]:
    answer = _ask(api, headers, **body)
    assert answer.status_code == 201, answer.text
    created: dict[str, Any] = answer.json()
    return created


def _decide(
    url: str, decision: str = "approve", accounts: tuple[str, ...] = ("checking",), **headers: str
) -> requests.Response:
    page = requests.get(url, timeout=PATIENCE)
    nonce = re.findall('name="nonce" value="([^"]+)"', page.text)
    return _post(url, nonce[0] if nonce else "", decision, accounts, **headers)


def _post(
    url: str, nonce: str, decision: str = "approve", accounts: tuple[str, ...] = ("checking",), **headers: str
) -> requests.Response:
    form = {"nonce": nonce, "decision": decision, "account": accounts}
    origin = {"Origin": f"http://{urlsplit(url).netloc}", **headers}
    return requests.post(url, data=form, headers=origin, timeout=PATIENCE, allow_redirects=False)


def _callback(answer: requests.Response) -> dict[str, list[str]]:
    assert answer.status_code == 303, answer.text
    return parse_qs(urlsplit(answer.headers["Location"]).query)


def _finish(api: Api, headers: dict[str, str], consent: str, code: str, **body: object) -> requests.Response:
    path = f"/api/consents/{consent}/callback/"
    return api.call("POST", path, auth=None, headers=headers, json={"code": code, **body})


def test_a_consent_given_at_the_bank_makes_the_link(api: Api) -> None:
    headers = _token(api)
    consent = _consent(api, headers)
    assert (consent["status"], consent["belvo_organization_name"]) == ("AWAITING_AUTHORISATION", "ACME")
    answer = _decide(consent["authorization_url"], accounts=("checking", "savings"))
    callback = _callback(answer)
    assert answer.headers["Location"].startswith(f"{BACK}&")
    assert callback["consent_id"] == [consent["id"]]
    created = _finish(api, headers, consent["id"], callback["code"][0], external_id="user-1")
    assert created.status_code == 201, created.text
    link = created.json()
    assert (link["id"], link["external_id"], link["status"]) == (consent["link_id"], "user-1", "valid")
    assert link["fetch_resources"] == ["ACCOUNTS", "TRANSACTIONS"]
    now = api.get(f"/api/consents/{consent['id']}/")
    assert (now["status"], now["consent_duration"], now["link_id"]) == ("AUTHORISED", 183, link["id"])
    again = _finish(api, headers, consent["id"], callback["code"][0])
    assert (again.status_code, errors(again)) == (401, [("token_not_valid", None)])


def test_only_the_chosen_accounts_are_shared(api: Api) -> None:
    headers = _token(api)
    consent = _consent(api, headers)
    code = _callback(_decide(consent["authorization_url"], accounts=("savings",)))["code"][0]
    link = _finish(api, headers, consent["id"], code).json()["id"]
    accounts = api.rows("/api/accounts/", link=link)
    assert [account["category"] for account in accounts] == ["SAVINGS_ACCOUNT"]
    transactions = api.rows("/api/transactions/", link=link)
    assert {row["account"]["id"] for row in transactions} == {accounts[0]["id"]}


def test_bills_that_can_never_be_had_since_the_card_is_not_shared_are_announced(
    api: Api, receiver: Receiver, hear: Hear
) -> None:
    hear(api)
    headers = api.token(SCOPES, fetch_resources=["BILLS"], widget={"consent": CONSENT})
    history = ("BILLS", "historical_update")
    unrecoverable = ("CONSENT", "openfinance_consent_with_unrecoverable_resources")
    for accounts, names in ((("checking",), {history, unrecoverable}), (("checking", "card"), {history})):
        consent = _consent(api, headers)
        code = _callback(_decide(consent["authorization_url"], accounts=accounts))["code"][0]
        assert _finish(api, headers, consent["id"], code).status_code == 201
        callback = {one.name: one.body["data"] for one in receiver.take(len(names))}
        assert set(callback) == names
        if unrecoverable in callback:
            assert (callback[unrecoverable]["resources"], callback[unrecoverable]["consent_id"]) == (
                ["BILLS"],
                consent["id"],
            )
        headers = api.token(SCOPES, fetch_resources=["BILLS"], widget={"consent": CONSENT})


def test_the_page_says_who_asks_for_what_and_runs_nothing(api: Api) -> None:
    consent = _consent(api, _token(api))
    page = requests.get(consent["authorization_url"], timeout=PATIENCE)
    assert "ACME" in page.text
    assert "Sandbox local" in page.text
    assert "183 dias" in page.text
    assert "<b>" not in page.text
    assert "Lending &lt;b&gt;&amp; more&lt;/b&gt;" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:9" in page.headers["Content-Security-Policy"]
    english = _consent(api, _token(api), locale="en")
    assert "Local sandbox" in requests.get(english["authorization_url"], timeout=PATIENCE).text


def test_permissions_limit_what_can_be_shared(api: Api) -> None:
    consent = _consent(api, _token(api, permissions=["REGISTER", "CREDIT_CARDS"]))
    page = requests.get(consent["authorization_url"], timeout=PATIENCE).text
    assert re.findall('name="account" value="([^"]+)"', page) == ["card"]
    assert consent["permissions"]["ACCOUNTS"] == []


def test_a_refusal_leads_back_with_an_error(api: Api) -> None:
    headers = _token(api)
    consent = _consent(api, headers)
    callback = _callback(_decide(consent["authorization_url"], "refuse"))
    assert (callback["error"], callback["consent_id"], "code" in callback) == (
        ["access_denied"],
        [consent["id"]],
        False,
    )
    assert api.get(f"/api/consents/{consent['id']}/")["status"] == "REJECTED"
    answer = _finish(api, headers, consent["id"], "x")
    assert (answer.status_code, errors(answer)) == (400, [("session_expired_ob", None)])
    assert api.get("/api/links/")["count"] == 0


def test_a_consent_that_shares_nothing_makes_no_link(api: Api) -> None:
    headers = _token(api)
    consent = _consent(api, headers)
    code = _callback(_decide(consent["authorization_url"], accounts=()))["code"][0]
    answer = _finish(api, headers, consent["id"], code)
    assert (answer.status_code, errors(answer)) == (401, [("consent_without_accounts", None)])
    assert api.get(f"/api/consents/{consent['id']}/")["status"] == "REJECTED"
    assert _ask(api, headers).status_code == 201


@pytest.mark.parametrize(("age", "status"), [(59, 201), (60, 400)])
def test_the_link_must_be_made_within_a_minute_of_the_approval(
    host: Host, tmp_path: Path, age: int, status: int
) -> None:
    api = host.start(tmp_path)
    headers = _token(api)
    consent = _consent(api, headers)
    code = _callback(_decide(consent["authorization_url"]))["code"][0]
    assert api.get(f"/api/consents/{consent['id']}/")["status"] == "AWAITING_AUTHORISATION_CONFIRMATION"
    later = host.start(tmp_path, NOW + timedelta(seconds=age))
    answer = _finish(later, headers, consent["id"], code)
    assert answer.status_code == status
    if status == 400:
        assert errors(answer) == [("session_expired_ob", None)]
        assert later.get(f"/api/consents/{consent['id']}/")["status"] == "REJECTED"


def test_the_bank_waits_an_hour_and_then_refuses(host: Host, tmp_path: Path) -> None:
    consent = _consent(host.start(tmp_path), _token(host.start(tmp_path)))
    later = host.start(tmp_path, NOW + timedelta(minutes=60))
    path = consent["authorization_url"].partition("/mock-bank/")[2]
    page = requests.get(f"{later.url}/mock-bank/{path}", timeout=PATIENCE)
    assert page.status_code == 410
    assert "não pode mais" in page.text
    assert later.get(f"/api/consents/{consent['id']}/")["status"] == "REJECTED"


def test_a_nonce_works_once_and_only_the_last(api: Api) -> None:
    consent = _consent(api, _token(api))
    url = consent["authorization_url"]
    first, second = (
        re.findall('name="nonce" value="([^"]+)"', requests.get(url, timeout=PATIENCE).text)[0] for _ in range(2)
    )
    assert [_post(url, nonce).status_code for nonce in (first, "", second, second)] == [410, 410, 303, 410]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_another_origin_cannot_give_a_consent(api: Api, origin: str) -> None:
    consent = _consent(api, _token(api))
    answer = _decide(consent["authorization_url"], Origin=origin)
    assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])
    assert api.get(f"/api/consents/{consent['id']}/")["status"] == "AWAITING_AUTHORISATION"


def test_the_page_cannot_be_guessed_from_the_consent(api: Api) -> None:
    consent = _consent(api, _token(api))
    url = consent["authorization_url"]
    for guess in (url.partition("?")[0], url.replace("request=", "request=x"), url.replace(consent["id"], "x")):
        assert requests.get(guess, timeout=PATIENCE).status_code == 410


def test_the_code_must_be_the_banks_and_the_token_the_one_that_began(api: Api) -> None:
    headers = _token(api)
    consent = _consent(api, headers)
    code = _callback(_decide(consent["authorization_url"]))["code"][0]
    wrong = _finish(api, headers, consent["id"], "wrong")
    assert (wrong.status_code, errors(wrong)) == (400, [("invalid", "code")])
    other = _finish(api, _token(api), consent["id"], code)
    assert (other.status_code, errors(other)) == (403, [("permission_denied", None)])
    assert _finish(api, headers, consent["id"], code).status_code == 201


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://evil.example/", "data:text/html,x", "//evil.example", "app://done"]
)
def test_the_bank_leads_nowhere_that_the_application_has_not_named(api: Api, url: str) -> None:
    answer = _ask(api, _token(api), return_url=url)
    assert (answer.status_code, errors(answer)) == (400, [("invalid", "return_url")])


def test_the_bank_leads_back_to_the_callbacks_of_the_token(api: Api) -> None:
    callbacks = {"success": "app://done", "exit": "app://exit", "event": "app://event"}
    headers = api.token(SCOPES, widget={"callback_urls": callbacks, "consent": CONSENT})
    consent = _consent(api, headers, return_url="app://done")
    location = _decide(consent["authorization_url"]).headers["Location"]
    assert location.startswith(f"app://done?consent_id={consent['id']}&code=")


def test_a_company_consents_through_a_person(api: Api) -> None:
    company = {"type": "CNPJ", "number": "11222333000181", "name": "Raidiam SA"}
    consent = _consent(api, _token(api, identification_info=[PERSON, company]))
    assert (consent["document_number"], consent["display_name"]) == ("11222333000181", "Raidiam SA")
    assert consent["permissions"]["REGISTER"][0] == "CUSTOMERS_BUSINESS_IDENTIFICATIONS_READ"


def test_who_is_not_named_by_the_token_types_a_taxpayer_number(api: Api) -> None:
    headers = api.token(SCOPES)
    missing, wrong = _ask(api, headers), _ask(api, headers, cpf="11111111111")
    assert [errors(missing), errors(wrong)] == [[("required", "cpf")], [("invalid", "cpf")]]
    assert _consent(api, headers, cpf="529.982.247-25")["document_number"] == "52998224725"


@pytest.mark.parametrize(("scope", "status"), [("write_consents", 201), ("read_consents,write_links", 403)])
def test_asking_needs_its_scope(api: Api, scope: str, status: int) -> None:
    assert _ask(api, _token(api, scope)).status_code == status


def test_finishing_needs_its_scope(api: Api) -> None:
    headers = _token(api, "write_consents")
    consent = _consent(api, headers)
    code = _callback(_decide(consent["authorization_url"]))["code"][0]
    answer = _finish(api, headers, consent["id"], code)
    assert (answer.status_code, errors(answer)) == (403, [("permission_denied", None)])


def test_banks_without_open_finance_give_no_consents(api: Api) -> None:
    answer = _ask(api, _token(api), institution="erebor_br_retail")
    assert (answer.status_code, errors(answer)) == (400, [("unsupported_operation", None)])
