import pytest

from tests.kit.local_belvo import KEYS, Api, errors

NEIGHBOURS = ["http://127.0.0.1:3000", "http://localhost:3000", "https://[::1]:3000"]
STRANGERS = ["https://evil.example", "http://127.0.0.1.evil.example", "null", "file://127.0.0.1", "http://10.1.2.3"]
ALLOWED = "Access-Control-Allow-Origin"


def _preflight(api: Api, origin: str, path: str = "/api/links/") -> dict[str, str]:
    request_headers = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = api.call("OPTIONS", path, auth=None, headers={"Origin": origin, **request_headers})
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control")}


@pytest.mark.parametrize("origin", NEIGHBOURS)
def test_a_page_of_another_port_may_send_an_access_token(api: Api, origin: str) -> None:
    assert _preflight(api, origin) == {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST, PUT, PATCH",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-max-age": "600",
    }
    headers = {**api.token(), "Origin": origin, "Sec-Fetch-Site": "cross-site"}
    answer = api.call("GET", "/api/institutions/", auth=None, headers=headers)
    assert (answer.status_code, answer.headers[ALLOWED], answer.headers["Vary"]) == (200, origin, "Origin")


def test_it_may_read_why_its_token_was_refused(api: Api) -> None:
    headers = {"Authorization": "Bearer none", "Origin": NEIGHBOURS[0]}
    answer = api.call("GET", "/api/institutions/", auth=None, headers=headers)
    assert (answer.status_code, answer.headers[ALLOWED]) == (401, NEIGHBOURS[0])


@pytest.mark.parametrize("path", ["/api/links/", "/api/institutions/", "/api/accounts/"])
def test_it_may_not_use_keys(api: Api, path: str) -> None:
    answer = api.call("GET", path, headers={"Origin": NEIGHBOURS[0]})
    assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])
    assert ALLOWED not in answer.headers


def test_it_may_not_mint_a_token_though_it_has_one(api: Api) -> None:
    body = {"id": KEYS[0], "password": KEYS[1], "scopes": "write_links"}
    headers = {**api.token(), "Origin": NEIGHBOURS[0]}
    answer = api.call("POST", "/api/token/", auth=None, headers=headers, json=body)
    assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])


def test_it_may_not_go_beyond_the_tokens_scopes(api: Api) -> None:
    headers = {**api.token("read_institutions"), "Origin": NEIGHBOURS[0]}
    for path in ("/api/links/", "/api/accounts/", "/api/transactions/"):
        assert api.call("GET", path, auth=None, headers=headers).status_code == 403
    assert api.call("POST", "/api/links/", auth=None, headers=headers, json={}).status_code == 403


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_page_of_another_machine_may_not_even_send_a_token(api: Api, origin: str) -> None:
    assert _preflight(api, origin) == {}
    answer = api.call("GET", "/api/institutions/", auth=None, headers={**api.token(), "Origin": origin})
    assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])


@pytest.mark.parametrize("path", ["/control/clock/", "/mock-bank/consents/1", "/healthz"])
def test_nothing_but_the_api_is_opened(api: Api, path: str) -> None:
    assert _preflight(api, NEIGHBOURS[0], path) == {}


def test_every_page_may_load_the_widget(api: Api) -> None:
    for path in ("/belvo-widget-1-stable.js", "/widget-assets/flow.js", "/widget-assets/styles.css"):
        headers = api.call("GET", path, auth=None, headers={"Origin": "https://evil.example"}).headers
        assert (headers[ALLOWED], headers["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
