"""What comes after a row in an order is what sorting puts there, where rows are equal and where nothing is said."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from typing import Any

import pytest

from store.core import keyset
from store.core.keyset import By, Mark, Order, Place

VALUES = (None, 1, 2, 3)
ORDERS = {
    "down": keyset.order(("a", "b", "key"), descending=True, nullable=("a", "b")),
    "up": keyset.order(("a", "b", "key"), descending=False, nullable=("a", "b")),
    "both ways": Order((By("a", nullable=True), By("b", descending=False, nullable=True), By("key"))),
}


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE listed (a INTEGER, b INTEGER, key INTEGER PRIMARY KEY)")
        made.executemany("INSERT INTO listed (a, b) VALUES (?, ?)", [*product(VALUES, VALUES)] * 2)
        yield made


@pytest.fixture(params=[*ORDERS])
def order(request: pytest.FixtureRequest) -> Order:
    return ORDERS[request.param]


def test_nothing_said_is_the_least_of_all(connection: sqlite3.Connection) -> None:
    firsts = [
        connection.execute(f"SELECT a FROM listed ORDER BY {order.sql}").fetchone()[0] for order in ORDERS.values()
    ]
    assert firsts == [3, None, 3]


def test_after_each_row_come_those_that_follow_it(connection: sqlite3.Connection, order: Order) -> None:
    listed = _rows(connection, order, None)
    assert len(listed) == 32
    for number, mark in enumerate(listed, 1):
        assert _rows(connection, order, mark) == listed[number:]
        assert _rows(connection, order.reversed, mark) == listed[: number - 1][::-1]


def test_pages_go_on_where_the_one_before_ended_and_back_again(connection: sqlite3.Connection, order: Order) -> None:
    listed = [row[-1] for row in _rows(connection, order, None)]
    forth, place = list[int](), Place(limit=5)
    while keys := _page(connection, order, place):
        forth += keys
        place = Place(limit=5, after=_mark(connection, keys[-1]))
    back, place = list[int](), Place(limit=5, before=_mark(connection, listed[-1]))
    while keys := _page(connection, order, place):
        back = keys + back
        place = Place(limit=5, before=_mark(connection, keys[0]))
    assert forth == listed
    assert back == listed[:-1]


def _rows(connection: sqlite3.Connection, order: Order, mark: Mark | None) -> list[tuple[Any, ...]]:
    condition, parameters = ("1 = 1", dict[str, object]()) if mark is None else order.after(mark)
    sql = f"SELECT a, b, key FROM listed WHERE {condition} ORDER BY {order.sql}"
    return connection.execute(sql, parameters).fetchall()


def _page(connection: sqlite3.Connection, order: Order, place: Place) -> list[int]:
    page = keyset.fetch(connection, "key", "listed", ("1 = 1", {}), order, place, {"key": "integer"})
    keys = page["key"].to_list()
    expected = (_mark(connection, keys[0]), _mark(connection, keys[-1])) if keys else (None, None)
    assert keyset.ends(page) == expected
    return keys


def _mark(connection: sqlite3.Connection, key: int) -> Mark:
    mark: Mark = connection.execute("SELECT a, b, key FROM listed WHERE key = ?", [key]).fetchone()
    return mark
