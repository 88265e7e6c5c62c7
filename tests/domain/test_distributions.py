"""Values that are spread and not added."""

from decimal import Decimal

from domain.distributions import Distribution, distribution


def test_values_are_told_by_their_middle_and_their_ends() -> None:
    values = [Decimal(text) for text in ("23488.58", "2116.50", "58942.50", "26540.28")]
    expected = Distribution(4, Decimal("25014.43"), Decimal("2116.50"), Decimal("58942.50"))
    assert distribution(values) == expected
    assert distribution(values[:1]) == Distribution(1, *[Decimal("23488.58")] * 3)


def test_no_value_has_no_middle() -> None:
    assert distribution([]) is None
