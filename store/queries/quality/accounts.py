"""Checks of accounts: whether they add up, days without data, impossible days, and currencies that are not theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from domain.balances import LIABILITY
from domain.quality import balances, rows
from domain.quality.balances import Day, Look
from domain.quality.checks import Check, Evidence, Finding
from domain.quality.gaps import gaps
from store.core import instants
from store.engine import Connection, Row

MOST = 20_000
"""Movements of an account that are looked at, the newest: what a page can read in its time."""


@dataclass(slots=True)
class _Seen:
    """What the movements of an account say: by day what moved, in and out, and the balances behind them."""

    moved: Counter[int] = field(default_factory=Counter)
    held: Counter[int] = field(default_factory=Counter)
    gross: Counter[int] = field(default_factory=Counter)
    behind: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    bare: set[int] = field(default_factory=set)  # days with a movement that has no balance
    number: int = 0
    impossible: list[Row] = field(default_factory=list)
    foreign: list[Row] = field(default_factory=list)
    is_cut: bool = False


def of_link(connection: Connection, link: str, today: date) -> Iterator[Finding]:
    """The findings on all accounts of the link."""
    found = {check: _Found() for check in (Check.BALANCES, Check.GAPS, Check.DAYS, Check.CURRENCIES)}
    for account in connection.execute(_ACCOUNTS, {"link": link}).fetchall():
        seen = _seen(connection, account, link, today.toordinal())
        _note_breaks(connection, found[Check.BALANCES], account, seen)
        _note_gaps(found[Check.GAPS], account, seen, today)
        for check, odd in ((Check.DAYS, seen.impossible), (Check.CURRENCIES, seen.foreign)):
            found[check].of += seen.number
            found[check].evidence += [_of_row(account, row, check) for row in odd]
    for check, one in found.items():
        yield Finding(check, link, len(one.evidence), one.of, one.evidence)


@dataclass(slots=True)
class _Found:
    of: int = 0
    evidence: list[Evidence] = field(default_factory=list)


def _seen(connection: Connection, account: Row, link: str, today: int) -> _Seen:
    seen, sign = _Seen(), -1 if account["balance_type"] == LIABILITY else 1
    cursor = connection.execute(_MOVEMENTS, {"account": account["id"], "link": link, "most": MOST})
    for row in cursor:
        seen.number += 1
        value_date, amount, balance, currency, status = row[1:]
        day = _ordinal(value_date)
        if day is None or not rows.is_possible(day, today):
            seen.impossible.append(row)
            continue
        if rows.has_other_currency(currency, account["currency"]):
            seen.foreign.append(row)
        amount = amount or 0
        seen.moved[day] += amount
        seen.gross[day] += abs(amount)
        if status == "PENDING":
            seen.held[day] += amount
        if balance is None:
            seen.bare.add(day)
        else:
            seen.behind[day].add(sign * balance)
    seen.is_cut = seen.number == MOST
    return seen


@lru_cache(maxsize=10_000)
def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None


def _note_breaks(connection: Connection, found: _Found, account: Row, seen: _Seen) -> None:
    days = [_day(day, seen) for day in seen.moved]
    booked = {day: moved - seen.held[day] for day, moved in seen.moved.items()}
    with_balance = sum(bool(day.balances) for day in days)
    looks = _looks(connection, account)
    if seen.is_cut:
        looks = [look for look in looks if look.day > min(seen.moved, default=0)]
    found.of += max(with_balance - 1, 0) + max(len(looks) - 1, 0)
    breaks = balances.day_by_day(days) + balances.between_looks(looks, booked, seen.gross)
    found.evidence += [
        Evidence(
            account["link"],
            "Missing between both days" if one.off < 0 else "Too much between both days",
            account["id"],
            one.first,
            one.last,
            one.off,
            account["currency"] or "",
        )
        for one in breaks
    ]


def _day(day: int, seen: _Seen) -> Day:
    """A day of which a row has no balance tells none: it may have been the last."""
    behind = frozenset(() if day in seen.bare else seen.behind[day])
    return Day(day, seen.moved[day], behind, seen.held[day])


def _looks(connection: Connection, account: Row) -> Sequence[Look]:
    """What the account held on each day of a look, the last of the day; only where movements of it are known."""
    sign = -1 if account["balance_type"] == LIABILITY else 1
    found = connection.execute(_LOOKS, {"account": account["id"], "link": account["link"]})
    by_day = {row["day"]: row["current"] for row in found}
    return [Look(date.fromisoformat(day).toordinal(), sign * current) for day, current in by_day.items()]


def _note_gaps(found: _Found, account: Row, seen: _Seen, today: date) -> None:
    looked = instants.parse_day(account["collected_at"])
    until = date.fromisoformat(looked).toordinal() if looked else today.toordinal()
    days = [day for day in seen.moved if day <= until]
    found.of += len(days)
    found.evidence += [
        Evidence(
            account["link"],
            f"{gap.days} days without a movement, where {max(gap.usual, 1)} are usual at most",
            account["id"],
            gap.first,
            gap.last,
        )
        for gap in gaps(days, until)
    ]


def _of_row(account: Row, row: Row, check: Check) -> Evidence:
    said = {
        Check.DAYS: f"Its day is {row['value_date'] or 'missing'}",
        Check.CURRENCIES: f"In {row['currency']}, on an account in {account['currency']}",
    }
    return Evidence(
        account["link"],
        said[check],
        account["id"],
        _ordinal(row["value_date"]),
        amount=row["signed_amount"],
        currency=row["currency"] or "",
        resource="transactions",
        row=row["id"],
    )


_ACCOUNTS = """
    SELECT id, link, currency, balance_type, collected_at FROM accounts
    WHERE link = :link AND deleted_at IS NULL ORDER BY key
"""
_MOVEMENTS = """
    SELECT id, value_date, signed_amount, balance, currency, status FROM transactions
    WHERE account = :account AND link = :link AND deleted_at IS NULL
    ORDER BY value_date DESC NULLS LAST, key LIMIT :most
"""
_LOOKS = """
    SELECT substr(collected_at, 1, 10) AS day, current FROM balance_history
    WHERE account = :account AND link = :link AND current IS NOT NULL AND collected_at BETWEEN '1990' AND '2100'
    ORDER BY collected_at
"""
