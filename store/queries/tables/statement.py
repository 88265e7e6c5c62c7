"""SQL that gives the rows of a file, to be copied: its values written out, money in the currency's unit."""

import re
from typing import Any

from store.core import frames
from store.core.keyset import By
from store.core.money import SCALE
from store.queries.tables.table import Table, Wanted


def of(wanted: Wanted[Any]) -> str | None:
    """The statement, with what SQL knows of the columns; None where the filter goes by what SQL does not know."""
    found = wanted.table.source(wanted.matching)
    if found is None or wanted.is_of_nobody:
        return None
    source, parameters = found
    columns = ",\n    ".join(_shown(name, kind) for name, kind in columns_of(wanted.table).items())
    rows = f"(SELECT * FROM {_written_out(source, parameters)}) AS found"
    return f"SELECT\n    {columns}\nFROM {rows}\nORDER BY {_order(wanted)}"


def columns_of(table: Table[Any]) -> frames.Columns:
    """Those of a table that a statement has: none that are worked out beside SQL."""
    return {name: kind for name, kind in table.columns.items() if name not in table.beside_sql}


def _shown(name: str, kind: str) -> str:
    # A double tells amounts of up to 15 digits apart, as all that are stored are.
    return f'"{name}" / {SCALE}.0 AS "{name}"' if kind == frames.MONEY else f'"{name}"'


def _order(wanted: Wanted[Any]) -> str:
    first = [wanted.order.column] if wanted.order.column else []
    names = [*first, *(name for name in wanted.table.ties if name not in first)]
    return ", ".join(By(f'found."{name}"', wanted.order.descending, nullable=True).sql for name in names)


def _written_out(sql: str, parameters: dict[str, object]) -> str:
    """The SQL with its parameters as literals."""

    def write(found: re.Match[str]) -> str:
        is_one = not found[0].startswith("::") and found[1] in parameters  # two colons are a cast
        return _literal(parameters[found[1]]) if is_one else found[0]

    return _PARAMETER.sub(write, sql)


_PARAMETER = re.compile(r":+(\w+)")


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
