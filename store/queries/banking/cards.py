"""Bills of credit cards, and what of cards and loans is to be paid when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.balances import LIABILITY
from store.core import frames
from store.core.parameters import members
from store.database import Database
from store.queries.base import bodies, frame, live, part, parts, table
from store.write import rows

if TYPE_CHECKING:
    from pandas import DataFrame


def bills(
    db: Database,
    links: Sequence[str] = (),
    *,
    accounts: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> "DataFrame":
    """One row a bill, the newest first; columns as in `_BILLS`, days those on which it is due."""
    condition, parameters = live(links, day="due_date", since=since, until=until)
    if accounts:
        names, more = members("account", accounts)
        condition, parameters = f"{condition} AND account IN {names}", parameters | more
    name = "(SELECT name FROM accounts WHERE accounts.id = bills.account AND accounts.link = bills.link)"
    sources = {"account_name": name}
    return table(db, "bills", _BILLS, (condition, parameters), order="due_date DESC NULLS LAST", sources=sources)


def payments(db: Database, bill: str) -> "DataFrame":
    """Payments of a bill and charges for paying late, in Belvo's order; columns as in `_PAYMENTS`."""
    body = rows.body(db, "bills", bill) or {}
    paid = ({**one, "kind": "payment", "day": one.get("payment_date")} for one in parts(body, "payments"))
    charged = ({**one, "kind": "charge"} for one in parts(body, "finance_charges"))
    return frame([*paid, *charged], _PAYMENTS)


def terms(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a card or loan that tells what is to be paid, the next one due first; columns as in `_TERMS`."""
    condition, parameters = live(links)
    which = f"{condition} AND balance_type = '{LIABILITY}'", parameters
    with db.read() as connection:
        found = [*_terms(bodies(connection, "accounts", which))]
    told = frame(found, _TERMS)
    return told.sort_values("next_payment_date", kind="stable", na_position="last", ignore_index=True)


def _terms(accounts: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """What the card's data say, else the loan's."""
    for account in accounts:
        told = part(account, "credit_data") or part(account, "loan_data")
        if any(told.get(name) is not None for name in _TOLD):
            own = {name: account.get(name) for name in ("link", "category", "currency")}
            yield {**told, **own, "account": account["id"], "account_name": account.get("name")}


_TOLD = ("minimum_payment", "next_payment_date", "no_interest_payment", "monthly_payment", "cutting_date")
_TERMS = {
    "link": frames.TEXT,
    "account": frames.TEXT,
    "account_name": frames.TEXT,
    "category": frames.TEXT,
    "currency": frames.TEXT,
    "next_payment_date": frames.DAY,
    "minimum_payment": frames.MONEY,
    "no_interest_payment": frames.MONEY,
    "monthly_payment": frames.MONEY,
    "cutting_date": frames.DAY,
    "last_payment_date": frames.DAY,
    "interest_rate": frames.NUMBER,
}

_BILLS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "account": frames.TEXT,
    "account_name": frames.TEXT,
    "bill_name": frames.TEXT,
    "due_date": frames.DAY,
    "currency": frames.TEXT,
    "total_amount": frames.MONEY,
    "minimum_amount": frames.MONEY,
    "is_installment": frames.FLAG,
}

_PAYMENTS = {
    "kind": frames.TEXT,
    "type": frames.TEXT,
    "day": frames.DAY,
    "payment_mode": frames.TEXT,
    "currency": frames.TEXT,
    "amount": frames.MONEY,
}
