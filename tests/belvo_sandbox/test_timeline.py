"""What comes due while the clock moves on, and what is said of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.belvo_sandbox.api import Api, errors
from tests.belvo_sandbox.conftest import NOW, Host
from tests.belvo_sandbox.receiver import Hear, Receiver

CPF = "76109277673"


@pytest.fixture
def heard(api: Api, hear: Hear) -> Api:
    """A sandbox that sends its webhooks to the receiver."""
    hear(api)
    return api


def _advance(api: Api, **by: float) -> None:
    answer = api.call("POST", "/control/clock/advance/", auth=None, json=by)
    assert answer.status_code == 200, answer.text


def _status(api: Api, link: str) -> str:
    return str(api.get(f"/api/links/{link}/")["status"])


def _said(receiver: Receiver, count: int, *types: str) -> list[tuple[str, dict[str, Any]]]:
    """Codes and data of the next webhooks that are of some types."""
    found: list[tuple[str, dict[str, Any]]] = []
    while len(found) < count:
        body = receiver.take(1)[0].body
        if body["webhook_type"] in types:
            found.append((body["webhook_code"], body["data"]))
    return found


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


def test_a_refresh_that_needs_a_token_stops_the_link_until_it_is_given(heard: Api, receiver: Receiver) -> None:
    link = heard.link("mfa_always", "x", token="111111", fetch_resources=["OWNERS"])["id"]
    _advance(heard, days=20)
    assert _said(receiver, 1, "LINK") == [("token_required", TOKEN)]
    assert _status(heard, link) == "token_required"
    assert heard.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-06-17T15:30:00.000000Z"
    heard.call("PUT", f"/api/links/{link}/", json={"password": "x", "token": "111111"})
    assert _status(heard, link) == "valid"
    _advance(heard, days=8)
    assert _said(receiver, 1, "LINK") == [("token_required", TOKEN)]


def test_a_refresh_by_hand_that_needs_a_token_says_so_with_its_request_id(heard: Api, receiver: Receiver) -> None:
    link = heard.link("mfa_always", "x", token="111111", fetch_resources=["OWNERS"])["id"]
    answer = heard.call("POST", f"/api/links/{link}/refresh/", json={})
    body = receiver.take(2)[1].body
    assert (body["webhook_code"], body["request_id"]) == ("token_required", answer.json()["request_id"])


def test_a_password_that_has_changed_at_the_bank_makes_the_link_invalid_at_its_next_refresh(
    heard: Api, receiver: Receiver
) -> None:
    link = heard.link("expires_10", "x", fetch_resources=["OWNERS"])["id"]
    _advance(heard, days=11)
    assert _status(heard, link) == "valid"
    retrieved = heard.call("POST", "/api/owners/", json={"link": link})
    assert (retrieved.status_code, errors(retrieved)) == (400, [("login_error", None)])
    _advance(heard, days=30)
    assert _said(receiver, 1, "LINK") == [("invalid_credentials", REFUSED)]
    assert _status(heard, link) == "invalid"
    assert heard.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-06-24T15:30:00.000000Z"
    assert heard.call("PUT", f"/api/links/{link}/", json={"password": "new"}).json()["status"] == "valid"
    _advance(heard, days=8)
    assert heard.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-08-04T15:30:00.000000Z"


def test_the_sixth_refused_password_makes_a_link_invalid_and_is_announced_once(heard: Api, receiver: Receiver) -> None:
    link = heard.link(fetch_resources=["OWNERS"])["id"]
    for _ in range(8):
        heard.call("PUT", f"/api/links/{link}/", json={"password": "wrong"})
    assert _said(receiver, 1, "LINK") == [("invalid_credentials", REFUSED)]
    _advance(heard, days=40)
    assert heard.get("/control/webhooks/deliveries/", type="LINK")["count"] == 1
    assert heard.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-06-17T15:30:00.000000Z"


def test_stored_credentials_end_when_they_were_to_end(heard: Api, receiver: Receiver) -> None:
    link = heard.link(access_mode="single", credentials_storage="30d", fetch_resources=["OWNERS"])["id"]
    _advance(heard, days=29)
    assert _status(heard, link) == "valid"
    _advance(heard, days=1)
    assert _said(receiver, 1, "LINK") == [("invalid_credentials", REFUSED)]
    assert _status(heard, link) == "invalid"
    refused = heard.call("POST", "/api/owners/", json={"link": link})
    assert (refused.status_code, errors(refused)) == (404, [("expired_credentials", None)])
    assert heard.call("PUT", f"/api/links/{link}/", json={"password": "full"}).json()["status"] == "valid"
    _advance(heard, days=29)
    assert _status(heard, link) == "valid"


def _consenting(api: Api, **body: object) -> str:
    asked = {"institution": "ofmockbank_br_retail", "username": CPF, "fetch_resources": ["OWNERS"], **body}
    return str(api.call("POST", "/api/links/", json=asked).json()["id"])


def test_a_consent_that_nears_its_end_says_so_at_the_last_refresh_and_then_that_it_is_over(
    heard: Api, receiver: Receiver
) -> None:
    link = _consenting(heard, consent_duration=92)
    consent = heard.get("/api/consents/")["results"][0]
    _advance(heard, days=120)
    bank = {name: consent[name] for name in ("institution_display_name", "institution_icon_logo")}
    bank["institution"] = "ofmockbank_br_retail"
    about = {"consent_id": consent["id"], "action": "renew", **bank}
    assert _said(receiver, 2, "CONSENT") == [
        ("openfinance_consent_about_to_expire", {**about, "consent_due_date": "2026-09-17T15:30:00.000000Z"}),
        ("openfinance_consent_expired", about),
    ]
    logged = heard.get("/control/webhooks/deliveries/", type="CONSENT")["results"]
    assert [one["created_at"] for one in logged] == ["2026-09-17T15:30:00.000000Z", "2026-09-16T15:30:00.000000Z"]
    assert "request_id" not in logged[0]["body"]
    assert _status(heard, link) == "invalid"


def test_new_credentials_do_not_stand_for_a_consent_that_is_over(api: Api) -> None:
    link = _consenting(api, consent_duration=92)
    assert api.call("PUT", f"/api/links/{link}/", json={"password": "any"}).json()["status"] == "valid"
    _advance(api, days=92)
    refused = api.call("PUT", f"/api/links/{link}/", json={"password": "any"})
    assert (refused.status_code, errors(refused)) == (400, [("invalid_link", None)])
    assert _status(api, link) == "invalid"


def test_of_single_links_consents_nothing_is_said(heard: Api, receiver: Receiver) -> None:
    link = _consenting(heard, consent_duration=92, access_mode="single")
    _advance(heard, days=92)
    assert receiver.take(1)[0].name == ("OWNERS", "historical_update")
    assert _status(heard, link) == "invalid"
    assert heard.get("/control/webhooks/deliveries/")["count"] == 1


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


def test_data_are_announced_though_they_were_removed_by_the_same_move(heard: Api, receiver: Receiver) -> None:
    link = heard.link(access_mode="single", fetch_resources=["ACCOUNTS"], stale_in="30d")["id"]
    _advance(heard, days=40)
    assert [one.body["data"] for one in receiver.take(1)] == [{"total_accounts": 3}]
    assert heard.get("/api/accounts/", link=link)["count"] == 0
