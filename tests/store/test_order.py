"""Every ORDER BY says where NULLs go if there may be some: SQLite takes them for the least, PostgreSQL for the most."""

import ast
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

import store
from store import engine
from store.core import keyset
from store.queries.banking.slices import NULLABLE, SORTS
from store.schema import migrations

STORE = Path(store.__file__).parent
MODULES = sorted(
    path for path in STORE.rglob("*.py") if not {"history", "postgresql"} & {*path.relative_to(STORE).parts}
)
"""But for those that one engine alone reads."""

NEVER_NULL = re.compile(r"(coalesce|count|random|row_number)\(.*|CASE .* ELSE .* END|is_\w+", re.DOTALL)
"""Expressions that are always something."""

SAID_ELSEWHERE = {
    "order": "from what is given as an order, in store.queries: base, resource_rows, links.listing",
    "ORDER": "columns of jobs, in store.ops.queue",
    "by.sql": "store.core.keyset",
    "order.sql": "store.core.keyset",
    "_order(wanted)": "store.queries.tables.statement, of columns that may all be null",
    "place.way(order).sql": "store.core.keyset",
    "at.way(order).sql": "store.core.keyset",
    "page.way.sql": "store.core.keyset",
    "page.way.of('listed').sql": "store.core.keyset",
    "part.order.of('t').sql": "store.core.keyset",
}
"""What is put into a clause, and where it is made."""


def test_where_nulls_go_is_said_of_all_that_may_be_null() -> None:
    tables = _never_null()
    unsaid = [
        f"{path.relative_to(STORE)}: {term}"
        for path in MODULES
        for text, clause in _clauses(path)
        for term in _terms(clause)
        if not _is_said(term, _of_text(text, tables))
    ]
    assert unsaid == []


@pytest.mark.parametrize(
    ("clause", "terms"),
    [
        ("at DESC, id DESC LIMIT :limit", ["at DESC", "id DESC"]),
        ("name NULLS FIRST, coalesce(a, b), key) AS place", ["name NULLS FIRST", "coalesce(a, b)", "key"]),
        ("min(a, b) DESC NULLS LAST\n    LIMIT 1", ["min(a, b) DESC NULLS LAST"]),
    ],
)
def test_a_clause_is_taken_apart_into_its_terms(clause: str, terms: list[str]) -> None:
    assert _terms(clause) == terms


def test_the_orders_of_pages_say_it_of_what_may_be_null() -> None:
    for columns in SORTS.values():
        order = keyset.order(columns, descending=True, nullable=NULLABLE)
        assert [by.sql.endswith("NULLS LAST") for by in order.columns] == [name != "value_date" for name in columns]


def _is_said(term: str, always: set[str]) -> bool:
    if re.search(r" NULLS (FIRST|LAST)$", term):
        return True
    expression = re.sub(r" (ASC|DESC|\{direction\})$", "", term)
    placed = re.fullmatch(r"\{(.*)\}", expression)
    return (
        expression.rpartition(".")[2] in always
        or NEVER_NULL.fullmatch(expression) is not None
        or (placed is not None and placed[1] in SAID_ELSEWHERE)
    )


def _never_null() -> dict[str, dict[str, bool]]:
    """By table, which of its columns are NOT NULL or a key."""
    tables: dict[str, dict[str, bool]] = defaultdict(dict)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        engine.run_script(connection, migrations.TODAY.read_text(encoding="utf-8"))
        sql = """
            SELECT t.name, c.name, c."notnull" OR c.pk FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c
            WHERE t.type = 'table'
        """
        for table, column, always in connection.execute(sql):
            tables[table][column] = bool(always)
    tables["transactions"]["value_date"] = True  # an empty text where there is none
    return tables


def _of_text(text: str, tables: Mapping[str, Mapping[str, bool]]) -> set[str]:
    """Columns that are never NULL in any table that a text names and has them; in any at all where it names none."""
    named = {name: bool(left) for left, name in re.findall(r"(LEFT )?\b(?:FROM|JOIN)\s+(\w+)", text) if name in tables}
    found: dict[str, bool] = {}
    for table in named or tables:
        for column, always in tables[table].items():
            found[column] = found.get(column, True) and always and not named.get(table)
    return {column for column, always in found.items() if always} | {"id", "key"}


def _clauses(path: Path) -> Iterator[tuple[str, str]]:
    """Texts and what follows ORDER BY in them, or is given as an `order`; what is put in stands in braces."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    documents = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if id(node) not in inside | documents:
            text = _text(node)
            yield from ((text, clause) for clause in re.split(r"\bORDER BY\s+", text)[1:])
        if clause := _text(_order_given(node)):
            yield "", clause


def _order_given(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.keyword) and node.arg == "order":
        return node.value
    if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == "order" for one in node.targets):
        return node.value
    return None


def _text(node: ast.AST | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        )
    return ""


def _terms(clause: str) -> list[str]:
    """The clause's terms: up to a LIMIT, the end of the brackets that it stands in, or its own end."""
    terms, depth = [""], 0
    for token in re.findall(r"\{[^}]*\}|\bLIMIT\b|\w+|\s+|.", clause, re.DOTALL):
        depth += (token == "(") - (token == ")")
        if depth < 0 or (token == "LIMIT" and not depth) or token == "{engine.CLAIM}":
            break
        if token == "," and not depth:
            terms.append("")
        else:
            terms[-1] += " " if token.isspace() else token
    return [term.strip() for term in terms]
