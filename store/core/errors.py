"""The store's errors.

StoreError
├── WrongIdentity    the database belongs to another Belvo, key or local state
├── Damaged          the file has lost its content, or is not as it was written
├── NewerSchema      a newer program has written the database
└── LostLease        a pull writes although its job is no longer its own
"""


class StoreError(Exception):
    """The store cannot do what was asked; the message says what to do."""


class WrongIdentity(StoreError):
    """The database holds data of another Belvo host, API key or local Belvo."""


class Damaged(StoreError):
    """The database's file has lost its content, or is not as it was written."""


class NewerSchema(StoreError):
    """The database was written by a newer version of this program."""


class LostLease(StoreError):
    """The job was taken over, cancelled or erased; its pull must stop writing."""
