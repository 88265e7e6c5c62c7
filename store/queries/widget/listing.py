"""Widget sessions as rows: each with where it wanted to connect, how far it came, and how it ended."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from domain.widget.devices import LABELS
from domain.widget.outcomes import GAVE_UP, HANDED_OUT, IN_PAGE, MODES, OUTCOMES, QUIET, WAYS, WITHOUT_LINK
from domain.widget.steps import Step, named
from store.core import frames, instants, keyset
from store.core.keyset import FIRST, Listed, Place
from store.core.parameters import Condition
from store.database import Database
from store.queries.query_params import QueryFilter

if TYPE_CHECKING:
    from pandas import DataFrame

UNKNOWN = "unknown"
"""Stands for a device or an institution of which nothing is known."""


@dataclass(frozen=True, slots=True)
class SessionFilter(QueryFilter):
    """What is empty does not restrict; days are those of UTC on which sessions were opened, both included.

    `find` is a session's own id, its link, external id or request id, whole. `step` is the last that was reached.
    """

    find: str = ""
    mode: str = ""
    way: str = ""
    institution: str = ""
    product: str = ""
    device: str = ""
    outcome: str = ""
    step: str = ""
    error: str = ""
    since: date | None = None
    until: date | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    CHOICES: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "mode": tuple(MODES),
        "way": tuple(WAYS),
        "device": (*LABELS, UNKNOWN),
        "outcome": (*OUTCOMES, GAVE_UP),
        "step": tuple(step.word for step in Step),
    }


def page(db: Database, matching: SessionFilter, *, at: Place = FIRST) -> "DataFrame":
    """Some of the sessions that match, the newest first; columns as in `COLUMNS`."""
    with db.read() as connection:
        return keyset.fetch(connection, _NAMES, SESSIONS, condition(matching), _NEWEST_FIRST, at, COLUMNS)


def count(db: Database, matching: SessionFilter) -> int:
    where, parameters = condition(matching)
    with db.read() as connection:
        number: int = connection.execute(f"SELECT count(*) FROM {SESSIONS} WHERE {where}", parameters).fetchone()[0]
    return number


def export(db: Database, matching: SessionFilter) -> Generator[tuple[Any, ...], None, None]:
    """The rows in the order of `COLUMNS`, the step by its name."""
    which = condition(matching)

    def rows(at: Place) -> list[Listed]:
        with db.read() as connection:
            return keyset.listed(connection, _NAMES, SESSIONS, which, _NEWEST_FIRST, at)

    place = [*COLUMNS].index("step")
    for row in keyset.through(rows):
        yield (*row[:place], word_of(row[place]), *row[place + 1 :])


def word_of(step: int) -> str:
    """The name of a step by its number; of one that this program does not know, of the last before it."""
    return max((one for one in Step if one <= step), default=Step.OPENED).word


def is_any(db: Database) -> bool:
    """Whether a session was ever opened here, of those that are kept."""
    with db.read() as connection:
        return connection.execute("SELECT 1 FROM widget_sessions LIMIT 1").fetchone() is not None


def mark(db: Database) -> tuple[object, ...]:
    """Another value as soon as there is another session, or another of the newest ones has moved on."""
    sql = (
        "SELECT count(*), max(opened_at), max(changed_at) FROM"
        " (SELECT opened_at, changed_at FROM widget_sessions ORDER BY opened_at DESC, nonce DESC LIMIT 200) AS newest"
    )
    with db.read() as connection:
        return tuple(connection.execute(sql).fetchone())


SESSIONS = f"""(
    SELECT s.nonce, s.opened_at, s.changed_at, s.mode, s.product, s.country, s.device, s.external_id, s.link,
        s.error_code, s.error_message, s.request_id, s.hosted,
        CASE s.hosted WHEN 0 THEN '{IN_PAGE}' ELSE '{HANDED_OUT}' END AS way,
        coalesce(s.told_institution, s.institution,
            (SELECT institution FROM links WHERE links.id = s.link)) AS institution,
        CASE WHEN s.state IN ('connected', 'left', 'failed', 'expired') THEN s.state
            WHEN s.changed_at >= :quiet_since THEN 'under_way' ELSE 'silent' END AS outcome,
        CASE s.state WHEN 'connected' THEN {Step.CONNECTED:d} ELSE coalesce((
            SELECT max(step) FROM widget_events AS e WHERE e.nonce = s.nonce AND e.step IS NOT NULL
        ), {Step.OPENED:d}) END AS step
    FROM widget_sessions AS s
    WHERE s.opened_at >= :begin AND s.opened_at < :end
) AS sessions"""
"""Needs the parameters of `condition`."""

COLUMNS = {
    "opened_at": frames.INSTANT,
    "session": frames.TEXT,
    "mode": frames.TEXT,
    "way": frames.TEXT,
    "product": frames.TEXT,
    "country": frames.TEXT,
    "institution": frames.TEXT,
    "device": frames.TEXT,
    "outcome": frames.TEXT,
    "step": frames.INTEGER,
    "changed_at": frames.INSTANT,
    "external_id": frames.TEXT,
    "link": frames.TEXT,
    "error_code": frames.TEXT,
    "error_message": frames.TEXT,
    "request_id": frames.TEXT,
}
EXPORT_COLUMNS = {**COLUMNS, "step": frames.TEXT}
_NAMES = ", ".join("nonce AS session" if name == "session" else name for name in COLUMNS)
_NEWEST_FIRST = keyset.order(("opened_at", "nonce"), descending=True)
_FIRST, _LAST = "0001", "9999"  # before and after all instants


def condition(matching: SessionFilter) -> Condition:
    """The condition on SESSIONS, and all that both need."""
    step = named(matching.step)
    parts = {
        "find": "(nonce = :find OR link = :find OR external_id = :find OR request_id = :find)",
        "mode": "mode = :mode",
        "way": "way = :way",
        "institution": f"coalesce(institution, '{UNKNOWN}') = :institution",
        "product": f"coalesce(product, '{UNKNOWN}') = :product",
        "device": f"coalesce(device, '{UNKNOWN}') = :device",
        "outcome": "outcome = :outcome" if matching.outcome != GAVE_UP else f"outcome IN {WITHOUT_LINK}",
        "error": "error_code = :error",
    }
    given = {name: getattr(matching, name) for name in parts if getattr(matching, name)}
    where = ["1 = 1", *(parts[name] for name in given), *(["step = :step"] if step is not None else [])]
    beside = {"step": int(step)} if step is not None else {}
    return " AND ".join(where), {**given, **beside, **bounds(matching)}


def bounds(matching: SessionFilter) -> dict[str, object]:
    """The instants within which sessions were opened, and before which one that is silent is over."""
    until = matching.until and matching.until + timedelta(days=1)
    return {
        "begin": matching.since.isoformat() if matching.since else _FIRST,
        "end": until.isoformat() if until else _LAST,
        "quiet_since": instants.encode(matching.now - QUIET),
    }
