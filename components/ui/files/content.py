"""The rows of a page as the bytes of a file, in any format, of which no spreadsheet runs anything."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from store.core import csv_file, frames
from store.core.files import formats
from store.core.files.sheet import Manifest, Sheet
from store.core.money import to_units
from store.queries.links.people import Person

CSV_FORMS = ("comma", "semicolon")

FORMS = {
    "comma": "CSV: 1234.56",
    "semicolon": "CSV: 1234,56",
    "xlsx": "Excel",
    "parquet": "Parquet",
    "jsonl": "JSON Lines",
}
"""How a file is written, by the names of `csv_file.FORMS`, which are of CSV, and of formats."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What columns say: which are `amounts`, of one `currency` where rows name none, and which have a sum.

    Amounts add up by currency, and so do counts of rows that have one; balances, rates and shares never do.
    """

    amounts: Collection[str] = ()
    adds_up: Collection[str] = ()
    currency: str = ""


NONE = Numbers()


def extension_of(form: str) -> str:
    """How the name of such a file ends."""
    return "csv" if form in CSV_FORMS else form


def label_of(form: str) -> str:
    """What such a file is called."""
    return formats.FORMATS[extension_of(form)].label


def with_person(rows: pd.DataFrame, known: Mapping[str, Person]) -> pd.DataFrame:
    """The rows of links with whose each is behind the link, where they do not say it themselves."""
    if "link" not in rows:
        return rows
    told = rows.copy()
    whose = [known.get(link, Person()) for link in rows["link"]]
    for name in reversed(Person._fields):
        if name not in rows:
            told.insert([*rows.columns].index("link") + 1, name, [getattr(person, name) for person in whose])
    return told


def content(rows: pd.DataFrame, form: str, *, name: str, manifest: Manifest, numbers: Numbers = NONE) -> bytes:
    """The file."""
    if numbers.currency and "currency" not in rows:
        rows = rows.assign(currency=numbers.currency)
    kinds = {str(column): _kind(rows[column], is_money=column in numbers.amounts) for column in rows}
    written = csv_file.FORMS[form if form in CSV_FORMS else "comma"]
    adds_up = [column for column, kind in kinds.items() if column in numbers.adds_up and kind in _ADDED]
    sheet = Sheet(name, kinds, _values(rows, kinds), manifest, adds_up, written)
    return b"".join(formats.FORMATS[extension_of(form)].parts(sheet))


_ADDED = {frames.MONEY, frames.INTEGER, frames.NUMBER}
"""Kinds of columns that can have a sum: one in which no row says anything is of none of them."""


def _kind(values: "pd.Series[Any]", *, is_money: bool) -> str:
    kind = values.dtype
    if is_money:
        return frames.MONEY
    if pd.api.types.is_bool_dtype(kind):
        return frames.FLAG
    if pd.api.types.is_integer_dtype(kind):
        return frames.INTEGER
    if isinstance(kind, pd.DatetimeTZDtype):
        return frames.INSTANT
    if pd.api.types.is_datetime64_dtype(kind):
        return frames.DAY
    return frames.NUMBER if pd.api.types.is_float_dtype(kind) else frames.TEXT


def _values(rows: pd.DataFrame, kinds: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """The rows as they would be stored; what is missing is None. As objects they take several times the room."""
    for start in range(0, len(rows), _TOGETHER):
        some = rows.iloc[start : start + _TOGETHER]
        plain = some.astype("object").where(some.notna(), None)
        for row in plain.itertuples(index=False, name=None):
            yield tuple(map(_plain, row, kinds.values()))


_TOGETHER = 5_000
"""Rows that are objects at the same time."""


def _plain(value: Any, kind: str) -> Any:  # noqa: ANN401 - a cell
    if value is None:
        return None
    if kind == frames.MONEY:
        return to_units(value)
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value if kind != frames.TEXT else str(value)
