"""Answers of any length on the disk: what their columns are by all rows, and that they end as questions do."""

import time
from datetime import date
from decimal import Decimal

import pytest

from store import Database
from store.core import frames
from store.core.errors import BrokenQuery, Interrupted
from store.sight import Sight
from store.sql import question, spool, tables_of
from store.sql.answers import BLOCK, Within
from store.sql.spool import Spool, spooled

MINUTE = Within(60)
N = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {most}) SELECT {what} FROM n"

VALUES: dict[str, tuple[list[object], str, list[object]]] = {
    "whole numbers": ([1, 2, None, 4], frames.INTEGER, [1, 2, None, 4]),
    "fractions at last": ([1, 2, 3, 4.5, None], frames.NUMBER, [1.0, 2.0, 3.0, 4.5, None]),
    "amounts of a server": ([Decimal("1.50"), None, Decimal("-3.0001")], frames.NUMBER, [1.5, None, -3.0001]),
    "what a double makes of a sum": ([0.1 + 0.2, float("nan")], frames.NUMBER, [0.3, None]),
    "nothing at first": ([None, None, 5], frames.INTEGER, [None, None, 5]),
    "nothing at all": ([None, None], frames.TEXT, [None, None]),
    "texts at last": ([1, 2.5, None, "four"], frames.TEXT, ["1", "2.5", None, "four"]),
    "texts at first": (["", "007", None, 4], frames.TEXT, ["", "007", None, "4"]),
    "more than a double tells apart": ([2**53 + 1, 1], frames.INTEGER, [2**53 + 1, 1]),
    "more than 64 bits": ([2**63, 1], frames.NUMBER, [float(2**63), 1.0]),
    "flags": ([True, False, None], frames.INTEGER, [1, 0, None]),
    "days": (["2026-11-30", None, date(2024, 2, 29)], frames.DAY, ["2026-11-30", None, "2024-02-29"]),
    "no days": (["2026-11-30", "2026-02-30"], frames.TEXT, ["2026-11-30", "2026-02-30"]),
    "a number among days": (["2026-11-30", 5], frames.TEXT, ["2026-11-30", "5"]),
    "months": (["2026-11", "2026-12"], frames.TEXT, ["2026-11", "2026-12"]),
    "signs": (["ñ 😀", "=1+1", "<b>", "a\nb"], frames.TEXT, ["ñ 😀", "=1+1", "<b>", "a\nb"]),
}


@pytest.mark.parametrize("size", [1, 2, 9])
@pytest.mark.parametrize(("values", "kind", "told"), VALUES.values(), ids=VALUES)
def test_a_column_is_what_all_of_its_values_are(values: list[object], kind: str, told: list[object], size: int) -> None:
    with Spool(["a"]) as kept:
        for start in range(0, len(values), size):
            kept.add([(value,) for value in values[start : start + size]])
        assert (kept.columns, kept.number) == ({"a": kind}, len(values))
        assert [value for (value,) in kept.rows()] == told
        assert [value for (value,) in kept.rows()] == told


def answered(db: Database, sql: str, within: Within = MINUTE) -> Spool:
    seen = db.as_seen(Sight.CLEAR)
    return spooled(seen, question(sql, seen.engine.name, tables_of(raw=False)), {}, within)


def test_an_answer_of_many_rows_is_there_whole_and_in_order(db: Database) -> None:
    most = 20 * BLOCK + 1
    with answered(db, N.format(most=most, what="x, 'text' AS t")) as kept:
        assert kept.number == most
        assert kept.columns == {"x": frames.INTEGER, "t": frames.TEXT}
        assert [*kept.rows()] == [(number, "text") for number in range(1, most + 1)]


def test_an_answer_without_a_row_has_its_columns(filled: Database) -> None:
    with answered(filled, "SELECT day, amount FROM v_transactions WHERE 1 = 0") as kept:
        assert (kept.columns, [*kept.rows()]) == ({"day": frames.TEXT, "amount": frames.TEXT}, [])


def test_days_amounts_and_links_are_known_as_such(filled: Database) -> None:
    with answered(filled, "SELECT link, day, amount FROM v_transactions") as kept:
        assert kept.columns == {"link": frames.TEXT, "day": frames.DAY, "amount": frames.NUMBER}
        assert len(kept.links) == 1


def test_whose_rows_are_is_not_told_of_very_many_links() -> None:
    with Spool(["link"]) as kept:
        kept.add([(str(number),) for number in range(spool.MOST_LINKS + 1)])
        assert kept.links == []


def test_an_answer_ends_with_its_time_while_it_is_read(db: Database) -> None:
    with pytest.raises(Interrupted, match=r"longer than 0\.5 seconds"):
        answered(db, N.format(most=10**9, what="x"), Within(0.5))


def test_an_answer_ends_when_nobody_waits_for_it(db: Database) -> None:
    began = time.monotonic()
    with pytest.raises(Interrupted, match="gone"):
        answered(db, N.format(most=10**9, what="x"), Within(600, lambda: time.monotonic() - began > 0.3))


def test_an_answer_that_would_fill_the_disk_is_refused(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "LARGEST", 1 << 20)
    with pytest.raises(BrokenQuery, match="more than 1 MB"):
        answered(db, N.format(most=10**6, what="'ten characters' AS t"))
