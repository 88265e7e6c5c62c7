"""Every resource under /api/, as data: how it is asked for, and the type of its rows.

`link` where a list cannot be had without it, filters and fields are as Belvo's API description has them.
"""

from belvo_client import types
from belvo_client.endpoints import Exchanges, Readable, Resumable, Retrievable
from belvo_client.filters import days, exact, instant_bounds, instants, listed, numbers, several, text
from belvo_client.links import Links
from belvo_client.resources import Offered, Resource

_LINK = listed("link")
_ITEM = {**listed("id", "link"), **instants("created_at")}
_COLLECTED = {**_ITEM, **instants("collected_at")}
_DATES = frozenset({"date_from", "date_to"})


class Catalogue:
    """The resources as attributes of a client, named as a store names them."""

    institutions = Offered(
        Readable[types.Institution],
        Resource(
            "institutions/",
            exact("display_name", "website")
            | listed("country_code", "name", "status", "type")
            | {"resources__allin": several(text)},
            sparse=False,
        ),
    )
    links = Offered(
        Links,
        Resource(
            "links/",
            exact("access_mode", "refresh_rate")
            | listed("external_id", "id", "institution", "institution_user_id", "status")
            | instants("created_at")
            | {"created_by__not_in": several(text)},
        ),
    )
    consents = Offered(Readable[types.Consent], Resource("consents/", exact("user_document")))

    accounts = Offered(
        Resumable[types.Account],
        Resource(
            "accounts/",
            _ITEM
            | exact("name", "name__icontains", "public_identification_name", "public_identification_value", "type")
            | listed("category", "currency", "institution", "number")
            | numbers("balance__available", "balance__current"),
            takes=frozenset({"token"}),
        ),
    )
    transactions = Offered(
        Resumable[types.Transaction],
        Resource(
            "transactions/",
            listed("link", "account", "account_type", "currency", "reference", "status", "type")
            | days("accounting_date", "value_date")
            | instants("collected_at", "created_at")
            | numbers("account__balance__available", "account__balance__current", "amount")
            | {"credit_card_data__bill_name__in": several(text)},
            of_link=True,
            needs=_DATES,
            takes=frozenset({"account", "token"}),
            asynchronous=True,
        ),
    )
    owners = Offered(
        Resumable[types.Owner],
        Resource(
            "owners/",
            _ITEM | exact("display_name__icontains", "email"),
            takes=frozenset({"token"}),
        ),
    )
    br_balances = Offered(
        Retrievable[types.Balance],
        Resource(
            "br/balances/",
            _COLLECTED | listed("account"),
            of_link=True,
            takes=frozenset({"account_id"}),
            deletable=False,
        ),
    )
    bills = Offered(
        Retrievable[types.Bill],
        Resource(
            "bills/",
            exact("link")
            | listed("account", "id")
            | days("due_date")
            | instants("created_at")
            | instant_bounds("collected_at"),
            of_link=True,
        ),
    )
    br_exchanges = Offered(Exchanges, Resource("br/exchanges/", _COLLECTED, of_link=True, takes=_DATES))
    br_investments = Offered(
        Retrievable[types.Investment],
        Resource("br/investments/", _ITEM | listed("type"), of_link=True),
    )
    br_investment_transactions = Offered(
        Retrievable[types.InvestmentTransaction],
        Resource("br/investment-transactions/", _ITEM | listed("type"), of_link=True, takes=_DATES),
    )

    incomes = Offered(
        Resumable[types.Income],
        Resource(
            "incomes/",
            listed("account", "link"),
            takes=_DATES | {"allowed_income_types", "minimum_confidence_level", "token"},
        ),
    )
    recurring_expenses = Offered(
        Resumable[types.RecurringExpense],
        Resource(
            "recurring-expenses/",
            listed("account", "id", "link"),
            takes=_DATES | {"token"},
        ),
    )
    risk_insights = Offered(
        Resumable[types.RiskInsights],
        Resource(
            "risk-insights/",
            listed("account", "id", "link"),
            takes=frozenset({"token"}),
        ),
    )

    employment_records = Offered(
        Retrievable[types.EmploymentRecord],
        Resource(
            "employment-records/",
            _COLLECTED | listed("internal_identification"),
            takes=frozenset({"attach_pdf"}),
            asynchronous=True,
        ),
    )
    mx_current_employments = Offered(
        Retrievable[types.CurrentEmployment],
        Resource("mx/current-employments/", _COLLECTED, sparse=False),
    )
    br_employments = Offered(
        Retrievable[types.Employment],
        Resource(
            "br/employments/",
            _ITEM | days("start_date", "end_date"),
            of_link=True,
            takes=_DATES,
            asynchronous=True,
        ),
    )
    employment_metrics = Offered(
        Retrievable[types.EmploymentMetric],
        Resource("employment-metrics/", _LINK, takes=frozenset({"reference_date"})),
    )

    financial_statements = Offered(
        Retrievable[types.FinancialStatement],
        Resource("financial-statements/", _ITEM, asynchronous=True),
    )
    invoices = Offered(
        Resumable[types.Invoice],
        Resource(
            "invoices/",
            _ITEM | listed("invoice_identification", "status", "type") | days("invoice_date") | numbers("total_amount"),
            needs=_DATES | {"type"},
            takes=frozenset({"attach_xml"}),
            asynchronous=True,
        ),
    )
    tax_compliance_status = Offered(
        Retrievable[types.TaxComplianceStatus],
        Resource("tax-compliance-status/", _ITEM, takes=frozenset({"attach_pdf"})),
    )
    tax_returns = Offered(
        Retrievable[types.TaxReturn],
        Resource(
            "tax-returns/",
            _ITEM | listed("tipo_declaracion") | numbers("ejercicio"),
            # Described as needed; but Belvo's JavaScript SDK leaves `type` out, and gets the yearly ones.
            takes=_DATES | {"attach_pdf", "type", "year_from", "year_to"},
        ),
    )
    tax_retentions = Offered(
        Retrievable[types.TaxRetention],
        Resource(
            "tax-retentions/",
            _LINK | instants("created_at"),
            needs=_DATES | {"type"},
            takes=frozenset({"attach_xml"}),
        ),
    )
    tax_status = Offered(
        Retrievable[types.TaxStatus],
        Resource("tax-status/", _ITEM, takes=frozenset({"attach_pdf"})),
    )
    cl_invoices = Offered(
        Retrievable[types.ChileanInvoice],
        Resource(
            "cl/invoices/",
            _ITEM,
            needs=_DATES,
            takes=frozenset({"type"}),
            asynchronous=True,
        ),
    )
    cl_tax_status = Offered(
        Retrievable[types.ChileanTaxStatus],
        Resource("cl/tax-status/", _ITEM, takes=frozenset({"attach_pdf"})),
    )
    cl_debt_reports = Offered(
        Retrievable[types.ChileanDebtReport],
        Resource("cl/debt-reports/", _ITEM, takes=frozenset({"attach_pdf"}), asynchronous=True),
    )
