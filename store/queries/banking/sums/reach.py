"""How far back transactions are read one by one: of very many only the newest are, and whoever shows sums says so."""

from dataclasses import dataclass, replace
from datetime import date

from store.database import Database
from store.queries.banking.filters import TransactionFilter, on_days, on_transactions
from store.queries.banking.sums import texts
from store.queries.banking.sums.movements import IS_SOMETHING, of_accounts
from store.queries.kept import kept

MOST_OF_SUMS = 30_000
"""Rows that are looked at, one by one, for sums of texts and amounts while a page is drawn."""


@dataclass(frozen=True, slots=True)
class Reach:
    """From which day on rows are read one by one, and whether older ones that are asked for are not."""

    since: date | None
    is_cut: bool


def by_months(db: Database, matching: TransactionFilter, most: int) -> Reach:
    """As many of the filter's newest months as have no more than `most` rows; the newest may have too many already.

    Text and amounts are set aside.
    """
    table, parameters = of_accounts(matching)
    sql = f"""
        SELECT month, sum(count) FROM {table} AS movements WHERE length(month) = 7
        GROUP BY month HAVING {IS_SOMETHING} ORDER BY month DESC NULLS LAST
    """
    with db.read() as connection:
        months = connection.execute(sql, parameters).fetchall()
    number, since = 0, None
    for month, count in months:
        number += count
        if number > most:
            return Reach(since, is_cut=True)
        since = date.fromisoformat(f"{month}-01")
    return Reach(since, is_cut=False)


@kept
def of_sums(db: Database, matching: TransactionFilter) -> Reach:
    """From which day on a filter by text or amount is added up: from the first, unless very many may be like it.

    These are its newest whole months, or the newest days of all accounts, with no more than MOST_OF_SUMS rows before
    text and amounts are looked at.
    """
    if _is_at_once(db, matching):
        return Reach(None, is_cut=False)
    aggregated = replace(matching, text="", minimum=None, maximum=None, doubtful=None)
    found = Reach(None, is_cut=True)
    if matching.links or matching.accounts:
        found = by_months(db, aggregated, MOST_OF_SUMS)
    if found.is_cut and found.since is None:  # of so many accounts even the newest month is too much
        found = _by_days(db, replace(aggregated, links=(), accounts=(), without=()))
    return found if found.is_cut else Reach(None, is_cut=False)


def _is_at_once(db: Database, matching: TransactionFilter) -> bool:
    """Whether all of it is added up in no time: by the aggregates, or as an index or few texts find all of its rows."""
    if matching.is_aggregated or matching.takes_own or matching.doubtful == "only":
        return True
    if not matching.words and matching.minimum is None and matching.maximum is None:
        return True
    if matching.words and texts.having(db, matching.words, texts.FEW).keys is not None:
        return True
    amount = TransactionFilter(minimum=matching.minimum, maximum=matching.maximum)
    if amount.is_aggregated:
        return False
    condition, parameters = on_transactions(amount, by="amount_bucket")
    sql = f"SELECT count(*) FROM (SELECT 1 FROM transactions WHERE {condition} LIMIT :few) AS matching"
    with db.read() as connection:
        found: int = connection.execute(sql, {**parameters, "few": texts.FEW + 1}).fetchone()[0]
    return found <= texts.FEW


def _by_days(db: Database, matching: TransactionFilter) -> Reach:
    """As many of the newest days of all accounts as have no more than MOST_OF_SUMS rows; one day at least."""
    condition, parameters = on_days(matching)
    sql = f"""
        SELECT day, sum(count) FROM flows_by_day WHERE {condition} AND length(day) = 10
        GROUP BY day ORDER BY day DESC NULLS LAST
    """
    with db.read() as connection:
        days = connection.execute(sql, parameters).fetchall()
    number, since = 0, None
    for day, count in days:
        number += count
        if number > MOST_OF_SUMS and since:
            return Reach(since, is_cut=True)
        since = date.fromisoformat(day)
    return Reach(None, is_cut=False)
