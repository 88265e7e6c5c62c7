"""The shapes of Belvo's objects: required, optional and nullable as its API description has them.

Those of its answers are made from that description by `make types`. Requests for tokens, errors and webhooks are
written by hand, because the description lacks them or the guides say more.
"""

from belvo_client.types.accounts import Account, AccountCategory
from belvo_client.types.balances import Balance
from belvo_client.types.bills import Bill
from belvo_client.types.chilean_debts import ChileanDebtReport
from belvo_client.types.chilean_invoices import ChileanInvoice
from belvo_client.types.chilean_tax_status import ChileanTaxStatus
from belvo_client.types.companies import BusinessOwner
from belvo_client.types.consents import Consent, ConsentStatus
from belvo_client.types.current_employments import CurrentEmployment
from belvo_client.types.employment_metrics import EmploymentMetric
from belvo_client.types.employment_records import EmploymentRecord
from belvo_client.types.employments import Employment
from belvo_client.types.errors import ErrorEntry, TokenGenerationData
from belvo_client.types.exchanges import Exchange, ExchangeEvent
from belvo_client.types.financial_statements import FinancialStatement
from belvo_client.types.incomes import Income
from belvo_client.types.institutions import Institution, InstitutionStatus, InstitutionType
from belvo_client.types.investments import Investment, InvestmentTransaction
from belvo_client.types.invoices import Invoice
from belvo_client.types.links import AccessMode, Link, LinkStatus
from belvo_client.types.owners import Owner, StandardOwner
from belvo_client.types.people import IndividualOwner
from belvo_client.types.recurring_expenses import RecurringExpense
from belvo_client.types.risk_insights import RiskInsights
from belvo_client.types.tax_compliance import TaxComplianceStatus
from belvo_client.types.tax_retentions import TaxRetention
from belvo_client.types.tax_returns import (
    BusinessTaxReturn,
    MonthlyBusinessTaxReturn,
    MonthlyPersonalTaxReturn,
    PersonalTaxReturn,
    TaxReturn,
)
from belvo_client.types.tax_status import TaxStatus
from belvo_client.types.tokens import (
    Branding,
    CallbackUrls,
    ColorScheme,
    ConsentDuration,
    ConsentRequest,
    IdentificationInfo,
    ThemeEntry,
    TokenBody,
    WidgetOptions,
    WidgetToken,
)
from belvo_client.types.transactions import (
    Transaction,
    TransactionCategory,
    TransactionStatus,
    TransactionSubcategory,
    TransactionType,
)
from belvo_client.types.webhooks import WebhookBody

__all__ = [
    "AccessMode",
    "Account",
    "AccountCategory",
    "Balance",
    "Bill",
    "Branding",
    "BusinessOwner",
    "BusinessTaxReturn",
    "CallbackUrls",
    "ChileanDebtReport",
    "ChileanInvoice",
    "ChileanTaxStatus",
    "ColorScheme",
    "Consent",
    "ConsentDuration",
    "ConsentRequest",
    "ConsentStatus",
    "CurrentEmployment",
    "Employment",
    "EmploymentMetric",
    "EmploymentRecord",
    "ErrorEntry",
    "Exchange",
    "ExchangeEvent",
    "FinancialStatement",
    "IdentificationInfo",
    "Income",
    "IndividualOwner",
    "Institution",
    "InstitutionStatus",
    "InstitutionType",
    "Investment",
    "InvestmentTransaction",
    "Invoice",
    "Link",
    "LinkStatus",
    "MonthlyBusinessTaxReturn",
    "MonthlyPersonalTaxReturn",
    "Owner",
    "PersonalTaxReturn",
    "RecurringExpense",
    "RiskInsights",
    "StandardOwner",
    "TaxComplianceStatus",
    "TaxRetention",
    "TaxReturn",
    "TaxStatus",
    "ThemeEntry",
    "TokenBody",
    "TokenGenerationData",
    "Transaction",
    "TransactionCategory",
    "TransactionStatus",
    "TransactionSubcategory",
    "TransactionType",
    "WebhookBody",
    "WidgetOptions",
    "WidgetToken",
]
