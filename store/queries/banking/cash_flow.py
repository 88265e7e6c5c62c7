"""One person's money: through which accounts it ran, which transfers were their own, and what each day and payee had.

What is read row by row is bounded: of very many rows only the newest whole months are read, or nothing at all.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.cash_flow.payees import payee
from domain.cash_flow.recurring import Movement
from resources import RESOURCES
from store import engine
from store.core import frames
from store.core.money import NO_CURRENCY, summed
from store.core.parameters import Condition
from store.database import Database
from store.queries.banking import own_transfers
from store.queries.banking.filters import UNCATEGORIZED, TransactionFilter, by_account
from store.queries.banking.sums.movements import INFLOW, OUTFLOW, known, of_accounts
from store.queries.banking.sums.reach import by_months
from store.queries.kept import kept
from store.schema import row_index

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_OF_DAYS, MOST_OF_PAYEES = 30_000, 5_000
"""Rows that are read one by one for a page: for sums by day, and for who paid and was paid."""


def through_accounts(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns account, account_name, link, category, inflow, outflow (float64): what is no own transfer."""
    matching = known(db, replace(matching, transfers=None))
    table, parameters = of_accounts(matching)
    own, more = _taken_out(matching)
    sql = f"""
        SELECT account, link, CASE category WHEN '' THEN :uncategorized ELSE category END AS category,
            {INFLOW} AS inflow, {OUTFLOW} AS outflow,
            (SELECT name FROM accounts AS a WHERE a.id = movements.account AND a.link = movements.link) AS account_name
        FROM (SELECT link, account, type, category, amount FROM {table} AS every_one{own}) AS movements
        GROUP BY link, account, movements.category HAVING {summed("amount")} <> 0
        ORDER BY {summed("amount")} DESC NULLS LAST, account NULLS FIRST, movements.category NULLS FIRST
    """
    columns = dict.fromkeys(("account", "account_name", "link", "category"), frames.TEXT)
    columns |= dict.fromkeys(("inflow", "outflow"), frames.MONEY)
    return frames.read(db, sql, {**parameters, **more, "uncategorized": UNCATEGORIZED}, columns)


def _taken_out(matching: TransactionFilter) -> Condition:
    if not matching.own:
        return "", {}
    condition, parameters = by_account(matching)
    sql = f"""
        UNION ALL SELECT link, account, coalesce(type, ''), coalesce(category, ''), -coalesce(amount, 0)
        FROM transactions WHERE {engine.among("key", "own")} AND {condition}
    """
    return sql, {**parameters, "own": engine.array(matching.own)}


@kept
def own_pairs(db: Database, matching: TransactionFilter) -> "DataFrame":
    """One row an own transfer in the filter's currency that left within its days, the newest first; as in `_PAIRS`."""
    ends = own_transfers.found(db, matching.links)
    code = "" if matching.currency in (None, NO_CURRENCY) else matching.currency
    rows = frames.read(db, _ENDS, {"keys": engine.array(ends), "currency": code}, _END)
    rows["other"] = rows["key"].map({key: other for key, (other, _) in ends.items()}).astype("str")
    rows["evidence"] = rows["key"].map({key: spoken.value for key, (_, spoken) in ends.items()}).astype("str")
    left, reached = rows[rows["amount"] < 0], rows[rows["amount"] > 0].add_prefix("reached_")
    pairs = left.merge(reached, left_on="other", right_on="reached_transaction")
    if matching.since:
        pairs = pairs[pairs["day"] >= matching.since.isoformat()]
    if matching.until:
        pairs = pairs[pairs["day"] <= matching.until.isoformat()]
    return pairs.assign(amount=-pairs["amount"])[[*_PAIRS]].reset_index(drop=True)


@kept
def by_day(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns day, inflow, outflow (float64): rows are read one by one, so that `reach` has to bound them."""
    found = known(db, matching)
    condition, parameters = by_account(found)
    if found.own and found.leaves_own_out:
        condition += f" AND NOT ({engine.among('key', 'own')})"
        parameters = {**parameters, "own": engine.array(found.own)}
    sql = f"""
        SELECT day, {INFLOW} AS inflow, {OUTFLOW} AS outflow FROM (
            SELECT value_date AS day, type, amount FROM transactions
            WHERE {condition} AND length(value_date) = 10 {engine.APART}
        ) AS moved GROUP BY day ORDER BY day NULLS FIRST
    """
    return frames.read(db, sql, parameters, {"day": frames.DAY, "inflow": frames.MONEY, "outflow": frames.MONEY})


def movements(db: Database, matching: TransactionFilter) -> list[Movement]:
    """The filter's movements but own transfers, by payer and payee as nothing is masked: see `called` for who it is."""
    own = own_transfers.ends(db, matching.links).keys()
    condition, parameters = by_account(matching)
    sql = f"""
        SELECT key, value_date, signed_amount, coalesce(merchant, ''), coalesce(description, '') FROM transactions
        WHERE {condition} AND length(value_date) = 10 AND signed_amount <> 0 ORDER BY key
    """
    with db.unmasked.read() as connection:
        cursor = connection.execute(sql, parameters)
        engine.tuples(cursor)
        rows = cursor.fetchall()
    payees: dict[tuple[str, str], str] = {}
    found = []
    for key, day, amount, merchant, description in rows:
        if key not in own:
            words = merchant, description
            name = payees.get(words) or payees.setdefault(words, payee(*words))
            found.append(Movement(key, date.fromisoformat(day), amount, name))
    return found


def within_reach(db: Database, matching: TransactionFilter) -> TransactionFilter:
    """The filter, of very many movements from the month on from which they are read one by one; own transfers none."""
    found = by_months(db, matching, MOST_OF_PAYEES)
    since = max(filter(None, (matching.since, found.since)), default=None) if found.is_cut else matching.since
    return replace(matching, since=since, transfers=None)


def key_of(db: Database, matching: TransactionFilter, transaction: str) -> int | None:
    """The key of a transaction of the filter's links, None where there is none of this id."""
    condition, parameters = row_index.of_ids(RESOURCES["transactions"], matching.links, [transaction])
    with db.read() as connection:
        for row in connection.execute(f"SELECT key, id FROM transactions WHERE {condition}", parameters):
            if row["id"] == transaction:
                return int(row["key"])
    return None


def called(db: Database, keys: Collection[int]) -> "DataFrame":
    """Columns key, description, merchant, category, subcategory, transaction, link: as their reader may see them."""
    columns = {
        "key": frames.INTEGER,
        **dict.fromkeys(("description", "merchant", "category", "subcategory", "transaction", "link"), frames.TEXT),
    }
    sql = f"""
        SELECT key, description, merchant, category, subcategory, id AS "transaction", link FROM transactions
        WHERE {engine.among("key", "keys")} AND deleted_at IS NULL ORDER BY key
    """
    return frames.read(db, sql, {"keys": engine.array(keys)}, columns)


_END = {
    "key": frames.INTEGER,
    **dict.fromkeys(("transaction", "link", "account", "account_name", "description", "currency"), frames.TEXT),
    "day": frames.DAY,
    "amount": frames.MONEY,
}
_PAIRS = (
    *("day", "reached_day", "amount", "currency", "account", "account_name", "reached_account"),
    *("reached_account_name", "description", "reached_description", "transaction", "reached_transaction"),
    *("link", "reached_link", "evidence"),
)
"""Both ends of a transfer: what left, and where it reached; and what speaks for it, of domain.cash_flow."""

_ENDS = f"""
    SELECT t.key, t.id AS "transaction", t.link, t.account, a.name AS account_name, t.description, t.currency,
        t.value_date AS day, t.signed_amount AS amount
    FROM transactions AS t LEFT JOIN accounts AS a ON a.id = t.account AND a.link = t.link
    WHERE {engine.among("t.key", "keys")} AND t.deleted_at IS NULL AND coalesce(t.currency, '') = :currency
    ORDER BY t.value_date DESC NULLS LAST, t.key
"""
