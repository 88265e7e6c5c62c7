"""JSON Lines: an object a row; money as decimal text beside its currency, days YYYY-MM-DD, instants UTC with Z."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import orjson

from store.core import frames
from store.core.files.sheet import Format, Sheet, amount, day, instant

_ROWS_A_PART = 1_000


def parts(sheet: Sheet) -> Iterator[bytes]:
    """The file a thousand rows at a time; of no row an empty piece, so that there is one."""
    columns = [(name, _VALUES.get(kind, _plain)) for name, kind in sheet.columns.items()]
    rows = iter(sheet.rows)
    while True:
        part = b"".join(
            orjson.dumps(
                {name: read(value) for (name, read), value in zip(columns, row, strict=True)},
                option=orjson.OPT_APPEND_NEWLINE,
            )
            for row in islice(rows, _ROWS_A_PART)
        )
        yield part
        if not part:
            return


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    return value


def _money(value: object) -> object:
    found = amount(value, frames.MONEY)
    return value if found is None else f"{found:f}"


def _flag(value: object) -> object:
    return value if value is None else bool(value)


def _day(value: object) -> object:
    found = day(value)
    return found.isoformat() if found else value or None


def _instant(value: object) -> object:
    found = instant(value)
    return found.isoformat().replace("+00:00", "Z") if found else value or None


_VALUES: dict[str, Callable[[Any], Any]] = {
    frames.MONEY: _money,
    frames.DECIMAL: _money,
    frames.FLAG: _flag,
    frames.DAY: _day,
    frames.INSTANT: _instant,
}

JSON_LINES = Format("JSON Lines", "application/jsonl", parts)
