"""Erased links, known by a digest only, so that nothing about them comes in again."""

import hashlib
from collections.abc import Mapping, Sequence

from store import engine
from store.core import instants
from store.core.errors import StoreError
from store.engine import Connection
from store.write import assignments


class Erased(StoreError):
    """Something is asked for of a link that was erased."""


def digest(link: str) -> str:
    """Stands for a link where nothing may tell which one it was once it is erased."""
    return hashlib.sha256(f"link {link}".encode()).hexdigest()[:_SIGNS]


def digest_of_person(external_id: str) -> str:
    """The same for an external id, so that whoever has it can ask what became of its links."""
    return hashlib.sha256(f"external id {external_id}".encode()).hexdigest()[:_SIGNS]


def mark(link: str) -> str:
    """Stands for an erased link where a record of it has to stay."""
    return f"{ERASED}{digest(link)}"


def mark_of_person(external_id: str) -> str:
    """Stands for the external id of an erased link."""
    return f"person-{digest_of_person(external_id)}"


ERASED = "erased-"
_SIGNS = 32


def note(connection: Connection, link: str, *, now: str | None = None) -> None:
    """The link is being erased; noted while its row is still there, or its person is not known any more."""
    sql = f"SELECT {assignments.PERSON} AS person FROM links WHERE id = :link"
    row = connection.execute(sql, {"link": link}).fetchone()
    external_id = row["person"] if row else None
    connection.execute(
        "INSERT INTO erased_links (mark, erased_at, person) VALUES (:mark, :now, :person) ON CONFLICT (mark)"
        " DO UPDATE SET erased_at = :now, proved_at = NULL, person = coalesce(excluded.person, erased_links.person)",
        {
            "mark": mark(link),
            "now": now or instants.now(),
            "person": mark_of_person(external_id) if external_id else None,
        },
    )


def put_mark(connection: Connection, columns: Mapping[str, Sequence[str]], link: str) -> None:
    """Have the link's mark stand for it in what these columns, by table, tell of it."""
    parameters = {"link": link, "mark": mark(link)}
    for table, names in columns.items():
        marked = ", ".join(f"{name} = replace({name}, :link, :mark)" for name in names)
        found = " OR ".join(engine.contains(name, "link") for name in names)
        connection.execute(f"UPDATE {table} SET {marked} WHERE {found}", parameters)


def is_erased(connection: Connection, link: str) -> bool:
    """It was erased, and nobody has connected it again since."""
    sql = (
        "SELECT 1 FROM erased_links WHERE mark = :mark"
        " AND NOT EXISTS (SELECT 1 FROM links WHERE id = :link AND deleted_at IS NULL)"
    )
    return connection.execute(sql, {"mark": mark(link), "link": link}).fetchone() is not None


def refuse(connection: Connection, link: str) -> None:
    """Raise Erased where the link was erased, for what would bring something of it in again."""
    if is_erased(connection, link):
        raise Erased("This link was erased on this desk, so nothing was done. Connect its person again.")


def note_proof(connection: Connection, *, before: str | None = None, link: str = "") -> None:
    """The files hold nothing any more of the links erased until then, or of one of them."""
    moment = instants.now()
    sql = (
        "UPDATE erased_links SET proved_at = :now WHERE proved_at IS NULL AND erased_at <= :before"
        " AND (:link = '' OR mark = :mark)"
    )
    connection.execute(sql, {"now": moment, "before": before or moment, "link": link, "mark": mark(link)})


def are_unproved(connection: Connection, *, before: str) -> bool:
    """Links were erased until then of which the files may still hold something."""
    sql = "SELECT 1 FROM erased_links WHERE proved_at IS NULL AND erased_at <= :before LIMIT 1"
    return connection.execute(sql, {"before": before}).fetchone() is not None
