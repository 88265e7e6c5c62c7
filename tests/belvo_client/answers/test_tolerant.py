"""One bad row harms itself only: what is almost JSON is read, and what can't be read is told apart."""

import json
import math
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from responses import RequestsMock

from belvo_client import BelvoClient, UnreadableAnswer
from belvo_client.answers.tolerant import Unreadable, loads
from tests.belvo_client.conftest import URL

LIST = f"{URL}/api/links/"
DEEP = '{"a":' * 5_000 + "1" + "}" * 5_000


def page(*rows: str) -> str:
    return f'{{"count": {len(rows)}, "next": null, "results": [{", ".join(rows)}]}}'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (rb'"Caf\u00e9 \ud83c"', "Café �"),
        (rb'"\ud83c\udf2e taco"', "🌮 taco"),
        (rb'"\udf2e"', "�"),
        (rb'{"\ud83c": [{"a": "\ud83c"}]}', {"�": [{"a": "�"}]}),
        (b'"Cami\xf3n"', "Cami�n"),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'"two\nlines\x07"', "two\nlines\x07"),
        (b'{"amount": NaN}', {"amount": "NaN"}),
        (b"[Infinity, -Infinity]", ["Infinity", "-Infinity"]),
        (b"[NaN, 1e999, -1e999]", ["NaN", "1e999", "-1e999"]),
        (b"[NaN, 99999999999999999999]", ["NaN", 1e20]),
        (b"[NaN, 18446744073709551615, -9223372036854775808]", ["NaN", 2**64 - 1, -(2**63)]),
        (b"[NaN, 18446744073709551616, -9223372036854775809]", ["NaN", 2.0**64, -(2.0**63)]),
        (b"[NaN, " + b"9" * 5_000 + b"]", ["NaN", "9" * 5_000]),
        (b"[NaN, 0.1, -0.0, 1e3]", ["NaN", 0.1, -0.0, 1000.0]),
    ],
)
def test_what_can_be_kept_is_kept_and_the_rest_is_marked(text: bytes, value: object) -> None:
    assert loads(text) == value
    orjson.dumps(loads(text))


@pytest.mark.parametrize(
    "text", [b"", b"{", b'{"count": 1, "results": [{"a": 1}', b"<html>", b"[" * 100_000, b'"', b"}"]
)
def test_what_is_no_json_is_none(text: bytes) -> None:
    with pytest.raises(ValueError, match="no JSON"):
        loads(text)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (DEEP, "nested too deeply"),
        ('{"id": "b", "amount": 1,5}', "no JSON"),
        ('{"id": "b", "amount": undefined, "more": [1, {"deep": "]}"}]}', "no JSON"),
        ("null", "no object"),
        ('"text, with a comma and a ] in it"', "no object"),
        ('[{"id": "b"}]', "no object"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_that_cannot_be_read_is_told_apart(
    mock: RequestsMock, client: BelvoClient, row: str, reason: str, place: int
) -> None:
    rows = ['{"id": "a", "name": "\\ud83c"}', '{"id": "c", "names": ["x", "y"]}']
    rows.insert(place, row)
    mock.get(LIST, body=page(*rows))
    (found,) = client.links.pages()
    assert [link["id"] for link in found.results] == ["a", "c"]
    assert found.unreadable == (Unreadable(row, reason),)
    assert (found.count, len(found)) == (3, 3)


def test_the_rows_may_stand_anywhere_in_the_page(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LIST, body='{"results": [{"id": "a"}, oops ], "previous": {"results": []}, "next": null, "count": 2}')
    (found,) = client.links.pages()
    assert (found.results, found.unreadable) == ([{"id": "a"}], (Unreadable("oops", "no JSON"),))


def test_a_page_without_rows_is_read_apart_too(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LIST, body='{"count": 0, "next": null, "previous": "\\ud83c", "results": [ ]}')
    assert next(client.links.pages()).results == []


def test_an_answer_of_one_object_is_read_as_well(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{LIST}1/", body='{"id": "1", "external_id": "\\ud83c"}')
    assert client.links.get("1")["external_id"] == "�"


def test_a_page_that_ends_too_early_is_unreadable(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LIST, body=page('{"id": "a"}', '{"id": "\\ud83c"}')[:-12])
    with pytest.raises(UnreadableAnswer, match="no JSON"):
        next(client.links.pages())


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-(2**70), 2**70)
    | st.text(st.characters(exclude_categories=[]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=4), st.sampled_from([json.dumps, lambda value: json.dumps(value, ensure_ascii=False)]))
def test_whatever_python_calls_json_is_read_and_can_be_kept(rows: list[Any], write: Callable[[Any], str]) -> None:
    content = write({"count": len(rows), "results": rows}).encode("utf-8", "surrogatepass")
    found = loads(content)
    assert len(found["results"]) == len(rows)
    assert orjson.loads(orjson.dumps(found)) is not None


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**64 - 1), max_size=6))
def test_numbers_are_those_that_orjson_reads(numbers: list[float]) -> None:
    text = json.dumps(numbers)
    assert loads(text.encode()) == orjson.loads(text)
    assert all(math.isfinite(number) for number in loads(text.encode()))
