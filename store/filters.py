"""What somebody wants to see of the transactions, and the SQL conditions that say so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from store import engine, money
from store.parameters import members

UNCATEGORIZED = "Uncategorized"
"""Stands for transactions without a category, among categories and in a filter."""

Condition = tuple[str, dict[str, object]]
"""SQL that goes after WHERE, and its parameters."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which transactions; what is not given does not restrict.

    `since` and `until` are value dates, both included. `minimum` and `maximum` bound the amount without its
    direction, both included. `text` is looked for in description, merchant and reference, without case and accents.
    """

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

    @property
    def is_aggregated(self) -> bool:
        """Whether the aggregates know the answer, so that no transaction needs to be looked at."""
        return not self.text.strip() and self.minimum is None and self.maximum is None

    @property
    def is_total(self) -> bool:
        """Whether it takes all links and accounts."""
        return not self.links and not self.accounts


def on_transactions(wanted: Filter, *, indexed: bool = True) -> Condition:
    """The condition on `transactions`; rows that are gone at Belvo never fulfil it.

    Unless it may use indexes on links, accounts and amounts, the planner is left with the one for the order.
    """
    column: Callable[[str], str] = str if indexed else engine.unindexed
    terms, parameters = _common(wanted, "value_date", "coalesce(category, '')", column)
    terms.insert(0, "gone_at IS NULL")
    if wanted.text.strip():
        terms.append(engine.contains("search_text", "text"))
        parameters["text"] = engine.fold(wanted.text.strip())
    amount = _amount(wanted, column("signed_amount"))
    if amount is not None:
        terms.append(amount[0])
        parameters |= amount[1]
    return " AND ".join(terms), parameters


def on_flows(wanted: Filter) -> Condition:
    """The condition on `flows` or, without links and accounts, on `flows_by_day`."""
    terms, parameters = _common(wanted, "day", "category")
    if wanted.accounts and not wanted.links:
        # The table lies in the order of links; naming them finds the accounts without reading all of it.
        names, _ = members("in1", wanted.accounts)
        terms.append(f"link IN (SELECT link FROM accounts WHERE id IN {names})")
    return " AND ".join(terms) or "1 = 1", parameters


def _common(
    wanted: Filter, day: str, category: str, indexed: Callable[[str], str] = str
) -> tuple[list[str], dict[str, object]]:
    lists = {
        indexed("link"): wanted.links,
        indexed("account"): wanted.accounts,
        category: ["" if name == UNCATEGORIZED else name for name in wanted.categories],
        "status": wanted.statuses,
    }
    single = {
        f"{day} >= :since": wanted.since and wanted.since.isoformat(),
        f"{day} <= :until": wanted.until and wanted.until.isoformat(),
        "type = :type": wanted.type,
        "currency = :currency": wanted.currency,
    }
    terms: list[str] = []
    parameters: dict[str, object] = {}
    for index, (column, values) in enumerate(lists.items()):
        if values:
            names, more = members(f"in{index}", values)
            terms.append(f"{column} IN {names}")
            parameters |= more
    for term, value in single.items():
        if value:
            terms.append(term)
            parameters[term.rsplit(":", 1)[1]] = value
    return terms, parameters


def _amount(wanted: Filter, column: str) -> Condition | None:
    low, high = money.to_units(wanted.minimum), money.to_units(wanted.maximum)
    least = low is not None and low > 0
    if not least and high is None:
        return None
    # Both directions spelled out, so that an index on the signed amount finds them.
    if not least:
        return f"{column} BETWEEN -:high AND :high", {"high": high}
    if high is None:
        return f"({column} >= :low OR {column} <= -:low)", {"low": low}
    both = f"({column} BETWEEN :low AND :high OR {column} BETWEEN -:high AND -:low)"
    return both, {"low": low, "high": high}
