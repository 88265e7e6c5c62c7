from pathlib import Path
from urllib.parse import urlsplit

import pytest

from belvo_sandbox import create_app
from belvo_sandbox.http.guard import HostGuard
from tests.kit.local_belvo import KEYS, Api, errors

FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_foreign_page_can_not_use_the_keys(api: Api, headers: dict[str, str]) -> None:
    answer = api.call("GET", "/api/links/", headers=headers)
    assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])


def test_a_foreign_page_can_not_mint_a_token_with_a_simple_request(api: Api) -> None:
    body = f'{{"id":"{KEYS[0]}","password":"{KEYS[1]}","scopes":"write_links"}}'
    headers = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
    answer = api.call("POST", "/api/token/", auth=None, headers=headers, data=body)
    assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])


def test_a_page_of_the_sandbox_itself_may_call_it(api: Api) -> None:
    headers = {**api.token(), "Origin": api.url.rsplit("/", 1)[0], "Sec-Fetch-Site": "same-origin"}
    assert api.call("GET", "/api/institutions/", auth=None, headers=headers).status_code == 200


def test_a_name_that_was_rebound_to_this_machine_is_refused(api: Api) -> None:
    port = urlsplit(api.url).port
    for path in ("/api/links/", "/healthz", "/belvo-widget-1-stable.js"):
        answer = api.call("GET", path, headers={"Host": f"evil.example:{port}"})
        assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])


@pytest.mark.parametrize("name", ["localhost:8900", "127.0.0.1", "[::1]:8900", "LOCALHOST"])
def test_every_name_of_the_loopback_is_answered(api: Api, name: str) -> None:
    assert api.call("GET", "/healthz", headers={"Host": name}).status_code == 200


def test_more_names_are_answered_when_they_are_given(tmp_path: Path) -> None:
    app = create_app(tmp_path, hosts=["desk.example"])
    guard = HostGuard(app, ["desk.example"])
    app.state.sandbox.state.close()
    assert [guard.knows(host) for host in ("desk.example", "desk.example:80", "other.example", "10.1.2.3")] == [
        True,
        True,
        False,
        False,
    ]


def test_bound_to_every_address_it_answers_to_addresses_but_not_to_names() -> None:
    guard = HostGuard(_nothing, ["0.0.0.0"])  # noqa: S104 - the name of the choice, nothing is bound
    assert [guard.knows(host) for host in ("10.1.2.3:8900", "[fe80::1]", "evil.example", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_redirect_for_a_missing_slash_does_not_follow_a_foreign_host(api: Api) -> None:
    answer = api.call("GET", "/api/links", headers={"Host": "evil.example"}, allow_redirects=False)
    assert answer.status_code == 403


async def _nothing(scope: object, receive: object, send: object) -> None:
    raise AssertionError((scope, receive, send))
