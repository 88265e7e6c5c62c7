"""Audit: who did what to which link or person, from where, and how it went; and what its rows rest on."""

from store.ops.audit.rows import (
    COLUMNS,
    DONE,
    FAILED,
    REFUSED,
    head,
    record,
    refusal,
    refusals,
    starter,
    table,
    verify,
)

__all__ = [
    "COLUMNS",
    "DONE",
    "FAILED",
    "REFUSED",
    "head",
    "record",
    "refusal",
    "refusals",
    "starter",
    "table",
    "verify",
]
