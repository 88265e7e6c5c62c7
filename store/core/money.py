"""Money as INTEGER in 1/10,000 of the currency's unit: exact, sortable, summable."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any, NamedTuple

SCALE = 10_000

NO_CURRENCY = "No currency"
"""Stands for amounts that say no currency, among the currencies and in a filter."""

LARGEST = 10**15
"""The largest amount, in 1/10,000: a hundred thousand million. What is beyond is no amount, for two reasons.

Up to here a double tells neighbouring 1/10,000 apart, so that what JSON says is exact; and nine thousand of these fit
into the 64 bits of a sum, where two of what banks send by mistake do not. Of more, `summed` makes the sum.
"""

_HALF = 32  # of the bits of an integer

_LARGEST_FLOAT = LARGEST / SCALE
_MOST_DIGITS = 30
"""Before the point; decimals with more are not worked out at all, since 1e999999 has a million."""


class Units(NamedTuple):
    """An amount in 1/10,000 and whether that is all of it."""

    value: int | None
    exact: bool


def parse(value: object) -> Units:
    """Read Belvo's JSON number (or decimal text); what is finer, beyond LARGEST or no number is not exact."""
    if value is None:
        return Units(None, True)
    if type(value) is float:
        scaled = value * SCALE
        if -LARGEST < scaled < LARGEST:
            units = round(scaled)
            if units / SCALE == value:
                return Units(units, True)
    elif type(value) is int and abs(value) <= LARGEST // SCALE:
        return Units(value * SCALE, True)
    return _parse_decimal(value)


def parse_all(values: Sequence[object]) -> tuple[list[int | None], list[int]]:
    """As `parse`, for many: the values, and the positions of those that are not exact."""
    kinds = {*map(type, values)}
    if kinds <= {type(None)}:
        return [None] * len(values), []
    if kinds == {float} and (plain := _parse_floats(values)):
        return plain, []
    amounts = [*map(parse, values)]
    return [units.value for units in amounts], [position for position, units in enumerate(amounts) if not units.exact]


def summed(amount: str) -> str:
    """SQL for the sum of an expression of amounts: exact up to 64 bits, and beyond a double, where sum() would fail."""
    high, low = f"sum(({amount}) >> {_HALF})", f"sum(({amount}) & {(1 << _HALF) - 1})"
    return f"({high} * {1 << _HALF} + {low})"


def amount_bucket(units: int | None) -> int | None:
    """The amount on a logarithmic scale, in steps of about a fifth, so that many amounts share a bucket.

    An index of it is written in few places, one for each step, where one of the amounts is written all over.
    """
    if not units:
        return units
    size = abs(units)
    bits = size.bit_length()
    step = bits << 2 | (size >> bits - 3 if bits > 2 else size << 3 - bits) & 3
    return step if units > 0 else -step


def _parse_floats(values: Sequence[Any]) -> list[int | None] | None:
    """As `parse`, for floats in range that are exact; None where one is not."""
    if not all(-_LARGEST_FLOAT < value < _LARGEST_FLOAT for value in values):
        return None
    amounts = [round(value * SCALE) for value in values]
    return amounts if [units / SCALE for units in amounts] == [*values] else None


def _parse_decimal(value: object) -> Units:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return Units(None, False)
    try:
        # repr of a float is the shortest text that reads back as the same number: what the JSON said.
        exact = Decimal(value if isinstance(value, str | Decimal) else repr(value))
    except (InvalidOperation, ValueError):
        return Units(None, False)
    if not exact.is_finite() or exact.adjusted() > _MOST_DIGITS:
        return Units(None, False)
    units = int((exact * SCALE).to_integral_value(ROUND_HALF_EVEN))
    return Units(units, units == exact * SCALE) if abs(units) <= LARGEST else Units(None, False)


def to_units(value: object) -> int | None:
    """The amount in 1/10,000, rounded half to even where it is finer; None for what is no amount."""
    return parse(value).value


def to_bound(value: Decimal | None) -> int | None:
    """A bound of amounts in 1/10,000; one beyond LARGEST is beyond it here, too, on its own side."""
    if value is None:
        return None
    beyond = LARGEST + 1 if value > 0 else -LARGEST - 1
    units = to_units(value)
    return beyond if units is None else units


def to_decimal(units: float) -> Decimal:
    """The exact amount in the currency's unit, with at least two decimals; of a sum beyond 64 bits no fraction."""
    if abs(units) >= 1 << 63:
        return Decimal(round(units / SCALE)).quantize(Decimal("0.01"))
    exact = Decimal(int(units)).scaleb(-4)
    return exact.quantize(Decimal("0.01")) if units % 100 == 0 else exact.normalize()
