"""The views that questions are asked of: plain names, money in the currency's unit, and of what is there alone.

They stand on what its reader sees of the tables, so that nothing is masked here. Days are `YYYY-MM-DD`, months
`YYYY-MM`, instants UTC with `Z`. An amount is a number of its currency's unit, and never to be added across currencies.
"""

from collections.abc import Iterator
from typing import NamedTuple

from languages import msg
from resources import RESOURCES
from store.core.money import SCALE
from store.write.links import OWNER

OWN_ENDS = "own_ends"
"""The table that a question's connection has of its own: the other end of each own transfer, by the key of a row."""


class View(NamedTuple):
    """A view: what a row is, its columns with what each says, and its SQL."""

    row: str
    columns: dict[str, str]
    sql: str


def _money(column: str) -> str:
    return f"{column} / {SCALE}.0"


_PERSON = "coalesce(nullif(links.external_id, ''), links.id)"
_BANK = "LEFT JOIN institutions AS i ON i.name = links.institution AND i.deleted_at IS NULL"
_MADE = "JOIN links ON links.id = {0}.link AND links.deleted_at IS NULL"
_OWED = "CASE WHEN {0}.balance_type = 'LIABILITY' THEN -1 ELSE 1 END"

_WHOSE = {
    "person": msg("The external id; of a link without one, the link"),
    "link": msg("Belvo's id of the link"),
    "institution": msg("Belvo's name of the institution"),
}


def _whose(table: str) -> str:
    return f"{_PERSON} AS person, {table}.link AS link, links.institution AS institution"


def _of_account(table: str) -> str:
    return f"LEFT JOIN accounts AS a ON a.id = {table}.account AND a.link = {table}.link"


VIEWS: dict[str, View] = {
    "v_people": View(
        msg("A person"),
        {
            "person": _WHOSE["person"],
            "name": msg("As their bank, payroll or tax office writes it"),
            "links": msg("How many links they have"),
            "institutions": msg("At how many institutions"),
            "last_accessed_at": msg("When Belvo last looked at one of the links"),
        },
        f"""SELECT {_PERSON} AS person, min({OWNER}) AS name, count(*) AS links,
            count(DISTINCT links.institution) AS institutions, max(links.last_accessed_at) AS last_accessed_at
        FROM links WHERE links.deleted_at IS NULL GROUP BY {_PERSON}""",
    ),
    "v_links": View(
        msg("A link"),
        {
            **_WHOSE,
            "institution_name": msg("As people write it"),
            "country": msg("Of the institution, two letters"),
            "status": msg("Belvo's: valid, invalid, unconfirmed, token_required"),
            "access_mode": msg("single or recurrent"),
            "external_id": msg("Yours, or nothing"),
            "name": msg("Of the person, as their bank, payroll or tax office writes it"),
            "accounts": msg("Stored accounts"),
            "transactions": msg("Stored transactions"),
            "created_at": msg("When it was made"),
            "last_accessed_at": msg("When Belvo last looked at it"),
        },
        f"""SELECT {_PERSON} AS person, links.id AS link, links.institution AS institution,
            coalesce(i.display_name, links.institution) AS institution_name,
            nullif(substr(i.country_codes, 3, 2), '') AS country, links.status, links.access_mode, links.external_id,
            {OWNER} AS name,
            (SELECT coalesce(sum(live), 0) FROM row_counts WHERE resource = 'accounts' AND link = links.id) AS accounts,
            (SELECT coalesce(sum(live), 0) FROM row_counts WHERE resource = 'transactions' AND link = links.id)
                AS transactions,
            links.created_at, links.last_accessed_at
        FROM links {_BANK} WHERE links.deleted_at IS NULL""",
    ),
    "v_accounts": View(
        msg("An account, card or loan"),
        {
            "account": msg("Belvo's id of the account"),
            **_WHOSE,
            "category": msg("Belvo's: CHECKING_ACCOUNT, CREDIT_CARD, LOAN_ACCOUNT, ..."),
            "type": msg("The bank's own word"),
            "name": msg("Of the account"),
            "number": msg("Of the account; of a card its last digits"),
            "currency": msg("Three letters"),
            "balance": msg("At the last look; below zero is owed"),
            "available": msg("What can be spent"),
            "credit_limit": msg("Of a card"),
            "collected_at": msg("When Belvo last looked"),
        },
        f"""SELECT a.id AS account, {_whose("a")}, a.category, a.type, a.name, a.number, a.currency,
            {_money(f"a.current * {_OWED.format('a')}")} AS balance, {_money("a.available")} AS available,
            {_money("a.credit_limit")} AS credit_limit, a.collected_at
        FROM accounts AS a {_MADE.format("a")} WHERE a.deleted_at IS NULL""",
    ),
    "v_balances_by_day": View(
        msg("A day on which an account was looked at"),
        {
            "account": msg("Belvo's id of the account"),
            **_WHOSE,
            "day": msg("The day (UTC)"),
            "currency": msg("Three letters"),
            "balance": msg("At the last look of the day; below zero is owed"),
            "available": msg("What could be spent then"),
        },
        f"""SELECT b.account, {_whose("b")}, substr(b.collected_at, 1, 10) AS day, b.currency,
            {_money(f"b.current * {_OWED.format('a')}")} AS balance, {_money("b.available")} AS available
        FROM balance_history AS b {_MADE.format("b")} {_of_account("b")}
        WHERE NOT EXISTS (SELECT 1 FROM balance_history AS later WHERE later.account = b.account
            AND later.link = b.link AND later.collected_at > b.collected_at
            AND substr(later.collected_at, 1, 10) = substr(b.collected_at, 1, 10))""",
    ),
    "v_transactions": View(
        msg("A transaction"),
        {
            "transaction_id": msg("Belvo's id of the transaction"),
            **_WHOSE,
            "account": msg("Belvo's id of the account"),
            "account_name": msg("Its name"),
            "day": msg("Of the value"),
            "order_in_day": msg("1 is the first of the account's day, as the bank listed them"),
            "amount": msg("Below zero is what went out"),
            "currency": msg("Three letters"),
            "type": msg("INFLOW or OUTFLOW"),
            "status": msg("PROCESSED, PENDING or UNCATEGORIZED"),
            "category": msg("Belvo's"),
            "subcategory": msg("Belvo's"),
            "description": msg("The bank's text"),
            "merchant": msg("Its name, where Belvo knows it"),
            "reference": msg("The bank's"),
            "balance": msg("Of the account after it; below zero is owed"),
            "is_own_transfer": msg("1 between accounts of one person, else 0"),
            "other_end": msg("Of an own transfer: the other transaction"),
        },
        f"""SELECT t.id AS transaction_id, {_whose("t")}, t.account, a.name AS account_name, t.value_date AS day,
            (SELECT count(*) FROM transactions AS earlier WHERE earlier.account = t.account AND earlier.link = t.link
                AND earlier.value_date = t.value_date AND earlier.deleted_at IS NULL AND earlier.key <= t.key)
                AS order_in_day,
            {_money("t.signed_amount")} AS amount, t.currency, t.type, t.status, t.category, t.subcategory,
            t.description, t.merchant, t.reference, {_money(f"t.balance * {_OWED.format('a')}")} AS balance,
            (SELECT count(*) FROM {OWN_ENDS} WHERE {OWN_ENDS}.key = t.key) AS is_own_transfer,
            (SELECT {OWN_ENDS}.other FROM {OWN_ENDS} WHERE {OWN_ENDS}.key = t.key) AS other_end
        FROM transactions AS t {_MADE.format("t")} {_of_account("t")} WHERE t.deleted_at IS NULL""",
    ),
    "v_flows_by_month": View(
        msg("What a category of an account came to in a month; own transfers are in it"),
        {
            **_WHOSE,
            "account": msg("Belvo's id of the account"),
            "month": msg("YYYY-MM"),
            "type": msg("INFLOW or OUTFLOW"),
            "category": msg("Belvo's; empty for none"),
            "currency": msg("Three letters"),
            "amount": msg("The sum, without a sign"),
            "transactions": msg("How many these are"),
        },
        f"""SELECT {_whose("f")}, f.account, f.month, f.type, f.category, f.currency,
            {_money("sum(f.amount)")} AS amount, sum(f.count) AS transactions
        FROM flows_by_month AS f {_MADE.format("f")}
        GROUP BY {_PERSON}, f.link, links.institution, f.account, f.month, f.type, f.category, f.currency
        HAVING sum(f.count) > 0""",
    ),
    "v_bills": View(
        msg("A bill of a card"),
        {
            "bill": msg("Belvo's id of the bill"),
            **_WHOSE,
            "account": msg("Belvo's id of the card"),
            "due_day": msg("By when it is to be paid"),
            "currency": msg("Three letters"),
            "total": msg("Of the bill"),
            "minimum": msg("The least that is to be paid"),
        },
        f"""SELECT b.id AS bill, {_whose("b")}, b.account, b.due_date AS due_day, b.currency,
            {_money("b.total_amount")} AS total, {_money("b.minimum_amount")} AS minimum
        FROM bills AS b {_MADE.format("b")} WHERE b.deleted_at IS NULL""",
    ),
    "v_income": View(
        msg("What Belvo says of a link's income"),
        {
            **_WHOSE,
            "source": msg("Belvo's: BANK, ..."),
            "streams": msg("How many sources of income"),
            "monthly_average": msg("Over all streams"),
            "monthly_average_regular": msg("Of those that are regular"),
            "total": msg("Of the whole time"),
            "first_day": msg("Of the transactions it was made of"),
            "last_day": msg("Likewise"),
        },
        f"""SELECT {_whose("n")}, n.income_source_type AS source, n.number_of_income_streams AS streams,
            {_money("n.monthly_average")} AS monthly_average,
            {_money("n.monthly_average_regular")} AS monthly_average_regular,
            {_money("n.total_income_amount")} AS total, n.first_transaction_date AS first_day,
            n.last_transaction_date AS last_day
        FROM incomes AS n {_MADE.format("n")} WHERE n.deleted_at IS NULL""",
    ),
    "v_recurring_expenses": View(
        msg("What goes out again and again, as Belvo says"),
        {
            **_WHOSE,
            "account": msg("Belvo's id of the account"),
            "name": msg("Of who is paid"),
            "category": msg("Belvo's"),
            "frequency": msg("MONTHLY, ..."),
            "currency": msg("Three letters"),
            "average": msg("Of one payment"),
            "median": msg("Likewise"),
        },
        f"""SELECT {_whose("r")}, r.account, r.name, r.category, r.frequency, r.currency,
            {_money("r.average_amount")} AS average, {_money("r.median_amount")} AS median
        FROM recurring_expenses AS r {_MADE.format("r")} WHERE r.deleted_at IS NULL""",
    ),
    "v_employments": View(
        msg("What social security says of a person's work (Mexico)"),
        {
            **_WHOSE,
            "name": msg("Of the person"),
            "document": msg("Of the person"),
            "status": msg("Belvo's word for whether they are employed"),
            "weeks_contributed": msg("In all"),
            "base_salary": msg("Estimated, a day"),
            "currency": msg("Three letters"),
            "report_day": msg("Of the report"),
        },
        f"""SELECT {_whose("e")}, e.official_name AS name, e.internal_identification AS document, e.status,
            e.weeks_contributed, {_money("e.base_salary_estimate")} AS base_salary, e.currency,
            substr(e.report_date, 1, 10) AS report_day
        FROM employment_records AS e {_MADE.format("e")} WHERE e.deleted_at IS NULL""",
    ),
    "v_invoices": View(
        msg("An invoice, of Mexico or Chile"),
        {
            "invoice": msg("Belvo's id of the invoice"),
            **_WHOSE,
            "country": msg("MX or CL"),
            "number": msg("The UUID (MX) or folio (CL)"),
            "day": msg("On which it was made"),
            "direction": msg("INFLOW is sent by the person, OUTFLOW received"),
            "status": msg("The tax office's"),
            "payment_method": msg("PUE or PPD (MX)"),
            "sender_id": msg("Their tax id"),
            "sender_name": msg("Their name"),
            "receiver_id": msg("Their tax id"),
            "receiver_name": msg("Their name"),
            "currency": msg("Three letters"),
            "net": msg("Before taxes"),
            "tax": msg("Of it"),
            "total": msg("Of the invoice"),
        },
        f"""SELECT v.id AS invoice, {_whose("v")}, 'MX' AS country, v.invoice_identification AS number,
            substr(v.invoice_date, 1, 10) AS day, v.type AS direction, v.status, v.payment_method, v.sender_id,
            v.sender_name, v.receiver_id, v.receiver_name, v.currency, {_money("v.subtotal_amount")} AS net,
            {_money("v.tax_amount")} AS tax, {_money("v.total_amount")} AS total
        FROM invoices AS v {_MADE.format("v")} WHERE v.deleted_at IS NULL
        UNION ALL SELECT c.id, {_PERSON}, c.link, links.institution, 'CL', c.folio, substr(c.issue_date, 1, 10),
            c.type, c.status, NULL, c.sender_id, c.sender_name, c.receiver_id, c.receiver_name, c.currency,
            {_money("c.net_amount")}, {_money("c.vat_amount")}, {_money("c.total_amount")}
        FROM cl_invoices AS c {_MADE.format("c")} WHERE c.deleted_at IS NULL""",
    ),
}

_BESIDE = (
    "balance_history",
    "flows_by_day",
    "flows_by_month",
    "jobs",
    "link_statuses",
    "row_counts",
    "sync_runs",
    "unknown_values",
    "webhook_events",
)
"""Tables of this desk's own that questions of who may see raw rows are asked of."""


def tables_of(*, raw: bool) -> frozenset[str]:
    """The views, and with what is `raw` the tables that they are made of and Belvo's answers as they came."""
    return frozenset(VIEWS) | (frozenset(_raw()) if raw else frozenset())


def _raw() -> Iterator[str]:
    yield from _BESIDE
    for resource in RESOURCES.values():
        yield from (resource.table, f"bodies_{resource.table}", f"versions_{resource.table}")


def statements() -> Iterator[str]:
    """The SQL of the views, for a connection that they are put before."""
    yield f"CREATE TEMP TABLE {OWN_ENDS} (key BIGINT PRIMARY KEY, other TEXT)"
    for name, view in VIEWS.items():
        yield f"CREATE TEMP VIEW {name} AS {view.sql}"
