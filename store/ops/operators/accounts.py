"""Accounts of a file that are connected by a run: what is sent for each lies sealed here, as long as it is needed.

An account is `waiting`, then `sent` from before Belvo is asked until its answer is noted, then done, failed, or a
`token` that its institution asks for; a person hands that in. Rows that can't be sent are `skipped` from the first.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.link_state import Failure
from languages import msg
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection, Row
from store.ops import jobs
from store.ops.operators import bulk
from store.ops.operators.bulk import Kind, Outcome

KEPT = timedelta(days=1)
"""How long what is sealed can be opened, and an account is known by its mark."""

HELD = timedelta(minutes=6)
"""How long a token is its own who hands it in: Belvo may ask the institution for five minutes."""

GONE = msg("Its credentials were kept for a day and are gone. Hand in its file again.")


@dataclass(frozen=True, slots=True)
class New:
    """An account as it comes from a file; without `sealed` it is one that can't be sent, and `why` says why."""

    place: int
    institution: str
    external_id: str
    mark: str = ""
    sealed: str = field(default="", repr=False)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it was read; `at` is when its state began, `tries` how often it was sent."""

    run: int
    place: int
    institution: str
    external_id: str
    state: str
    at: datetime
    tries: int
    link: str
    sealed: str = field(repr=False)


def start(connection: Connection, rows: Iterable[New], *, actor: str, role: str) -> int:
    """Have a worker connect them; returns the run's number."""
    now = instants.now()
    run = bulk.open_run(connection, Kind.CONNECT, actor=actor, role=role)
    told = [
        {
            "run": run,
            "place": row.place,
            "institution": row.institution,
            "external_id": row.external_id or None,
            "state": "waiting" if row.sealed else "skipped",
            "now": now,
            "mark": row.mark or None,
            "sealed": row.sealed or None,
            "sealed_at": now if row.sealed else None,
            "kind": None if row.sealed else "skipped",
            "message": row.why or None,
        }
        for row in rows
    ]
    connection.executemany(_ADD, told)
    skipped = sum(1 for row in told if row["sealed"] is None)
    connection.execute(
        "UPDATE bulk_runs SET total = :total, skipped = :skipped WHERE id = :run",
        {"total": len(told), "skipped": skipped, "run": run},
    )
    jobs.enqueue(connection, bulk.link_of(run), [bulk.REASON], bulk.REASON, now=now)
    return run


_ADD = """
    INSERT INTO bulk_accounts (bulk, place, institution, external_id, state, at, mark, sealed, sealed_at, tries,
        error_kind, error_message)
    VALUES (:run, :place, :institution, :external_id, :state, :now, :mark, :sealed, :sealed_at, 0, :kind, :message)
"""


def known(connection: Connection, marks: Collection[str]) -> dict[str, str]:
    """Which of these accounts are being connected, or were within a day: the state of each, by its mark."""
    sql = f"""
        SELECT mark, state FROM bulk_accounts
        WHERE {engine.among("mark", "marks")} AND (state IN ('waiting', 'sent', 'token')
            OR (state = 'done' AND EXISTS (SELECT 1 FROM links WHERE id = bulk_accounts.link AND deleted_at IS NULL)))
    """
    return {row["mark"]: row["state"] for row in connection.execute(sql, {"marks": engine.array([*marks])})}


def next_waiting(db: Database, run: int) -> Account | None:
    """The account that comes next."""
    return next(iter(_accounts(db, "bulk = :run AND state = 'waiting' ORDER BY place LIMIT 1", {"run": run})), None)


def sent(db: Database, run: int) -> list[Account]:
    """Those of which nobody has noted an answer."""
    return _accounts(db, "bulk = :run AND state = 'sent' ORDER BY place", {"run": run})


def asking(db: Database, run: int, *, most: int) -> list[Account]:
    """Those whose institution asks for a token."""
    return _accounts(db, "bulk = :run AND state = 'token' ORDER BY place LIMIT :most", {"run": run, "most": most})


def begin(connection: Connection, account: Account) -> bool:
    """Note that it is about to be sent; False where it is no longer to be."""
    sql = f"UPDATE bulk_accounts SET state = 'sent', at = :now, tries = tries + 1 WHERE {_IT} AND state = :state"
    return bool(connection.execute(sql, {**_named(account), "now": instants.now(), "state": account.state}).rowcount)


def put_back(connection: Connection, account: Account) -> None:
    """It was not sent after all."""
    sql = f"UPDATE bulk_accounts SET state = 'waiting', at = :now, tries = tries - 1 WHERE {_IT} AND state = 'sent'"
    connection.execute(sql, {**_named(account), "now": instants.now()})


def ask(connection: Connection, account: Account, link: str, sealed: str) -> bool:
    """Its institution asks for a token: what goes on with it takes the place of what was sealed before."""
    sql = f"""
        UPDATE bulk_accounts SET state = 'token', at = :now, link = :link, sealed = :sealed, taken_at = NULL
        WHERE {_IT} AND state IN ('sent', 'token')
    """
    told = {**_named(account), "now": instants.now(), "link": link or None, "sealed": sealed}
    return bool(connection.execute(sql, told).rowcount)


def take(connection: Connection, run: int, place: int, now: datetime) -> Account | None:
    """One that asks for a token, for whoever hands it in now; None where another does, or none is asked for."""
    sql = f"""
        UPDATE bulk_accounts SET taken_at = :now
        WHERE {_IT} AND state = 'token' AND (taken_at IS NULL OR taken_at < :since OR taken_at > :now) RETURNING *
    """
    told = {"run": run, "place": place, "now": instants.encode(now), "since": instants.encode(now - HELD)}
    row = connection.execute(sql, told).fetchone()
    return None if row is None else _account(row)


def leave(connection: Connection, account: Account) -> None:
    """The token was not taken; it can be handed in again."""
    connection.execute(f"UPDATE bulk_accounts SET taken_at = NULL WHERE {_IT} AND state = 'token'", _named(account))


def settle(connection: Connection, account: Account, outcome: Outcome, link: str = "") -> bool:
    """Note what became of it, and forget what was sealed; False where that is noted, or the row was erased."""
    error = outcome.failure
    told = {
        **_named(account),
        "state": outcome.state,
        "now": instants.now(),
        "link": link or None,
        "kind": error and error.kind,
        "code": error and error.code,
        "message": error and error.message,
        "request_id": error and error.request_id,
    }
    changed = bool(connection.execute(_SETTLE, told).rowcount)
    if changed:
        bulk.count(connection, account.run, outcome.state)
    return changed


_IT = "bulk = :run AND place = :place"
_SETTLE = f"""
    UPDATE bulk_accounts SET state = :state, at = :now, link = coalesce(:link, link), sealed = NULL, sealed_at = NULL,
        taken_at = NULL, mark = CASE :state WHEN 'done' THEN mark END, error_kind = :kind, error_code = :code,
        error_message = :message, request_id = :request_id
    WHERE {_IT} AND state IN ('waiting', 'sent', 'token')
"""


def call_off(connection: Connection, run: int, why: str) -> int:
    """Send none of those that wait still, and forget what was sealed of them; how many."""
    told = {"run": run, "now": instants.now(), "why": why}
    gone = connection.execute(_CALL_OFF, told).rowcount
    bulk.count(connection, run, "skipped", gone)
    return gone


_CALL_OFF = """
    UPDATE bulk_accounts SET state = 'skipped', at = :now, sealed = NULL, sealed_at = NULL, mark = NULL,
        error_kind = 'skipped', error_message = :why
    WHERE bulk = :run AND state = 'waiting'
"""


def wipe(db: Database, now: datetime) -> int:
    """Forget what was sealed a day ago, whatever has become of it, and the marks of then; how many rows that were."""
    before = {"before": instants.encode(now - KEPT), "now": instants.encode(now), "gone": GONE}
    with db.write() as connection:
        late = connection.execute(_LATE, before).fetchall()
        for row in late:
            settle(connection, _account(row), bulk.failed(Failure("fatal", "", GONE)))
        connection.execute("UPDATE bulk_accounts SET mark = NULL WHERE mark IS NOT NULL AND at < :before", before)
    return len(late)


_LATE = "SELECT * FROM bulk_accounts WHERE sealed_at < :before ORDER BY bulk, place LIMIT 1000"


def _accounts(db: Database, condition: str, parameters: dict[str, object]) -> list[Account]:
    with db.whole.read() as connection:
        return [
            _account(row) for row in connection.execute(f"SELECT * FROM bulk_accounts WHERE {condition}", parameters)
        ]


def _account(row: Row) -> Account:
    return Account(
        run=row["bulk"],
        place=row["place"],
        institution=row["institution"],
        external_id=row["external_id"] or "",
        state=row["state"],
        at=instants.decode(row["at"]),
        tries=row["tries"],
        link=row["link"] or "",
        sealed=row["sealed"] or "",
    )


def _named(account: Account) -> dict[str, object]:
    return {"run": account.run, "place": account.place}
