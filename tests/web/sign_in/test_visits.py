"""What is done in an open page keeps its sign-in going; what ends it elsewhere ends the page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from actions.access import sign_ins
from context import identity_at
from domain.roles import Actor, Role
from store import FormerInstance
from store.core import instants
from store.database import bind
from store.write import links
from tests.kit import bodies
from tests.kit.sign_in import claims_of
from tests.kit.waiting import until
from tests.web.sign_in.conftest import Desk, opened

ROOT = Actor("root@desk.example", Role.ADMIN)
IDLE = timedelta(minutes=29)
"""As long as a sign-in that is going on may have been."""


def seen_at(desk: Desk) -> datetime:
    """When the one person of this desk was last active."""
    return instants.decode(str(desk.context.database.frame("SELECT seen_at FROM sign_ins")["seen_at"][0]))


def set_back(desk: Desk, span: timedelta = IDLE) -> datetime:
    """Have the one person of this desk be last active so long ago; returns when that was."""
    moment = datetime.now(UTC) - span
    with desk.context.database.write() as connection:
        connection.execute("UPDATE sign_ins SET seen_at = :at", {"at": instants.encode(moment)})
    return moment


def say(stream: WebSocketTestSession, message: bytes) -> None:
    """Send it, and wait until it has come through."""
    stream.send_bytes(message)
    assert stream.receive_bytes() == message


@pytest.fixture
def person(desk: Desk, request: pytest.FixtureRequest) -> TestClient:
    """Somebody whom the desk has not seen before, and nobody else."""
    with desk.context.database.write() as connection:
        connection.execute("DELETE FROM sign_ins")
    return desk.visit("root", nonce=request.node.name)


def test_a_click_is_activity_and_neither_a_tick_nor_a_page_that_comes_back_is(desk: Desk, person: TestClient) -> None:
    with person.websocket_connect("/_stcore/stream") as stream:
        stream.receive_json()
        before = set_back(desk)
        say(stream, b"click")  # the first word of every page, whether somebody has opened it or it came back by itself
        say(stream, b"tick")
        assert seen_at(desk) == before
        say(stream, b"click")
        assert seen_at(desk) > before


@pytest.mark.parametrize(("path", "counts"), [("/links", True), ("/export/accounts.csv", True), ("/static/x", False)])
def test_a_page_that_is_opened_and_an_export_are_activity(
    desk: Desk, person: TestClient, path: str, counts: bool
) -> None:
    person.get("/component/x")
    before = set_back(desk)
    person.get(path)
    assert (seen_at(desk) > before) is counts


def test_an_idle_page_is_closed_however_it_ticks(tmp_path: Path) -> None:
    with opened(tmp_path, auth_idle_minutes=1) as desk, desk.visit("root") as person:
        with person.websocket_connect("/_stcore/stream") as stream:
            stream.receive_json()
            say(stream, b"tick")
            set_back(desk, timedelta(seconds=61))
            with pytest.raises(WebSocketDisconnect):
                until(lambda: stream.receive_bytes() and None)
        assert person.get("/export/accounts.csv").status_code == 401


def test_what_another_process_ends_closes_open_pages(tmp_path: Path) -> None:
    with opened(tmp_path) as desk, desk.visit("root") as person:
        with person.websocket_connect("/_stcore/stream") as stream:
            stream.receive_json()
            known = desk.visits.sign_in.visitor(claims_of("root"))
            sign_ins.sign_out_everywhere(desk.context.database, known.person, actor=ROOT)
            with pytest.raises(WebSocketDisconnect) as closed:
                stream.receive_bytes()
        assert closed.value.code == 1008


def test_without_a_store_nobody_is_signed_in(tmp_path: Path) -> None:
    (tmp_path / "sandbox.db").write_text("no database at all, and more than a few bytes of it " * 100)
    with opened(tmp_path) as desk:
        person = desk.visit("root")
        assert person.get("/export/accounts.csv").status_code == 401
        assert person.get("/healthz").status_code == 503
        with person.websocket_connect("/_stcore/stream") as stream:
            assert stream.receive_json() == [["_streamlit_xsrf"], ""]


def test_people_stay_signed_in_to_a_store_that_its_local_belvo_has_left_behind(tmp_path: Path) -> None:
    with opened(tmp_path) as desk, desk.visit("root") as person:
        assert person.get("/export/accounts.csv").status_code == 200
        with desk.context.database.write() as connection:
            links.save(connection, bodies.link())
            bind(connection, replace(identity_at(desk.context.settings), instance="earlier"))
    with opened(tmp_path) as desk, desk.visit("root") as person:
        with pytest.raises(FormerInstance):
            desk.context.database.probe()
        with person.websocket_connect("/_stcore/stream") as stream:
            assert "_streamlit_user" in stream.receive_json()[0]
