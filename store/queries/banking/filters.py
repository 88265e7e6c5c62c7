"""Filters of transactions, and the SQL conditions that say the same."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from store import engine
from store.core import money
from store.core.parameters import Condition, members
from store.queries.query_params import QueryFilter

UNCATEGORIZED = "Uncategorized"
"""Stands for transactions without a category, among categories and in a filter."""

TRANSFERS = ("counted", "only")
"""What may become of own transfers: they count as all others do, or nothing else is taken."""

DOUBTFUL = ("without", "only")
"""What may become of doubtful rows, which count otherwise."""

ACCOUNTS = "SELECT account FROM row_counts WHERE resource = 'transactions'"
"""Every account that has transactions."""


def edge_of(which: str, condition: str) -> str:
    """SQL for the `min` or `max` day of the rows of an account in `row_counts` that fulfil the condition."""
    direction = {"min": "ASC", "max": "DESC"}[which]
    return (
        "(SELECT value_date FROM transactions WHERE account = row_counts.account AND link = row_counts.link"
        f" AND deleted_at IS NULL AND {condition} ORDER BY value_date {direction} LIMIT 1)"
    )


@dataclass(frozen=True, slots=True)
class TransactionFilter(QueryFilter):
    """What is not given does not restrict.

    `since` and `until` are value dates, both included. `minimum` and `maximum` bound the amount without its
    direction, both included. `text` is looked for in description, merchant and reference, without case and accents.
    `without` are links that are left out. Transfers between accounts of one person are listed and in no sum, unless
    `transfers` is one of TRANSFERS; `own` are their keys, see own_transfers. `aside` are accounts that
    are in no sum.
    Of doubtful rows, see doubtful_rows, nothing else is taken or none where `doubtful` is one of DOUBTFUL; `marked` are
    their keys. `having` are the keys of all rows that have the text, where these are few; see texts.
    """

    CHOICES: ClassVar[Mapping[str, Sequence[str]]] = {"transfers": TRANSFERS, "doubtful": DOUBTFUL}

    links: Sequence[str] = ()
    accounts: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    type: str | None = None
    categories: Sequence[str] = ()
    statuses: Sequence[str] = ()
    currency: str | None = None
    text: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    without: Sequence[str] = ()
    transfers: str | None = None
    own: Collection[int] = field(default_factory=tuple, compare=False)
    doubtful: str | None = None
    marked: Collection[int] = field(default_factory=tuple, compare=False)
    aside: Sequence[str] = field(default_factory=tuple, compare=False)
    having: Collection[int] | None = field(default_factory=lambda: None, compare=False)

    @property
    def is_aggregated(self) -> bool:
        """The aggregates know the answer, so that no transaction needs to be looked at."""
        return not self.words and self.minimum is None and self.maximum is None and not self.goes_by_keys

    @property
    def is_total(self) -> bool:
        """It takes all links and accounts."""
        return not self.links and not self.accounts and not self.without

    @property
    def goes_by_keys(self) -> bool:
        """Which rows it takes is known by their keys only."""
        return self.takes_own or self.doubtful in DOUBTFUL

    @property
    def goes_by_few(self) -> bool:
        """Nothing is taken but rows whose keys are known."""
        return self.takes_own or self.doubtful == "only"

    @property
    def takes_own(self) -> bool:
        """It takes own transfers only."""
        return self.transfers == "only"

    @property
    def leaves_own_out(self) -> bool:
        """Its sums are without own transfers."""
        return self.transfers not in TRANSFERS

    @property
    def words(self) -> str:
        """The text as it is compared."""
        return engine.fold(self.text)


def on_transactions(matching: TransactionFilter, *, by: str | None = None) -> Condition:
    """The condition on `transactions`; deleted rows never fulfil it.

    Rows are found by the index that begins with the column `by`, and all else is checked on each of them; "key" reads
    the table as it lies. Otherwise by account, those of the links where only links are given, or else by key.
    """
    has_keys = bool(matching.words) and matching.having is not None
    of_links = by is None and matching.links and not matching.accounts and not has_keys
    by = by or ("key" if has_keys else None) or ("account" if matching.accounts or matching.links else "key")

    def column(name: str) -> str:
        return name if name == by else engine.unindexed(name)

    terms, parameters = _common(matching, "value_date", column)
    # Left to itself, the planner walks whichever index holds only live rows, and reads the table row by row for it.
    terms.insert(0, f"{engine.unindexed('deleted_at') if by == 'key' else 'deleted_at'} IS NULL")
    if of_links:
        terms.append(f"account IN ({ACCOUNTS} AND link IN {members('link', matching.links)[0]})")
    if has_keys:
        terms.append(engine.among("key", "having"))
        parameters["having"] = engine.array(matching.having or ())
    elif matching.words:
        keys = f"SELECT key FROM search_transactions WHERE {engine.contains('text', 'words')}"
        of_row = f"EXISTS ({keys} AND search_transactions.key = transactions.key)"
        terms.append(engine.found_first("key", keys) if by == "key" and not matching.goes_by_few else of_row)
        parameters["words"] = matching.words
    if matching.takes_own:
        terms.append(engine.among("key", "own"))
        parameters["own"] = engine.array(matching.own)
    if matching.doubtful in DOUBTFUL:
        terms.append(f"{'NOT ' if matching.doubtful == 'without' else ''}({engine.among('key', 'marked')})")
        parameters["marked"] = engine.array(matching.marked)
    if matching.aside:
        names, more = members("aside", matching.aside)
        terms.append(f"coalesce({column('account')}, '') NOT IN {names}")
        parameters |= more
    amount, bounds = _amount(matching, by_bucket=by == "amount_bucket")
    return " AND ".join(terms + amount), parameters | bounds


def by_account(matching: TransactionFilter) -> Condition:
    """As `on_transactions`, found by account: where no account or link is named, by every one there is."""
    if matching.accounts or matching.links:
        return on_transactions(matching)
    condition, parameters = on_transactions(matching, by="account")
    return f"account IN ({ACCOUNTS}) AND {condition}", parameters


def on_days(matching: TransactionFilter) -> Condition:
    """The condition on `flows_by_day`, for a filter that takes all links and accounts."""
    terms, parameters = _common(matching, "day", str)
    return " AND ".join(terms) or "1 = 1", parameters


def on_months(matching: TransactionFilter) -> Condition:
    """The condition on `flows_by_month`, whatever the days are."""
    terms, parameters = _common(replace(matching, since=None, until=None), "month", str)
    if matching.accounts and not matching.links:
        # The table lies in the order of links; naming them finds the accounts without reading all of it.
        accounts = f"resource = 'transactions' AND account IN {members('account', matching.accounts)[0]}"
        terms.append(f"link IN (SELECT link FROM row_counts WHERE {accounts})")
    return " AND ".join(terms) or "1 = 1", parameters


def _common(matching: TransactionFilter, day: str, column: Callable[[str], str]) -> tuple[list[str], dict[str, object]]:
    categories = ["" if name == UNCATEGORIZED else name for name in matching.categories]
    several = (
        ("link", column("link"), matching.links),
        ("account", column("account"), matching.accounts),
        ("category", "coalesce(category, '')", categories),
        ("status", "status", matching.statuses),
    )
    single = (
        ("since", f"{day} >= :since", matching.since and matching.since.isoformat()),
        ("until", f"{day} <= :until", matching.until and matching.until.isoformat()),
        ("type", "type = :type", matching.type),
    )
    terms = [term for _, term, value in single if value]
    parameters: dict[str, object] = {name: value for name, _, value in single if value}
    if matching.currency:
        terms.append("coalesce(currency, '') = :currency")
        parameters["currency"] = "" if matching.currency == money.NO_CURRENCY else matching.currency
    for name, expression, values in several:
        if values:
            names, more = members(name, values)
            terms.append(f"{expression} IN {names}")
            parameters |= more
    if matching.without:
        names, more = members("left_out", matching.without)
        terms.append(f"{column('link')} NOT IN {names}")
        parameters |= more
    return terms, parameters


def _amount(matching: TransactionFilter, *, by_bucket: bool) -> tuple[list[str], dict[str, object]]:
    low, high = money.to_bound(matching.minimum), money.to_bound(matching.maximum)
    if low is not None and low > money.LARGEST:
        return ["1 = 0"], {}  # more than any amount that can be stored
    if high is not None and high > money.LARGEST:
        high = None
    (signed, parameters), (plain, more) = (_size(column, low, high) for column in ("signed_amount", "amount"))
    if not signed:
        return [], {}
    # What goes neither in nor out has no sign and no bucket, and is found by its amount all the same.
    terms = [f"({signed[0]} OR signed_amount IS NULL AND {plain[0]})"]
    if by_bucket:
        steps, bounds = _size("amount_bucket", money.amount_bucket(low), money.amount_bucket(high))
        return [f"({steps[0]} OR amount_bucket IS NULL)", *terms], bounds | parameters | more
    return terms, parameters | more


def _size(column: str, low: int | None, high: int | None) -> tuple[list[str], dict[str, object]]:
    """The condition on a signed value's size; both directions spelled out, so that an index finds them."""
    least, most = f":least_{column}", f":most_{column}"
    parameters: dict[str, object] = {least[1:]: low, most[1:]: high}
    if low is None or low <= 0:
        return ([f"{column} BETWEEN -{most} AND {most}"], parameters) if high is not None else ([], {})
    if high is None:
        return [f"({column} >= {least} OR {column} <= -{least})"], parameters
    return [f"({column} BETWEEN {least} AND {most} OR {column} BETWEEN -{most} AND -{least})"], parameters
