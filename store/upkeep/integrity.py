"""Whether the file is as SQLite wrote it, and whether the sums are those of the rows; what was found is noted."""

from collections.abc import Iterator
from dataclasses import dataclass

from languages import msg
from store.core import instants
from store.database import Database
from store.engine import Connection
from store.write import aggregates

PAGES, SUMS = "pages", "sums"

CURES = {
    PAGES: msg("End Linkdesk and bring back a backup: python -m store restore FILE."),
    SUMS: msg("Run python -m store recount, and report it if they differ again."),
}

_ACCOUNTS = 20
_ROWS = 200_000
"""Accounts, and transactions of theirs, that are counted again by one look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the last look at the pages, or at the sums, has found; `problem` is empty where all is well."""

    checked_at: str
    problem: str


def check(db: Database, *, whole: bool = False) -> dict[str, str]:
    """Look at every page and, if all are sound, at the sums of some accounts or of all.

    What is wrong is noted and returned, in sentences.

    Raises Damaged where not even that can be noted.
    """
    found = {PAGES: _of_pages(db.problems())}
    if not found[PAGES]:
        with db.read() as connection:
            found[SUMS] = _of_sums(_differing(connection, whole=whole))
    with db.write() as connection:
        connection.executemany(
            "INSERT INTO store_checks (name, checked_at, problem) VALUES (:name, :at, :problem)"
            " ON CONFLICT (name) DO UPDATE SET checked_at = excluded.checked_at, problem = excluded.problem",
            [{"name": name, "at": instants.now(), "problem": problem} for name, problem in found.items()],
        )
    return {name: problem for name, problem in found.items() if problem}


def findings(db: Database) -> dict[str, Finding]:
    """The last look at each; empty until there has been one."""
    with db.read() as connection:
        rows = connection.execute("SELECT name, checked_at, problem FROM store_checks")
        return {row["name"]: Finding(row["checked_at"], row["problem"]) for row in rows}


def forget_sums(connection: Connection) -> None:
    """Take out what was found of the sums, which names links, until they are looked at again."""
    connection.execute("DELETE FROM store_checks WHERE name = :name", {"name": SUMS})


def recount(db: Database) -> None:
    """Make every sum afresh from the rows, and note that this is well."""
    with db.write() as connection:
        aggregates.rebuild(connection)
        connection.execute("UPDATE store_checks SET problem = '' WHERE name = :name", {"name": SUMS})


def _of_pages(problems: list[str]) -> str:
    return f"The file is damaged: {problems[0]}." if problems else ""


def _of_sums(differing: list[str]) -> str:
    if not differing:
        return ""
    others = f", and {len(differing) - 1:,} more" if len(differing) > 1 else ""
    return f"Sums are not those of the rows: {differing[0]}{others}."


def _differing(connection: Connection, *, whole: bool) -> list[str]:
    accounts = _accounts(connection) if whole else _some(_accounts(connection))
    return [*aggregates.differing_accounts(connection, accounts), *aggregates.differing_totals(connection)]


def _accounts(connection: Connection) -> Iterator[tuple[str, str, int]]:
    """Link, account and number of transactions, in no order."""
    sql = "SELECT link, account, live FROM row_counts WHERE resource = 'transactions' ORDER BY random()"
    return ((row["link"], row["account"], row["live"]) for row in connection.execute(sql).fetchall())


def _some(accounts: Iterator[tuple[str, str, int]]) -> Iterator[tuple[str, str, int]]:
    """So many of them, the first however large it is."""
    counted = 0
    for number, account in enumerate(accounts):
        counted += account[2]
        if number and (counted > _ROWS or number == _ACCOUNTS):
            return
        yield account
