"""The database engine, behind the names that the rest of the store uses; nothing beyond here imports a driver."""

from store.engine.database_file import WRITABLE, DatabaseFile, naming_errors_of
from store.engine.dispatch import (
    complete_schema,
    define,
    has_column,
    has_sets,
    has_table,
    insert_many,
    lock,
    missing_triggers,
    next_keys,
    only_read,
    prepare_history,
    put_before,
    run_script,
    shapes,
    snapshot,
    tables,
    tell,
    texts_inside,
    transaction,
    tuples,
    upsert_many,
)
from store.engine.files import (
    copy,
    draft_beside,
    exchange,
    is_empty,
    log_of,
    take_out_of_use,
)
from store.engine.interface import Connection, Cursor, Engine, Row, Size
from store.engine.patience import BUSY_TIMEOUT, waiting_at_most
from store.engine.sets import IN_SETS, SETS
from store.engine.sqlite import (
    CLAIM,
    CLUSTERED,
    KEPT,
    NEXT_FENCE,
    among,
    array,
    connect,
    contains,
    contains_text,
    ends_with,
    fold,
    folded,
    in_memory,
    schema,
    unaccented,
    unindexed,
)
from store.engine.views import MAIN, before
from store_address import Address

__all__ = [
    "BUSY_TIMEOUT",
    "CLAIM",
    "CLUSTERED",
    "IN_SETS",
    "KEPT",
    "MAIN",
    "NEXT_FENCE",
    "SETS",
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
    "complete_schema",
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
    "has_column",
    "has_sets",
    "has_table",
    "in_memory",
    "insert_many",
    "is_empty",
    "lock",
    "log_of",
    "missing_triggers",
    "naming_errors_of",
    "next_keys",
    "only_read",
    "prepare_history",
    "put_before",
    "run_script",
    "schema",
    "shapes",
    "snapshot",
    "tables",
    "take_out_of_use",
    "tell",
    "texts_inside",
    "transaction",
    "tuples",
    "unaccented",
    "unindexed",
    "upsert_many",
    "waiting_at_most",
]


def at(address: Address) -> Engine:
    """The engine of the database that lies there."""
    if address.file is not None:
        return DatabaseFile(address.file)
    # Loaded here because most desks keep their store in a file.
    from store.engine.postgresql.database import ServerDatabase

    return ServerDatabase(address)
