"""`make reset`: both begin anew, and nothing is touched where only Belvo's own servers are spoken to."""

from pathlib import Path

import pytest

import settings
from actions import reset
from belvo_sandbox import Served
from context import identity_of
from store import Database, FormerInstance
from store.write import links
from tests.kit import bodies


@pytest.fixture
def before(sandbox: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
    """The settings of a desk that has stored a link of this local Belvo."""
    monkeypatch.setenv("BELVO_BASE_URL", sandbox.url)
    monkeypatch.setenv("LINKDESK_DATA_DIR", str(tmp_path))
    loaded = settings.load()
    with Database.open(loaded.store, identity_of(loaded)) as db, db.write() as connection:
        links.save(connection, bodies.link())
    return loaded


def test_the_local_belvo_and_the_desk_begin_anew(before: settings.Settings, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = identity_of(before)
    assert (reset.main(), capsys.readouterr().out) == (0, "The local Belvo and the desk have begun anew.\n")
    with Database.open(before.store, identity_of(before)) as db:
        assert links.find(db, bodies.LINK) is None
        with pytest.raises(FormerInstance):
            db.confirm(earlier)


def test_what_is_not_local_is_left_alone(
    before: settings.Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BELVO_ENV", "sandbox")
    monkeypatch.setenv("BELVO_SECRET_ID", "id")
    monkeypatch.setenv("BELVO_SECRET_PASSWORD", "password")
    assert reset.main() == 2
    assert "only the local Belvo can be" in capsys.readouterr().err
    with Database.open(before.store) as db:
        assert links.find(db, bodies.LINK) is not None
