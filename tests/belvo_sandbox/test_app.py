from pathlib import Path

import pytest
import requests

from belvo_sandbox import serve
from tests.belvo_sandbox.conftest import NOW
from tests.kit.local_belvo import KEYS, Api, errors
from tests.kit.waiting import PATIENCE


def test_good_keys_are_answered_at_the_root_of_the_api(api: Api) -> None:
    assert set(api.get("/api/")) == {"institutions", "links", "accounts", "owners", "transactions"}


@pytest.mark.parametrize("auth", [None, ("local-sandbox-id", "wrong"), ("nobody", "local-sandbox-password")])
def test_wrong_or_missing_keys_are_refused(api: Api, auth: tuple[str, str] | None) -> None:
    answer = api.call("GET", "/api/", auth=auth)
    assert (answer.status_code, errors(answer)) == (401, [("authentication_failed", None)])
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize("header", ["Basic %%%", "Basic bm9jb2xvbg==", "Bearer", "Digest x", "Basic /w=="])
def test_an_authorization_that_makes_no_sense_is_refused(api: Api, header: str) -> None:
    answer = api.call("GET", "/api/", auth=None, headers={"Authorization": header})
    assert answer.status_code == 401
    assert errors(answer)[0][0] in ("authentication_failed", "token_not_valid")


def test_an_unknown_path_is_an_error_array(api: Api) -> None:
    answer = api.call("GET", "/api/nothing/")
    assert (answer.status_code, errors(answer)) == (404, [("not_found", None)])


def test_a_wrong_method_is_an_error_array_and_names_the_right_ones(api: Api) -> None:
    answer = api.call("DELETE", "/api/institutions/")
    assert (answer.status_code, errors(answer)) == (405, [("method_not_allowed", None)])
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_a_path_without_its_final_slash_is_redirected(api: Api) -> None:
    answer = api.call("GET", "/api/links", params={"page_size": 5})
    assert [step.status_code for step in answer.history] == [307]
    assert answer.url == f"{api.url}/api/links/?page_size=5"


def test_a_body_that_is_no_json_object_is_refused(api: Api) -> None:
    for content in (b"{", b"[]", b'"text"', b"\xff"):
        answer = api.call("POST", "/api/links/", data=content)
        assert (answer.status_code, errors(answer)) == (400, [("parse_error", None)])


def test_a_body_beyond_all_reason_is_refused(api: Api) -> None:
    answer = api.call("POST", "/api/links/", data=b" " * (1024 * 1024 + 1))
    assert (answer.status_code, errors(answer)) == (413, [("request_too_large", None)])


def test_the_health_check_names_instance_and_time(api: Api) -> None:
    first, second = (api.call("GET", "/healthz", auth=None).json() for _ in range(2))
    assert first == second
    assert (first["status"], first["now"], len(first["instance"])) == ("ok", "2026-06-17T15:30:00.000000Z", 32)


def test_answers_are_kept_by_no_cache(api: Api) -> None:
    assert api.call("GET", "/api/links/").headers["Cache-Control"] == "no-store"


def test_no_answer_invites_other_origins(api: Api) -> None:
    answer = api.call("OPTIONS", "/api/links/", headers={"Access-Control-Request-Method": "POST"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_every_address_leads_back_below_the_mount(api: Api) -> None:
    page = api.get("/api/institutions/", page_size=1)
    second = api.session.get(page["next"], auth=KEYS, timeout=PATIENCE).json()
    assert page["next"] == f"{api.url}/api/institutions/?page_size=1&page=2"
    assert second["previous"] == f"{api.url}/api/institutions/?page_size=1&page=1"
    assert api.call("GET", "/api/institutions").url == f"{api.url}/api/institutions/"


def test_every_address_leads_back_to_the_root(tmp_path: Path, session: requests.Session) -> None:
    with serve(tmp_path, now=NOW) as served:
        api = Api(served.url, session)
        page = api.get("/api/institutions/", page_size=1)
        assert page["next"] == f"{served.url}/api/institutions/?page_size=1&page=2"
        assert api.call("GET", "/api/institutions").url == f"{served.url}/api/institutions/"
        assert errors(api.call("GET", "/api/nothing/")) == [("not_found", None)]
