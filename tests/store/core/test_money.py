"""Money keeps every digit that 1/10,000 can hold, and says so where it cannot."""

import sqlite3
from contextlib import closing
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.core import money
from store.core.money import LARGEST, Units, amount_bucket


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=4))
def test_every_json_number_with_four_decimals_comes_back_exactly(amount: Decimal) -> None:
    parsed = money.parse(orjson.loads(f"{amount:f}"))
    assert parsed == Units(int(amount * 10_000), True)
    assert money.to_decimal(int(amount * 10_000)) == amount


@given(st.integers(-(10**15), 10**15))
def test_units_survive_the_way_over_decimal(units: int) -> None:
    assert money.to_units(money.to_decimal(units)) == units


@pytest.mark.parametrize(
    ("value", "units"),
    [
        (0.1, Units(1000, True)),
        (-0.0, Units(0, True)),
        (2145.45, Units(21_454_500, True)),
        (7, Units(70_000, True)),
        ("12.3456", Units(123_456, True)),
        (Decimal("0.0001"), Units(1, True)),
        (None, Units(None, True)),
        (0.00005, Units(0, False)),
        (0.12345, Units(1234, False)),
        (0.00015, Units(2, False)),
        (100_000_000_000, Units(10**15, True)),
        (-100_000_000_000.0, Units(-(10**15), True)),
        (99_999_999_999.99, Units(999_999_999_999_900, True)),
        (100_000_000_000.01, Units(None, False)),
        (100_000_000_001, Units(None, False)),
        ("-100000000000.0001", Units(None, False)),
        (900_000_000_000_000.0, Units(None, False)),
        (10**30, Units(None, False)),
        (Decimal("1e999999"), Units(None, False)),
        ("-1e990000", Units(None, False)),
        ("1e-999999", Units(0, False)),
        ("9" * 5_000, Units(None, False)),
        ("NaN", Units(None, False)),
        ("Infinity", Units(None, False)),
        (1e300, Units(None, False)),
        (float("nan"), Units(None, False)),
        (float("-inf"), Units(None, False)),
        (True, Units(None, False)),
        ("a lot", Units(None, False)),
        ([1], Units(None, False)),
    ],
)
def test_what_cannot_be_held_exactly_is_flagged(value: object, units: Units) -> None:
    assert money.parse(value) == units


@pytest.mark.parametrize(
    ("units", "text"), [(0, "0.00"), (5, "0.0005"), (1000, "0.10"), (-123_450, "-12.345"), (10**12, "100000000.00")]
)
def test_decimals_are_shown_with_at_least_two_places(units: int, text: str) -> None:
    assert f"{money.to_decimal(units):f}" == text


@given(st.lists(st.integers(-(2**63) + 1, 2**63 - 1), min_size=2))
def test_buckets_are_in_the_order_of_the_amounts(amounts: list[int]) -> None:
    ordered = sorted(amounts)
    found = [*map(amount_bucket, ordered)]
    assert found == sorted(found, key=lambda step: step or 0)
    assert [amount_bucket(-amount) for amount in ordered] == [-(step or 0) for step in found]


def test_a_magnitude_is_a_step_of_a_fifth_or_a_quarter() -> None:
    assert amount_bucket(None) is None
    assert [amount_bucket(units) for units in (0, 1, 2, 3, 4, 5)] == [0, 4, 8, 10, 12, 13]
    steps = [amount_bucket(units) for units in range(65_536, 163_840)]
    firsts = [65_536 + steps.index(step) for step in sorted({*filter(None, steps)})]
    assert firsts == [65_536, 81_920, 98_304, 114_688, 131_072]


@pytest.mark.parametrize(
    ("units", "total"),
    [
        ([], None),
        ([None, None], None),
        ([None, 5, -7], -2),
        ([-1, -LARGEST, 3], 2 - LARGEST),
        ([LARGEST, LARGEST - 1, 1 << 32, -(1 << 32) - 1], 2 * LARGEST - 2),
    ],
)
def test_a_sum_is_exact(units: list[int | None], total: int | None) -> None:
    assert total_of(units) == total


@pytest.mark.parametrize("sign", [1, -1])
def test_no_number_of_amounts_makes_a_sum_too_large(sign: int) -> None:
    assert total_of([sign * LARGEST] * 20_000) == sign * LARGEST * 20_000


def test_a_sum_beyond_64_bits_is_told_without_a_fraction() -> None:
    assert money.to_decimal(float(11_000 * (LARGEST - 10_000))) == Decimal("1099999999989000.00")


def total_of(units: list[int | None]) -> float | None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE amounts (amount INTEGER)")
        connection.executemany("INSERT INTO amounts VALUES (?)", [(one,) for one in units])
        found: float | None = connection.execute(f"SELECT {money.summed('amount')} FROM amounts").fetchone()[0]
    return found
