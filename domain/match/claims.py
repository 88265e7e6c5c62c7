"""What should come to a bank, and what came: claims of invoices, payslips and Belvo's incomes, and inflows.

Amounts are in 1/10,000, days count as date.toordinal() does.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Who says that money should come."""

    INVOICE = "invoice"
    PAYSLIP = "payslip"
    INCOME = "income"  # the last income of a stream, as Belvo has it


@dataclass(frozen=True, slots=True)
class Payment:
    """What a payment complement (Pago) says was paid of one invoice, and `of` what payment, maybe of several.

    Two with the same `name` are one payment.
    """

    name: str
    day: int
    amount: int
    of: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What should come; `name` is who pays, `numbers` are those that a bank's line may say it by (see `tokens`).

    `credited` is what credit notes take back from `amount`.
    """

    key: str
    link: str
    kind: Kind
    day: int
    amount: int
    currency: str
    name: str = ""
    numbers: frozenset[str] = frozenset()
    payments: Sequence[Payment] = ()
    credited: int = 0
    is_cancelled: bool = False

    @property
    def owed(self) -> int:
        """What is left to be paid in all."""
        return 0 if self.is_cancelled else max(self.amount - self.credited, 0)


@dataclass(frozen=True, slots=True)
class Inflow:
    """What came to an account; `tokens` are those of all that the bank's line says."""

    key: str
    link: str
    day: int
    amount: int
    currency: str
    tokens: frozenset[str] = field(default_factory=frozenset)


_FORMS = frozenset(
    {"sociedad", "anonima", "capital", "variable", "limitada", "ltda", "sapi", "eireli", "bursatil", "compania"}
)
"""Words of companies' names that tell none from another."""

_WORD = re.compile(r"[a-z0-9]+")

_SHORTEST_NUMBER = 4
"""Digits of a number below which it may stand in a line by chance."""
_SHORTEST_WORD = 4
_FIRST_BLOCK = 8  # signs of a UUID


def tokens(*texts: str | None) -> frozenset[str]:
    """The words and numbers of texts: without case and accents, numbers without the noughts before them."""
    plain = " ".join(text for text in texts if text).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    words = _WORD.findall(plain)
    return frozenset(word.lstrip("0") or "0" if word[0] == "0" and word.isdigit() else word for word in words)


def numbers(folio: str | None, uuid: str | None = None) -> frozenset[str]:
    """What a line may say an invoice by: its folio where that is long enough, and how its UUID begins."""
    found = {one for one in tokens(folio) if len(one) >= _SHORTEST_NUMBER and any(sign.isdigit() for sign in one)}
    first = (uuid or "").partition("-")[0].casefold()
    return frozenset(found | ({first} if len(first) == _FIRST_BLOCK else set()))


def distinctive(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    return frozenset(word for word in tokens(name) if len(word) >= _SHORTEST_WORD) - _FORMS


def is_named(words: frozenset[str], line: frozenset[str]) -> bool:
    """Whether a line has half of these words of a name or more: banks cut names short."""
    return bool(words) and 2 * len(words & line) >= len(words)
