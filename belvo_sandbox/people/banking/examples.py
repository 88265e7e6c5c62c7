"""Examples: lives that show one thing each, of which it is known what is true; their users are named after them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from belvo_sandbox.people.banking.accounts import make_account
from belvo_sandbox.people.banking.charges import CardInterest, CardPayment, Charges
from belvo_sandbox.people.banking.context import Habit
from belvo_sandbox.people.banking.example_habits import (
    FriendsShare,
    Gambling,
    PaydayLoans,
    PrivateRent,
    SameAgain,
    ToOtherBank,
    shown_twice,
    shown_without_gap,
)
from belvo_sandbox.people.banking.income import Salary
from belvo_sandbox.people.banking.scenarios import (
    Scenario,
    company,
    full,
    home,
    make_context,
    make_scenario,
    shopping,
    subscriptions,
)
from belvo_sandbox.people.banking.spending import Rent
from belvo_sandbox.people.employment.payroll import Payroll
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.rng import Rng


def life(person: Person, name: str) -> Scenario:
    """The scenario of this name for a person, an example or another."""
    return EXAMPLES[name](person) if name in EXAMPLES else make_scenario(person, name)


def _two_banks(person: Person) -> Scenario:
    """The bank that the salary reaches, and from which the other one is filled."""
    rng = Rng("two banks", person.institution_key)
    accounts = (make_account(person, "checking", opening=person.income),)
    context = make_context(person, accounts)
    habits: tuple[Habit, ...] = (
        Salary(context, Payroll(person)),
        *home(context, rng),
        *(replace(habit, by_card=0.0) for habit in shopping(context, rng, 55)),
        *subscriptions(context, rng, "checking"),
        Charges(context),
        ToOtherBank(context),
    )
    return Scenario(accounts, habits, reserve=person.income * 60 // 100)


def _two_banks_other(person: Person) -> Scenario:
    """The bank that pays for daily life, with a card."""
    rng = Rng("two banks", person.institution_key)
    accounts = (
        make_account(person, "checking", opening=person.income // 2),
        make_account(person, "card", floor=-(person.income // 500_000 * 500_000)),
    )
    context = make_context(person, accounts)
    habits: tuple[Habit, ...] = (
        *shopping(context, rng, 35),
        Charges(context),
        CardPayment(context, early=2),
        CardInterest(context, accounts[-1].cutting_day),
        ToOtherBank(context, arrives=True),
        FriendsShare(context),
    )
    return Scenario(accounts, habits, reserve=person.income // 20)


def _tenant(person: Person) -> Scenario:
    scenario, context = full(person), make_context(person, full(person).accounts)
    habits = tuple(habit for habit in scenario.habits if not isinstance(habit, Rent))
    return replace(scenario, habits=(PrivateRent(context, 3, 28), *habits))


def _with(habit: Callable[..., Habit], *more: object) -> Callable[[Person], Scenario]:
    def scenario(person: Person) -> Scenario:
        usual = full(person)
        return replace(usual, habits=(*usual.habits, habit(make_context(person, usual.accounts), *more)))

    return scenario


def _twins(person: Person) -> Scenario:
    return replace(_with(SameAgain)(person), report=partial(shown_twice, person.institution_key))


def _data_gap(person: Person) -> Scenario:
    return replace(full(person), report=shown_without_gap)


EXAMPLES: dict[str, Callable[[Person], Scenario]] = {
    "salary_cut": full,
    "two_jobs": full,
    "two_banks": _two_banks,
    "two_banks_other": _two_banks_other,
    "tenant": _tenant,
    "gambler": _with(Gambling, 9),
    "payday_loans": _with(PaydayLoans),
    "slow_customers": company,
    "two_books": company,
    "twins": _twins,
    "data_gap": _data_gap,
    "wrong_check_digit": full,
}
