"""Transactions to measure with: of links with three accounts each, spread over two years, the newest first."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

LINK = "0d3ffb69-f83b-456e-ad8e-208d0998d71d"
PAGE = 1000


def links(number: int) -> list[str]:
    """The ids of so many links, LINK the first."""
    return [LINK, *(f"{other:08x}{LINK[8:]}" for other in range(1, number))]


JSON = dict[str, Any]

_CATEGORIES = ("Food & Groceries", "Transport & Travel", "Bills & Utilities", "Transfers", "Income & Payments")
_WORDS = ("OXXO", "PEMEX", "LIVERPOOL", "SORIANA", "UBER", "CFE", "TELMEX", "SPEI", "NÓMINA", "FARMACIA", "CAFÉ")


class Transactions:
    """So many of a link, made when they are asked for and the same each time; the last one is the oldest."""

    def __init__(self, count: int, newest: datetime, link: str = LINK) -> None:
        self.count = count
        self.link = link
        self._newest = newest
        self._step = timedelta(days=730) / count
        self._block: Callable[[int], list[JSON]] = lru_cache(2)(self._make_block)

    def since(self, earliest: str) -> int:
        """How many have a `created_at` or `value_date` from this text on."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            text = _instant(self._newest - middle * self._step)
            low, high = (middle + 1, high) if text[: len(earliest)] >= earliest else (low, middle)
        return low

    def between(self, first: int, last: int) -> list[JSON]:
        """Those from the place `first` up to before `last`."""
        blocks = range(first // PAGE, (last - 1) // PAGE + 1 if last > first else 0)
        rows = [row for block in blocks for row in self._block(block)]
        start = first // PAGE * PAGE
        return rows[first - start : last - start]

    def _make_block(self, block: int) -> list[JSON]:
        made = random.Random(f"{self.link} {self.count} {block}")  # noqa: S311 - the same rows on every machine
        places = range(block * PAGE, min((block + 1) * PAGE, self.count))
        return [
            _transaction(made, self.link, self.count - place, self._newest - place * self._step) for place in places
        ]


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _transaction(made: random.Random, link: str, number: int, at: datetime) -> JSON:
    instant = _instant(at)
    inflow = made.random() < 0.1
    return {
        "id": f"{made.getrandbits(128):032x}",
        "internal_identification": f"{number:032}",
        "account": _account(link, number % 3),
        "collected_at": instant,
        "created_at": instant,
        "value_date": instant[:10],
        "transacted_at": instant,
        "accounting_date": instant[:10],
        "amount": round(made.lognormvariate(5, 1.2), 2),
        "local_currency_amount": None,
        "balance": None,
        "currency": "MXN",
        "description": " ".join(made.choices(_WORDS, k=4)) + f" {number}",
        "observations": None,
        "merchant": {"logo": None, "website": "https://example.com", "merchant_name": made.choice(_WORDS)},
        "category": made.choice(_CATEGORIES),
        "subcategory": None,
        "reference": str(made.randrange(10**8)),
        "type": "INFLOW" if inflow else "OUTFLOW",
        "status": "PROCESSED",
        "credit_card_data": None,
    }


def _account(link: str, number: int) -> JSON:
    return {
        "id": f"{number:08}-0000-4000-8000-{link[:8]:0>12}",
        "link": link,
        "institution": {"name": "erebor_mx_retail", "type": "bank"},
        "collected_at": "2026-11-20T08:00:00.000000Z",
        "created_at": "2026-01-01T08:00:01.000000Z",
        "last_accessed_at": "2026-11-20T08:00:00.000000Z",
        "category": "CHECKING_ACCOUNT",
        "balance_type": "ASSET",
        "type": "Cuentas",
        "subtype": None,
        "name": f"Cuenta {number}",
        "number": f"40570681151{number:02}",
        "agency": None,
        "balance": {"current": 5874.13, "available": 5621.12},
        "currency": "MXN",
        "public_identification_name": "CLABE",
        "public_identification_value": f"01247{number:013}",
        "internal_identification": f"account-{number}",
        "credit_data": None,
        "loan_data": None,
        "funds_data": None,
    }
