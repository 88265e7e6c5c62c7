"""Which transactions are transfers between accounts of one person, found anew only for whom something has changed.

Pairs follow from rows of several accounts and links, so no transaction of a pull keeps them; they are worked out when
somebody asks, and kept in memory with the revisions of the person's links. Where several ends may be one another's, it
counts whom their texts name: whoever may not see that is shown the same pairs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from domain.cash_flow.own_transfers import CATEGORIES, Evidence, Movement, evidence, names, pairs, uncertain
from domain.people import person_of
from store import engine
from store.database import Database
from store.engine import Connection
from store.queries.banking.remembered import Remembered, together
from store.queries.people import identities
from store.write.assignments import PERSON

Ends = Mapping[int, str]
"""The id of the other end by the key of each end."""

_Revisions = tuple[tuple[str, int], ...]


Found = Mapping[int, tuple[str, Evidence]]
"""The same with what speaks for each pair."""

_Told = tuple[Movement, str]
"""A movement and the id of its row."""

_REMEMBERED = Remembered[Found]()
"""By person."""


def ends(db: Database, links: Sequence[str] = ()) -> Ends:
    """Those of the people that the links belong to, or of everybody.

    Who is one person, domain.people says.
    """
    return {key: other for key, (other, _) in found(db, links).items()}


def found(db: Database, links: Sequence[str] = ()) -> Found:
    """The same, with what speaks for each pair."""
    whole = db.unmasked
    known = _REMEMBERED.of(whole)
    with known.lock, whole.read() as connection:
        people = _people(connection)
        asked = {*links}
        wanted = [person for person, there in people.items() if not asked or any(link in asked for link, _ in there)]
        told = known.bring_up_to_date(
            people, wanted, lambda stale: _found(whole, connection, {person: people[person] for person in stale})
        )
    return {key: end for one in told for key, end in one.items()}


def ends_of(db: Database, people: Mapping[str, Sequence[str]]) -> Ends:
    """Those of these people, by whose links; found anew each time, for who keeps what follows from them."""
    with db.read() as connection:
        of = {person: tuple((link, 0) for link in links) for person, links in people.items()}
        told = _found(db, connection, of, tells_why=False)
    return {key: other for one in told.values() for key, (other, _) in one.items()}


def other_end(db: Database, transaction: str, link: str) -> tuple[str, Evidence] | None:
    """The id of the other end of a transaction of this link, where it is an own transfer, and what speaks for it."""
    there = found(db, [link])
    if transaction not in {other for other, _ in there.values()}:
        return None
    with db.read() as connection:
        which = engine.among("key", "keys")
        sql = f"SELECT key FROM transactions WHERE {which} AND id = :id AND link = :link"
        row = connection.execute(sql, {"keys": engine.array(there), "id": transaction, "link": link}).fetchone()
    return there.get(row["key"]) if row else None


def _people(connection: Connection) -> dict[str, _Revisions]:
    """The links of each person, with their revisions."""
    people = defaultdict[str, list[tuple[str, int]]](list)
    for link, external_id, number in connection.execute(_LINKS):
        people[person_of(link, external_id)].append((link, number))
    return {person: tuple(there) for person, there in people.items()}


def _found(
    db: Database, connection: Connection, people: Mapping[str, _Revisions], *, tells_why: bool = True
) -> dict[str, Found]:
    person_of = {link: person for person, there in people.items() for link, _ in there}
    told: dict[str, dict[int, tuple[str, Evidence]]] = {person: {} for person in people}
    for some in together(_groups(connection, person_of)):
        for person, found in _paired(db, person_of, some, tells_why=tells_why).items():
            told[person] |= found
    return dict(told)


def _paired(
    db: Database, person_of: Mapping[str, str], some: Sequence[_Told], *, tells_why: bool
) -> Mapping[str, Mapping[int, tuple[str, Evidence]]]:
    """The pairs of some groups of movements, by person."""
    movements, ids = defaultdict[str, list[Movement]](list), dict[int, str]()
    for movement, identity in some:
        movements[person_of[movement.link]].append(movement)
        ids[movement.key] = identity
    asked = {key for mine in movements.values() for key in uncertain(mine)}
    named = _named(db, person_of, asked) if asked else set()
    paired = {person: pairs(mine, named) for person, mine in movements.items()}
    if tells_why and (silent := {key for mine in paired.values() for key in mine} - asked):
        named |= _named(db, person_of, silent)
    return {
        person: {
            key: (ids[other], spoken)
            for (key, other), spoken in _spoken(movements[person], paired[person], named).items()
        }
        for person in movements
    }


def _groups(connection: Connection, person_of: Mapping[str, str]) -> Iterator[list[_Told]]:
    """The movements of one person and amount that something both left and reached; no others are held in memory."""
    parameters = {"links": engine.array(person_of), "categories": engine.array(CATEGORIES)}
    for _, rows in groupby(engine.stream(connection, _MOVEMENTS, parameters), itemgetter(0, 1)):
        alike = [*rows]
        if len(alike) == 1:
            continue
        of = defaultdict[str, list[tuple[Any, ...]]](list)
        for row in alike:
            of[person_of[row[_LINK]]].append(row)
        yield from ([*map(_told, mine)] for mine in of.values() if len({row[_AMOUNT] > 0 for row in mine}) > 1)


def _told(row: Sequence[Any]) -> _Told:
    currency, _, amount, key, link, account, day, reference, identity = row
    return Movement(key, link, account, date.fromisoformat(day).toordinal(), amount, currency, reference), identity


def _spoken(
    movements: Iterable[Movement], paired: Mapping[int, int], named: Collection[int]
) -> dict[tuple[int, int], Evidence]:
    """What speaks for each pair, by either end and the other."""
    of = {movement.key: movement for movement in movements if movement.key in paired}
    told = {}
    for key, other in paired.items():
        left, reached = (key, other) if of[key].amount < 0 else (other, key)
        told[key, other] = evidence(of[left], of[reached], named)
    return told


def _named(db: Database, person_of: Mapping[str, str], keys: Collection[int]) -> set[int]:
    """Those of the keys whose texts name their person."""
    people = defaultdict[str, set[str]](set)
    with db.unmasked.read() as connection:
        for link, there in identities.of_links(connection, [*person_of]).items():
            people[person_of[link]] |= {identity.name for identity in there if identity.name}
        texts = connection.execute(_TEXTS, {"keys": engine.array(keys)}).fetchall()
    return {key for key, link, text in texts if names(text, people[person_of[link]])}


_AMOUNT, _LINK = 2, 4
"""The places of both in a row of `_MOVEMENTS`."""

_LINKS = f"""
    SELECT links.id, {PERSON}, coalesce(number, 0) FROM links LEFT JOIN revisions ON revisions.link = links.id
    WHERE links.deleted_at IS NULL ORDER BY links.key
"""

_MOVEMENTS = f"""
    SELECT coalesce(currency, '') AS code, abs(signed_amount) AS size, signed_amount, key, link, account, value_date,
        coalesce(reference, ''), id
    FROM transactions
    WHERE account IN
        (SELECT account FROM row_counts WHERE resource = 'transactions' AND {engine.among("link", "links")})
        AND deleted_at IS NULL AND {engine.among("link", "links")} AND signed_amount <> 0 AND length(value_date) = 10
        AND {engine.among("coalesce(category, '')", "categories")}
    ORDER BY code NULLS FIRST, size NULLS FIRST, key
"""

_TEXTS = f"SELECT key, link, coalesce(description, '') FROM transactions WHERE {engine.among('key', 'keys')}"
