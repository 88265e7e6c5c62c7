"""What was corrected in a row."""

from domain.corrections import Change, changes


def test_fields_that_differ_are_told_with_both_values_wherever_they_lie() -> None:
    before = {"amount": 12.5, "status": "PENDING", "merchant": {"name": "UBER", "logo": None}, "tags": ["a"]}
    after = {"amount": 12.5, "status": "PROCESSED", "merchant": {"name": "Uber Eats", "logo": None}, "tags": ["a", "b"]}
    assert changes(before, after) == [
        Change("status", "PENDING", "PROCESSED"),
        Change("merchant.name", "UBER", "Uber Eats"),
        Change("tags", ["a"], ["a", "b"]),
    ]


def test_an_object_that_comes_or_goes_is_told_field_by_field() -> None:
    assert changes({"merchant": None, "note": "x"}, {"merchant": {"name": "UBER"}}) == [
        Change("merchant.name", None, "UBER"),
        Change("note", "x", None),
    ]


def test_what_makes_no_change_of_a_row_is_left_out() -> None:
    before, after = {"collected_at": "1", "card": {"collected_at": "1"}}, {"collected_at": "2", "card": None}
    assert changes(before, after, ignored=("collected_at", "card.collected_at")) == []
