"""Belvo's webhooks by product: each type with its codes, and what `data` says where that is known.

Codes that Belvo's pages leave open follow the pattern of those that they name.
https://developers.belvo.com/developer_resources/resources-webhooks-aggregation
"""

from collections.abc import Mapping
from typing import Any

_HISTORICAL = "historical_update"


def _rows(*codes: str) -> tuple[str, ...]:
    return (_HISTORICAL, *codes)


EVENTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Links and consents": {
        "LINK": ("invalid_credentials", "token_required", "link_deleted"),
        "CONSENT": (
            "openfinance_consent_about_to_expire",
            "openfinance_consent_expired",
            "consent_expired",
            "openfinance_consent_expiration_changed",
            "openfinance_consent_with_unrecoverable_resources",
            "openfinance_consent_with_temporarily_unavailable_resources",
        ),
    },
    "Banking": {
        "ACCOUNTS": _rows("new_accounts_available"),
        "TRANSACTIONS": _rows("new_transactions_available", "transactions_updated", "transactions_deleted"),
        "OWNERS": _rows("new_owners_available"),
        "BILLS": _rows("new_bills_available"),
        "INVESTMENTS": _rows("new_investments_available"),
        "INVESTMENT_TRANSACTIONS": _rows("new_investment_transactions_available"),
        "EXCHANGES": _rows(),
        "BALANCES": _rows(),
    },
    "Enrichment": {
        "INCOMES": _rows(),
        "RECURRING_EXPENSES": _rows(),
        "RISK_INSIGHTS": _rows(),
    },
    "Employment": {
        "EMPLOYMENT_RECORDS": _rows("employment_changes"),
        "EMPLOYMENT_METRICS": _rows(),
        "EMPLOYMENTS": _rows("new_employments_available"),
        "CURRENT_EMPLOYMENTS": _rows(),
    },
    "Fiscal": {
        "INVOICES": (
            "initial_inflow_update",
            "initial_outflow_update",
            "historical_inflow_update",
            "historical_outflow_update",
        ),
        "TAX_RETURNS": _rows("new_tax_returns_available"),
        "TAX_STATUS": _rows(),
        "TAX_COMPLIANCE_STATUS": _rows(),
        "TAX_RETENTIONS": _rows(),
        "DEBT_REPORTS": _rows(),
        "FINANCIAL_STATEMENTS": _rows("new_financial_statements_available"),
    },
}

_DATA: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("LINK", "invalid_credentials"): {
        "error_code": "login_error",
        "error_message": "Invalid credentials provided to login to the institution",
        "status": 400,
    },
    ("LINK", "token_required"): {
        "error_code": "token_required",
        "error_message": "A MFA token is required by the institution to login",
        "status": 428,
    },
    ("EMPLOYMENT_RECORDS", "employment_changes"): {"employment_changes": ["EMPLOYED"]},
}


def data_of(kind: str, code: str) -> Mapping[str, Any]:
    """What `data` says in an event of this type and code, as far as that needs no rows."""
    return _DATA.get((kind, code), {})
