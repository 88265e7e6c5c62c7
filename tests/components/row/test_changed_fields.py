"""What a drawer says of its row."""

import pytest

from components.row.changed_fields import tell_changes
from domain.corrections import Change


@pytest.mark.parametrize(
    ("field", "before", "after", "said"),
    [
        ("amount", 962.7, 962.67, "MX$ 962.70 → MX$ 962.67"),
        ("balance.current", 10, None, "MX$ 10.00 → nothing"),
        ("credit_card_data.bill_amount", None, 9453.03, "nothing → MX$ 9,453.03"),
        ("total_retained_amount", 0.5, 1, "MX$ 0.50 → MX$ 1.00"),
        ("number_of_incomes", 9, 10, "9 → 10"),
        ("status", "PENDING", "PROCESSED", "PENDING → PROCESSED"),
    ],
)
def test_a_corrected_amount_is_told_in_its_currency(field: str, before: object, after: object, said: str) -> None:
    (told,) = tell_changes([Change(field, before, after)], "MXN").values()
    assert told.replace("\u00a0", " ") == said


def test_an_amount_whose_currency_is_not_known_is_an_amount_all_the_same() -> None:
    assert tell_changes([Change("gross.amount", 9453.5, 1234567)], None) == {"Gross amount": "9,453.50 → 1,234,567.00"}
