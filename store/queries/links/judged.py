"""Keeps how each link is judged, so that lists of many need not judge them all: what has changed since is judged anew.

Whose turn it is with one depends on others at its bank: see `banks`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from domain.link_state import (
    REASONS,
    LinkState,
    Peers,
    Reason,
    Turn,
    alone,
    due_at,
    own_turn,
    state_of,
    tells_of_the_bank,
)
from store import engine
from store.core import instants
from store.core.money import summed
from store.core.parameters import chunks
from store.database import Database
from store.engine import Connection
from store.queries.links import banks, cases, facts
from store.queries.links.people import DOCUMENTS, TEXTS, bare
from store.sight import Sight
from store.write import revisions

AT_ONCE = 250
"""How many changed links are judged for one drawing of a page; a worker judges the others."""

BATCH = 1_000
"""Links of one transaction."""

LAST = "9999-12-31T00:00:00.000000Z"
"""Stands for no instant, where the earliest comes first."""

_CLOCK = timedelta(minutes=1)
"""By how much Belvo's clock has to be moved for consents to be looked at again."""

_LINKS = "links"


class Left(NamedTuple):
    """How many links were judged, and how many are still to be."""

    judged: int
    left: int


def renew(db: Database, now: datetime, ahead: timedelta | None = None, *, most: int | None = None) -> Left:
    """Judge links that are new, have changed or have come to their moment; of changed ones `most`, the urgent first.

    Without `ahead`, by which Belvo's clock is before ours, it is as it was said last. Raises StoreError.
    """
    db = db.whole
    with db.read() as connection:
        number = revisions.of_all(connection)
        kept = connection.execute("SELECT revision, ahead FROM states_kept WHERE name = :name", _NAME).fetchone()
        was = timedelta(seconds=kept["ahead"]) if kept else timedelta()
        ahead = was if ahead is None else ahead
        is_moved = abs(ahead - was) >= _CLOCK
        if kept and kept["revision"] == number and not is_moved and not _are_due(connection, now):
            return Left(0, 0)
        numbers = _changed(connection, now, with_due=is_moved)
    new = [link for link, (_, is_new) in numbers.items() if is_new]
    others = [link for link, (_, is_new) in numbers.items() if not is_new]
    wanted = new + others[: None if most is None else max(most, 0)]
    touched = set[str]()
    for batch in chunks(wanted, BATCH):
        touched |= _judge(db, {link: numbers[link][0] for link in batch}, now, ahead)
    left = len(numbers) - len(wanted)
    with db.write() as connection:
        if touched := touched | banks.moved(connection):
            banks.renew(connection, touched, now)
        _note(connection, -1 if left else number, ahead)
    return Left(len(wanted), left)


_NAME = {"name": _LINKS}


def of_links(db: Database, links: Sequence[str], now: datetime, ahead: timedelta) -> dict[str, LinkState]:
    """How these links are at this moment, in their order; whose turn it is with each as it was judged last."""
    known = {one.link: one for one in facts.of_these(db, links, now)}
    with db.whole.read() as connection:
        told = {"links": engine.array(links)}
        turns = dict(map(tuple, connection.execute(f"{_TURNS} AND {engine.among('link', 'links')}", told)))
        there = banks.peers(connection, {one.institution for one in known.values() if one.institution})
    found = {}
    for link in (link for link in links if link in known):
        alone_ = alone(known[link], now, ahead)
        counted = there.get(known[link].institution or "", Peers())
        own = int(tells_of_the_bank(alone_))
        others = Peers(max(counted.others - own, 0), max(counted.troubled - own * alone_.is_broken, 0))
        state = state_of(known[link], now, others, ahead=ahead)
        found[link] = replace(state, turn=Turn(turns[link])) if state.reason and link in turns else state
    return found


_TURNS = "SELECT link, whose FROM link_states WHERE whose <> ''"


def _are_due(connection: Connection, now: datetime) -> bool:
    sql = "SELECT 1 FROM link_states WHERE due_at <= :now LIMIT 1"
    return connection.execute(sql, {"now": instants.encode(now)}).fetchone() is not None


def _changed(connection: Connection, now: datetime, *, with_due: bool) -> dict[str, tuple[int, bool]]:
    """By link its revision, and whether it was never judged; those that people look at first, first."""
    counts = connection.execute(_COUNTS).fetchone()
    asked = [_MOVED, f"{_DUE} {'IS NOT NULL' if with_due else '<= :now'}"]
    asked += [_NEW] if counts["links"] != counts["judged"] else []  # to look for them goes through all links
    found = {
        row["link"]: (row["place"], row["number"], bool(row["is_new"]))
        for sql in asked
        for row in connection.execute(sql, {"now": instants.encode(now)})
    }
    ordered = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
    return {link: (number, is_new) for link, (_, number, is_new) in ordered}


_COUNTS = "SELECT (SELECT count(*) FROM links) AS links, (SELECT count(*) FROM link_states) AS judged"

_MOVED = """
    SELECT s.link, r.number, 0 AS is_new, s.place FROM revisions AS r JOIN link_states AS s ON s.link = r.link
    WHERE r.number <> r.judged
"""

_DUE = """
    SELECT s.link, coalesce(r.number, 0) AS number, 0 AS is_new, s.place
    FROM link_states AS s LEFT JOIN revisions AS r ON r.link = s.link WHERE s.due_at
"""

_NEW = """
    SELECT links.id AS link, coalesce(r.number, 0) AS number, 1 AS is_new, links.key AS place
    FROM links LEFT JOIN revisions AS r ON r.link = links.id
    WHERE NOT EXISTS (SELECT 1 FROM link_states AS s WHERE s.link = links.id)
"""


def _note(connection: Connection, number: int, ahead: timedelta) -> None:
    row = [_LINKS, number, round(ahead.total_seconds())]
    engine.upsert_many(connection, "states_kept", ["name", "revision", "ahead"], ["name"], [row])


def _judge(db: Database, numbers: Mapping[str, int], now: datetime, ahead: timedelta) -> set[str]:
    """The institutions of the links, which are judged."""
    known = facts.of_these(db, [*numbers], now)
    judged = [(alone(one, now, ahead), due_at(one, now, ahead)) for one in known]
    states = [state for state, _ in judged]
    # As people are seen who are not masked: what is no whole number of a card to them, is not found by one.
    with db.as_seen(Sight.CLEAR).read() as connection:
        found = _found_by(connection, [*numbers])
    with db.read() as connection:
        read = _read_at(connection, [*numbers])
        money = _money(connection, [*numbers])
    with db.write() as connection:
        there = _still_there(connection, [*numbers])
        rows = [
            _row(state, numbers[state.facts.link], due, found[state.facts.link], read.get(state.facts.link, ""))
            for state, due in judged
            if state.facts.link in there
        ]
        engine.upsert_many(connection, "link_states", _COLUMNS, ["link"], sorted(rows, key=lambda row: str(row[0])))
        connection.execute(
            f"DELETE FROM link_money WHERE {engine.among('link', 'links')}", {"links": engine.array(numbers)}
        )
        known_money = (row for row in money if row[0] in there)
        engine.insert_many(connection, "link_money", ["link", "currency", "amount"], known_money)
        cases.follow_links(connection, [state for state in states if state.facts.link in there], now)
        for link in sorted(there):  # at the end and in one order, as they are counted up
            connection.execute(_JUDGED, {"link": link, "number": numbers[link]})
    return {state.facts.institution for state in states if state.facts.institution}


_JUDGED = "UPDATE revisions SET judged = :number WHERE link = :link"


def _still_there(connection: Connection, links: Sequence[str]) -> set[str]:
    """Those that were not erased while they were judged: of others nothing may come in again."""
    sql = f"SELECT id FROM links WHERE {engine.among('id', 'links')} {engine.KEPT}"
    return {row["id"] for row in connection.execute(sql, {"links": engine.array(links)})}


_COLUMNS = (
    "link",
    "revision",
    "due_at",
    "institution",
    "badge",
    "trouble",
    "reason",
    "place",
    "since",
    "turn",
    "whose",
    "step",
    "is_the_banks",
    "is_broken",
    "tells_of_bank",
    "is_queued",
    "has_failed",
    "pulled_at",
    "read_at",
    "came_at",
    "external_id",
    "names",
    "documents",
    "account_numbers",
)


class _Found(NamedTuple):
    """What a link is found by: names and addresses as they are searched, documents, and account numbers."""

    names: str
    documents: str
    accounts: str


def _row(state: LinkState, number: int, due: datetime | None, found: _Found, listed_at: str) -> list[object]:
    one, reason = state.facts, state.reason
    turn = own_turn(state)
    return [
        one.link,
        number,
        instants.encode(due) if due else None,
        one.institution,
        state.badge.value,
        state.trouble.value if state.trouble else "",
        reason.value if reason else "",
        [*Reason].index(reason) if reason else len(Reason),
        _since(state),
        turn.value if turn else "",
        turn.value if turn else "",
        REASONS[reason].step.value if reason else "",
        int(bool(reason and REASONS[reason].is_the_banks)),
        int(state.is_broken),
        int(tells_of_the_bank(state)),
        int(one.job is not None),
        int(one.failure is not None),
        _text(one.pulled_at),
        max(listed_at, "" if one.failure else _text(one.pulled_at)),
        _text(one.created_at),
        one.external_id,
        "\n".join(filter(None, (found.names, engine.fold(one.external_id or ""), engine.fold(one.link)))),
        found.documents,
        found.accounts,
    ]


def _since(state: LinkState) -> str:
    """Since when it needs somebody, or until when it has time; of one that needs nobody nothing."""
    if state.reason is None:
        return ""
    consent = state.facts.consent
    return _text(state.since or (consent.expires_at if consent else None)) or LAST


def _text(moment: datetime | None) -> str:
    return instants.encode(moment.astimezone(UTC)) if moment else ""


def _found_by(connection: Connection, links: Sequence[str]) -> dict[str, _Found]:
    parameters = {"links": engine.array(links)}
    names, documents, accounts = (defaultdict[str, list[str]](list) for _ in range(3))
    for sql, into in (*((sql, names) for sql in _NAMES), *((sql, documents) for sql in _DOCUMENTS)):
        for row in connection.execute(sql, parameters):
            into[row["link"]].append(row["told"])
    for row in connection.execute(_ACCOUNTS, parameters):
        accounts[row["link"]].append(row["told"])
    return {
        link: _Found(
            _joined(map(engine.fold, names[link])),
            _joined(documents[link]),
            "".join(f"{number}\n" for number in sorted(set(accounts[link]))),
        )
        for link in links
    }


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(sorted(set(texts)))


def _told(table: str, expression: str, column: str) -> str:
    return f"""
        SELECT {table}.link, {expression} AS told FROM {table} JOIN links ON links.id = {table}.link
        WHERE {engine.among(f"{table}.link", "links")} AND coalesce({table}.{column}, '') <> ''
            AND ({table}.deleted_at IS NULL OR links.deleted_at IS NOT NULL)
    """


_NAMES = [_told(table, f"{table}.{column}", column) for table, columns in TEXTS.items() for column in columns]
_DOCUMENTS = [_told(table, bare(f"{table}.{column}"), column) for table, column in DOCUMENTS.items()]
_ACCOUNTS = _told("accounts", "upper(accounts.number)", "number")


def _read_at(connection: Connection, links: Sequence[str]) -> dict[str, str]:
    """When anything of each link was last read to its end."""
    rows = connection.execute(_LISTED, {"links": engine.array(links)})
    return {row["link"]: row["listed_at"] for row in rows}


_LISTED = f"""
    SELECT link, max(listed_at) AS listed_at FROM bookmarks WHERE {engine.among("link", "links")} GROUP BY link
"""


def _money(connection: Connection, links: Sequence[str]) -> list[tuple[str, str, int]]:
    """What people have in each link by currency, without what they owe."""
    rows = connection.execute(_MONEY, {"links": engine.array(links)})
    return [(row["link"], row["currency"], row["amount"]) for row in rows]


_MONEY = f"""
    SELECT link, currency, {summed("current")} AS amount FROM accounts
    WHERE {engine.among("link", "links")} AND deleted_at IS NULL AND current > 0
        AND currency IS NOT NULL AND coalesce(balance_type, '') <> 'LIABILITY'
    GROUP BY link, currency
"""
