"""The database engine, behind the names that the rest of the store uses; nothing beyond here imports a driver."""

from store.engine.database_file import WRITABLE, DatabaseFile, naming_errors_of
from store.engine.errors import StoreError
from store.engine.files import (
    copy,
    draft_beside,
    exchange,
    is_empty,
    log_of,
    take_out_of_use,
)
from store.engine.interface import Connection, Cursor, Engine, Row, Size
from store.engine.sqlite import (
    BUSY_TIMEOUT,
    CLAIM,
    CLUSTERED,
    among,
    array,
    connect,
    contains,
    contains_text,
    define,
    ends_with,
    fold,
    folded,
    has_table,
    in_memory,
    insert_many,
    next_key,
    only_read,
    run_script,
    schema,
    snapshot,
    tables,
    transaction,
    triggers,
    tuples,
    unaccented,
    unindexed,
    upsert_many,
    waiting_at_most,
)
from store.engine.views import MAIN, before, put_before, shapes, texts_inside
from store_address import Address

__all__ = [
    "BUSY_TIMEOUT",
    "CLAIM",
    "CLUSTERED",
    "MAIN",
    "WRITABLE",
    "Connection",
    "Cursor",
    "DatabaseFile",
    "Engine",
    "Row",
    "Size",
    "among",
    "array",
    "at",
    "before",
    "connect",
    "contains",
    "contains_text",
    "copy",
    "define",
    "draft_beside",
    "ends_with",
    "exchange",
    "fold",
    "folded",
    "has_table",
    "in_memory",
    "insert_many",
    "is_empty",
    "log_of",
    "naming_errors_of",
    "next_key",
    "only_read",
    "put_before",
    "run_script",
    "schema",
    "shapes",
    "snapshot",
    "tables",
    "take_out_of_use",
    "texts_inside",
    "transaction",
    "triggers",
    "tuples",
    "unaccented",
    "unindexed",
    "upsert_many",
    "waiting_at_most",
]


def at(address: Address) -> Engine:
    """The engine of the database that lies there."""
    if address.file is None:
        raise StoreError(f"{address} is a server's, and this version keeps its store in a file.")
    return DatabaseFile(address.file)
