"""What is pulled of a link, as data: a resource more is an entry more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a long list is gone on with, since nothing promises that a date moves when a row is corrected.

    What is new is looked for by `created_at`, from the bookmark less `overlap`; what may have changed by the bank's
    own date `dated`, as far back as `window`; and after `whole_every` everything is listed again.
    """

    dated: str
    overlap: timedelta = timedelta(days=2)
    window: timedelta = timedelta(days=45)
    whole_every: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one resource is pulled; without a continuation it is always listed whole.

    `offered_as` is its name at an institution and in webhooks, where several countries' resources can share one:
    `country` then tells which. A webhook about it has those in `moves` pulled too, whose figures change with its rows.
    `listed_by` is the filter by which Belvo lists it; where that is taken from the rows of another resource, it
    `follows` that one and is pulled whenever that is. What comes of the way in which an institution is connected is in
    no institution's list of resources: `integration` names that way.
    """

    resource: str
    offered_as: str
    continuation: Continuation | None = None
    moves: tuple[str, ...] = ()
    country: str | None = None
    listed_by: str = "link"
    follows: str | None = None
    integration: str | None = None

    def is_offered_by(self, institution: Mapping[str, Any]) -> bool:
        """Whether the institution has the resource; one of which nothing is known may have any that it would list."""
        if self.integration is not None:
            return bool(institution.get("integration_type") == self.integration)
        offered, countries = institution.get("resources") or [], institution.get("country_codes") or []
        at_home = self.country is None or not countries or self.country in countries
        return at_home and (not offered or self.offered_as in offered)


PLANS = {
    plan.resource: plan
    for plan in (
        Plan("accounts", "ACCOUNTS"),
        Plan("transactions", "TRANSACTIONS", Continuation(dated="value_date"), moves=("accounts",)),
        Plan("owners", "OWNERS"),
        Plan("consents", "CONSENT", listed_by="user_document", follows="owners", integration="openfinance"),
        Plan("br_balances", "BALANCES"),
        Plan("bills", "BILLS"),
        Plan("br_exchanges", "EXCHANGES"),
        Plan("br_investments", "INVESTMENTS"),
        Plan("br_investment_transactions", "INVESTMENT_TRANSACTIONS", moves=("br_investments",)),
        Plan("incomes", "INCOMES"),
        Plan("recurring_expenses", "RECURRING_EXPENSES"),
        Plan("risk_insights", "RISK_INSIGHTS"),
        Plan("employment_records", "EMPLOYMENT_RECORDS"),
        Plan("mx_current_employments", "CURRENT_EMPLOYMENTS"),
        Plan("employment_metrics", "EMPLOYMENT_METRICS"),
        Plan("br_employments", "EMPLOYMENTS"),
        Plan("invoices", "INVOICES", Continuation(dated="invoice_date"), country="MX"),
        Plan("tax_status", "TAX_STATUS", country="MX"),
        Plan("tax_compliance_status", "TAX_COMPLIANCE_STATUS"),
        Plan("tax_returns", "TAX_RETURNS"),
        Plan("tax_retentions", "TAX_RETENTIONS"),
        Plan("financial_statements", "FINANCIAL_STATEMENTS"),
        Plan("cl_invoices", "INVOICES", country="CL"),
        Plan("cl_tax_status", "TAX_STATUS", country="CL"),
        Plan("cl_debt_reports", "DEBT_REPORTS"),
    )
}
"""By the resource's name in client and store, in the order of pulling."""


def told_of(webhook_type: str, country: str | None) -> list[Plan]:
    """What a webhook of this type is about, at a link of this country."""
    found = [plan for plan in PLANS.values() if plan.offered_as == webhook_type]
    return [plan for plan in found if plan.country is None or country is None or plan.country == country]
