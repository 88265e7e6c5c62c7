"""How much has come since somebody began to look: counts that only grow, whatever is deleted for its age meanwhile.

What was counted a minute ago is settled and never read again; what came since is counted anew each time, so that a row
which another process committed late is not missed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from store.core import instants
from store.database import Database
from store.engine import Connection

Labels = tuple[str, ...]

SETTLED = timedelta(minutes=1)
"""No process takes longer from writing a row to its commit."""

BUCKETS = (100, 300, 1_000, 3_000, 10_000, 30_000)
"""Milliseconds within which calls were answered."""

MOST_ROWS = 100_000
"""Of the newest jobs and runs, among which those are that ended since the last look."""


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of a table that come after a `place`, which grows, with their `labels` and `sums`, each an expression."""

    rows: str
    place: str
    first: object
    labels: Sequence[str]
    sums: Sequence[str]

    def statement(self, upper: str = "") -> str:
        labels = [f"{label} AS label_{number}" for number, label in enumerate(self.labels)]
        sums = [f"coalesce(sum({one}), 0) AS sum_{number}" for number, one in enumerate(self.sums)]
        columns = ", ".join([*labels, "count(*) AS many", *sums])
        since = f"{self.rows} AND {self.place} > :after{upper}"
        return f"SELECT {columns} FROM {since} GROUP BY {', '.join(self.labels)}"


def _among_newest(table: str) -> str:
    """What ended lately was begun lately; nothing leads to what ended when, so that only these are looked at."""
    return f"id > (SELECT max(id) FROM {table}) - {MOST_ROWS}"


CALLS = Source(
    "api_calls WHERE true",
    "id",
    0,
    ("method", "coalesce(status, 0)", "coalesce(code, '')"),
    ("milliseconds", *(f"CASE WHEN milliseconds <= {most} THEN 1 ELSE 0 END" for most in BUCKETS)),
)
WEBHOOKS = Source("webhook_events WHERE true", "id", 0, ("coalesce(type, '')", "coalesce(code, '')"), ())
JOBS = Source(
    f"jobs WHERE {_among_newest('jobs')} AND state NOT IN ('queued', 'running')",
    "finished_at",
    "",
    ("state", "reason", "coalesce(error_code, '')"),
    (),
)
NOTICES = Source("notices WHERE true", "id", 0, ("kind",), ())
ATTEMPTS = Source("notice_attempts WHERE true", "id", 0, ("way", "outcome"), ())
RUNS = Source(
    f"sync_runs WHERE {_among_newest('sync_runs')} AND state IN ('done', 'failed')",
    "finished_at",
    "",
    ("resource", "state"),
    ("fetched", "added", "changed", "deleted"),
)


class Tally:
    """What has come of a source since the first look, by its labels: how many rows, and then the sums."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._totals: dict[Labels, Counter[int]] = {}
        self._settled: object = None
        self._seen: tuple[datetime, object] | None = None

    def look(self, connection: Connection, now: datetime) -> dict[Labels, Sequence[int]]:
        """The first look finds nothing: it is from there that is counted."""
        if self._seen is None:
            self._settled = self._newest(connection, now)
            self._seen = now, self._settled
        elif now - self._seen[0] >= SETTLED:
            self._settle(connection, now)
        found = {labels: Counter(sums) for labels, sums in self._totals.items()}
        self._add(found, connection, self._source.statement(), {"after": self._settled})
        width = range(len(self._source.sums) + 1)
        return {labels: [sums[place] for place in width] for labels, sums in found.items()}

    def _settle(self, connection: Connection, now: datetime) -> None:
        assert self._seen is not None  # noqa: S101 - as it is called
        upper = self._seen[1]
        upper_bound = f" AND {self._source.place} <= :upto"
        bounds = {"after": self._settled, "upto": upper}
        self._add(self._totals, connection, self._source.statement(upper_bound), bounds)
        self._settled, self._seen = upper, (now, self._newest(connection, now))

    def _add(
        self, totals: dict[Labels, Counter[int]], connection: Connection, sql: str, bounds: dict[str, object]
    ) -> None:
        for row in connection.execute(sql, bounds):
            labels = tuple(str(row[f"label_{place}"]) for place in range(len(self._source.labels)))
            sums = [row["many"], *(int(row[f"sum_{place}"]) for place in range(len(self._source.sums)))]
            totals.setdefault(labels, Counter()).update(dict(enumerate(sums)))

    def _newest(self, connection: Connection, now: datetime) -> object:
        if isinstance(self._source.first, str):
            return instants.encode(now)
        (found,) = connection.execute(f"SELECT max({self._source.place}) FROM {self._source.rows}").fetchone()
        return found or self._source.first


class Refusals:
    """Webhooks that were refused, by status: of each minute the store says how often, so that the growth is added."""

    def __init__(self) -> None:
        self._totals: Counter[int] = Counter()
        self._known: dict[tuple[str, int, str], int] | None = None

    def look(self, connection: Connection) -> dict[int, int]:
        rows = connection.execute("SELECT minute, status, reason, times FROM refused_webhooks")
        found = {(row["minute"], row["status"], row["reason"]): int(row["times"]) for row in rows}
        known = found if self._known is None else self._known
        for place, times in found.items():
            self._totals[place[1]] += times - known.get(place, 0)
        self._known = found
        return dict(self._totals)


@dataclass(frozen=True, slots=True)
class Counts:
    """What has come since the first look."""

    calls: dict[Labels, Sequence[int]]
    webhooks: dict[Labels, Sequence[int]]
    refused: dict[int, int]
    jobs: dict[Labels, Sequence[int]]
    runs: dict[Labels, Sequence[int]]
    notices: dict[Labels, Sequence[int]]
    attempts: dict[Labels, Sequence[int]]


class Tallies:
    """All of them, from one look to the next."""

    def __init__(self) -> None:
        self._calls, self._webhooks, self._jobs, self._runs = map(Tally, (CALLS, WEBHOOKS, JOBS, RUNS))
        self._notices, self._attempts = Tally(NOTICES), Tally(ATTEMPTS)
        self._refused = Refusals()

    def look(self, db: Database, now: datetime) -> Counts:
        """Within one view of the store; `db` is the whole of it."""
        with db.read() as connection:
            return Counts(
                calls=self._calls.look(connection, now),
                webhooks=self._webhooks.look(connection, now),
                refused=self._refused.look(connection),
                jobs=self._jobs.look(connection, now),
                runs=self._runs.look(connection, now),
                notices=self._notices.look(connection, now),
                attempts=self._attempts.look(connection, now),
            )
