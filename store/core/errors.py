"""The store's errors.

StoreError
├── WrongIdentity         the database belongs to another Belvo, key or local state
│   └── FormerInstance    to a local Belvo that has been reset since: one may begin anew with it
├── Damaged               the file has lost its content, or is not as it was written
├── NewerSchema           a newer program has written the database
├── LostLease             a pull writes although its job is no longer its own
└── Unusable              the engine could not do what was asked; what is stored stays as it was
    ├── Busy              another process has kept what is to be written locked
    ├── Full              there is no room left
    ├── ReadOnly          it may only be read
    └── Unreachable       no server answers
"""


class StoreError(Exception):
    """The store cannot do what was asked; the message says what to do."""


class WrongIdentity(StoreError):
    """The database holds data of another Belvo host, API key or local Belvo."""


class FormerInstance(WrongIdentity):
    """The local Belvo has begun anew since the database was bound to it."""


class Damaged(StoreError):
    """The database's file has lost its content, or is not as it was written."""


class NewerSchema(StoreError):
    """The database was written by a newer version of this program."""


class LostLease(StoreError):
    """The job was taken over, cancelled or erased; its pull must stop writing."""


class Unusable(StoreError):
    """The engine could not read or write; what is stored stays as it was."""


class Busy(Unusable):
    """Another process has kept locked for too long what was to be written."""


class Full(Unusable):
    """The disk has no room left: nothing can be written."""


class ReadOnly(Unusable):
    """The database, or what lies beside it, may not be written."""


class Unreachable(Unusable):
    """The server that keeps the database does not answer."""
