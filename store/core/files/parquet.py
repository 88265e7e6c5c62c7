"""Parquet: money as decimals, days as dates, instants in UTC, and what the file says of itself as its metadata.

pyarrow is imported as late as a file is written: what takes in webhooks starts without it.
"""

import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from store.core import frames
from store.core.files.sheet import Format, Sheet, amount, day, instant

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped] # has no types

ROWS_A_GROUP = 10_000

MANIFEST = "linkdesk"
"""The key of the file's metadata under which its manifest is, as JSON."""

MONEY_DIGITS, SUM_DIGITS, SCALE = 19, 38, 4
"""Digits of an amount and of a sum, and how many of them are decimals."""


def schema(columns: frames.Columns) -> "pa.Schema":
    """The types of the columns in a file."""
    import pyarrow as pa

    types = {
        frames.INTEGER: pa.int64(),
        frames.NUMBER: pa.float64(),
        frames.MONEY: pa.decimal128(MONEY_DIGITS, SCALE),
        frames.DECIMAL: pa.decimal128(SUM_DIGITS, SCALE),
        frames.FLAG: pa.bool_(),
        frames.DAY: pa.date32(),
        frames.INSTANT: pa.timestamp("us", tz="UTC"),
    }
    return pa.schema([(name, types.get(kind, pa.string())) for name, kind in columns.items()])


def parts(sheet: Sheet) -> Iterator[bytes]:
    """The file a group of rows at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    shape, rows, written = schema(sheet.columns), iter(sheet.rows), 0
    readers = [_VALUES.get(kind, _text) for kind in sheet.columns.values()]
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), shape) as writer:
        while group := [*islice(rows, ROWS_A_GROUP)]:
            columns = zip(readers, zip(*group, strict=True), shape.types, strict=True)
            arrays = [pa.array([*map(read, values)], kind) for read, values, kind in columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=shape))
            written += len(group)
            yield sink.taken()
        told = {**sheet.manifest, "Rows": f"{written}"}
        writer.add_key_value_metadata({MANIFEST: orjson.dumps(told).decode()})
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._place = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        self._kept += data
        self._place += len(data)
        return len(data)

    def tell(self) -> int:
        return self._place

    def taken(self) -> bytes:
        taken, self._kept = bytes(self._kept), bytearray()
        return taken


def _money(value: object) -> object:
    return amount(value, frames.MONEY)


def _text(value: object) -> object:
    return value if value is None or isinstance(value, str) else str(value)


def _plain(value: object) -> object:
    return value


def _flag(value: object) -> object:
    return value if value is None else bool(value)


_VALUES: dict[str, Callable[[Any], Any]] = {
    frames.INTEGER: _plain,
    frames.NUMBER: _plain,
    frames.MONEY: _money,
    frames.DECIMAL: _money,
    frames.FLAG: _flag,
    frames.DAY: day,
    frames.INSTANT: instant,
}

PARQUET = Format("Parquet", "application/vnd.apache.parquet", parts)
