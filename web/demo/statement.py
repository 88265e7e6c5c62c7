"""What the shop shows of a link: accounts and the latest movements, taken out of Belvo's objects."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

from belvo_client import Account, Transaction
from languages import say

State = Literal["ready", "waiting", "empty", "repair"]
"""Data are there; not yet; none came in good time; the visitor must sign in at the bank again."""


@dataclass(frozen=True)
class AccountLine:
    """One account; `balance` is in units of `currency`, and what is owed if `owed`."""

    name: str
    kind: str
    number: str
    balance: Decimal | None
    currency: str
    owed: bool

    @classmethod
    def of(cls, account: Account) -> Self:
        """The line of Belvo's object."""
        current = account["balance"]["current"]
        kind = say((account["category"] or "account").replace("_", " ").capitalize())
        return cls(
            name=account["name"] or kind,
            kind=kind,
            number=(account["number"] or "")[-4:],
            balance=None if current is None else _exact(current),
            currency=account["currency"],
            owed=account["balance_type"] == "LIABILITY",
        )


@dataclass(frozen=True)
class Movement:
    """One movement; `amount` is negative for money that went out, `day` the bank's date."""

    day: date
    description: str
    account: str
    amount: Decimal
    currency: str
    pending: bool

    @classmethod
    def of(cls, transaction: Transaction) -> Self:
        """The line of Belvo's object, whose amounts have no sign."""
        amount = _exact(transaction["amount"])
        account = transaction["account"]
        return cls(
            day=_day(transaction),
            description=(transaction["description"] or "").strip() or say("No description"),
            account=(account["name"] if account else None) or "",
            amount=-amount if transaction["type"] == "OUTFLOW" else amount,
            currency=transaction["currency"] or "",
            pending=transaction["status"] == "PENDING",
        )


@dataclass(frozen=True)
class Statement:
    """A link's data as far as they are there; the newest movement comes first."""

    state: State
    link: str
    institution: str
    accounts: tuple[AccountLine, ...] = ()
    movements: tuple[Movement, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As JSON has it: amounts as decimal text, so that none of their digits is lost, and days as YYYY-MM-DD."""
        return asdict(self, dict_factory=lambda items: {name: _plain(value) for name, value in items})


def latest(transactions: Iterable[Transaction], limit: int) -> tuple[Movement, ...]:
    """The newest movements; Belvo promises no order of its lists."""
    newest = sorted(transactions, key=_moment, reverse=True)[:limit]
    return tuple(Movement.of(transaction) for transaction in newest)


def _moment(transaction: Transaction) -> tuple[date, str]:
    return _day(transaction), transaction.get("transacted_at") or transaction["created_at"]


def _day(transaction: Transaction) -> date:
    return date.fromisoformat(transaction["value_date"][:10])


def _exact(amount: float) -> Decimal:
    return Decimal(str(amount))


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal | date) else value
