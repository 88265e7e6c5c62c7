"""`python -m store`: back up and restore the data of the desk, look whether they are sound, erase, say who did what."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

import settings
import store_address
from actions import people
from actions.permission import record, words_of
from belvo_client import BelvoClient, BelvoError
from context import TERMINAL, Context, make_data_dir
from domain.erasure_report import text
from domain.roles import SYSTEM
from server_file import running_server
from settings import Settings, SettingsError
from store import encryption, engine, move
from store.core import csv_file
from store.core.errors import StoreError
from store.database import Database
from store.ops.audit import FAILED, verify
from store.queries import audit
from store.queries.audit import AuditFilter
from store.queries.query_params import parse_day
from store.schema import migrations
from store.upkeep import backup, integrity, person_erasure
from store.upkeep.person_erasure import Person
from store.write import holds, links
from store.write.holds import Held, Kind
from store_address import Address, BadAddress
from sync import local_belvo
from terminal import complain, open_log, say


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 0 if all is well, 1 if the data are not, 2 if it could not be done."""
    options = _options(arguments)
    try:
        found = settings.load()
        return _COMMANDS[options.command](found, options)
    except (SettingsError, StoreError, BelvoError, local_belvo.NotStarted) as error:
        complain(error)
    except BrokenPipeError:  # as with `| head`: who reads it has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at its end
        return 0
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
    commands.add_parser("migrate", help="bring the schema up to date; in a server's empty database, make the store")
    moving = commands.add_parser("move", help="put the whole store into another engine, where nobody uses either")
    for name in ("source", "target"):
        moving.add_argument(
            name, metavar={"source": "FROM", "target": "TO"}[name], help="sqlite:///… or postgresql://…"
        )
    commands.add_parser(
        "encrypt", help="have bodies in a server's store lie encrypted, each link's by a key of its own"
    )
    commands.add_parser("check", help="read the whole store, and count all its sums again")
    commands.add_parser("recount", help="make the sums afresh from the rows")
    erasing = commands.add_parser(
        "erase", help="delete a person's links at Belvo and here, and all that is here of them"
    )
    erasing.add_argument("--person", required=True, metavar="EXTERNAL_ID", help="or the id of a link that has none")
    erasing.add_argument("--here-only", action="store_true", help="leave the links at Belvo")
    erasing.add_argument("--yes", action="store_true", help="do it without asking")
    holding = commands.add_parser("hold", help="keep a person or a link from being deleted; without either, list holds")
    held = holding.add_mutually_exclusive_group()
    held.add_argument("--person", metavar="EXTERNAL_ID")
    held.add_argument("--link", metavar="LINK_ID")
    holding.add_argument("--release", action="store_true", help="let it be deleted again")
    for command in (erasing, holding):
        command.add_argument("--reason", default="", metavar="WHY", help="stands in the audit; name nobody in it")
    telling = commands.add_parser("audit", help="who did what, oldest first, and whether nobody has changed it since")
    telling.add_argument("--verify", action="store_true", help="only look whether the chain holds; 1 where it does not")
    telling.add_argument("--person", default="", metavar="EXTERNAL_ID", help="what was done to this person's links")
    telling.add_argument("--link", default="", metavar="ID", help="what was done to this link")
    telling.add_argument("--actor", default="", metavar="E-MAIL", help="what this person did")
    telling.add_argument("--action", default="", metavar="ACTION", help="what was done: pull, delete, export, …")
    telling.add_argument("--since", type=_day, metavar="DAY", help="from this day of UTC on: 2026-11-01")
    telling.add_argument("--until", type=_day, metavar="DAY", help="until this day of UTC")
    telling.add_argument("--csv", action="store_true", help="as a file for programs and spreadsheets")
    return parser.parse_args(arguments)


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day. Write it as 2026-11-01.") from None


def _backup(found: Settings, options: argparse.Namespace) -> int:
    own = _file_of(found)
    for path, (file, table) in _parts(found, options.file).items():
        if path == own or path.exists():
            backup.save(path, file, holds=table)
            say(f"{path} is in {file}.")
    backup.note(own, options.file)
    return 0


def _restore(found: Settings, options: argparse.Namespace) -> int:
    if url := running_server(found.data_dir):
        raise StoreError(f"Linkdesk runs at {url}. End it, and try again.")
    own = _file_of(found)
    make_data_dir(found)
    drafts: dict[Path, Path] = {}
    try:
        for path, (file, table) in _parts(found, options.file).items():
            if path != own and not file.exists():
                complain(f"There is no {file}: the local Belvo's state stays as it is.")
                continue
            drafts[path] = backup.prepare(file, path, holds=table)
        Database.open(drafts[own]).close()  # of a newer program it is refused while nothing is changed
        for path, draft in drafts.items():
            kept = backup.put(draft, path)
            say(f"{path} is as it was backed up." + (f" What was there is {kept}; remove it in time." if kept else ""))
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return 0


def _parts(found: Settings, file: Path) -> dict[Path, tuple[Path, str]]:
    """Each database with the file of its backup and a table that it has; the store first: it may lag behind Belvo."""
    parts = {_file_of(found): (file, "schema_migrations")}
    if found.embeds_sandbox:
        parts[found.sandbox_state] = (file.with_name(f"{file.stem}-belvo{file.suffix}"), "settings")
    return parts


def _file_of(found: Settings) -> Path:
    """The store as a file; raises StoreError where a server keeps it, which has ways of its own."""
    if found.store.file is None:
        raise StoreError(f"{found.store} is backed up and restored by its server's means: see docs/scale.md.")
    return found.store.file


def _migrate(found: Settings, _options: argparse.Namespace) -> int:
    make_data_dir(found)
    steps = migrations.migrate(found.store)
    say(f"{found.store} is up to date{f', by {steps} steps' if steps else ' as it was'}.")
    if steps and found.store.keys:
        say("Where bodies lie encrypted, those of new tables do once you run: python -m store encrypt")
    return 0


def _move(found: Settings, options: argparse.Namespace) -> int:
    source, target = (_address(text, found) for text in (options.source, options.target))
    moved = move.move(source, target, told=lambda table: say(f"{table} …"))
    say(f"All is at {target}: {moved.total:,} rows of {len(moved.rows)} tables, each compared.")
    if moved.was_encrypted and not moved.is_encrypted:
        say("Bodies lie in clear there, as in any file: encrypt its disk.")
    if moved.is_encrypted:
        say(f"Bodies lie encrypted there, by the keys in {target.keys}: leave LINKDESK_KEYS as it is.")
    say("Set LINKDESK_STORE to that address, and start Linkdesk again.")
    say(f"{source} is as it was. It holds the same people: remove it once nobody needs it.")
    if moved.was_encrypted and not moved.is_encrypted:
        say(f"Once it is gone, it needs no more keys in {source.keys}.")
    return 0


def _encrypt(found: Settings, _options: argparse.Namespace) -> int:
    with Database.open(_existing(found)) as db:
        changed = encryption.encrypt(db)
    if not changed:
        say(f"All bodies in {found.store} are encrypted as it was.")
        return 0
    say(f"The bodies in {found.store} are encrypted: {len(changed)} tables.")
    say(f"Without the keys in {found.store.keys} nobody reads them: have copies of it, kept for a few days only.")
    say("Logs and backups of the server from before hold them as they were: make a new backup, and remove those.")
    return 0


def _address(text: str, found: Settings) -> Address:
    try:
        return found.with_keys(store_address.parse(text, found.data_dir))
    except BadAddress as error:
        raise StoreError(f"What is named {error}") from None


def _check(found: Settings, _options: argparse.Namespace) -> int:
    with Database.open(_existing(found)) as db:
        problems = integrity.check(db, whole=True)
    for problem in problems.values():
        say(problem)
    if not problems:
        say(f"{found.store} is sound, and its sums are those of its rows.")
    return 1 if problems else 0


def _recount(found: Settings, _options: argparse.Namespace) -> int:
    with Database.open(_existing(found)) as db:
        integrity.recount(db)
    say("The sums are those of the rows.")
    return 0


def _erase(found: Settings, options: argparse.Namespace) -> int:
    _existing(found)
    if options.here_only:
        with Database.open(found.store) as db:
            return _erase_person(db, None, options)
    with local_belvo.reached(found) as current, Context(current, TERMINAL, makes_store=False) as at:
        return _erase_person(at.database, at.client, options)


def _erase_person(db: Database, client: BelvoClient | None, options: argparse.Namespace) -> int:
    person = person_erasure.find(db, options.person)
    if person is None:
        earlier = person_erasure.report_of(db, options.person)
        before = f" They were erased on {earlier.at[:10]} by {earlier.actor}." if earlier else ""
        say(f"Nothing is here of anybody with this external id.{before}")
        return 0
    _refuse_held(db, person)
    for table, count in person_erasure.belongings(db, person).items():
        say(f"{table}: {count:,}")
    if not (options.yes or _is_sure(person.name)):
        complain("Nothing was erased.")
        return 1
    report = people.erase(db, client, person, actor=SYSTEM, reason=options.reason or "none given")
    for line in text(report).splitlines():
        say(line)
    return 1 if report.left or report.problem else 0


def _refuse_held(db: Database, person: Person) -> None:
    """Before anybody is asked; on record like an erasure that fails."""
    try:
        person_erasure.refuse_held(db, person)
    except Held as error:
        record(db, SYSTEM, "erase", str(person), {"error": words_of(error)}, did="person erased", outcome=FAILED)
        raise


def _is_sure(name: str) -> bool:
    if not sys.stdin.isatty():
        complain("This asks before it erases: say --yes where nobody can answer.")
        return False
    say("Type the external id to erase all of this, here and at Belvo:")
    return sys.stdin.readline().strip() == name


def _hold(found: Settings, options: argparse.Namespace) -> int:
    kind: Kind = "person" if options.person else "link"
    with Database.open(_existing(found)) as db:
        if not (target := options.person or options.link):
            for hold in holds.table(db) or ():
                say(f"{hold.kind} {hold.target}: since {hold.since[:10]}, by {hold.actor}. {hold.reason}")
            return 0
        if not options.reason:
            raise StoreError("Say why, with --reason.")
        is_here = person_erasure.find(db, target) if kind == "person" else links.find(db, target)
        if not options.release and is_here is None:
            raise StoreError(f"Nothing is here of {kind} {target}.")
        act = people.release if options.release else people.hold
        done = act(db, kind, target, actor=SYSTEM, reason=options.reason)
        wanted, already = ("released", "not on hold") if options.release else ("on hold", "on hold already")
        say(f"The {kind} is {wanted if done else already}.")
    return 0


def _audit(found: Settings, options: argparse.Namespace) -> int:
    with Database.open(_existing(found)) as db:
        if options.verify:
            return _verify(db)
        matching = AuditFilter(**{field.name: vars(options).get(field.name, "") for field in fields(AuditFilter)})
        rows = csv_file.texts(audit.EXPORT_COLUMNS, audit.export(db, matching, newest_first=False))
        if options.csv:
            for part in csv_file.chunks([*audit.EXPORT_COLUMNS], rows):
                sys.stdout.write(part)
            sys.stdout.flush()
            return 0
        if not audit.count(db, matching):
            complain("Nothing like this is on record.")
        for row in rows:
            told = dict(zip(audit.EXPORT_COLUMNS, row, strict=True))
            say("  ".join(told[name] for name in _TOLD if told[name]))
    return 0


_TOLD = ("id", "at", "actor", "address", "action", "did", "outcome", "target", "link", "person", "details", "reason")


def _verify(db: Database) -> int:
    verdict = verify(db)
    if verdict.fault:
        before = f" The {verdict.rows} rows before it do." if verdict.rows else ""
        say(f"The audit does not hold. {verdict.fault}{before}")
        return 1
    span = f", {verdict.since} to {verdict.until}" if verdict.rows else ""
    say(f"The audit holds: {verdict.rows} rows{span}, head {verdict.last.id} {verdict.last.hash}")
    return 0


def _existing(found: Settings) -> Address:
    if not engine.at(found.store).is_there():
        raise StoreError(f"There is no store yet: {found.store} is not there.")
    return found.store


_COMMANDS: Mapping[str, Callable[[Settings, argparse.Namespace], int]] = {
    "backup": _backup,
    "restore": _restore,
    "migrate": _migrate,
    "move": _move,
    "encrypt": _encrypt,
    "check": _check,
    "recount": _recount,
    "erase": _erase,
    "hold": _hold,
    "audit": _audit,
}

if __name__ == "__main__":
    open_log()
    sys.exit(main())
