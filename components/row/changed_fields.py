"""What a later body of a row says otherwise, field by field, as people read it."""

import json
from collections.abc import Iterable

from components.ui.detail_fields import tell_amount
from components.ui.text import shorten, words
from domain.changes import ANOTHER, DOCUMENT
from domain.corrections import Change
from languages import say
from resources import RESOURCES, ColumnKind

_AMOUNTS = {column.keys[-1] for one in RESOURCES.values() for column in one.columns if column.kind is ColumnKind.MONEY}
"""What fields are called that are amounts, wherever in a body they are."""

_LONGEST = 80
"""Characters of what a corrected field said."""


def tell_changes(changes: Iterable[Change], currency: object) -> dict[str, str]:
    """By the field in words, what it said before and what it says since; amounts in their currency if it is known."""
    return {
        words(change.field.replace(".", " ")): " → ".join(
            _tell(value, (currency or "") if _is_amount(change.field) else None)
            for value in (change.before, change.after)
        )
        for change in changes
    }


def _is_amount(field: str) -> bool:
    name = field.rpartition(".")[2]
    return name in _AMOUNTS or name.endswith("amount")


def _tell(value: object, currency: object | None) -> str:
    """What a field said; `currency` is None for what is no amount."""
    if value in (None, "", [], {}):
        return say("nothing")
    if value in (DOCUMENT, ANOTHER):
        return say(str(value))
    amount = None if currency is None else tell_amount(value, currency)
    return amount or shorten(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), _LONGEST)
