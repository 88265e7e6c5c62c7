"""A text is found in an answer by names and values, and what has nothing to do with it is left out."""

from typing import Any

import pytest

from domain.explorer.search import found

ANSWER: dict[str, Any] = {
    "count": 2,
    "next": None,
    "results": [
        {"id": "a1", "name": "Café Ñandú", "balance": {"current": 12.5, "blocked": True}},
        {"id": "b2", "name": "Erebor", "balance": {"current": 7, "blocked": False}},
    ],
}


@pytest.mark.parametrize(
    ("text", "kept", "number"),
    [
        ("EREBOR", {"results": [{"name": "Erebor"}]}, 1),
        ("ñandú", {"results": [{"name": "Café Ñandú"}]}, 1),
        ("12.5", {"results": [{"balance": {"current": 12.5}}]}, 1),
        ("true", {"results": [{"balance": {"blocked": True}}]}, 1),
        ("null", {"next": None}, 1),
        ("balance", {"results": [{"balance": row["balance"]} for row in ANSWER["results"]]}, 2),
        ("nowhere", None, 0),
    ],
)
def test_what_has_the_text_is_kept_with_the_way_to_it(text: str, kept: object, number: int) -> None:
    assert found(ANSWER, text) == (kept, number)


def test_no_text_keeps_everything() -> None:
    assert found(ANSWER, "  ") == (ANSWER, 0)
    assert found("a text", "TEXT") == ("a text", 1)
