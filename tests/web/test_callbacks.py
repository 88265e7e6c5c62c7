import time
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from starlette.testclient import TestClient

from actions.connect.start import Opening, start
from actions.connect.token_body import Choices
from context import Context
from store import engine
from store.ops import sessions
from store.ops.sessions import Session
from store.write import links
from tests.kit.actors import TESTER
from tests.kit.local_belvo import Api
from web import requests


@pytest.fixture
def opening(context: Context) -> Opening:
    return start(context.database, context.client, context.settings, Choices(country="MX"), actor=TESTER)


def session_of(context: Context, opening: Opening) -> Session:
    session = sessions.find(context.database, opening.nonce)
    assert session is not None
    return session


def test_success_is_checked_with_belvo_and_thanked_for(
    http: TestClient, context: Context, belvo_url: str, opening: Opening
) -> None:
    link = Api(belvo_url).widget_link(opening.access_token, external_id=opening.external_id)
    query = {"link": link, "institution": "erebor_mx_retail"}
    answer = http.get(f"/connect/callback/success/{opening.nonce}", params=query)
    assert (answer.status_code, "your account is connected" in answer.text) == (200, True)
    assert "Linkdesk can read your account at Erebor Bank now. There is nothing more to do" in answer.text
    assert session_of(context, opening).link == link
    assert links.find(context.database, link) is not None
    assert http.get(f"/connect/callback/success/{opening.nonce}", params=query).status_code == 200
    assert len(sessions.events(context.database, opening.nonce)) == 1


def test_an_invented_link_is_not_believed(http: TestClient, context: Context, opening: Opening) -> None:
    query = {"link": "00000000-0000-4000-8000-000000000000", "institution": "erebor_mx_retail"}
    assert http.get(f"/connect/callback/success/{opening.nonce}", params=query).status_code == 404
    assert session_of(context, opening).state == "opened"


def test_a_busy_store_is_said_soon_on_a_page(
    http: TestClient, context: Context, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.requests.PATIENCE", 0.5)
    address = f"/connect/callback/exit/{opening.nonce}"
    with context.database.write(), ThreadPoolExecutor(1) as others:
        answer = others.submit(http.get, address).result(timeout=engine.BUSY_TIMEOUT / 2)
    assert (answer.status_code, "Load this page again in a moment." in answer.text) == (503, True)
    assert http.get(address).status_code == 200


def test_leaving_says_why(http: TestClient, context: Context, opening: Opening) -> None:
    query = {
        "last_encountered_error_code": "login_error",
        "last_encountered_error_message": "Invalid credentials",
        "meta_data_institution_name": "erebor_mx_retail",
        "meta_data_step": "abandon-survey",
    }
    answer = http.get(f"/connect/callback/exit/{opening.nonce}", params=query)
    assert (answer.status_code, "Nothing was connected" in answer.text) == (200, True)
    assert "The institution did not accept the credentials. You can close this page, or ask for" in answer.text
    session = session_of(context, opening)
    assert (session.state, session.error_code, session.error_message) == ("left", "login_error", "Invalid credentials")


def test_a_dead_token_is_noted(http: TestClient, context: Context, opening: Opening) -> None:
    query = {"error": "ACCESS_TOKEN_NOT_VALID", "error_message": "Not valid"}
    assert http.get(f"/connect/callback/event/{opening.nonce}", params=query).status_code == 200
    assert session_of(context, opening).state == "expired"


def test_a_bank_that_is_down_ends_it_with_the_widgets_own_words(
    http: TestClient, context: Context, opening: Opening
) -> None:
    query = {"warning": "institution_disabled", "warning_message": "erebor_mx_retail is down"}
    answer = http.get(f"/connect/callback/event/{opening.nonce}", params=query)
    assert (answer.status_code, "Nothing was connected" in answer.text) == (200, True)
    session = session_of(context, opening)
    assert (session.state, session.error_code) == ("left", "institution_disabled")


@pytest.mark.parametrize("path", ["success/unknown", "exit/unknown", "other/unknown"])
def test_what_is_not_ours_is_a_page_that_says_so(http: TestClient, path: str) -> None:
    answer = http.get(f"/connect/callback/{path}", params={"link": "<script>alert(1)</script>"})
    assert answer.status_code == 404
    assert "not known here" in answer.text
    assert "<script>" not in answer.text


def test_a_session_keeps_so_many_events_and_cuts_their_texts(
    http: TestClient, context: Context, opening: Opening
) -> None:
    address = f"/connect/callback/event/{opening.nonce}"
    for number in range(sessions.MOST_EVENTS + 20):
        assert http.get(address, params={"error": f"code{number}", "error_message": "x" * 9_000}).status_code == 200
    assert len(sessions.events(context.database, opening.nonce)) == sessions.MOST_EVENTS
    assert session_of(context, opening).error_message == "x" * sessions.TEXT_LIMIT


def test_a_success_counts_after_any_number_of_other_events(
    http: TestClient, context: Context, belvo_url: str, opening: Opening
) -> None:
    with context.database.write() as connection:
        for seq in range(1, sessions.MOST_EVENTS + 1):
            sessions.record(connection, opening.nonce, seq, "event", {})
        sessions.record(connection, opening.nonce, sessions.MOST_EVENTS + 1, "event", {})
    assert len(sessions.history(context.database, opening.nonce)) == sessions.MOST_EVENTS
    link = Api(belvo_url).widget_link(opening.access_token, external_id=opening.external_id)
    http.get(f"/connect/callback/success/{opening.nonce}", params={"link": link})
    assert session_of(context, opening).link == link


# The CRC-32 of these two is the same, and with it was the number of their events.
ALIKE = ("plumless", "buckeroo")


def test_different_reports_are_different_events(http: TestClient, context: Context, opening: Opening) -> None:
    for code in ALIKE:
        http.get(f"/connect/callback/exit/{opening.nonce}?last_encountered_error_code={code}")
        http.get(f"/connect/callback/exit/{opening.nonce}?last_encountered_error_code={code}")
    assert len(sessions.events(context.database, opening.nonce)) == len(ALIKE)


def test_more_than_may_wait_for_a_busy_store_are_told_as_soon_as_the_others(
    http: TestClient, context: Context, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "PATIENCE", 0.5)
    monkeypatch.setattr(requests, "_WRITING", anyio.CapacityLimiter(1))
    address = f"/connect/callback/exit/{opening.nonce}"
    with http, context.database.write(), ThreadPoolExecutor(12) as others:
        began = time.monotonic()
        answers = [*others.map(lambda number: http.get(f"{address}?{number}").status_code, range(12))]
        assert (answers, time.monotonic() - began < 12 * 0.5) == ([503] * 12, True)
