"""Rows that are not as described: a table of what happens to the first row of an answer, or to its one object.

Most are in published examples and recorded answers of some age; `broken_row`, `deep_row` and `long_text` are what a
fault of an institution's makes of one.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import orjson
from starlette.responses import Response

Row = dict[str, Any]

ANOTHER_LINK = "00000000-0000-4000-8000-0000000000ff"
"""Nobody's."""

_HERE = "the row"  # stands for a row until its bytes are put there
_DEPTH = 2_000
_LONG = 1_000_000


class OddRow(NamedTuple):
    """One line of the table: what it is, and the row that takes another's place; bytes are JSON, or none at all."""

    what: str
    change: Callable[[Row], Row | bytes]


def _without(*names: str) -> Callable[[Row], Row]:
    return lambda row: {name: value for name, value in row.items() if name not in names}


def _with(**values: Any) -> Callable[[Row], Row]:  # noqa: ANN401 - JSON
    return lambda row: {name: values.get(name, value) for name, value in row.items()}


def _written(name: str, value: bytes) -> Callable[[Row], bytes]:
    """A field in the words given, which no writer of JSON would choose."""
    return lambda row: orjson.dumps(_without(name)(row))[:-1] + b',"%b":%b}' % (name.encode(), value)


def _older_merchant(row: Row) -> Row:
    return {**row, "merchant": {"logo": None, "name": "Tienda de antes", "website": None}}


def _booked_only(row: Row) -> Row:
    return {**row, "value_date": None, "accounting_date": row.get("value_date")}


def _instant_for_day(row: Row) -> Row:
    return {**row, "value_date": f"{row.get('value_date')}T00:00:00.000Z"}


def _another_link(row: Row) -> Row:
    account = row.get("account")
    inner = {**account, "link": ANOTHER_LINK} if isinstance(account, dict) else account
    return {**row, "link": ANOTHER_LINK, "account": inner}


def _another_account(row: Row) -> Row:
    account = row.get("account")
    if not isinstance(account, dict):
        return row
    loan = {"category": "LOAN_ACCOUNT", "balance_type": "LIABILITY", "number": "000", "name": "Préstamo"}
    balance = {"current": 44_276.17, "available": 44_276.17}
    return {**row, "account": {**account, **loan, "balance": balance, "collected_at": "2099-12-31T23:59:59.999999Z"}}


def _one_country(row: Row) -> Row:
    (country, *_) = row.get("country_codes") or [None]
    return {**_without("country_codes")(row), "country_code": country}


def _deep(row: Row) -> bytes:
    inside = b'{"deeper":' * _DEPTH + b"1" + b"}" * _DEPTH
    return b'{"id":%b,"deep":%b}' % (orjson.dumps(row.get("id")), inside)


def _broken(row: Row) -> bytes:
    return b'{"id":%b,"amount":1,50}' % orjson.dumps(row.get("id"))


ODD_ROWS: Mapping[str, OddRow] = {
    "row_without_id": OddRow(
        "the first row has neither `id` nor `link`, as monthly tax returns", _without("id", "link")
    ),
    "consent_without_link": OddRow("the first row has no `link_id`, as consents until 2025", _without("link_id")),
    "older_merchant": OddRow("the first row's merchant has a `name`, as older banks send it", _older_merchant),
    "one_country": OddRow("the first row has one `country_code` instead of `country_codes`", _one_country),
    "instant_for_day": OddRow("the first row's `value_date` is an instant", _instant_for_day),
    "no_value_date": OddRow("the first row has an `accounting_date` only", _booked_only),
    "day_0001": OddRow("the first row's `value_date` is 0001-01-01", _with(value_date="0001-01-01")),
    "day_2206": OddRow("the first row's `value_date` is 2206-06-17", _with(value_date="2206-06-17")),
    "day_9999": OddRow("the first row's `value_date` is 9999-12-31", _with(value_date="9999-12-31")),
    "no_direction": OddRow("the first row's `type` is UNCATEGORIZED", _with(type="UNCATEGORIZED")),
    "null_direction": OddRow("the first row's `type` is null", _with(type=None)),
    "no_currency": OddRow("the first row's `currency` is null", _with(currency=None)),
    "immense_amount": OddRow("the first row's `amount` is 900000000000000.0", _with(amount=900_000_000_000_000.0)),
    "no_number": OddRow("the first row's `amount` is NaN", _written("amount", b"NaN")),
    "huge_integer": OddRow(
        "the first row's `internal_identification` is a number of 40 digits",
        _written("internal_identification", b"9" * 40),
    ),
    "half_emoji": OddRow(
        "the first row's `observations` end with half a character",
        _written("observations", rb'"Taquer\u00eda \ud83c"'),
    ),
    "another_account": OddRow("the first row embeds a loan's body under the id of its account", _another_account),
    "another_link": OddRow("the first row, and the account in it, is of another link", _another_link),
    "long_text": OddRow("the first row's `description` has a million characters", _with(description="ñ" * _LONG)),
    "deep_row": OddRow("the first row is two thousand objects, one in the other", _deep),
    "broken_row": OddRow("the first row is no JSON", _broken),
}


def odd(change: Callable[[Row], Row | bytes]) -> Callable[[Response], Response]:
    """Give an answer's first row, or its one object, another content; one without a row stays as it is."""

    def corrupt(answer: Response) -> Response:
        body: Any = orjson.loads(bytes(answer.body) or b"null")
        rows = body["results"] if isinstance(body, dict) and "results" in body else body
        if isinstance(rows, dict):
            return replaced(answer, _bytes(change(rows)))
        if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
            return answer
        row, rows[0] = _bytes(change(rows[0])), _HERE
        return replaced(answer, orjson.dumps(body).replace(orjson.dumps(_HERE), row, 1))

    return corrupt


def replaced(answer: Response, content: bytes) -> Response:
    """The answer with another body."""
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(content, answer.status_code, headers)


def _bytes(row: Row | bytes) -> bytes:
    return row if isinstance(row, bytes) else orjson.dumps(row)
