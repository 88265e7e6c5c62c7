"""Widget sessions: opened once, every event kept once, ended once."""

import orjson
import pandas as pd
import pytest

from store import Database
from store.ops import sessions
from store.ops.sessions import PAYLOAD_LIMIT, Session
from tests.kit.files import sqlite_of
from tests.kit.rows import records, tuples

EARLY, LATE = "2026-11-24T05:00:00.000000Z", "2026-11-24T05:01:00.000000Z"


def start(db: Database, nonce: str = "nonce", *, external_id: str = "user-42", now: str = EARLY) -> None:
    with db.write() as connection:
        sessions.open(connection, nonce, "f" * 64, external_id, "bank", "MX", None, options={"locale": "es"}, now=now)


def test_a_session_is_found_as_it_was_opened(db: Database) -> None:
    start(db)
    session = Session(
        nonce="nonce",
        token_hash="f" * 64,
        state="opened",
        mode="connect",
        external_id="user-42",
        product="bank",
        country="MX",
        institution=None,
        options={"locale": "es"},
        link=None,
        error_code=None,
        error_message=None,
        request_id=None,
        opened_at=EARLY,
        changed_at=EARLY,
    )
    assert sessions.find(db, "nonce") == session
    assert sessions.find(db, "another") is None
    assert "f" * 64 not in repr(session)


def test_an_event_is_kept_once_and_in_its_place(db: Database) -> None:
    start(db)
    with db.write() as connection:
        first = sessions.record(connection, "nonce", 2, "success", {"link": "x"}, LATE)
        again = sessions.record(connection, "nonce", 2, "success", {"link": "other"}, LATE)
        before = sessions.record(connection, "nonce", 1, "loaded", {}, LATE)
        unknown = sessions.record(connection, "another", 1, "loaded", {})
    assert (first, again, before, unknown) == (True, False, True, False)
    assert records(sessions.events(db, "nonce")) == [
        {"seq": 1, "name": "loaded", "payload": "{}", "at": pd.Timestamp(LATE)},
        {"seq": 2, "name": "success", "payload": '{"link":"x"}', "at": pd.Timestamp(LATE)},
    ]


def test_a_payload_cannot_fill_the_disk(db: Database) -> None:
    start(db)
    most = {"x": "a" * (PAYLOAD_LIMIT - len('{"x":""}'))}
    with db.write() as connection:
        sessions.record(connection, "nonce", 1, "event", most)
        sessions.record(connection, "nonce", 2, "event", {"x": "a" * PAYLOAD_LIMIT})
    payloads = [orjson.loads(payload) for (payload,) in tuples(sessions.events(db, "nonce"), "payload")]
    assert payloads == [most, {"too_large": PAYLOAD_LIMIT + len('{"x":""}')}]


def kept(db: Database, name: str) -> list[int]:
    return [event.seq for event in sessions.history(db, "nonce") if event.name == name]


def test_of_too_many_events_the_first_and_the_last_are_kept(db: Database) -> None:
    start(db)
    with db.write() as connection:
        for seq in range(1, 301):
            name = "success" if seq % 10 == 0 else "event"
            assert sessions.record(connection, "nonce", seq, name, {}, f"{LATE[:-4]}{seq:03}Z")
    numbers = [seq for seq in range(1, 301) if seq % 10]
    assert kept(db, "event") == [*numbers[:100], *numbers[-100:]]
    assert kept(db, "success") == [*range(10, 101, 10), *range(210, 301, 10)]


def test_who_has_no_token_takes_the_place_of_none_of_the_widgets_events(db: Database) -> None:
    start(db)
    with db.write() as connection:
        for seq in range(sessions.FIRST_UNPROVEN, sessions.FIRST_UNPROVEN + sessions.MOST_EVENTS + 50):
            sessions.record(connection, "nonce", seq, "success" if seq % 2 else "exit", {})
        for seq, name in enumerate(("opened", "event", "exit", "success"), start=1):
            sessions.record(connection, "nonce", seq, name, {})
        for seq in range(sessions.FIRST_UNPROVEN + 1_000, sessions.FIRST_UNPROVEN + 1_300):
            sessions.record(connection, "nonce", seq, "success" if seq % 2 else "exit", {})
    told = sessions.history(db, "nonce")
    assert [event.name for event in told[:4]] == ["opened", "event", "exit", "success"]
    assert len(told) == 4 + sessions.MOST_EVENTS + sessions.MOST_SUCCESSES


@pytest.mark.parametrize("end", ["left", "failed", "expired", "connected"])
def test_a_session_ends_once(db: Database, end: str) -> None:
    start(db)
    with db.write() as connection:
        assert sessions.set_state(connection, "nonce", "loaded")
        assert sessions.set_state(connection, "nonce", "loaded", error_code="login_error")
        assert sessions.set_state(connection, "nonce", end, error_message="Over.", request_id="r", now=LATE)
        assert not sessions.set_state(connection, "nonce", "loaded")
        assert not sessions.set_state(connection, "nonce", "left")
        assert sessions.set_state(connection, "nonce", "connected", link="x") == (end != "connected")
        assert not sessions.set_state(connection, "nonce", "connected", link="y")
        assert not sessions.set_state(connection, "another", "left")
    session = sessions.find(db, "nonce")
    assert session is not None
    assert (session.state, session.link) == ("connected", None if end == "connected" else "x")
    assert (session.error_code, session.error_message, session.request_id) == ("login_error", "Over.", "r")


def test_sessions_are_found_by_person_link_and_what_is_open(db: Database) -> None:
    start(db, "first")
    start(db, "second", now=LATE)
    start(db, "third", external_id="user-43", now=LATE)
    with db.write() as connection:
        sessions.set_state(connection, "second", "connected", link="link")
    assert [session.nonce for session in sessions.by_external_id(db, "user-42")] == ["second", "first"]
    assert [session.nonce for session in sessions.for_link(db, "link")] == ["second"]
    assert [session.nonce for session in sessions.unfinished(db, EARLY)] == ["third", "first"]
    assert [session.nonce for session in sessions.unfinished(db, LATE)] == ["third"]


def test_who_tried_and_got_no_link_is_listed_by_the_last_attempt(db: Database) -> None:
    for number, (person, state) in enumerate(
        [
            ("connected later", "left"),
            ("tried again", "left"),
            ("quiet", "loaded"),
            ("failed", "failed"),
            ("tried again", "expired"),
            ("connected later", "connected"),
            ("under way", "loaded"),
        ]
    ):
        at = f"2026-11-24T05:0{number}:00.000000Z"
        start(db, f"{person} {number}", external_id=person, now=at)
        with db.write() as connection:
            sessions.set_state(connection, f"{person} {number}", state, now=at)

    def found(since: str = EARLY, limit: int = 10) -> list[str]:
        listed = sessions.unsuccessful(db, since=since, quiet_since="2026-11-24T05:05:30.000000Z", limit=limit)
        return [session.nonce for session in listed]

    assert found() == ["tried again 4", "failed 3", "quiet 2"]
    assert found("2026-11-24T05:03:00.000000Z", 1) == ["tried again 4"]
    assert found("2026-11-24T05:05:00.000000Z") == []


def test_one_whose_widget_was_taken_away_after_an_error_is_listed_at_once(db: Database) -> None:
    start(db, "locked", external_id="pedro", now=EARLY)
    with db.write() as connection:
        sessions.set_state(connection, "locked", "loaded", error_code="login_error", now=EARLY)
        sessions.record(connection, "locked", 1, "event", {}, EARLY)
    assert sessions.unsuccessful(db, since=EARLY, quiet_since=EARLY) == []
    with db.write() as connection:
        sessions.record(connection, "locked", 2, "removed", {}, EARLY)
    assert [session.nonce for session in sessions.unsuccessful(db, since=EARLY, quiet_since=EARLY)] == ["locked"]


def test_repairs_of_links_without_an_external_id_are_told_apart_by_their_link(db: Database) -> None:
    with db.write() as connection:
        for nonce, link, at in [("a1", "a", EARLY), ("b1", "b", EARLY), ("a2", "a", LATE)]:
            sessions.open(connection, nonce, "hash", "", link=link, mode="update", now=at)
            sessions.set_state(connection, nonce, "left", now=at)
    listed = sessions.unsuccessful(db, since=EARLY, quiet_since=LATE)
    assert [session.nonce for session in listed] == ["a2", "b1"]


@pytest.mark.sqlite_only(reason="looks at plans of SQLite's")
def test_a_token_is_found_without_looking_at_every_session(db: Database) -> None:
    asked: list[str] = []
    with db.read() as connection:
        sqlite_of(connection).set_trace_callback(asked.append)
    assert not sessions.is_token(db, "hash")
    (sql,) = [statement for statement in asked if "token_hash" in statement]
    plan = db.frame(f"EXPLAIN QUERY PLAN {sql}")["detail"].to_list()
    assert plan == ["SEARCH widget_sessions USING COVERING INDEX widget_sessions_token_hash (token_hash=?)"]
