"""Filters in an address: which links are left by links and by people."""

from collections.abc import Sequence

import pytest

from store.queries.query_params import NOBODY, narrowed, spellings

EXTERNAL_IDS = {"bank": "ana", "work": "ana", "other": "luis", "alone": None}


@pytest.mark.parametrize(
    ("links", "people", "expected"),
    [
        ([], [], ()),
        (["other"], [], ("other",)),
        ([], ["ana"], ("bank", "work")),
        ([], ["ana", "luis"], ("bank", "work", "other")),
        (["work", "other"], ["ana"], ("work",)),
        (["other"], ["ana"], (NOBODY,)),
        ([], ["nobody here"], (NOBODY,)),
        (["alone"], ["None"], (NOBODY,)),
    ],
    ids=[
        "all",
        "by link",
        "by person",
        "by several",
        "by both",
        "a link of somebody else",
        "a person who is not there",
        "a link of nobody",
    ],
)
def test_links_that_are_left(links: Sequence[str], people: Sequence[str], expected: tuple[str, ...]) -> None:
    assert narrowed(links, people, EXTERNAL_IDS) == expected


def test_a_person_is_asked_for_under_either_name() -> None:
    assert spellings("external_id") == ("external_id", "person")
    assert spellings("person") == ("person", "external_id")
