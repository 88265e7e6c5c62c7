from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions import troubles
from actions.health import Check, belvo, check_all
from belvo_client import BelvoClient
from belvo_sandbox import serve
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.core import instants
from store.ops import breakers, jobs, processes
from store.upkeep import integrity
from store.write import links, rows
from store.write.batch import prepare
from tests.kit import bodies
from tests.kit.damage import ruin
from tests.kit.files import file_of
from tests.kit.local_belvo import client_of

NOWHERE = "http://127.0.0.1:9"


def checks(db: Database, client: BelvoClient, settings: Settings) -> dict[str, Check]:
    return {check.name: check for check in check_all(db, client, settings)}


def states(found: dict[str, Check]) -> dict[str, str]:
    return {name: check.state for name, check in found.items()}


@pytest.fixture
def nobody() -> Iterator[BelvoClient]:
    with client_of(NOWHERE) as client:
        yield client


def test_a_desk_that_has_everything_but_a_worker(db: Database, client: BelvoClient, settings: Settings) -> None:
    found = checks(db, client, settings)
    assert states(found) == {
        "Keys": "well",
        "Belvo": "well",
        "Clock": "well",
        "Webhooks": "doubtful",
        "Widget": "well",
        "Phones": "well",
        "Institutions": "well",
        "Store": "well",
        "Disk": "well",
        "Worker": "doubtful",
        "Processes": "well",
        "Rows": "well",
        "Versions": "well",
    }
    assert "LINKDESK_PUBLIC_URL" in found["Webhooks"].cure
    assert "streamlit 1.67.0" in found["Versions"].found


def test_refused_keys_name_the_environment(db: Database, belvo_url: str, settings: Settings) -> None:
    with client_of(belvo_url, (LOCAL_KEYS[0], "wrong")) as stranger:
        keys = checks(db, stranger, settings)["Keys"]
    assert (keys.state, keys.cure) == (
        "failed",
        "Each environment has a key pair of its own: check that the keys belong to local.",
    )


def test_without_belvo_each_check_says_what_it_could_not_test(
    db: Database, nobody: BelvoClient, settings: Settings
) -> None:
    found = states(checks(db, nobody, settings.model_copy(update={"base_url": NOWHERE})))
    assert (found["Belvo"], found["Keys"], found["Clock"]) == ("failed", "doubtful", "doubtful")
    assert (found["Widget"], found["Store"], found["Disk"]) == ("failed", "well", "well")


def test_the_last_look_at_the_whole_store_is_told(db: Database, nobody: BelvoClient, settings: Settings) -> None:
    integrity.check(db)
    store = checks(db, nobody, settings)["Store"]
    assert (store.state, store.found.endswith("; read whole 0 min ago and found sound.")) == ("well", True)
    with db.write() as connection:
        connection.execute("INSERT INTO row_counts VALUES ('transactions', 'a', 'b', 7)")
    integrity.check(db)
    store = checks(db, nobody, settings)["Store"]
    assert (store.state, store.found.partition(": ")[2]) == (
        "failed",
        "Sums are not those of the rows: account b of link a.",
    )
    assert store.cure.startswith("Run python -m store recount")


def test_the_stores_size_is_that_of_its_file_and_its_log(db: Database, nobody: BelvoClient, settings: Settings) -> None:
    with db.write() as connection:
        connection.execute("CREATE TABLE filler (content)")
        connection.execute("INSERT INTO filler VALUES (zeroblob(3000000))")
    found = checks(db, nobody, settings)["Store"].found
    log = file_of(db).with_name(f"{file_of(db).name}-wal").stat().st_size
    assert log > 3_000_000
    assert f"{(file_of(db).stat().st_size + log) / 1e6:,.1f} MB, {log / 1e6:,.1f} MB of it in its log" in found


def test_a_store_that_can_not_be_read_is_what_the_checks_find(
    db: Database, nobody: BelvoClient, settings: Settings
) -> None:
    db.checkpoint()
    ruin(file_of(db))
    found = checks(db, nobody, settings)
    assert (found["Data"].state, found["Disk"].state, found["Versions"].state) == ("failed", "well", "well")
    assert "End Linkdesk and bring back a backup: python -m store restore FILE" in found["Data"].cure


def test_the_local_belvos_clock_may_be_elsewhere(db: Database, tmp_path: Path, settings: Settings) -> None:
    ahead = datetime.now(UTC) + timedelta(days=40)
    with (
        serve(tmp_path / "ahead", now=ahead) as server,
        client_of(server.url) as client,
    ):
        clock = checks(db, client, settings.model_copy(update={"base_url": server.url}))["Clock"]
    assert clock.state == "well"
    assert clock.found.startswith("This machine's is 40.0 days behind Belvo's.")


def test_belvos_clock_may_not(
    db: Database, nobody: BelvoClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belvo, "_time_at", lambda _settings: datetime.now(UTC) - timedelta(minutes=7))
    clock = checks(db, nobody, settings.model_copy(update={"environment": "sandbox"}))["Clock"]
    assert (clock.state, clock.found) == ("failed", "This machine's is 7 min ahead of Belvo's.")


@pytest.mark.parametrize(
    ("authorization", "state"), [(None, "failed"), (Secret("Bearer agreed"), "well")], ids=["none", "agreed"]
)
def test_a_public_address_needs_an_agreed_authorization(
    db: Database, nobody: BelvoClient, settings: Settings, authorization: Secret | None, state: str
) -> None:
    agreed = {"public_url": "https://desk.example", "webhook_authorization": authorization}
    public = settings.model_copy(update={"environment": "sandbox", **agreed})
    found = checks(db, nobody, public)["Webhooks"]
    assert found.state == state
    assert "agreed" not in found.found or "Bearer" not in found.found


@pytest.mark.parametrize(
    ("behind_proxy", "state"), [(False, "failed"), (True, "well")], ids=["this machine alone", "behind a proxy"]
)
def test_a_public_address_that_nobody_can_reach_is_told(
    db: Database, nobody: BelvoClient, settings: Settings, behind_proxy: bool, state: str
) -> None:
    public = settings.model_copy(update={"public_url": "https://desk.example", "behind_proxy": behind_proxy})
    phones = checks(db, nobody, public)["Phones"]
    assert phones.state == state
    assert behind_proxy or "LINKDESK_BEHIND_PROXY" in phones.cure


def test_a_pull_that_nobody_takes_is_told(db: Database, client: BelvoClient, settings: Settings) -> None:
    with db.write() as connection:
        long_ago = instants.encode(datetime.now(UTC) - timedelta(minutes=5))
        jobs.enqueue(connection, "a-link", ["accounts"], "operator", now=long_ago)
    worker = checks(db, client, settings)["Worker"]
    assert (worker.state, worker.found) == ("failed", "None runs beside this server; 1 pull waits.")


def test_a_store_that_cannot_be_written_is_told(
    db: Database, client: BelvoClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.engine.sqlite.BUSY_TIMEOUT", 0.05)
    with db.write():
        store = checks(db, client, settings)["Store"]
    assert store.state == "failed"
    assert store.found == f"Another program has kept {db.address} locked. End it, then start again."


def test_rows_that_are_set_aside_are_told(db: Database, client: BelvoClient, settings: Settings) -> None:
    mended = prepare("transactions", bodies.LINK, [bodies.transaction(1, description="a � b")])
    with db.write() as connection:
        links.save(connection, bodies.link())
        rows.save(connection, mended)
    assert checks(db, client, settings)["Rows"].found == "None is set aside. 1 mended and kept."
    with db.write() as connection:
        rows.save(connection, prepare("tax_returns", bodies.LINK, [], [("1", "no object"), ("2", "no object")]))
    told = checks(db, client, settings)["Rows"]
    assert (told.state, told.found) == ("doubtful", "2 can't be read and are set aside, of tax_returns.")
    assert bodies.LINK in told.cure


def test_institutions_that_do_not_answer_are_told(db: Database, client: BelvoClient, settings: Settings) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        for _ in range(3):
            breakers.note(connection, bodies.LINK, timed_out=["transactions"], answered=[])
    told = checks(db, client, settings)["Institutions"]
    assert (told.state, told.found) == (
        "doubtful",
        f"Calls time out: {bodies.INSTITUTION}, 3 pulls in a row since 0 min ago, at transactions.",
    )


def test_processes_of_two_versions_are_told(db: Database, client: BelvoClient, settings: Settings) -> None:
    with db.write() as connection:
        processes.beat(connection, "server", "1.0.0")
    assert checks(db, client, settings)["Processes"].state == "well"
    with db.write() as connection:
        connection.execute("UPDATE processes SET name = 'elsewhere:7', host = 'elsewhere'")
        processes.beat(connection, "server", "1.1.0")
    told = checks(db, client, settings)["Processes"]
    assert (told.state, told.cure) == ("doubtful", "Replace those that are older.")
    assert told.found.startswith("Of several versions: server elsewhere:7 (1.0.0); server ")


def test_a_worker_that_has_much_to_do_is_well(
    db: Database, client: BelvoClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(troubles, "processes", lambda: [7])
    monkeypatch.setattr(troubles, "unheard_for", lambda _db, _now: None)
    with db.write() as connection:
        long_ago = instants.encode(datetime.now(UTC) - timedelta(minutes=5))
        for link in ("pulled", "waiting", "waiting too"):
            jobs.enqueue(connection, link, ["accounts"], "schedule", now=long_ago)
        processes.note_pulls(connection, "a worker", 8)
    jobs.claim(db, "a worker", timedelta(minutes=1))
    worker = checks(db, client, settings)["Worker"]
    assert (worker.state, worker.found) == (
        "well",
        "Process 7 pulls 1 of 8 at once; 2 pulls wait. The longest has for 5 min.",
    )
