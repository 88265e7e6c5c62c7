"""States of the local Belvo and the store together: saved, loaded, refused."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.lab import people, saved_states
from actions.lab.saved_states import BadName
from actions.local_belvo import Control, ControlFailed
from actions.permission import NotAllowed
from belvo_client import BelvoClient
from context import identity_of
from domain.roles import Actor, Role
from settings import Settings
from store import Database
from store.ops import audit
from store.saved_state import NotLoaded
from store.write import links
from tests.kit.actors import TESTER
from tests.kit.rows import tuples

PENSIONER = next(one for one in people.SCENARIOS if one.id == "pensioner").logins[0]


def ids(db: Database) -> list[str]:
    return [*links.table(db)["link"]]


def test_a_state_brings_back_both_and_they_belong_together(
    db: Database, settings: Settings, client: BelvoClient
) -> None:
    link = people.connect(db, client, PENSIONER, actor=TESTER)
    kept = saved_states.save(db, settings, "  Before   the fall ", actor=TESTER)
    assert (kept.name, kept.links, kept.path.stat().st_mode & 0o777) == ("Before the fall", 1, 0o600)
    saved_states.reset(db, settings, actor=TESTER)
    assert (ids(db), [*client.links.list()]) == ([], [])
    db.confirm(identity_of(settings))

    assert saved_states.load(db, settings, kept.path, actor=TESTER) == "Before the fall"
    assert (ids(db), [one["id"] for one in client.links.list()]) == ([link], [link])
    db.confirm(identity_of(settings))
    assert [one.name for one in saved_states.kept(settings)] == ["Before the fall"]
    done = tuples(audit.table(db), "action", "outcome")
    assert {("save_state", "done"), ("begin_anew", "done"), ("load_state", "done")} <= {*done}


def test_a_saved_name_is_replaced_and_deleted_once(db: Database, settings: Settings) -> None:
    for _ in range(2):
        saved_states.save(db, settings, "Baseline", actor=TESTER)
    assert len(saved_states.kept(settings)) == 1
    assert saved_states.delete(db, settings, "Baseline", actor=TESTER)
    assert not saved_states.delete(db, settings, "Baseline", actor=TESTER)
    assert [*(settings.data_dir / "states").iterdir()] == []


@pytest.mark.parametrize("name", ["", "  ", "😀", "../..", "x" * 61])
def test_a_name_that_names_no_file_is_refused(name: str, db: Database, settings: Settings) -> None:
    with pytest.raises(BadName):
        saved_states.save(db, settings, name, actor=TESTER)
    assert saved_states.kept(settings) == []


def test_a_loaded_state_sends_no_webhook_beyond_this_machine(db: Database, settings: Settings) -> None:
    beside = settings.at("http://127.0.0.1:9")
    with Control.of(settings) as control:
        control.register("https://elsewhere.example/webhooks/belvo", "Bearer theirs")
        kept = saved_states.save(db, beside, "theirs", actor=TESTER)
        saved_states.load(db, beside, kept.path, actor=TESTER)
        assert [one["url"] for one in control.endpoints()] == ["http://127.0.0.1:9/webhooks/belvo"]


def rewritten(content: bytes, **parts: Callable[[bytes], bytes | None]) -> bytes:
    """An archive with some parts changed, or left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            change = parts.get(name.partition(".")[0], lambda part: part)
            if (part := change(old.read(name))) is not None:
                new.writestr(name, part)
    return made.getvalue()


def of_format(number: object) -> Callable[[bytes], bytes]:
    return lambda part: json.dumps({**json.loads(part), "format": number}).encode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _: b"no archive", "no state"),
        (lambda _: b"", "no state"),
        (lambda content: content[: len(content) // 2], "no state"),
        (lambda content: rewritten(content, belvo=lambda _: None), "no state"),
        (lambda content: rewritten(content, state=lambda _: b"[]"), "no state"),
        (lambda content: rewritten(content, state=lambda _: b"[" * 100_000), "no state"),
        (lambda content: rewritten(content, state=of_format("1")), "no state"),
        (lambda content: rewritten(content, state=of_format(2)), "newer Linkdesk"),
        (lambda content: rewritten(content, desk=lambda _: b"nothing of ours"), "holds no store"),
        (lambda content: rewritten(content, belvo=lambda _: b"nothing of ours"), "no file that a local sandbox"),
    ],
)
def test_a_foreign_file_is_refused_in_words_and_nothing_changes(
    change: Callable[[bytes], bytes], told: str, db: Database, settings: Settings, client: BelvoClient
) -> None:
    content = saved_states.save(db, settings, "fine", actor=TESTER).path.read_bytes()
    link, before = people.connect(db, client, PENSIONER, actor=TESTER), identity_of(settings)
    with pytest.raises((NotLoaded, ControlFailed), match=told):
        saved_states.load(db, settings, io.BytesIO(change(content)), actor=TESTER)
    assert (ids(db), identity_of(settings) == before) == ([link], True)
    db.confirm(before)


def test_a_part_that_unpacks_to_more_than_is_taken_in_is_refused(
    db: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = saved_states.save(db, settings, "large", actor=TESTER)
    monkeypatch.setattr(saved_states, "_LARGEST_PART", 1000)
    with pytest.raises(NotLoaded, match="more than"):
        saved_states.load(db, settings, kept.path, actor=TESTER)


def test_what_is_no_state_is_not_listed(settings: Settings) -> None:
    folder = settings.data_dir / "states"
    folder.mkdir()
    (folder / "odd.zip").write_bytes(b"PK")
    Path(folder / "other.txt").write_text("x", encoding="ascii")
    assert saved_states.kept(settings) == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.OPERATOR])
def test_only_admins_save_load_and_begin_anew(role: Role, db: Database, settings: Settings) -> None:
    somebody = Actor("somebody", role)
    with pytest.raises(NotAllowed):
        saved_states.save(db, settings, "x", actor=somebody)
    with pytest.raises(NotAllowed):
        saved_states.load(db, settings, Path("x"), actor=somebody)
    with pytest.raises(NotAllowed):
        saved_states.reset(db, settings, actor=somebody)
