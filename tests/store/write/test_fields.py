"""What is made of a page field by field is what would be made of each of its objects."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources import RESOURCES
from store import engine
from store.write import encoding, packing, schema_drift
from store.write.fields import OfColumns, OfObjects
from tests.kit import bodies
from tests.kit.bodies import LINK

TRANSACTIONS = RESOURCES["transactions"]

_BLANKS = st.text(st.sampled_from(" \t\n\u00a0\u2003éÑß\u00a8aB"), max_size=8)
_CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "description": _BLANKS | st.none(),
        "reference": _BLANKS,
        "amount": st.none() | st.floats(-1e6, 1e6) | st.just("12.5"),
        "created_at": st.sampled_from(["2026-01-02T03:04:05Z", "never", None]),
        "merchant": st.none() | st.just({"merchant_name": "Sol", "mood": 1}),
        "account": st.sampled_from([None, "named", {"id": "embedded"}, {}]),
        "mood": st.integers(0, 3),
    },
)


@given(changes=st.lists(_CHANGES, min_size=1, max_size=4), is_alike=st.booleans())
def test_columns_of_packed_bodies_are_those_of_the_objects(changes: list[dict[str, Any]], *, is_alike: bool) -> None:
    names = {name for change in changes for name in change} if is_alike else ()
    items = [bodies.transaction(number) | dict.fromkeys(names) | change for number, change in enumerate(changes)]
    ids = [item["id"] for item in items]
    texts = encoding.bodies(TRANSACTIONS, items)
    packed, plain = packing.fields(texts), OfObjects([*map(packing.opened, texts)])
    assert packed.objects == plain.objects
    assert {*packed.names} == {*plain.names}
    assert schema_drift.find(TRANSACTIONS, packed) == schema_drift.find(TRANSACTIONS, plain)
    assert told(ids, packed) == told(ids, plain) == told(ids, OfObjects(items))


def told(ids: list[str], fields: OfObjects | Any) -> dict[str, list[Any]]:  # noqa: ANN401 - fields of any kind
    made = encoding.columns(TRANSACTIONS, LINK, ids, fields)
    return {name: [*values] for name, values in made.items()} | {"texts": encoding.texts(TRANSACTIONS, made)}


def test_of_bodies_that_are_packed_alike_no_object_is_made() -> None:
    texts = encoding.bodies(TRANSACTIONS, [bodies.transaction(1), bodies.transaction(2)])
    assert isinstance(packing.fields(texts), OfColumns)
    assert isinstance(packing.fields([*texts, *encoding.bodies(TRANSACTIONS, [{"id": "3"}])]), OfObjects)


def test_what_no_object_has_is_none_of_each() -> None:
    fields = OfColumns(("id", "name"), {"id": ("1", "2"), "name": (None, "x")})
    assert ([*fields.values("name")], [*fields.values("mood")]) == ([None, "x"], [None, None])
    assert fields.objects == [{"id": "1", "name": None}, {"id": "2", "name": "x"}]


@given(st.lists(st.lists(_BLANKS, min_size=len(TRANSACTIONS.search), max_size=len(TRANSACTIONS.search)), max_size=4))
def test_texts_of_a_page_are_folded_as_each_of_them(rows: list[list[str]]) -> None:
    values = dict(zip(TRANSACTIONS.search, map(list, zip(*rows, strict=True)), strict=False))
    columns: encoding.Columns = {name: values.get(name, []) for name in TRANSACTIONS.search}
    alone = ["\n".join([engine.fold(word) for word in words if word]) for words in rows]
    assert encoding.texts(TRANSACTIONS, columns) == alone


@pytest.mark.parametrize("account", [None, "named", {"id": "a", "link": "b"}, {}])
def test_of_an_account_the_body_has_the_id(account: object) -> None:
    named = {"id": account.get("id")} if isinstance(account, dict) else account
    for item in ({"id": "1", "account": account}, {"id": "1", "not a field": 2, "account": account}):
        (text,) = encoding.bodies(TRANSACTIONS, [item])
        assert packing.opened(text) == {**item, "account": named}
