"""What a log may keep of bodies: nothing that is secret, and nothing that tells of a person."""

import json
from typing import Any

import pytest
from responses import RequestsMock

from belvo_client import BelvoClient, BelvoError, CallRecord, LoginFailed, NotFound, TokenRequest
from belvo_client.http import redaction
from belvo_client.http.redaction import LONGEST
from tests.belvo_client.conftest import SECRET_ID, SECRET_PASSWORD, URL

PERSONAL = (
    "bnk100",
    "full-secret",
    "Mar\u00eda",
    "76109277673",
    "maria@example.com",
    "12345.67",
    SECRET_ID,
    SECRET_PASSWORD,
)


def kept(record: CallRecord) -> tuple[Any, Any]:
    return tuple(json.loads(text) if text else None for text in (record.request, record.answer))  # type: ignore[return-value]


@pytest.fixture
def seen() -> list[CallRecord]:
    return []


@pytest.fixture
def observed(naps: list[float], seen: list[CallRecord]) -> BelvoClient:
    assert naps == []
    return BelvoClient(URL, SECRET_ID, SECRET_PASSWORD, observer=seen.append)


def test_a_call_that_changes_something_is_told_with_both_bodies_without_what_is_personal(
    mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]
) -> None:
    answer = {
        "id": "l1",
        "institution": "erebor",
        "owner": {"email": "maria@example.com", "display_name": "Mar\u00eda"},
    }
    mock.post(f"{URL}/api/links/", json=answer, status=201)
    observed.links.create("erebor", "bnk100", "full-secret", external_id="user-1")
    request, told = kept(seen[0])
    assert (request["institution"], request["username"], request["password"]) == ("erebor", "[hidden]", "[hidden]")
    assert request["external_id"] == "user-1"
    assert told == {
        "id": "l1",
        "institution": "erebor",
        "owner": {"email": "[hidden]", "display_name": "[hidden]"},
    }
    assert [text for text in PERSONAL if text in f"{seen[0].request}{seen[0].answer}{seen[0]}"] == []


def test_keys_and_tokens_are_hidden(mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]) -> None:
    mock.post(f"{URL}/api/token/", json={"access": "planted-access", "refresh": "planted-refresh"})
    observed.token.create(TokenRequest.connect())
    request, told = kept(seen[0])
    assert (request["id"], request["password"]) == ("[hidden]", "[hidden]")
    assert told == {"access": "[hidden]", "refresh": "[hidden]"}


def test_a_list_that_went_well_is_told_by_its_size_alone(
    mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]
) -> None:
    mock.get(f"{URL}/api/accounts/", json={"count": 1, "next": None, "results": [{"id": "a", "link": "1"}]})
    assert len([*observed.accounts.list(link="1")]) == 1
    assert [(record.request, record.answer) for record in seen] == [(None, None)]


def test_a_failure_is_told_with_its_answer(mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]) -> None:
    error = [{"code": "not_found", "message": "Not found.", "request_id": "5e55"}]
    mock.get(f"{URL}/api/links/1/", json=error, status=404)
    mock.post(f"{URL}/api/links/", json=[{"code": "login_error", "request_id": "6"}], status=400)
    with pytest.raises(NotFound):
        observed.links.get("1")
    with pytest.raises(LoginFailed):
        observed.links.create("erebor", "bnk100", "full-secret")
    assert kept(seen[0]) == (None, error)
    assert kept(seen[1])[1] == [{"code": "login_error", "request_id": "6"}]


def test_what_a_failure_repeats_of_the_request_is_hidden(
    mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]
) -> None:
    said = [{"code": "invalid", "message": 'No "planted-token" at planted-token', "request_id": "7e57"}]
    mock.patch(f"{URL}/api/links/", json=said, status=400)
    with pytest.raises(BelvoError):
        observed.links.resume("session", "1", token="planted-token")
    assert json.loads(seen[0].answer or "")[0]["message"] == 'No "[hidden]" at [hidden]'


def test_a_good_answer_is_told_with_the_id_of_its_header(
    mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]
) -> None:
    mock.get(f"{URL}/api/accounts/", json={"count": 0, "next": None, "results": []}, headers={"X-Request-ID": "7e57"})
    assert [*observed.accounts.list(link="1")] == []
    assert seen[0].request_id == "7e57"


def test_bodies_are_bounded() -> None:
    assert redaction.request({"link": "x" * LONGEST}) is None
    assert len(redaction.answer(json.dumps([{"id": "x" * 100}] * 1000).encode()) or "") == LONGEST
    assert redaction.answer(b"[" + b"1," * 1024 * 1024 + b"1]") is None
    assert redaction.answer(b"<html>") is None
    assert redaction.answer(b"[" * 19 + b'{"id":1}' + b"]" * 19) == "[" * 19 + '{"id":"[hidden]"}' + "]" * 19


def test_colours_are_told_and_other_values_are_not() -> None:
    body = {"widget": {"theme": [{"css_key": "--color", "value": "#fff"}]}, "value": "planted"}
    assert json.loads(redaction.request(body) or "") == body | {"value": "[hidden]"}
