"""Why a section has nothing to tell: never a zero, always what is missing."""

from domain.person.income import whole_months
from resources import Family
from web.loan import words
from web.loan.known import Known


def none_of(family: Family) -> str:
    """That nothing of a product is connected, or has come."""
    return words.TEXTS[f"reason.product.{family}"]


def no_movements(known: Known) -> str:
    """Why there are no movements in the months of the file: no account, none of which anything moved, or older ones."""
    if known.known_from:
        return words.TEXTS["reason.not_these_months"]
    return none_of(Family.BANKING) if known.accounts.empty else words.TEXTS["reason.no_movement"]


def no_income(known: Known) -> str:
    """Why there is no income a month: no movement, no whole month of them, or nothing that counts came in any."""
    if not known.known_from:
        return no_movements(known)
    months = whole_months(known.known_from, known.known_until)
    return words.TEXTS["reason.nothing_came" if months else "reason.no_whole_month"]
