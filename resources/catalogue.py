"""Every resource by its name, in the order in which a link's are pulled and the widget offers them."""

from collections.abc import Mapping
from typing import Any

from resources import banking, chile, core, employment, enrichment, fiscal
from resources.declaration import Declaration
from resources.offers import Family
from resources.personal import Mask

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
        banking.BR_INVESTMENTS,
        banking.BR_INVESTMENT_TRANSACTIONS,
        banking.BR_EXCHANGES,
        enrichment.INCOMES,
        enrichment.RECURRING_EXPENSES,
        enrichment.RISK_INSIGHTS,
        employment.EMPLOYMENT_RECORDS,
        employment.MX_CURRENT_EMPLOYMENTS,
        employment.EMPLOYMENT_METRICS,
        employment.BR_EMPLOYMENTS,
        fiscal.INVOICES,
        fiscal.TAX_STATUS,
        fiscal.TAX_RETURNS,
        fiscal.TAX_RETENTIONS,
        fiscal.TAX_COMPLIANCE_STATUS,
        fiscal.FINANCIAL_STATEMENTS,
        chile.CL_INVOICES,
        chile.CL_TAX_STATUS,
        chile.CL_DEBT_REPORTS,
    )
}


def pulled_resources() -> dict[str, Declaration]:
    """Those that belong to links, by name; links and institutions are read before."""
    return {name: resource for name, resource in RESOURCES.items() if resource.per_link}


def resources_of(family: Family) -> list[str]:
    """The names of a family's resources."""
    return [name for name, resource in RESOURCES.items() if resource.family is family]


def embedded_in(resource: Declaration) -> dict[str, Declaration]:
    """What lies in the bodies of a resource and has a declaration of its own, by the field's name."""
    accounts = {"account": RESOURCES["accounts"]} if resource.has_account else {}
    return accounts | {name: RESOURCES[f"br_{name}s"] for name in resource.borrowed}


def mask_at(resource: Declaration, path: str) -> Mask | None:
    """How what lies at a path of a body is masked; None for what everybody may see."""
    first, _, rest = path.partition(".")
    inner = embedded_in(resource).get(first)
    return inner.fields.mask_of(rest) if inner and rest else resource.fields.mask_of(path)


def offered_by(institution: Mapping[str, Any]) -> list[Declaration]:
    """What an institution, as Belvo describes it, lists; of one that is unknown, all that there may be."""
    return [resource for resource in pulled_resources().values() if resource.offer.is_at(institution)]


def possible_at(institution: Mapping[str, Any]) -> list[Declaration]:
    """What an institution may have of a link: what it lists, and what its product can have in its country."""
    every = pulled_resources().values()
    return [one for one in every if one.offer.is_at(institution) or one.offer.is_possible(institution)]


def offered_as(name: str, country: str | None = None) -> list[Declaration]:
    """What institutions and webhooks call by this name, at a link of this country or of any."""
    matching = [resource for resource in pulled_resources().values() if resource.offer.name == name]
    return [resource for resource in matching if country is None or resource.offer.country in (None, country)]
