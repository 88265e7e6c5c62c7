"""The desk's database: one module a noun, functions over a `Database`. All SQL of the product lives here.

Functions that take part in the caller's transaction take a connection from `db.write()`; those that read take the
`Database`. A run's progress is written by `runs.advance` and read by `runs.progress`. `store/README.md` describes the
tables to people.
"""

from store.core.errors import (
    Busy,
    Damaged,
    FormerInstance,
    Full,
    LostLease,
    NewerSchema,
    ReadOnly,
    StoreError,
    Unusable,
    WrongIdentity,
)
from store.database import Database, Identity, may_be_read
from store.engine import Connection, Row

__all__ = [
    "Busy",
    "Connection",
    "Damaged",
    "Database",
    "FormerInstance",
    "Full",
    "Identity",
    "LostLease",
    "NewerSchema",
    "ReadOnly",
    "Row",
    "StoreError",
    "Unusable",
    "WrongIdentity",
    "may_be_read",
]
