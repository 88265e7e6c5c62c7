from collections.abc import Iterator
from pathlib import Path

import pytest

from actions import identity_check
from actions.identity_check import Watch
from belvo_sandbox import Served, serve
from settings import LOCAL_KEYS, Secret, Settings
from store import Database, Identity, WrongIdentity


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path / "sandbox") as server:
        yield server


def test_a_reset_is_found_at_the_next_look_and_told_from_then_on(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_check, "EVERY", 0.0)
    settings = Settings("local", tmp_path, LOCAL_KEYS[0], Secret(LOCAL_KEYS[1]), base_url=server.url)
    with Database.open(tmp_path / "local.db", Identity(*settings.identity_parts())) as db:
        watch = Watch()
        watch.confirm(db, lambda: settings)
        server.control.reset()
        for _ in range(2):
            with pytest.raises(WrongIdentity):
                watch.confirm(db, lambda: settings)


def test_between_two_looks_nobody_is_asked(tmp_path: Path) -> None:
    def settings() -> Settings:
        raise AssertionError

    with Database.open(tmp_path / "local.db") as db:
        Watch().confirm(db, settings)


def test_a_belvo_that_does_not_answer_leaves_the_store_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_check, "EVERY", 0.0)
    gone = Settings("local", tmp_path, LOCAL_KEYS[0], Secret(LOCAL_KEYS[1]), base_url="http://127.0.0.1:9")
    with Database.open(tmp_path / "local.db", Identity("local", "key", "instance")) as db:
        Watch().confirm(db, lambda: gone)
