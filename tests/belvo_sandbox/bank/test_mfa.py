from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import segno

from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors

LOGIN = {"institution": "heimdall_mx_retail", "username": "mfa_default", "password": "pass_valid"}
PERIOD = {"date_from": "2026-05-01", "date_to": "2026-06-01"}


def _paused(answer: requests.Response) -> dict[str, Any]:
    assert answer.status_code == 428, answer.text
    (item,) = answer.json()
    assert item["code"] == "token_required"
    return dict(item)


def _resume(api: Api, path: str, paused: dict[str, Any], token: str | None, **more: object) -> requests.Response:
    body = {"session": paused["session"], "link": paused["link"], "token": token, **more}
    return api.call("PATCH", path, json={name: value for name, value in body.items() if value is not None})


KINDS = [
    ("mfa_default", "pass_valid", "text"),
    ("mfa_qr", "qr_code", "qr"),
    ("mfa_numeric", "numeric_code", "numeric"),
    ("mfa_always", "anything", "text"),
]


@pytest.mark.parametrize(("username", "password", "kind"), KINDS)
def test_a_login_waits_for_its_token(api: Api, username: str, password: str, kind: str) -> None:
    body = {**LOGIN, "username": username, "password": password, "external_id": "user-1"}
    paused = _paused(api.call("POST", "/api/links/", json=body))
    assert paused["token_generation_data"]["type"] == kind
    assert (paused["expiry"], len(paused["session"])) == (720, 32)
    assert api.get(f"/api/links/{paused['link']}/")["status"] == "unconfirmed"
    assert api.get("/api/accounts/", link=paused["link"])["count"] == 0
    answer = api.call("POST", "/api/accounts/", json={"link": paused["link"]})
    assert errors(answer) == [("unconfirmed_link", None)]
    answer = _resume(api, "/api/links/", paused, "111111")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["external_id"]) == ("valid", "user-1")
    assert api.get("/api/accounts/", link=paused["link"])["count"] > 0


def test_the_qr_code_is_a_picture_that_says_the_token(api: Api) -> None:
    body = {**LOGIN, "username": "mfa_qr", "password": "qr_code"}
    shown = _paused(api.call("POST", "/api/links/", json=body))["token_generation_data"]["value"]
    assert shown == segno.make("111111", error="m", micro=False).svg_data_uri(scale=6, light="white")
    assert shown.startswith("data:image/svg+xml")


def test_elsewhere_only_mfa_always_is_asked(api: Api) -> None:
    assert api.link("mfa_default", "pass_valid")["status"] == "valid"
    body = {**LOGIN, "username": "mfa_always", "institution": "tatooine_mx_fiscal"}
    _paused(api.call("POST", "/api/links/", json=body))


def test_others_are_not_asked_at_heimdall(api: Api) -> None:
    assert api.link("somebody", "pass", institution="heimdall_br_retail")["status"] == "valid"


def test_a_token_that_is_known_already_is_taken_at_once(api: Api) -> None:
    answer = api.call("POST", "/api/links/", json={**LOGIN, "token": "111111"})
    assert (answer.status_code, answer.json()["status"]) == (201, "valid")
    _paused(api.call("POST", "/api/links/", json={**LOGIN, "token": "999999"}))


def test_a_wrong_token_is_asked_for_again_in_a_new_session(api: Api) -> None:
    first = _paused(api.call("POST", "/api/links/", json=LOGIN))
    second = _paused(_resume(api, "/api/links/", first, "999999"))
    assert (second["link"], second["session"] == first["session"]) == (first["link"], False)
    over = _resume(api, "/api/links/", first, "111111")
    assert (over.status_code, errors(over)) == (400, [("session_expired", None)])
    assert _resume(api, "/api/links/", second, "111111").status_code == 200
    reused = _resume(api, "/api/links/", second, "111111")
    assert (reused.status_code, errors(reused)) == (400, [("session_expired", None)])


def test_a_session_ends_after_twelve_minutes(host: Host, tmp_path: Path) -> None:
    paused = _paused(host.start(tmp_path).call("POST", "/api/links/", json=LOGIN))
    later = host.start(tmp_path, NOW + timedelta(seconds=721))
    assert errors(_resume(later, "/api/links/", paused, "111111")) == [("session_expired", None)]
    in_time = host.start(tmp_path, NOW + timedelta(seconds=720))
    paused = _paused(in_time.call("POST", "/api/links/", json=LOGIN))
    assert _resume(in_time, "/api/links/", paused, "111111").status_code == 200


def test_a_session_is_of_one_link_and_one_resource(api: Api) -> None:
    first, second = (_paused(api.call("POST", "/api/links/", json=LOGIN)) for _ in range(2))
    mixed = {**first, "link": second["link"]}
    assert errors(_resume(api, "/api/links/", mixed, "111111")) == [("session_expired", None)]
    assert errors(_resume(api, "/api/accounts/", first, "111111")) == [("session_expired", None)]
    assert errors(api.call("PATCH", "/api/links/", json={})) == [("required", "session"), ("required", "link")]
    assert _resume(api, "/api/links/", first, "111111").status_code == 200


@pytest.mark.parametrize(("path", "more"), [("accounts", {}), ("owners", {}), ("transactions", PERIOD)])
def test_each_retrieve_of_mfa_always_waits_for_a_token(api: Api, path: str, more: dict[str, str]) -> None:
    link = api.link("mfa_always", "x", token="111111", access_mode="single")["id"]
    path, body = f"/api/{path}/", {"link": link, **more}
    paused = _paused(api.call("POST", path, json=body))
    assert api.get(path, link=link)["count"] == 0
    paused = _paused(_resume(api, path, paused, "999999"))
    glimpsed = _resume(api, path, paused, "111111", save_data=False)
    assert (glimpsed.status_code, api.get(path, link=link)["count"]) == (200, 0)
    paused = _paused(api.call("POST", path, json=body))
    saved = _resume(api, path, paused, "111111")
    assert (saved.status_code, len(saved.json())) == (201, len(glimpsed.json()))
    assert api.get(path, link=link)["count"] >= len(saved.json()) > 0
    assert api.call("POST", path, json={**body, "token": "111111"}).status_code == 201


def test_a_widget_goes_on_with_its_own_token(api: Api) -> None:
    widget = api.token()
    paused = _paused(api.call("POST", "/api/links/", json=LOGIN, auth=None, headers=widget))
    body = {"session": paused["session"], "link": paused["link"], "token": "111111"}
    answer = api.call("PATCH", "/api/links/", json=body, auth=None, headers=widget)
    assert (answer.status_code, answer.json()["status"]) == (200, "valid")
    again = api.call("POST", "/api/links/", json=LOGIN, auth=None, headers=widget)
    assert (again.status_code, errors(again)) == (401, [("token_not_valid", None)])


def test_new_credentials_wait_for_a_token_too(api: Api) -> None:
    link = api.link("mfa_always", "x", token="111111")["id"]
    paused = _paused(api.call("PUT", f"/api/links/{link}/", json={"password": "y"}))
    assert (paused["link"], _resume(api, "/api/links/", paused, "111111").json()["status"]) == (link, "valid")
    answer = api.call("PUT", f"/api/links/{link}/", json={"password": "y", "token": "111111"})
    assert (answer.status_code, answer.json()["status"]) == (200, "valid")


def test_no_token_and_no_password_is_kept_in_a_session(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path)
    link = api.link("mfa_always", "planted_word", token="111111")["id"]
    _paused(api.call("POST", "/api/accounts/", json={"link": link, "token": "909090"}))
    assert all(b"planted" not in path.read_bytes() for path in tmp_path.iterdir())
    assert all(b"909090" not in path.read_bytes() for path in tmp_path.iterdir())
