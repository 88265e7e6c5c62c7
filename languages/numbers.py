"""Numbers and days as people write them where the language is spoken."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from languages.language import spoken


def grouped(value: int) -> str:
    """`1,234`, or `1.234`."""
    return _decimal(value, 0, spoken().locale)


def decimal(value: float | Decimal, places: int) -> str:
    """`1,234.5`, with exactly so many decimals."""
    return _decimal(value, places, spoken().locale)


def percent(value: float | Decimal, places: int = 0) -> str:
    """`12%` of 0.12."""
    return _percent(value, places, spoken().locale)


def day(value: date) -> str:
    """`3 Oct 2026`."""
    return format_date(value, "d MMM y", spoken().locale)


def month(value: date) -> str:
    """`Oct 2026`."""
    return format_date(value, "MMM y", spoken().locale)


@lru_cache(maxsize=10_000)  # what a page counts it counts again whenever it is drawn
def _decimal(value: float | Decimal, places: int, locale: Locale) -> str:
    # Rounded as Python does, so that a figure is the same wherever it is written.
    return str(format_decimal(Decimal(f"{value:.{places}f}"), f"#,##0.{'0' * places}".rstrip("."), locale))


@lru_cache(maxsize=1_000)
def _percent(value: float | Decimal, places: int, locale: Locale) -> str:
    pattern = locale.percent_formats[None].pattern.replace("#,##0", f"#,##0.{'0' * places}".rstrip("."))
    return str(format_percent(Decimal(f"{value:.{places + 2}f}"), pattern, locale))
