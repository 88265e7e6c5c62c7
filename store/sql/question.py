"""A question in SQL that was read and may be asked: one SELECT of named views, with functions that only compute."""

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import NoReturn

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError

from languages import grouped, say
from store.core.errors import BrokenQuery
from store.engine.confined import FUNCTIONS
from store.sql.views import VIEWS

LONGEST = 6_000
"""Characters of a question: addresses carry it."""

_LOG = logging.getLogger("sqlglot")

_DIALECTS = {"SQLite": "sqlite", "PostgreSQL": "postgres"}

_TYPES = frozenset(
    """
    BIGINT BOOLEAN CHAR DATE DECIMAL DOUBLE FLOAT INT INTERVAL JSON JSONB SMALLINT TEXT TIME TIMESTAMP TIMESTAMPTZ
    VARCHAR
    """.split()  # noqa: SIM905 - as the functions are
)


@dataclass(frozen=True, slots=True)
class Question:
    """SQL as it was written, what was read in it, what it may use and uses, and its parameters in their order.

    `made` are the names that it gives to queries of its own, behind WITH.
    """

    sql: str
    read: exp.Expression
    engine: str
    tables: frozenset[str]
    uses: frozenset[str]
    parameters: tuple[str, ...]
    made: frozenset[str]

    @property
    def raw(self) -> frozenset[str]:
        """Those of the tables that it uses which are as they are stored."""
        return self.uses - VIEWS.keys()

    def filled(self, values: Mapping[str, object]) -> str:
        """The SQL as it was read, its values as texts, which PostgreSQL takes for what stands beside them."""

        def put(node: exp.Expression) -> exp.Expression:
            if not isinstance(node, exp.Placeholder):
                return node
            value = values[node.name]
            return exp.null() if value is None else exp.Literal.string(str(value))

        read = self.read.copy()
        _set_apart(read, self.engine)
        return read.transform(put).sql(dialect=_DIALECTS[self.engine], comments=False)


def question(sql: str, engine: str, tables: Collection[str]) -> Question:
    """The question that the text asks of these tables and views.

    Raises BrokenQuery, which says where, for what is no SELECT, or asks for more than may be asked.
    """
    if len(sql) > LONGEST:
        raise BrokenQuery(say("A query has at most {longest} characters.", longest=grouped(LONGEST)))
    read = _parsed(sql, engine)
    _check(read, tables, engine)
    _check_told(read, engine)
    named = {table.name.casefold() for table in read.find_all(exp.Table)}
    uses = frozenset(name for name in tables if name.casefold() in named)
    made = frozenset(table.alias_or_name for table in read.find_all(exp.CTE))
    return Question(sql, read, engine, frozenset(tables), uses, tuple(dict.fromkeys(_parameters(read))), made)


def _parsed(sql: str, engine: str) -> exp.Expression:
    _LOG.setLevel(logging.CRITICAL)  # it would tell the text, which may name somebody
    try:
        statements = [one for one in sqlglot.parse(sql, dialect=_DIALECTS[engine]) if one is not None]
    except SqlglotError as error:
        _refuse_as(error)
    except RecursionError as error:
        raise BrokenQuery(say("This is nested too deeply to be read.")) from error
    if not statements:
        raise BrokenQuery(say("Write a query: SELECT ... FROM v_transactions"))
    if len(statements) > 1:
        raise BrokenQuery(say("One query at a time: take out what follows the first semicolon."))
    (read,) = statements
    if not isinstance(read, exp.Select | exp.SetOperation):
        raise BrokenQuery(say("Only what begins with SELECT or WITH can be asked; nothing can be changed here."), 1, 1)
    return read


def _refuse_as(error: SqlglotError) -> NoReturn:
    told = getattr(error, "errors", None)
    if not told:
        raise BrokenQuery(say("This can't be read as SQL: a quote or a bracket may not be closed.")) from error
    first = told[0]
    found = str(first["highlight"] or "")
    line, column = int(first["line"] or 1), int(first["col"] or 1) - max(len(found) - 1, 0)
    raise BrokenQuery(
        say("Not expected here: {found}", found=found) if found else say("Something is missing."), line, column
    ) from error


def _check(read: exp.Expression, tables: Collection[str], engine: str) -> None:
    own = {name.casefold() for name in tables}
    for table in read.find_all(exp.CTE):
        if table.alias_or_name.casefold() in own:
            _refuse(
                say("{name} is the name of a view: call it something else.", name=table.alias_or_name),
                table.args["alias"].this,
            )
    for node in read.walk():
        _check_node(node, own, engine)


def _check_told(read: exp.Expression, engine: str) -> None:
    """Refuse what the engine would not be told of: its answer would be that to another question."""
    if engine == "SQLite":
        return  # which is told the text itself
    try:
        read.sql(dialect=_DIALECTS[engine], unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as error:
        raise BrokenQuery(say("A part of this is no SQL of {engine}: {error}", engine=engine, error=error)) from error


def _check_node(node: exp.Expr, names: Collection[str], engine: str) -> None:
    match node:
        case exp.Table():
            _check_table(node, names, engine)
        case exp.Column() if _is_word(node):
            _refuse(
                say('{name} says who is connected: a column of this name is written "{name}".', name=node.name), node
            )
        case exp.Cast() if not _is_plain(node.to):
            _refuse(say("Nothing is cast to {type} here.", type=node.to.sql()), node)
        case exp.Func() if not _is_function(node):
            _refuse(say("{name} is no function that can be called here.", name=_name(node)), node)
        case exp.Into() | exp.Lock() | exp.Command() | exp.TableSample():
            _refuse(say("A query here reads, and does nothing else."), node)
        case exp.Parameter() | exp.SessionParameter():
            _refuse(say("A parameter is written :name."), node)
        case exp.Placeholder() if not node.args.get("this"):
            _refuse(say("A parameter has a name: write it :name."), node)
        case _:
            return


def _check_table(table: exp.Table, names: Collection[str], engine: str) -> None:
    if not isinstance(table.this, exp.Identifier):
        return  # a function, which is looked at by itself
    if table.db or table.catalog:
        _refuse(say("Write {name} without what stands before its point.", name=table.name), table.this)
    if table.name.casefold() not in names and not _is_made(table, engine):
        _refuse(
            say("There is no {name} that can be asked. See what there is under Views.", name=table.name), table.this
        )


def _is_made(table: exp.Table, engine: str) -> bool:
    """Whether the name is that of a query behind a WITH that is seen here, where it shadows any table of the name.

    It has to stand before, or be the very query in which it is used, which PostgreSQL has to be told is RECURSIVE:
    there the engines see it. A name that is made somewhere else in the question is none here, and would be a table's.
    """
    wanted = _spelled(table.this, engine)
    node: exp.Expr = table
    while node.parent is not None:
        inside, node = node, node.parent
        for made in _seen(node, inside, engine):
            if isinstance(alias := made.args["alias"].this, exp.Identifier) and _spelled(alias, engine) == wanted:
                return True
    return False


def _seen(node: exp.Expr, inside: exp.Expr, engine: str) -> list[exp.CTE]:
    """The queries that a WITH gives to what is `inside` of the node."""
    if isinstance(node, exp.With):
        before = [*takewhile(lambda made: made is not inside, node.expressions)]
        is_seen_in_itself = node.args.get("recursive") or engine == "SQLite"
        return [*before, inside] if isinstance(inside, exp.CTE) and is_seen_in_itself else before
    given = next((one for one in node.args.values() if isinstance(one, exp.With)), None)
    return given.expressions if given and given is not inside else []


def _spelled(name: exp.Identifier, engine: str) -> str:
    """A name as the engine compares it: neither folds more than ASCII, and PostgreSQL takes what is quoted as it is."""
    if engine == "PostgreSQL" and name.args.get("quoted"):
        return str(name.this)
    return "".join(sign.lower() if sign.isascii() else sign for sign in str(name.this))


def _set_apart(read: exp.Expression, engine: str) -> None:
    """Give the question's own queries names that no table has: a second lock, for the engine that has none itself."""
    used = [table for table in read.find_all(exp.Table) if isinstance(table.this, exp.Identifier)]
    for table in [table for table in used if _is_made(table, engine)]:
        if not table.alias:
            table.set("alias", exp.TableAlias(this=table.this.copy()))
        table.this.set("this", f"{_APART}{table.this.this}")
    for made in read.find_all(exp.CTE):
        name = made.args["alias"].this
        name.set("this", f"{_APART}{name.this}")


_APART = "asked_"


def _is_word(column: exp.Column) -> bool:
    """Whether the engine reads a word of its own where the parser reads a column."""
    name = column.this
    is_alone = isinstance(name, exp.Identifier) and not (column.table or name.args.get("quoted"))
    return is_alone and name.name.lower() in _WORDS


_WORDS = frozenset(
    {"user", "session_user", "system_user", "current_user", "current_role", "current_catalog", "current_schema"}
)


def _is_function(node: exp.Func) -> bool:
    return bool({name.lower() for name in node.sql_names()} & FUNCTIONS) or (
        isinstance(node, exp.Anonymous) and node.name.lower() in FUNCTIONS
    )


def _is_plain(kind: exp.Expression) -> bool:
    return isinstance(kind, exp.DataType) and isinstance(kind.this, exp.DType) and kind.this.name in _TYPES


def _name(node: exp.Func) -> str:
    return node.name if isinstance(node, exp.Anonymous) else node.sql_name().lower()


def _parameters(read: exp.Expression) -> Iterator[str]:
    return (node.name for node in read.find_all(exp.Placeholder, bfs=False))


def _refuse(message: str, node: exp.Expr) -> NoReturn:
    """Say it with the place of the first thing of the node that has one."""
    for part in node.walk():
        if "line" in part.meta:
            length = part.meta["end"] - part.meta["start"]
            raise BrokenQuery(message, part.meta["line"], part.meta["col"] - length)
    raise BrokenQuery(message)
