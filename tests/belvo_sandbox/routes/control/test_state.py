"""/control/state/…: inspected, reset, saved to a file and loaded elsewhere."""

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from belvo_sandbox import serve
from belvo_sandbox.core import snapshots
from belvo_sandbox.core.state import APPLICATION_ID, FILE_NAME, MIGRATIONS, State, StateError
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors

STATE = "/control/state/"
FILE = f"{STATE}file/"


def world(api: Api) -> dict[str, Any]:
    """What the API shows of everything that was made."""
    paths = ("/api/links/", "/api/accounts/", "/api/owners/", "/control/faults/", "/control/webhooks/endpoints/")
    matching = {path: api.get(path) for path in paths}
    for page in (matching["/api/links/"], matching["/api/accounts/"], matching["/api/owners/"]):
        assert page.pop("next") is None
    link = matching["/api/links/"]["results"][0]["id"]
    return {**matching, "transactions": api.rows("/api/transactions/", link=link, page_size=1000)}


def created(api: Api) -> dict[str, Any]:
    """A link, a fault and an endpoint, and what is seen of them."""
    api.link()
    api.call("POST", "/control/faults/", auth=None, json={"error": "not_found", "endpoint": "GET /api/bills/"})
    body = {"url": "http://127.0.0.1:9/hook", "authorization": "Bearer planted"}
    api.call("POST", "/control/webhooks/endpoints/", auth=None, json=body)
    return world(api)


def put(api: Api, content: bytes) -> Any:  # noqa: ANN401 - a Response
    return api.call("PUT", FILE, auth=None, data=content)


def test_everything_is_counted(api: Api) -> None:
    created(api)
    shown = api.get(STATE)
    assert shown == {
        "instance": api.get("/healthz")["instance"],
        "seed": 1,
        "now": "2026-06-17T15:30:00.000000Z",
        "frozen": True,
        "links": 1,
        "collections": shown["collections"],
        "consents": 0,
        "sessions": 0,
        "webhook_endpoints": 1,
        "announcements": 0,
        "deliveries": 0,
        "links_by_status": {"valid": 1},
        "deliveries_by_state": {},
        "faults": 1,
        "mishaps": 0,
    }
    assert shown["collections"] > 5


def test_a_reset_sandbox_is_as_a_new_one_but_not_the_same(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path)
    token = api.token()
    first, instance = created(api), api.get("/healthz")["instance"]
    again = api.call("POST", f"{STATE}reset/", auth=None).json()
    assert again["instance"] == api.get("/healthz")["instance"] != instance
    assert {name: again[name] for name in ("links", "collections", "webhook_endpoints", "faults")} == dict.fromkeys(
        ("links", "collections", "webhook_endpoints", "faults"), 0
    )
    assert api.get("/api/accounts/")["count"] == 0
    assert api.call("GET", "/api/institutions/", auth=None, headers=token).status_code == 401
    # The same moves lead to the same place, under the same ids.
    assert created(api) == first


def test_a_reset_clock_is_back_at_its_start(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path)
    api.call("POST", "/control/clock/advance/", auth=None, json={"days": 3})
    assert api.call("POST", f"{STATE}reset/", auth=None).json()["now"] == "2026-06-17T15:30:00.000000Z"
    assert host.start(tmp_path).get("/healthz")["now"] == "2026-06-17T15:30:00.000000Z"


def test_rows_of_before_a_reset_are_shown_by_no_process_after_it(host: Host, api: Api, tmp_path: Path) -> None:
    other = host.start(tmp_path / "state")
    link = api.link(access_mode="single", fetch_resources=["ACCOUNTS", "OWNERS"])["id"]
    before = [each.get("/api/owners/", link=link)["count"] for each in (api, other)]
    api.call("POST", f"{STATE}reset/", auth=None)
    assert api.link(access_mode="single", fetch_resources=["ACCOUNTS"])["id"] == link
    after = [each.get("/api/owners/", link=link)["count"] for each in (api, other)]
    assert (before, after) == ([1, 1], [0, 0])


def test_a_file_holds_everything_and_another_machine_goes_on_from_it(host: Host, tmp_path: Path) -> None:
    one = host.start(tmp_path / "one", seed=7)
    one.call("POST", "/control/clock/advance/", auth=None, json={"days": 2})
    shown = created(one)
    file = one.call("GET", FILE, auth=None)
    assert file.headers["Content-Type"] == "application/vnd.sqlite3"
    other = host.start(tmp_path / "other", NOW + timedelta(days=90))
    other.link("bnk101", "nodata")
    answer = put(other, file.content)
    assert answer.status_code == 200, answer.text
    assert world(other) == shown
    loaded, saved = other.get(STATE), one.get(STATE)
    assert {**loaded, "instance": 0} == {**saved, "instance": 0}
    assert (loaded["seed"], loaded["now"]) == (7, "2026-06-19T15:30:00.000000Z")
    assert len({loaded["instance"], saved["instance"]}) == 2
    # What comes next is the same too: people, ids and chance.
    assert other.link(institution="gotham_mx_business")["id"] == one.link(institution="gotham_mx_business")["id"]
    restarted = host.start(tmp_path / "other", NOW + timedelta(days=90))
    assert restarted.get(STATE)["seed"] == 7
    assert restarted.call("POST", f"{STATE}reset/", auth=None).json()["seed"] == 1


def test_the_file_takes_no_key_along_and_ends_every_token(api: Api, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "state" / FILE_NAME)) as connection:
        key = connection.execute("SELECT value FROM settings WHERE name = 'signing_key'").fetchone()[0]
    token = api.token()
    content = api.call("GET", FILE, auth=None).content
    assert key.encode() not in content
    assert put(api, content).status_code == 200
    assert api.call("GET", "/api/institutions/", auth=None, headers=token).status_code == 401
    assert api.call("GET", "/api/institutions/", auth=None, headers=api.token()).status_code == 200


def test_going_back_leaves_nothing_of_what_came_after(api: Api) -> None:
    link = api.link(access_mode="single", fetch_resources=["ACCOUNTS"])["id"]
    content = api.call("GET", FILE, auth=None).content
    api.call("POST", "/api/owners/", json={"link": link})
    after = api.get("/api/owners/", link=link)["count"]
    put(api, content)
    assert (after, api.get("/api/owners/", link=link)["count"]) == (1, 0)


def test_what_is_no_saved_state_is_refused_in_a_sentence(api: Api, tmp_path: Path) -> None:
    shown = created(api)
    saved = api.call("GET", FILE, auth=None).content
    refused = {
        b"": "This is no file that a local sandbox has saved.",
        b"hello": "This is no file that a local sandbox has saved.",
        _edited(tmp_path, saved, "PRAGMA application_id = 7"): "This is no file that a local sandbox has saved.",
        _edited(tmp_path, saved, f"PRAGMA user_version = {len(MIGRATIONS) + 1}"): "This file was saved by a newer",
        _edited(tmp_path, saved, "DROP TABLE sessions"): "This file is damaged.",
        _edited(tmp_path, saved, "DELETE FROM links"): "This file is damaged.",
        saved[: len(saved) // 2]: "This file is damaged.",
    }
    for content, sentence in refused.items():
        answer = put(api, content)
        assert (answer.status_code, errors(answer)) == (400, [("invalid", "file")])
        assert answer.json()[0]["message"].startswith(sentence)
    assert world(api) == shown


def _edited(folder: Path, content: bytes, statement: str) -> bytes:
    path = folder / "edited.db"
    path.write_bytes(content)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    return path.read_bytes()


def test_nothing_that_a_file_defines_runs_after_it_is_loaded(api: Api, tmp_path: Path) -> None:
    api.link()
    trigger = "CREATE TRIGGER planted AFTER INSERT ON links BEGIN DELETE FROM links; END"
    assert put(api, _edited(tmp_path, api.call("GET", FILE, auth=None).content, trigger)).status_code == 200
    api.link()
    assert api.get("/api/links/")["count"] == 2


def test_a_file_of_an_older_sandbox_is_brought_up_to_date(api: Api, tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for script in MIGRATIONS[:4]:
            connection.executescript(script)
        connection.execute("INSERT INTO webhook_endpoints VALUES (3, 'a', 'http://127.0.0.1:9/', NULL, '2026-01-01')")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 4")
    before = path.read_bytes()
    assert put(api, before).status_code == 200
    assert [endpoint["id"] for endpoint in api.get("/control/webhooks/endpoints/")] == ["a"]
    assert (api.get("/api/links/")["count"], path.read_bytes()) == (0, before)


def test_a_file_holds_one_moment_however_much_is_written_meanwhile(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    with state.write() as connection:
        connection.execute("INSERT INTO settings VALUES ('a', '0'), ('b', '0')")
    saved = threading.Event()

    def write() -> None:
        while not saved.is_set():
            with state.write() as connection:
                for name in "ab":
                    connection.execute("UPDATE settings SET value = value + 1 WHERE name = ?", (name,))

    writer = threading.Thread(target=write)
    writer.start()
    shown = []
    for number in range(10):
        path = tmp_path / f"{number}.db"
        snapshots.save(state, path, {})
        with closing(sqlite3.connect(path)) as connection:
            shown.append(connection.execute("SELECT value FROM settings WHERE name IN ('a', 'b')").fetchall())
    saved.set()
    writer.join()
    state.close()
    assert all(len(set(pair)) == 1 for pair in shown)
    assert shown[0] != shown[-1]


def test_python_saves_and_loads_files(tmp_path: Path) -> None:
    path = tmp_path / "saved" / "world.db"
    path.parent.mkdir()
    with serve(tmp_path / "one", now=NOW) as one:
        one.control.add_fault("not_found", times=2)
        one.control.save(path)
        instance = one.control.reset()
        assert (one.control.faults(), one.control.inspect()["instance"]) == ([], instance)
        loaded = one.control.load(path)
        assert [fault["error"] for fault in one.control.faults()] == ["not_found"]
        assert loaded != instance
        with pytest.raises(StateError, match="no file"):
            one.control.load(Path(__file__))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["world.db"]
