"""The one rate of all who call Belvo from here, kept in the store so that processes share it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from domain.pulls.call_budget import CallBudget as CallBudget
from store import engine
from store.core import instants
from store.core.errors import StoreError
from store.database import Database
from store.engine import Connection, Row

HERE = ""
"""The address that Belvo sees; all calls from this desk come from one."""

_LOCK = "call budgets"
_PATIENCE = 2.0  # seconds that a call waits for the store to be free


def take(
    db: Database,
    host: str,
    *,
    is_urgent: bool,
    waited: float = 0,
    most: float | None = None,
    now: datetime | None = None,
) -> tuple[float, bool]:
    """Take a place for a call: in how many seconds it may go out, and whether the place is taken.

    An urgent call takes one that is to come, unless that is more than `most` seconds away; others ask again then.
    """
    moment = now or datetime.now(UTC)
    with db.write(patience=_PATIENCE, beside=True) as connection:
        engine.lock(connection, _LOCK)
        budget = _find(connection, host) or CallBudget(moment)
        wait = budget.wait(moment, is_urgent=is_urgent)
        if most is not None and wait > timedelta(seconds=most):
            return wait.total_seconds(), False
        taken = budget.taken(moment, is_urgent=is_urgent, waited=timedelta(seconds=waited))
        if taken:
            _save(connection, host, taken)
    return wait.total_seconds(), taken is not None


def hold(db: Database, host: str, seconds: float, *, now: datetime | None = None) -> None:
    """Have everybody leave Belvo alone for so long."""
    moment = now or datetime.now(UTC)
    with db.write(patience=_PATIENCE, beside=True) as connection:
        engine.lock(connection, _LOCK)
        budget = _find(connection, host) or CallBudget(moment)
        _save(connection, host, budget.held(moment, seconds))


class Rate:
    """The budget as a process uses it, whose store may be away."""

    def __init__(self, database: Callable[[], Database], host: str) -> None:
        self._database = database
        self._host = host

    def take(self, *, is_urgent: bool, waited: float, most: float | None) -> tuple[float, bool] | None:
        """As `take` does; None where the store can't be asked."""
        try:
            return take(self._database(), self._host, is_urgent=is_urgent, waited=waited, most=most)
        except StoreError:
            return None

    def hold(self, seconds: float) -> None:
        """As `hold` does, as far as the store can be told."""
        with suppress(StoreError):
            hold(self._database(), self._host, seconds)


def find(db: Database) -> CallBudget | None:
    """The budget of the Belvo that this store is about; None where nobody needs one."""
    with db.read() as connection:
        return read(connection.execute(OF_STORE).fetchall())


OF_STORE = f"""
    SELECT next_at, held_until, slowed_at
    FROM call_budgets JOIN store_identity ON store_identity.host = call_budgets.host
    WHERE call_budgets.address = '{HERE}'
"""


def read(rows: Sequence[Row]) -> CallBudget | None:
    """What OF_STORE has found."""
    return CallBudget(*(instants.decode(text) if text else None for text in rows[0])) if rows else None  # type: ignore[arg-type]  # the first is there


def _find(connection: Connection, host: str) -> CallBudget | None:
    sql = "SELECT next_at, held_until, slowed_at FROM call_budgets WHERE host = :host AND address = :address"
    return read(connection.execute(sql, {"host": host, "address": HERE}).fetchall())


def _save(connection: Connection, host: str, budget: CallBudget) -> None:
    connection.execute(
        "INSERT INTO call_budgets (host, address, next_at, held_until, slowed_at)"
        " VALUES (:host, :address, :next_at, :held_until, :slowed_at)"
        " ON CONFLICT (host, address) DO UPDATE SET next_at = excluded.next_at,"
        " held_until = excluded.held_until, slowed_at = excluded.slowed_at",
        {
            "host": host,
            "address": HERE,
            "next_at": instants.encode(budget.next_at),
            "held_until": instants.encode(budget.held_until) if budget.held_until else None,
            "slowed_at": instants.encode(budget.slowed_at) if budget.slowed_at else None,
        },
    )
