"""API calls: every request to Belvo, written in batches; never a key or a token, and bodies only as they were told."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import groupby, repeat
from typing import TYPE_CHECKING

from store import engine
from store.core import frames, keyset
from store.core.keyset import FIRST, Place
from store.database import Database
from store.engine import Connection
from store.ops import listing
from store.upkeep import erasure_log
from store.write import assignments, holds

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Call:
    """One request and its answer; `status` is None where none came. `at` is an encoded instant, `size` in bytes."""

    at: str
    method: str
    path: str
    query: str | None = None
    status: int | None = None
    milliseconds: int | None = None
    size: int | None = None
    request_id: str | None = None
    code: str | None = None
    message: str | None = None
    link: str | None = None
    job: int | None = None


@dataclass(frozen=True, slots=True)
class Bodies:
    """What was asked and what was answered, as JSON without what is secret or personal; the answer may be cut."""

    request: str | None
    answer: str | None


def record_many(connection: Connection, calls: Iterable[Call], bodies: Iterable[Bodies | None] = repeat(None)) -> None:
    """Store a batch of calls, each with its bodies if there are any.

    Those about a link that was erased meanwhile no longer name it, and their bodies are not kept.
    """
    batch = [*zip(calls, bodies, strict=False)]
    links = {call.link for call, _ in batch if call.link}
    erased = {link for link in links if erasure_log.is_erased(connection, link)}
    for is_plain, group in groupby(batch, key=lambda told: told[1] is None or told[0].link in erased):
        if is_plain:
            kept = [_without(call) if call.link in erased else call for call, _ in group]
            connection.executemany(_INSERT, [asdict(call) for call in kept])
        else:
            for call, told in group:
                _record_whole(connection, call, told)


def _record_whole(connection: Connection, call: Call, told: Bodies | None) -> None:
    (number,) = connection.execute(f"{_INSERT} RETURNING id", asdict(call)).fetchone()
    if told is not None:
        engine.have_keys(connection, [call.link or ""])
        row = {"call": number, "at": call.at, "link": call.link, **asdict(told)}
        connection.execute(_INSERT_BODIES, row)


def bodies(db: Database, call: int) -> Bodies | None:
    """What was asked and answered in a call, by its record's id, if it is kept."""
    with db.read() as connection:
        sql = "SELECT request, answer FROM call_bodies WHERE call = :call"
        row = connection.execute(sql, {"call": call}).fetchone()
    return Bodies(*row) if row else None


BATCH = 5_000
"""Calls deleted at once; whoever else writes waits no longer than that takes."""

MOST_BODIES = 64 * 1024 * 1024
"""Characters of all bodies together; the newest stay."""


def prune_bodies(connection: Connection, *, before: str, most: int = MOST_BODIES) -> int:
    """Delete bodies from before an instant, beyond so many characters, and of calls that are gone; their number."""
    return connection.execute(_PRUNE_BODIES, {"before": before, "most": most}).rowcount


def _without(call: Call) -> Call:
    """The call without the link that it names."""
    link, mark = str(call.link), erasure_log.mark(str(call.link))
    query = call.query and call.query.replace(link, mark)
    return replace(call, link=mark, job=None, path=call.path.replace(link, mark), query=query)


def prune(connection: Connection, *, before: str, keep: int, batch: int = BATCH) -> int:
    """Delete calls from before an instant and all but the newest `keep`, so many at once; returns how many went.

    Those of links on hold stay, and their bodies do.
    """
    oldest = "(SELECT min(id) FROM (SELECT id FROM api_calls ORDER BY id DESC LIMIT :keep) AS newest)"
    sql = (
        f"DELETE FROM api_calls WHERE id IN (SELECT id FROM api_calls WHERE (at < :before OR id < {oldest})"
        f" AND {holds.are_free('api_calls.link')} LIMIT :batch)"
    )
    return connection.execute(sql, {"before": before, "keep": keep, "batch": batch}).rowcount


def table(db: Database, *, link: str | None = None, limit: int = 500) -> "DataFrame":
    """The newest calls, of one link or of all; columns as the fields of `Call`."""
    only = "WHERE link = :link" if link else ""
    sql = f"SELECT * FROM api_calls {only} ORDER BY at DESC, id DESC LIMIT :limit"
    return frames.read(db, sql, {"link": link, "limit": limit}, _TABLE)


@dataclass(frozen=True, slots=True)
class CallFilter:
    """What is empty does not restrict.

    `outcome` is a key of `OUTCOMES`, `path` a part of the path, `since` an encoded instant, and `id` a request id, also
    of the widget's own, an external id, the id of a row that the call has listed, or any part of a link's id, path,
    query or kept body.
    """

    outcome: str = ""
    method: str = ""
    path: str = ""
    link: str = ""
    code: str = ""
    id: str = ""
    since: str = ""
    job: int | None = None


OUTCOMES = {
    "ok": "status < 400",
    "client_error": "status BETWEEN 400 AND 499",
    "server_error": "status >= 500",
    "no_answer": "status IS NULL",
    "failed": "(status >= 400 OR status IS NULL)",
}
"""Conditions by outcome."""


def page(db: Database, matching: CallFilter | None = None, *, at: Place = FIRST) -> "DataFrame":
    """Some of the calls that match, newest first: column `call`, the record's id, then the fields of `Call`."""
    which = _condition(db, matching)
    columns = {"call": frames.INTEGER, **_TABLE}
    with db.read() as connection:
        return keyset.fetch(
            connection, f"id AS call, {', '.join(_TABLE)}", "api_calls", which, _NEWEST_FIRST, at, columns
        )


_NEWEST_FIRST = keyset.order(("at", "id"), descending=True)


def count(db: Database, matching: CallFilter | None = None) -> int:
    condition, parameters = _condition(db, matching)
    with db.read() as connection:
        number: int = connection.execute(f"SELECT count(*) FROM api_calls WHERE {condition}", parameters).fetchone()[0]
    return number


def find(db: Database, call: int) -> Call | None:
    """One call by its record's id."""
    with db.read() as connection:
        sql = f"SELECT {', '.join(_TABLE)} FROM api_calls WHERE id = :call"
        row = connection.execute(sql, {"call": call}).fetchone()
    return Call(*row) if row else None


def of_request(db: Database, request_id: str) -> Call | None:
    """The newest call that Belvo gave this request id."""
    with db.read() as connection:
        sql = f"SELECT {', '.join(_TABLE)} FROM api_calls WHERE request_id = :request ORDER BY id DESC LIMIT 1"
        row = connection.execute(sql, {"request": request_id}).fetchone()
    return Call(*row) if row else None


def unanswered(db: Database) -> int | None:
    """The number of the newest call if no answer came to it, none in time, or one that was not Belvo's."""
    with db.read() as connection:
        row = connection.execute(_NEWEST).fetchone()
    return row["id"] if row and row["code"] in SILENCE else None


SILENCE = ("connection_failed", "timed_out", "server_failed")
"""The client's codes for a call that Belvo did not answer; the last is of a gateway before it, which names none."""

_NEWEST = "SELECT id, code FROM api_calls ORDER BY id DESC LIMIT 1"


def mark(db: Database) -> tuple[object, ...]:
    """Another value as soon as a call has been made, or old ones are gone."""
    with db.read() as connection:
        return tuple(connection.execute(_MARK).fetchone())


_MARK = "SELECT (SELECT min(id) FROM api_calls), (SELECT max(id) FROM api_calls)"
"""Each by itself, or SQLite would read all of them."""


def errors(db: Database, matching: CallFilter | None = None) -> "DataFrame":
    """Errors of the calls that match, most frequent first.

    Columns code, status, calls, links, first_at, last_at, message and request_id; the last two of the newest one.
    """
    condition, parameters = _condition(db, matching)
    return frames.read(db, _ERRORS.format(condition=condition), parameters, _ERROR_COLUMNS)


DRAWN = 20_000
"""Calls that are looked at for how they went over time, the newest."""

_BY_DAY = timedelta(days=2)


def over_time(db: Database, matching: CallFilter | None = None) -> "DataFrame":
    """The newest calls by the hour, or by the day where they span more than two: columns at, calls, errors, p95.

    `p95` is the time in ms that 95 of 100 answers took no longer than.
    """
    condition, parameters = _condition(db, matching)
    sql = (
        "SELECT at, milliseconds, CASE WHEN status < 400 THEN 0 ELSE 1 END AS is_error FROM api_calls"
        f" WHERE {condition} ORDER BY at DESC LIMIT :drawn"
    )
    found = frames.read(db, sql, {**parameters, "drawn": DRAWN}, _TIMED)
    span = found["at"].max() - found["at"].min()
    by_period = found.groupby(found["at"].dt.floor("D" if len(found) and span > _BY_DAY else "h"))
    return by_period.agg(
        calls=("is_error", "size"),
        errors=("is_error", "sum"),
        p95=("milliseconds", lambda taken: taken.dropna().quantile(0.95, interpolation="higher")),
    ).reset_index()


_TIMED = {"at": frames.INSTANT, "milliseconds": frames.INTEGER, "is_error": frames.INTEGER}


def _condition(db: Database, matching: CallFilter | None) -> tuple[str, dict[str, object]]:
    given = matching or CallFilter()
    selected = replace(given, id=engine.fold(given.id), path=engine.fold(given.path))
    parts = {
        "method": "method = :method",
        "path": engine.contains("lower(path)", "path"),
        "link": "link = :link",
        "code": "code = :code",
        "id": f"(lower(request_id) = :id OR link IN ({_OF_PERSON})"
        f" OR {engine.contains('lower(coalesce(link, :nothing))', 'id')} OR {engine.contains('lower(path)', 'id')}"
        f" OR {engine.contains('lower(coalesce(query, :nothing))', 'id')} OR id IN ({_IN_BODIES})"
        f" OR link IN ({_OF_WIDGET}) OR {_LISTED})",
        "since": "at >= :since",
        "job": "job = :job",
    }
    used = [condition for name, condition in parts.items() if getattr(selected, name) not in ("", None)]
    outcome = [OUTCOMES[selected.outcome]] if selected.outcome else []
    spellings = dict.fromkeys(filter(None, (given.id.strip(), given.id.strip().lower())))
    listed = next(filter(None, (listing.of_row(db, id_) for id_ in spellings)), None)
    row = {"row_link": listed and listed.link, "row_path": listed and f"_api_{listed.table}_"}
    return " AND ".join(["1 = 1", *used, *outcome]), {**asdict(selected), **row, "nothing": ""}


_LISTED = "(status < 400 AND link = :row_link AND replace(replace(path, '/', '_'), '-', '_') = :row_path)"
_OF_PERSON = f"SELECT id FROM links WHERE {engine.folded(assignments.PERSON)} = :id"
_IN_BODIES = (
    "SELECT call FROM call_bodies"
    f" WHERE {engine.contains('lower(coalesce(request, :nothing))', 'id')}"
    f" OR {engine.contains('lower(coalesce(answer, :nothing))', 'id')}"
)
_OF_WIDGET = (
    "SELECT link FROM widget_sessions WHERE lower(request_id) = :id OR nonce IN"
    f" (SELECT nonce FROM widget_events WHERE {engine.contains('lower(payload)', 'id')})"
)
"""The links of sessions in which the widget told of it."""

_INSERT_BODIES = (
    "INSERT INTO call_bodies (call, at, link, request, answer) VALUES (:call, :at, :link, :request, :answer)"
)

_PRUNE_BODIES = """
    DELETE FROM call_bodies
    WHERE {} AND (at < :before OR call < (SELECT coalesce(min(id), 0) FROM api_calls) OR call IN (
        SELECT call FROM (
            SELECT call, sum(length(coalesce(request, '')) + length(coalesce(answer, ''))) OVER (ORDER BY call DESC)
                AS together
            FROM call_bodies) AS summed
        WHERE together > :most))
""".format(holds.are_free("call_bodies.link"))


_ERROR_COLUMNS = {
    "code": frames.TEXT,
    "status": frames.INTEGER,
    "calls": frames.INTEGER,
    "links": frames.INTEGER,
    "first_at": frames.INSTANT,
    "last_at": frames.INSTANT,
    "message": frames.TEXT,
    "request_id": frames.TEXT,
}

_ERRORS = """
    SELECT errors.*, newest.message, newest.request_id
    FROM (
        SELECT code, status, count(*) AS calls, count(DISTINCT link) AS links, min(at) AS first_at, max(at) AS last_at,
            max(id) AS newest
        FROM api_calls WHERE (status >= 400 OR status IS NULL) AND {condition} GROUP BY code, status
    ) AS errors
    JOIN api_calls AS newest ON newest.id = errors.newest
    ORDER BY calls DESC NULLS LAST, last_at DESC NULLS LAST
"""

_INTEGERS = ("status", "milliseconds", "size", "job")
_TABLE = {name: frames.INTEGER if name in _INTEGERS else frames.TEXT for name in Call.__slots__} | {
    "at": frames.INSTANT
}
_INSERT = f"INSERT INTO api_calls ({', '.join(_TABLE)}) VALUES ({', '.join(f':{name}' for name in _TABLE)})"
