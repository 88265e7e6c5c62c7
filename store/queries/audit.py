"""The audit as it is read: what somebody did, what was done to a link or a person, what was refused, and when."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import orjson

from store.core import frames, keyset
from store.core.keyset import FIRST, Listed, Place
from store.core.parameters import Condition
from store.database import Database
from store.ops.audit import COLUMNS, DONE, FAILED, REFUSED, reveals
from store.queries.query_params import QueryFilter
from store.upkeep.erasure_log import digest, digest_of_person
from store.write.assignments import PERSON

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class AuditFilter(QueryFilter):
    """What is empty does not restrict; `link` is an id, `person` an external id, days are those of UTC."""

    person: str = ""
    link: str = ""
    actor: str = ""
    action: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None

    CHOICES: ClassVar[Mapping[str, tuple[str, ...]]] = {"outcome": (DONE, REFUSED, FAILED)}


class Names(NamedTuple):
    """Which link and whose external id a digest stands for, of those that the store knows, as they may be seen."""

    links: Mapping[str, str]
    persons: Mapping[str, str]

    def link(self, found: str) -> str:
        return _called(self.links, found)

    def person(self, found: str) -> str:
        return _called(self.persons, found)


def _called(known: Mapping[str, str], found: str) -> str:
    """What a digest stands for; of what was erased, or was never here, its first signs."""
    return known.get(found) or (f"unknown ({found[:_SIGNS]})" if found else "")


_SIGNS = 8


def names(db: Database) -> Names:
    """Whom the digests of the audit stand for."""
    with db.whole.read() as connection:
        whole = connection.execute(_LINKS).fetchall()
    with db.read() as connection:
        seen = {row["id"]: row["external_id"] for row in connection.execute(_LINKS)}
    return Names(
        {digest(row["id"]): row["id"] for row in whole},
        {digest_of_person(row["external_id"]): seen.get(row["id"]) or "" for row in whole if row["external_id"]},
    )


_LINKS = f"SELECT id, {PERSON} AS external_id FROM links"


def page(db: Database, matching: AuditFilter, *, at: Place = FIRST) -> "DataFrame":
    """Some of the rows that match, newest first; columns as in `store.ops.audit.COLUMNS`."""
    with db.read() as connection:
        return keyset.fetch(connection, ", ".join(COLUMNS), "audit", _condition(matching), _NEWEST_FIRST, at, COLUMNS)


_NEWEST_FIRST = keyset.order(("id",), descending=True)


def count(db: Database, matching: AuditFilter) -> int:
    condition, parameters = _condition(matching)
    with db.read() as connection:
        number: int = connection.execute(f"SELECT count(*) FROM audit WHERE {condition}", parameters).fetchone()[0]
    return number


def find(db: Database, row: int) -> dict[str, str | int] | None:
    """One row with its hash, by its number."""
    with db.read() as connection:
        found = connection.execute("SELECT * FROM audit WHERE id = :row", {"row": row}).fetchone()
    return dict(found) if found else None


def reason(db: Database, details: str) -> str:
    """Why somebody was revealed, by the details of that row; empty where it went with them, and for all other rows."""
    found = orjson.loads(details)
    digest_of_it = found.get("reason") if isinstance(found, dict) else None
    return reveals.reason_of(db, str(digest_of_it)) or "" if digest_of_it else ""


def facets(db: Database) -> tuple[list[str], list[str]]:
    """Who has acted, and what was done, of all that is kept."""
    with db.read() as connection:
        actors = connection.execute("SELECT DISTINCT actor FROM audit ORDER BY actor").fetchall()
        actions = connection.execute("SELECT DISTINCT action FROM audit ORDER BY action").fetchall()
    return [row["actor"] for row in actors], [row["action"] for row in actions]


def export(db: Database, matching: AuditFilter, *, newest_first: bool = True) -> Generator[tuple[Any, ...], None, None]:
    """The rows in the order of `EXPORT_COLUMNS`, with links and persons as they may be seen."""
    known, which = names(db), _condition(matching)
    order = keyset.order(("id",), descending=newest_first)

    def rows(at: Place) -> list[Listed]:
        with db.read() as connection:
            return keyset.listed(connection, ", ".join(_STORED), "audit", which, order, at)

    for row in keyset.through(rows):
        told = dict(zip(_STORED, row, strict=True))
        told |= {"link": known.link(told["link"]), "person": known.person(told["person"])}
        told["reason"] = reason(db, told["details"])
        yield tuple(told.values())


_STORED = (*COLUMNS, "hash")
EXPORT_COLUMNS = {**COLUMNS, "hash": frames.TEXT, "reason": frames.TEXT}


def _condition(matching: AuditFilter) -> Condition:
    parts = {
        "person": (
            "(person = :person OR target = 'person-' || :person)",
            matching.person and digest_of_person(matching.person),
        ),
        "link": ("link = :link", matching.link and digest(matching.link)),
        "actor": ("actor = :actor", matching.actor),
        "action": ("action = :action", matching.action),
        "outcome": ("outcome = :outcome", matching.outcome),
        "since": ("at >= :since", matching.since and matching.since.isoformat()),
        "until": ("at < :until", matching.until and (matching.until + timedelta(days=1)).isoformat()),
    }
    used = {name: part for name, part in parts.items() if part[1]}
    return " AND ".join(["1 = 1", *(sql for sql, _ in used.values())]), {name: used[name][1] for name in used}
