"""Bodies without the names of their fields say what was received, to whoever reads them."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources import RESOURCES
from settings import ROOT
from store import Database, StoreError
from store.write import encoding, packing, rows
from tests.kit import bodies
from tests.kit.bodies import LINK

TRANSACTIONS = RESOURCES["transactions"]
LATER = "2026-11-25T12:00:00.000000Z"

_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _FLOATS | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True) | _TEXTS
_OBJECTS = st.dictionaries(_NAMES, _VALUES, max_size=6)


def _save(db: Database, *items: dict[str, Any], now: str | None = None) -> rows.Saved:
    with db.write() as connection:
        return rows.save_page(connection, "transactions", LINK, items, now=now)


def _kept(db: Database) -> list[str]:
    with db.read() as connection:
        return [text for (text,) in connection.execute("SELECT packed FROM packed_transactions ORDER BY key")]


def _raw(db: Database) -> dict[str, str]:
    with db.read() as connection:
        return dict(map(tuple, connection.execute("SELECT id, body FROM raw_transactions")))


@given(_OBJECTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_body_is_told_as_it_was_received(db: Database, item: dict[str, Any]) -> None:
    with db.write() as connection:
        connection.execute("DELETE FROM packed_transactions")
        (text,) = packing.packed([item])
        packing.record(connection, [text])
        connection.execute("INSERT INTO packed_transactions (key, packed) VALUES (1, :text)", {"text": text})
        (told,) = connection.execute("SELECT body FROM bodies_transactions").fetchone()
    assert told == orjson.dumps(item).decode()
    assert packing.opened(text) == item
    assert [*packing.opened(text)] == [*item]


def test_names_of_fields_are_kept_once(db: Database) -> None:
    items = [bodies.transaction(number) for number in range(1, 4)]
    _save(db, *items)
    assert all('"value_date"' not in text and '"description"' not in text for text in _kept(db))
    with db.read() as connection:
        shapes = connection.execute("SELECT shape, count(*) FROM body_fields GROUP BY shape").fetchall()
    assert [count for _, count in shapes] == [len(items[0])]
    assert {name: orjson.loads(body) for name, body in _raw(db).items()} == {
        item["id"]: {**item, "account": {"id": item["account"]["id"]}} for item in items
    }


def test_another_program_reads_bodies_without_anything_of_ours(tmp_path: Path) -> None:
    item = bodies.transaction(1, mood="wän", humour=None)
    with Database.open(tmp_path / "store.db") as db:
        _save(db, item)
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        (body,) = connection.execute("SELECT body FROM raw_transactions").fetchone()
    assert orjson.loads(body) == {**item, "account": {"id": item["account"]["id"]}}


@pytest.mark.parametrize("name", ["naïve", "two words", 'a"quote', "", "9", "a" * 65, "per%cent"])
def test_what_has_other_names_than_fields_is_kept_whole(db: Database, name: str) -> None:
    _save(db, {**bodies.transaction(1), name: 1})
    (text,) = _kept(db)
    assert orjson.loads(text)[name] == 1
    assert [*_raw(db).values()] == [text]


def test_a_body_of_an_earlier_version_is_read_and_packed_when_it_changes(db: Database) -> None:
    first, second = bodies.transaction(1), bodies.transaction(2)
    _save(db, first, second)
    whole = _raw(db)
    with db.write() as connection:
        for text in whole.values():
            key = "SELECT key FROM transactions WHERE id = :id"
            sql = f"UPDATE packed_transactions SET packed = :text WHERE key = ({key})"
            connection.execute(sql, {"text": text, "id": orjson.loads(text)["id"]})
    assert _raw(db) == whole
    looked = [{**item, "collected_at": "2026-11-30T01:02:03Z"} for item in (first, second)]
    assert _save(db, *looked).unchanged == 2
    assert _save(db, {**first, "amount": 7.5}, second, now=LATER).changed == 1
    packed = [text for text in _kept(db) if packing.is_packed(text)]
    assert len(packed) == 1
    assert rows.body(db, "transactions", first["id"]) == {**first, "amount": 7.5}
    with db.read() as connection:
        assert [body for (body,) in connection.execute("SELECT body FROM versions_transactions")] == [
            whole[first["id"]]
        ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "collected_at": "x"}, {"a": 1, "collected_at": "y"}, True),
        ({"a": 1, "collected_at": "x"}, {"a": 2, "collected_at": "x"}, False),
        ({"collected_at": "x", "a": 1}, {"a": 1, "collected_at": "x"}, False),  # in another order: it is opened
        ({"a": "p", "collected_at": None}, {"a": "q", "collected_at": None}, False),
        ({"a": 'p",', "collected_at": 'x,"'}, {"a": 'p",', "collected_at": 'y,"z'}, True),
        ({"a": "p", "b": ["x"]}, {"a": "p", "b": ["y"]}, False),
        ({"é": 1}, {"é": 1, "collected_at": "x"}, False),
    ],
)
def test_bodies_that_say_the_same_are_seen_without_opening(
    one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    assert encoding.is_same_text(TRANSACTIONS, *packing.packed([one, other])) is same


@pytest.mark.parametrize("last", ["", "x"])
def test_what_differs_in_the_last_text_is_a_change_unless_that_is_the_look(db: Database, last: str) -> None:
    item = bodies.transaction(1)
    del item["collected_at"]
    _save(db, {**item, "note": last})
    assert _save(db, {**item, "note": "other"}, now=LATER).changed == 1


def test_fields_in_another_order_are_no_change_and_stay_in_the_first(db: Database) -> None:
    item = bodies.transaction(1)
    _save(db, item)
    before = _raw(db)
    assert _save(db, dict(reversed(item.items()))).unchanged == 1
    assert _raw(db) == before


def test_a_shape_has_the_same_number_in_every_process() -> None:
    script = "from store.write import packing; print(packing.packed([{'id': 1, 'collected_at': 2, 'b': 3}])[0])"
    told = [
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout.decode()
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] == packing.packed([{"id": 1, "collected_at": 2, "b": 3}])[0] + "\n"


def test_a_sqlite_that_cannot_put_names_back_is_refused_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 2))
    with pytest.raises(StoreError, match=r"needs 3\.38 or newer\. Use another Python"):
        Database.open(tmp_path / "store.db")
