"""Views that stand before the tables of a connection, each under the name of its table.

SQLite looks for a name among what is temporary first, so that no query has to know that somebody sees less. A table
of which nothing is declared is hidden but for its numbers.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from resources import RESOURCES, Column, ColumnKind, Declaration, mask_at
from resources.personal import Fields, Mask, Personal
from store import engine
from store.engine import Connection
from store.schema import tables
from store.sight.known_people import links_among
from store.sight.own_tables import OWN_TABLES, OwnTable, Told
from store.sight.sight import Revealing, Sight

_MAY_HOLD_CARDS = frozenset({Personal.TEXT, Personal.ACCOUNT, Personal.CARD, Personal.REFERENCE})
_NAMES_NOBODY = frozenset({ColumnKind.MONEY, ColumnKind.NUMBER, ColumnKind.INTEGER, ColumnKind.FLAG})

Shape = dict[str, str]
"""By column what is selected for it."""


def statements(
    connection: Connection, sight: Sight | Revealing, stand_ins: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """The SQL of the views, as the tables are now; of some tables `stand_ins` are looked at."""
    views = (
        _view(sight, name, columns, stand_ins.get(name, "")) for name, columns in engine.shapes(connection).items()
    )
    return [sql for sql in views if sql]


def _view(sight: Sight | Revealing, name: str, columns: Shape, stand_in: str) -> str:
    """That of one table; empty where there is nothing to hide, and nothing stands in for it."""
    shown = _shown(sight, name, columns)
    is_as_it_is = all(expression == column for column, expression in shown.items())
    return "" if is_as_it_is and not stand_in else engine.before(name, shown, stand_in)


def _shown(sight: Sight | Revealing, name: str, columns: Shape) -> Shape:
    if sight is Sight.WHOLE:
        return {column: column for column in columns}
    if name in _PACKED:  # what lies in it is told by the bodies
        return {column: "NULL" if column == "packed" else column for column in columns}
    shown = _cut(name, columns) if sight is Sight.CLEAR else _masked(name, columns)
    return _partly(name, columns, shown, sight.links) if isinstance(sight, Revealing) else shown


def _masked(name: str, columns: Shape) -> Shape:
    if name in _RESOURCE_TABLES:
        return {column: _of_resource(_RESOURCE_TABLES[name], column) for column in columns}
    prefix, resource = _beside(name)
    if resource:
        return {column: _of_body(prefix, resource, column) for column in columns}
    own = OWN_TABLES.get(name, OwnTable(""))
    return {column: _of_own(name, own, column, kind) for column, kind in columns.items()}


def _partly(name: str, columns: Shape, masked: Shape, links: Collection[str]) -> Shape:
    """The columns as they are in the rows of these links, and masked in all others."""
    whose, revealed = _whose(name, columns, links), _revealed(name, columns)
    if not whose:
        return masked
    return {
        column: f"CASE WHEN {whose} THEN {revealed[column]} ELSE {sql} END" if column in revealed else sql
        for column, sql in masked.items()
    }


def _whose(name: str, columns: Shape, links: Collection[str]) -> str:
    """The condition that a row is of one of the links; empty for a table whose rows are of none."""
    if name == "links":
        return links_among("id", links)
    if "link" in columns:
        return links_among("link", links)
    resource = _beside(name)[1]
    if resource is None or not (resource.per_link or resource.table == "links"):
        return ""
    key = "key" if "key" in columns else "id"
    of = links_among("id" if resource.table == "links" else "link", links)
    rows = f"SELECT {key} FROM {engine.MAIN}.{resource.table}"
    theirs = f"{key} IN ({rows} WHERE {of})"
    # Where several links have a row under one id, it does not tell whose this one is.
    return theirs if key == "key" else f"{theirs} AND {key} NOT IN ({rows} WHERE NOT ({of}))"


def _revealed(name: str, columns: Shape) -> Shape:
    """What is seen of the columns that are not masked where a person is revealed."""
    if resource := _RESOURCE_TABLES.get(name):
        cut = _cut(name, columns)
        return {column: _of_revealed(resource, column, mask, cut[column]) for column, mask in _masks(resource)}
    if resource := _beside(name)[1]:
        return {"body": f"revealed_body('{resource.name}', body)"} if "body" in columns else {}
    told = OWN_TABLES.get(name, OwnTable("")).told
    return {column: column for column, how in told.items() if how is Told.EXTERNAL}


def _of_revealed(resource: Declaration, column: str, mask: Mask, cut: str) -> str:
    if mask.kind is Personal.FILE:
        return f"masked('{mask.kind}', {column}, NULL, 0)"
    if mask.kind is Personal.TEXT:
        return f"revealed('{mask.kind}', {column}, {_beside_column(resource, column, mask.of) or 'NULL'})"
    return cut


def _cut(name: str, columns: Shape) -> Shape:
    """The columns that may hold the number of a card without it."""
    if name in _RESOURCE_TABLES:
        cards = {
            column: f"cut({column})" for column, mask in _masks(_RESOURCE_TABLES[name]) if mask.kind in _MAY_HOLD_CARDS
        }
        if name == "accounts":
            cards["number"] = "cut_of_account(category, number)"
    elif _beside(name)[1]:
        cards = {"body": "cut_body(body)"}
    else:
        cards = {column: f"cut_body({column})" for column in OWN_TABLES.get(name, OwnTable("")).told}
    return {column: cards.get(column, column) for column in columns}


def _of_resource(resource: Declaration, column: str) -> str:
    mask = dict(_masks(resource)).get(column)
    if mask is None:
        return column if column in tables.columns(resource) or column in _ADDED else _hidden(column)
    beside = _beside_column(resource, column, mask.of) or "NULL"
    hides = "0"
    if mask.hides:
        values = ", ".join(f"'{value}'" for value in mask.on)
        hides = f"CASE WHEN {mask.hides} IN ({values}) THEN 1 ELSE 0 END"
    return f"masked('{mask.kind}', {column}, {beside}, {hides})"


def _masks(resource: Declaration) -> Iterator[tuple[str, Mask]]:
    """The columns of a resource that are not for everybody."""
    for column in resource.columns:
        if column.kind in _NAMES_NOBODY and ".".join(column.keys) not in resource.fields.personal:
            continue
        for path in filter(None, (".".join(column.keys), column.older)):
            if mask := mask_at(resource, path):
                yield column.name, mask
                break


def _beside_column(resource: Declaration, column: str, of: str) -> str:
    """The column that holds what lies at a path beside another one's; empty where none does."""
    if not of:
        return ""
    own = next(one for one in resource.columns if one.name == column)
    path = ".".join((*own.keys[:-1], of))
    return next((one.name for one in resource.columns if _path(one) == path), "")


def _path(column: Column) -> str:
    return ".".join(column.keys)


def _of_body(prefix: str, resource: Declaration, column: str) -> str:
    """Of what lies beside a resource's table: its bodies, old and new, its slots, and the text that is searched."""
    if column == "body":
        return f"masked_body('{resource.name}', body)"
    return "''" if prefix == "search" and column == "text" else column


def _of_own(table: str, own: OwnTable, column: str, kind: str) -> str:
    told = own.told.get(column)
    if isinstance(told, Fields):
        return f"masked_json('{table}', {column})"
    if told:
        return "NULL" if told == "absent" else f"told('{told}', {column})"
    is_number = kind in ("INTEGER", "REAL") and table in OWN_TABLES
    return column if is_number or column in own.clear.split() else _hidden(column)


def _hidden(column: str) -> str:
    return f"told('hidden', {column})"


def _beside(name: str) -> tuple[str, Declaration | None]:
    """What a table beside a resource's is for, and whose it is."""
    for prefix in ("bodies", "versions", "raw", "search", "slots", "recent_slots"):
        if (resource := _RESOURCE_TABLES.get(name.removeprefix(f"{prefix}_"))) and name.startswith(f"{prefix}_"):
            return prefix, resource
    return "", None


_PACKED = {tables.kept(resource)[0] for resource in RESOURCES.values() if resource.is_packed}
_RESOURCE_TABLES = {resource.table: resource for resource in RESOURCES.values()}
_ADDED = ("followed", "is_embedded")
"""Columns of resources' tables that are the desk's own."""
