"""Movements that belong together: what comes in from one source, what goes out for one purpose again and again."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import mean, median, pstdev

from belvo_sandbox.people.banking.accounting import Line, Movement

_INCOME_TYPES = {
    "Salary": "SALARY",
    "Freelance": "FREELANCE",
    "Interest": "INTEREST",
    "Retirement": "RETIREMENT",
    "Government": "GOVERNMENT",
    "Rent": "RENT",
}
_BY_CATEGORY = {"Transfers": "TRANSFER", "Deposits": "DEPOSIT", "Income & Payments": "UNKNOWN"}
# The longest usual days between two incomes of a frequency.
_FREQUENCIES = ((10, "WEEKLY"), (20, "FORTNIGHTLY"), (45, "MONTHLY"))
_REGULAR = 0.6  # how many of the gaps have to be like the usual one
_RECURRING = {
    "Bills & Utilities",
    "Credits & Loans",
    "Insurance",
    "Online Platforms & Leisure",
    "Transport & Travel",
    "Taxes",
}
_MONTH = (24, 37)  # days between two monthly payments, weekends and holidays allowed for


def is_own(movement: Movement) -> bool:
    """Whether both ends of a movement are accounts of the same person."""
    return movement.line.counterparty is not None


def income_type(line: Line) -> str | None:
    """Belvo's name for the kind of income that a line is; None for what is no income, such as a refund."""
    return _INCOME_TYPES.get(line.subcategory or "") or _BY_CATEGORY.get(line.category or "")


def incomes(movements: Iterable[Movement], accounts: Iterable[str]) -> Mapping[tuple[str, str], Sequence[Movement]]:
    """What comes in, by account and type of income; own transfers are none."""
    found: dict[tuple[str, str], list[Movement]] = defaultdict(list)
    wanted = set(accounts)
    for movement in movements:
        if movement.cents > 0 and movement.account in wanted and not is_own(movement):
            kind = income_type(movement.line)
            if kind:
                found[movement.account, kind].append(movement)
    return found


def frequency(days: Sequence[date]) -> tuple[str, float | None]:
    """How often something happens, and how regularly (0 to 1); None for what happened on one day only."""
    gaps = [(after - before).days for before, after in pairwise(sorted(set(days)))]
    if not gaps:
        return "SINGLE", None
    usual = median(gaps)
    regularity = sum(abs(gap - usual) <= max(4, usual / 5) for gap in gaps) / len(gaps)
    if regularity < _REGULAR or len(gaps) < 2:
        return "IRREGULAR", regularity
    return next((name for longest, name in _FREQUENCIES if usual <= longest), "IRREGULAR"), regularity


def stability(amounts: Sequence[int]) -> float | None:
    """How alike amounts are, from 0 to 1; None for a single one."""
    return max(0.0, 1 - pstdev(amounts) / mean(amounts)) if len(amounts) > 1 else None


def recurring(movements: Iterable[Movement], accounts: Iterable[str]) -> Mapping[tuple[str, str], Sequence[Movement]]:
    """What is paid month after month, by account and name."""
    found: dict[tuple[str, str], list[Movement]] = defaultdict(list)
    wanted = set(accounts)
    for movement in movements:
        paid = movement.cents < 0 and movement.account in wanted and not is_own(movement)
        if paid and movement.line.category in _RECURRING:
            found[movement.account, name(movement.line)].append(movement)
    return {key: paid for key, paid in found.items() if is_monthly(paid)}


def name(line: Line) -> str:
    """What a payment is for: its merchant, or the description without what changes from month to month."""
    if line.merchant:
        return line.merchant
    words = line.text.split()
    if line.subcategory == "Rent":
        words = words[:-1]  # the month
    return " ".join(word for word in words if not re.search(r"\d", word)) or line.text


def is_monthly(movements: Sequence[Movement]) -> bool:
    """Whether payments come once a month, three times at least."""
    gaps = [(after.day - before.day).days for before, after in pairwise(movements)]
    alike = sum(_MONTH[0] <= gap <= _MONTH[1] for gap in gaps)
    return len(gaps) >= 2 and alike >= 0.8 * len(gaps)
