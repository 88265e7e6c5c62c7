"""The store's SQL as PostgreSQL is told it."""

import pytest

from store.core.money import summed
from store.engine import found_first
from store.engine.postgresql.derived_tables import named
from store.engine.postgresql.translation import statements, translated


def quoted(value: object) -> bytes:
    return b"NULL" if value is None else repr(value).encode()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT :name", "SELECT 'ana'"),
        ("SELECT ':name', \":name\" -- :name", "SELECT ':name', \":name\" -- :name"),
        ("SELECT 'it''s :name', :name /* :name */", "SELECT 'it''s :name', 'ana' /* :name */"),
        ("SELECT x::text", "SELECT x::text"),
        ("id IN (SELECT value FROM json_each(:several))", 'id = ANY (\'{1,"a\\\\"b",NULL}\')'),
        ("instr(text, :name) > 0", "text LIKE '%ana%'"),
        ("instr(lower(text), :name) > 0", "strpos(lower(text), 'ana') > 0"),
        ("WHERE +deleted_at IS NULL AND a + b > 0", "WHERE deleted_at IS NULL AND a + b > 0"),
        ("SELECT * FROM main.links", "SELECT * FROM public.links"),
        ("a IS b OR a IS NOT b", "a IS NOT DISTINCT FROM b OR a IS DISTINCT FROM b"),
        ("a IS NULL AND b IS NOT NULL", "a IS NULL AND b IS NOT NULL"),
        ("CAST(a AS INTEGER)", "CAST(a AS bigint)"),
        ("number LIKE '%' || :name", "number ILIKE '%' || 'ana'"),
        ("a CROSS JOIN b ON a.x = b.x", "a JOIN b ON a.x = b.x"),
        ("a CROSS JOIN b AS c ON a.x = c.x", "a JOIN b AS c ON a.x = c.x"),
        ("a CROSS JOIN b", "a CROSS JOIN b"),
        ("a CROSS JOIN b AS c", "a CROSS JOIN b AS c"),
        ("SELECT id FROM jobs /* claimed */", "SELECT id FROM jobs FOR UPDATE SKIP LOCKED"),
        (found_first("key", "SELECT key FROM s"), "key = ANY (ARRAY(SELECT key FROM s))"),
        ("SELECT id FROM jobs /* kept */", "SELECT id FROM jobs FOR NO KEY UPDATE"),
    ],
)
def test_a_statement_is_told_in_postgresqls_words(sql: str, told: str) -> None:
    values = {"name": "ana", "several": '[1,"a\\"b",null]'}
    assert translated(sql).filled(values, quoted).decode() == told


def test_no_character_of_a_text_that_is_looked_for_stands_for_others() -> None:
    found = translated("instr(told.text, :part) > 0")
    assert found.filled({"part": "100%_\\"}, lambda value: str(value).encode()) == rb"told.text LIKE %100\%\_\\%"
    assert found.filled({"part": None}, quoted) == b"told.text LIKE NULL"


def test_values_by_position_come_in_their_order() -> None:
    assert translated("VALUES (?, '?', ?)").filled(["a", None], quoted) == b"VALUES ('a', '?', NULL)"


def test_a_value_is_never_looked_at_again() -> None:
    sql = "SELECT :a, :b"
    assert translated(sql).filled({"a": ":b ? instr(", "b": 1}, quoted) == b"SELECT ':b ? instr(', 1"


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT * FROM (SELECT 1) WHERE a", "SELECT * FROM (SELECT 1) AS unnamed_0 WHERE a"),
        ("SELECT * FROM (SELECT 1) AS told", "SELECT * FROM (SELECT 1) AS told"),
        ("a JOIN (SELECT ')') ON b", "a JOIN (SELECT ')') AS unnamed_0 ON b"),
        ("WHERE a IN (SELECT 1) AND b", "WHERE a IN (SELECT 1) AND b"),
        ("SELECT extract(day FROM (a))", "SELECT extract(day FROM (a))"),
        (
            "FROM (SELECT * FROM (SELECT 2))",
            "FROM (SELECT * FROM (SELECT 2) AS unnamed_0) AS unnamed_1",
        ),
    ],
)
def test_a_subquery_gets_a_name(sql: str, told: str) -> None:
    assert named(sql) == told


def test_a_script_is_taken_apart_at_its_statements() -> None:
    script = (
        "-- a; b\nCREATE TABLE a (b TEXT DEFAULT ';');\n"
        "CREATE TRIGGER c BEFORE DELETE ON a BEGIN SELECT 1; SELECT 2; END;\nSELECT 3;\n"
    )
    assert [one.split("(")[0].split(" BEFORE")[0].strip() for one in statements(script)] == [
        "CREATE TABLE a",
        "CREATE TRIGGER c",
        "SELECT 3;",
    ]


def test_a_quote_within_a_comment_ends_a_script_as_soon_as_any_other() -> None:
    script = "-- The link's, and whoever's.\nCREATE TABLE one (a TEXT); -- that is Belvo's\nSELECT ';' -- it's\n;\n\n  "
    assert [*statements(script * 40)] == [
        "CREATE TABLE one (a TEXT); ",
        "SELECT ';' -- it's\n;\n\n  ",
    ] * 40


def test_a_trigger_ends_where_it_does_and_not_in_what_it_says() -> None:
    kept = "CREATE TRIGGER kept BEFORE DELETE ON one\nBEGIN SELECT RAISE(ABORT, 'the end; the ends stay'); END;"
    assert [*statements(kept + "SELECT 1;")] == [kept, "SELECT 1;"]


def test_a_sum_in_two_halves_is_one_of_any_size() -> None:
    halves = summed("CASE WHEN type = :kind THEN amount END")
    told = translated(f"SELECT {halves} FROM t").filled({"kind": "x"}, quoted)
    assert told == b"SELECT sum(CASE WHEN type = 'x' THEN amount END) FROM t"
