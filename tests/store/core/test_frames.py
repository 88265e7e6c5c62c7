"""A column has one kind, whatever is in it."""

from decimal import Decimal

import pandas as pd
import pytest

from store import Database
from store.core import frames
from tests.kit.rows import records

KINDS = {
    "text": (frames.TEXT, "'x'", "str", "x"),
    "integer": (frames.INTEGER, "7", "Int64", 7),
    "number": (frames.NUMBER, "1.5", "float64", 1.5),
    "money": (frames.MONEY, "21454500", "float64", 2145.45),
    "decimal": (frames.DECIMAL, "21454500", "object", Decimal("2145.45")),
    "flag": (frames.FLAG, "1", "boolean", True),
    "day": (frames.DAY, "'2026-11-24'", "datetime64[us]", pd.Timestamp("2026-11-24")),
    "instant": (
        frames.INSTANT,
        "'2026-11-24T05:21:08.000001Z'",
        "datetime64[us, UTC]",
        pd.Timestamp("2026-11-24T05:21:08.000001Z"),
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_holds_for_full_missing_and_empty_columns(db: Database, name: str) -> None:
    kind, literal, dtype, value = KINDS[name]
    some = frames.read(db, f"SELECT {literal} AS x UNION ALL SELECT NULL", None, {"x": kind})
    missing = frames.read(db, "SELECT NULL AS x", None, {"x": kind})
    none = frames.read(db, f"SELECT {literal} AS x WHERE 1 = 0", None, {"x": kind})
    assert [str(frame["x"].dtype) for frame in (some, missing, none)] == [dtype] * 3
    assert [records(frame) for frame in (some, missing, none)] == [[{"x": value}, {"x": None}], [{"x": None}], []]


def test_columns_come_in_the_order_asked_for(db: Database) -> None:
    frame = frames.read(db, "SELECT 1 AS a, 2 AS b, 3 AS c", None, {"c": frames.INTEGER, "a": frames.INTEGER})
    assert records(frame) == [{"c": 3, "a": 1}]
