"""What a bank tells beside accounts and movements: what is to be paid of cards when, bills, investments, exchanges."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from components.ui.downloads import draw_foot
from components.ui.paging import page_of
from components.ui.tables import Column, Table, draw_table
from components.ui.text import told
from domain.balances import LIABILITY
from languages import decimal, msg, say
from store import Database
from store.core.amounts import DASH, money
from store.queries.banking import cards, exchanges, investments
from store.queries.links import contents

TERMS = Table(
    {
        "account_name": Column(msg("Card or loan"), 170, "verbatim"),
        "whose": Column(msg("Whose"), 180, "link"),
        "next_payment_date": Column(msg("Due"), 92, "day"),
        "minimum_payment": Column(
            msg("At least"), 105, "amount", help=msg("What has to be paid by then"), adds_up=True
        ),
        "no_interest_payment": Column(
            msg("Without interest"), 115, "amount", help=msg("What has to be paid to owe no interest"), adds_up=True
        ),
        "monthly_payment": Column(
            msg("This month"), 105, "amount", help=msg("What the last bill, or a loan's rate, comes to"), adds_up=True
        ),
        "cutting_date": Column(msg("Next bill"), 92, "day", help=msg("The day up to which it counts")),
        "last_payment_date": Column(msg("Paid last"), 92, "day"),
        "interest_rate": Column(msg("Interest a year, %"), 95, "tenths", optional=True),
        "category": Column(msg("Kind"), 105, "words", tucked=True),
    },
    alt=msg("Cards and loans with what is to be paid of them, the next one due first"),
    opens="accounts",
    by="account",
)
BILLS = Table(
    {
        "account_name": Column(msg("Card"), 190, "verbatim"),
        "whose": Column(msg("Whose"), 180, "link"),
        "due_date": Column(msg("Due"), 100, "day"),
        "total_amount": Column(msg("To pay"), 120, "amount", adds_up=True),
        "minimum_amount": Column(msg("At least"), 120, "amount", adds_up=True),
        "is_installment": Column(msg("In instalments"), 105, optional=True),
        "bill_name": Column(msg("Bill"), 140, optional=True),
    },
    alt=msg("Bills of cards, the newest first"),
    opens="bills",
)
POSITIONS = Table(
    {
        "product_name": Column(msg("Investment"), 230, "verbatim"),
        "whose": Column(msg("Whose"), 180, "link"),
        "type": Column(msg("Kind"), 120, "words"),
        "gross_value": Column(msg("Worth"), 115, "amount", help=msg("Before tax")),
        "net_value": Column(msg("After tax"), 115, "amount"),
        "blocked_amount": Column(msg("Blocked"), 100, "amount", optional=True),
        "indexer": Column(msg("Follows"), 90, optional=True),
        "purchase_date": Column(msg("Bought"), 92, "day", optional=True),
        "due_date": Column(msg("Ends"), 92, "day", optional=True),
    },
    alt=msg("Investments, the most valuable first"),
    opens="br_investments",
    by="investment",
)
MOVED = Table(
    {
        "value_date": Column(msg("Date"), 92, "day"),
        "product_name": Column(msg("Investment"), 230, "verbatim"),
        "whose": Column(msg("Whose"), 180, "link"),
        "type": Column(msg("Way"), 90, "words", help=msg("An outflow leaves the investment")),
        "subtype": Column(msg("What"), 130, "words"),
        "gross_value": Column(msg("Amount"), 115, "amount"),
        "income_tax": Column(msg("Income tax"), 105, "amount", optional=True, adds_up=True),
        "net_value": Column(msg("After tax"), 115, "amount"),
    },
    alt=msg("Movements of investments, the newest first"),
    opens="br_investment_transactions",
)
EXCHANGES = Table(
    {
        "operation_requested_at": Column(msg("Asked for"), 110, "as_of"),
        "whose": Column(msg("Whose"), 180, "link"),
        "side": Column(msg("Way"), 130, help=msg("As the bank sees it")),
        "foreign": Column(msg("Foreign"), 130, "right"),
        "local": Column(msg("Local"), 130, "right"),
        "rate": Column(msg("Rate"), 80, "right", help=msg("Local money for one of the foreign")),
        "taxed": Column(msg("Tax"), 100, "right", optional=True),
        "settlement_method": Column(msg("Settled by"), 120, optional=True),
        "authorized_institution_name": Column(msg("By"), 150, optional=True),
        "operation_number": Column(msg("Number"), 120, optional=True),
    },
    alt=msg("Exchanges of money, the newest first"),
    opens="br_exchanges",
)


Whose = Mapping[str, str]
"""A label for the id of each link."""


def draw_terms(db: Database, links: Sequence[str], whose: Whose) -> None:
    """What of cards and loans has to be paid by when."""
    rows = cards.terms(db, links)
    draw_table(page_of(rows), TERMS, key="terms", names=whose)
    draw_foot(rows, "cards_and_loans", key="export_terms", numbers=TERMS.numbers)


def draw_bills(db: Database, links: Sequence[str], whose: Whose) -> None:
    """The bills of cards."""
    rows = cards.bills(db, links)
    draw_table(page_of(rows), BILLS, key="bills", names=whose)
    draw_foot(rows, "bills", key="export_bills", numbers=BILLS.numbers)


def draw_investments(db: Database, links: Sequence[str], whose: Whose) -> None:
    """What is held."""
    rows = investments.positions(db, links)
    draw_table(page_of(rows), POSITIONS, key="investments", names=whose)
    draw_foot(rows, "investments", key="export_investments", numbers=POSITIONS.numbers)


def draw_moved(db: Database, links: Sequence[str], whose: Whose) -> None:
    """What was put into investments, and taken out of them."""
    rows = investments.movements(db, links)
    draw_table(page_of(rows), MOVED, key="investment_movements", names=whose)
    draw_foot(rows, "investment_movements", key="export_investment_movements", numbers=MOVED.numbers)


def draw_exchanges(db: Database, links: Sequence[str], whose: Whose) -> None:
    """Foreign money that was bought and sold; amounts of two currencies stand side by side."""
    rows = exchanges.operations(db, links)
    sums = {name: _amounts(rows, of) for name, of in {"foreign": "foreign", "local": "local", "taxed": "tax"}.items()}
    rates = [DASH if pd.isna(rate) else decimal(rate, 4) for rate in rows["rate"]]
    shown = rows.assign(
        **sums, rate=rates, side=rows["operation_type"].map(told(_SIDES)).fillna(rows["operation_type"])
    )
    draw_table(page_of(shown), EXCHANGES, key="exchanges", names=whose)
    draw_foot(rows, "exchanges", key="export_exchanges", numbers=EXCHANGES.numbers)


def _amounts(rows: pd.DataFrame, name: str) -> list[str]:
    pairs = zip(rows[f"{name}_amount"], rows[f"{name}_currency"].fillna(""), strict=True)
    return [DASH if pd.isna(amount) else money(amount, currency) for amount, currency in pairs]


_SIDES = {"COMPRA": msg("The bank buys"), "VENDA": msg("The bank sells")}

LISTED = "accounts"
SECTIONS: Mapping[str, tuple[str, str, Callable[[Database, Sequence[str], Whose], None]]] = {
    "due": (msg("Cards and loans"), LISTED, draw_terms),
    "bills": (msg("Bills"), "bills", draw_bills),
    "investments": (msg("Investments"), "br_investments", draw_investments),
    "invested": (msg("Their movements"), "br_investment_transactions", draw_moved),
    "exchanges": (msg("Exchanges"), "br_exchanges", draw_exchanges),
}
"""By their names in the address: what they are called, the resource that they are about, and what draws them."""


def sections_of(db: Database, accounts: pd.DataFrame) -> dict[str, str]:
    """What there is to see beside the rows of accounts.table, by its name in the address."""
    links, owes = {*accounts["link"]}, (accounts["balance_type"] == LIABILITY).any()
    return {
        name: say(label)
        for name, (label, resource, _) in SECTIONS.items()
        if (owes if resource == LISTED else links & {*contents.links_with(db, (resource,))})
    }
