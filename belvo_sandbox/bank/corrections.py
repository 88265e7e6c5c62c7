"""Corrections: what a bank says otherwise at first about a transaction, and what it takes back.

On some days one transaction is shown with a mistake, until the bank corrects it some days later. Which, how and
until when follow from whose account it is and from the day alone. So every link that collects between the two
sees the mistake, and every one that collects after them doesn't.

A mistake in an amount comes with an adjustment, a transaction of its own that makes good for it and that the
bank deletes when it corrects the amount. So balances add up before and after.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from belvo_sandbox.core.clock import Zone
from belvo_sandbox.core.digests import number
from belvo_sandbox.people import Movement
from belvo_sandbox.people.banking.accounting import Line
from belvo_sandbox.people.banking.edge_cases import CORRECTED_AFTER
from belvo_sandbox.people.countries.bank_calendar import BankCalendar
from belvo_sandbox.people.rng import Rng

MODES = ("dates_stay", "dates_move", "none")
DEFAULT_MODE = MODES[0]  # the harder one for a client: it sees corrections only if it lists again what it has
_SETTING = "corrections"

LONGEST = timedelta(days=17)  # from a mistake to its correction
_EVERY = 5  # days; on one of so many there is a mistake
_HOUR = 3600
_DAY = timedelta(days=1)
_UNKNOWN = "Unknown"  # Belvo's category of what it can't tell
_SHORT = 4  # characters of a description, of which a half says nothing
_FIELDS = ("description", "category", "subcategory", "reference")
_WORDS = attrgetter("text", "category", "subcategory", "reference")  # of a line, as these fields show them
_SUBJECTS = ("amount", "amount", "category", "description", "accounting_date")


@dataclass(frozen=True)
class Correction:
    """A mistake of a bank, and when it is put right."""

    at: datetime
    fields_before: Mapping[str, Any] = field(
        default_factory=lambda: MappingProxyType({})
    )  # fields, as they are until then
    movements_before: tuple[
        Movement, ...
    ] = ()  # how the movement looks until then, with what makes good for a mistaken amount
    deletes: bool = False  # the whole transaction is there only until then


def mode(connection: sqlite3.Connection) -> str:
    """One of `MODES`."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (_SETTING,)).fetchone()
    return str(row["value"]) if row else DEFAULT_MODE


def set_mode(connection: sqlite3.Connection, mode: str) -> None:
    """Have all lists show corrections in another way from now on; raises ValueError for a mode that there isn't."""
    if mode not in MODES:
        raise ValueError(f"Corrections can be {', '.join(MODES)}, not {mode}.")
    query = "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
    connection.execute(query, (_SETTING, mode))
    connection.execute("UPDATE links SET version = version + 1")


def corrections(
    person: str, zone: Zone, calendar: BankCalendar, movements: Sequence[Movement]
) -> dict[int, Correction]:
    """The corrections of a person's movements, by their indexes."""
    by_index = {
        index: _late_description(movement, zone)
        for index, movement in enumerate(movements)
        if movement.line.quirk == "corrected"
    }
    if movements:
        days = range(movements[0].day.toordinal(), movements[-1].day.toordinal() + 1)
        for day in (date.fromordinal(day) for day in days if number("correction", person, day) % _EVERY == 0):
            by_index.update(_of_day(person, zone, calendar, movements, day))
    return by_index


def _of_day(
    person: str, zone: Zone, calendar: BankCalendar, movements: Sequence[Movement], day: date
) -> Iterator[tuple[int, Correction]]:
    """The correction of a day, if something happened from the drawn hour on that can be mistaken."""
    rng = Rng("correction", person, day.toordinal())
    subject, second = rng.choice(_SUBJECTS), rng.integer(0, 15 * _HOUR)
    at = zone.instant(day + rng.integer(2, LONGEST.days - 1) * _DAY, rng.integer(9 * _HOUR, 17 * _HOUR))
    share = rng.integer(4, 30)
    start = bisect_left(movements, (day, second), key=attrgetter("day", "second"))
    for index in range(start, len(movements)):
        movement = movements[index]
        if movement.day != day:
            return
        if _can_be_wrong(movement, subject) and not (subject == "amount" and _shares_its_second(movements, index)):
            yield index, _correction(movement, subject, share, calendar, at)
            return


def _can_be_wrong(movement: Movement, subject: str) -> bool:
    line = movement.line
    if line.quirk or line.mark or line.counterparty or movement.cents >= 0:
        return False
    match subject:
        case "amount":
            return movement.account == "checking" and line.merchant is not None and movement.cents <= -10_00
        case "category":
            return line.category not in (None, _UNKNOWN)
        case "description":
            return len(line.text) > _SHORT
    return movement.clears


def _shares_its_second(movements: Sequence[Movement], index: int) -> bool:
    """Between two movements of one second no adjustment would fit."""
    moment = movements[index].day, movements[index].second
    neighbours = (movements[index] for index in (index - 1, index + 1) if 0 <= index < len(movements))
    return any((index.day, index.second) == moment for index in neighbours)


def _correction(movement: Movement, subject: str, share: int, calendar: BankCalendar, at: datetime) -> Correction:
    line = movement.line
    match subject:
        case "amount":
            return _with_wrong_amount(movement, -movement.cents * share // 100, at)
        case "category":
            return _with_wrong_line(movement, line._replace(category=_UNKNOWN, subcategory=None), at)
        case "description":
            return _with_wrong_line(movement, line._replace(text=line.text[: len(line.text) // 2].rstrip() + "…"), at)
    day = calendar.next_working_day(calendar.next_working_day(movement.day)).isoformat()
    return Correction(at, {"accounting_date": day, "inferred_accounting_date": day}, (movement,))


def _with_wrong_line(movement: Movement, line: Line, at: datetime) -> Correction:
    right, wrong = _WORDS(movement.line), _WORDS(line)
    changed = {
        name: wrong_value
        for name, wrong_value, right_value in zip(_FIELDS, wrong, right, strict=True)
        if wrong_value != right_value
    }
    return Correction(at, changed, (movement._replace(line=line),))


def _with_wrong_amount(movement: Movement, excess: int, at: datetime) -> Correction:
    amount = (excess - movement.cents) / 100
    fields = {"amount": amount, "local_currency_amount": amount, "balance": (movement.position - excess) / 100}
    line = movement.line._replace(
        text=f"AJUSTE {movement.line.text}"[:60], category=_UNKNOWN, subcategory=None, merchant=None, mcc=None
    )
    wrong = movement._replace(cents=movement.cents - excess, position=movement.position - excess)
    return Correction(at, fields, (wrong, movement._replace(cents=excess, clears=False, line=line)))


def _late_description(movement: Movement, zone: Zone) -> Correction:
    """The row of the user `messy` whose bank takes some days to say what it is."""
    line = movement.line._replace(text="POR CLASIFICAR", category=None, reference=None)
    return _with_wrong_line(movement, line, zone.instant(movement.day + CORRECTED_AFTER, 0))
