"""Every resource that is stored, by its name; one entry more and a file in `store/schema/history/` make a new one."""

from resources import banking, chile, core, employment, enrichment, fiscal

RESOURCES = {
    resource.name: resource
    for resource in (
        core.LINKS,
        core.INSTITUTIONS,
        banking.ACCOUNTS,
        banking.TRANSACTIONS,
        banking.OWNERS,
        core.CONSENTS,
        banking.BR_BALANCES,
        banking.BILLS,
        banking.BR_EXCHANGES,
        banking.BR_INVESTMENTS,
        banking.BR_INVESTMENT_TRANSACTIONS,
        enrichment.INCOMES,
        enrichment.RECURRING_EXPENSES,
        enrichment.RISK_INSIGHTS,
        employment.EMPLOYMENT_RECORDS,
        employment.MX_CURRENT_EMPLOYMENTS,
        employment.BR_EMPLOYMENTS,
        employment.EMPLOYMENT_METRICS,
        fiscal.FINANCIAL_STATEMENTS,
        fiscal.INVOICES,
        fiscal.TAX_COMPLIANCE_STATUS,
        fiscal.TAX_RETURNS,
        fiscal.TAX_RETENTIONS,
        fiscal.TAX_STATUS,
        chile.CL_INVOICES,
        chile.CL_TAX_STATUS,
        chile.CL_DEBT_REPORTS,
    )
}
