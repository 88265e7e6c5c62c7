"""The store's errors.

StoreError
├── WrongIdentity         the database belongs to another Belvo, key or local state
│   └── FormerInstance    to a local Belvo that has been reset since: one may begin anew with it
├── NewerSchema           a newer program has written the database
├── LostLease             a pull writes although its job is no longer its own
├── BrokenQuery           of the engine, as is Interrupted: a question in SQL without an answer
├── Damaged               of the engine: see `store.engine.errors`
└── Unusable              likewise, with Busy, Full, ReadOnly and Unreachable
"""

from store.engine.errors import (
    BrokenQuery,
    Busy,
    Conflict,
    Damaged,
    Full,
    Interrupted,
    ReadOnly,
    StoreError,
    Unreachable,
    Unusable,
)

__all__ = [
    "BrokenQuery",
    "Busy",
    "Conflict",
    "Damaged",
    "FormerInstance",
    "Full",
    "Interrupted",
    "LostLease",
    "NewerSchema",
    "ReadOnly",
    "StoreError",
    "Unreachable",
    "Unusable",
    "WrongIdentity",
]


class WrongIdentity(StoreError):
    """The database holds data of another Belvo host, API key or local Belvo."""


class FormerInstance(WrongIdentity):
    """The local Belvo has begun anew since the database was bound to it."""


class NewerSchema(StoreError):
    """The database was written by a newer version of this program."""


class LostLease(StoreError):
    """The job was taken over, cancelled or erased; its pull must stop writing."""
