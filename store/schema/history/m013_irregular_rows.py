"""Rows that are not as described: what was mended in them or set aside, and how they count from now on.

An amount beyond a hundred thousand million is none, a movement without a direction counts as nothing, one without a
value date counts on the day on which it was booked, and older banks' merchants have a name.
"""

from store.engine import Connection

_LARGEST = 10**15

_MONEY = {
    "accounts": ("current", "available", "credit_limit"),
    "transactions": ("amount", "balance"),
    "br_balances": ("available", "blocked", "automatically_invested"),
    "bills": ("total_amount", "minimum_amount"),
    "br_exchanges": ("local_amount", "foreign_amount", "tax_amount"),
    "br_investments": ("gross_value", "net_value", "blocked_amount"),
    "br_investment_transactions": ("value", "gross_value", "net_value", "income_tax"),
    "incomes": ("monthly_average", "monthly_average_regular", "monthly_average_irregular", "total_income_amount"),
    "recurring_expenses": ("average_amount", "median_amount"),
    "risk_insights": ("closing_balance", "net_cashflow_3m"),
    "employment_records": ("base_salary_estimate",),
    "employment_metrics": ("base_salary_last",),
    "financial_statements": (
        *("net_revenue", "operating_expenses", "net_income", "net_loss", "current_assets", "non_current_assets"),
        *("current_liabilities", "non_current_liabilities", "equity"),
    ),
    "invoices": ("subtotal_amount", "discount_amount", "tax_amount", "total_amount"),
    "tax_retentions": (
        *("total_invoice_amount", "total_exempt_amount", "total_taxable_amount", "total_retained_amount"),
    ),
    "cl_invoices": ("net_amount", "vat_amount", "total_amount"),
    "cl_debt_reports": ("total", "current", "delinquent", "severely_delinquent", "defaulted"),
}

_FLOW = ("link", "account", "day", "type", "category", "status", "currency")
_SOURCE = ("link", "account", "value_date", "type", "category", "status", "currency")


def migrate(connection: Connection) -> None:
    """Make the table and the column, and count again what counts otherwise now."""
    connection.execute(
        """
        CREATE TABLE irregular_rows (
            link TEXT NOT NULL, resource TEXT NOT NULL, row_id TEXT NOT NULL, is_stored INTEGER NOT NULL,
            reasons TEXT NOT NULL, body TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
            PRIMARY KEY (link, resource, row_id)
        )
        """
    )
    connection.execute("ALTER TABLE accounts ADD COLUMN is_embedded INTEGER NOT NULL DEFAULT 0")
    connection.execute("CREATE TEMP TABLE counted_otherwise (link TEXT NOT NULL, account TEXT NOT NULL)")
    connection.execute(
        "INSERT INTO counted_otherwise SELECT DISTINCT link, account FROM transactions"
        f" WHERE amount NOT BETWEEN {-_LARGEST} AND {_LARGEST} OR value_date = ''"
    )
    for table, columns in _MONEY.items():
        for column in columns:
            beyond = f"{column} NOT BETWEEN {-_LARGEST} AND {_LARGEST}"
            connection.execute(f"UPDATE {table} SET {column} = NULL, inexact = 1 WHERE {beyond}")
    for column in ("current", "available", "credit_limit"):
        beyond = f"{column} NOT BETWEEN {-_LARGEST} AND {_LARGEST}"
        connection.execute(f"UPDATE balance_history SET {column} = NULL WHERE {beyond}")
    _read_again(connection)
    connection.execute(
        "UPDATE transactions SET signed_amount = NULL, amount_bucket = NULL"
        " WHERE signed_amount IS NOT NULL AND (amount IS NULL OR coalesce(type, '') NOT IN ('INFLOW', 'OUTFLOW'))"
    )
    _sum_again(connection)
    connection.execute("DROP TABLE counted_otherwise")


def _read_again(connection: Connection) -> None:
    """Take from the bodies what no column had."""
    booked = "date(substr(json_extract(body, '$.accounting_date'), 1, 10))"
    connection.execute(
        f"UPDATE transactions SET value_date = coalesce((SELECT {booked} FROM bodies_transactions AS b"
        " WHERE b.key = transactions.key AND json_valid(body)), '') WHERE value_date = ''"
    )
    connection.execute("CREATE TEMP TABLE named (key INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    connection.execute(
        "INSERT INTO named SELECT key, json_extract(body, '$.merchant.name') FROM transactions"
        " JOIN bodies_transactions USING (key) WHERE merchant IS NULL AND instr(body, '\"merchant\":{') > 0"
        " AND json_type(body, '$.merchant.name') = 'text'"
    )
    connection.execute("UPDATE transactions SET merchant = named.name FROM named WHERE named.key = transactions.key")
    connection.execute(
        "UPDATE search_transactions SET text = trim(text || char(10) || folded(named.name), char(10)) FROM named"
        " WHERE named.key = search_transactions.key"
    )
    connection.execute("DROP TABLE named")


def _sum_again(connection: Connection) -> None:
    """Make the sums of those accounts afresh, and those of all accounts where they have any part in them."""
    changed = "SELECT link, account FROM counted_otherwise"
    source = ", ".join(f"coalesce({name}, '')" for name in _SOURCE)
    connection.execute(f"DELETE FROM flows WHERE (link, account) IN ({changed})")
    connection.execute(
        f"INSERT INTO flows ({', '.join(_FLOW)}, amount, count) SELECT {source}, coalesce(sum(amount), 0), count(*)"
        f" FROM transactions WHERE deleted_at IS NULL AND (link, account) IN ({changed}) GROUP BY {source}"
    )
    days = ", ".join(_FLOW[2:])
    connection.execute("DELETE FROM flows_by_day WHERE EXISTS (SELECT 1 FROM counted_otherwise)")
    connection.execute(
        f"INSERT INTO flows_by_day ({days}, amount, count) SELECT {days}, sum(amount), sum(count) FROM flows"
        f" WHERE EXISTS (SELECT 1 FROM counted_otherwise) GROUP BY {days}"
    )
