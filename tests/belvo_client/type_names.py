"""What the types of Belvo's answers are called, where they go, and what a reader of one should know."""

from typing import NamedTuple


class Named(NamedTuple):
    """A module of belvo_client.types, the name there, and a docstring."""

    module: str
    name: str
    says: str = ""


#: The rows of each list by its path, in the order in which modules get what several share.
ROWS = {
    "institutions/": Named(
        "institutions", "Institution", "A bank, tax authority or employment agency that links are made with."
    ),
    "links/": Named(
        "links",
        "Link",
        "One person's connection to one institution; `external_id` is the caller's own id for the person.",
    ),
    "consents/": Named(
        "consents", "Consent", "A person's consent to share data, given at the bank; one consent belongs to one link."
    ),
    "accounts/": Named("accounts", "Account", "A bank account; amounts are in units of `currency`."),
    "transactions/": Named(
        "transactions",
        "Transaction",
        "A movement on an account; `amount` has no sign, `type` its direction, `value_date` is the bank's.",
    ),
    "owners/": Named("owners", "Owner"),
    "br/balances/": Named("balances", "Balance", "An account's balance at one moment."),
    "bills/": Named("bills", "Bill", "A credit card's bill."),
    "br/exchanges/": Named("exchanges", "Exchange", "A foreign exchange operation."),
    "br/exchanges/{id}/history/": Named("exchanges", "ExchangeEvent", "One step in the life of an exchange."),
    "br/investments/": Named(
        "investments", "Investment", "A position in one product: what it is and what it is worth."
    ),
    "br/investment-transactions/": Named("investments", "InvestmentTransaction", "A movement of an investment."),
    "incomes/": Named(
        "incomes", "Income", "What a person earns, worked out by Belvo from the transactions of their accounts."
    ),
    "recurring-expenses/": Named(
        "recurring_expenses",
        "RecurringExpense",
        "A payment that comes back, worked out by Belvo from an account's transactions.",
    ),
    "risk-insights/": Named(
        "risk_insights",
        "RiskInsights",
        "Measures of how a person handles money, over windows from three days to twelve months.",
    ),
    "employment-records/": Named(
        "employment_records", "EmploymentRecord", "A person's history with Mexico's social security."
    ),
    "mx/current-employments/": Named(
        "current_employments", "CurrentEmployment", "Where a person works now, by Mexico's social security."
    ),
    "br/employments/": Named(
        "employments", "Employment", "One employment in Brazil, with its occupations and salaries."
    ),
    "employment-metrics/": Named(
        "employment_metrics", "EmploymentMetric", "Measures of a working life, worked out by Belvo from its record."
    ),
    "financial-statements/": Named(
        "financial_statements",
        "FinancialStatement",
        "A company's balance sheet and income statement for one year.",
    ),
    "invoices/": Named(
        "invoices",
        "Invoice",
        "A Mexican invoice (CFDI), with its lines, taxes and payments; `type` is seen from the link's owner.",
    ),
    "tax-compliance-status/": Named(
        "tax_compliance",
        "TaxComplianceStatus",
        "The tax authority's opinion on whether a taxpayer meets their obligations.",
    ),
    "tax-returns/": Named("tax_returns", "TaxReturn"),
    "tax-retentions/": Named("tax_retentions", "TaxRetention", "A certificate of tax that was withheld."),
    "tax-status/": Named(
        "tax_status",
        "TaxStatus",
        "A taxpayer as the tax authority knows them: address, activities, regimes, obligations.",
    ),
    "cl/invoices/": Named(
        "chilean_invoices", "ChileanInvoice", "A Chilean invoice, bought, sold, or a month's summary."
    ),
    "cl/tax-status/": Named(
        "chilean_tax_status", "ChileanTaxStatus", "A taxpayer as Chile's tax authority knows them."
    ),
    "cl/debt-reports/": Named("chilean_debts", "ChileanDebtReport", "What a person owes Chile's financial system."),
}

#: Other schemas, by the description's name; all the rest keep theirs without what says that they are an enum or whose.
SCHEMAS = {
    "EnumLinkAccessModeResponse": Named("links", "AccessMode"),
    "EnumLinkRefreshRate": Named("links", "RefreshRate"),
    "AccountBalanceOpenFinanceBrazil": Named(
        "accounts",
        "AccountBalance",
        "`current` is what is booked, `available` what can be spent; a card's `current` is what is owed.",
    ),
    "OwnerIndividualOpenFinanceBrazil": Named(
        "people", "IndividualOwner", "A person, as open finance in Brazil describes them."
    ),
    "OwnerBusinessOpenFinanceBrazil": Named(
        "companies", "BusinessOwner", "A company, as open finance in Brazil describes it."
    ),
    "Owner": Named("owners", "StandardOwner", "A person outside Brazil's open finance."),
    "IncomeStreamsBody": Named(
        "incomes", "IncomeStream", "One source of income; amounts are per month where their name says so."
    ),
    "RiskInsightsBalanceMetrics": Named(
        "risk_insights", "RiskInsightsBalanceMetrics", "Balances by window; `x` is `balance_threshold_x`."
    ),
    "EmploymentRecordDetail": Named(
        "employment_records",
        "EmploymentRecordDetail",
        "One employment; salaries are per day and, where their name says so, per month.",
    ),
    "TaxReturnPersonal": Named(
        "tax_returns",
        "PersonalTaxReturn",
        "A person's yearly return; its sections carry the tax authority's own Spanish names.",
    ),
    "TaxReturnPersonalMonthly": Named("tax_returns", "MonthlyPersonalTaxReturn", "A person's monthly return."),
    "TaxReturnBusiness": Named("tax_returns", "BusinessTaxReturn", "A company's yearly return."),
    "TaxReturnBusinessMonthly": Named("tax_returns", "MonthlyBusinessTaxReturn", "A company's monthly return."),
}
