"""Pulls as rows: what was read when, and how it went."""

from dataclasses import replace

import pandas as pd

from components.ui import states
from components.ui.tables import Column, Table, draw_table
from components.ui.text import resource_words
from components.ui.time_format import span
from domain.link_state.kept import KEPT
from languages import msg


def draw_pulls(runs: pd.DataFrame, *, key: str, alt: str = msg("Pulls, newest first")) -> None:
    """A table of store.ops.runs; `alt` names the table to whoever can't see it."""
    errors = [*map(_error, runs["error_code"].fillna(""), runs["error_message"].fillna(""))]
    failed = any(errors)
    shown = runs.assign(
        resource=[resource_words(name) for name in runs["resource"]],
        took=[span(seconds) for seconds in runs["seconds"]],
        error=errors if failed else None,
        request_id=runs["request_id"].fillna("") if failed else None,
    )
    draw_table(shown, replace(PULLS, alt=alt), key=key, file="pulls")


def _error(code: str, message: str) -> str:
    return ": ".join(filter(None, (code, KEPT.say(message))))


PULLS = Table(
    {
        "started_at": Column(msg("Started"), 95, "ago"),
        "resource": Column(msg("What"), 100),
        "state": Column(msg("State"), 110, "state", states=states.PULLS),
        "added": Column(msg("New"), 60, "count", help=msg("Rows that were not there before"), adds_up=True),
        "changed": Column(msg("Changed"), 70, "count", adds_up=True),
        "deleted": Column(msg("Gone"), 60, "count", help=msg("Rows that Belvo no longer has"), adds_up=True),
        "took": Column(msg("Took"), 70, "right"),
        "error": Column(msg("Error"), optional=True),
        "request_id": Column("request_id", 120, help=msg("For Belvo's support"), optional=True),
    },
    alt=msg("Pulls, newest first"),
    empty=msg("Nothing was pulled yet."),
    most=None,
)
