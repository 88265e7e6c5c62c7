"""An object is held against its TypedDict."""

from typing import Any, Literal, NotRequired, TypedDict, is_typeddict

import pytest

from belvo_client import types
from belvo_client.answers.shapes import differences


class Inner(TypedDict):
    amount: float
    kind: NotRequired[Literal["A", "B"] | None]


class Outer(TypedDict):
    id: str
    count: int
    ok: bool
    inner: Inner | None
    rows: NotRequired[list[Inner]]
    free: NotRequired[dict[str, Any]]


GOOD: dict[str, object] = {"id": "1", "count": 2, "ok": True, "inner": None}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, []),
        ({"new": 1}, []),
        ({"inner": {"amount": 1, "kind": None}}, []),
        ({"rows": [{"amount": 1.5, "kind": "B"}], "free": {"a": []}}, []),
        ({"id": 1}, ["$.id: int instead of str"]),
        ({"count": True}, ["$.count: bool instead of int"]),
        ({"count": 1.0}, ["$.count: float instead of int"]),
        ({"ok": 1}, ["$.ok: int instead of bool"]),
        ({"ok": None}, ["$.ok: NoneType instead of bool"]),
        ({"inner": []}, ["$.inner: list instead of Inner"]),
        ({"inner": {"kind": "C"}}, ["$.inner.amount: missing", "$.inner.kind: 'C' is not one of 'A', 'B'"]),
        ({"rows": {}}, ["$.rows: dict instead of list"]),
        ({"rows": [{"amount": 1}, {"amount": "1"}]}, ["$.rows[1].amount: str instead of float"]),
        ({"free": []}, ["$.free: list instead of dict"]),
    ],
)
def test_each_difference_is_named_with_its_place(more: dict[str, object], expected: list[str]) -> None:
    assert list(differences({**GOOD, **more}, Outer)) == expected


def test_what_is_missing_is_named() -> None:
    assert list(differences({}, Outer)) == ["$.count: missing", "$.id: missing", "$.inner: missing", "$.ok: missing"]


def test_a_union_is_held_against_the_member_that_fits_best() -> None:
    owner = {"id": "1", "link": None, "internal_identification": None, "collected_at": "x", "display_name": 5}
    rest = {"email": None, "phone_number": None, "address": None}
    assert list(differences({**owner, **rest}, types.Owner)) == ["$.display_name: int instead of str"]


@pytest.mark.parametrize("name", [name for name in types.__all__ if is_typeddict(getattr(types, name))])
def test_each_shape_misses_what_it_requires(name: str) -> None:
    shape = getattr(types, name)
    assert list(differences({}, shape)) == [f"$.{field}: missing" for field in sorted(shape.__required_keys__)]
