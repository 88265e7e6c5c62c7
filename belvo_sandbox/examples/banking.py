"""What is true of the examples' bank accounts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from belvo_sandbox.examples.history import History, Row
from belvo_sandbox.people import Movement
from belvo_sandbox.people.banking import example_habits as habits

_DAY = timedelta(days=1)


def own_transfers(histories: Sequence[History]) -> Row:
    """The pairs of which both ends are shown, and what only looks like one."""
    ends: dict[str, list[Row]] = defaultdict(list)
    for history in histories:
        for movement in history.marked(habits.OWN):
            ends[movement.line.mark].append(history.row(movement))
    pairs = [sorted(both, key=_leaves_first) for both in ends.values() if len(both) == 2]
    amounts = {(reached["value_date"], reached["amount"]) for _, reached in pairs}
    return {
        "own_transfers": [{"from": left, "to": reached} for left, reached in pairs],
        "no_transfers": [row for row in _received(histories[1]) if (row["value_date"], row["amount"]) in amounts],
    }


def _leaves_first(row: Row) -> bool:
    return bool(row["type"] == "INFLOW")


def _received(history: History) -> Iterator[Row]:
    """What reached the other bank and is no own transfer."""
    return (history.row(one) for one in history.movements if one.cents > 0 and not one.line.mark)


def rent(histories: Sequence[History]) -> Row:
    """What is paid for the home, month by month, and to whom."""
    (history,) = histories
    paid = [*history.marked(habits.RENT)]
    salaries = _by_month(one for one in history.movements if one.line.subcategory == "Salary")
    return {
        "payee": paid[-1].line.text.removesuffix(f" {paid[-1].line.reference}").partition(" ENVIADO ")[2],
        "rent": [history.row(one) for one in paid],
        "salary_by_month": _amounts(salaries),
    }


def gambling(histories: Sequence[History]) -> Row:
    """Stakes and what was won, with the sums by month."""
    (history,) = histories
    stakes = [*history.marked(habits.GAMBLING)]
    return {
        "stakes": [history.row(one) for one in stakes],
        "won": [history.row(one) for one in history.marked(habits.WON)],
        "staked_by_month": _amounts(_by_month(stakes, -1)),
    }


def payday_loans(histories: Sequence[History]) -> Row:
    """Each loan with what was paid back for it, nothing where that is still to come."""
    (history,) = histories
    repaid = {one.line.mark.partition(":")[2]: one for one in history.marked(habits.REPAID)}
    loans = ((one, repaid.get(one.line.mark.partition(":")[2])) for one in history.marked(habits.LOAN))
    return {
        "lender": habits.LENDER,
        "loans": [{"lent": history.row(lent), "repaid": back and history.row(back)} for lent, back in loans],
    }


def twins(histories: Sequence[History]) -> Row:
    """Movements that are shown twice, the same ones that are not, and who is one person."""
    pairs = []
    for history in histories:
        shown: dict[str, list[Movement]] = defaultdict(list)
        for one in history.marked(habits.TWICE):
            shown[one.line.mark].append(one)
        pairs += [[history.row(one) for one in both] for both in shown.values()]
    again = [pair for history in histories for pair in _bought_twice(history)]
    return {
        "one_person": [history.data.link.external_id for history in histories],
        "shown_twice": pairs,
        "bought_twice": again,
    }


def _bought_twice(history: History) -> Iterator[list[Row]]:
    for one, other in pairwise(history.marked(habits.AGAIN)):
        if one.day == other.day:
            yield [history.row(one), history.row(other)]


def gap(histories: Sequence[History]) -> Row:
    """The days without data, and by how much the balance moves in them."""
    (history,) = histories
    found = []
    for year in range(history.first.year, history.today.year + 1):
        first, last = (day.replace(year=year) for day in habits.GAP)
        if history.first < first and last < history.today:
            days = [(first + number * _DAY).isoformat() for number in range((last - first).days + 1)]
            found.append({"days": days, "moved": _moved(history, first, last)})
    return {"gaps": found}


def _moved(history: History, first: date, last: date) -> dict[str, float]:
    """By account, what its balance differs by between the last movement before some days and the first one after."""
    moved = {}
    for account in history.data.accounts:
        movements = [one for one in history.movements if one.account == account.key]
        for before, after in pairwise(movements):
            if before.day < first and last < after.day:
                moved[account.number] = (after.position - after.cents - before.position) / 100
    return moved


def overdrawn(histories: Sequence[History]) -> Row:
    """Days that ended below zero, and how many of each month; the first one, not all of which is shown, is left out."""
    (history,) = histories
    ends = {one.day: one.position for one in history.movements if one.account == "checking"}
    days, by_month = list[str](), defaultdict[str, int](int)
    day = (history.first.replace(day=28) + 4 * _DAY).replace(day=1)
    position = next((ends[known] for known in sorted(ends, reverse=True) if known < day), 0)
    while day < history.today:
        position = ends.get(day, position)
        days += [day.isoformat()] if position < 0 else []
        by_month[f"{day:%Y-%m}"] += position < 0
        day += _DAY
    return {"days_below_zero": days, "days_below_zero_by_month": dict(by_month)}


def _by_month(movements: Iterator[Movement] | Sequence[Movement], sign: int = 1) -> dict[str, int]:
    months = defaultdict[str, int](int)
    for one in movements:
        months[f"{one.day:%Y-%m}"] += sign * one.cents
    return months


def _amounts(cents: dict[str, int]) -> dict[str, float]:
    return {name: value / 100 for name, value in cents.items()}
