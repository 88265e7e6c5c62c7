# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import NotRequired, TypedDict


class FinancialStatementBalanceSheetCurrentAssets(TypedDict):
    cash_and_equivalents: float | None
    short_term_investments: float | None
    accounts_receivable: float | None
    notes_receivable: float | None
    other_debtors: float | None
    bad_debt_provision: float | None
    tax_recoverable: float | None
    inventory: float | None
    prepaid_expenses: float | None
    assets_available_for_sale: float | None
    total: float | None


class FinancialStatementBalanceSheetNonCurrentAssets(TypedDict):
    property_plant_and_equipment: float | None
    accumulated_depreciation_and_amortization: float | None
    long_term_accounts_receivable: float | None
    prepayment_to_suppliers: float | None
    goodwill: float | None
    intangible_assets: float | None
    investments_in_associates: float | None
    long_term_financial_instruments: float | None
    total: float | None


class FinancialStatementBalanceSheetCurrentLiabilities(TypedDict):
    bank_loans: float | None
    accounts_payable: float | None
    notes_payable: float | None
    financial_instruments: float | None
    other_creditors: float | None
    income_tax_payable: float | None
    customer_advances: float | None
    provisions: float | None
    taxes_payable: float | None
    total: float | None


class FinancialStatementBalanceSheetNonCurrentLiabilities(TypedDict):
    long_term_accounts_payable: float | None
    long_term_financial_instruments: float | None
    deferred_revenue: float | None
    contributions_for_future_capital_increases: float | None
    deferred_income_tax: float | None
    employee_benefits: float | None
    long_term_provisions: float | None
    total: float | None


class FinancialStatementBalanceSheetEquity(TypedDict):
    stockholders_equity: float | None
    future_capital_contributions: float | None
    legal_reserve: float | None
    capital_update_excess: float | None
    capital_update_insufficiency: float | None
    capital_reserve: float | None
    share_premium_on_stock_sales: float | None
    retained_earnings: float | None
    other_comprehensive_income: float | None
    controlling_interest: float | None
    non_controlling_interest: float | None
    total: float | None


class FinancialStatementIncomeStatement(TypedDict):
    net_revenue: float | None
    domestic_sales: float | None
    foreign_sales: float | None
    materials_used: float | None
    cost_of_goods_sold: float | None
    cost_of_services_sold: float | None
    gross_profit: float | None
    gross_loss: float | None
    operating_expenses: float | None
    operating_income: float | None
    operating_loss: float | None
    financial_result: float | None
    income_statement_financial_gains: float | None
    income_statement_financial_costs: float | None
    equity_in_earnings_of_affiliates: float | None
    income_before_taxes: float | None
    loss_before_taxes: float | None
    income_taxes: float | None
    income_from_continuing_operations: float | None
    loss_from_continuing_operations: float | None
    discontinued_operations: float | None
    net_income: float | None
    net_loss: float | None


class FinancialStatementBalanceSheet(TypedDict):
    current_assets: NotRequired[FinancialStatementBalanceSheetCurrentAssets]
    non_current_assets: NotRequired[FinancialStatementBalanceSheetNonCurrentAssets]
    current_liabilities: NotRequired[FinancialStatementBalanceSheetCurrentLiabilities]
    non_current_liabilities: NotRequired[FinancialStatementBalanceSheetNonCurrentLiabilities]
    equity: NotRequired[FinancialStatementBalanceSheetEquity]


class FinancialStatement(TypedDict):
    """A company's balance sheet and income statement for one year."""

    id: str
    link: str | None
    collected_at: str
    created_at: str
    error: str | None
    year: str
    currency: str
    balance_sheet: FinancialStatementBalanceSheet
    income_statement: FinancialStatementIncomeStatement
