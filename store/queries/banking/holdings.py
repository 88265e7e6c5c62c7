"""What accounts come to: what is owned and owed in each currency, and which accounts lie far beyond all others."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.balances import LIABILITY, Holding, holding
from domain.spread import outliers
from store.core.money import NO_CURRENCY

if TYPE_CHECKING:
    from pandas import DataFrame

_UNIT = Decimal("0.0001")


def holdings(rows: "DataFrame") -> Sequence[Holding]:
    """A sum a currency over accounts.table, the currency with the most accounts first."""
    found, rows = [], named(rows)
    for currency in rows["currency"].value_counts(sort=True).index:
        mine = signed(rows[rows["currency"] == currency])
        balances = [Decimal(str(amount)).quantize(_UNIT) for amount in mine["current"].dropna()]
        found.append(holding(str(currency), balances))
    return found


def signed(rows: "DataFrame") -> "DataFrame":
    """The rows of accounts.table with a minus before what is owed, of which nothing is available."""
    owed = rows["balance_type"] == LIABILITY
    spendable = {"available": rows["available"].where(~owed)} if "available" in rows else {}
    return rows.assign(current=rows["current"].where(~owed, -rows["current"]), **spendable)


def odd_holdings(rows: "DataFrame") -> dict[str, set[str]]:
    """Of accounts.table, by currency, the accounts on which is far more than on all others."""
    sized = rows.assign(size=rows["current"].abs())
    return _odd(sized[sized["size"] != 0], "size")


def odd_movers(moved: "DataFrame") -> dict[str, set[str]]:
    """Of flows.by_account, by currency, the accounts on which far more moves than on all others."""
    return _odd(moved, "moved")


def named(rows: "DataFrame") -> "DataFrame":
    """The rows with a name for the currency of those that say none, so that their amounts are a group as well."""
    return rows.assign(currency=rows["currency"].fillna("").replace("", NO_CURRENCY))


def _odd(rows: "DataFrame", size: str) -> dict[str, set[str]]:
    found = {}
    for currency, mine in named(rows).groupby("currency", sort=False):
        if beyond := outliers(dict(zip(map(str, mine["account"]), mine[size], strict=True))):
            found[str(currency)] = beyond
    return found
