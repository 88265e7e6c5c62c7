"""What banks know: accounts and what moves on them, owners, cards, investments, foreign exchange."""

from resources.declaration import BY_LINK, Column, Kind, Resource

ACCOUNTS = Resource(
    name="accounts",
    table="accounts",
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
        Column("current", Kind.MONEY, "balance.current"),
        Column("available", Kind.MONEY, "balance.available"),
        Column("credit_limit", Kind.MONEY, "credit_data.credit_limit"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
        Column("last_accessed_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

TRANSACTIONS = Resource(
    name="transactions",
    table="transactions",
    has_account=True,
    is_bulky=True,
    feeds_flows=True,
    times=("collected_at", "credit_card_data.collected_at"),
    columns=(
        Column("value_date", Kind.DAY),
        Column("amount", Kind.MONEY),
        Column("currency"),
        Column("type"),
        Column("status"),
        Column("category"),
        Column("subcategory"),
        Column("description"),
        Column("merchant", path="merchant.merchant_name"),
        Column("reference"),
        Column("balance", Kind.MONEY),
        Column("created_at", Kind.INSTANT),
    ),
    search=("description", "merchant", "reference"),
    indexes=(
        ("account", "value_date"),
        ("amount_bucket",),
    ),
)

OWNERS = Resource(
    name="owners",
    table="owners",
    columns=(
        Column("display_name"),
        Column("email"),
        Column("phone_number"),
        Column("address"),
        Column("document_type", path="document_id.document_type"),
        Column("document_number", path="document_id.document_number"),
        Column("birth_date", Kind.DAY),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

BR_BALANCES = Resource(
    name="br_balances",
    table="br_balances",
    columns=(
        Column("account", path="account_id"),
        Column("currency"),
        Column("available", Kind.MONEY),
        Column("blocked", Kind.MONEY),
        Column("automatically_invested", Kind.MONEY),
        Column("last_updated_at", Kind.INSTANT),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

BILLS = Resource(
    name="bills",
    table="bills",
    has_account=True,
    columns=(
        Column("bill_name"),
        Column("due_date", Kind.DAY),
        Column("currency"),
        Column("total_amount", Kind.MONEY),
        Column("minimum_amount", Kind.MONEY),
        Column("is_installment", Kind.FLAG),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

BR_EXCHANGES = Resource(
    name="br_exchanges",
    table="br_exchanges",
    columns=(
        Column("operation_number"),
        Column("operation_type"),
        Column("operation_requested_at", Kind.INSTANT),
        Column("operation_due_date", Kind.DAY),
        Column("operation_category_code"),
        Column("settlement_method"),
        Column("authorized_institution_name"),
        Column("local_amount", Kind.MONEY, "local_operation_value_amount"),
        Column("local_currency", path="local_operation_value_currency"),
        Column("foreign_amount", Kind.MONEY, "foreign_operation_value_amount"),
        Column("foreign_currency", path="foreign_operation_value_currency"),
        Column("tax_amount", Kind.MONEY, "local_operation_tax_amount"),
        Column("tax_currency", path="local_operation_tax_currency"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

BR_INVESTMENTS = Resource(
    name="br_investments",
    table="br_investments",
    times=("balance.reference_date",),
    columns=(
        Column("type"),
        Column("product_name"),
        Column("isin_number"),
        Column("currency"),
        Column("gross_value", Kind.MONEY, "balance.gross_value"),
        Column("net_value", Kind.MONEY, "balance.net_value"),
        Column("blocked_amount", Kind.MONEY, "balance.blocked_amount"),
        Column("quantity", Kind.NUMBER, "balance.quantity"),
        Column("reference_date", Kind.INSTANT, "balance.reference_date"),
        Column("indexer", path="remuneration.indexer"),
        Column("is_tax_exempt", Kind.FLAG),
        Column("purchase_date", Kind.DAY),
        Column("issue_date", Kind.DAY),
        Column("due_date", Kind.DAY),
    ),
    indexes=(BY_LINK,),
)

BR_INVESTMENT_TRANSACTIONS = Resource(
    name="br_investment_transactions",
    table="br_investment_transactions",
    borrowed=("investment",),
    columns=(
        Column("investment", path="investment.id"),
        Column("product_name", path="investment.product_name"),
        Column("currency", path="investment.currency"),
        Column("value_date", Kind.DAY),
        Column("type"),
        Column("subtype"),
        Column("value", Kind.MONEY),
        Column("gross_value", Kind.MONEY),
        Column("net_value", Kind.MONEY),
        Column("income_tax", Kind.MONEY),
        Column("quantity", Kind.NUMBER),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK, ("investment", "value_date")),
)
