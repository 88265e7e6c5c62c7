"""The errors of an engine.

StoreError
├── BrokenQuery           a question in SQL that cannot be asked; it may say where
├── Damaged               it has lost its content, or is not as it was written
├── Interrupted           a question took longer than it may, or whoever asked has gone
└── Unusable              it could not do what was asked; what is stored stays as it was
    ├── Busy              another process has kept what is to be written locked
    ├── Full              there is no room left
    ├── ReadOnly          it may only be read
    └── Unreachable       no server answers
"""


class StoreError(Exception):
    """The store cannot do what was asked; the message says what to do."""


class BrokenQuery(StoreError):
    """A question in SQL that cannot be asked: at its line and column, from 1, where that is known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Interrupted(StoreError):
    """A question was ended before its answer was there."""


class Damaged(StoreError):
    """The database has lost its content, or is not as it was written."""


class Unusable(StoreError):
    """The engine could not read or write; what is stored stays as it was."""


class Busy(Unusable):
    """Another process has kept locked for too long what was to be written."""


class Conflict(Busy):
    """Another transaction has changed what this one was about; the same, done again, may well succeed."""


class Full(Unusable):
    """The disk has no room left: nothing can be written."""


class ReadOnly(Unusable):
    """The database, or what lies beside it, may not be written."""


class Unreachable(Unusable):
    """The server that keeps the database does not answer."""
