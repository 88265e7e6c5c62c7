"""Amounts as people read them: exact, with the currency in front and a real minus."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from math import isnan

from babel import Locale
from babel.numbers import get_currency_precision, get_currency_symbol, parse_pattern

from languages import ENGLISH, spoken
from store.core.money import NO_CURRENCY

LOCALE = ENGLISH.locale
"""Whose signs of currencies are the same in every language: dollars are not all of one country."""

_OWN_SYMBOLS = {"COP": "COL$", "CLP": "CLP$"}  # where Babel knows the code only
_NO_BREAK = "\u00a0"
_DECIMALS, _CENTS = 4, 2
_FINEST = Decimal("0.0001")

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


@lru_cache(maxsize=512)  # charts tell thousands of amounts in a few currencies
def symbol(currency: str) -> str:
    """What stands for this currency: its sign, or its code where none is known."""
    return _OWN_SYMBOLS.get(currency) or get_currency_symbol(currency, LOCALE) or NO_CURRENCY


def money(amount: Decimal | float | None, currency: str, *, signed: bool = False) -> str:
    """`MX$ 1,234.50`, with a real minus in front of what is owed; a dash for no amount. `signed` writes the plus too.

    Shows what is stored, to 1/10,000, and no fewer decimals than the currency has; two at least where there are any.
    """
    return _money(amount, currency, signed, spoken().locale)


def all_money(amounts: Iterable[Decimal | float | None], currency: str) -> list[str]:
    """The same of many amounts, of which the language is asked once."""
    locale = spoken().locale
    return [_money(amount, currency, False, locale) for amount in amounts]


@lru_cache(maxsize=20_000)  # charts tell the same amounts again in every run of a page
def _money(amount: Decimal | float | None, currency: str, signed: bool, locale: Locale) -> str:
    if amount is None or isnan(amount):
        return DASH
    exact = Decimal(amount if isinstance(amount, Decimal) else str(float(amount))).quantize(_FINEST)
    sign = MINUS if exact < 0 else "+" if signed and exact else ""
    before = "" if currency in ("", NO_CURRENCY) else symbol(currency)
    return sign + _NO_BREAK.join(filter(None, (before, _digits(abs(exact), currency, locale))))


@lru_cache(maxsize=10_000)  # a page that is drawn again, and a balance that stays for days, have the same ones
def _digits(exact: Decimal, currency: str, locale: Locale) -> str:
    least = get_currency_precision(currency)
    if exact % 1:
        least = max(least, _CENTS)
    pattern = parse_pattern(f"#,##0.{'0' * least}{'#' * (_DECIMALS - least)}")
    return str(pattern.apply(exact, locale))
