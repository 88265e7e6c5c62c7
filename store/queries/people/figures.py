"""What the list of people says of each: worked out of the tables of many people at once, by the rules of domain.person.

Amounts are in 1/10,000, and those of different currencies in rows of their own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.person.agreement import Identity, agreement
from domain.person.cards import Account, debts
from domain.person.flags import Flag, Seen, flags
from domain.person.income import MONTHS, NO_INCOME, income, whole_months
from domain.person.overdrafts import DAYS, Looked, days_below_zero, overdrafts
from domain.person.salary import Stretch, changes, cut_lately, salaries
from resources import RESOURCES, Family
from store import engine
from store.core.money import SCALE, summed
from store.database import Database
from store.engine import Connection
from store.queries.banking import incomes, own_transfers
from store.queries.banking.balances import LOOKED_AT, soon_after
from store.queries.banking.filters import edge_of
from store.queries.base import EARLIEST
from store.queries.employment import employment
from store.queries.people import identities
from store.write.assignments import PERSON

People = Mapping[str, Sequence[str]]
"""The links by the person."""

Row = dict[str, Any]


@dataclass(slots=True)
class _Told:
    """All that the tables say of one person's links, by currency where it is an amount."""

    links: Sequence[str]
    kinds: set[Family] = field(default_factory=set)
    accounts: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))
    looked: dict[str, dict[str, Looked]] = field(default_factory=lambda: defaultdict(dict))
    moved: dict[str, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    came_in: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    known_from: date | None = None
    known_until: date | None = None
    belvos: Counter[str] = field(default_factory=Counter)
    stretches: list[Stretch] = field(default_factory=list)
    named: list[Identity] = field(default_factory=list)
    external_ids: set[str] = field(default_factory=set)
    has_trouble: bool = False
    users: list[tuple[str, ...]] = field(default_factory=list)
    set_aside: int = 0


def of_people(db: Database, people: People, today: date) -> Iterator[Row]:
    """One row a person and currency, that in which most of theirs is first; a person without any has one row."""
    told = {person: _Told(links) for person, links in people.items()}
    of_link = {link: told[person] for person, links in people.items() for link in links}
    _read_banking(db, people, of_link, today)
    _read_income_and_pay(db, of_link)
    with db.read() as connection:
        _read_links(connection, of_link)
    for person, one in told.items():
        yield from _rows(person, one, today)


def income_by_month(db: Database, links: Sequence[str], today: date) -> dict[str, dict[str, int]]:
    """What a person's income a month is made of: by currency the last whole months, the newest first, in 1/10,000."""
    told = _Told(links)
    _read_banking(db, {links[0]: links}, dict.fromkeys(links, told), today)
    months = whole_months(told.known_from, _until(told, today))
    return {currency: {month: came_in.get(month, 0) for month in months} for currency, came_in in told.came_in.items()}


def _rows(person: str, told: _Told, today: date) -> Iterator[Row]:
    paid = {stretch.currency for stretch in told.stretches}
    weights = Counter[str]({code: len(months) for code, months in told.came_in.items()})
    weights.update({code: len(accounts) for code, accounts in told.accounts.items()})
    weights.update(dict.fromkeys([*told.belvos, *paid], 1))
    found = [code for code, _ in weights.most_common()] or [""]
    for place, currency in enumerate(found):
        yield {
            "person": person,
            "link": told.links[0],
            "links": len(told.links),
            "all_links": told.links,
            "is_main": int(not place),
            "currency": currency,
            "bank": int(Family.BANKING in told.kinds),
            "payroll": int(Family.EMPLOYMENT in told.kinds),
            "tax": int(Family.FISCAL in told.kinds),
            **_figures(told, currency, today),
            **_found_by(told),
        }


def _until(told: _Told, today: date) -> date:
    """Of no day after the last look at any account is it known what came in."""
    return min(told.known_until or today, today)


def _found_by(told: _Told) -> Row:
    """What finds the person: names and ids folded, and documents without what sets their digits apart; one a line."""
    names = [*told.external_ids, *told.links, *(identity.name for identity in told.named)]
    documents = ("".join(filter(str.isalnum, identity.document)).upper() for identity in told.named)
    return {
        "texts": "\n".join(dict.fromkeys(engine.fold(name) for name in names)),
        "documents": "\n".join(dict.fromkeys(documents)),
    }


def _figures(told: _Told, currency: str, today: date) -> Row:
    came_in = income(told.came_in.get(currency, {}), told.known_from, _until(told, today))
    owed, pay = debts(told.accounts.get(currency, ())), salaries(told.stretches).get(currency)
    moves = [change for change in changes(told.stretches) if change.currency == currency]
    below = overdrafts(
        days_below_zero(account, told.moved.get(name, {})) for name, account in told.looked.get(currency, {}).items()
    )
    seen = Seen(
        agreement(told.named),
        below,
        owed,
        came_in,
        pay.amount if pay and not pay.ended else None,
        cut_lately(moves, today) is not None,
        told.has_trouble,
        len({*told.users}) < len(told.users),
        told.set_aside,
    )
    raised = flags(seen)
    return {
        "income_belvo": told.belvos.get(currency),
        "income": came_in and came_in.typical,
        "least": came_in and came_in.least,
        "most": came_in and came_in.most,
        "months": came_in and came_in.months,
        "known_until": _until(told, today).isoformat() if told.known_from else None,
        "spread": came_in and came_in.spread,
        "owed": owed.owed if told.accounts.get(currency) else None,
        "utilisation": owed.utilisation,
        "below_zero": below.days if told.looked.get(currency) else None,
        "salary": pay and pay.amount,
        "salary_ended": pay and pay.ended and pay.ended.isoformat(),
        "change": moves[0].share if moves else None,
        "changed_on": moves[0].day.isoformat() if moves else None,
        **{f"flag_{flag}": int(flag in raised) for flag in Flag},
        "flags": len(raised),
    }


def _read_banking(db: Database, people: People, of_link: Mapping[str, _Told], today: date) -> None:
    own = own_transfers.ends_of(db, people)
    parameters: dict[str, object] = {
        "links": engine.array(of_link),
        "no_income": engine.array(NO_INCOME),
        "own": engine.array(own),
        "earliest": EARLIEST.isoformat(),
        "soon": soon_after(today),
    }
    with db.read() as connection:
        _read_accounts(connection, of_link, parameters)
        oldest = min((_until(one, today) for one in of_link.values()), default=today)
        parameters["first"] = _months_before(oldest, MONTHS)
        for link, day in _of(connection, _KNOWN_FROM, parameters):
            one = of_link[link]
            one.known_from = min(filter(None, (one.known_from, date.fromisoformat(day))))
        for link, month, currency, amount in _of(connection, _CAME_IN, parameters):
            of_link[link].came_in[currency][month] += amount
        for link, month, currency, amount in _of(connection, _OWN, parameters):
            of_link[link].came_in[currency][month] -= amount
        for link, account, day, amount in _of(connection, _MOVED, parameters):
            of_link[link].moved[account][date.fromisoformat(day)] += amount


def _read_accounts(connection: Connection, of_link: Mapping[str, _Told], parameters: Mapping[str, object]) -> None:
    begins = {(link, account): date.fromisoformat(day) for link, account, day in _of(connection, _STARTS, parameters)}
    for link, account, currency, collected, *values in _of(connection, _ACCOUNTS, parameters):
        _take_account(
            of_link[link], account, currency, date.fromisoformat(collected), values, begins.get((link, account))
        )


def _take_account(
    told: _Told, account: str, currency: str, collected: date, values: Sequence[Any], begins: date | None
) -> None:
    category, balance_type, current, limit = values
    told.known_until = max(filter(None, (told.known_until, collected)))
    told.accounts[currency].append(Account(category, balance_type, current, limit))
    if balance_type == "ASSET" and begins:
        told.looked[currency][account] = Looked(current, collected, begins)


def _read_income_and_pay(db: Database, of_link: Mapping[str, _Told]) -> None:
    known = incomes.summary(db, [*of_link])
    for link, currency, amount in known[["link", "currency", "monthly_average"]].dropna().itertuples(index=False):
        of_link[link].belvos[currency] += round(amount * SCALE)
    paid = employment.salaries(db, [*of_link])
    columns = ["link", "employer", "start", "end", "monthly_salary", "currency"]
    for link, employer, start, end, amount, currency in (
        paid[columns].dropna(subset=["start", "monthly_salary"]).itertuples(index=False)
    ):
        last = end.date() if end == end else None  # NaT is unlike itself
        stretch = Stretch(_text(employer), start.date(), last, round(amount * SCALE), _text(currency))
        of_link[link].stretches.append(stretch)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _read_links(connection: Connection, of_link: Mapping[str, _Told]) -> None:
    parameters: dict[str, object] = {"links": engine.array(of_link)}
    for link, external_id, is_in_trouble, *user in _of(connection, _LINKS, parameters):
        one = of_link[link]
        one.external_ids |= {external_id} if external_id else set()
        one.has_trouble |= bool(is_in_trouble)
        one.users += [tuple(user)] if user[-1] else []
    for link, resource in _of(connection, _KINDS, parameters):
        of_link[link].kinds.add(RESOURCES[resource].family)
    for link, number in _of(connection, _SET_ASIDE, parameters):
        of_link[link].set_aside += number
    for link, named in identities.of_links(connection, [*of_link]).items():
        of_link[link].named += named


def _of(connection: Connection, sql: str, parameters: Mapping[str, object]) -> Iterable[tuple[Any, ...]]:
    cursor = connection.execute(sql, dict(parameters))
    engine.tuples(cursor)
    return cursor


def _months_before(today: date, months: int) -> str:
    """The month so many before this one, as `2026-05`."""
    number = today.year * 12 + today.month - 1 - months
    return f"{number // 12:04}-{number % 12 + 1:02}"


_HERE = engine.among("link", "links")
_IS_INCOME = f"""
    type = 'INFLOW' AND NOT {engine.among("coalesce(category, '')", "no_income")}
"""

_LAST_MONTHS = "month >= :first AND length(month) = 7"

_CAME_IN = f"""
    SELECT link, month, currency, {summed("amount")} FROM flows_by_month
    WHERE {_HERE} AND {_LAST_MONTHS} AND {_IS_INCOME} GROUP BY link, month, currency
"""

_OWN = f"""
    SELECT link, substr(value_date, 1, 7) AS month, coalesce(currency, ''), coalesce(amount, 0)
    FROM transactions
    WHERE {engine.among("key", "own")} AND deleted_at IS NULL AND value_date >= :first AND {_IS_INCOME}
"""
"""Rows, and no sums of them: of a day as known on SQLite would read all rows to add some up, as in `_MOVED`."""

_STARTS_ON = edge_of("min", "value_date >= :earliest")
_STARTS = f"""
    SELECT link, account, begins FROM (
        SELECT link, account, {_STARTS_ON} AS begins FROM row_counts WHERE resource = 'transactions' AND {_HERE}
    ) AS known WHERE begins IS NOT NULL
"""
_KNOWN_FROM = f"""
    SELECT link, min(begins) FROM (
        SELECT link, {_STARTS_ON} AS begins FROM row_counts WHERE resource = 'transactions' AND {_HERE}
    ) AS known WHERE begins IS NOT NULL GROUP BY link
"""

_ACCOUNTS = f"""
    SELECT link, id, coalesce(currency, ''), {LOOKED_AT}, coalesce(category, ''), coalesce(balance_type, ''),
        coalesce(current, 0), coalesce(credit_limit, 0)
    FROM accounts WHERE {_HERE} AND deleted_at IS NULL AND current IS NOT NULL ORDER BY key
"""
_MOVED = f"""
    SELECT looked.link, looked.id, value_date, signed_amount
    FROM (SELECT link, id, {LOOKED_AT} AS collected FROM accounts
        WHERE {_HERE} AND deleted_at IS NULL AND balance_type = 'ASSET') AS looked
    CROSS JOIN transactions ON transactions.account = looked.id AND transactions.link = looked.link
    WHERE transactions.deleted_at IS NULL AND signed_amount <> 0
        AND value_date BETWEEN date(collected, '-{DAYS} days') AND collected
"""

_LINKS = f"""
    SELECT id, {PERSON}, status IN ('invalid', 'token_required', 'unconfirmed'), institution, institution_user_id
    FROM links WHERE {engine.among("id", "links")}
"""
_KINDS = f"SELECT DISTINCT link, resource FROM row_counts WHERE {_HERE} AND live > 0 AND resource <> 'owners'"
"""Whoever owns something is told of links to employers as well."""
_SET_ASIDE = f"SELECT link, count(*) FROM irregular_rows WHERE {_HERE} AND is_stored = 0 GROUP BY link"
