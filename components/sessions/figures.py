"""The figures and charts of widget sessions: how many connected, how far the others came, and how long it took."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.sessions.filters import SECTION
from components.ui import charts, query
from components.ui.chart.card import Mark, Marks, draw_chart
from components.ui.files.content import Numbers
from components.ui.metric_cards import Figure, draw_figures
from components.ui.time_format import day, span
from domain.widget.funnel import Count, Stage, Taken, share, stages, steps
from domain.widget.outcomes import GAVE_UP
from domain.widget.steps import LABELS, Step
from languages import grouped, msg, percent, say, say_many
from store.queries.widget.funnel import TIMED
from store.queries.widget.listing import SessionFilter

_ROWS = {SECTION: "sessions"}


@dataclass(frozen=True)
class Funnel:
    """What is told of the sessions of a filter: counts now and of as many days before, and the stages they make."""

    asked: SessionFilter
    now: Sequence[Count]
    before: Sequence[Count]

    @property
    def stages(self) -> list[Stage]:
        return stages(self.now, self.before, steps(self.asked.way))

    @property
    def days(self) -> int:
        return (self.asked.until - self.asked.since).days + 1 if self.asked.since and self.asked.until else 0

    @property
    def names(self) -> tuple[str, str]:
        """What these days and those before are called in charts and tables."""
        week = self.days == 7
        if week:
            return say("This week"), say("Last week")
        return say("These {days} days", days=self.days), say("The {days} before", days=self.days)


def draw_summary(funnel: Funnel, whole: Taken | None, *, key: str) -> None:
    """At most four figures, each with the way to its sessions."""
    now, before = share(funnel.now), share(funnel.before)
    gave_up = now.over - now.connected
    most = max(funnel.stages, key=lambda stage: stage.stopped, default=None)
    at = (
        say("most at: {step} ({number})", step=say(LABELS[most.step]).lower(), number=grouped(most.stopped))
        if most and most.stopped
        else ""
    )
    note = (
        say("{before} before, {under_way} under way", before=grouped(before.over), under_way=grouped(now.under_way))
        if now.under_way
        else say("{before} before", before=grouped(before.over))
    )
    draw_figures(
        [
            _figure(
                say("Sessions"),
                grouped(now.over + now.under_way),
                note,
                {},
            ),
            _figure(
                say("Connected"),
                told_share(now.part),
                say(
                    "{connected} of {over} that are over; {share} before",
                    connected=grouped(now.connected),
                    over=grouped(now.over),
                    share=told_share(before.part),
                ),
                {"outcome": "connected"},
            ),
            _figure(say("Gave up"), grouped(gave_up), at, {"outcome": GAVE_UP}),
            _figure(
                say("Time to a link"),
                span(whole.median) if whole else "–",  # noqa: RUF001 - no figure
                say_many("median of {number} session", "median of {number} sessions", whole.sessions)
                if whole
                else say("no session here was connected"),
                {"outcome": "connected"},
            ),
        ],
        key=key,
        noted=True,
    )


def _figure(label: str, value: str, note: str, narrowed: dict[str, str]) -> Figure:
    there = {**query.here(), **{name: [one] for name, one in {**_ROWS, **narrowed}.items()}}
    return Figure(label, value, note, page="pages/sessions.py", query=there)


def told_share(part: float | None) -> str:
    """A share; of nothing there is none."""
    return "–" if part is None else percent(part)  # noqa: RUF001 - no figure


def said_of(funnel: Funnel) -> str:
    """Over whom the figures are, and as of when."""
    asked = funnel.asked
    until, since = asked.until or asked.now.date(), asked.since or asked.now.date()
    if until >= asked.now.date():
        return say_many(
            "Sessions opened from {since} to {until} (days in UTC; today is not over), held against the {number} day "
            "before. A share is of those that are over.",
            "Sessions opened from {since} to {until} (days in UTC; today is not over), held against the {number} days "
            "before. A share is of those that are over.",
            funnel.days,
            since=day(since),
            until=day(until),
        )
    return say_many(
        "Sessions opened from {since} to {until} (days in UTC), held against the {number} day before. "
        "A share is of those that are over.",
        "Sessions opened from {since} to {until} (days in UTC), held against the {number} days before. "
        "A share is of those that are over.",
        funnel.days,
        since=day(since),
        until=day(until),
    )


def draw_charts(funnel: Funnel) -> None:
    """How far they came, and where they gave up; a mark narrows to the sessions whose last step it was."""
    with st.grid(2, min_column_width=420, gap="small"):
        _draw_reached(funnel)
        _draw_given_up(funnel)


def _draw_reached(funnel: Funnel) -> None:
    found, names = funnel.stages, funnel.names
    over = [(share(counts).over) for counts in (funnel.now, funnel.before)]
    rows = pd.DataFrame(
        {
            "step": [say(LABELS[stage.step]) for stage in found],
            "reached": [stage.reached for stage in found],
            "reached_before": [stage.reached_before for stage in found],
            names[0]: [stage.reached / over[0] if over[0] else None for stage in found],
            names[1]: [stage.reached_before / over[1] if over[1] else None for stage in found],
        }
    )
    worst = max(found, key=lambda stage: (stage.drop or 0.0, stage.stopped), default=None)
    lost = (
        say(
            "The largest drop: {share} of those who came to “{step}” went no further.",
            share=told_share(worst.drop),
            step=say(LABELS[worst.step]).lower(),
        )
        if worst and worst.stopped
        else say("Nobody who began gave up.")
        if over[0]
        else say("No session of these days is over.")
    )
    draw_chart(
        say("How far they came"),
        lost,
        charts.funnel(rows, names) if over[0] else None,
        about=say("Share of sessions that reached each step, now and before."),
        key="reached",
        height=300,
        rows=rows,
        marks=_marks(found),
    )


def _draw_given_up(funnel: Funnel) -> None:
    found = [stage for stage in funnel.stages if stage.step is not Step.CONNECTED]
    names, gave_up = funnel.names, sum(stage.stopped for stage in found)
    before = sum(stage.stopped_before for stage in found)
    rows = pd.DataFrame(
        {
            "step": [say(LABELS[stage.step]) for stage in found],
            "gave_up": [stage.stopped for stage in found],
            "gave_up_before": [stage.stopped_before for stage in found],
            names[0]: [stage.stopped / gave_up if gave_up else None for stage in found],
            names[1]: [stage.stopped_before / before if before else None for stage in found],
        }
    )
    draw_chart(
        say("Where they gave up"),
        say_many(
            "{number} session ended without a link, {before} in the days before; by the last step reached.",
            "{number} sessions ended without a link, {before} in the days before; by the last step reached.",
            gave_up,
            before=grouped(before),
        ),
        charts.funnel(rows, names) if gave_up else None,
        about=say("Share of the sessions without a link by the last step that they reached, now and before."),
        key="given_up",
        height=300,
        rows=rows,
        numbers=Numbers(adds_up=["gave_up", "gave_up_before"]),
        marks=_marks(found),
    )


def _marks(found: Sequence[Stage]) -> Marks:
    rows = {name: [value] for name, value in _ROWS.items()}
    return Marks(
        msg("last step"), [Mark(say(LABELS[stage.step]), {"step": [stage.step.word], **rows}) for stage in found]
    )


def said_of_times(number: int) -> str:
    """Of how many sessions it was looked how long their steps took."""
    if number > TIMED:
        return say(
            "Times are until the next step that a session came to, of the newest {number} sessions of this filter, "
            "as heard here.",
            number=grouped(TIMED),
        )
    return say("Times are until the next step that a session came to, of all sessions of this filter, as heard here.")
