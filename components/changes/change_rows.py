"""Changes as rows: which row, what became of it, what it says otherwise, and because of what."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.row.changed_fields import tell_changes
from components.row.origin import reason_of
from components.ui.states import State
from components.ui.tables import OPEN, Column, Table
from components.ui.text import one_line, resource_words, shorten, words
from domain.corrections import Change
from languages import grouped, msg, say
from resources import RESOURCES, ColumnKind, Declaration
from store.core.amounts import money
from store.core.instants import parse_day
from store.core.money import to_decimal, to_units
from store.queries.changes import Kind, Told

KINDS = {
    Kind.ADDED.value: State(msg("Added"), ":material/add:", "+", "green", msg("It was not here before")),
    Kind.CHANGED.value: State(msg("Changed"), ":material/edit:", "Δ", "blue", msg("It says something else")),
    Kind.VANISHED.value: State(msg("Vanished"), ":material/remove:", "−", "red", msg("It is no longer there")),  # noqa: RUF001 - a minus
    Kind.ASIDE.value: State(
        msg("Set aside"), ":material/block:", "⊘", "orange", msg("It can't be read, and is in no figure")
    ),
}

COUNTS = Table(
    {
        "resource": Column(msg("Resource"), 210),
        **{kind: Column(state.name, 90, "count", help=state.means, adds_up=True) for kind, state in KINDS.items()},
    },
    alt=msg("What changed, by resource"),
    most=None,
)

ROWS = Table(
    {
        "open": OPEN,
        "at": Column(msg("When"), 90, "ago"),
        "kind": Column(msg("Change"), 105, "state", states=KINDS),
        "resource": Column(msg("Resource"), 105),
        "row": Column(msg("Row"), 215),
        "says": Column(msg("Says otherwise"), 240),
        "why": Column(msg("Because of"), 175),
        "whose": Column(msg("Link"), 110, "link"),
    },
    alt=msg("Rows that changed, the newest first"),
    empty=msg("Nothing of this kind changed between these days."),
)

UNSEEN = msg("Something that is masked")
"""What is said of a change of which nothing is seen."""

_NAMED = ("description", "name", "display_name", "official_name", "full_name", "product_name", "bill_name", "employer")
_NAMED_ELSE = ("sender_name", "institution", "type", "status")
_MOST_FIELDS, _LONGEST = 3, 60


def counted(numbers: Mapping[tuple[str, Kind], int]) -> pd.DataFrame:
    """One row a resource, in the order in which resources are declared."""
    rows = [
        {"resource": resource_words(name), **{kind.value: numbers.get((name, kind), 0) for kind in Kind}}
        for name in RESOURCES
        if any((name, kind) in numbers for kind in Kind)
    ]
    return pd.DataFrame(rows, columns=["resource", *(kind.value for kind in Kind)])


def change_rows(told: Sequence[Told]) -> pd.DataFrame:
    """One row a change, as ROWS has them."""
    rows = [
        {
            "at": one.event.at,
            "kind": one.event.kind.value,
            "resource": resource_words(one.event.resource),
            "row": row_label(one),
            "says": says(one),
            "why": why(one),
            "link": one.event.link,
        }
        for one in told
    ]
    frame = pd.DataFrame(rows, columns=["at", "kind", "resource", "row", "says", "why", "link"])
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True))


def row_label(told: Told) -> str:
    """By what people know the row: its day, its name, its amount; its id where it has none of these."""
    resource, body = RESOURCES[told.event.resource], told.body
    day = parse_day(_value(resource, resource.day, body)) if resource.day else None
    name = next((value for value in (_value(resource, one, body) for one in (*_NAMED, *_NAMED_ELSE)) if value), None)
    said = [day, shorten(name, _LONGEST) if isinstance(name, str) else None, _amount(resource, body)]
    return " · ".join(filter(None, said)) or told.event.row


def says(told: Told) -> str:
    """The first fields of which the row tells differently, each from what to what."""
    if told.event.kind is not Kind.CHANGED:
        return ""
    fields = tell_fields(told)
    more = len(fields) - _MOST_FIELDS
    shown = [f"{name}: {values}" for name, values in [*fields.items()][:_MOST_FIELDS]]
    return one_line(
        "; ".join([*shown, *([say("and {number} more", number=grouped(more))] if more > 0 else [])])
    ) or say(UNSEEN)


def tell_fields(told: Told) -> dict[str, str]:
    """All of them."""
    changed: Sequence[Change] = told.changes
    return tell_changes(changed, told.body.get("currency"))


def why(told: Told) -> str:
    """What brought the change, in a few words."""
    said = [_fate(told), _pull(told)]
    return " · ".join(filter(None, said)) or say("No pull that is known")


def _fate(told: Told) -> str:
    match told.event.kind:
        case Kind.VANISHED if told.gone is not None:
            return f"{say('Deleted with its link.')} {say(told.gone)}".strip()
        case Kind.VANISHED:
            return say("Deleted at Belvo")
        case Kind.ASIDE:
            return say("Not readable: {reasons}", reasons=told.reasons)
    return ""


def _pull(told: Told) -> str:
    if told.pull is None:
        return ""
    reason = reason_of(told.pull.reason)
    return f"{reason}: {words(told.webhook)}" if told.webhook else reason


def _amount(resource: Declaration, body: Mapping[str, Any]) -> str | None:
    """The row's first amount, in its currency."""
    columns = (column.name for column in resource.columns if column.kind is ColumnKind.MONEY)
    units = next((units for name in columns if (units := to_units(_value(resource, name, body))) is not None), None)
    return None if units is None else money(to_decimal(units), str(body.get("currency") or ""))


def _value(resource: Declaration, name: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """What the body says under a column of the resource's; None where it has none of this name."""
    column = next((one for one in resource.columns if one.name == name), None)
    value: Any = body if column else None
    for key in column.keys if column else ():
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
