"""What two bodies of a row say otherwise."""

from typing import Any

import pytest

from domain.changes import differences
from domain.corrections import Change

LOOKS = ("collected_at", "card.collected_at", "entries.collected_at")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"amount": 10}, {"amount": 10}, []),
        ({"amount": 10}, {"amount": 12}, [Change("amount", 10, 12)]),
        ({"collected_at": "1"}, {"collected_at": "2"}, []),
        ({"card": {"collected_at": "1"}}, {"card": {"collected_at": "2"}}, []),
        ({"entries": [{"collected_at": "1", "n": 1}]}, {"entries": [{"collected_at": "2", "n": 1}]}, []),
        (
            {"entries": [{"collected_at": "1", "n": 1}]},
            {"entries": [{"collected_at": "2", "n": 2}]},
            [Change("entries", [{"n": 1}], [{"n": 2}])],
        ),
        ({"card": {"collected_at": "1", "limit": 5}}, {"card": None}, [Change("card.limit", 5, None)]),
        ({"note": "x"}, {}, [Change("note", "x", None)]),
        ({}, {"note": None}, []),
        ({"pdf": None}, {"pdf": "JVBE"}, [Change("pdf", None, "a document")]),
        ({"pdf": "JVBE"}, {"pdf": "JVBF"}, [Change("pdf", "a document", "another document")]),
        ({"pdf": "JVBE"}, {}, [Change("pdf", "a document", None)]),
    ],
)
def test_what_differs_is_told_but_for_looks_and_what_is_in_files(
    before: dict[str, Any], after: dict[str, Any], told: list[Change]
) -> None:
    assert differences(before, after, looks=LOOKS, files=("pdf",)) == told


def test_bodies_stay_as_they_are() -> None:
    before, after = {"entries": [{"collected_at": "1"}]}, {"entries": [{"collected_at": "2"}]}
    differences(before, after, looks=LOOKS)
    assert (before, after) == ({"entries": [{"collected_at": "1"}]}, {"entries": [{"collected_at": "2"}]})
