"""What needs somebody, ordered by what it holds up: people who wait, days without new data, money behind it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from domain.link_state import Badge, Turn
from store import engine
from store.core import instants
from store.core.money import summed, to_decimal
from store.database import Database
from store.engine import Connection


@dataclass(frozen=True, slots=True)
class HeldUp:
    """A link that needs somebody, or a bank with several, whose `link` is empty; and what it holds up.

    `fresh_on` is the day of the newest data, or of the connection where there are none. `money` is what people have
    there, by currency.
    """

    link: str
    institution: str
    bank: str
    turn: Turn
    links: int
    people: int
    fresh_on: date
    since: datetime | None
    money: Mapping[str, object]

    def days(self, now: datetime) -> int:
        """Without new data."""
        return max((now.astimezone(UTC).date() - self.fresh_on).days, 0)


@dataclass(frozen=True, slots=True)
class Queue:
    """The first of each turn, and how many there are: by turn, of these put off, and by turn and badge."""

    first: Mapping[Turn, Sequence[HeldUp]]
    waiting: Mapping[Turn, int]
    snoozed: Mapping[Turn, int]
    troubles: Mapping[Turn, Sequence[Badge]]

    @property
    def needy(self) -> int:
        """How many links need somebody, put off or not."""
        return sum(self.waiting.values()) + sum(self.snoozed.values())


class _Needy(NamedTuple):
    """A link that needs somebody, as it is stored."""

    link: str
    institution: str
    turn: str
    trouble: str
    place: int
    since: str
    person: str
    fresh_on: str


_Group = Sequence[_Needy]
"""Links that are one in the queue: a single one, or all of a bank."""


def queue(db: Database, now: datetime, *, most: int, snoozed: bool = False) -> Queue:
    """What needs somebody; the first `most` of each turn, of those that are `snoozed` or of those that are not.

    A bank is put off with all its links.
    """
    with db.whole.read() as connection:
        put_off = _put_off(connection, now)
        waiting, later = Counter[Turn](), Counter[Turn]()
        troubles = defaultdict[Turn, set[Badge]](set)
        for row in connection.execute(_COUNTS, put_off):
            turn = Turn(row["whose"])
            (later if row["is_snoozed"] else waiting)[turn] += row["links"]
            troubles[turn].add(Badge(row["trouble"]))
        shown = {"snoozed": int(snoozed), **put_off}
        near = {turn: _near(connection, turn, shown, most) for turn in Turn}
        level = [one.link for groups in near.values() if len(groups) > most for group in groups for one in group]
        shares = _shares(connection, level) if level else {}
        first = {turn: _first(connection, near[turn], shares, most) for turn in Turn}
    return Queue(first, waiting, later, {turn: sorted(troubles[turn]) for turn in Turn})


def _put_off(connection: Connection, now: datetime) -> dict[str, object]:
    """The links, and the banks, that nobody is to see to yet."""
    rows = connection.execute(_SNOOZED, {"now": instants.encode(now)}).fetchall()
    return {
        "later_links": engine.array(row["link"] for row in rows if row["link"]),
        "later_banks": engine.array(row["institution"] for row in rows if not row["link"]),
    }


def _near(connection: Connection, turn: Turn, shown: Mapping[str, object], most: int) -> list[_Group]:
    """The first of a turn by people and days, and those that are level with the last of them."""
    which = {**shown, "turn": turn.value}
    if turn is not Turn.BANK:
        return [[_Needy(*row)] for row in connection.execute(_NEAR, {**which, "most": most})]
    by_rank = defaultdict[tuple[int, str], list[str]](list)
    for row in connection.execute(_BANKS, which):
        by_rank[-row["people"], row["fresh_on"]].append(row["bank"])
    near = list[str]()
    for rank in sorted(by_rank):
        near += by_rank[rank] if len(near) < most else []
    groups = defaultdict[str, list[_Needy]](list)
    for row in connection.execute(_OF_BANKS, {**which, "near": engine.array(near)}):
        groups[row["institution"]].append(_Needy(*row))
    return [*groups.values()]


_SNOOZED = "SELECT link, institution FROM cases WHERE ended_at IS NULL AND snoozed_until > :now"

_BANK_OF = "coalesce(institution, '')"
_IS_SNOOZED = f"""
    CASE WHEN CASE WHEN whose = '{Turn.BANK.value}' THEN {engine.among(_BANK_OF, "later_banks")}
        ELSE {engine.among("link", "later_links")} END THEN 1 ELSE 0 END
"""
_FRESH_ON = "substr(CASE WHEN read_at <> '' THEN read_at ELSE came_at END, 1, 10)"
_PERSON = "coalesce(nullif(external_id, ''), link)"

_COUNTS = f"""
    SELECT whose, trouble, {_IS_SNOOZED} AS is_snoozed, count(*) AS links FROM link_states WHERE whose <> ''
    GROUP BY whose, trouble, {_IS_SNOOZED}
"""

_SHOWN = f"FROM link_states WHERE whose <> '' AND whose = :turn AND {_IS_SNOOZED} = :snoozed"

_NEEDY = f"""
    SELECT link, {_BANK_OF} AS institution, whose, trouble, place, since, {_PERSON} AS person, {_FRESH_ON} AS fresh_on
    {_SHOWN}
"""

_NEAR = f"""
    {_NEEDY} AND {_FRESH_ON} <= (SELECT max(fresh_on) FROM (
        SELECT {_FRESH_ON} AS fresh_on {_SHOWN} ORDER BY fresh_on NULLS FIRST LIMIT :most) AS first)
"""

_BANKS = f"""
    SELECT {_BANK_OF} AS bank, count(DISTINCT {_PERSON}) AS people, min({_FRESH_ON}) AS fresh_on
    {_SHOWN} GROUP BY {_BANK_OF}
"""

_OF_BANKS = f"{_NEEDY} AND {engine.among(_BANK_OF, 'near')}"

_SHARES = f"""
    WITH totals AS MATERIALIZED (
        SELECT currency, sum(CAST(amount AS REAL)) AS amount FROM link_money GROUP BY currency)
    SELECT m.link, sum(CAST(m.amount AS REAL) / totals.amount) AS share
    FROM link_money AS m JOIN totals ON totals.currency = m.currency
    WHERE {engine.among("m.link", "links")} GROUP BY m.link
"""
"""What there is in each currency is the measure: amounts of two are held against each other by their share alone."""

_MONEY = f"""
    SELECT currency, {summed("amount")} AS amount FROM link_money WHERE {engine.among("link", "links")}
    GROUP BY currency ORDER BY amount DESC, currency
"""

_BANK = "SELECT min(display_name) AS name FROM institutions WHERE name = :name AND deleted_at IS NULL"


def _shares(connection: Connection, links: Sequence[str]) -> dict[str, float]:
    """What part of all money is in each, at once: what all is takes a look at all of it."""
    return {row["link"]: row["share"] for row in connection.execute(_SHARES, {"links": engine.array(links)})}


def _first(connection: Connection, near: Sequence[_Group], shares: Mapping[str, float], most: int) -> list[HeldUp]:
    """The first in order; what money is behind the others is not worked out."""

    def order(group: _Group) -> tuple[object, ...]:
        share = sum(shares.get(one.link, 0.0) for one in group)
        worst = min((one.place, one.since) for one in group)
        return *_rank(group), -share, worst, group[0].institution, group[0].link

    return [_held_up(connection, group) for group in sorted(near, key=order)[:most]]


def _rank(group: _Group) -> tuple[int, str]:
    """People who wait, most first, then the day of the newest data."""
    return -len({one.person for one in group}), min(one.fresh_on for one in group)


def _held_up(connection: Connection, group: _Group) -> HeldUp:
    amounts = connection.execute(_MONEY, {"links": engine.array(one.link for one in group)}).fetchall()
    institution, since = group[0].institution, min(one.since for one in group)
    bank = connection.execute(_BANK, {"name": institution}).fetchone()["name"]
    began = instants.decode(since) if since else None
    day = min(one.fresh_on for one in group)
    return HeldUp(
        link=group[0].link if len(group) == 1 else "",
        institution=institution,
        bank=bank or institution,
        turn=Turn(group[0].turn),
        links=len(group),
        people=len({one.person for one in group}),
        fresh_on=date.fromisoformat(day) if day else date.max,
        since=None if began is None or began.year == date.max.year else began,
        money={one["currency"]: to_decimal(one["amount"]) for one in amounts},
    )
