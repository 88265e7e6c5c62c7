"""Financial statements in Mexico, a year each, made from the year's invoices and tax return.

https://developers.belvo.com/apis/belvoopenapispec/financial-statements
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people import Person
from belvo_sandbox.people.fiscal.business import BusinessTotals, business_totals
from belvo_sandbox.people.fiscal.taxation import balance_sheet, filed_on, income_tax, years
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Resource, Stamp
from belvo_sandbox.products.fiscal import BY_CREATION, has_business
from belvo_sandbox.products.link_data import LinkData

_NOON = 12 * 3600
_ASSETS = (
    "cash_and_equivalents", "short_term_investments", "accounts_receivable", "notes_receivable", "other_debtors",
    "bad_debt_provision", "tax_recoverable", "inventory", "prepaid_expenses", "assets_available_for_sale",
)  # fmt: skip
_LASTING_ASSETS = (
    "property_plant_and_equipment", "accumulated_depreciation_and_amortization", "long_term_accounts_receivable",
    "prepayment_to_suppliers", "goodwill", "intangible_assets", "investments_in_associates",
    "long_term_financial_instruments",
)  # fmt: skip
_DEBTS = (
    "bank_loans", "accounts_payable", "notes_payable", "financial_instruments", "other_creditors",
    "income_tax_payable", "customer_advances", "provisions", "taxes_payable",
)  # fmt: skip
_LASTING_DEBTS = (
    "long_term_accounts_payable", "long_term_financial_instruments", "deferred_revenue",
    "contributions_for_future_capital_increases", "deferred_income_tax", "employee_benefits", "long_term_provisions",
)  # fmt: skip
_EQUITY = (
    "stockholders_equity", "future_capital_contributions", "legal_reserve", "capital_update_excess",
    "capital_update_insufficiency", "capital_reserve", "share_premium_on_stock_sales", "retained_earnings",
    "other_comprehensive_income", "controlling_interest", "non_controlling_interest",
)  # fmt: skip


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    moment = data.moment(until)
    if has_business(data):
        for year in years(moment[0]):
            filed = (filed_on(year), _NOON)
            if filed <= moment:
                yield Candidate((year,), year, filed)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    year: int = candidate.item
    return {
        "id": stamp.id,
        "link": data.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "error": None,
        "year": str(year),
        "currency": data.person.country.currency,
        "balance_sheet": _balance_sheet(data.person, year),
        "income_statement": _income_statement(data.person, _year(data.person, year)),
    }


def _year(person: Person, year: int) -> BusinessTotals:
    return business_totals(person, date(year, 1, 1), date(year, 12, 31))


def _balance_sheet(person: Person, year: int) -> dict[str, Any]:
    """The balance at the end of the year."""
    end = balance_sheet(person, year)
    return {
        "current_assets": _section(_ASSETS, cash_and_equivalents=end.cash, accounts_receivable=end.receivable),
        "non_current_assets": _section(_LASTING_ASSETS),
        "current_liabilities": _section(_DEBTS, accounts_payable=end.payable, income_tax_payable=end.tax),
        "non_current_liabilities": _section(_LASTING_DEBTS),
        "equity": _section(_EQUITY, stockholders_equity=end.capital, retained_earnings=end.earned),
    }


def _section(names: tuple[str, ...], **cents: int) -> dict[str, float]:
    """A part of the balance sheet with its total; what is not given is nought."""
    return {name: cents.get(name, 0) / 100 for name in names} | {"total": sum(cents.values()) / 100}


def _income_statement(person: Person, sums: BusinessTotals) -> dict[str, float | None]:
    tax = income_tax(person, sums.profit)
    net, goods = sums.profit - tax, sums.purchases if person.company_name else 0
    return {
        "net_revenue": sums.sales / 100,
        "domestic_sales": sums.sales / 100,
        "foreign_sales": 0.0,
        "materials_used": 0.0,
        "cost_of_goods_sold": goods / 100,
        "cost_of_services_sold": 0.0,
        "gross_profit": _gain(sums.sales - goods),
        "gross_loss": _loss(sums.sales - goods),
        "operating_expenses": (sums.purchases - goods + sums.wages) / 100,
        "operating_income": _gain(sums.profit),
        "operating_loss": _loss(sums.profit),
        "financial_result": 0.0,
        "income_statement_financial_gains": 0.0,
        "income_statement_financial_costs": 0.0,
        "equity_in_earnings_of_affiliates": 0.0,
        "income_before_taxes": _gain(sums.profit),
        "loss_before_taxes": _loss(sums.profit),
        "income_taxes": tax / 100,
        "income_from_continuing_operations": _gain(net),
        "loss_from_continuing_operations": _loss(net),
        "discontinued_operations": 0.0,
        "net_income": _gain(net),
        "net_loss": _loss(net),
    }


def _gain(cents: int) -> float | None:
    return cents / 100 if cents >= 0 else None


def _loss(cents: int) -> float | None:
    return -cents / 100 if cents < 0 else None


FINANCIAL_STATEMENTS = Resource(
    name="FINANCIAL_STATEMENTS",
    path="financial-statements",
    filters=BY_CREATION,
    parameters=(LINK, SAVE_DATA),
    candidates=_candidates,
    body=_body,
    asynchronous=True,
)
