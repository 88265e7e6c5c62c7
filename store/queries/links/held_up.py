"""What needs somebody, ordered by what it holds up: people who wait, days without new data, money behind it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from domain.link_state import Badge, Turn
from store.core import instants
from store.core.money import summed, to_decimal
from store.database import Database
from store.engine import Connection, Row


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
    """What needs somebody; the first `most` of each turn, of those that are `snoozed` or of those that are not."""
    told = {"now": instants.encode(now), "most": most, "snoozed": int(snoozed)}
    with db.whole.read() as connection:
        counts = connection.execute(f"{_WITH} {_COUNTS}", told).fetchall()
        turns = sorted({row["turn"] for row in counts} - {Turn.BANK.value})
        first = {Turn(turn): _first(connection, told | {"turn": turn}) for turn in turns}
        first[Turn.BANK] = _banks(connection, told)
    waiting, put_off = Counter[Turn](), Counter[Turn]()
    troubles: dict[Turn, list[Badge]] = {turn: [] for turn in Turn}
    for row in counts:
        turn = Turn(row["turn"])
        (put_off if row["is_snoozed"] else waiting)[turn] += row["number"]
        if row["trouble"] not in troubles[turn]:
            troubles[turn].append(Badge(row["trouble"]))
    return Queue(first, waiting, put_off, {turn: sorted(badges) for turn, badges in troubles.items()})


_WITH = """
    WITH put_off AS (SELECT link, institution FROM cases WHERE ended_at IS NULL AND snoozed_until > :now),
    needy AS (
        SELECT s.link, coalesce(s.institution, '') AS institution, s.whose AS turn, s.trouble, s.place, s.since,
            coalesce(nullif(s.external_id, ''), s.link) AS person,
            substr(CASE WHEN s.read_at <> '' THEN s.read_at ELSE s.came_at END, 1, 10) AS fresh_on,
            CASE WHEN s.whose = 'bank'
                THEN CASE WHEN s.institution IN (SELECT institution FROM put_off WHERE link = '') THEN 1 ELSE 0 END
                ELSE CASE WHEN s.link IN (SELECT link FROM put_off) THEN 1 ELSE 0 END END AS is_snoozed
        FROM link_states AS s WHERE s.whose <> ''
    )
"""
"""A bank is put off with all its links."""

_COUNTS = "SELECT turn, trouble, is_snoozed, count(*) AS number FROM needy GROUP BY turn, trouble, is_snoozed"

_SHARE = """
    (SELECT sum(CAST(m.amount AS REAL) / totals.amount) FROM link_money AS m
        JOIN totals ON totals.currency = m.currency WHERE m.link = needy.link)
"""

_TOTALS = """
    totals AS MATERIALIZED (SELECT currency, sum(CAST(amount AS REAL)) AS amount FROM link_money GROUP BY currency)
"""
"""What there is in each currency: amounts of two are held against each other by their share of it alone."""

_BANK = "coalesce((SELECT min(display_name) FROM institutions WHERE name = needy.institution AND deleted_at IS NULL),"

_FIRST = f"""
    {_WITH}, {_TOTALS}
    SELECT link, institution, {_BANK} institution) AS bank, turn, 1 AS links, 1 AS people, fresh_on, since,
        coalesce({_SHARE}, 0) AS share
    FROM needy WHERE turn = :turn AND is_snoozed = :snoozed
    ORDER BY fresh_on, share DESC, place, since, link LIMIT :most
"""

_BANKS = f"""
    {_WITH}, {_TOTALS}
    SELECT CASE WHEN count(*) = 1 THEN min(link) ELSE '' END AS link, institution,
        {_BANK} institution) AS bank, 'bank' AS turn,
        count(*) AS links, count(DISTINCT person) AS people, min(fresh_on) AS fresh_on, min(since) AS since,
        sum(coalesce({_SHARE}, 0)) AS share
    FROM needy WHERE turn = 'bank' AND is_snoozed = :snoozed
    GROUP BY institution ORDER BY people DESC, fresh_on, share DESC, institution LIMIT :most
"""

_MONEY_OF_LINK = "SELECT currency, amount FROM link_money WHERE link = :link ORDER BY amount DESC, currency"

_MONEY_OF_BANK = f"""
    {_WITH} SELECT m.currency, {summed("m.amount")} AS amount FROM needy JOIN link_money AS m ON m.link = needy.link
    WHERE needy.turn = 'bank' AND needy.institution = :institution GROUP BY m.currency ORDER BY amount DESC, currency
"""


def _first(connection: Connection, told: Mapping[str, object]) -> list[HeldUp]:
    rows = connection.execute(_FIRST, {**told}).fetchall()
    return [_held_up(connection, row, _MONEY_OF_LINK, {"link": row["link"]}) for row in rows]


def _banks(connection: Connection, told: Mapping[str, object]) -> list[HeldUp]:
    rows = connection.execute(_BANKS, {**told}).fetchall()
    return [_held_up(connection, row, _MONEY_OF_BANK, {**told, "institution": row["institution"]}) for row in rows]


def _held_up(connection: Connection, row: Row, money: str, of: Mapping[str, object]) -> HeldUp:
    amounts = connection.execute(money, {**of}).fetchall()
    since = instants.decode(row["since"]) if row["since"] else None
    return HeldUp(
        link=row["link"],
        institution=row["institution"],
        bank=row["bank"],
        turn=Turn(row["turn"]),
        links=row["links"],
        people=row["people"],
        fresh_on=date.fromisoformat(row["fresh_on"]) if row["fresh_on"] else date.max,
        since=None if since is None or since.year == date.max.year else since,
        money={one["currency"]: to_decimal(one["amount"]) for one in amounts},
    )
