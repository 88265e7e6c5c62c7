"""Questions in SQL, of either engine: what they answer, what they may not, where they are wrong, and when they end."""

import time
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from store import Database
from store.core.errors import BrokenQuery, Interrupted, StoreError
from store.sight import Sight
from store.sql import VIEWS, Answer, ask, question, tables_of
from store.sql.answers import Within
from tests.kit import bodies

MINUTE = Within(60)


def answered(
    db: Database, sql: str, values: Mapping[str, str] | None = None, *, sight: Sight = Sight.CLEAR, raw: bool = False
) -> Answer:
    seen = db.as_seen(sight)
    asked = question(sql, seen.engine.name, tables_of(raw=raw))
    return ask(seen, asked, values or {}, MINUTE, limit=100)


def test_every_view_answers_with_the_columns_that_are_told_of_it(filled: Database) -> None:
    for name, view in VIEWS.items():
        for sight in (Sight.CLEAR, Sight.MASKED):
            found = answered(filled, f"SELECT * FROM {name}", sight=sight)
            assert found.columns == tuple(view.columns), name
            assert found.is_all


def test_money_is_in_the_unit_of_its_currency(filled: Database) -> None:
    sql = "SELECT currency, sum(amount) FROM v_transactions GROUP BY currency ORDER BY currency"
    rows = answered(filled, sql).rows
    assert [(currency, Decimal(str(amount))) for currency, amount in rows] == [
        ("MXN", Decimal("10154.35")),
        ("USD", Decimal(300)),
    ]


def test_rows_of_a_day_have_an_order(filled: Database) -> None:
    sql = "SELECT day, order_in_day FROM v_transactions ORDER BY day, order_in_day"
    assert [order for _, order in answered(filled, sql).rows] == [1] * 5


@pytest.mark.parametrize(
    ("sql", "values", "number"),
    [
        ("SELECT count(*) FROM v_transactions WHERE amount < :most", {"most": "-1000"}, 1),
        ("SELECT count(*) FROM v_transactions WHERE day >= :since", {"since": "2026-11-01"}, 4),
        ("SELECT count(*) FROM v_transactions WHERE description = :text", {"text": "Amazon' OR '1'='1"}, 0),
        ("WITH q AS (SELECT * FROM v_accounts) SELECT count(*) FROM q", {}, 2),
        ("SELECT count(*) FROM v_accounts WHERE link = :link", {"link": bodies.LINK}, 2),
    ],
)
def test_parameters_are_values_and_nothing_else(
    filled: Database, sql: str, values: dict[str, str], number: int
) -> None:
    assert answered(filled, sql, values).rows == [(number,)]


@pytest.mark.parametrize(
    ("sql", "at"),
    [
        ("", None),
        ("DELETE FROM v_links", (1, 1)),
        ("SELECT 1; SELECT 2", None),
        ("SELECT *\n  FORM v_links", (2, 8)),
        ("SELECT * FROM masking_key", (1, 15)),
        ("SELECT * FROM transactions", (1, 15)),
        ("SELECT * FROM main.transactions", (1, 20)),
        ("SELECT * FROM public.transactions", (1, 22)),
        ("SELECT * FROM sqlite_master", (1, 15)),
        ("SELECT * FROM pg_authid", (1, 15)),
        ("WITH v_links AS (SELECT 1) SELECT * FROM v_links", (1, 6)),
        ("SELECT load_extension('x')", (1, 8)),
        ("SELECT pg_read_file('/etc/passwd')", (1, 8)),
        ("SELECT current_setting('linkdesk.seal')", (1, 8)),
        ("SELECT masked('name', 'Ana', NULL, 0)", (1, 8)),
        ("SELECT count(*) FROM pragma_table_info('links')", (1, 22)),
        ("SELECT query_to_xml('SELECT 1', true, true, '')", (1, 8)),
        ("SELECT CAST('links' AS regclass)", None),
        ("SELECT * INTO other FROM v_links", None),
        ("SELECT ?", None),
        ("SELECT 'a", None),
        ("SELECT unknown_column FROM v_links", (1, 8)),
        ("ATTACH DATABASE 'x' AS y", None),
        ("PRAGMA query_only = OFF", None),
        ("VACUUM INTO 'x'", None),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(db: Database, sql: str, at: tuple[int, int] | None) -> None:
    with pytest.raises(BrokenQuery) as refused:
        answered(db, sql)
    if at:
        assert (refused.value.line, refused.value.column) == at, refused.value


def test_tables_are_for_who_may_see_raw_rows(filled: Database) -> None:
    assert answered(filled, "SELECT count(*) FROM transactions", raw=True).rows == [(5,)]
    with pytest.raises(BrokenQuery):
        answered(filled, "SELECT key FROM masking_key", raw=True)


def test_a_masked_reader_sees_masks_and_finds_nothing_by_what_they_hide(filled: Database) -> None:
    shown = {name for (name,) in answered(filled, "SELECT number FROM v_accounts").rows}
    masked = {name for (name,) in answered(filled, "SELECT number FROM v_accounts", sight=Sight.MASKED).rows}
    assert shown
    assert not shown & masked
    (number,) = [*shown][:1]
    sql = "SELECT count(*) FROM v_accounts WHERE number = :number OR number LIKE '%' || :number || '%'"
    assert answered(filled, sql, {"number": str(number)}, sight=Sight.MASKED).rows == [(0,)]


@pytest.mark.sqlite_only(reason="of SQLite's own two locks, the second")
def test_what_slipped_through_the_reading_is_refused_by_the_engine(filled: Database) -> None:
    seen = filled.as_seen(Sight.MASKED)
    asked = question("SELECT 1 FROM v_links", "SQLite", tables_of(raw=False))
    for slipped in (
        "SELECT number FROM main.accounts",
        "SELECT * FROM accounts",
        "SELECT key FROM masking_key",
        "SELECT name FROM sqlite_master",
        "SELECT masked('name', 'Ana', NULL, 0)",
        "ATTACH DATABASE ':memory:' AS other",
        "DELETE FROM links",
        "PRAGMA query_only = OFF",
    ):
        with pytest.raises(BrokenQuery):
            ask(seen, replace(asked, sql=slipped), {}, MINUTE, limit=1)


ENDLESS = """
    WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n
"""


def test_a_question_ends_with_its_time(db: Database) -> None:
    seen = db.as_seen(Sight.CLEAR)
    asked = question(ENDLESS, seen.engine.name, tables_of(raw=False))
    with pytest.raises(Interrupted, match=r"longer than 0\.2 seconds"):
        ask(seen, asked, {}, Within(0.2), limit=1)


def test_a_question_ends_when_nobody_waits_for_it(db: Database) -> None:
    seen, began = db.as_seen(Sight.CLEAR), time.monotonic()
    asked = question(ENDLESS, seen.engine.name, tables_of(raw=False))
    with pytest.raises(Interrupted, match="gone"):
        ask(seen, asked, {}, Within(600, lambda: time.monotonic() - began > 0.1), limit=1)


def test_more_rows_than_are_shown_are_said_to_be_more(filled: Database) -> None:
    seen = filled.as_seen(Sight.CLEAR)
    asked = question("SELECT day, day FROM v_transactions", seen.engine.name, tables_of(raw=False))
    found = ask(seen, asked, {}, MINUTE, limit=3)
    assert (found.columns, len(found.rows), found.is_all) == (("day", "day_2"), 3, False)


def test_nothing_is_kept_of_a_question(filled: Database) -> None:
    answered(filled, "SELECT * FROM v_transactions")
    with pytest.raises(StoreError, match="v_transactions"), filled.read() as connection:
        connection.execute("SELECT * FROM v_transactions")
