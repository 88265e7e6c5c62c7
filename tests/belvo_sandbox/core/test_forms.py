from datetime import date

import pytest

from belvo_sandbox.core.errors import ApiError, ErrorItem
from belvo_sandbox.core.forms import Form


def test_every_kind_of_field_is_read() -> None:
    form = Form(
        {
            "text": " a ",
            "number": 7,
            "choice": "b",
            "id": "8848BD0C-9C7E-4F53-A732-EC896B11D4C4",
            "day": "2026-02-28",
            "flag": False,
            "names": ["x", "y"],
            "listed": "x, y,",
            "mapping": {"k": 1},
        }
    )
    read = (
        form.text("text", pattern="[a-z]"),
        form.text("number"),
        form.choice("choice", ("a", "b")),
        form.identifier("id"),
        form.day("day"),
        form.flag("flag", default=True),
        form.names("names"),
        form.names("listed"),
        form.mapping("mapping"),
    )
    form.check()
    assert read == (
        "a",
        "7",
        "b",
        "8848bd0c-9c7e-4f53-a732-ec896b11d4c4",
        date(2026, 2, 28),
        False,
        ["x", "y"],
        ["x", "y"],
        {"k": 1},
    )


def test_what_is_absent_null_or_empty_is_none_unless_required() -> None:
    form = Form({"null": None, "empty": ""})
    assert [form.text(name) for name in ("absent", "null", "empty")] == [None, None, None]
    assert form.flag("absent", default=True)
    form.check()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    form = Form({"null": None, "blank": " ", "flag": "perhaps", "names": 5, "mixed": [1, {}], "day": "2026-2-1"})
    form.text("absent", required=True)
    form.text("null", required=True)
    form.text("blank", required=True)
    form.flag("flag", default=True)
    form.names("names")
    form.names("mixed")
    form.day("day")
    with pytest.raises(ApiError) as caught:
        form.check()
    assert caught.value.status == 400
    assert caught.value.items == (
        ErrorItem("required", "This field is required.", "absent"),
        ErrorItem("null", "This field may not be null.", "null"),
        ErrorItem("blank", "This field may not be blank.", "blank"),
        ErrorItem("invalid", "Must be a valid boolean.", "flag"),
        ErrorItem("not_a_list", "Expected a list of items.", "names"),
        ErrorItem("invalid", "Not a valid string.", "mixed"),
        ErrorItem("invalid", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.", "day"),
    )
