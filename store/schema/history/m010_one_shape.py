"""Every store has the same tables.

The migrations before this one once made tables as they were declared when a store was made, so that two stores of the
same number could differ in the order of columns and in which of them must be there. What differs is made anew, once; a
store that is as it should be is only looked at.
"""

from store import engine
from store.engine import Connection

_FOUND_BY_PLACE = ("key", "id", "link", "place")
_TRANSACTIONS = (
    *_FOUND_BY_PLACE,
    *("account", "value_date", "amount", "currency", "type", "status", "category", "subcategory", "description"),
    *("merchant", "reference", "balance", "created_at", "signed_amount", "magnitude", "inexact", "changed_at"),
    "gone_at",
)

_SHAPES = (
    ("transactions", _TRANSACTIONS, {"place": True}),
    ("invoices", _FOUND_BY_PLACE, {"place": True}),
    ("cl_invoices", _FOUND_BY_PLACE, {"place": True}),
    ("br_balances", ("key", "id", "link", "account"), {"account": False}),
)
"""Tables, their first columns in order, and which must have a value or need not."""


def migrate(connection: Connection) -> None:
    """Bring columns into their order, and let them take or refuse NULL as they should."""
    db = engine.schema(connection)
    for name, order, not_null in _SHAPES:
        table = db.table(name)
        columns = {column.name: bool(column.notnull) for column in table.columns}
        if tuple(columns)[: len(order)] != order or any(columns[name] != value for name, value in not_null.items()):
            table.transform(column_order=[*order], not_null=not_null)
