"""Any row in a drawer: what its table knows of it, what Belvo sent, and where it is from."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.row.origin import draw_origin
from components.ui.detail_fields import draw_facts, tell_amount, tell_day, tell_instant
from components.ui.drawers import ROW, closer, draw_link, draw_missing, draw_sent
from components.ui.language.dialog import dialog
from components.ui.text import resource_words, shorten, words
from languages import msg, say
from resources import RESOURCES, Column, ColumnKind
from store import Database
from store.write import rows

PARAMETER = ROW
_LONGEST = 120
_CURRENCIES = ("currency", "currency_code")


@dialog(msg("Row"), position="right", width=480, on_dismiss=closer(PARAMETER))
def draw_row(db: Database, named: str) -> None:
    """That of this `resource:id`, of any resource of a link."""
    resource, _, row = named.partition(":")
    kind = RESOURCES.get(resource)
    body = rows.body(db, resource, row) if kind and kind.per_link else None
    if kind is None or body is None:
        draw_missing(msg("row"), row)
        return
    st.markdown(f"**{resource_words(resource)}**")
    draw_facts(told_of(resource, body))
    draw_link(rows.link_of(db, resource, row))
    draw_sent(body, row)
    draw_origin(db, resource, row, _currency(body))


def told_of(resource: str, body: Mapping[str, Any]) -> dict[str, str | None]:
    """What a row of the resource says, by the columns of its table, as people read it."""
    currency = _currency(body)
    return {words(column.name): _told(body, column, currency) for column in RESOURCES[resource].columns}


def _currency(body: Mapping[str, Any]) -> object:
    return next((body[name] for name in _CURRENCIES if body.get(name)), "")


def _told(body: Mapping[str, Any], column: Column, currency: object) -> str | None:
    value: Any = body
    for key in column.keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    match column.kind:
        case _ if value in (None, "", [], {}):
            return None
        case ColumnKind.MONEY:
            return tell_amount(value, currency)
        case ColumnKind.DAY:
            return tell_day(value)
        case ColumnKind.INSTANT:
            return tell_instant(value)
        case ColumnKind.FLAG:
            return say("yes") if value else say("no")
        case ColumnKind.LIST:
            return shorten(", ".join(map(str, value)) if isinstance(value, list) else str(value), _LONGEST)
    return shorten(str(value), _LONGEST)
