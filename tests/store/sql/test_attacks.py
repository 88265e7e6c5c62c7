"""What somebody may try who wants more of a query than is theirs: other tables, all memory, what masks hide."""

import logging

import pytest

from actions.access import tokens
from domain.roles import Role
from store import Database
from store.core.errors import BrokenQuery, StoreError
from store.engine import confined
from store.engine.postgresql import confined as server
from store.sight import Sight
from store.sql import ask, question, tables_of
from store.sql.answers import Within
from tests.kit.actors import TESTER
from tests.store.sql.test_answers import answered


def grown(times: int) -> str:
    """A text of ten letters, and ten times as many with each time."""
    return "replace(" * times + "'aaaaaaaaaa'" + ", 'a', 'aaaaaaaaaa')" * times


MADE_ELSEWHERE = (
    "WITH a AS (WITH tokens AS (SELECT 1 AS digest) SELECT * FROM tokens) SELECT digest FROM tokens",
    "SELECT (SELECT digest FROM tokens LIMIT 1) FROM (WITH tokens AS (SELECT 1 AS digest) SELECT * FROM tokens) AS x",
    "WITH links AS (SELECT digest FROM tokens)"
    " SELECT * FROM links, (WITH tokens AS (SELECT 1) SELECT * FROM tokens) AS x",
    "WITH tokens AS (SELECT digest FROM tokens) SELECT * FROM tokens",
    "WITH a AS (SELECT digest FROM tokens), tokens AS (SELECT 1 AS digest) SELECT * FROM a",
    "SELECT 1 FROM v_links WHERE EXISTS (WITH tokens AS (SELECT 1) SELECT 1) AND 1 IN (SELECT rate FROM tokens)",
    "WITH \"TOKENS\" AS (SELECT 'x' AS digest) SELECT digest FROM tokens WHERE rate > 0",
    'WITH "token\u017f" AS (SELECT 1 AS digest) SELECT digest FROM tokens',
)


@pytest.mark.parametrize("sql", MADE_ELSEWHERE)
def test_a_name_that_is_made_elsewhere_opens_no_table(db: Database, sql: str) -> None:
    tokens.make(db, "planted", Role.ADMIN, actor=TESTER)
    for sight in (Sight.CLEAR, Sight.MASKED):
        with pytest.raises(BrokenQuery):
            answered(db, sql, sight=sight)


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("WITH a AS (SELECT 1 AS n), b AS (SELECT n + 1 AS n FROM a) SELECT b.n, a.n FROM a, b", [(2, 1)]),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT n.i + 1 FROM n WHERE i < 3) SELECT max(n.i) FROM n",
            [(3,)],
        ),
        ("SELECT x.n FROM (WITH a AS (SELECT 7 AS n) SELECT n FROM a) AS x", [(7,)]),
        ("WITH a AS (SELECT 1 AS n) SELECT n FROM a UNION ALL SELECT n + 1 FROM a ORDER BY n", [(1,), (2,)]),
        ("WITH a AS (SELECT 1 AS n) SELECT (SELECT other.n FROM a AS other) FROM a", [(1,)]),
        ("WITH a AS (SELECT 1 AS n) SELECT * FROM v_links CROSS JOIN a WHERE 1 = 0", []),
    ],
)
def test_names_that_a_query_makes_for_itself_are_its_own(db: Database, sql: str, rows: list[tuple[int, ...]]) -> None:
    assert answered(db, sql).rows == rows


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM RAW_transactions",
        'SELECT * FROM "raw_transactions"',
        "SELECT * FROM /* v_people */ raw_transactions",
        "SELECT * FROM temp.v_people",
        "SELECT * FROM pg_catalog.pg_tables",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM own_ends",
        "SELECT * FROM v_people TABLESAMPLE SYSTEM (10)",
        "SELECT * FROM v_people FOR UPDATE",
        "SELECT user",
        "SELECT session_user, current_role",
        "SELECT current_user",
        "SELECT pg_sleep(1)",
        "SELECT set_config('a', 'b', false)",
        "SELECT lo_import('/etc/passwd')",
        "SELECT dblink('', '')",
        "SELECT repeat('x', 1000000000)",
        "SELECT lpad('x', 1000000000)",
        "SELECT printf('%.*c', 1000000000, 'x')",
        "SELECT zeroblob(1000000000)",
        "SELECT randomblob(1000000000)",
        "SELECT regexp_replace('a', '(a+)+$', 'b')",
        "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa' ~ '(a+)+$'",
        "SELECT * FROM json_each('[1]')",
        "EXPLAIN SELECT 1",
        "VALUES (1)",
        "WITH x AS (DELETE FROM links RETURNING id) SELECT * FROM x",
        "SELECT $1",
        "SELECT CAST(1 AS oid)",
    ],
)
def test_what_a_viewer_may_not_ask_is_refused_in_words(db: Database, sql: str) -> None:
    with pytest.raises(BrokenQuery):
        answered(db, sql, sight=Sight.MASKED)


FURTHER = (
    "SELECT * FROM v_people PIVOT(count(*) FOR name IN ('x'))",
    "SELECT 1 WHERE 'x' IN tokens",
    "SELECT 1 WHERE 'x' IN sqlite_master",
    "SELECT 1 WHERE 'x' IN pragma_database_list",
    "SELECT * FROM pragma_table_info('links')",
    "PRAGMA table_info(links)",
    "ATTACH DATABASE '/etc/passwd' AS x",
    "SELECT load_extension('x')",
    "SELECT \"load_extension\"('x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT Pg_SlEeP(1)",
    "SELECT pg_catalog.pg_sleep(1)",
    "SELECT 1 FROM v_people ORDER BY pg_sleep(1)",
    "SELECT p\u0261_sleep(1)",
    "SELECT * FROM \uff54okens",
    'SELECT * FROM U&"\\0074okens"',
    "SELECT query_to_xml('select * from tokens', true, true, '')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT dblink_connect('x')",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "SET ROLE postgres",
    "DO $$ BEGIN PERFORM 1; END $$",
    "SELECT 'tokens'::regclass",
    "SELECT 1; SELECT 2",
    "SELECT 1 /* ; */; DROP TABLE links",
    "SELECT * FROM tokens -- v_people",
    "SELECT * FROM v_people UNION SELECT * FROM tokens",
)


def test_nothing_else_that_is_tried_is_asked(db: Database) -> None:
    """All in one store: what is read, or told to the engine, makes nothing."""
    for sql in FURTHER:
        with pytest.raises(BrokenQuery):
            answered(db, sql, sight=Sight.MASKED)


@pytest.mark.parametrize("value", ["x' OR 1=1 --", "'); DROP TABLE links; --", "\\'", "$$", "\x00", ":other", "\u2019"])
def test_a_value_never_becomes_a_part_of_the_query(db: Database, value: str) -> None:
    try:
        assert answered(db, "SELECT :a || '' WHERE :a = :a", {"a": value}).rows == [(value,)]
    except BrokenQuery:
        assert value == "\x00"  # PostgreSQL keeps none in a text


def test_an_answer_that_would_fill_the_memory_is_refused(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "LARGEST", 1 << 20)
    thousand = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90) SELECT {} FROM n"
    with pytest.raises(BrokenQuery, match="1 MB"):
        answered(db, thousand.format("replace(replace('" + "a" * 1000 + "', 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa')"))
    assert len(answered(db, thousand.format("'a'")).rows) == 90


def test_a_server_is_taken_no_more_room_than_a_query_has(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if db.engine.name != "PostgreSQL":
        pytest.skip("A file has no server: what is sorted lies in files beside it.")
    shown = "SELECT current_setting('{}')"
    monkeypatch.setattr(server, "_bounded", lambda sql: sql)
    for name, told in (("work_mem", "16MB"), ("hash_mem_multiplier", "1"), ("max_parallel_workers_per_gather", "0")):
        with db.ask(lambda _: None) as connection, confined.answer(connection, "", shown.format(name), {}) as found:
            assert [*found[1]] == [(told,)]
    monkeypatch.setattr(server, "_ROOM", server._ROOM + b"; SET LOCAL temp_file_limit = '1MB'")
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT i FROM n"
    with pytest.raises(BrokenQuery, match="more room than the server has"):
        answered(db, f"{many} ORDER BY i DESC")


def test_a_text_that_has_grown_too_large_is_refused(db: Database) -> None:
    with pytest.raises(BrokenQuery):
        answered(db, f"SELECT {grown(6)} || {grown(6)}")


@pytest.mark.parametrize(
    "sql", ["SELECT 1 / 0", "SELECT mod(1, 0)", "SELECT CAST('x' AS INTEGER)", "SELECT exp(100000)"]
)
def test_arithmetic_that_fails_is_told_or_nothing(db: Database, sql: str) -> None:
    try:
        number = len(answered(db, sql).rows)
    except BrokenQuery:
        number = 1
    assert number == 1


def test_what_masks_hide_is_found_by_no_comparison_and_no_order(filled: Database) -> None:
    def of(sql: str, sight: Sight, **values: str) -> list[tuple[object, ...]]:
        return answered(filled, sql, values, sight=sight).rows

    texts = "SELECT description FROM v_transactions"
    names = {str(name) for (name,) in of(texts, Sight.CLEAR)} - {str(name) for (name,) in of(texts, Sight.MASKED)}
    assert len(names) == 3
    tries = (
        "SELECT count(*) FROM v_transactions WHERE description = :guess",
        "SELECT count(*) FROM v_transactions WHERE description LIKE '%' || :guess || '%'",
        "SELECT count(*) FROM v_transactions WHERE instr(description, :guess) > 0",
        "SELECT count(*) FROM v_transactions WHERE coalesce(nullif(description, :guess), 'same') = 'same'",
        "SELECT count(*) FROM v_transactions AS t JOIN (SELECT :guess AS g) AS x ON x.g = t.description",
        "SELECT count(*) FROM (SELECT description, count(*) FROM v_transactions GROUP BY description) AS d"
        " WHERE description = :guess",
        "SELECT max(CASE WHEN description = :guess THEN 1 ELSE 0 END) FROM v_transactions",
        "SELECT count(*) FROM v_transactions WHERE description IN (SELECT :guess)",
    )
    for guess in names:
        for sql in tries:
            assert of(sql, Sight.CLEAR, guess=guess) != [(0,)], sql
            assert of(sql, Sight.MASKED, guess=guess) == [(0,)], sql
    numbers = "SELECT number FROM v_accounts ORDER BY number"
    shown = [str(number) for (number,) in of(numbers, Sight.MASKED)]
    assert shown == sorted(shown)


def test_the_log_has_nothing_of_a_query(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for sql in ("EXPLAIN SELECT 'Ana Planted'", "SELECT 'Ana Planted' FROM v_people AS x(a)", "SELECT 'Ana Planted"):
        try:
            answered(db, sql)
        except StoreError:
            continue
    assert "Planted" not in caplog.text


def test_rows_are_fetched_a_few_at_a_time_where_they_are_large(db: Database) -> None:
    seen = db.as_seen(Sight.CLEAR)
    sql = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) SELECT {grown(5)} FROM n"
    asked = question(sql, seen.engine.name, tables_of(raw=False))
    found = ask(seen, asked, {}, Within(60), limit=3)
    assert (len(found.rows), found.is_all) == (3, False)
