import errno
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest

import context as contexts
from belvo_client import CallRecord, RateLimited, Retries, Unlimited
from belvo_client.http.limiter import SharedLimiter
from belvo_client.transport import Transport
from belvo_sandbox import Served, serve
from context import PAGES, ROUTES, TERMINAL, WORKER, Context, FolderNotWritable, Role, identity_of, make_data_dir
from settings import LOCAL_KEYS, NoServer, Secret, Settings, SettingsError
from store import Busy, Database, Identity, StoreError, WrongIdentity
from store.ops import call_budgets, calls
from store.write import links
from tests.kit import bodies

NOWHERE = "http://127.0.0.1:9"
ALWAYS = Role(retries=Retries.off(), look=0.0)
"""Looks whenever the store is asked for."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path / "sandbox") as server:
        yield server


def local(folder: Path, url: str | None) -> Settings:
    return Settings(data_dir=folder, secret_id=LOCAL_KEYS[0], secret_password=Secret(LOCAL_KEYS[1]), base_url=url)


def sandbox(folder: Path) -> Settings:
    return Settings(environment="sandbox", data_dir=folder, secret_id="an-id", secret_password=Secret("planted"))


def test_store_and_client_are_opened_at_first_use_and_once(server: Served, tmp_path: Path) -> None:
    context = Context(local(tmp_path, server.url), ROUTES)
    assert not (tmp_path / "local.db").exists()
    assert context.database is context.database
    assert context.client is context.client
    context.close()


def test_what_pulls_opens_the_store_at_once_and_closes_it_at_its_end(server: Served, tmp_path: Path) -> None:
    with Context(local(tmp_path, server.url), WORKER) as context:
        assert (tmp_path / "local.db").exists()
        db = context.database
    with pytest.raises(StoreError, match="closed"), db.read():
        pass


def test_a_block_that_can_not_begin_says_why(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not answer"), Context(local(tmp_path, NOWHERE), TERMINAL):
        pass


def test_the_calls_of_the_client_are_in_the_log_when_it_is_closed(server: Served, tmp_path: Path) -> None:
    with Context(local(tmp_path, server.url), TERMINAL) as context:
        context.client.check()
    with Database.open(tmp_path / "local.db") as db:
        assert calls.page(db)["path"].tolist() == ["/api/"]


def test_without_a_server_there_is_no_local_belvo_until_it_says_where_it_listens(
    tmp_path: Path,
) -> None:
    context = Context(local(tmp_path, None), PAGES)
    with pytest.raises(NoServer):
        _ = context.client
    context.listen_at("http://127.0.0.1:8601")
    assert context.client.transport.base_url == "http://127.0.0.1:8601/sandbox"
    assert context.settings.reachable_url == "http://127.0.0.1:8601"
    context.close()


class Still(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 24, 12, tzinfo=tz)


def test_roles_share_the_rate_that_belvo_allows_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is called: places are taken only, by worker and pages in turns."""
    monkeypatch.setattr(call_budgets, "datetime", Still)
    waits: dict[str, list[float]] = {}
    with Context(sandbox(tmp_path), PAGES) as pages, Context(sandbox(tmp_path), WORKER) as worker:
        for name, context, is_urgent in [("worker", worker, False), ("pages", pages, True), ("worker", worker, False)]:
            limiter = context.client.transport.limiter
            assert isinstance(limiter, SharedLimiter)
            while (found := limiter._take(is_urgent=is_urgent, waited=0, most=0)) and found[1]:
                waits.setdefault(name, []).append(found[0])
    assert {name: len(taken) for name, taken in waits.items()} == {"worker": 2, "pages": 3}


def test_a_person_is_told_at_once_where_the_rate_would_keep_them_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Transport, "_exchange", lambda transport, _call: transport.limiter.acquire())
    with Context(sandbox(tmp_path), PAGES) as context, Context(sandbox(tmp_path), WORKER) as worker:
        worker._note_call(CallRecord(datetime.now(UTC), "GET", "/api/", 429, 0.1, None, "throttled", 0, 1, pause=600))
        with pytest.raises(RateLimited) as raised:
            context.client.check()
    assert raised.value.retry_after is not None
    assert 100 < raised.value.retry_after <= 120


def test_calls_go_on_slowly_while_the_store_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise Busy("database is locked")

    monkeypatch.setattr(call_budgets, "take", locked)
    with Context(sandbox(tmp_path), WORKER) as context:
        limiter = context.client.transport.limiter
        for _ in range(10):
            limiter.acquire()


def test_on_this_machine_nobody_counts_calls(server: Served, tmp_path: Path) -> None:
    with Context(local(tmp_path, server.url), WORKER) as context:
        assert isinstance(context.client.transport.limiter, Unlimited)


def test_a_database_belongs_to_a_host_and_a_key_and_tells_neither(tmp_path: Path) -> None:
    identity = identity_of(sandbox(tmp_path))
    assert (identity.host, identity.instance) == ("sandbox.belvo.com", "")
    assert "an-id" not in repr(identity) + identity.key


def test_in_local_it_belongs_to_the_state_of_the_local_belvo(server: Served, tmp_path: Path) -> None:
    before = identity_of(local(tmp_path, server.url))
    server.control.reset()
    after = identity_of(local(tmp_path, server.url))
    assert before.host == after.host == "local"
    assert before.instance != after.instance


def test_a_reset_is_found_at_the_next_look_and_told_from_then_on(server: Served, tmp_path: Path) -> None:
    context = Context(local(tmp_path, server.url), ALWAYS)
    opened = context.database
    with opened.write() as connection:
        links.save(connection, bodies.link())
    server.control.reset()
    for _ in range(2):
        with pytest.raises(WrongIdentity):
            _ = context.database
    with pytest.raises(StoreError, match="closed"), opened.read():
        pass  # so that the file can be moved out of the way
    (tmp_path / "local.db").unlink()
    assert context.database is not opened
    context.close()


def test_a_store_of_another_desks_local_belvo_is_told_from_one_that_was_reset(server: Served, tmp_path: Path) -> None:
    with (
        serve(tmp_path / "own") as own,
        Context(local(tmp_path, own.url), PAGES) as context,
        context.database.write() as connection,
    ):
        links.save(connection, bodies.link())
    with pytest.raises(WrongIdentity) as refusal:
        Context(local(tmp_path, server.url), PAGES).__enter__()
    told = str(refusal.value)
    assert f"holds data of another local Belvo than the one at {server.url}." in told
    assert "correct or unset BELVO_BASE_URL, or set LINKDESK_DATA_DIR" in told
    assert not any(advice in told for advice in ("move local.db", "make reset"))
    assert (tmp_path / "local.db").exists()


def test_between_two_looks_nobody_is_asked(server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = Context(local(tmp_path, server.url), PAGES)
    _ = context.database

    def asked(_settings: Settings) -> Identity:
        raise AssertionError

    monkeypatch.setattr(contexts, "identity_of", asked)
    _ = context.database
    context.close()


def test_what_pulls_looks_when_it_is_told_to(server: Served, tmp_path: Path) -> None:
    with Context(local(tmp_path, server.url), WORKER) as context:
        server.control.reset()
        _ = context.database
        with pytest.raises(WrongIdentity):
            context.confirm()


def test_a_belvo_that_does_not_answer_leaves_the_store_readable(tmp_path: Path) -> None:
    with serve(tmp_path / "sandbox") as server:
        context = Context(local(tmp_path, server.url), ALWAYS)
        _ = context.database
    with context.database.read():
        pass
    context.close()


@pytest.fixture
def silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A desk whose store belongs to a local Belvo that is silent, before its first page."""
    with (
        serve(tmp_path / "sandbox") as server,
        Context(local(tmp_path, server.url), WORKER) as earlier,
        earlier.database.write() as connection,
    ):
        links.save(connection, bodies.link())
    monkeypatch.setattr(contexts, "_GLANCE", 0.5)
    return Context(local(tmp_path, NOWHERE), ALWAYS)


def test_with_belvo_dead_before_the_first_page_what_is_stored_can_be_read(silent: Context) -> None:
    assert len(links.table(silent.database)) == 1
    assert len(links.table(silent.database)) == 1
    silent.close()


def test_a_belvo_that_takes_the_question_and_never_answers_holds_no_page_up(
    silent: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    monkeypatch.setattr(contexts, "identity_of", lambda _settings: held.wait())
    monkeypatch.setattr(contexts, "_GLANCE", 0.01)
    assert len(links.table(silent.database)) == 1
    held.set()
    silent.close()


def test_once_it_answers_another_one_is_refused(silent: Context, tmp_path: Path) -> None:
    with serve(tmp_path / "another") as another:
        _ = silent.database
        silent.listen_at(another.url)
        silent._settings = local(tmp_path, another.url)
        with pytest.raises(WrongIdentity):
            _ = silent.database
    silent.close()


def test_a_store_that_is_new_belongs_to_the_first_that_answers(server: Served, tmp_path: Path) -> None:
    context = Context(local(tmp_path, NOWHERE), ALWAYS)
    opened = context.database
    assert opened.frame("SELECT count(*) FROM store_identity").iloc[0, 0] == 0
    context._settings = local(tmp_path, server.url)
    assert context.database.frame("SELECT instance FROM store_identity")["instance"].tolist() == [
        identity_of(context.settings).instance
    ]
    context.close()


def test_another_key_is_refused_even_before_belvo_can_be_asked(silent: Context, tmp_path: Path) -> None:
    stranger = Context(silent.settings.model_copy(update={"secret_id": "another"}), PAGES)
    with pytest.raises(WrongIdentity, match="another API key"):
        _ = stranger.database
    assert (tmp_path / "local.db").exists()


def test_a_full_disk_leaves_the_folder_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    make_data_dir(local(tmp_path, NOWHERE))


def test_a_folder_that_may_not_be_written_is_a_setting_to_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    with pytest.raises(FolderNotWritable, match=r"can't be used \(Permission denied\). Set LINKDESK_DATA_DIR"):
        make_data_dir(local(tmp_path, NOWHERE))


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("file", "File exists"),
        ("file/below", "Not a directory"),
        ("/proc", ""),
        ("x" * 300, "File name too long"),
        ("a\0b", "that is no name of a folder"),
    ],
    ids=["a file", "below a file", "not to be written", "too long", "no name"],
)
def test_a_folder_of_data_that_can_not_be_used_is_told_with_its_cure(tmp_path: Path, folder: str, reason: str) -> None:
    (tmp_path / "file").touch()
    where = tmp_path / folder
    with pytest.raises(SettingsError) as raised:
        make_data_dir(local(where, NOWHERE))
    told = str(raised.value)
    assert told.startswith(f"{where} can't be used ({reason}")
    assert told.endswith("). Set LINKDESK_DATA_DIR to a folder that you may write.")
    with pytest.raises(SettingsError):
        _ = Context(local(where, NOWHERE), PAGES).database


def test_the_folder_of_the_data_is_its_owners_and_keeps_nothing_of_the_trial(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    make_data_dir(local(folder, NOWHERE))
    assert (folder.stat().st_mode & 0o777, [*folder.iterdir()]) == (0o700, [])
