"""What is SQLite's own stays in one module, and does what its neighbours rely on."""

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import store
from store import Database, engine

DIALECT = re.compile(
    r"rowid|strftime|julianday|json_|sqlite_master|PRAGMA|INSERT OR|REPLACE INTO|GLOB|MATCH|AUTOINCREMENT|IFNULL|"
    r"group_concat|last_insert|changes\(\)|INDEXED BY|BEGIN|\binstr\b|LIKE",
    re.ASCII,
)
PLACEHOLDER = re.compile(r"(?:VALUES|SET|WHERE|AND|LIMIT|=|\(|,)\s*\?", re.ASCII)


@pytest.mark.parametrize("path", sorted(Path(store.__file__).parent.rglob("*.py")), ids=lambda path: path.stem)
def test_only_the_engine_speaks_a_dialect(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not {"engine", "history"} & {*path.parts}:  # the history is what SQLite was told on its day
        assert DIALECT.findall(text) == []
    assert PLACEHOLDER.findall(text) == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("cafe", "PAGO EN CAFÉ"),
        ("CAFÉ", "pago en cafe\u0301 punta"),
        ("nomina", "NÓMINA"),
        ("100%", "de 100% algodón"),
        ("a_b", "x a_b y"),
        ("strasse", "Straße"),
        ("ﬁn", "fin de mes"),
        ("😀", "hola 😀"),
        ("'; DROP", "x'; DROP TABLE"),
    ],
)
def test_text_is_found_without_case_and_accents(db: Database, typed: str, stored: str) -> None:
    assert _contains(db, stored, typed)


@pytest.mark.parametrize(("typed", "stored"), [("100%", "100 pesos"), ("a_b", "axb"), ("*", "x"), ("cafes", "cafe")])
def test_no_character_is_a_wildcard(db: Database, typed: str, stored: str) -> None:
    assert not _contains(db, stored, typed)


@given(st.text(), st.text(min_size=1), st.text())
def test_whatever_surrounds_it_a_text_is_found(before: str, text: str, after: str) -> None:
    connection = sqlite3.connect(":memory:")
    try:
        whole, part = engine.fold(f"{before}\n{text}\n{after}"), engine.fold(text)
        sql = f"SELECT {engine.contains(':whole', 'part')}"
        assert "\0" in whole or not part or connection.execute(sql, {"whole": whole, "part": part}).fetchone() == (1,)
    finally:
        connection.close()


def test_an_upsert_overwrites_all_but_the_key(db: Database) -> None:
    names, key = ("resource", "link", "account", "live"), ("resource", "link", "account")
    with db.write() as connection:
        engine.upsert_many(connection, "row_counts", names, key, [("owners", "a", "", 1), ("owners", "a", "", 7)])
        assert [tuple(row) for row in connection.execute("SELECT * FROM row_counts")] == [("owners", "a", "", 7)]


def _contains(db: Database, stored: str, typed: str) -> bool:
    sql = f"SELECT {engine.contains(':stored', 'typed')}"
    with db.read() as connection:
        row = connection.execute(sql, {"stored": engine.fold(stored), "typed": engine.fold(typed)}).fetchone()
    return bool(row[0])
