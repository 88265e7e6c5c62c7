"""The store's errors.

StoreError
├── WrongIdentity         the database belongs to another Belvo, key or local state
│   └── FormerInstance    to a local Belvo that has been reset since: one may begin anew with it
├── NewerSchema           a newer program has written the database
├── LostLease             a pull writes although its job is no longer its own
├── Damaged               of the engine: see `store.engine.errors`
└── Unusable              likewise, with Busy, Full, ReadOnly and Unreachable
"""

from store.engine.errors import Busy, Conflict, Damaged, Full, ReadOnly, StoreError, Unreachable, Unusable

__all__ = [
    "Busy",
    "Conflict",
    "Damaged",
    "FormerInstance",
    "Full",
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
