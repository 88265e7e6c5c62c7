"""Whole lives: which accounts and habits somebody of a kind has."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from belvo_sandbox.people.banking.accounting import Movement, Plan
from belvo_sandbox.people.banking.accounts import Account, account
from belvo_sandbox.people.banking.charges import CardInterest, CardPayment, Charges, Saving, SavingsInterest, rescue
from belvo_sandbox.people.banking.context import Habit, Setting
from belvo_sandbox.people.banking.descriptions import Wording
from belvo_sandbox.people.banking.earning import Pension, Salary
from belvo_sandbox.people.banking.edge_cases import Oddities, awkward
from belvo_sandbox.people.banking.settlements import Trade, Wages
from belvo_sandbox.people.banking.spending import Cash, Contract, Friends, Furnishing, Holiday, Rent, Shopping, Spree
from belvo_sandbox.people.employment.payroll import Payroll
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices
from belvo_sandbox.people.rng import Chance


@dataclass(frozen=True)
class Life:
    """Accounts, habits, and what becomes of the movements."""

    accounts: tuple[Account, ...]
    habits: tuple[Habit, ...]
    reserve: int = 0  # cents that are not spent on wishes
    rescue: Callable[[int, int], Plan] | None = None
    rewrite: Callable[[Movement], Movement] | None = None


@dataclass(frozen=True)
class Taste:
    """How often somebody buys a kind of thing in a month, when, and how much of it on the credit card."""

    kind: str
    monthly: float
    by_card: float
    hours: tuple[int, int] = (9, 21)
    weekend: float = 1.0


TASTES = (
    Taste("groceries", 7, 0.25, weekend=1.5),
    Taste("restaurants", 6, 0.5, (13, 23), weekend=1.6),
    Taste("coffee", 7, 0.1, (7, 11)),
    Taste("convenience", 7, 0.05, (8, 23)),
    Taste("delivery", 2.5, 0.8, (19, 23), weekend=1.5),
    Taste("bars", 1.1, 0.5, (20, 23), weekend=2.0),
    Taste("rides", 4, 0.7, (7, 23), weekend=1.4),
    Taste("pharmacy", 2, 0.3),
    Taste("health", 0.3, 0.6, (9, 18)),
    Taste("hair", 0.8, 0.2, (10, 19), weekend=1.5),
    Taste("home", 0.4, 0.7, (10, 20), weekend=1.5),
    Taste("clothes", 0.9, 0.7, (11, 20), weekend=1.6),
    Taste("online", 1.8, 0.9, (9, 23)),
    Taste("department", 0.5, 0.7, (11, 20), weekend=1.6),
    Taste("books", 0.4, 0.6, (11, 20)),
    Taste("pets", 0.7, 0.4, (10, 19)),
    Taste("cinema", 0.8, 0.5, (15, 22), weekend=2.0),
    Taste("games", 0.3, 0.9, (18, 23)),
)
_DRIVER = (Taste("gas", 2.6, 0.4, (7, 21)), Taste("parking", 1.5, 0.0, (8, 22)), Taste("transit", 2, 0.0, (7, 21)))
_PASSENGER = (Taste("transit", 10, 0.0, (6, 21)), Taste("rides", 2, 0.7, (7, 23)))


def life(person: Person, kind: str) -> Life:
    """The life of a kind that this person leads."""
    return LIVES[kind](person)


def _full(person: Person) -> Life:
    chance = Chance("full", person.at)
    accounts = (
        account(person, "checking", opening=person.income * chance.whole(40, 70) // 100),
        account(person, "savings", opening=person.income * chance.whole(100, 260) // 100),
        account(person, "card", floor=-(person.income * 3 // 500_000 * 500_000)),
    )
    setting = _setting(person, accounts)
    habits = (
        Salary(setting, Payroll(person)),
        *_home(setting, chance),
        *_shopping(setting, chance, chance.whole(100, 120)),
        *_subscriptions(setting, chance, "card"),
        Cash(setting, 2.6),
        Friends(setting, 1.5),
        Trade(setting),
        Charges(setting),
        SavingsInterest(setting),
        Saving(setting, cushion=chance.whole(55, 75), share=chance.whole(55, 80)),
        Holiday(setting, (7, 12), chance.whole(5, 22)),
        Furnishing(setting, chance.pick((3, 9)), chance.whole(2, 27)),
        CardPayment(setting, early=chance.whole(0, 5)),
        CardInterest(setting, accounts[-1].cutting_day),
    )
    return Life(accounts, habits, reserve=person.income // 40, rescue=partial(rescue, setting))


def _negative(person: Person) -> Life:
    chance = Chance("negative", person.at)
    overdraft = person.income * 2 // 100_000 * 100_000
    accounts = (
        account(person, "checking", opening=-overdraft * 3 // 4, floor=-overdraft),
        account(person, "card", opening=-person.income, floor=-(person.income * 2 // 500_000 * 500_000)),
    )
    setting = _setting(person, accounts, lavishness=170)
    habits = (
        Salary(setting, Payroll(person)),
        *_home(setting, chance),
        *_shopping(setting, chance, 150),
        *_subscriptions(setting, chance, "checking"),
        Cash(setting, 3.5),
        Friends(setting, 1.0),
        Charges(setting),
        CardPayment(setting, early=0, whole=False),
        CardInterest(setting, accounts[-1].cutting_day),
    )
    return Life(accounts, habits)


def _low(person: Person) -> Life:
    chance = Chance("low", person.key)
    accounts = (account(person, "checking", opening=person.income // 4),)
    setting = _setting(person, accounts)
    habits = (
        Friends(setting, 1.5),
        Shopping(setting, "convenience", person.culture.shops["convenience"].names, 2, 0.0),
        Shopping(setting, "pharmacy", person.culture.shops["pharmacy"].names, 1, 0.0),
        Trade(setting),
        Cash(setting, 1.0),
        _contract(setting, "phone", chance),
    )
    return Life(accounts, habits)


def _messy(person: Person) -> Life:
    plain = _full(person)
    habits: tuple[Habit, ...] = (*plain.habits, Oddities())
    return replace(plain, habits=habits, rewrite=partial(awkward, person.at))


def _nothing(person: Person) -> Life:  # noqa: ARG001 - the signature of all lives
    return Life((), ())


def _gig_driver(person: Person) -> Life:
    return _plain(person, "gig driver", Trade, 95)


def _pensioner(person: Person) -> Life:
    return _plain(person, "pensioner", Pension, 80)


def _plain(person: Person, name: str, earn: Callable[[Setting], Habit], percent: int) -> Life:
    """A life from one account, with no credit to fall back on."""
    chance = Chance(name, person.at)
    accounts = (
        account(person, "checking", opening=person.income * chance.whole(40, 70) // 100),
        account(person, "savings", opening=person.income * chance.whole(100, 200) // 100),
    )
    setting = _setting(person, accounts)
    habits = (
        earn(setting),
        *_home(setting, chance),
        *(replace(habit, by_card=0.0) for habit in _shopping(setting, chance, percent)),
        *_subscriptions(setting, chance, "checking"),
        Cash(setting, 4),
        Friends(setting, 1.5),
        Charges(setting),
        SavingsInterest(setting),
        Saving(setting, cushion=60, share=60),
    )
    return Life(accounts, habits, reserve=person.income // 40, rescue=partial(rescue, setting))


def _family(person: Person) -> Life:
    """Who lives beyond their means: each payday lifts the account out of the overdraft, each month ends in it."""
    chance = Chance("family", person.at)
    overdraft = person.income * 2 // 500_000 * 100_000
    accounts = (
        account(person, "checking", opening=person.income // 2, floor=-overdraft),
        account(person, "card", floor=-(person.income // 100_000 * 100_000)),
    )
    setting = _setting(person, accounts, lavishness=170)
    habits = (
        Salary(setting, Payroll(person)),
        *_home(setting, chance),
        *_shopping(setting, chance, 150),
        *_subscriptions(setting, chance, "card"),
        Cash(setting, 3),
        Friends(setting, 1.0),
        Spree(setting, chance.whole(22, 26)),
        Charges(setting),
        CardPayment(setting, early=0, whole=False),
        CardInterest(setting, accounts[-1].cutting_day),
    )
    return Life(accounts, habits)


def _company(person: Person) -> Life:
    accounts = (account(person, "checking", opening=person.income * 2), account(person, "savings"))
    setting = _setting(person, accounts)
    habits: tuple[Habit, ...] = (
        Trade(setting),
        Wages(setting),
        Charges(setting),
        SavingsInterest(setting),
        Saving(setting, cushion=150, share=60),
    )
    return Life(accounts, habits, rescue=partial(rescue, setting))


_SHORT_HISTORY = {"low": timedelta(days=60)}
_HISTORY = timedelta(days=730)
LIVES: dict[str, Callable[[Person], Life]] = {
    "full": _full,
    "negative": _negative,
    "low": _low,
    "messy": _messy,
    "nodata": _nothing,
    "salaried": _full,
    "gig_driver": _gig_driver,
    "family": _family,
    "company": _company,
    "pensioner": _pensioner,
    "job_changer": _full,
}
# The lives that make a demo; their users are named after them.
NAMED = ("salaried", "gig_driver", "family", "company", "pensioner", "job_changer")


def history(kind: str) -> timedelta:
    """How far back a life's institution shows it."""
    return _SHORT_HISTORY.get(kind, _HISTORY)


def _setting(person: Person, accounts: tuple[Account, ...], lavishness: int = 100) -> Setting:
    return Setting(person, Prices(person, lavishness), Wording(person), {one.key: one.number for one in accounts})


def _home(setting: Setting, chance: Chance) -> list[Habit]:
    every = setting.person.culture.banking.electricity_months
    return [
        Rent(setting, chance.whole(1, 5), chance.whole(22, 28)),
        _contract(setting, "electricity", chance, measured=True, every=every),
        _contract(setting, "water", chance, measured=True, every=every),
        _contract(setting, "phone", chance),
        _contract(setting, "internet", chance),
    ]


def _shopping(setting: Setting, chance: Chance, percent: int) -> list[Shopping]:
    tastes = TASTES + (_DRIVER if setting.person.has_car else _PASSENGER)
    shops = setting.person.culture.shops
    return [
        Shopping(
            setting,
            taste.kind,
            shops[taste.kind].names,
            taste.monthly * percent / 100 * chance.whole(85, 115) / 100,
            taste.by_card,
            taste.hours,
            taste.weekend,
        )
        for taste in tastes
    ]


def _subscriptions(setting: Setting, chance: Chance, account_key: str) -> list[Habit]:
    kinds = ["streaming", "apps", "gym", "insurance"]
    return [
        *(_contract(setting, kind, chance, account=account_key) for kind in kinds if chance.happens(0.8)),
        _contract(setting, "streaming", chance, account=account_key),
    ]


def _contract(
    setting: Setting, kind: str, chance: Chance, *, measured: bool = False, account: str = "checking", every: int = 1
) -> Contract:
    shops = setting.person.culture.shops[kind]
    cents = 0 if measured else chance.whole(shops.low, shops.high) * 100
    return Contract(setting, kind, chance.pick(shops.names), chance.whole(3, 27), cents, account, every)
