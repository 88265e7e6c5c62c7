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
    """Both ends are accounts of the same person."""
    return movement.line.counterparty is not None


def income_type(line: Line) -> str | None:
    """Belvo's name for the kind of income that a line is; None for what is no income, such as a refund."""
    return _INCOME_TYPES.get(line.subcategory or "") or _BY_CATEGORY.get(line.category or "")


def incomes(movements: Iterable[Movement], accounts: Iterable[str]) -> Mapping[tuple[str, str], Sequence[Movement]]:
    """Income by account and type; own transfers are none."""
    by_account_and_type: dict[tuple[str, str], list[Movement]] = defaultdict(list)
    account_keys = set(accounts)
    for movement in movements:
        if movement.cents > 0 and movement.account in account_keys and not is_own(movement):
            kind = income_type(movement.line)
            if kind:
                by_account_and_type[movement.account, kind].append(movement)
    return by_account_and_type


def frequency(days: Sequence[date]) -> tuple[str, float | None]:
    """Belvo's name of a frequency, and the regularity (0 to 1); None for what happened on one day only."""
    gaps = [(after - before).days for before, after in pairwise(sorted(set(days)))]
    if not gaps:
        return "SINGLE", None
    typical = median(gaps)
    regularity = sum(abs(gap - typical) <= max(4, typical / 5) for gap in gaps) / len(gaps)
    if regularity < _REGULAR or len(gaps) < 2:
        return "IRREGULAR", regularity
    return next((name for longest, name in _FREQUENCIES if typical <= longest), "IRREGULAR"), regularity


def stability(amounts: Sequence[int]) -> float | None:
    """From 0 to 1; None for a single amount."""
    return max(0.0, 1 - pstdev(amounts) / mean(amounts)) if len(amounts) > 1 else None


def recurring(movements: Iterable[Movement], accounts: Iterable[str]) -> Mapping[tuple[str, str], Sequence[Movement]]:
    """Monthly payments by account and name."""
    by_account_and_name: dict[tuple[str, str], list[Movement]] = defaultdict(list)
    account_keys = set(accounts)
    for movement in movements:
        is_payment = movement.cents < 0 and movement.account in account_keys and not is_own(movement)
        if is_payment and movement.line.category in _RECURRING:
            by_account_and_name[movement.account, name(movement.line)].append(movement)
    return {key: is_payment for key, is_payment in by_account_and_name.items() if is_monthly(is_payment)}


def name(line: Line) -> str:
    """The merchant of a payment, or its description without what changes from month to month."""
    if line.merchant:
        return line.merchant
    words = line.text.split()
    if line.subcategory == "Rent":
        words = words[:-1]  # the month
    return " ".join(word for word in words if not re.search(r"\d", word)) or line.text


def is_monthly(movements: Sequence[Movement]) -> bool:
    """Once a month, three times at least."""
    gaps = [(after.day - before.day).days for before, after in pairwise(movements)]
    alike = sum(_MONTH[0] <= gap <= _MONTH[1] for gap in gaps)
    return len(gaps) >= 2 and alike >= 0.8 * len(gaps)
