"""What is declared of each resource, as one looks for it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from resources import RESOURCES, Continuation, Family, Policy, offered_as, offered_by, pulled_resources, resources_of
from settings import ROOT

FAMILIES = {
    Family.CORE: {"institutions", "links", "consents"},
    Family.BANKING: {
        "accounts",
        "transactions",
        "owners",
        "br_balances",
        "bills",
        "br_exchanges",
        "br_investments",
        "br_investment_transactions",
    },
    Family.ENRICHMENT: {"incomes", "recurring_expenses", "risk_insights"},
    Family.EMPLOYMENT: {"employment_records", "mx_current_employments", "br_employments", "employment_metrics"},
    Family.FISCAL: {
        "financial_statements",
        "invoices",
        "tax_compliance_status",
        "tax_returns",
        "tax_retentions",
        "tax_status",
        "cl_invoices",
        "cl_tax_status",
        "cl_debt_reports",
    },
}

POLICIES = {
    "transactions": Policy(
        Continuation(timedelta(days=2), timedelta(days=45), timedelta(days=7)),
        moves=("accounts",),
        full_after=frozenset({"transactions_updated", "transactions_deleted"}),
    ),
    "consents": Policy(listed_by="user_document", follows="owners"),
    "br_investment_transactions": Policy(moves=("br_investments",)),
    "invoices": Policy(Continuation()),
    "incomes": Policy(made_of=("transactions",)),
    "recurring_expenses": Policy(made_of=("transactions",)),
    "risk_insights": Policy(made_of=("accounts", "transactions")),
    "mx_current_employments": Policy(made_of=("employment_records",)),
    "employment_metrics": Policy(made_of=("employment_records",)),
}
"""Of those that are not simply listed by their link, in full, when it is their turn."""


def test_every_resource_is_there_by_family() -> None:
    found: dict[Family, set[str]] = {family: set() for family in Family}
    for name, resource in RESOURCES.items():
        found[resource.family].add(name)
    assert found == FAMILIES
    assert {family: {*resources_of(family)} for family in Family} == FAMILIES


def test_every_resource_has_its_own_name() -> None:
    assert {name: resource.name for name, resource in RESOURCES.items()} == {name: name for name in RESOURCES}


def test_all_but_links_and_institutions_are_pulled() -> None:
    assert RESOURCES.keys() - pulled_resources().keys() == {"links", "institutions"}


def test_how_each_is_pulled() -> None:
    assert {name: resource.policy for name, resource in RESOURCES.items()} == {
        name: POLICIES.get(name, Policy()) for name in RESOURCES
    }


def test_what_follows_another_is_pulled_after_it_and_what_is_moved_is_there() -> None:
    names = [*pulled_resources()]
    for place, resource in enumerate(pulled_resources().values()):
        assert resource.policy.follows in (None, *names[:place])
        assert {*resource.policy.made_of} <= {*names[:place]}
        assert {*resource.policy.moves} <= {*names}


@pytest.mark.parametrize("name", RESOURCES)
def test_its_page_is_there(name: str) -> None:
    page = RESOURCES[name].page
    assert page is None or (ROOT / "pages" / f"{page}.py").exists()


@pytest.mark.parametrize(
    ("name", "country", "meant"),
    [
        ("TRANSACTIONS", None, ["transactions"]),
        ("TRANSACTIONS", "MX", ["transactions"]),
        ("INVOICES", "MX", ["invoices"]),
        ("INVOICES", "CL", ["cl_invoices"]),
        ("INVOICES", "BR", []),
        ("INVOICES", None, ["invoices", "cl_invoices"]),
        ("TAX_RETURNS", "CO", ["tax_returns"]),
        ("BALANCES", "MX", ["br_balances"]),
        ("CONSENT", "BR", ["consents"]),
        ("LINK", "MX", []),
        ("", None, []),
    ],
)
def test_a_name_that_countries_share_is_told_by_the_country(name: str, country: str | None, meant: list[str]) -> None:
    assert [resource.name for resource in offered_as(name, country)] == meant


OF_ONE_COUNTRY = {"consents", "invoices", "tax_status", "cl_invoices", "cl_tax_status", "cl_debt_reports"}


@pytest.mark.parametrize(
    ("institution", "offered"),
    [
        (
            {"resources": ["OWNERS", "INVOICES", "A_RESOURCE_OF_TOMORROW"], "country_codes": ["MX"]},
            ["owners", "invoices"],
        ),
        ({"resources": ["INVOICES", "TAX_STATUS"], "country_codes": ["CL"]}, ["cl_invoices", "cl_tax_status"]),
        ({"resources": ["INVOICES"], "country_codes": ["CL", "MX"]}, ["invoices", "cl_invoices"]),
        ({"resources": ["ACCOUNTS"], "integration_type": "openfinance"}, ["accounts", "consents"]),
        ({"resources": ["ACCOUNTS"], "integration_type": "credentials"}, ["accounts"]),
        ({}, [name for name in pulled_resources() if name != "consents"]),
        ({"country_codes": ["BR"]}, [name for name in pulled_resources() if name not in OF_ONE_COUNTRY]),
    ],
    ids=str,
)
def test_what_an_institution_offers(institution: Mapping[str, Any], offered: list[str]) -> None:
    assert [resource.name for resource in offered_by(institution)] == offered
