"""What is written down about a resource: its table, and which of its fields become columns."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
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
    """A column and where its value lies in the body: names from the outside in, joined by dots."""

    name: str
    kind: Kind = Kind.TEXT
    path: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple((self.path or self.name).split("."))


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """A resource of Belvo and the table that holds it.

    `link_path` is where the body names its link. `times` are paths, through lists as well, that only say when Belvo
    looked, and `borrowed` those of objects with a table of their own: neither makes a change of a row. `search` names
    the columns that free text looks through. `is_bulky` are the resources of many rows per link: rows are found by a
    short number (see `row_index`), indexes begin with what many rows have in common, since a page of rows then
    touches few pages of the file; and rows that did not change cost no write, so that they keep the times of their last
    change. What rows with `has_balance` hold is kept for each time that Belvo looked.
    """

    name: str
    table: str
    columns: tuple[Column, ...]
    per_link: bool = True
    link_path: str = "link"
    has_account: bool = False
    is_bulky: bool = False
    times: tuple[str, ...] = ("collected_at",)
    borrowed: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    feeds_flows: bool = False
    has_balance: bool = False
    indexes: tuple[tuple[str, ...], ...] = ()


BY_LINK = ("link", "deleted_at")
"""The index that every resource of few rows per link has."""
