"""What comes due while the clock moves on, and what is said of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from belvo_sandbox.core.clock import text
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors
from tests.kit.receiver import Hear, Receiver, receiving

CPF = "76109277673"


@pytest.fixture
def announcing(api: Api, hear: Hear) -> Api:
    """A sandbox that sends its webhooks to the receiver."""
    hear(api)
    return api


def _advance(api: Api, **by: float) -> None:
    answer = api.call("POST", "/control/clock/advance/", auth=None, json=by)
    assert answer.status_code == 200, answer.text


def _status(api: Api, link: str) -> str:
    return str(api.get(f"/api/links/{link}/")["status"])


def _codes_and_data(receiver: Receiver, count: int, *types: str) -> list[tuple[str, dict[str, Any]]]:
    """Codes and data of the next webhooks that are of some types."""
    webhooks: list[tuple[str, dict[str, Any]]] = []
    while len(webhooks) < count:
        body = receiver.take(1)[0].body
        if body["webhook_type"] in types:
            webhooks.append((body["webhook_code"], body["data"]))
    return webhooks


REFUSED = {
    "error_code": "login_error",
    "error_message": "Invalid credentials provided to login to the institution",
    "status": 400,
}
TOKEN = {
    "error_code": "token_required",
    "error_message": "A MFA token is required by the institution to login",
    "status": 428,
}


def test_a_refresh_that_needs_a_token_stops_the_link_until_it_is_given(announcing: Api, receiver: Receiver) -> None:
    link = announcing.link("mfa_always", "x", token="111111", fetch_resources=["OWNERS"])["id"]
    _advance(announcing, days=20)
    assert _codes_and_data(receiver, 1, "LINK") == [("token_required", TOKEN)]
    assert _status(announcing, link) == "token_required"
    assert announcing.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-06-17T15:30:00.000000Z"
    announcing.call(
        "PUT", f"/api/links/{link}/", json={"password": "x", "token": "111111", "fetch_resources": ["OWNERS"]}
    )
    assert _status(announcing, link) == "valid"
    _advance(announcing, days=8)
    assert _codes_and_data(receiver, 1, "LINK") == [("token_required", TOKEN)]


def test_a_refresh_by_hand_that_needs_a_token_says_so_with_its_request_id(announcing: Api, receiver: Receiver) -> None:
    link = announcing.link("mfa_always", "x", token="111111", fetch_resources=["OWNERS"])["id"]
    answer = announcing.call("POST", f"/api/links/{link}/refresh/", json={})
    body = receiver.take(2)[1].body
    assert (body["webhook_code"], body["request_id"]) == ("token_required", answer.json()["request_id"])


def test_a_password_that_has_changed_at_the_bank_makes_the_link_invalid_at_its_next_refresh(
    announcing: Api, receiver: Receiver
) -> None:
    link = announcing.link("expires_10", "x", fetch_resources=["OWNERS"])["id"]
    _advance(announcing, days=11)
    assert _status(announcing, link) == "valid"
    retrieved = announcing.call("POST", "/api/owners/", json={"link": link})
    assert (retrieved.status_code, errors(retrieved)) == (400, [("login_error", None)])
    _advance(announcing, days=30)
    assert _codes_and_data(receiver, 1, "LINK") == [("invalid_credentials", REFUSED)]
    assert _status(announcing, link) == "invalid"
    assert announcing.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-06-24T15:30:00.000000Z"
    assert announcing.call("PUT", f"/api/links/{link}/", json={"password": "new"}).json()["status"] == "valid"
    _advance(announcing, days=8)
    assert announcing.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-08-04T15:30:00.000000Z"


def test_the_sixth_refused_password_makes_a_link_invalid_and_is_announced_once(
    announcing: Api, receiver: Receiver
) -> None:
    link = announcing.link(fetch_resources=["OWNERS"])["id"]
    for _ in range(8):
        announcing.call("PUT", f"/api/links/{link}/", json={"password": "wrong"})
    assert _codes_and_data(receiver, 1, "LINK") == [("invalid_credentials", REFUSED)]
    _advance(announcing, days=40)
    assert announcing.get("/control/webhooks/deliveries/", type="LINK")["count"] == 1
    assert announcing.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-06-17T15:30:00.000000Z"


def test_stored_credentials_end_when_they_were_to_end(announcing: Api, receiver: Receiver) -> None:
    link = announcing.link(access_mode="single", credentials_storage="30d", fetch_resources=["OWNERS"])["id"]
    _advance(announcing, days=29)
    assert _status(announcing, link) == "valid"
    _advance(announcing, days=1)
    assert _codes_and_data(receiver, 1, "LINK") == [("invalid_credentials", REFUSED)]
    assert _status(announcing, link) == "invalid"
    refused = announcing.call("POST", "/api/owners/", json={"link": link})
    assert (refused.status_code, errors(refused)) == (404, [("expired_credentials", None)])
    assert announcing.call("PUT", f"/api/links/{link}/", json={"password": "full"}).json()["status"] == "valid"
    _advance(announcing, days=29)
    assert _status(announcing, link) == "valid"


def _consented_link(api: Api, **body: object) -> str:
    login = {"institution": "ofmockbank_br_retail", "username": CPF, "fetch_resources": ["OWNERS"], **body}
    return str(api.call("POST", "/api/links/", json=login).json()["id"])


def test_a_consent_that_nears_its_end_says_so_at_the_last_refresh_and_then_that_it_is_over(
    announcing: Api, receiver: Receiver
) -> None:
    link = _consented_link(announcing, consent_duration=92)
    consent = announcing.get("/api/consents/")["results"][0]
    _advance(announcing, days=120)
    bank = {name: consent[name] for name in ("institution_display_name", "institution_icon_logo")}
    bank["institution"] = "ofmockbank_br_retail"
    about = {"consent_id": consent["id"], "action": "renew", **bank}
    assert _codes_and_data(receiver, 2, "CONSENT") == [
        ("openfinance_consent_about_to_expire", {**about, "consent_due_date": "2026-09-17T15:30:00.000000Z"}),
        ("openfinance_consent_expired", about),
    ]
    logged = announcing.get("/control/webhooks/deliveries/", type="CONSENT")["results"]
    assert [one["created_at"] for one in logged] == ["2026-09-17T15:30:00.000000Z", "2026-09-16T15:30:00.000000Z"]
    assert "request_id" not in logged[0]["body"]
    assert _status(announcing, link) == "invalid"


def test_new_credentials_do_not_stand_for_a_consent_that_is_over(api: Api) -> None:
    link = _consented_link(api, consent_duration=92)
    assert api.call("PUT", f"/api/links/{link}/", json={"password": "any"}).json()["status"] == "valid"
    _advance(api, days=92)
    refused = api.call("PUT", f"/api/links/{link}/", json={"password": "any"})
    assert (refused.status_code, errors(refused)) == (400, [("invalid_link", None)])
    assert _status(api, link) == "invalid"


def test_a_consent_that_is_renewed_makes_its_link_valid_again(announcing: Api, receiver: Receiver) -> None:
    link = _consented_link(announcing, consent_duration=92)
    _advance(announcing, days=100)
    id_ = announcing.get("/api/consents/")["results"][0]["id"]
    answer = announcing.call("POST", f"/control/consents/{id_}/renew/", auth=None, json={"consent_duration": 183})
    (consent,) = announcing.get("/api/consents/")["results"]
    assert (answer.status_code, answer.json()) == (200, consent)
    assert (consent["status"], consent["expired_at"]) == ("AUTHORISED", "2027-03-27T15:30:00.000000Z")
    assert _status(announcing, link) == "valid"
    code, data = _codes_and_data(receiver, 3, "CONSENT")[2]
    assert code == "openfinance_consent_expiration_changed"
    assert (data["consent_id"], data["consent_due_date"]) == (id_, "2027-03-27T15:30:00.000000Z")
    assert receiver.take(1)[0].name == ("OWNERS", "historical_update")
    _advance(announcing, days=8)
    assert announcing.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-10-02T15:30:00.000000Z"


def test_only_a_links_consent_is_renewed(api: Api) -> None:
    link = _consented_link(api)
    id_ = api.get("/api/consents/")["results"][0]["id"]
    api.call("DELETE", f"/api/links/{link}/")
    refused = api.call("POST", f"/control/consents/{id_}/renew/", auth=None, json={})
    assert (refused.status_code, errors(refused)) == (400, [("validation_error", None)])


def test_a_resource_that_a_bank_of_open_finance_lacks_for_a_while_is_there_after_the_next_refresh(
    announcing: Api, receiver: Receiver
) -> None:
    link = _consented_link(announcing, fetch_resources=["BILLS"])
    receiver.take(1)
    missed = []
    for week in range(1, 41):
        _advance(announcing, days=7)
        bills = announcing.get("/api/bills/", link=link)["results"]
        if bills[0]["collected_at"] != text(NOW + week * timedelta(days=7)):
            missed.append(week)
    logged = announcing.get("/control/webhooks/deliveries/", type="CONSENT", page_size=100)["results"]
    assert 1 < len(missed) < 15
    assert [one["created_at"] for one in logged[::-1]] == [text(NOW + week * timedelta(days=7)) for week in missed]
    assert {one["body"]["webhook_code"] for one in logged} == {
        "openfinance_consent_with_temporarily_unavailable_resources"
    }
    assert all(one["body"]["data"]["resources"] == ["BILLS"] for one in logged)


def test_of_single_links_consents_nothing_is_said(announcing: Api, receiver: Receiver) -> None:
    link = _consented_link(announcing, consent_duration=92, access_mode="single")
    _advance(announcing, days=92)
    assert receiver.take(1)[0].name == ("OWNERS", "historical_update")
    assert _status(announcing, link) == "invalid"
    assert announcing.get("/control/webhooks/deliveries/")["count"] == 1


def test_what_is_due_at_several_links_happens_in_the_order_of_its_instants(
    host: Host, tmp_path: Path, receiver: Receiver, hear: Hear
) -> None:
    api = host.start(tmp_path)
    api.call("PUT", "/control/corrections/", auth=None, json={"mode": "none"})
    hear(api)
    links = [api.link(fetch_resources=["TRANSACTIONS"])["id"]]
    later = host.start(tmp_path, NOW + timedelta(days=2))
    links.append(later.link("somebody", "pass", fetch_resources=["TRANSACTIONS"])["id"])
    receiver.take(2)
    _advance(later, days=20)
    received = [one.body for one in receiver.take(5)]
    assert [body["link_id"] for body in received] == [links[0], links[1], links[0], links[1], links[0]]
    logged = later.get("/control/webhooks/deliveries/")["results"][:5]
    assert [one["created_at"][:10] for one in logged[::-1]] == [
        "2026-06-24", "2026-06-26", "2026-07-01", "2026-07-03", "2026-07-08",
    ]  # fmt: skip


def test_a_change_of_salary_is_announced_as_a_change_of_employment(
    host: Host, tmp_path: Path, receiver: Receiver, hear: Hear
) -> None:
    api = host.start(tmp_path, datetime(2025, 12, 20, 15, tzinfo=UTC))
    hear(api)
    body = {"institution": "planet_mx_employment", "fetch_resources": ["EMPLOYMENT_RECORDS"]}
    api.link("salaried", "full", **body)
    _advance(api, days=30)
    names = [(one.name[1], one.body.get("process_type"), one.body["data"]) for one in receiver.take(2)]
    assert names[1] == ("employment_changes", "recurrent_update", {"employment_changes": ["SALARY_INCREASED"]})
    assert api.get("/control/webhooks/deliveries/")["count"] == 2


def test_financial_statements_that_were_asked_for_are_announced_as_new(announcing: Api, receiver: Receiver) -> None:
    link = announcing.link("fiscal100", "full", institution="tatooine_mx_fiscal", access_mode="single")["id"]
    announcing.call(
        "POST", "/api/financial-statements/", json={"link": link}, headers={"X-Belvo-Request-Mode": "async"}
    )
    (webhook,) = receiver.take(1)
    count = announcing.get("/api/financial-statements/", link=link)["count"]
    assert webhook.name == ("FINANCIAL_STATEMENTS", "new_financial_statements_available")
    assert webhook.body["data"] == {"new_financial_statements": count}


def test_chilean_invoices_are_announced_as_what_belvo_calls_them(announcing: Api, receiver: Receiver) -> None:
    announcing.link(
        "fiscal100", "full", institution="arrakis_cl_fiscal", access_mode="single", fetch_resources=["INVOICES"]
    )
    assert receiver.take(1)[0].body["webhook_type"] == "INVOICES"


SCENARIOS: tuple[dict[str, object], ...] = (
    {
        "institution": "erebor_mx_retail",
        "username": "bnk103",
        "password": "negative",
        "fetch_resources": ["TRANSACTIONS"],
    },
    {"institution": "ofmockbank_br_retail", "username": CPF, "fetch_resources": ["BILLS", "TRANSACTIONS"]},
    {"institution": "planet_mx_employment", "username": "salaried", "password": "full"},
    {
        "institution": "erebor_mx_retail",
        "username": "mfa_always",
        "password": "x",
        "token": "111111",
        "fetch_resources": ["OWNERS"],
    },
)


def _forty_days(api: Api, receiver: Receiver, *steps: float) -> list[dict[str, Any]]:
    """The webhooks of some people's first forty days."""
    for body in SCENARIOS:
        answer = api.call("POST", "/api/links/", json=body)
        assert answer.status_code == 201, answer.text
    for days in steps:
        _advance(api, days=days)
    _advance(api)  # by nothing: what was announced is worded before
    return [one.body for one in receiver.take(api.get("/control/webhooks/deliveries/")["count"])]


def test_forty_days_give_the_same_rows_and_webhooks_in_one_move_and_in_many(host: Host, tmp_path: Path) -> None:
    runs = []
    for name, steps in (("one", (40,)), ("many", (1, 6.5, 0.5, 13, 19))):
        api = host.start(tmp_path / name)
        with receiving() as receiver:
            endpoint = api.call("POST", "/control/webhooks/endpoints/", auth=None, json={"url": receiver.url})
            webhooks = _forty_days(api, receiver, *steps)
            api.call("DELETE", f"/control/webhooks/endpoints/{endpoint.json()['id']}/", auth=None)
        links = [row["id"] for row in api.rows("/api/links/")]
        rows = [api.rows("/api/transactions/", link=link, page_size=1000) for link in links]
        runs.append((webhooks, links, rows))
    assert runs[0] == runs[1]
    webhooks, links, rows = runs[0]
    assert len(webhooks) > 20
    assert {body["link_id"] for body in webhooks} == set(links)
    for link, of_link in zip(links, rows, strict=True):
        counts = {api.get("/api/transactions/", link=link, page_size=size)["count"] for size in (1, 1000)}
        assert counts == {len(of_link)} == {len({row["id"] for row in of_link})}


def test_data_are_announced_though_they_were_removed_by_the_same_move(announcing: Api, receiver: Receiver) -> None:
    link = announcing.link(access_mode="single", fetch_resources=["ACCOUNTS"], stale_in="30d")["id"]
    _advance(announcing, days=40)
    assert [one.body["data"] for one in receiver.take(1)] == [{"total_accounts": 3}]
    assert announcing.get("/api/accounts/", link=link)["count"] == 0
