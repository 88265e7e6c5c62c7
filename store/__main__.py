"""`python -m store`: back up and restore the data of the desk, look whether they are sound, count the sums again."""

import argparse
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import settings
from context import make_data_dir, running_server
from settings import Settings, SettingsError
from store.core.errors import StoreError
from store.database import Database, explain
from store.upkeep import backup, integrity
from terminal import complain, open_log, say


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 0 if all is well, 1 if the data are not, 2 if it could not be done."""
    options = _options(arguments)
    try:
        found = settings.load()
        return _COMMANDS[options.command](found, options)
    except (SettingsError, StoreError) as error:
        complain(error)
    except sqlite3.DatabaseError as error:
        complain(explain(error, found.database_path))
    except OSError as error:
        complain(f"{error.filename} can't be used ({error.strerror}).")
    return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m store", description="The desk's data as files.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    saving = commands.add_parser("backup", help="copy the data into FILE, also while the desk runs")
    loading = commands.add_parser("restore", help="put what FILE holds in the place of the data")
    for command in (saving, loading):
        command.add_argument("file", type=Path, metavar="FILE", help="in local, the local Belvo's state lies beside it")
    commands.add_parser("check", help="read the whole store, and count all its sums again")
    commands.add_parser("recount", help="make the sums afresh from the rows")
    return parser.parse_args(arguments)


def _backup(found: Settings, options: argparse.Namespace) -> int:
    for path, (file, holds) in _parts(found, options.file).items():
        if path == found.database_path or path.exists():
            backup.save(path, file, holds=holds)
            say(f"{path} is in {file}.")
    backup.note(found.database_path, options.file)
    return 0


def _restore(found: Settings, options: argparse.Namespace) -> int:
    if url := running_server(found.data_dir):
        raise StoreError(f"Linkdesk runs at {url}. End it, and try again.")
    make_data_dir(found)
    drafts: dict[Path, Path] = {}
    try:
        for path, (file, holds) in _parts(found, options.file).items():
            if path != found.database_path and not file.exists():
                complain(f"There is no {file}: the local Belvo's state stays as it is.")
                continue
            drafts[path] = backup.prepare(file, path, holds=holds)
        Database.open(drafts[found.database_path]).close()  # of a newer program it is refused while nothing is changed
        for path, draft in drafts.items():
            kept = backup.put(draft, path)
            say(f"{path} is as it was backed up." + (f" What was there is {kept}; remove it in time." if kept else ""))
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return 0


def _parts(found: Settings, file: Path) -> dict[Path, tuple[Path, str]]:
    """Each database with the file of its backup and a table that it has; the store first: it may lag behind Belvo."""
    parts = {found.database_path: (file, "schema_migrations")}
    if found.embeds_sandbox:
        parts[found.sandbox_state] = (file.with_name(f"{file.stem}-belvo{file.suffix}"), "settings")
    return parts


def _check(found: Settings, _options: argparse.Namespace) -> int:
    with Database.open(_existing(found)) as db:
        problems = integrity.check(db, whole=True)
    for problem in problems.values():
        say(problem)
    if not problems:
        say(f"{found.database_path} is sound, and its sums are those of its rows.")
    return 1 if problems else 0


def _recount(found: Settings, _options: argparse.Namespace) -> int:
    with Database.open(_existing(found)) as db:
        integrity.recount(db)
    say("The sums are those of the rows.")
    return 0


def _existing(found: Settings) -> Path:
    if not found.database_path.exists():
        raise StoreError(f"There is no store yet: {found.database_path} is not there.")
    return found.database_path


_COMMANDS: Mapping[str, Callable[[Settings, argparse.Namespace], int]] = {
    "backup": _backup,
    "restore": _restore,
    "check": _check,
    "recount": _recount,
}

if __name__ == "__main__":
    open_log()
    sys.exit(main())
