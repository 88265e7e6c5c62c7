"""Scenarios: the accounts and habits of one kind of person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from belvo_sandbox.people.banking.accounting import Movement, Plan
from belvo_sandbox.people.banking.accounts import Account, make_account
from belvo_sandbox.people.banking.charges import (
    CardInterest,
    CardPayment,
    Charges,
    Saving,
    SavingsInterest,
    overdraft_transfer,
)
from belvo_sandbox.people.banking.context import Context, Habit
from belvo_sandbox.people.banking.descriptions import Descriptions
from belvo_sandbox.people.banking.edge_cases import EdgeCases, with_edge_case
from belvo_sandbox.people.banking.income import Pension, Salary
from belvo_sandbox.people.banking.settlements import BusinessPayments, Wages
from belvo_sandbox.people.banking.spending import (
    Cash,
    Contract,
    Friends,
    HomePurchase,
    Overspending,
    Rent,
    Shopping,
    Travel,
)
from belvo_sandbox.people.employment.payroll import Payroll
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices
from belvo_sandbox.people.rng import Rng


@dataclass(frozen=True)
class Scenario:
    """Accounts, habits, and what becomes of the movements."""

    accounts: tuple[Account, ...]
    habits: tuple[Habit, ...]
    reserve: int = 0  # cents that are not spent on wishes
    overdraft_transfer: Callable[[int, int], Plan] | None = None
    rewrite: Callable[[Movement], Movement] | None = None
    report: Callable[[Movement], Iterable[Movement]] | None = None  # what the bank shows of a movement


@dataclass(frozen=True)
class ShoppingHabit:
    """Purchases of one kind: how many in a month, when, and how many of them on the credit card."""

    kind: str
    monthly: float
    by_card: float
    hours: tuple[int, int] = (9, 21)
    weekend: float = 1.0


SHOPPING_HABITS = (
    ShoppingHabit("groceries", 7, 0.25, weekend=1.5),
    ShoppingHabit("restaurants", 6, 0.5, (13, 23), weekend=1.6),
    ShoppingHabit("coffee", 7, 0.1, (7, 11)),
    ShoppingHabit("convenience", 7, 0.05, (8, 23)),
    ShoppingHabit("delivery", 2.5, 0.8, (19, 23), weekend=1.5),
    ShoppingHabit("bars", 1.1, 0.5, (20, 23), weekend=2.0),
    ShoppingHabit("rides", 4, 0.7, (7, 23), weekend=1.4),
    ShoppingHabit("pharmacy", 2, 0.3),
    ShoppingHabit("health", 0.3, 0.6, (9, 18)),
    ShoppingHabit("hair", 0.8, 0.2, (10, 19), weekend=1.5),
    ShoppingHabit("home", 0.4, 0.7, (10, 20), weekend=1.5),
    ShoppingHabit("clothes", 0.9, 0.7, (11, 20), weekend=1.6),
    ShoppingHabit("online", 1.8, 0.9, (9, 23)),
    ShoppingHabit("department", 0.5, 0.7, (11, 20), weekend=1.6),
    ShoppingHabit("books", 0.4, 0.6, (11, 20)),
    ShoppingHabit("pets", 0.7, 0.4, (10, 19)),
    ShoppingHabit("cinema", 0.8, 0.5, (15, 22), weekend=2.0),
    ShoppingHabit("games", 0.3, 0.9, (18, 23)),
)
_DRIVER = (
    ShoppingHabit("gas", 2.6, 0.4, (7, 21)),
    ShoppingHabit("parking", 1.5, 0.0, (8, 22)),
    ShoppingHabit("transit", 2, 0.0, (7, 21)),
)
_PASSENGER = (ShoppingHabit("transit", 10, 0.0, (6, 21)), ShoppingHabit("rides", 2, 0.7, (7, 23)))


def make_scenario(person: Person, name: str) -> Scenario:
    """The scenario of this name for a person."""
    return SCENARIOS[name](person)


def full(person: Person) -> Scenario:
    rng = Rng("full", person.institution_key)
    accounts = (
        make_account(person, "checking", opening=person.income * rng.integer(40, 70) // 100),
        make_account(person, "savings", opening=person.income * rng.integer(100, 260) // 100),
        make_account(person, "card", floor=-(person.income * 3 // 500_000 * 500_000)),
    )
    context = make_context(person, accounts)
    habits = (
        Salary(context, Payroll(person)),
        *home(context, rng),
        *shopping(context, rng, rng.integer(100, 120)),
        *subscriptions(context, rng, "card"),
        Cash(context, 2.6),
        Friends(context, 1.5),
        BusinessPayments(context),
        Charges(context),
        SavingsInterest(context),
        Saving(context, cushion=rng.integer(55, 75), share=rng.integer(55, 80)),
        Travel(context, (7, 12), rng.integer(5, 22)),
        HomePurchase(context, rng.choice((3, 9)), rng.integer(2, 27)),
        CardPayment(context, early=rng.integer(0, 5)),
        CardInterest(context, accounts[-1].cutting_day),
    )
    return Scenario(
        accounts, habits, reserve=person.income // 40, overdraft_transfer=partial(overdraft_transfer, context)
    )


def _negative(person: Person) -> Scenario:
    rng = Rng("negative", person.institution_key)
    overdraft = person.income * 2 // 100_000 * 100_000
    accounts = (
        make_account(person, "checking", opening=-overdraft * 3 // 4, floor=-overdraft),
        make_account(person, "card", opening=-person.income, floor=-(person.income * 2 // 500_000 * 500_000)),
    )
    context = make_context(person, accounts, spending_level=170)
    habits = (
        Salary(context, Payroll(person)),
        *home(context, rng),
        *shopping(context, rng, 150),
        *subscriptions(context, rng, "checking"),
        Cash(context, 3.5),
        Friends(context, 1.0),
        Charges(context),
        CardPayment(context, early=0, whole=False),
        CardInterest(context, accounts[-1].cutting_day),
    )
    return Scenario(accounts, habits)


def _low(person: Person) -> Scenario:
    rng = Rng("low", person.key)
    accounts = (make_account(person, "checking", opening=person.income // 4),)
    context = make_context(person, accounts)
    habits = (
        Friends(context, 1.5),
        Shopping(context, "convenience", person.country.shops["convenience"].names, 2, 0.0),
        Shopping(context, "pharmacy", person.country.shops["pharmacy"].names, 1, 0.0),
        BusinessPayments(context),
        Cash(context, 1.0),
        _contract(context, "phone", rng),
    )
    return Scenario(accounts, habits)


def _messy(person: Person) -> Scenario:
    unaccented = full(person)
    habits: tuple[Habit, ...] = (*unaccented.habits, EdgeCases())
    return replace(unaccented, habits=habits, rewrite=partial(with_edge_case, person.institution_key))


def _nothing(person: Person) -> Scenario:  # noqa: ARG001 - the signature of all lives
    return Scenario((), ())


def _gig_driver(person: Person) -> Scenario:
    return _single_account(person, "gig driver", BusinessPayments, 95)


def _pensioner(person: Person) -> Scenario:
    return _single_account(person, "pensioner", Pension, 80)


def _single_account(person: Person, name: str, earn: Callable[[Context], Habit], percent: int) -> Scenario:
    """One account, with no credit to fall back on."""
    rng = Rng(name, person.institution_key)
    accounts = (
        make_account(person, "checking", opening=person.income * rng.integer(40, 70) // 100),
        make_account(person, "savings", opening=person.income * rng.integer(100, 200) // 100),
    )
    context = make_context(person, accounts)
    habits = (
        earn(context),
        *home(context, rng),
        *(replace(habit, by_card=0.0) for habit in shopping(context, rng, percent)),
        *subscriptions(context, rng, "checking"),
        Cash(context, 4),
        Friends(context, 1.5),
        Charges(context),
        SavingsInterest(context),
        Saving(context, cushion=60, share=60),
    )
    return Scenario(
        accounts, habits, reserve=person.income // 40, overdraft_transfer=partial(overdraft_transfer, context)
    )


def _family(person: Person) -> Scenario:
    """Each payday lifts the account out of the overdraft, each month ends in it."""
    rng = Rng("family", person.institution_key)
    overdraft = person.income * 2 // 500_000 * 100_000
    accounts = (
        make_account(person, "checking", opening=person.income // 2, floor=-overdraft),
        make_account(person, "card", floor=-(person.income // 100_000 * 100_000)),
    )
    context = make_context(person, accounts, spending_level=170)
    habits = (
        Salary(context, Payroll(person)),
        *home(context, rng),
        *shopping(context, rng, 150),
        *subscriptions(context, rng, "card"),
        Cash(context, 3),
        Friends(context, 1.0),
        Overspending(context, rng.integer(22, 26)),
        Charges(context),
        CardPayment(context, early=0, whole=False),
        CardInterest(context, accounts[-1].cutting_day),
    )
    return Scenario(accounts, habits)


def company(person: Person) -> Scenario:
    accounts = (make_account(person, "checking", opening=person.income * 2), make_account(person, "savings"))
    context = make_context(person, accounts)
    habits: tuple[Habit, ...] = (
        BusinessPayments(context),
        Wages(context),
        Charges(context),
        SavingsInterest(context),
        Saving(context, cushion=150, share=60),
    )
    return Scenario(accounts, habits, overdraft_transfer=partial(overdraft_transfer, context))


_SHORT_HISTORY = {"low": timedelta(days=60)}
_HISTORY = timedelta(days=730)
SCENARIOS: dict[str, Callable[[Person], Scenario]] = {
    "full": full,
    "negative": _negative,
    "low": _low,
    "messy": _messy,
    "nodata": _nothing,
    "salaried": full,
    "gig_driver": _gig_driver,
    "family": _family,
    "company": company,
    "pensioner": _pensioner,
    "job_changer": full,
}
# For demos; their users are named after them.
DEMO_SCENARIOS = ("salaried", "gig_driver", "family", "company", "pensioner", "job_changer")


def history_length(kind: str) -> timedelta:
    """As far back as institutions show it."""
    return _SHORT_HISTORY.get(kind, _HISTORY)


def make_context(person: Person, accounts: tuple[Account, ...], spending_level: int = 100) -> Context:
    return Context(
        person, Prices(person, spending_level), Descriptions(person), {one.key: one.number for one in accounts}
    )


def home(context: Context, rng: Rng) -> list[Habit]:
    every = context.person.country.banking.electricity_months
    return [
        Rent(context, rng.integer(1, 5), rng.integer(22, 28)),
        _contract(context, "electricity", rng, measured=True, every=every),
        _contract(context, "water", rng, measured=True, every=every),
        _contract(context, "phone", rng),
        _contract(context, "internet", rng),
    ]


def shopping(context: Context, rng: Rng, percent: int) -> list[Shopping]:
    tastes = SHOPPING_HABITS + (_DRIVER if context.person.has_car else _PASSENGER)
    shops = context.person.country.shops
    return [
        Shopping(
            context,
            taste.kind,
            shops[taste.kind].names,
            taste.monthly * percent / 100 * rng.integer(85, 115) / 100,
            taste.by_card,
            taste.hours,
            taste.weekend,
        )
        for taste in tastes
    ]


def subscriptions(context: Context, rng: Rng, account_key: str) -> list[Habit]:
    kinds = ["streaming", "apps", "gym", "insurance"]
    return [
        *(_contract(context, kind, rng, account=account_key) for kind in kinds if rng.happens(0.8)),
        _contract(context, "streaming", rng, account=account_key),
    ]


def _contract(
    context: Context, kind: str, rng: Rng, *, measured: bool = False, account: str = "checking", every: int = 1
) -> Contract:
    shops = context.person.country.shops[kind]
    cents = 0 if measured else rng.integer(shops.low, shops.high) * 100
    return Contract(context, kind, rng.choice(shops.names), rng.integer(3, 27), cents, account, every)
