"""What the tests of products have in common."""

from decimal import Decimal
from typing import Any

Row = dict[str, Any]


def cents(amount: float) -> int:
    """An amount of JSON in cents, exactly."""
    whole = Decimal(str(amount)) * 100
    assert whole == int(whole), f"{amount} has parts of a cent"
    return int(whole)
