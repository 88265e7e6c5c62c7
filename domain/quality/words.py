"""How checks are called, what they find, and what it would take to be rid of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.doubtful_rows import LONGEST_HOLD
from domain.quality.checks import Check
from domain.quality.gaps import SHORTEST, TIMES
from domain.quality.rows import LATE
from languages import msg, say, say_many
from languages.kept import Frames


@dataclass(frozen=True)
class Words:
    """What is checked, and what to do about what is found, both in English; and how many were found, as it is said."""

    checked: str
    told: Callable[[int], str]
    cure: str

    @property
    def name(self) -> str:
        """What is checked, as it is said."""
        return say(self.checked, shortest=SHORTEST, times=TIMES, hold=LONGEST_HOLD, late=LATE)

    @property
    def remedy(self) -> str:
        """What to do about it, as it is said."""
        return say(self.cure)


def _rows(number: int) -> str:
    return say_many("{number} row", "{number} rows", number)


CHECKS: Mapping[Check, Words] = {
    Check.BALANCES: Words(
        msg("Opening plus movements is closing"),
        lambda number: say_many("{number} break", "{number} breaks", number),
        msg("Pull the link in full. If it stays, retrieve the days between from the institution."),
    ),
    Check.GAPS: Words(
        msg("Days without data, {shortest} or {times} times the usual"),
        lambda number: say_many("{number} gap", "{number} gaps", number),
        msg("Retrieve these days, or ask the person whether nothing moved."),
    ),
    Check.SET_ASIDE: Words(
        msg("Rows that can't be read"), _rows, msg("Read them on the link's page, and tell Belvo with the request ID.")
    ),
    Check.TWICE: Words(
        msg("The same user once"),
        lambda number: say_many("{number} link too many", "{number} links too many", number),
        msg("Leave one link out of sums, or delete it."),
    ),
    Check.NAMES: Words(
        msg("One name and one document"),
        lambda number: say_many("{number} difference", "{number} differences", number),
        msg("Compare who it is on the person's page: a link may be another's."),
    ),
    Check.DOCUMENTS: Words(
        msg("Check digits of documents"),
        lambda number: say_many("{number} document", "{number} documents", number),
        msg("See the document itself: a digit was mistyped, or it is made up."),
    ),
    Check.TWINS: Words(
        msg("No row twice"),
        lambda number: say_many("{number} twin", "{number} twins", number),
        msg("Leave them out on Transactions, or pull the link in full."),
    ),
    Check.HOLDS: Words(
        msg("Holds are booked in {hold} days"),
        lambda number: say_many("{number} hold", "{number} holds", number),
        msg("Leave them out on Transactions: they may never be booked."),
    ),
    Check.DAYS: Words(
        msg("Days that can be"), _rows, msg("They are in no chart by day. Tell Belvo with the row's ID.")
    ),
    Check.CURRENCIES: Words(
        msg("The account's own currency"),
        _rows,
        msg("Look at the row: its amount may be of what was bought, not of what left."),
    ),
    Check.CORRECTIONS: Words(
        msg("Corrected within {late} days"),
        _rows,
        msg("Months that were closed have changed: take their figures anew."),
    ),
    Check.UNKNOWN: Words(
        msg("Fields as described"),
        lambda number: say_many("{number} field", "{number} fields", number),
        msg("Nothing is lost: they are in what Belvo sent. Update the desk."),
    ),
    Check.MENDED: Words(
        msg("Rows as described"), _rows, msg("They are stored. See on the link's page what was mended.")
    ),
}

SOURCES = (
    msg("owners"),
    msg("tax status"),
    msg("cl tax status"),
    msg("cl debt reports"),
    msg("employment records"),
    msg("mx current employments"),
)
"""Who says whose name or document something is, as the store has them."""

FOUND = Frames(
    (
        msg("Missing between both days"),
        msg("Too much between both days"),
        msg("{days} days without a movement, where {usual} are usual at most"),
        msg("Its day is {day}"),
        msg("missing"),
        msg("In {currency}, on an account in {own}"),
        msg("The same user as link {link}"),
        msg("Names of {one} and {other} differ"),
        msg("Documents of {one} and {other} differ"),
        msg("{kind} with a wrong check digit"),
        msg("Alike another row but for the ID"),
        msg("Not booked in {days} days"),
        msg("Corrected {days} days later: {fields}"),
    )
)
"""What the store says of a piece of evidence."""
