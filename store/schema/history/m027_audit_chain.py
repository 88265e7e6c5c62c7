"""What people did becomes a chain: rows only come, each with a hash over the one before it; links are digests."""

import hashlib
import json
import re
from typing import Any

import orjson

from store import engine
from store.engine import Connection

_TABLES = """
ALTER TABLE audit RENAME TO earlier_audit;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, did TEXT NOT NULL,
    target TEXT NOT NULL, link TEXT NOT NULL, person TEXT NOT NULL, outcome TEXT NOT NULL, address TEXT NOT NULL,
    details TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE INDEX audit_link ON audit (link, id);
CREATE INDEX audit_person ON audit (person, id);
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_target ON audit (target, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE TABLE audit_chain (
    id INTEGER PRIMARY KEY CHECK (id = 1), cut INTEGER NOT NULL, cut_hash TEXT NOT NULL, head INTEGER NOT NULL,
    head_hash TEXT NOT NULL
);
CREATE TABLE reveals (
    id INTEGER PRIMARY KEY, by TEXT NOT NULL, link TEXT NOT NULL, until TEXT NOT NULL, ended_at TEXT,
    reason TEXT NOT NULL, salt TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE INDEX reveals_by ON reveals (by, until);
CREATE UNIQUE INDEX reveals_digest ON reveals (digest);
CREATE INDEX reveals_link ON reveals (link);
CREATE TABLE seen_settings (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER audit_comes_in_order BEFORE INSERT ON audit
WHEN NEW.id <> coalesce((SELECT head FROM audit_chain), 0) + 1
BEGIN SELECT RAISE(ABORT, 'rows of the audit come one behind the other'); END;
CREATE TRIGGER audit_has_a_head AFTER INSERT ON audit
BEGIN
    INSERT INTO audit_chain (id, cut, cut_hash, head, head_hash)
    VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', NEW.id, NEW.hash)
    ON CONFLICT (id) DO UPDATE SET head = excluded.head, head_hash = excluded.head_hash;
END;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'rows of the audit are not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
WHEN OLD.id > coalesce((SELECT cut FROM audit_chain), 0)
BEGIN SELECT RAISE(ABORT, 'rows of the audit go for their age alone'); END;
CREATE TRIGGER audit_chain_goes_on BEFORE UPDATE ON audit_chain
WHEN NEW.cut < OLD.cut OR NEW.head < OLD.head OR NEW.cut > NEW.head
BEGIN SELECT RAISE(ABORT, 'the audit does not go back'); END;
CREATE TRIGGER audit_chain_stays BEFORE DELETE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'the ends of the audit stay'); END;
"""

_ACTIONS = {
    "connection started": "connect",
    "link connected": "connect",
    "repair started": "repair",
    "link repaired": "repair",
    "renewal started": "repair",
    "consent renewed": "repair",
    "pull requested": "pull",
    "pull put first": "pull",
    "pull cancelled": "pull",
    "refresh requested": "pull",
    "comparison requested": "pull",
    "access mode changed": "change_access",
    "link followed": "follow",
    "link no longer followed": "follow",
    "link erased": "delete",
    "wipe confirmed": "delete",
    "began anew": "begin_anew",
    "institutions read": "read_institutions",
    "webhook replayed": "replay",
    "test webhook sent": "test_event",
    "retrieve started": "retrieve",
    "retrieve finished": "retrieve",
}

_OF_SESSIONS = frozenset({"repair started", "renewal started", "consent renewed"})
_LINK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ERASED = "erased-"


def migrate(connection: Connection) -> None:
    """Make the new tables, and write what stood in the old one into them, oldest first."""
    engine.run_script(connection, _TABLES)
    columns = ("id", "at", "actor", "action", "did", "target", "link", "person", "outcome", "address", "details")
    insert = f"INSERT INTO audit ({', '.join(columns)}, hash) VALUES ({', '.join('?' * (len(columns) + 1))})"
    before, sql = "0" * 64, "SELECT at, actor, action, subject, details FROM earlier_audit ORDER BY id"
    for number, row in enumerate(connection.execute(sql).fetchall(), 1):
        values = [number, *_told(connection, *row)]
        before = hashlib.sha256(orjson.dumps([before, *values])).hexdigest()
        connection.execute(insert, [*values, before])
    connection.execute("DROP TABLE earlier_audit")


def _told(connection: Connection, at: str, actor: str, did: str, subject: str, told: str) -> list[str]:
    """A row as it is written now, without its number."""
    details: dict[str, Any] = json.loads(told)
    address, outcome = str(details.pop("address", "")), "refused" if did == "refused" else "done"
    link, external_id = _link(connection, subject, did)
    if link:
        told = json.dumps(details, ensure_ascii=False, separators=(",", ":"))
        details = json.loads(told.replace(subject, link))
        target = str(details.get("session", "")) if did in _OF_SESSIONS else ""
    else:
        target = subject
    person = _digest(f"external id {external_id}") if external_id else ""
    kept = json.dumps(details, ensure_ascii=False, separators=(",", ":"))
    words = str(details.get("attempted", did)) if outcome == "refused" else did
    return [at, actor, _ACTIONS.get(did, did), words, target, link, person, outcome, address, kept]


def _link(connection: Connection, subject: str, did: str) -> tuple[str, str | None]:
    """The digest of a row's link, if it is of one, and the external id of that, if it is there."""
    if subject.startswith(_ERASED):
        return subject.removeprefix(_ERASED), None
    row = connection.execute("SELECT external_id FROM links WHERE id = :id", {"id": subject}).fetchone()
    if row is None and (did == "webhook replayed" or not _LINK.fullmatch(subject)):
        return "", None
    return _digest(f"link {subject}"), row[0] if row else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
