"""The figures of a link, once as the desk tells them and once as Belvo's lists add up to them, to be held together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from belvo_client import BelvoClient
from resources import pulled_resources
from store import Database
from store.engine import Connection
from store.queries.banking import accounts, flows, transactions
from store.queries.banking.filters import TransactionFilter
from store.write import rows
from sync.listing import LINK
from tests.kit.rows import records

BY_LINK = tuple(name for name, resource in pulled_resources().items() if resource.policy.listed_by == LINK)
Amounts = dict[str, tuple[int, Decimal, Decimal]]
"""By currency: count, inflow, outflow."""


@dataclass(frozen=True)
class Figures:
    """What must be equal: rows by resource, sums of transactions by currency, and balances by account."""

    counts: dict[str, int]
    totals: Amounts
    balances: dict[str, tuple[Decimal | None, Decimal | None]]


Content = dict[str, list[tuple[object, ...]]]
"""The rows of tables by their names, in one order."""

_OWN = {"key", "slot", "changed_at", "deleted_at", "collected_at"}
"""Columns that say how and when a row came here."""


def content_of(db: Database, resources: Iterable[str]) -> Content:
    """What the store holds of rows that Belvo still has, and of their sums: far cheaper than the figures are."""
    live = dict.fromkeys(resources, "deleted_at IS NULL")
    sums = dict.fromkeys(("flows_by_month", "flows_by_day", "row_counts"), "TRUE")
    with db.read() as connection:
        return {table: _rows(connection, table, where) for table, where in {**live, **sums}.items()}


def _rows(connection: Connection, table: str, where: str) -> list[tuple[object, ...]]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where}")
    kept = [index for index, (name, *_) in enumerate(cursor.description) if name not in _OWN]
    return sorted((tuple(row[index] for index in kept) for row in cursor), key=repr)


def of_desk(db: Database, link: str, resources: Iterable[str] = BY_LINK) -> Figures:
    """As the store's queries tell them, whose sums by month have to come to the same; own transfers count, as there."""
    wanted = TransactionFilter(links=(link,), transfers="counted")
    totals = _by_currency(records(transactions.totals(db, wanted)))
    assert _by_currency(records(flows.by_month(db, wanted))) == totals
    held = records(accounts.table(db, links=[link]))
    with db.read() as connection:
        counts = {name: rows.live_count(connection, name, link) for name in resources}
    balances = {row["account"]: (_decimal(row["current"]), _decimal(row["available"])) for row in held}
    return Figures(counts, totals, balances)


def of_belvo(client: BelvoClient, link: str, resources: Iterable[str] = BY_LINK) -> Figures:
    """As Belvo's lists add up to them."""
    lists = {name: [*client.resource(name).list(link=link)] for name in resources}
    sums: Amounts = defaultdict(lambda: (0, Decimal(0), Decimal(0)))
    for row in lists.get("transactions", []):
        count, inflow, outflow = sums[row["currency"]]
        amount = Decimal(str(row["amount"]))
        into = row["type"] == "INFLOW"
        sums[row["currency"]] = (count + 1, inflow + amount * into, outflow + amount * (not into))
    balances = {account["id"]: _balance(account) for account in lists.get("accounts", [])}
    return Figures({name: len(found) for name, found in lists.items()}, dict(sums), balances)


def _by_currency(found: Iterable[Mapping[str, Any]]) -> Amounts:
    sums: Amounts = defaultdict(lambda: (0, Decimal(0), Decimal(0)))
    for row in found:
        count, inflow, outflow = sums[row["currency"]]
        inflow, outflow = inflow + Decimal(str(row["inflow"])), outflow + Decimal(str(row["outflow"]))
        sums[row["currency"]] = (count + row["count"], inflow, outflow)
    return dict(sums)


def _balance(account: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    balance = account["balance"] or {}
    return _decimal(balance.get("current")), _decimal(balance.get("available"))


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
