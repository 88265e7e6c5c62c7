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


def queue(db: Database, now: datetime, *, most: int, snoozed: bool = False) -> Queue:
    """What needs somebody; the first `most` of each turn, of those that are `snoozed` or of those that are not.

    A bank is put off with all its links.
    """
    with db.whole.read() as connection:
        put_off = {tuple(row) for row in connection.execute(_PUT_OFF, {"now": instants.encode(now)})}
        needy = [_Needy(*row) for row in connection.execute(_NEEDY)]
        waiting, later = Counter[Turn](), Counter[Turn]()
        troubles, shown = defaultdict[Turn, set[str]](set), defaultdict[Turn, list[_Needy]](list)
        turns = {turn.value: turn for turn in Turn}
        for one in needy:
            turn = turns[one.turn]
            subject = ("", one.institution) if turn is Turn.BANK else (one.link, one.institution)
            is_snoozed = subject in put_off
            (later if is_snoozed else waiting)[turn] += 1
            troubles[turn].add(one.trouble)
            if is_snoozed == snoozed:
                shown[turn].append(one)
        first = {turn: _first(connection, [[one] for one in shown[turn]], most) for turn in (Turn.USER, Turn.US)}
        by_bank = defaultdict[str, list[_Needy]](list)
        for one in shown[Turn.BANK]:
            by_bank[one.institution].append(one)
        first[Turn.BANK] = _first(connection, [*by_bank.values()], most)
    return Queue(first, waiting, later, {turn: sorted(map(Badge, troubles[turn])) for turn in Turn})


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

_PUT_OFF = "SELECT link, institution FROM cases WHERE ended_at IS NULL AND snoozed_until > :now"

_NEEDY = """
    SELECT link, coalesce(institution, ''), whose, trouble, place, since, coalesce(nullif(external_id, ''), link),
        substr(CASE WHEN read_at <> '' THEN read_at ELSE came_at END, 1, 10)
    FROM link_states WHERE whose <> ''
"""

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


def _first(connection: Connection, groups: Sequence[_Group], most: int) -> list[HeldUp]:
    """The first in order; what money is behind the others is not worked out."""
    ranked = sorted((_rank(group), number) for number, group in enumerate(groups))
    if not ranked:
        return []
    last, _ = ranked[min(most, len(ranked)) - 1]
    near = [groups[number] for rank, number in ranked if rank <= last]
    links = [one.link for group in near for one in group] if len(near) > most else []
    shares = {row["link"]: row["share"] for row in connection.execute(_SHARES, {"links": engine.array(links)})}

    def order(group: _Group) -> tuple[object, ...]:
        share = sum(shares.get(one.link, 0.0) for one in group)
        worst = min((one.place, one.since) for one in group)
        return *_rank(group), -share, worst, group[0].institution, group[0].link

    return [_held_up(connection, group) for group in sorted(near, key=order)[:most]]


def _rank(group: _Group) -> tuple[int, str]:
    """People who wait, most first, then the day of the newest data."""
    if len(group) == 1:
        return -1, group[0].fresh_on
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
