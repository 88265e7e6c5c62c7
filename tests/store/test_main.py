"""`python -m store`: backups, and looks whether the store is sound."""

import io
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

import settings
from belvo_sandbox.core import state
from store import Database
from store.__main__ import main
from store.ops import audit
from store.upkeep import backup
from store.write import links
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.damage import ruin


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_store: Path) -> Path:
    """The desk's data: a store, and the state of the local Belvo, each with one thing noted."""
    monkeypatch.setenv("LINKDESK_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data" / "sandbox").mkdir(parents=True)
    (tmp_path / "data" / "local.db").write_bytes(empty_store.read_bytes())
    note(tmp_path / "data", "before")
    return tmp_path / "data"


def note(folder: Path, what: str) -> None:
    with Database.open(folder / "local.db") as db, db.write() as connection:
        audit.record(connection, what, "wrote", "x", {})
    with closing(sqlite3.connect(folder / "sandbox" / "sandbox.db")) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('note', ?)", (what,))


def noted(folder: Path) -> list[str]:
    with Database.open(folder / "local.db") as db:
        of_store = audit.table(db).sort_values("at")["actor"].to_list()
    with closing(sqlite3.connect(folder / "sandbox" / "sandbox.db")) as connection:
        return [*of_store, *(value for (value,) in connection.execute("SELECT value FROM settings"))]


def test_store_and_local_belvo_are_backed_up_and_brought_back(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "desk.db"
    assert main(["backup", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{folder / 'local.db'} is in {file}.",
        f"{folder / 'sandbox' / 'sandbox.db'} is in {tmp_path / 'desk-belvo.db'}.",
    ]
    note(folder, "after")
    ruin(folder / "local.db")
    assert main(["restore", str(file)]) == 0
    assert noted(folder) == ["before", "before"]
    assert capsys.readouterr().out.count("What was there is ") == 2


def test_a_backup_without_the_local_belvo_leaves_that_as_it_is(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backup", str(tmp_path / "desk.db")])
    (tmp_path / "desk-belvo.db").unlink()
    note(folder, "after")
    assert main(["restore", str(tmp_path / "desk.db")]) == 0
    assert noted(folder) == ["before", "after"]
    assert "desk-belvo.db: the local Belvo's state stays as it is." in capsys.readouterr().err


def test_what_is_no_backup_changes_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["backup", str(tmp_path / "desk.db")])
    note(folder, "after")
    (tmp_path / "desk-belvo.db").write_bytes(b"a shopping list" * 100)
    assert main(["restore", str(tmp_path / "desk.db")]) == 2
    assert "is no backup of sandbox.db" in capsys.readouterr().err
    assert noted(folder) == ["before", "after", "after"]
    assert {path.name for path in folder.iterdir()} == {"local.db", "sandbox"}


def test_a_backup_of_a_newer_program_is_refused_while_nothing_is_changed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backup", str(tmp_path / "desk.db")])
    with closing(sqlite3.connect(tmp_path / "desk.db")) as connection, connection:
        connection.execute("INSERT INTO schema_migrations (number, name, applied_at) VALUES (999, 'm999', 'later')")
    note(folder, "after")
    assert main(["restore", str(tmp_path / "desk.db")]) == 2
    assert "was written by a newer version of this program" in capsys.readouterr().err
    assert noted(folder) == ["before", "after", "after"]


def test_nothing_is_restored_below_a_running_desk(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backup", str(tmp_path / "desk.db")])
    note(folder, "after")
    monkeypatch.setattr("store.__main__.running_server", lambda found: f"http://desk of {found.name}")
    assert main(["restore", str(tmp_path / "desk.db")]) == 2
    assert capsys.readouterr().err == "Linkdesk runs at http://desk of data. End it, and try again.\n"
    assert noted(folder) == ["before", "after", "after"]


def test_a_look_at_all_says_what_is_wrong_and_a_count_mends_sums(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    with Database.open(folder / "local.db") as db, db.write() as connection:
        connection.execute("INSERT INTO row_counts VALUES ('transactions', 'a', 'b', 7)")
    assert main(["check"]) == 1
    assert main(["recount"]) == 0
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{folder / 'local.db'} is sound, and its sums are those of its rows.",
        "Sums are not those of the rows: account b of link a.",
        "The sums are those of the rows.",
        f"{folder / 'local.db'} is sound, and its sums are those of its rows.",
    ]


@pytest.mark.parametrize("command", [["backup", "x.db"], ["restore", "x.db"], ["check"], ["recount"]])
def test_a_desk_without_data_is_told_so(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LINKDESK_DATA_DIR", str(tmp_path / "data"))
    assert main(command) == 2
    assert "There is no" in capsys.readouterr().err
    assert not (tmp_path / "data" / "local.db").exists()


def test_the_state_of_the_local_belvo_is_where_the_desk_looks_for_it(tmp_path: Path) -> None:
    found = settings.load(data_dir=tmp_path)
    assert found.sandbox_state == found.sandbox_dir / state.FILE_NAME


@pytest.fixture
def with_person(folder: Path) -> Path:
    """The same with two links of a customer."""
    with Database.open(folder / "local.db") as db, db.write() as connection:
        for link in (LINK, OTHER_LINK):
            links.save(connection, bodies.link(link, external_id="customer-7"))
    return folder


def test_a_person_is_erased_once(with_person: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["erase", "--person", "customer-7", "--here-only", "--reason", "ticket 12"]
    assert main(command) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "links: 2"
    assert told.err.splitlines() == [
        "This asks before it erases: say --yes where nobody can answer.",
        "Nothing was erased.",
    ]
    assert main([*command, "--yes"]) == 0
    told_now = capsys.readouterr().out
    assert "Everything that was here of the person is erased." in told_now
    assert "Reason: ticket 12" in told_now
    assert told_now.count("Left at Belvo. Erased here.") == 2
    with Database.open(with_person / "local.db") as db:
        assert links.table(db).empty
    assert main([*command, "--yes"]) == 0
    again = capsys.readouterr().out
    assert again.startswith("Nothing is here of anybody with this external id. They were erased on 2")
    assert again.endswith(" by system.\n")


def test_a_person_is_erased_where_the_id_is_typed(
    with_person: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed, ended in (("customer-8", 1), ("customer-7", 0)):
        answer = io.StringIO(f"{typed}\n")
        monkeypatch.setattr(answer, "isatty", lambda: True)
        monkeypatch.setattr("sys.stdin", answer)
        assert main(["erase", "--person", "customer-7", "--here-only"]) == ended
    assert "Type the external id to erase all of this" in capsys.readouterr().out
    assert with_person.exists()


def test_a_person_is_erased_at_belvo_too(with_person: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (with_person / "sandbox" / "sandbox.db").unlink()
    assert main(["erase", "--person", "customer-7", "--yes"]) == 0
    assert capsys.readouterr().out.count("Belvo had it no more. Erased here.") == 2


@pytest.mark.usefixtures("with_person")
def test_who_is_on_hold_is_listed_and_not_erased(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hold", "--person", "customer-7", "--reason", "case 7"]) == 0
    assert main(["hold", "--link", LINK]) == 2
    assert main(["hold", "--person", "nobody", "--reason", "case 7"]) == 2
    assert main(["hold"]) == 0
    assert main(["erase", "--person", "customer-7", "--here-only", "--yes"]) == 2
    told = capsys.readouterr()
    first, second = told.out.splitlines()
    assert first == "The person is on hold."
    assert second.startswith("person customer-7: since 2")
    assert second.endswith(", by system. case 7")
    assert [line.split(" since ")[0] for line in told.err.splitlines()] == [
        "Say why, with --reason.",
        "Nothing is here of person nobody.",
        "This person is on hold",
    ]
    assert main(["audit", "--person", "customer-7", "--action", "erase"]) == 0
    assert "  system  erase  person erased  failed  " in capsys.readouterr().out
    assert main(["hold", "--person", "customer-7", "--release", "--reason", "lifted"]) == 0
    assert main(["erase", "--person", "customer-7", "--here-only", "--yes"]) == 0


def test_a_backup_is_known_to_the_store_and_named_when_somebody_is_erased(
    with_person: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "desk.db"
    assert main(["backup", str(file)]) == 0
    assert main(["erase", "--person", "customer-7", "--here-only", "--yes"]) == 0
    assert f"  {file}, of 2" in capsys.readouterr().out
    file.unlink()
    with Database.open(with_person / "local.db") as db:
        assert [(one.file, one.is_there) for one in backup.known(db)] == [(str(file), False)]


def test_who_did_what_is_told_and_narrowed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Database.open(folder / "local.db") as db, db.write() as connection:
        links.save(connection, bodies.link(external_id="user-1"))
        audit.record(connection, "ana@desk.example", "pull", "", {"full": True}, link=bodies.LINK, address="10.0.0.7")
    assert main(["audit"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "before" in first
    assert second.endswith(f'ana@desk.example  10.0.0.7  pull  pull  done  {bodies.LINK}  user-1  {{"full":true}}')
    for asked in (
        ["--person", "user-1"],
        ["--link", bodies.LINK],
        ["--actor", "ana@desk.example"],
        ["--action", "pull"],
    ):
        assert main(["audit", *asked]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 1
    assert main(["audit", "--until", "2020-01-01"]) == 0
    assert capsys.readouterr() == ("", "Nothing like this is on record.\n")
    assert main(["audit", "--since", "2020-01-01", "--csv"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert (header.split(",")[-2:], len(rows)) == (["hash", "reason"], 2)
    with pytest.raises(SystemExit):
        main(["audit", "--since", "yesterday"])
    assert "'yesterday' is no day. Write it as 2026-11-01." in capsys.readouterr().err


def test_who_reads_only_the_first_lines_is_told_of_no_error(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    note(folder, "after")
    read, written = os.pipe()
    os.close(read)
    for form in ([], ["--csv"]):
        with os.fdopen(os.dup(written), "w") as pipe:
            monkeypatch.setattr(sys, "stdout", pipe)
            assert main(["audit", *form]) == 0
    os.close(written)
    assert capfd.readouterr().err == ""


def test_whether_the_audit_holds_is_told_with_its_head(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note(folder, "after")
    assert main(["audit", "--verify"]) == 0
    told = capsys.readouterr().out
    with Database.open(folder / "local.db") as db:
        head = audit.verify(db).last
        assert told.startswith("The audit holds: 2 rows, 20")
        assert told.strip().endswith(f", head 2 {head.hash}")
        with db.write() as connection:
            connection.execute("DROP TRIGGER audit_is_not_changed")
            connection.execute("UPDATE audit SET actor = 'nobody' WHERE id = 2")
    assert main(["audit", "--verify"]) == 1
    assert capsys.readouterr().out == (
        "The audit does not hold. Row 2 does not say what was written, or a row was put in its place. "
        "The 1 rows before it do.\n"
    )
