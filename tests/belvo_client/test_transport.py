"""The one door to the network."""

import logging
import re
import traceback
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from responses import RequestsMock

import belvo_client
from belvo_client import BadArgument, BelvoClient, BelvoError, RateLimiter, Retries, TokenRequest, Unlimited
from belvo_client.transport import new_session, plain_session
from tests.belvo_client.conftest import SECRET_ID, SECRET_PASSWORD, URL
from tests.kit.waiting import PATIENCE
from tests.kit.wire import Reply, Wire

BANK_USER, BANK_WORD, ONE_TIME = "planted-bank-user", "planted-bank-word", "planted-one-time"
PLANTED = (SECRET_ID, SECRET_PASSWORD, BANK_USER, BANK_WORD, ONE_TIME)


def timeouts(mock: RequestsMock) -> list[object]:
    return [vars(call.request)["req_kwargs"]["timeout"] for call in mock.calls]


def test_one_line_of_the_package_touches_the_network() -> None:
    root = Path(belvo_client.__file__).parent
    door = re.compile(
        r"session\.(request|get|post|put|patch|delete|send)\(|requests\.(request|get|post|put|patch)\(|urlopen"
    )
    found = [path.name for path in root.rglob("*.py") for line in path.read_text().splitlines() if door.search(line)]
    assert found == ["transport.py"]


def test_calls_are_signed_with_basic_auth(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{URL}/api/", body="anything at all")
    client.check()
    scheme, _, value = mock.calls[0].request.headers["Authorization"].partition(" ")
    assert (scheme, b64decode(value).decode()) == ("Basic", f"{SECRET_ID}:{SECRET_PASSWORD}")


def test_keys_outside_latin_1_can_be_sent(mock: RequestsMock) -> None:
    mock.get(f"{URL}/api/", body="")
    with BelvoClient(URL, "chave", "sênhá€") as client:
        client.check()
    assert b64decode(mock.calls[0].request.headers["Authorization"][6:]).decode() == "chave:sênhá€"


def test_calls_always_have_timeouts_and_long_ones_where_a_bank_is_asked(
    mock: RequestsMock, client: BelvoClient
) -> None:
    mock.get(f"{URL}/api/links/1/", json={})
    mock.post(f"{URL}/api/token/", json={"access": "a"})
    mock.delete(f"{URL}/api/links/1/", status=204)
    mock.post(f"{URL}/api/accounts/", json=[])
    mock.patch(f"{URL}/api/accounts/", json=[])
    mock.put(f"{URL}/api/links/1/", json={})
    mock.post(f"{URL}/api/links/1/refresh/", json={"request_id": "1"}, status=202)
    client.links.get("1")
    client.token.create(TokenRequest.connect())
    client.links.delete("1")
    client.accounts.retrieve("1")
    client.accounts.resume("5e55", "1")
    client.links.update_credentials("1", "new")
    client.links.refresh("1")
    assert timeouts(mock) == [(10, 60)] * 3 + [(10, 330)] * 4


def test_a_session_that_was_handed_in_is_used_and_left_open(mock: RequestsMock) -> None:
    mock.get(f"{URL}/api/", body="")
    mock.get(f"{URL}/api/", body="")
    with requests.Session() as session:
        session.headers["User-Agent"] = "ours"
        with BelvoClient(URL, "id", "password", session=session) as client:
            client.check()
        session.get(f"{URL}/api/")
    assert [call.request.headers["User-Agent"] for call in mock.calls] == ["ours", "ours"]


@pytest.mark.parametrize(
    ("url", "heeds"),
    [
        ("https://sandbox.belvo.com", True),
        ("http://belvo.internal:8900", True),
        ("http://127.0.0.1:8501/sandbox", False),
        ("http://localhost:8900", False),
        ("http://[::1]:8900", False),
    ],
)
def test_proxies_of_the_environment_are_for_other_machines_only(url: str, heeds: bool) -> None:
    with new_session(url, Retries.off(), Unlimited()) as session:
        assert session.trust_env is heeds


def test_a_proxy_does_not_catch_calls_to_this_machine(
    wire: Callable[..., Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server = wire(Reply())
    with BelvoClient(server.url, "id", "password", retries=Retries.off()) as client:
        assert client.links.count() == 0


def test_real_hosts_are_limited_and_this_machine_is_not() -> None:
    with BelvoClient(URL, "a", "b") as real, BelvoClient("http://127.0.0.1:8900", "a", "b") as local:
        assert isinstance(real.transport.limiter, RateLimiter)
        assert isinstance(local.transport.limiter, Unlimited)


def test_no_cookie_is_kept(wire: Callable[..., Wire]) -> None:
    server = wire(Reply(headers={"Set-Cookie": "sessionid=1; Path=/"}))
    with BelvoClient(server.url, "id", "password") as client:
        client.links.count()
        client.links.count()
    assert [headers.get("Cookie") for headers in server.headers] == [None, None]


def test_a_redirect_to_another_host_carries_nothing_there(wire: Callable[..., Wire]) -> None:
    elsewhere = wire(Reply())
    server = wire(Reply(307, b"", {"Location": f"{elsewhere.url}/api/links/"}))
    with BelvoClient(server.url, "id", "password") as client, pytest.raises(BelvoError, match="redirected"):
        client.links.count()
    assert elsewhere.asked == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_session_of_ours_goes_where_an_answer_leads(wire: Callable[..., Wire], method: str) -> None:
    elsewhere = wire(Reply())
    server = wire(Reply(302, b"", {"Location": elsewhere.url}))
    with plain_session(server.url) as session:
        assert session.request(method, server.url, timeout=PATIENCE).status_code == 302
    assert elsewhere.asked == []


def test_certificates_of_other_machines_are_looked_at() -> None:
    urls = ("https://sandbox.belvo.com", "https://10.0.0.5", "https://127.0.0.1.evil.example", "https://127.0.0.1:8501")
    assert [plain_session(url).verify for url in urls] == [True, True, True, False]


@pytest.mark.parametrize(
    "url", ["", "sandbox.belvo.com", "ftp://x", "https://", "https://id:planted@x", "https://x?a=1", "https://x#a"]
)
def test_a_base_url_that_is_none_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(BadArgument, match="The base URL must") as caught:
        BelvoClient(url, "id", "password")
    assert "planted" not in str(caught.value)


def test_a_body_that_is_no_json_is_refused_before_it_is_sent(mock: RequestsMock, client: BelvoClient) -> None:
    with pytest.raises(BadArgument, match="cannot be sent"):
        client.links.create("x", "y", latitude=float("nan"))  # type: ignore[arg-type]  # what a caller may still do
    assert len(mock.calls) == 0


def failures(client: BelvoClient) -> list[BelvoError]:
    """What calls that carry each of the planted secrets end with."""
    calls: list[Callable[[], object]] = [
        lambda: client.token.create(TokenRequest.update("1")),
        lambda: client.links.create("x", BANK_USER, BANK_WORD),
        lambda: client.links.update_credentials("1", BANK_WORD, token=ONE_TIME),
        lambda: client.accounts.resume("5e55", "1", token=ONE_TIME),
    ]
    found = []
    for call in calls:
        with pytest.raises(BelvoError) as caught:
            call()
        found.append(caught.value)
    return found


ECHOES = {
    "array": '[{"code":"invalid","message":"{echo}","request_id":"1","more":{"deep":["{echo}"]}}]',
    "broken": '{"code":"invalid","detail":"{echo}"',
    "html": "<html>{echo}</html>",
    "cut": "",
}


@pytest.mark.parametrize("status", [400, 401, 403, 428, 500, 502])
@pytest.mark.parametrize("body", ECHOES.values(), ids=ECHOES)
def test_planted_secrets_show_in_no_repr_log_or_exception(
    wire: Callable[..., Wire], caplog: pytest.LogCaptureFixture, status: int, body: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server = wire(Reply(status, body.encode(), cut=not body))
    told: list[object] = []
    with BelvoClient(server.url, SECRET_ID, SECRET_PASSWORD, retries=Retries.off(), observer=told.append) as client:
        failed = failures(client)
        shown = [client, client.transport, client.token, client.links, client.transport.keys, *told]
    for error in failed:
        shown += [error, error.errors, *traceback.format_exception(error)]
        shown += [(cause, vars(cause)) for cause in (error.__cause__, error.__context__) if cause]
    text = repr(shown) + caplog.text
    assert [secret for secret in PLANTED if secret in text] == []


def test_an_access_token_in_a_garbled_answer_shows_nowhere(wire: Callable[..., Wire]) -> None:
    server = wire(Reply(200, b'{"access": "planted-access", '))
    with BelvoClient(server.url, SECRET_ID, SECRET_PASSWORD) as client, pytest.raises(BelvoError) as caught:
        client.token.create(TokenRequest.connect())
    cause = caught.value.__cause__
    assert "planted-access" not in repr([caught.value, cause, vars(cause or caught.value)])


def test_a_request_shows_neither_consent_nor_keys() -> None:
    widget = {"consent": {"identification_info": [{"number": "76109277673"}]}}
    assert "76109277673" not in repr(TokenRequest(widget=widget))
