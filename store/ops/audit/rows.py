"""Audit: who did what to which link or person, from where, and how it went; rows only come, each chained to the last.

Links and persons stand there by digests, so that an erasure changes nothing of what was written: as long as the store
knows them `store.queries.audit` tells who they are, and later whoever has the id can still ask.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson

from domain import audit_chain
from domain.audit_chain import FIELDS, Mark, Values, Verdict, hash_of
from store import engine
from store.core import frames, instants
from store.database import Database
from store.engine import Connection
from store.schema.migrations import TODAY
from store.upkeep.erasure_log import digest, digest_of_person
from store.write import assignments

if TYPE_CHECKING:
    from pandas import DataFrame

DONE, REFUSED, FAILED = "done", "refused", "failed"
"""How it went."""


def record(
    connection: Connection,
    actor: str,
    action: str,
    target: str,
    details: Mapping[str, Any],
    *,
    did: str = "",
    link: str = "",
    external_id: str = "",
    outcome: str = DONE,
    address: str = "",
    now: str | None = None,
) -> int:
    """Note an action in the transaction that carries it out; returns the row's number.

    `action` is of `domain.roles`, `did` says in words what was done, where that is more. A link is noted by its digest,
    wherever its id stands, and so is its person, or whoever has the external id.
    """
    before = head(connection)
    person = external_id or (_person_of(connection, link) if link else "")
    told = {
        "id": before.id + 1,
        "at": now or instants.now(),
        "actor": actor,
        "action": action,
        "did": did or action,
        "target": _without(target, link),
        "link": digest(link) if link else "",
        "person": digest_of_person(person) if person else "",
        "outcome": outcome,
        "address": address,
        "details": _without(orjson.dumps(dict(details)).decode(), link),
    }
    values = [told[name] for name in FIELDS]
    connection.execute(_INSERT, {**told, "hash": hash_of(before.hash, values)})
    return before.id + 1


def refusals(db: Database, actor: str, *, since: str) -> list[tuple[str, str, str]]:
    """What they were refused since then, as far as it is among the newest that there is of them, the newest first.

    Each as what they tried, its target and the digest of its link, as `refusal` makes it.
    """
    with db.whole.read() as connection:
        found = connection.execute(_NEWEST, {"actor": actor, "most": _LATELY})
        return [
            (row["did"], row["target"], row["link"]) for row in found if row["outcome"] == REFUSED and row["at"] > since
        ]


def refusal(attempted: str, target: str, link: str) -> tuple[str, str, str]:
    """What a row of `record` has of it."""
    return attempted, _without(target, link), digest(link) if link else ""


_LATELY = 50
_NEWEST = "SELECT at, did, target, link, outcome FROM audit WHERE actor = :actor ORDER BY id DESC LIMIT :most"


def head(connection: Connection) -> Mark:
    """The newest row."""
    row = connection.execute("SELECT head, head_hash FROM audit_chain").fetchone()
    return Mark(*row) if row else Mark()


def starter(connection: Connection, session: str) -> str | None:
    """Who opened a widget session; None where that is not kept any more."""
    sql = "SELECT actor FROM audit WHERE target = :session AND outcome = :done ORDER BY id LIMIT 1"
    row = connection.execute(sql, {"session": session, "done": DONE}).fetchone()
    return row["actor"] if row else None


def table(db: Database, *, link: str | None = None, limit: int = 500) -> "DataFrame":
    """The newest rows, of one link or of all, without their hashes."""
    only = "WHERE link = :link" if link else ""
    sql = f"SELECT {', '.join(COLUMNS)} FROM audit {only} ORDER BY id DESC LIMIT :limit"
    return frames.read(db, sql, {"link": digest(link or ""), "limit": limit}, COLUMNS)


COLUMNS = dict.fromkeys(FIELDS, frames.TEXT) | {"id": frames.INTEGER, "at": frames.INSTANT}


def verify(db: Database) -> Verdict:
    """Read all rows, oldest first, each held against the one before it, and see whether the store still guards them."""
    with db.whole.read() as connection:
        found = connection.execute("SELECT cut, cut_hash, head, head_hash FROM audit_chain").fetchone()
        cut, head = (Mark(found[0], found[1]), Mark(found[2], found[3])) if found else (Mark(), Mark())
        verdict = audit_chain.verify(_chained(connection), cut, head)
        return verdict if verdict.fault else replace(verdict, fault=_unguarded(connection))


def _unguarded(connection: Connection) -> str:
    """Which trigger of the schema is not there, or is another one; empty where all are."""
    gone = engine.missing_triggers(connection, _schema())
    return f"Rows could be changed: the store's trigger {gone[0]} was taken out or replaced." if gone else ""


@cache
def _schema() -> str:
    """With the triggers that keep rows as they are."""
    return TODAY.read_text("utf-8")


def _chained(connection: Connection) -> Iterator[tuple[Values, str]]:
    for row in connection.execute(f"SELECT {', '.join(FIELDS)}, hash FROM audit ORDER BY id"):
        yield [*row][:-1], row["hash"]


def _person_of(connection: Connection, link: str) -> str:
    sql = f"SELECT {assignments.PERSON} AS person FROM links WHERE id = :link"
    row = connection.execute(sql, {"link": link}).fetchone()
    return (row["person"] if row else None) or ""


def _without(text: str, link: str) -> str:
    """The text without the id that an erasure takes out of the store."""
    return text.replace(link, digest(link)) if link else text


_INSERT = "INSERT INTO audit ({}, hash) VALUES ({}, :hash)".format(
    ", ".join(FIELDS), ", ".join(f":{name}" for name in FIELDS)
)
