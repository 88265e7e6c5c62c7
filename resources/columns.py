"""Which fields of an object become columns of its table; what is none stays in the body."""

from dataclasses import dataclass
from enum import StrEnum


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    MONEY = "money"  # INTEGER, 1/10,000 of the currency's unit
    INTEGER = "integer"
    NUMBER = "number"  # REAL: rates, shares and quantities, never money
    FLAG = "flag"  # 0 or 1
    DAY = "day"  # the bank's calendar day
    INSTANT = "instant"  # fixed-width UTC text
    LIST = "list"  # JSON array


@dataclass(frozen=True, slots=True)
class Column:
    """A column and where its value lies in the body: names from the outside in, joined by dots.

    `older` is where it lies in bodies of before, or what stands in for it where there is none.
    """

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    path: str = ""
    older: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple((self.path or self.name).split("."))
