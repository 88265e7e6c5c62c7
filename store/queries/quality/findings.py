"""What the checks find of links: worked out of the whole store, and told by ids, days and amounts.

Whoever may not see people sees the same numbers; texts of the rows behind them are read as everywhere.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.person.agreement import Verdict, agreement
from domain.quality.checks import Check, Evidence, Finding
from store import engine
from store.database import Database
from store.engine import Connection
from store.queries.lately import Lately
from store.queries.people import identities
from store.queries.quality import accounts, documents, movements

MOST_TOLD = 100
"""Pieces of evidence of a check and a link."""

_KEPT = Lately[tuple[Finding, ...]]()


def of_links(db: Database, links: Sequence[str], today: date) -> Sequence[Finding]:
    """Those of one person's links, in the order of the checks; checks of nothing that a link has are unchecked."""
    whole = db.unmasked
    return _KEPT.of(whole, links, today, lambda: tuple(found_of(whole, links, today)))


def found_of(db: Database, links: Sequence[str], today: date) -> Iterator[Finding]:
    """The same, found anew; `db` is the whole store."""
    marks = movements.doubtful(db, links)
    with db.read() as connection:
        found = [
            *(finding for link in links for finding in accounts.of_link(connection, link, today)),
            *(finding for link in links for finding in movements.of_link(connection, link, marks)),
            *(finding for link in links for finding in _as_described(connection, link)),
            *documents.of_links(connection, links),
            *_twice(connection, links),
            *_names(connection, links),
        ]
    order = [*Check]
    for one in sorted(found, key=lambda finding: order.index(finding.check)):
        yield Finding(one.check, one.link, one.number, one.of, tuple(one.evidence)[:MOST_TOLD])


def _as_described(connection: Connection, link: str) -> Iterator[Finding]:
    """Rows set aside and mended, and what of the rows nobody has described."""
    rows = connection.execute(_ROWS, {"link": link}).fetchone()[0]
    irregular = connection.execute(_IRREGULAR, {"link": link}).fetchall()
    for check, is_stored in ((Check.SET_ASIDE, 0), (Check.MENDED, 1)):
        evidence = [
            Evidence(link, row["reasons"], resource=row["resource"], row=row["row_id"])
            for row in irregular
            if row["is_stored"] == is_stored
        ]
        yield Finding(check, link, len(evidence), max(rows, len(evidence)), evidence)
    unknown = connection.execute(_UNKNOWN, {"link": link}).fetchall()
    told = [
        Evidence(link, f"{row['resource']}: {row['path']}", resource=row["resource"], row=row["last_row"] or "")
        for row in unknown
    ]
    yield Finding(Check.UNKNOWN, link, len(told), max(rows, len(told)), told)


def _twice(connection: Connection, links: Sequence[str]) -> Iterator[Finding]:
    rows = connection.execute(_USERS, {"links": engine.array(links)}).fetchall()
    for row in rows:
        others = [
            other["id"]
            for other in rows
            if other["id"] != row["id"]
            and (other["institution"], other["institution_user_id"]) == (row["institution"], row["institution_user_id"])
        ]
        evidence = [Evidence(row["id"], f"The same user as link {other[:8]}") for other in others]
        yield Finding(Check.TWICE, row["id"], len(others), 1, evidence)


def _names(connection: Connection, links: Sequence[str]) -> Iterator[Finding]:
    """By whose name or document no other source's can be: each link that one of them is of."""
    named = identities.of_links(connection, links)
    found = agreement(identity for of_link in named.values() for identity in of_link)
    compared = Verdict.ALONE not in (found.names, found.documents) or Verdict.AGREE in (found.names, found.documents)
    differing = [("Names", pair) for pair in found.other_names] + [
        ("Documents", pair) for pair in found.other_documents
    ]
    for link in named:
        own = [(what, pair) for what, pair in differing if any(source.endswith(link) for source in pair)]
        evidence = [Evidence(link, f"{what} of {_sources(pair)} differ") for what, pair in own]
        yield Finding(Check.NAMES, link, len(own), int(compared or bool(differing)), evidence)


def _sources(pair: tuple[str, str]) -> str:
    return " and ".join(source.partition(" ")[0].replace("_", " ") for source in pair)


_ROWS = "SELECT coalesce(sum(live), 0) FROM row_counts WHERE link = :link"
_IRREGULAR = """
    SELECT resource, row_id, reasons, is_stored FROM irregular_rows WHERE link = :link ORDER BY resource, row_id
"""
_UNKNOWN = "SELECT resource, path, last_row FROM unknown_values WHERE link = :link ORDER BY resource, path, value"
_USERS = f"""
    SELECT id, institution, institution_user_id FROM links
    WHERE {engine.among("id", "links")} AND deleted_at IS NULL AND coalesce(institution_user_id, '') <> '' ORDER BY key
"""
