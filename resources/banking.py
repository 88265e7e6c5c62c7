"""What banks know: accounts and what moves on them, owners, cards, investments, foreign exchange."""

from languages import msg
from resources.columns import Column, ColumnKind
from resources.declaration import BY_LINK, Declaration
from resources.fields import banking as fields
from resources.offers import Countries, Family, Offer
from resources.policies import Continuation, Policy

_ANYWHERE: Countries = {"bank": ("MX", "BR", "CO")}
_BRAZIL: Countries = {"bank": ("BR",)}

ACCOUNTS = Declaration(
    name="accounts",
    fields=fields.ACCOUNTS,
    label=msg("Accounts"),
    family=Family.BANKING,
    offer=Offer("ACCOUNTS", _ANYWHERE, usual=True),
    page="accounts",
    has_balance=True,
    times=("collected_at", "last_accessed_at", "credit_data.collected_at", "loan_data.collected_at"),
    columns=(
        Column("institution", path="institution.name"),
        Column("category"),
        Column("type"),
        Column("subtype"),
        Column("name"),
        Column("number"),
        Column("agency"),
        Column("currency"),
        Column("balance_type"),
        Column("current", ColumnKind.MONEY, "balance.current"),
        Column("available", ColumnKind.MONEY, "balance.available"),
        Column("credit_limit", ColumnKind.MONEY, "credit_data.credit_limit"),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
        Column("last_accessed_at", ColumnKind.INSTANT),
    ),
)

TRANSACTIONS = Declaration(
    name="transactions",
    fields=fields.TRANSACTIONS,
    label=msg("Transactions"),
    family=Family.BANKING,
    offer=Offer("TRANSACTIONS", _ANYWHERE, usual=True),
    policy=Policy(
        Continuation(),
        moves=("accounts",),
        full_after=frozenset({"transactions_updated", "transactions_deleted"}),
    ),
    page="transactions",
    day="value_date",
    has_account=True,
    is_bulky=True,
    is_packed=True,
    feeds_flows=True,
    times=("collected_at", "credit_card_data.collected_at"),
    columns=(
        Column("value_date", ColumnKind.DAY, older="accounting_date"),
        Column("amount", ColumnKind.MONEY),
        Column("currency"),
        Column("type"),
        Column("status"),
        Column("category"),
        Column("subcategory"),
        Column("description"),
        Column("merchant", path="merchant.merchant_name", older="merchant.name"),
        Column("reference"),
        Column("balance", ColumnKind.MONEY),
        Column("created_at", ColumnKind.INSTANT),
    ),
    search=("description", "merchant", "reference"),
    indexes=(
        ("account", "value_date DESC"),
        ("amount_bucket",),
    ),
)

OWNERS = Declaration(
    name="owners",
    fields=fields.OWNERS,
    label=msg("Owners"),
    family=Family.BANKING,
    offer=Offer("OWNERS", {**_ANYWHERE, "employment": ("MX", "BR")}, usual=True),
    columns=(
        Column("display_name"),
        Column("email"),
        Column("phone_number"),
        Column("address"),
        Column("document_type", path="document_id.document_type"),
        Column("document_number", path="document_id.document_number"),
        Column("birth_date", ColumnKind.DAY),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

BR_BALANCES = Declaration(
    name="br_balances",
    fields=fields.BR_BALANCES,
    label=msg("Balances"),
    family=Family.BANKING,
    offer=Offer("BALANCES", _ANYWHERE),
    columns=(
        Column("account", path="account_id"),
        Column("currency"),
        Column("available", ColumnKind.MONEY),
        Column("blocked", ColumnKind.MONEY),
        Column("automatically_invested", ColumnKind.MONEY),
        Column("last_updated_at", ColumnKind.INSTANT),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

BILLS = Declaration(
    name="bills",
    fields=fields.BILLS,
    label=msg("Bills"),
    family=Family.BANKING,
    offer=Offer("BILLS", _BRAZIL),
    day="due_date",
    has_account=True,
    columns=(
        Column("bill_name"),
        Column("due_date", ColumnKind.DAY),
        Column("currency"),
        Column("total_amount", ColumnKind.MONEY),
        Column("minimum_amount", ColumnKind.MONEY),
        Column("is_installment", ColumnKind.FLAG),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

BR_EXCHANGES = Declaration(
    name="br_exchanges",
    fields=fields.BR_EXCHANGES,
    label=msg("Exchanges"),
    family=Family.BANKING,
    offer=Offer("EXCHANGES", _BRAZIL),
    day="operation_requested_at",
    columns=(
        Column("operation_number"),
        Column("operation_type"),
        Column("operation_requested_at", ColumnKind.INSTANT),
        Column("operation_due_date", ColumnKind.DAY),
        Column("operation_category_code"),
        Column("settlement_method"),
        Column("authorized_institution_name"),
        Column("local_amount", ColumnKind.MONEY, "local_operation_value_amount"),
        Column("local_currency", path="local_operation_value_currency"),
        Column("foreign_amount", ColumnKind.MONEY, "foreign_operation_value_amount"),
        Column("foreign_currency", path="foreign_operation_value_currency"),
        Column("tax_amount", ColumnKind.MONEY, "local_operation_tax_amount"),
        Column("tax_currency", path="local_operation_tax_currency"),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

BR_INVESTMENTS = Declaration(
    name="br_investments",
    fields=fields.BR_INVESTMENTS,
    label=msg("Investments"),
    family=Family.BANKING,
    offer=Offer("INVESTMENTS", _BRAZIL),
    times=("balance.reference_date",),
    columns=(
        Column("type"),
        Column("product_name"),
        Column("isin_number"),
        Column("currency"),
        Column("gross_value", ColumnKind.MONEY, "balance.gross_value"),
        Column("net_value", ColumnKind.MONEY, "balance.net_value"),
        Column("blocked_amount", ColumnKind.MONEY, "balance.blocked_amount"),
        Column("quantity", ColumnKind.NUMBER, "balance.quantity"),
        Column("reference_date", ColumnKind.INSTANT, "balance.reference_date"),
        Column("indexer", path="remuneration.indexer"),
        Column("is_tax_exempt", ColumnKind.FLAG),
        Column("purchase_date", ColumnKind.DAY),
        Column("issue_date", ColumnKind.DAY),
        Column("due_date", ColumnKind.DAY),
    ),
)

BR_INVESTMENT_TRANSACTIONS = Declaration(
    name="br_investment_transactions",
    fields=fields.BR_INVESTMENT_TRANSACTIONS,
    label=msg("Investment transactions"),
    family=Family.BANKING,
    offer=Offer("INVESTMENT_TRANSACTIONS", _BRAZIL),
    policy=Policy(moves=("br_investments",)),
    day="value_date",
    borrowed=("investment",),
    columns=(
        Column("investment", path="investment.id"),
        Column("product_name", path="investment.product_name"),
        Column("currency", path="investment.currency"),
        Column("value_date", ColumnKind.DAY),
        Column("type"),
        Column("subtype"),
        Column("value", ColumnKind.MONEY),
        Column("gross_value", ColumnKind.MONEY),
        Column("net_value", ColumnKind.MONEY),
        Column("income_tax", ColumnKind.MONEY),
        Column("quantity", ColumnKind.NUMBER),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
    indexes=(BY_LINK, ("investment", "value_date")),
)
