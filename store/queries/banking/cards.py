"""Bills of credit cards."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from store.core import frames
from store.core.parameters import members
from store.database import Database
from store.queries.base import frame, live, parts, table
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
