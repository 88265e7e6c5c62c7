"""The orders of rows by the names that an address has for them; the first holds unless another is asked for."""

from typing import NamedTuple


class RowOrder(NamedTuple):
    """An order of rows: by a column of theirs."""

    column: str
    descending: bool


TRANSACTIONS = {
    "newest": RowOrder("value_date", descending=True),
    "oldest": RowOrder("value_date", descending=False),
    "largest_in": RowOrder("amount", descending=True),
    "largest_out": RowOrder("amount", descending=False),
    "description": RowOrder("description", descending=False),
    "category": RowOrder("category", descending=False),
}

INVOICES = {
    "newest": RowOrder("day", descending=True),
    "oldest": RowOrder("day", descending=False),
    "largest": RowOrder("total", descending=True),
    "smallest": RowOrder("total", descending=False),
    "counterpart": RowOrder("counterpart", descending=False),
    "kind": RowOrder("kind", descending=False),
}

ONE_ORDER = {"newest": RowOrder("", descending=True)}
"""Of a table that has no other."""
