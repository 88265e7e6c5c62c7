"""Belvo's objects as a Mexican and a Brazilian bank would send them, the same at every call."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.kit import bodies

Body = dict[str, Any]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAYS = 400

# What Streamlit would make of it is a link, a formula, a colour, an emoji, an icon, an arrow, HTML and a new line.
HOSTILE = "**bold** [x](http://evil.test) $a^2$ and $5 :red[red] :tada: :material/delete: A -> B <b>&amp;</b>\n# head"


def uuid(name: str) -> str:
    """The id of whatever has this name."""
    return str(uuid5(NAMESPACE_URL, f"https://linkdesk.test/{name}"))


def instant(moment: datetime) -> str:
    """As Belvo writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True)
class Bank:
    """An institution with its way of speaking."""

    name: str
    display_name: str
    country: str
    currency: str
    accounts: tuple[str, str, str]
    salary: str
    type: str = "bank"

    @property
    def body(self) -> Body:
        return bodies.institution(
            id=sum(map(ord, self.name)),
            name=self.name,
            display_name=self.display_name,
            type=self.type,
            country_codes=[self.country],
            primary_color="#4059D8",
            logo=None,
            icon_logo=None,
        )


EREBOR = Bank(
    "erebor_mx_retail", "Erebor", "MX", "MXN", ("Cuenta de nómina", "Ahorro programado", "Tarjeta Oro"), "Nómina"
)
EREBOR_BR = Bank(
    "erebor_br_retail", "Erebor Brasil", "BR", "BRL", ("Conta corrente", "Poupança", "Cartão Platinum"), "Salário"
)
GRINGOTTS = Bank(
    "gringotts_mx_retail", "Gringotts", "MX", "MXN", ("Cuenta débito", "Bóveda", "Crédito Galeón"), "Sueldo"
)
HOSTILE_BANK = Bank("messy_mx_retail", f"Bank {HOSTILE}", "MX", "*X*:tada:", (HOSTILE, "a_b_c", "=1+1"), HOSTILE)

_SHOPS = (
    ("Food & Groceries", "Supermarket", "SUPERAMA {n}", 180, 2400),
    ("Food & Groceries", "Restaurants", "UBER EATS {n}", 90, 600),
    ("Transport & Travel", "Taxi & Ride share", "UBER VIAJE {n}", 60, 320),
    ("Transport & Travel", "Gas & Fuel", "GASOLINERA {n}", 400, 1100),
    ("Online Platforms & Leisure", "Streaming", "NETFLIX.COM {n}", 199, 299),
    ("Personal Shopping", "Clothing", "LIVERPOOL {n}", 350, 4200),
    ("Bills & Utilities", "Electricity", "CFE {n}", 280, 900),
    ("Health & Fitness", "Pharmacy", "FARMACIA {n}", 70, 780),
    ("Fees & Charges", "Bank fees", "COMISION {n}", 12, 90),
)


def link(name: str, bank: Bank, *, status: str = "valid", external_id: str | None = None) -> Body:
    """A link at the bank; its id depends on the name only."""
    return bodies.link(
        uuid(name),
        institution=bank.name,
        status=status,
        external_id=external_id or f"user-{name}",
        institution_user_id=uuid(f"user of {name}").replace("-", ""),
        created_at=instant(NOW - timedelta(days=30)),
        last_accessed_at=instant(NOW - timedelta(hours=2)),
        fetch_resources=["ACCOUNTS", "TRANSACTIONS", "OWNERS"],
    )


def accounts(link_id: str, bank: Bank) -> list[Body]:
    """A current account, savings, and a credit card on which something is owed."""
    kinds = (
        ("CHECKING_ACCOUNT", "ASSET", 18_432.75, None),
        ("SAVINGS_ACCOUNT", "ASSET", 96_210.4, None),
        ("CREDIT_CARD", "LIABILITY", 9_145.1, 60_000),
    )
    return [
        bodies.account(
            uuid(f"{link_id} {category}"),
            link=link_id,
            institution={"name": bank.name, "type": "bank"},
            category=category,
            balance_type=balance_type,
            type=name,
            name=name,
            number=f"40{index}7{1000 + index * 37}",
            currency=bank.currency,
            balance={"current": current, "available": current},
            credit_data={"credit_limit": limit} if limit else None,
            created_at=instant(NOW - timedelta(days=30)),
            collected_at=instant(NOW - timedelta(hours=2)),
        )
        for index, (name, (category, balance_type, current, limit)) in enumerate(zip(bank.accounts, kinds, strict=True))
    ]


def transactions(account: Body, bank: Bank, *, days: int = DAYS) -> list[Body]:
    """A life on one account, newest last: salary and rent each month, and shopping nearly every day."""
    return [*_life(account, bank, Random(account["id"]), NOW.date() - timedelta(days=days), days)]  # noqa: S311 - made-up people


def _life(account: Body, bank: Bank, chance: Random, first: date, days: int) -> Iterator[Body]:
    for day in (first + timedelta(days=number) for number in range(days + 1)):
        if account["category"] == "CHECKING_ACCOUNT" and day.day in (15, 30):
            yield _movement(account, day, "INFLOW", 16_480.5, f"{bank.salary} quincena", "Income & Payments", "Salary")
        if account["category"] == "CHECKING_ACCOUNT" and day.day == 3:
            yield _movement(account, day, "OUTFLOW", 9_800, "RENTA DEPARTAMENTO", "Home & Life", "Rent")
        if account["category"] == "SAVINGS_ACCOUNT":
            if day.day == 16:
                yield _movement(account, day, "INFLOW", 2_500, "Traspaso a ahorro", "Transfers", None)
        elif chance.random() < 0.6:
            category, sub, text, low, high = chance.choice(_SHOPS)
            amount = round(chance.uniform(low, high), 2)
            yield _movement(account, day, "OUTFLOW", amount, text.format(n=chance.randrange(100, 999)), category, sub)


def _movement(
    account: Body, day: date, direction: str, amount: float, text: str, category: str | None, sub: str | None
) -> Body:
    return bodies.transaction(
        0,
        of=account,
        id=uuid(f"{account['id']} {day} {text} {amount}"),
        collected_at=account["collected_at"],
        created_at=instant(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)),
        value_date=day.isoformat(),
        accounting_date=day.isoformat(),
        amount=amount,
        currency=account["currency"],
        description=text,
        merchant={"merchant_name": text.split()[0].title()} if direction == "OUTFLOW" else None,
        category=category,
        subcategory=sub,
        reference=f"{abs(hash_of(text)) % 10_000_000:07d}",
        type=direction,
        status="PENDING" if (NOW.date() - day).days < 2 else "PROCESSED",
    )


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    return int(uuid5(NAMESPACE_URL, text)) % 10**9


def owners(link_id: str) -> Sequence[Body]:
    """Who holds the accounts."""
    own = {
        "link": link_id,
        "display_name": "María Fernanda Ruiz López",
        "email": "maria.ruiz@example.com",
        "phone_number": "+52 55 5555 0134",
        "document_id": {"document_type": "CURP", "document_number": "RULM900412MDFZPR09"},
        "collected_at": instant(NOW - timedelta(hours=2)),
    }
    return [bodies.owner(uuid(f"{link_id} owner"), **own)]
