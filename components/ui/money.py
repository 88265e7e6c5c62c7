"""Amounts as people read them: exact, with the currency in front and a real minus."""

from decimal import Decimal
from math import isnan

import pandas as pd

from store.core.money import NO_CURRENCY

SYMBOLS = {"MXN": "MX$", "BRL": "R$", "COP": "COL$", "CLP": "CLP$", "USD": "US$", "EUR": "€", "GBP": "£"}
_WITHOUT_CENTS = {"CLP"}
_NO_BREAK = "\u00a0"
_FINEST = Decimal("0.0001")

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


def symbol(currency: str) -> str:
    """What stands for this currency: its sign, or its code where none is known."""
    return SYMBOLS.get(currency, currency or NO_CURRENCY)


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a name for the currency of those that say none, so that their amounts are a group as well."""
    return rows.assign(currency=rows["currency"].fillna("").replace("", NO_CURRENCY))


def money(amount: Decimal | float | None, currency: str, *, signed: bool = False) -> str:
    """`MX$ 1,234.50`, with a real minus in front of what is owed; a dash for no amount. `signed` writes the plus too.

    Shows what is stored, to 1/10,000, and no fewer decimals than the currency has.
    """
    if amount is None or isnan(amount):
        return DASH
    exact = Decimal(amount if isinstance(amount, Decimal) else str(float(amount))).quantize(_FINEST)
    sign = MINUS if exact < 0 else "+" if signed and exact else ""
    before = "" if currency == NO_CURRENCY else SYMBOLS.get(currency, currency)
    return sign + _NO_BREAK.join(filter(None, (before, _digits(abs(exact), currency))))


def _digits(exact: Decimal, currency: str) -> str:
    whole, _, fraction = f"{exact:,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(0 if currency in _WITHOUT_CENTS else 2, "0")
    return f"{whole}.{fraction}" if fraction else whole
