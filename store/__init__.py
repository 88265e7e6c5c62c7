"""The desk's database: one module a noun, functions over a `Database`. All SQL of the product lives here."""

from store.database import Database, Identity
from store.errors import LostLease, NewerSchema, StoreError, UnreadableRow, WrongIdentity

__all__ = [
    "Database",
    "Identity",
    "LostLease",
    "NewerSchema",
    "StoreError",
    "UnreadableRow",
    "WrongIdentity",
]
