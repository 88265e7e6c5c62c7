"""How what is stored stands in JSON: money as decimal text, days as YYYY-MM-DD, instants in UTC with a Z."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema, create_model

from resources import ColumnKind
from store.core import frames, instants
from store.core.money import to_decimal
from store.queries.query_params import EARLIEST, LATEST, LONGEST_VALUE, MOST_VALUES, parse_day

if TYPE_CHECKING:
    from pandas import DataFrame

MONEY_PATTERN = r"^-?\d+(\.\d+)?$"

Money = Annotated[str, Field(pattern=MONEY_PATTERN, description="Exact, in the currency that stands beside it")]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, description="A calendar day, as the source has it")]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}, description="In UTC")]


def _asked_day(text: object) -> date:
    """A day that is asked for; what is none is not told again, since answers end up in logs."""
    try:
        return parse_day(str(text))
    except ValueError as error:
        raise ValueError(f"a day is written YYYY-MM-DD, from {EARLIEST} to {LATEST}") from error


AskedDay = Annotated[date, BeforeValidator(_asked_day), WithJsonSchema({"type": "string", "format": "date"})]
AskedAmount = Annotated[str, Field(pattern=r"^\d{1,15}(\.\d{1,4})?$", description="Without direction")]
AskedText = Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]
AskedTexts = Annotated[list[AskedText], Field(max_length=MOST_VALUES)]

LIST = "list"
"""A kind of column that the store's frames have as text."""

_TYPES: Mapping[str, Any] = {
    frames.TEXT: str,
    frames.INTEGER: int,
    frames.NUMBER: float,
    frames.MONEY: Money,
    frames.FLAG: bool,
    frames.DAY: Day,
    frames.INSTANT: Instant,
    LIST: list[Any],
}


def model(name: str, columns: Mapping[str, str], **more: Any) -> type[BaseModel]:  # noqa: ANN401 - types of fields
    """What a row of these columns is in the description; any of them may be null."""
    fields: dict[str, Any] = {column: (_TYPES[kind] | None, ...) for column, kind in columns.items()}
    return create_model(name, __base__=BaseModel, **fields, **more)


def cell(value: object, kind: str) -> object:
    """A value as it is stored, or as the rules of the domain have it, in JSON."""
    if value is None:
        return None
    return _WRITERS[kind](value)


def framed(frame: "DataFrame", kinds: Mapping[str, str]) -> list[dict[str, object]]:
    """The rows of a frame of which no column is money; what is missing is null."""
    rows = frame[[*kinds]].astype("object")
    rows = rows.where(rows.notna(), None)
    return [{name: cell(row[name], kind) for name, kind in kinds.items()} for row in rows.to_dict("records")]


def money(units: float | None) -> str | None:
    """An amount in 1/10,000."""
    return None if units is None else f"{to_decimal(units):f}"


def exact(amount: Decimal | None) -> str | None:
    """An amount in the currency's unit."""
    return None if amount is None else f"{amount:f}"


def day(value: object) -> str:
    """A day of a calendar, whichever way it is kept."""
    match value:
        case int():
            return date.fromordinal(value).isoformat()
        case date():
            return f"{value:%Y-%m-%d}"
    return str(value)[:10]


def instant(value: datetime | str | None) -> str | None:
    """An instant of an encoded text or a datetime."""
    return None if value is None else instants.encode(value)


def _money(value: Any) -> str | None:  # noqa: ANN401 - an integer of SQL's
    return money(value)


def _list(value: object) -> list[object]:
    """A list that is stored as JSON; a text that is none stands in it alone."""
    try:
        found = orjson.loads(str(value))
    except orjson.JSONDecodeError:
        return [str(value)]
    return found if isinstance(found, list) else [found]


def _integer(value: Any) -> int:  # noqa: ANN401 - a number of SQL's
    return int(value)


_WRITERS: Mapping[str, Callable[[Any], object]] = {
    frames.TEXT: str,
    frames.INTEGER: _integer,
    frames.NUMBER: float,
    frames.MONEY: _money,
    frames.FLAG: bool,
    frames.DAY: day,
    frames.INSTANT: instant,
    LIST: _list,
}

KINDS: Mapping[ColumnKind, str] = {ColumnKind.LIST: LIST}
"""Where the kind of a declared column is another than in frames."""
