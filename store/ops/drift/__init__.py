"""Drift: where Belvo's answers are not as its description says, counted over the calls that the API log records.

No value is kept, and nothing says of whom an answer was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

from store.core import frames
from store.database import Database
from store.engine import Connection

if TYPE_CHECKING:
    from pandas import DataFrame

MOST = 2_000
"""Deviations of one operation that are told apart: beyond, names of fields are somebody's data."""


class Deviation(Protocol):
    """As the client tells one: a kind, the path of a field, and in how many objects of the answer."""

    @property
    def kind(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def objects(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer that was held against the description of its operation; `at` is an encoded instant."""

    operation: str
    at: str
    deviations: Sequence[Deviation]


def note(connection: Connection, answers: Iterable[Checked]) -> None:
    """Count these answers, in the caller's transaction; always in one order, so that no two wait for each other."""
    sums: dict[tuple[str, str, str], _Sum] = {}
    for one in answers:
        told = [("", "", 1), *((str(found.kind), found.path, found.objects) for found in one.deviations)]
        for kind, path, objects in told:
            sums.setdefault((one.operation, kind, path), _Sum(one.at, one.at)).add(one.at, objects)
    rows = [
        {"operation": operation, "kind": kind, "path": path, "most": MOST, **asdict(row)}
        for (operation, kind, path), row in sorted(sums.items())
    ]
    connection.executemany(_COUNT, rows)


@dataclass
class _Sum:
    first: str
    last: str
    calls: int = 0
    objects: int = 0

    def add(self, at: str, objects: int) -> None:
        self.calls, self.objects = self.calls + 1, self.objects + objects
        self.first, self.last = min(self.first, at), max(self.last, at)


def table(db: Database, operation: str = "") -> "DataFrame":
    """What deviates, the latest first, of one operation or of all; columns as in `_TABLE`.

    `answers` is how many were held against the description of the operation.
    """
    return frames.read(db, _READ, {"operation": operation}, _TABLE)


def answers(db: Database) -> int:
    """How many answers were held against the description."""
    with db.read() as connection:
        row = connection.execute("SELECT coalesce(sum(calls), 0) FROM answer_drift WHERE kind = ''").fetchone()
    return int(row[0])


_COUNT = """
    INSERT INTO answer_drift (operation, kind, path, calls, objects, first_at, last_at)
    SELECT :operation, :kind, :path, :calls, :objects, :first, :last
    WHERE :kind = '' OR (SELECT count(*) FROM answer_drift WHERE operation = :operation) < :most OR EXISTS (
        SELECT 1 FROM answer_drift WHERE operation = :operation AND kind = :kind AND path = :path)
    ON CONFLICT (operation, kind, path) DO UPDATE SET calls = answer_drift.calls + excluded.calls,
        objects = answer_drift.objects + excluded.objects, last_at = excluded.last_at
"""
_READ = """
    SELECT d.operation, d.kind, d.path, d.calls, d.objects, d.first_at, d.last_at, c.calls AS answers
    FROM answer_drift AS d JOIN answer_drift AS c ON c.operation = d.operation AND c.kind = ''
    WHERE d.kind <> '' AND (:operation = '' OR d.operation = :operation)
    ORDER BY d.last_at DESC, d.operation, d.path, d.kind
"""
_TABLE = {
    "operation": frames.TEXT,
    "kind": frames.TEXT,
    "path": frames.TEXT,
    "calls": frames.INTEGER,
    "objects": frames.INTEGER,
    "first_at": frames.INSTANT,
    "last_at": frames.INSTANT,
    "answers": frames.INTEGER,
}
