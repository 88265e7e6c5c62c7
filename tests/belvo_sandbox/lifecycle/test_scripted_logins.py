import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors

IRONBANK = {
    "institution": "ironbank_br_retail",
    "username_type": "003",
    "username": "adv_valid",
    "username2": "valid",
    "password": "pass_valid",
    "password2": "valid",
}


def _log_in(
    api: Api,
    username: str,
    institution: str = "erebor_mx_retail",
    password: str = "any",  # noqa: S107 - no secret
) -> tuple[int, str, str]:
    body = {"institution": institution, "username": username, "password": password}
    answer = api.call("POST", "/api/links/", json=body)
    if answer.status_code == 201:
        return 201, str(answer.json()["status"]), ""
    return answer.status_code, errors(answer)[0][0], answer.json()[0]["message"]


REFUSALS = [
    ("locked", 400, "login_error", "locked"),
    ("forbidden", 400, "login_error", "forbidden"),
    ("busy", 400, "too_many_sessions", "already opened"),
    ("bank_down", 400, "institution_down", "down"),
    ("timeout", 408, "request_timeout", "timed out"),
    ("no_accounts", 401, "consent_without_accounts", "accounts"),
    ("user_invalid", 400, "login_error", "Invalid credentials"),
]


@pytest.mark.parametrize("institution", ["erebor_mx_retail", "tatooine_mx_fiscal"])
@pytest.mark.parametrize(("username", "status", "code", "words"), REFUSALS[:-1])
def test_users_fail_as_their_names_say_everywhere(
    api: Api, institution: str, username: str, status: int, code: str, words: str
) -> None:
    answer = _log_in(api, username, institution)
    assert answer[:2] == (status, code)
    assert words in answer[2]
    assert api.get("/api/links/")["count"] == 0


def test_an_invalid_user_is_refused(api: Api) -> None:
    assert _log_in(api, "user_invalid", password="pass_invalid")[:2] == (400, "login_error")


def test_a_busy_user_gets_in_after_two_minutes(host: Host, tmp_path: Path) -> None:
    codes = [
        _log_in(host.start(tmp_path, NOW + timedelta(seconds=seconds)), "busy")[:2] for seconds in (0, 60, 119, 120)
    ]
    assert codes == [(400, "too_many_sessions")] * 3 + [(201, "valid")]


def test_every_third_call_of_a_flaky_link_fails(api: Api) -> None:
    link, other = api.link("flaky", "x")["id"], api.link("flaky", "x")["id"]
    statuses = [api.call("POST", "/api/accounts/", json={"link": link}).status_code for _ in range(7)]
    assert statuses == [201, 201, 500, 201, 201, 500, 201]
    assert api.call("POST", "/api/accounts/", json={"link": other}).status_code == 201


def test_a_slow_user_keeps_nobody_else_waiting(api: Api) -> None:
    def timed(username: str) -> float:
        start = time.monotonic()
        api.call("POST", "/api/links/", json={**LOGIN, "username": username})
        return time.monotonic() - start

    with ThreadPoolExecutor() as pool:
        slow = [pool.submit(timed, "slow_2") for _ in range(3)]
        quick = timed("somebody")
        assert all(future.result() >= 2 for future in slow)
    assert quick < min(future.result() for future in slow)


LOGIN = {"institution": "erebor_mx_retail", "password": "x", "access_mode": "single"}


def test_nothing_works_at_an_institution_that_is_down(api: Api) -> None:
    assert _log_in(api, "somebody", "sleepy_hollow_mx_retail")[:2] == (400, "institution_down")


def test_ironbank_wants_all_credentials(api: Api) -> None:
    assert api.call("POST", "/api/links/", json=IRONBANK).status_code == 201
    invalid = {"username_type": "999", "username": "adv_invalid", "password": "pass_invalid"}
    for wrong, faults in (
        ({"username2": "other"}, [("login_error", None)]),
        ({"password2": "other"}, [("login_error", None)]),
        ({"username_type": "999"}, [("login_error", None)]),
        ({**invalid, "username2": "invalid", "password2": "invalid"}, [("login_error", None)]),
        ({"username2": None}, [("null", "username2")]),
        ({"username": "somebody", "username_type": "001"}, [("validation_error", "username_type")]),
    ):
        answer = api.call("POST", "/api/links/", json={**IRONBANK, **wrong})
        assert (answer.status_code, errors(answer)) == (400, faults)


PUBLISHED = [
    ("fiscal100", "full", "tatooine_mx_fiscal"),
    ("fiscal101", "nodata", "tatooine_mx_fiscal"),
    ("fiscal102", "low", "tatooine_mx_fiscal"),
    ("PFIS010101000", "individual", "tatooine_mx_fiscal"),
    ("PMO010101000", "business", "tatooine_mx_fiscal"),
    ("BLPM951331IONVGR54", "hidden", "planet_mx_employment"),
    ("user_valid", "pass_valid", "nostromo_br_employment"),
]


@pytest.mark.parametrize(("username", "password", "institution"), PUBLISHED)
def test_published_users_get_in_with_their_passwords_only(
    api: Api, username: str, password: str, institution: str
) -> None:
    assert _log_in(api, username, institution, password)[:2] == (201, "valid")
    if institution != "planet_mx_employment":  # which asks for no password
        assert _log_in(api, username, institution, "wrong_word")[:2] == (400, "login_error")


def test_six_failed_attempts_make_a_link_invalid_until_one_succeeds(api: Api) -> None:
    link, other = api.link()["id"], api.link("somebody", "x")["id"]
    path = f"/api/links/{link}/"
    for number in range(6):
        assert api.get(path)["status"] == "valid"
        if number % 2:
            api.call("PUT", path, json={"password": "wrong"})
        else:
            _log_in(api, "bnk100", password="wrong")
    assert api.get(path)["status"] == "invalid"
    assert api.get(f"/api/links/{other}/")["status"] == "valid"
    answer = api.call("POST", "/api/accounts/", json={"link": link})
    assert errors(answer) == [("invalid_link", None)]
    assert errors(api.call("POST", f"{path}refresh/")) == [("invalid_link", None)]
    assert api.call("PUT", path, json={"password": "full"}).json()["status"] == "valid"
    api.call("PUT", path, json={"password": "wrong"})
    assert api.get(path)["status"] == "valid"
