"""Erasing a person: whoever an external id stands for, with all links; a link that has none stands for itself."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import orjson

from domain.erasure_report import Report
from resources import RESOURCES
from store import engine
from store.core.parameters import members
from store.database import Database
from store.engine import Connection
from store.schema import row_index
from store.upkeep import erasure, erasure_log, named_views
from store.upkeep.erasure import NotErased
from store.upkeep.named_views import Named
from store.write import assignments, holds, revisions


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by their external id, empty where their only link has none, and their links with where each is."""

    external_id: str
    links: Mapping[str, str]

    @property
    def name(self) -> str:
        """What one types to name the person."""
        return self.external_id or next(iter(self.links))

    @property
    def mark(self) -> str:
        return mark_of(self.external_id) if self.external_id else erasure_log.mark(self.name)

    def __str__(self) -> str:
        """What stands for the person in the audit."""
        return self.mark


@dataclass(frozen=True, slots=True)
class Erased:
    """Rows deleted by table, and the proof: `problem` says why there is none, `elsewhere` who else names the id."""

    rows: Mapping[str, int]
    texts: int
    searched: int
    problem: str
    elsewhere: Mapping[str, int]


def mark_of(external_id: str) -> str:
    """Stands for a person who was erased."""
    return erasure_log.mark_of_person(external_id)


def find(db: Database, named: str) -> Person | None:
    """The person with this external id, or whose only link this is; None where nothing is here of anybody so named."""
    with db.read() as connection:
        sql = f"SELECT id, coalesce(institution, '') FROM links WHERE {assignments.are_of(':named')} ORDER BY key"
        if links := dict(map(tuple, connection.execute(sql, {"named": named}))):
            return Person(named, links)
        alone_by = f"id = :named AND coalesce({assignments.PERSON}, '') = ''"
        sql = f"SELECT id, coalesce(institution, '') FROM links WHERE {alone_by}"
        if alone := dict(map(tuple, connection.execute(sql, {"named": named}))):
            return Person("", alone)
        is_named = named and (
            any(_counts(connection, _traces(named)).values()) or named_views.are_named(connection, _called(named))
        )
    return Person(named, {}) if is_named else None


def of_link(db: Database, link: str) -> Person | None:
    """Whose link it is."""
    with db.read() as connection:
        sql = f"SELECT {assignments.PERSON} AS person FROM links WHERE id = :link"
        row = connection.execute(sql, {"link": link}).fetchone()
    return find(db, row["person"] or link) if row else None


def belongings(db: Database, person: Person) -> dict[str, int]:
    """Rows that would go, by table, without those of which there are none."""
    found: Counter[str] = Counter(links=len(person.links))
    with db.read() as connection:
        for link in person.links:
            for resource in (resource for resource in RESOURCES.values() if resource.per_link):
                condition, parameters = row_index.of_link(resource, link)
                sql = f"SELECT count(*) FROM {resource.table} WHERE {condition}"
                found[resource.table] += connection.execute(sql, parameters).fetchone()[0]
            found.update(_counts(connection, dict.fromkeys(_COUNTED, ("link = :link", {"link": link}))))
        if person.external_id:
            others = {table: which for table, which in _traces(person.external_id).items() if table in _COUNTED}
            names, parameters = members("link", [*person.links])
            apart = {
                table: (f"({condition}) AND coalesce(link, '') NOT IN {names}", {**given, **parameters})
                for table, (condition, given) in others.items()
            }
            found.update(_counts(connection, apart))
    return {table: count for table, count in found.items() if count}


_COUNTED = ("api_calls", "jobs", "webhook_events", "widget_sessions")


def sessions(db: Database, person: Person) -> list[str]:
    """The widget sessions that were opened for the person."""
    names, parameters = members("link", [*person.links])
    sql = f"SELECT nonce FROM widget_sessions WHERE external_id = :person OR link IN {names}"
    with db.read() as connection:
        found = connection.execute(sql, {**parameters, "person": person.external_id or None})
        return [row["nonce"] for row in found]


def erase(db: Database, person: Person, links: Collection[str], *, whole: bool) -> Erased:
    """Remove these links and, where that is the `whole` person, all that names the external id; with one proof for all.

    Raises Held where the person or one of the links is on hold.
    """
    refuse_held(db, person)
    rows, texts = Counter[str](), list[str]()
    for link in links:
        removed = erasure.remove(db, link)
        rows.update(removed.rows)
        texts += removed.texts
    if whole and person.external_id:
        rows.update(_erase_traces(db, person.external_id))
    problem, searched, elsewhere = "", 0, dict[str, int]()
    try:
        searched = erasure.prove(db, links, texts).searched
        if whole:
            elsewhere = _search(db, person.external_id)
    except NotErased as error:
        problem = str(error)
    return Erased({name: count for name, count in rows.items() if count}, len(texts), searched, problem, elsewhere)


def refuse_held(db: Database, person: Person) -> None:
    """Raise Held where the person or one of the links is on hold."""
    with db.read() as connection:
        holds.refuse(holds.of_person(connection, person.external_id, person.links))


def keep(connection: Connection, report: Report) -> None:
    """Keep what it came to, for whoever asks for the person later."""
    connection.execute(
        "INSERT INTO erased_people (mark, at, report) VALUES (:mark, :at, :report) ON CONFLICT (mark)"
        " DO UPDATE SET at = excluded.at, report = excluded.report",
        {"mark": report.mark, "at": report.at, "report": report.encoded()},
    )


def report_of(db: Database, named: str) -> Report | None:
    """What erasing the person came to who had this external id, or whose only link had this id."""
    marks, parameters = members("mark", [mark_of(named), erasure_log.mark(named), named])
    with db.read() as connection:
        row = connection.execute(f"SELECT report FROM erased_people WHERE mark IN {marks}", parameters).fetchone()
    return Report.decoded(row["report"]) if row else None


def _traces(external_id: str) -> dict[str, tuple[str, dict[str, object]]]:
    """Which rows name the external id, by table, beside those of the links."""
    given: dict[str, object] = {"person": external_id, "quoted": orjson.dumps(external_id).decode()}
    in_body = engine.contains("body", "quoted")
    return {
        "assignments": ("external_id = :person", {"person": external_id}),
        "bulk_accounts": ("external_id = :person", {"person": external_id}),
        "widget_sessions": ("external_id = :person", {"person": external_id}),
        "webhook_events": (f"external_id = :person OR {in_body}", given),
        "call_bodies": (
            f"{engine.contains('request', 'quoted')} OR {engine.contains('answer', 'quoted')}",
            {"quoted": given["quoted"]},
        ),
        "irregular_rows": (in_body, {"quoted": given["quoted"]}),
        "versions_links": (in_body, {"quoted": given["quoted"]}),
    }


def _counts(connection: Connection, conditions: Mapping[str, tuple[str, Mapping[str, object]]]) -> dict[str, int]:
    return {
        table: connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}", parameters).fetchone()[0]
        for table, (condition, parameters) in conditions.items()
    }


def _erase_traces(db: Database, external_id: str) -> dict[str, int]:
    with db.write() as connection:
        revisions.bump(connection)
        return named_views.drop(connection, _called(external_id)) | {
            table: connection.execute(f"DELETE FROM {table} WHERE {condition}", parameters).rowcount
            for table, (condition, parameters) in _traces(external_id).items()
        }


def _called(external_id: str) -> Named:
    return Named(frozenset({external_id}))


def _search(db: Database, external_id: str) -> dict[str, int]:
    """Search the files' bytes for an id that is long enough to be nobody else's by chance.

    Where rows of other people name it, as texts of banks may, they are counted by table; raises NotErased where no row
    does.
    """
    if len(external_id) < _DISTINCTIVE or not erasure.is_left(db, external_id):
        return {}
    db.rewrite()
    if not erasure.is_left(db, external_id):
        return {}
    with db.read() as connection:
        columns = engine.tables(connection)
        naming = {table: _naming(connection, table, names, external_id) for table, names in columns.items()}
    if found := {table: count for table, count in naming.items() if count}:
        return found
    raise NotErased(
        f"The person is gone from every table, but {db.address} still holds the external id. Let fewer "
        "programs have it open, and erase the person again."
    )


_DISTINCTIVE = 12


def _naming(connection: Connection, table: str, names: Collection[str], external_id: str) -> int:
    named = " OR ".join(engine.contains(f'"{name}"', "person") for name in names)
    count: int = connection.execute(f"SELECT count(*) FROM {table} WHERE {named}", {"person": external_id}).fetchone()[
        0
    ]
    return count
