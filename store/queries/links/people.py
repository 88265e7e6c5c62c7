"""People: whose each link is, and which links are somebody's."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from store import engine
from store.database import Database
from store.queries.query_params import narrowed, spellings, values_by_name, values_of
from store.write import links
from store.write.assignments import PERSON, links_of
from store.write.links import NAMES, OWNER, LinkRow

FEWEST = 3
"""Characters of a document or of the end of an account's number that find it; fewer are in too many."""


class Person(NamedTuple):
    """Whose a link is: their id in our own systems, their name, and where they are known."""

    external_id: str | None = None
    owner: str | None = None
    institution: str | None = None


def of_links(db: Database, ids: Collection[str] | None = None) -> dict[str, Person]:
    """Whose each of these links is, or each there is, by the link; deleted ones included."""
    sql = f"SELECT id, {PERSON} AS external_id, {OWNER} AS owner, institution FROM links"
    if ids is not None:
        sql += f" WHERE {engine.among('id', 'ids')}"
    with db.read() as connection:
        found = connection.execute(sql, {} if ids is None else {"ids": engine.array(ids)})
        return {row["id"]: Person(row["external_id"], row["owner"], row["institution"]) for row in found}


def with_links(db: Database, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parameters of an address with the links of its people in place of their external ids.

    Raises ValueError for more or longer values than anybody means.
    """
    several = values_by_name(pairs)
    asked = values_of(several, "external_id")
    if not asked:
        return [*pairs]
    external_ids = links_of(db, asked)
    gone = {*spellings("external_id"), *spellings("links")}
    theirs = narrowed(values_of(several, "links"), asked, external_ids)
    return [*((name, value) for name, value in pairs if name not in gone), *(("links", link) for link in theirs)]


def of_person(db: Database, *, external_id: str = "", link: str = "") -> list[LinkRow]:
    """All links of whom this id in our own systems is, or else this link; none where nobody is meant."""
    if external_id:
        return links.by_external_id(db, external_id)
    found = links.find(db, link)
    if found is None or found.deleted_at is not None:
        return []
    return links.by_external_id(db, found.external_id) if found.external_id else [found]


def search(db: Database, typed: str) -> set[str]:
    """The links of people whose name, e-mail, document or end of an account's number was typed."""
    text, signs = engine.fold(typed.strip()), "".join(filter(str.isalnum, typed)).upper()
    if not text:
        return set()
    number = signs if len(signs) >= FEWEST else None
    with db.read() as connection:
        found = connection.execute(_SEARCH, {"text": text, "bare": number, "ends": number})
        return {row["link"] for row in found}


TEXTS = {table: (name,) for table, name in NAMES.items()} | {"owners": ("display_name", "email")}
DOCUMENTS = {
    "owners": "document_number",
    "tax_status": "rfc",
    "cl_tax_status": "document_number",
    "cl_debt_reports": "document_number",
    "employment_records": "internal_identification",
    "mx_current_employments": "internal_identification",
}
"""The column of each table that says somebody's document."""


def bare(column: str) -> str:
    """A document without what sets its digits apart."""
    return f"replace(replace(replace(replace(upper({column}), '.', ''), '-', ''), '/', ''), ' ', '')"


def _found_in(table: str) -> str:
    terms = [engine.contains(engine.folded(f"{table}.{column}"), "text") for column in TEXTS[table]]
    return " OR ".join((*terms, engine.contains(bare(f"{table}.{DOCUMENTS[table]}"), "bare")))


_CONDITIONS = {table: _found_in(table) for table in NAMES} | {"accounts": engine.ends_with("accounts.number", "ends")}


def named(db: Database, typed: str) -> set[str]:
    """The links whose own id, or whose external id as it is seen, has what was typed in it."""
    text = engine.fold(typed.strip())
    if not text:
        return set()
    with db.read() as connection:
        found = connection.execute(f"SELECT id, {PERSON} AS external_id FROM links")
        return {row["id"] for row in found if text in row["id"] or text in engine.fold(row["external_id"] or "")}


_SEARCH = " UNION ".join(
    f"SELECT {table}.link FROM {table} JOIN links ON links.id = {table}.link"
    f" WHERE ({condition}) AND ({table}.deleted_at IS NULL OR links.deleted_at IS NOT NULL)"
    for table, condition in _CONDITIONS.items()
)
