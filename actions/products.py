"""What can be connected, as data: each product with its countries and what Belvo reads there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

InstitutionType = Literal["bank", "fiscal", "employment"]

_ACCOUNTS = ("ACCOUNTS", "TRANSACTIONS", "OWNERS")
_INSIGHTS = ("INCOMES", "RECURRING_EXPENSES", "RISK_INSIGHTS")  # each needs accounts and transactions
_BRAZILIAN_BANK = (
    *_ACCOUNTS,
    "BALANCES",
    "BILLS",
    "INVESTMENTS",
    "INVESTMENT_TRANSACTIONS",
    "EXCHANGES",
    *_INSIGHTS,
)
_BANK = (*_ACCOUNTS, "BALANCES", *_INSIGHTS)
_MEXICAN_FISCAL = (
    "INVOICES",
    "TAX_STATUS",
    "TAX_RETURNS",
    "TAX_RETENTIONS",
    "TAX_COMPLIANCE_STATUS",
    "FINANCIAL_STATEMENTS",
)


@dataclass(frozen=True, slots=True)
class Product:
    """One product of Belvo's.

    `resources` are those that may be asked for, by country, under the names that a token's `fetch_resources` takes;
    of them `usual` are asked for unless the operator says otherwise, or all where it is empty. By `consent` its
    connections are made through open finance: without stored credentials, and with a person named beforehand.
    `anywhere` leaves the country to the person.
    """

    name: str
    label: str
    account: str
    type: InstitutionType
    widget_types: tuple[str, ...]
    resources: Mapping[str, tuple[str, ...]]
    usual: tuple[str, ...] = ()
    consent: bool = False
    anywhere: bool = False

    @property
    def countries(self) -> tuple[str, ...]:
        return tuple(self.resources)

    def offers(self, country: str | None) -> tuple[str, ...]:
        """What may be asked for in a country, or in any."""
        return self.resources.get(country or "", next(iter(self.resources.values())))

    def asked_for(self, country: str | None) -> tuple[str, ...]:
        """What is asked for as long as nobody chooses."""
        return tuple(name for name in self.offers(country) if not self.usual or name in self.usual)


PRODUCTS = {
    product.name: product
    for product in (
        Product(
            "bank",
            "Bank",
            "a bank account",
            "bank",
            ("retail", "business"),
            {"MX": _BANK, "BR": _BRAZILIAN_BANK, "CO": _BANK},
            _ACCOUNTS,
            anywhere=True,
        ),
        Product(
            "open_finance",
            "Bank, by consent",
            "a bank account",
            "bank",
            ("retail", "business"),
            {"BR": _BRAZILIAN_BANK},
            _ACCOUNTS,
            consent=True,
        ),
        Product(
            "fiscal",
            "Tax authority",
            "a fiscal account",
            "fiscal",
            ("fiscal",),
            {"MX": _MEXICAN_FISCAL, "CL": ("INVOICES", "TAX_STATUS", "DEBT_REPORTS")},
        ),
        Product(
            "employment",
            "Employment",
            "an employment account",
            "employment",
            ("employment",),
            {
                "MX": ("EMPLOYMENT_RECORDS", "CURRENT_EMPLOYMENTS", "EMPLOYMENT_METRICS", "OWNERS"),
                "BR": ("EMPLOYMENTS", "OWNERS"),
            },
            ("EMPLOYMENT_RECORDS", "EMPLOYMENTS", "OWNERS"),
        ),
    )
}


def product_at(type_: str | None, *, consent: bool) -> Product:
    """The product that connects an institution of this type; `consent` if it is one of open finance."""
    if type_ == "bank" and consent:
        return PRODUCTS["open_finance"]
    return next((product for product in PRODUCTS.values() if product.type == type_), PRODUCTS["bank"])
