"""The tables by the names that addresses have for them.

Transactions and invoices come as their pages show them, those of Mexico and Chile together; every other resource as it
is declared.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from resources import RESOURCES, pulled_resources
from store.database import Database
from store.queries import audit, resource_rows
from store.queries.banking import transactions
from store.queries.fiscal import invoices
from store.queries.links import people
from store.queries.tables import orders
from store.queries.tables.orders import RowOrder
from store.queries.tables.table import Pairs, Table, Wanted
from store.queries.widget import listing as widget_sessions

_OF_PAGES: Mapping[str, Table[Any]] = {
    "transactions": Table(
        transactions.EXPORT_COLUMNS,
        transactions.TransactionFilter.from_query,
        transactions.TransactionFilter.understands,
        transactions.count,
        lambda db, matching, by: transactions.export(db, matching, sort=by.column, descending=by.descending),
        orders.TRANSACTIONS,
        adds_up=("amount",),
        source=transactions.expression,
        beside_sql=transactions.BESIDE_SQL,
    ),
    "invoices": Table(
        invoices.EXPORT_COLUMNS,
        invoices.InvoiceFilter.from_query,
        invoices.InvoiceFilter.understands,
        invoices.count,
        lambda db, matching, by: invoices.export(db, matching, sort=by.column, descending=by.descending),
        orders.INVOICES,
        adds_up=("net_amount", "tax", "withheld", "total"),
        source=invoices.expression,
        ties=("country", "key"),
    ),
    "widget_sessions": Table(
        widget_sessions.EXPORT_COLUMNS,
        widget_sessions.SessionFilter.from_query,
        widget_sessions.SessionFilter.understands,
        widget_sessions.count,
        lambda db, matching, _: widget_sessions.export(db, matching),
        takes_people=True,
    ),
}

AUDIT: Table[Any] = Table(
    audit.EXPORT_COLUMNS,
    audit.AuditFilter.from_query,
    audit.AuditFilter.understands,
    audit.count,
    lambda db, matching, _: audit.export(db, matching),
    takes_people=True,
)
"""What people did, which is not for everybody, and so is not found by its name."""

_ADD_UP = {"bills": ("total_amount",)}
"""Amounts of declared resources that are told once a thing, so that they add up; others are told again and again, or
are balances, of which some are owned and some are owed."""


def find(name: str) -> Table[Any] | None:
    """The table of this name; None for one that there is not."""
    if name in _OF_PAGES:
        return _OF_PAGES[name]
    return _declared(name) if name in pulled_resources() else None


def wanted(db: Database, table: Table[Any], pairs: Pairs) -> Wanted[Any]:
    """What an address asks of a table, its people by their links.

    Raises ValueError for what can't be read.
    """
    return table.wanted(pairs if table.takes_people else people.with_links(db, pairs))


def _declared(resource: str) -> Table[resource_rows.RowFilter]:
    return Table(
        resource_rows.columns(resource),
        partial(resource_rows.RowFilter.of, resource),
        partial(resource_rows.understands, resource),
        lambda db, matching: resource_rows.count(db, resource, matching),
        lambda db, matching, _: resource_rows.export(db, resource, matching),
        {"newest": RowOrder(RESOURCES[resource].day or "", descending=True)},
        adds_up=_ADD_UP.get(resource, ()),
        source=partial(resource_rows.expression, resource),
    )
