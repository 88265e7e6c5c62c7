"""Widget sessions: one opening of the Connect Widget each, from the token to how it ended, with every event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from domain.widget.steps import institution_of, step_of
from store.core import frames, instants
from store.database import Database
from store.engine import Connection

if TYPE_CHECKING:
    from pandas import DataFrame

STATES = ("opened", "loaded", "connected", "left", "failed", "expired")
"""Opened: a token was made; loaded: the widget was seen; the last four are ends."""

ENDS = STATES[2:]

PAYLOAD_LIMIT = 16_384
"""Bytes of one event's payload; of a larger one only its size is kept."""

NAME_LIMIT = 100
"""Characters of an event's name; a longer one is cut."""

TEXT_LIMIT = 1_000
"""Characters of what an error says; a longer text is cut."""

FIRST_UNPROVEN = 1 << 31
"""From here on events are numbered that came without the session's token, by an address that anybody may open."""

TAKEN = "taken"
"""The event of an address that was handed out and is opened: the first of those without the session's token."""

MOST_EVENTS = 200
"""Events of one session with its token, and as many without it; of more the first and the last are kept."""

MOST_SUCCESSES = 20
"""Reports of a success that are kept beside these, since a link may hang on one."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it was when read. `token_hash` is of the one-time token that lets the browser report events."""

    nonce: str
    token_hash: str = field(repr=False)
    state: str
    mode: str
    external_id: str | None
    product: str | None
    country: str | None
    institution: str | None
    options: dict[str, Any]
    link: str | None
    error_code: str | None
    error_message: str | None
    request_id: str | None
    opened_at: str
    changed_at: str
    device: str | None = None
    """What its browser is on, as far as it has said."""
    told_institution: str | None = None
    """The institution that the widget has named last."""
    hosted: int = 0
    """Whether it was handed out as an address."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was reported of a session, `seq` from 1 in the order in which it happened."""

    seq: int
    name: str
    payload: dict[str, Any]
    at: str
    step: int | None = None
    """How far it shows somebody to be, a number of domain.widget.steps."""


def open(  # noqa: A001 - the agreed name, read as sessions.open
    connection: Connection,
    nonce: str,
    token_hash: str,
    external_id: str | None,
    product: str | None = None,
    country: str | None = None,
    institution: str | None = None,
    link: str | None = None,
    *,
    mode: str = "connect",
    options: Mapping[str, Any] | None = None,
    now: str | None = None,
) -> None:
    """Note that a widget is about to open; the token itself is never given to the store, only its hash.

    `link` is the one to repair in update mode; `options` are the choices made, without tokens.
    """
    connection.execute(
        "INSERT INTO widget_sessions (nonce, token_hash, state, mode, external_id, product, country, institution,"
        " options, link, hosted, opened_at, changed_at) VALUES (:nonce, :token_hash, 'opened', :mode, :external_id,"
        " :product, :country, :institution, :options, :link, :hosted, :now, :now)",
        {
            "nonce": nonce,
            "token_hash": token_hash,
            "mode": mode,
            "external_id": external_id,
            "product": product,
            "country": country,
            "institution": institution,
            "options": orjson.dumps(dict(options or {})).decode(),
            "link": link,
            "hosted": int(bool((options or {}).get("hosted"))),
            "now": now or instants.now(),
        },
    )


def record(
    connection: Connection, nonce: str, seq: int, name: str, payload: Mapping[str, Any], at: str | None = None
) -> bool:
    """Store an event once; False when it is known already (each is reported on two ways) or the session is not.

    One that is too many takes the place of one between the first and the last, of its own kind and way: whoever knows
    no more than the session's address takes none of the widget's.
    """
    body = orjson.dumps(payload)
    if len(body) > PAYLOAD_LIMIT:
        body = orjson.dumps({"too_large": len(body)})
    row = connection.execute(
        "INSERT INTO widget_events (nonce, seq, name, payload, at, step)"
        " SELECT nonce, :seq, :name, :payload, :at, :step"
        " FROM widget_sessions WHERE nonce = :nonce"
        " ON CONFLICT (nonce, seq) DO NOTHING RETURNING seq",
        {
            "nonce": nonce,
            "seq": seq,
            "name": name[:NAME_LIMIT],
            "payload": body.decode(),
            "at": at or instants.now(),
            "step": step_of(name, payload),
        },
    ).fetchone()
    if row is not None:
        if institution := institution_of(payload):
            _note_institution(connection, nonce, institution[:NAME_LIMIT])
        _make_room(connection, nonce, is_unproven=seq >= FIRST_UNPROVEN, is_success=name == "success")
    return row is not None


def set_device(connection: Connection, nonce: str, device: str) -> None:
    """Note what a session's browser is on; the first that says so is the one that counts."""
    sql = "UPDATE widget_sessions SET device = :device WHERE nonce = :nonce AND device IS NULL"
    connection.execute(sql, {"device": device, "nonce": nonce})


def _note_institution(connection: Connection, nonce: str, name: str) -> None:
    connection.execute(
        "UPDATE widget_sessions SET told_institution = :name WHERE nonce = :nonce AND told_institution IS NOT :name",
        {"name": name, "nonce": nonce},
    )


def _make_room(connection: Connection, nonce: str, *, is_unproven: bool, is_success: bool) -> None:
    """Forget what is too many of these events, in the middle of them."""
    most = MOST_SUCCESSES if is_success else MOST_EVENTS
    which = {"nonce": nonce, "first": FIRST_UNPROVEN}
    alike = (
        f"nonce = :nonce AND seq {'>=' if is_unproven else '<'} :first AND name {'=' if is_success else '<>'} 'success'"
    )
    count: int = connection.execute(f"SELECT count(*) FROM widget_events WHERE {alike}", which).fetchone()[0]
    if count > most:
        connection.execute(
            "DELETE FROM widget_events WHERE nonce = :nonce AND seq IN (SELECT seq FROM widget_events"
            f" WHERE {alike} ORDER BY at, seq LIMIT :excess OFFSET :kept)",
            which | {"excess": count - most, "kept": most // 2},
        )


def set_state(
    connection: Connection,
    nonce: str,
    state: str,
    *,
    link: str | None = None,
    error_code: str | None = None,
    error_message: str | None = None,
    request_id: str | None = None,
    now: str | None = None,
) -> bool:
    """Move a session on; False when it has ended, though one that ended badly may still turn out to have connected."""
    row = connection.execute(
        "UPDATE widget_sessions SET state = :state, link = coalesce(:link, link),"
        " error_code = coalesce(:error_code, error_code), error_message = coalesce(:error_message, error_message),"
        " request_id = coalesce(:request_id, request_id), changed_at = :now"
        " WHERE nonce = :nonce AND (state IN ('opened', 'loaded')"
        " OR (:state = 'connected' AND state <> 'connected')) RETURNING nonce",
        {
            "nonce": nonce,
            "state": state,
            "link": link,
            "error_code": error_code and error_code[:NAME_LIMIT],
            "error_message": error_message and error_message[:TEXT_LIMIT],
            "request_id": request_id,
            "now": now or instants.now(),
        },
    ).fetchone()
    return row is not None


def is_token(db: Database, token_hash: str) -> bool:
    """Whether a session has the token of this hash."""
    sql = "SELECT 1 FROM widget_sessions WHERE token_hash = :token_hash"
    with db.read() as connection:
        return connection.execute(sql, {"token_hash": token_hash}).fetchone() is not None


def find(db: Database, nonce: str) -> Session | None:
    """One session."""
    return next(iter(_sessions(db, "nonce = :value", nonce)), None)


def by_external_id(db: Database, external_id: str) -> list[Session]:
    """The sessions opened for somebody's id in our own systems, newest first."""
    return _sessions(db, "external_id = :value", external_id)


def for_link(db: Database, link: str) -> list[Session]:
    """The sessions that made or repaired a link, newest first."""
    return _sessions(db, "link = :value", link)


def unfinished(db: Database, since: str) -> list[Session]:
    """The sessions opened since then that have not ended, newest first."""
    return _sessions(db, "state IN ('opened', 'loaded') AND opened_at >= :value", since)


def outcome_counts(db: Database, since: str) -> tuple[int, int]:
    """How many sessions were opened since then, and how many of them led to a link."""
    sql = "SELECT count(*), count(link) FROM widget_sessions WHERE mode = 'connect' AND opened_at >= :since"
    with db.read() as connection:
        opened, linked = connection.execute(sql, {"since": since}).fetchone()
    return opened, linked


def connected(db: Database, *, limit: int = 10) -> list[Session]:
    """The sessions that made a link which is there still, newest first."""
    sql = (
        "SELECT s.* FROM widget_sessions AS s JOIN links AS l ON l.id = s.link"
        " WHERE s.mode = 'connect' AND l.deleted_at IS NULL ORDER BY s.changed_at DESC, s.nonce LIMIT :limit"
    )
    return _read(db, sql, {"limit": limit})


def unsuccessful(db: Database, *, since: str, quiet_since: str, limit: int = 10) -> list[Session]:
    """The last attempts of those who tried after `since` and got no link, newest first.

    They ended so, their widget was taken away after something had gone wrong in it, or nothing has been heard of them
    after `quiet_since`. Whether a consent was renewed, its link tells.
    """
    sql = (
        "SELECT * FROM widget_sessions AS s WHERE opened_at >= :since AND mode <> 'renew'"
        " AND (state IN ('left', 'failed', 'expired')"
        " OR state IN ('opened', 'loaded') AND (changed_at < :quiet_since OR error_code IS NOT NULL AND 'removed' ="
        " (SELECT name FROM widget_events WHERE nonce = s.nonce ORDER BY seq DESC LIMIT 1)))"
        " AND NOT EXISTS (SELECT 1 FROM widget_sessions AS later WHERE later.opened_at > s.opened_at"
        " AND (later.external_id = nullif(s.external_id, '') OR later.link = s.link))"
        " ORDER BY opened_at DESC, nonce LIMIT :limit"
    )
    return _read(db, sql, {"since": since, "quiet_since": quiet_since, "limit": limit})


def events(db: Database, nonce: str) -> "DataFrame":
    """The session's events in their order: columns seq, name, payload (JSON text), at."""
    sql = "SELECT seq, name, payload, at FROM widget_events WHERE nonce = :nonce ORDER BY seq"
    columns = {"seq": frames.INTEGER, "name": frames.TEXT, "payload": frames.TEXT, "at": frames.INSTANT}
    return frames.read(db, sql, {"nonce": nonce}, columns)


def history(db: Database, nonce: str) -> list[Event]:
    """The session's events in their order."""
    sql = "SELECT seq, name, payload, at, step FROM widget_events WHERE nonce = :nonce ORDER BY seq"
    with db.read() as connection:
        rows = connection.execute(sql, {"nonce": nonce})
        return [Event(**{**dict(row), "payload": orjson.loads(row["payload"])}) for row in rows]


def _sessions(db: Database, condition: str, value: str) -> list[Session]:
    return _read(
        db, f"SELECT * FROM widget_sessions WHERE {condition} ORDER BY opened_at DESC, nonce", {"value": value}
    )


def _read(db: Database, sql: str, parameters: Mapping[str, object]) -> list[Session]:
    with db.read() as connection:
        return [
            Session(**{**dict(row), "options": orjson.loads(row["options"])})
            for row in connection.execute(sql, parameters)
        ]
