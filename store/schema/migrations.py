"""The schema's history: numbered functions, never edited once released, each run once and recorded."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from resources import RESOURCES
from store import engine
from store.core import instants, money
from store.core.errors import NewerSchema
from store.schema import row_index, tables

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from sqlite_utils import Database

    Migration = Callable[[Database], None]

MIGRATIONS: "list[Migration]" = []
_add = MIGRATIONS.append


@_add
def m001_first_tables(db: "Database") -> None:
    """Everything the desk starts with."""
    for name in ("links", "institutions", "accounts", "transactions", "owners"):
        tables.create(db, RESOURCES[name])
    for statement in _FIRST_TABLES:
        db.execute(statement)


@_add
def m002_all_resources(db: "Database") -> None:
    """Every other resource of Belvo's API."""
    for name in (
        "consents",
        "br_balances",
        "bills",
        "br_exchanges",
        "br_investments",
        "br_investment_transactions",
        "incomes",
        "recurring_expenses",
        "risk_insights",
        "employment_records",
        "mx_current_employments",
        "br_employments",
        "employment_metrics",
        "financial_statements",
        "invoices",
        "tax_compliance_status",
        "tax_returns",
        "tax_retentions",
        "tax_status",
        "cl_invoices",
        "cl_tax_status",
        "cl_debt_reports",
    ):
        tables.create(db, RESOURCES[name])


@_add
def m003_bodies_tell_changes(db: "Database") -> None:
    """Rows are compared by their bodies instead of by fingerprints."""
    for resource in RESOURCES.values():
        if "fingerprint" in db.table(resource.table).columns_dict:
            db.execute(f"ALTER TABLE {resource.table} DROP COLUMN fingerprint")


@_add
def m004_balances_and_unknown_values(db: "Database") -> None:
    """What accounts held at each look, and what Belvo sends that nobody here knows."""
    for statement in (
        f"""
        CREATE TABLE balance_history (
            account TEXT NOT NULL, collected_at TEXT NOT NULL, link TEXT NOT NULL, currency TEXT,
            current INTEGER, available INTEGER, credit_limit INTEGER,
            PRIMARY KEY (account, collected_at)
        ) {engine.CLUSTERED}
        """,
        "CREATE INDEX balance_history_link ON balance_history (link)",
        "INSERT INTO balance_history (account, collected_at, link, currency, current, available, credit_limit)"
        " SELECT id, coalesce(collected_at, changed_at), link, currency, current, available, credit_limit"
        " FROM accounts WHERE current IS NOT NULL OR available IS NOT NULL",
        f"""
        CREATE TABLE unknown_values (
            resource TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
            first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, link TEXT, last_row TEXT,
            PRIMARY KEY (resource, path, value)
        ) {engine.CLUSTERED}
        """,
        "CREATE INDEX unknown_values_link ON unknown_values (link)",
    ):
        db.execute(statement)


@_add
def m005_following_and_waiting(db: "Database") -> None:
    """Which links people follow, what is waited for of new ones, and links that are gone all at once."""
    for statement in (
        "ALTER TABLE links ADD COLUMN followed INTEGER NOT NULL DEFAULT 1",
        """
        CREATE TABLE historical (
            link TEXT NOT NULL, resource TEXT NOT NULL, since TEXT NOT NULL, announced_at TEXT, by_webhook INTEGER,
            polls INTEGER NOT NULL, next_at TEXT, seen INTEGER, ended_at TEXT, outcome TEXT,
            PRIMARY KEY (link, resource)
        )
        """,
        "CREATE INDEX historical_open ON historical (next_at) WHERE ended_at IS NULL",
        "CREATE TABLE wiped_links (link TEXT NOT NULL PRIMARY KEY, noticed_at TEXT NOT NULL)",
        "CREATE INDEX webhook_events_received ON webhook_events (received_at)",
    ):
        db.execute(statement)


@_add
def m006_erased_links(db: "Database") -> None:
    """Marks of links that were erased, so that nothing about them comes in again."""
    db.execute("CREATE TABLE erased_links (mark TEXT NOT NULL PRIMARY KEY, erased_at TEXT NOT NULL)")


@_add
def m007_places(db: "Database") -> None:
    """Rows of bulky resources are found by a short number instead of by link and id."""
    for resource in filter(lambda resource: resource.is_bulky, RESOURCES.values()):
        table = resource.table
        if "place" not in db.table(table).columns_dict:
            db.execute(f"ALTER TABLE {table} ADD COLUMN place INTEGER")
            found = db.execute(f"SELECT key, link, id FROM {table}").fetchall()
            placed = [{"key": key, "place": row_index.places(link, [identity])[0]} for key, link, identity in found]
            db.conn.executemany(f"UPDATE {table} SET place = :place WHERE key = :key", placed)
        for index in ("id", "link_gone_at_created_at"):
            db.execute(f"DROP INDEX IF EXISTS {table}_{index}")
        db.execute(f"CREATE INDEX IF NOT EXISTS {table}_place ON {table} (place)")


@_add
def m008_erasures_are_proved(db: "Database") -> None:
    """When the files were seen to hold nothing of an erased link any more."""
    db.execute("ALTER TABLE erased_links ADD COLUMN proved_at TEXT")


@_add
def m009_places_and_magnitudes(db: "Database") -> None:
    """What is random is written many rows at once (places), or by what many rows share (magnitudes of amounts)."""
    for resource in filter(lambda resource: resource.is_bulky, RESOURCES.values()):
        table, settled = resource.table, row_index.tables(resource)[0]
        tables.create_places(db, resource)
        db.execute(f"INSERT INTO {settled} (place, key) SELECT place, key FROM {table} ORDER BY place, key")
        db.execute(f"DROP INDEX {table}_place")
    if "magnitude" not in db.table("transactions").columns_dict:
        db.execute("ALTER TABLE transactions ADD COLUMN magnitude INTEGER")
        amounts = db.execute("SELECT DISTINCT signed_amount FROM transactions WHERE signed_amount IS NOT NULL")
        db.execute("CREATE TEMP TABLE magnitudes (amount INTEGER PRIMARY KEY, magnitude INTEGER)")
        found = [(amount, money.magnitude(amount)) for (amount,) in amounts]
        engine.insert_many(db.conn, "magnitudes", ["amount", "magnitude"], found)
        magnitude = "(SELECT m.magnitude FROM magnitudes AS m WHERE m.amount = signed_amount)"
        db.execute(f"UPDATE transactions SET magnitude = {magnitude}")
        db.execute("DROP TABLE magnitudes")
    db.execute("DROP INDEX IF EXISTS transactions_signed_amount")
    db.execute("CREATE INDEX IF NOT EXISTS transactions_magnitude ON transactions (magnitude) WHERE gone_at IS NULL")


_FIRST_TABLES = (
    """
    CREATE TABLE store_identity (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        host TEXT NOT NULL, key TEXT NOT NULL, instance TEXT NOT NULL, recorded_at TEXT NOT NULL
    )
    """,
    f"""
    CREATE TABLE flows (
        link TEXT NOT NULL, account TEXT NOT NULL, day TEXT NOT NULL, type TEXT NOT NULL, category TEXT NOT NULL,
        status TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (link, account, day, type, category, status, currency)
    ) {engine.CLUSTERED}
    """,
    f"""
    CREATE TABLE flows_by_day (
        day TEXT NOT NULL, type TEXT NOT NULL, category TEXT NOT NULL, status TEXT NOT NULL,
        currency TEXT NOT NULL, amount INTEGER NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (day, type, category, status, currency)
    ) {engine.CLUSTERED}
    """,
    f"""
    CREATE TABLE row_counts (
        resource TEXT NOT NULL, link TEXT NOT NULL, account TEXT NOT NULL, live INTEGER NOT NULL,
        PRIMARY KEY (resource, link, account)
    ) {engine.CLUSTERED}
    """,
    """
    CREATE TABLE link_statuses (
        id INTEGER PRIMARY KEY, link TEXT NOT NULL, status TEXT NOT NULL, since TEXT NOT NULL
    )
    """,
    "CREATE INDEX link_statuses_link ON link_statuses (link, id)",
    """
    CREATE TABLE jobs (
        id INTEGER PRIMARY KEY, link TEXT NOT NULL, resources TEXT NOT NULL, reason TEXT NOT NULL,
        priority INTEGER NOT NULL, whole INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
        not_before TEXT NOT NULL, created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT,
        owner TEXT, fence INTEGER NOT NULL, lease_seconds REAL, lease_until TEXT,
        error_kind TEXT, error_code TEXT, error_message TEXT, request_id TEXT
    )
    """,
    "CREATE UNIQUE INDEX jobs_one_running ON jobs (link) WHERE state = 'running'",
    "CREATE UNIQUE INDEX jobs_one_queued ON jobs (link, resources) WHERE state = 'queued'",
    "CREATE INDEX jobs_waiting ON jobs (priority, not_before) WHERE state = 'queued'",
    "CREATE INDEX jobs_link ON jobs (link, id)",
    "CREATE INDEX jobs_fence ON jobs (fence)",
    """
    CREATE TABLE sync_runs (
        id INTEGER PRIMARY KEY, job INTEGER, link TEXT NOT NULL, resource TEXT NOT NULL, reason TEXT,
        state TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, fetched INTEGER NOT NULL, total INTEGER,
        page INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
        gone INTEGER NOT NULL, error_kind TEXT, error_code TEXT, error_message TEXT, request_id TEXT
    )
    """,
    "CREATE INDEX sync_runs_link ON sync_runs (link, resource, id)",
    "CREATE INDEX sync_runs_job ON sync_runs (job)",
    """
    CREATE TABLE bookmarks (
        link TEXT NOT NULL, resource TEXT NOT NULL, created_at TEXT, listed_at TEXT NOT NULL, full_at TEXT,
        PRIMARY KEY (link, resource)
    )
    """,
    """
    CREATE TABLE webhook_events (
        id INTEGER PRIMARY KEY, webhook_id TEXT NOT NULL UNIQUE, type TEXT, code TEXT, process_type TEXT,
        link TEXT, external_id TEXT, request_id TEXT, body TEXT NOT NULL, received_at TEXT NOT NULL,
        handled_at TEXT, job INTEGER, outcome TEXT
    )
    """,
    "CREATE INDEX webhook_events_link ON webhook_events (link, received_at)",
    """
    CREATE TABLE api_calls (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT,
        status INTEGER, milliseconds INTEGER, size INTEGER, request_id TEXT, code TEXT, message TEXT,
        link TEXT, job INTEGER
    )
    """,
    "CREATE INDEX api_calls_at ON api_calls (at)",
    "CREATE INDEX api_calls_link ON api_calls (link, at)",
    "CREATE INDEX api_calls_request_id ON api_calls (request_id)",
    """
    CREATE TABLE widget_sessions (
        nonce TEXT PRIMARY KEY, token_hash TEXT NOT NULL, state TEXT NOT NULL, mode TEXT NOT NULL,
        external_id TEXT, product TEXT, country TEXT, institution TEXT, options TEXT NOT NULL, link TEXT,
        error_code TEXT, error_message TEXT, request_id TEXT,
        opened_at TEXT NOT NULL, changed_at TEXT NOT NULL
    )
    """,
    "CREATE INDEX widget_sessions_external_id ON widget_sessions (external_id)",
    "CREATE INDEX widget_sessions_link ON widget_sessions (link)",
    "CREATE INDEX widget_sessions_state ON widget_sessions (state, opened_at)",
    """
    CREATE TABLE widget_events (
        nonce TEXT NOT NULL REFERENCES widget_sessions (nonce) ON DELETE CASCADE,
        seq INTEGER NOT NULL, name TEXT NOT NULL, payload TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (nonce, seq)
    )
    """,
    """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, details TEXT NOT NULL
    )
    """,
    "CREATE INDEX audit_subject ON audit (subject, id)",
)


def apply(connection: "sqlite3.Connection", path: "Path") -> None:
    """Bring the schema up to date, once, whoever opens the database at the same moment.

    Raises NewerSchema, and changes nothing, when the database has seen migrations that this code does not know.
    """
    seen = _applied(connection)
    if seen > len(MIGRATIONS):
        raise NewerSchema(
            f"{path} was written by a newer version of this program (schema {seen}, this one knows {len(MIGRATIONS)}). "
            "Update the program, or set LINKDESK_DATA_DIR to another folder."
        )
    if seen == len(MIGRATIONS):
        return
    with engine.transaction(connection):
        # Looked up again: somebody else may have done it while this one waited for the lock.
        pending = MIGRATIONS[_applied(connection) :]
        if pending:
            _run(connection, pending)


def _run(connection: "sqlite3.Connection", pending: "list[Migration]") -> None:
    db = engine.schema(connection)
    db.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations"
        " (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
    )
    for number, migration in enumerate(pending, len(MIGRATIONS) - len(pending) + 1):
        migration(db)
        db.execute(
            "INSERT INTO schema_migrations (number, name, applied_at) VALUES (:number, :name, :at)",
            {"number": number, "name": migration.__name__, "at": instants.now()},
        )


def _applied(connection: "sqlite3.Connection") -> int:
    if not engine.has_table(connection, "schema_migrations"):
        return 0
    number: int = connection.execute("SELECT coalesce(max(number), 0) FROM schema_migrations").fetchone()[0]
    return number
