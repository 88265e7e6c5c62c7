"""What the Connect Widget can be told to fetch, product by product."""

import pytest

from actions.products import PRODUCTS, form_for, product_at

ACCOUNTS = ("ACCOUNTS", "TRANSACTIONS", "OWNERS")
INSIGHTS = ("INCOMES", "RECURRING_EXPENSES", "RISK_INSIGHTS")
INVESTMENTS = ("BILLS", "INVESTMENTS", "INVESTMENT_TRANSACTIONS", "EXCHANGES")
BRAZIL = (*ACCOUNTS, "BALANCES", *INVESTMENTS, *INSIGHTS)
ELSEWHERE = (*ACCOUNTS, "BALANCES", *INSIGHTS)
SAT = (
    "INVOICES",
    "TAX_STATUS",
    "TAX_RETURNS",
    "TAX_RETENTIONS",
    "TAX_COMPLIANCE_STATUS",
    "FINANCIAL_STATEMENTS",
)
SII = ("INVOICES", "TAX_STATUS", "DEBT_REPORTS")
IMSS = ("EMPLOYMENT_RECORDS", "CURRENT_EMPLOYMENTS", "EMPLOYMENT_METRICS", "OWNERS")
INSS = ("EMPLOYMENTS", "OWNERS")

FETCHED = {
    ("bank", "MX"): (ELSEWHERE, ACCOUNTS),
    ("bank", "BR"): (BRAZIL, ACCOUNTS),
    ("bank", "CO"): (ELSEWHERE, ACCOUNTS),
    ("open_finance", "BR"): (BRAZIL, ACCOUNTS),
    ("fiscal", "MX"): (SAT, SAT),
    ("fiscal", "CL"): (SII, SII),
    ("employment", "MX"): (IMSS, ("EMPLOYMENT_RECORDS", "OWNERS")),
    ("employment", "BR"): (INSS, INSS),
}
"""By product and country: what may be asked for, and what is as long as nobody chooses."""


def test_each_product_has_its_countries_the_first_one_first() -> None:
    assert [(product.name, country) for product in PRODUCTS.values() for country in product.countries] == [*FETCHED]


@pytest.mark.parametrize(("product", "country"), FETCHED)
def test_what_can_be_fetched_in_a_country(product: str, country: str) -> None:
    chosen = PRODUCTS[product]
    assert (chosen.offers(country), chosen.asked_for(country)) == FETCHED[product, country]


@pytest.mark.parametrize("product", PRODUCTS)
def test_without_a_country_it_is_what_the_first_one_has(product: str) -> None:
    chosen = PRODUCTS[product]
    assert (chosen.offers(None), chosen.asked_for(None)) == FETCHED[product, chosen.countries[0]]


@pytest.mark.parametrize(
    ("kind", "consent", "product"),
    [
        ("bank", False, "bank"),
        ("bank", True, "open_finance"),
        ("fiscal", False, "fiscal"),
        ("employment", False, "employment"),
        ("a_kind_of_tomorrow", False, "bank"),
        (None, False, "bank"),
    ],
)
def test_an_institution_is_connected_as_a_product(kind: str | None, consent: bool, product: str) -> None:
    assert product_at(kind, consent=consent) is PRODUCTS[product]


@pytest.mark.parametrize(
    ("page", "environment", "product", "country", "reads"),
    [
        ("income", "local", "bank", "MX", (*ACCOUNTS, *INSIGHTS)),
        ("income", "sandbox", "open_finance", "BR", (*ACCOUNTS, *INSIGHTS)),
        ("employment", "local", "employment", "MX", IMSS),
        ("fiscal", "production", "fiscal", "MX", SAT),
    ],
)
def test_a_page_leads_to_the_form_that_brings_what_it_shows(
    page: str, environment: str, product: str, country: str, reads: tuple[str, ...]
) -> None:
    assert form_for(page, environment) == {"product": [product], "country": [country], "reads": [*reads]}
