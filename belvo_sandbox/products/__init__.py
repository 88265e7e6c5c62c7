"""Belvo's products, a module a resource."""

from belvo_sandbox.products.accounts import ACCOUNTS
from belvo_sandbox.products.balances import BALANCES
from belvo_sandbox.products.bills import BILLS
from belvo_sandbox.products.cl_debt_reports import CL_DEBT_REPORTS
from belvo_sandbox.products.cl_invoices import CL_INVOICES
from belvo_sandbox.products.cl_tax_status import CL_TAX_STATUS
from belvo_sandbox.products.current_employments import CURRENT_EMPLOYMENTS
from belvo_sandbox.products.employment_metrics import EMPLOYMENT_METRICS
from belvo_sandbox.products.employment_records import EMPLOYMENT_RECORDS
from belvo_sandbox.products.employments import EMPLOYMENTS
from belvo_sandbox.products.exchanges import EXCHANGES
from belvo_sandbox.products.financial_statements import FINANCIAL_STATEMENTS
from belvo_sandbox.products.incomes import INCOMES
from belvo_sandbox.products.investment_transactions import INVESTMENT_TRANSACTIONS
from belvo_sandbox.products.investments import INVESTMENTS
from belvo_sandbox.products.invoices import INVOICES
from belvo_sandbox.products.owners import OWNERS
from belvo_sandbox.products.recurring_expenses import RECURRING_EXPENSES
from belvo_sandbox.products.risk_insights import RISK_INSIGHTS
from belvo_sandbox.products.tax_compliance import TAX_COMPLIANCE_STATUS
from belvo_sandbox.products.tax_retentions import TAX_RETENTIONS
from belvo_sandbox.products.tax_returns import TAX_RETURNS
from belvo_sandbox.products.tax_status import TAX_STATUS
from belvo_sandbox.products.transactions import TRANSACTIONS

RESOURCES = {
    resource.name: resource
    for resource in (
        ACCOUNTS,
        BALANCES,
        BILLS,
        CL_DEBT_REPORTS,
        CL_INVOICES,
        CL_TAX_STATUS,
        CURRENT_EMPLOYMENTS,
        EMPLOYMENTS,
        EMPLOYMENT_METRICS,
        EMPLOYMENT_RECORDS,
        EXCHANGES,
        FINANCIAL_STATEMENTS,
        INCOMES,
        INVESTMENTS,
        INVESTMENT_TRANSACTIONS,
        INVOICES,
        OWNERS,
        RECURRING_EXPENSES,
        RISK_INSIGHTS,
        TAX_COMPLIANCE_STATUS,
        TAX_RETENTIONS,
        TAX_RETURNS,
        TAX_STATUS,
        TRANSACTIONS,
    )
}

__all__ = [
    "ACCOUNTS",
    "BALANCES",
    "BILLS",
    "CL_DEBT_REPORTS",
    "CL_INVOICES",
    "CL_TAX_STATUS",
    "CURRENT_EMPLOYMENTS",
    "EMPLOYMENTS",
    "EMPLOYMENT_METRICS",
    "EMPLOYMENT_RECORDS",
    "EXCHANGES",
    "FINANCIAL_STATEMENTS",
    "INCOMES",
    "INVESTMENTS",
    "INVESTMENT_TRANSACTIONS",
    "INVOICES",
    "OWNERS",
    "RECURRING_EXPENSES",
    "RESOURCES",
    "RISK_INSIGHTS",
    "TAX_COMPLIANCE_STATUS",
    "TAX_RETENTIONS",
    "TAX_RETURNS",
    "TAX_STATUS",
    "TRANSACTIONS",
]
