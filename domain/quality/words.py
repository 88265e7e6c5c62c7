"""How checks are called, what they find, and what it would take to be rid of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.doubtful_rows import LONGEST_HOLD
from domain.quality.checks import Check
from domain.quality.gaps import SHORTEST, TIMES
from domain.quality.rows import LATE


@dataclass(frozen=True)
class Words:
    """What is checked, what one thing found is called, and what to do about it."""

    name: str
    noun: str
    remedy: str
    plural: str = ""


CHECKS: Mapping[Check, Words] = {
    Check.BALANCES: Words(
        "Opening plus movements is closing",
        "break",
        "Pull the link in full. If it stays, retrieve the days between from the institution.",
    ),
    Check.GAPS: Words(
        f"Days without data, {SHORTEST} or {TIMES} times the usual",
        "gap",
        "Retrieve these days, or ask the person whether nothing moved.",
    ),
    Check.SET_ASIDE: Words(
        "Rows that can't be read", "row", "Read them on the link's page, and tell Belvo with the request ID."
    ),
    Check.TWICE: Words(
        "The same user once", "link too many", "Leave one link out of sums, or delete it.", "links too many"
    ),
    Check.NAMES: Words(
        "One name and one document", "difference", "Compare who it is on the person's page: a link may be another's."
    ),
    Check.DOCUMENTS: Words(
        "Check digits of documents", "document", "See the document itself: a digit was mistyped, or it is made up."
    ),
    Check.TWINS: Words("No row twice", "twin", "Leave them out on Transactions, or pull the link in full."),
    Check.HOLDS: Words(
        f"Holds are booked in {LONGEST_HOLD} days", "hold", "Leave them out on Transactions: they may never be booked."
    ),
    Check.DAYS: Words("Days that can be", "row", "They are in no chart by day. Tell Belvo with the row's ID."),
    Check.CURRENCIES: Words(
        "The account's own currency", "row", "Look at the row: its amount may be of what was bought, not of what left."
    ),
    Check.CORRECTIONS: Words(
        f"Corrected within {LATE} days", "row", "Months that were closed have changed: take their figures anew."
    ),
    Check.UNKNOWN: Words(
        "Fields as described", "field", "Nothing is lost: they are in what Belvo sent. Update the desk."
    ),
    Check.MENDED: Words("Rows as described", "row", "They are stored. See on the link's page what was mended."),
}
