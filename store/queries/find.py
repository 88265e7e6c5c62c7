"""What an id is of, whichever it is: a person, a link, a row of any resource, a webhook, a call, a pull, a session.

Everything is found by an index. What somebody may not see, masks have changed before it is compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.access.identifiers import beginning, document, spellings
from resources import RESOURCES
from store.database import Database
from store.ops import calls, sessions, webhooks
from store.queries.links.people import DOCUMENTS, bare
from store.sight.sight import Sight
from store.write import links, rows

Kind = Literal["person", "link", "row", "webhook", "call", "pull", "widget session"]

MOST = 20
"""What is listed of a beginning."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that is called so: the link it belongs to, a row's resource, and its own record where that is another.

    `by` says by what else than its whole id it was found: "beginning", "document", "request id".
    """

    kind: Kind
    id: str
    link: str | None
    resource: str | None = None
    by: str = ""
    record: str = ""


def exact(db: Database, value: str) -> list[Hit]:
    """Everything that is called exactly so; nothing is searched in texts, and nothing is found by a part of it."""
    return [*_people(db, value), *_rows(db, [value]), *_logged(db, value)]


def find(db: Database, typed: str) -> list[Hit]:
    """The same of what somebody has pasted, in every spelling that may be meant.

    Where nothing is called so, what begins so, and the links of persons with this document for who may see them.
    """
    meant = spellings(typed)
    named = [hit for value in meant for hit in (*_people(db, value), *_logged(db, value))]
    found = [*named, *_rows(db, meant)] if meant else []
    return [*dict.fromkeys(found or [*_by_document(db, typed), *_beginning(db, typed)])]


def _people(db: Database, value: str) -> Iterator[Hit]:
    theirs = links.by_external_id(db, value)
    if theirs:
        yield Hit("person", value, theirs[0].link)
    if one := links.find(db, value):
        yield Hit("link", one.link, one.link)


def _rows(db: Database, ids: Sequence[str]) -> Iterator[Hit]:
    for name, resource in RESOURCES.items():
        if resource.per_link:
            yield from (Hit("row", id_, link, name) for id_, link in rows.links_of(db, name, ids))


def _logged(db: Database, value: str) -> Iterator[Hit]:
    if event := webhooks.find(db, value):
        yield Hit("webhook", event.webhook_id, event.link, record=event.webhook_id)
    if call := calls.of_request(db, value):
        yield Hit("call", value, call.link)
    if session := sessions.find(db, value):
        yield Hit("widget session", value, session.link, record=session.nonce)
    with db.read() as connection:
        for kind, sql in _OF_REQUEST.items():
            for row in connection.execute(sql, {"id": value}):
                yield Hit(kind, value, row["link"], by="request id", record=str(row["record"]))


_OF_REQUEST: dict[Kind, str] = {
    "webhook": "SELECT webhook_id AS record, link FROM webhook_events WHERE request_id = :id ORDER BY id LIMIT 5",
    "widget session": "SELECT nonce AS record, link FROM widget_sessions WHERE request_id = :id"
    " ORDER BY opened_at, nonce LIMIT 5",
    "pull": "SELECT 'job:' || id AS record, link FROM jobs WHERE request_id = :id"
    " UNION SELECT CASE WHEN job IS NULL THEN 'pull:' || id ELSE 'job:' || job END, link FROM sync_runs"
    " WHERE request_id = :id LIMIT 5",
}
"""What failed with an answer, or came for one, by what Belvo calls that answer."""


def _by_document(db: Database, typed: str) -> Iterator[Hit]:
    """Not for whom people are masked: that somebody with a document is here is told by that it is found."""
    value = document(typed)
    if value is None or db.sight not in _OF_PEOPLE:
        return
    with db.read() as connection:
        found = {row["link"] for row in connection.execute(_DOCUMENTS, {"document": value})}
    for link in sorted(found)[:MOST]:
        one = links.find(db, link)
        if one is not None and one.external_id:
            yield Hit("person", one.external_id, link, by="document")
        elif one is not None:
            yield Hit("link", link, link, by="document")


_DOCUMENTS = " UNION ".join(
    f"SELECT link FROM {table} WHERE {bare(column)} = :document AND deleted_at IS NULL"
    for table, column in DOCUMENTS.items()
)


def _beginning(db: Database, typed: str) -> Iterator[Hit]:
    text = beginning(typed)
    if text is None:
        return
    found = list[Hit]()
    with db.read() as connection:
        for value in dict.fromkeys((text, text.lower())):
            bounds = {"from": value, "to": value + _LAST, "most": MOST}
            for kind, (resource, sql) in _PREFIXED.items():
                if kind != "external id" or db.sight in _OF_PEOPLE:
                    found += (
                        Hit("person" if kind == "external id" else kind, row["id"], row["link"], resource, "beginning")  # type: ignore[arg-type]
                        for row in connection.execute(sql, bounds)
                    )
    for hit in [*dict.fromkeys(found)][:MOST]:
        yield replace(hit, record=hit.id) if hit.kind in ("webhook", "widget session") else hit


_OF_PEOPLE = (Sight.WHOLE, Sight.CLEAR)
"""The sights that show who people are."""

_LAST = "\U0010fffd"
"""Comes after every character that ids have."""

_PREFIXED: dict[str, tuple[str | None, str]] = {
    "link": (None, "SELECT id, id AS link FROM links WHERE id >= :from AND id < :to ORDER BY id LIMIT :most"),
    "external id": (
        None,
        "SELECT external_id AS id, min(id) AS link FROM links WHERE external_id >= :from AND external_id < :to"
        " AND deleted_at IS NULL GROUP BY external_id ORDER BY external_id NULLS FIRST LIMIT :most",
    ),
    "row": ("accounts", "SELECT id, link FROM accounts WHERE id >= :from AND id < :to ORDER BY id, link LIMIT :most"),
    "webhook": (
        None,
        "SELECT webhook_id AS id, link FROM webhook_events WHERE webhook_id >= :from AND webhook_id < :to"
        " ORDER BY webhook_id LIMIT :most",
    ),
    "call": (
        None,
        "SELECT request_id AS id, min(link) AS link FROM api_calls WHERE request_id >= :from AND request_id < :to"
        " GROUP BY request_id ORDER BY request_id NULLS FIRST LIMIT :most",
    ),
    "widget session": (
        None,
        "SELECT nonce AS id, link FROM widget_sessions WHERE nonce >= :from AND nonce < :to ORDER BY nonce LIMIT :most",
    ),
}
