"""Why a section has nothing to tell: never a zero, always what is missing."""

from resources import Family
from web.loan import words
from web.loan.known import Known


def none_of(family: Family) -> str:
    """That nothing of a product is connected, or has come."""
    return words.say("reason.no_link", product=words.TEXTS[f"reason.product.{family}"])


def no_movements(known: Known) -> str:
    """Why there are no movements: no account at all, or none of which anything moved."""
    return none_of(Family.BANKING) if known.accounts.empty else words.TEXTS["reason.no_movement"]
