"""The desk's database: one module a noun, functions over a `Database`. All SQL of the product lives here.

Functions that take part in the caller's transaction take a connection from `db.write()`; those that read take the
`Database`. A run's progress is written by `runs.advance` and read by `runs.progress`. `store/README.md` describes the
tables to people.
"""

from store.core.errors import Damaged, FormerInstance, LostLease, NewerSchema, StoreError, WrongIdentity
from store.database import Database, Identity, explain, may_be_read

__all__ = [
    "Damaged",
    "Database",
    "FormerInstance",
    "Identity",
    "LostLease",
    "NewerSchema",
    "StoreError",
    "WrongIdentity",
    "explain",
    "may_be_read",
]
