"""Widget sessions in sums: by step, by what they were about, and by what went wrong."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from belvo_client.advice import advice_for
from components.sessions.figures import Funnel
from components.sessions.filters import DEVICES, SECTION, called, products
from components.ui import query, text
from components.ui.tables import Column, Table, draw_table
from components.ui.text import words
from domain.widget.funnel import Taken, share
from domain.widget.steps import LABELS, Step
from languages import msg, say, spoken
from store import Database
from store.queries.widget.funnel import counted

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult


def draw_steps(funnel: Funnel, taken: Mapping[Step, Taken], *, key: str) -> None:
    """A row a step: who reached it, who went no further, how that was before, and how long it took."""
    found = funnel.stages
    rows = pd.DataFrame(
        {
            "step": [say(LABELS[stage.step]) for stage in found],
            "reached": [stage.reached for stage in found],
            "stopped": [stage.stopped for stage in found],
            "drop": [_points(stage.drop) for stage in found],
            "drop_before": [_points(stage.drop_before) for stage in found],
            "change": [stage.change for stage in found],
            "median_seconds": [taken[stage.step].median if stage.step in taken else None for stage in found],
            "most_seconds": [taken[stage.step].most if stage.step in taken else None for stage in found],
            "timed": [taken[stage.step].sessions if stage.step in taken else 0 for stage in found],
        }
    ).astype(dict.fromkeys(("drop", "drop_before", "change", "median_seconds", "most_seconds"), "Float64"))
    words_ = [stage.step.word for stage in found]
    buttons = {"open": _way("step", words_, f"{key}_open")}
    draw_table(rows, STEPS, key=key, buttons=buttons, file="widget_steps")


STEPS = Table(
    {
        "open": Column(msg("Sessions"), kind="button"),
        "step": Column(msg("Step"), 210),
        "reached": Column(
            msg("Reached"), 75, "count", help=msg("Sessions that are over and came to this step or needed it not")
        ),
        "stopped": Column(
            msg("Gave up here"), 95, "count", help=msg("Of them, those that went no further"), adds_up=True
        ),
        "drop": Column(msg("Drop"), 65, "percent", help=msg("The share that gave up here of those that reached it")),
        "drop_before": Column(msg("Before"), 65, "percent", help=msg("The same of as many days before")),
        "change": Column(msg("Points"), 65, "tenths", help=msg("By how many points the drop is larger than before")),
        "median_seconds": Column(msg("Seconds"), 75, "tenths", help=msg("Median until the next step that was reached")),
        "most_seconds": Column(msg("9 of 10"), 75, "tenths", help=msg("Seconds within which nine of ten went on")),
        "timed": Column(msg("Timed"), 65, "count", help=msg("Sessions that went on from here, which times are of")),
    },
    alt=msg("Steps of connecting with who reached them, who gave up there, and how long they took"),
)

KINDS = {"institution": msg("Institution"), "product": msg("Product"), "device": msg("Device")}
_BY = {
    "institution": msg("Widget sessions by institution"),
    "product": msg("Widget sessions by product"),
    "device": msg("Widget sessions by device"),
}


def draw_by(db: Database, kind: str, now: pd.DataFrame, before: pd.DataFrame, *, key: str) -> None:
    """A row an institution, product or device, that with most sessions first; needs funnel.counts of both times."""
    rows = pd.DataFrame([*_by(kind, now, before)], columns=_COLUMNS)
    names = [*rows["name"]]
    labels = {
        "institution": lambda: called(db, names),
        "product": lambda: products(names),
        "device": lambda: text.told(DEVICES),
    }
    told = labels[kind]()
    shown = rows.assign(label=[told.get(name, name) for name in names]).astype(
        dict.fromkeys(("connected", "connected_before", "change"), "Float64")
    )
    buttons = {"open": _way(kind, names, f"{key}_open")}
    draw_table(shown, _by_table(kind), key=key, buttons=buttons, file=f"widget_sessions_by_{kind}")


_COLUMNS = [
    "name",
    "sessions",
    "over",
    "links",
    "connected",
    "connected_before",
    "change",
    "gave_up_at",
    "sessions_before",
]


def _by(kind: str, now: pd.DataFrame, before: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    earlier = {name: share(counted(rows)) for name, rows in before.groupby(kind)}
    for name, rows in sorted(now.groupby(kind), key=lambda one: (-int(one[1]["sessions"].sum()), str(one[0]))):
        found, known = share(counted(rows)), earlier.get(name)
        part, part_before = found.part, known.part if known else None
        yield (
            name,
            int(rows["sessions"].sum()),
            found.over,
            found.connected,
            _points(part),
            _points(part_before),
            None if part is None or part_before is None else (part - part_before) * 100,
            _most_at(rows),
            known.over + known.under_way if known else 0,
        )


def _most_at(rows: pd.DataFrame) -> str:
    """The last step of most of those that gave up; nothing where nobody did."""
    gone = rows[~rows["outcome"].isin(["connected", "under_way"])]
    if gone.empty:
        return ""
    by_step = dict.fromkeys(Step, 0)
    for count in counted(gone):
        by_step[max(step for step in Step if step <= count.furthest)] += count.sessions
    return say(LABELS[max(by_step, key=lambda step: by_step[step])])


def _by_table(kind: str) -> Table:
    return Table(
        {
            "open": Column(msg("Sessions"), kind="button"),
            "label": Column(KINDS[kind], 200),
            "sessions": Column(msg("Sessions"), 75, "count", help=msg("Those under way included"), adds_up=True),
            "links": Column(msg("Links"), 60, "count", help=msg("Sessions that were connected"), adds_up=True),
            "connected": Column(msg("Connected"), 85, "percent", help=msg("Of those that are over")),
            "connected_before": Column(msg("Before"), 65, "percent", help=msg("The same of as many days before")),
            "change": Column(
                say("Points"), 65, "tenths", help=msg("By how many points more were connected than before")
            ),
            "gave_up_at": Column(msg("Most gave up at"), 190),
        },
        alt=_BY[kind],
        most=20,
    )


def draw_errors(db: Database, rows: pd.DataFrame, *, key: str) -> None:
    """The rows of funnel.errors: what went wrong how often, how many got over it, and what to do."""
    codes = [code if isinstance(code, str) else "" for code in rows["code"]]
    messages = [message if isinstance(message, str) else "" for message in rows["message"]]
    advices = [advice_for(code, spoken().code, message=message) for code, message in zip(codes, messages, strict=True)]
    told = called(db, sorted({*rows["institution"].dropna()}))
    shown = rows.assign(
        code=[words(code) if code else say("Without a code") for code in codes],
        meaning=[advice.meaning if code else "" for advice, code in zip(advices, codes, strict=True)],
        institution=[told.get(name, "") for name in rows["institution"]],
    )
    draw_table(shown, ERRORS, key=key, buttons={"open": _way("error", codes, f"{key}_open")}, file="widget_errors")


ERRORS = Table(
    {
        "open": Column(msg("Sessions"), kind="button"),
        "last_at": Column(msg("Last"), 95, "ago"),
        "code": Column(msg("Error"), 150),
        "sessions": Column(msg("Sessions"), 72, "count", help=msg("Whose last error it was"), adds_up=True),
        "connected": Column(
            msg("Got over it"), 85, "count", help=msg("Of them, those that were connected after all"), adds_up=True
        ),
        "meaning": Column(msg("What it means"), 250),
        "message": Column(msg("What the widget said last"), 230),
        "institution": Column(msg("Where last"), 140),
    },
    alt=msg("Errors that widgets told of, with how many sessions got over them"),
    empty=msg("No session of this filter told of an error."),
)


def _points(part: float | None) -> float | None:
    return None if part is None else part * 100


def _way(parameter: str, values: list[str], key: str) -> "ButtonColumnResult":
    """Buttons that narrow to the sessions that a row counts."""

    def narrow() -> None:
        value = values[st.session_state[key].row]
        query.write({parameter: [value] if value else [], SECTION: ["sessions"]})

    return st.column_config.ButtonColumn("", width=82, type="tertiary", on_click=narrow, key=key)
