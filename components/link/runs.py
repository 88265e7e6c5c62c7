"""Runs over several links: how far each is, what failed and why, and what can be done about it."""

from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from actions.operators import bulk as actions
from actions.operators.cases import Letter, text
from components.link.several import DEEDS
from components.status.run_ways import Way, draw_ways
from components.ui import desk, states, time_format
from components.ui.downloads import draw_list_download
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, plain
from components.ui.time_format import ago
from domain.link_state import Reason
from domain.link_state.kept import KEPT
from domain.link_state.messages import LANGUAGES
from languages import grouped, msg, say, say_many
from store import Database
from store.ops.operators import bulk
from store.ops.operators.bulk import UNDONE, Kind, Run, State
from store.ops.operators.update_links import UpdateLink
from store.queries.links import bulk_results
from store.queries.links.bulk_results import Pulls

SHOWN = timedelta(hours=12)
"""How long a run that has ended is shown above the list."""

MOST = 3
MOST_ROWS = 200

WHY = Table(
    {
        "person": Column(msg("Person"), 160),
        "institution": Column(msg("Institution"), 140, "verbatim"),
        "state": Column(msg("Outcome"), 110, "state", states=states.BULK),
        "why": Column(msg("Why")),
        "request_id": Column(msg("Request ID"), 150, optional=True, tucked=True),
        "link": Column(msg("Link ID"), 150, tucked=True),
    },
    alt=msg("Links that failed or were left out"),
    most=8,
)


def draw_runs(db: Database, now: datetime) -> None:
    """The newest runs that go on, or have ended lately; nothing without any."""
    known = bulk.latest(db, MOST)
    shown = [run for run in known if run.state is State.RUNNING or now - (run.ended_at or run.made_at) < SHOWN]
    for run in shown:
        _draw(db, run, now)


def _draw(db: Database, run: Run, now: datetime) -> None:
    going = run.state is State.RUNNING or _go_on(_pulls(db, run))

    @st.fragment(run_every="2s" if going else None)
    def follow() -> None:
        known = bulk.get(db, run.id)
        if known is None:
            st.rerun()
            return
        pulls = _pulls(db, known)
        if going and known.state is not State.RUNNING and not _go_on(pulls):
            st.rerun()
        _draw_card(db, known, pulls, now)

    follow()


def _pulls(db: Database, run: Run) -> Pulls | None:
    return bulk_results.pulls(db, run) if run.kind is Kind.PULL else None


def _go_on(pulls: Pulls | None) -> bool:
    """Whether pulls that it has asked for wait or go on still."""
    return pulls is not None and bool(pulls.waiting or pulls.running)


def title_of(run: Run) -> str:
    """What is done, and to how many."""
    verb = say("Undo") if run.kind is Kind.UNDO else say(DEEDS[run.kind].verb)
    return f"{verb}: {count(run.total, 'link')}"


def _draw_card(db: Database, run: Run, pulls: Pulls | None, now: datetime) -> None:
    with st.container(border=True, gap="xsmall", key=f"run_{run.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            shown = states.BULK[State.RUNNING if _go_on(pulls) else run.state]
            st.badge(shown.word, icon=shown.icon, color=shown.color)
            st.text(title_of(run), width="content")
            made = ago(run.made_at, now)
            who = made if desk.is_masked() else say("by {actor}, {ago}", actor=run.actor, ago=made)
            st.caption(plain(who), width="content")
            st.space("stretch")
            _draw_ways(run, pulls)
        st.progress(_share(run, pulls), text=plain(told(run, pulls)))
        if run.kind is Kind.HAND_OUT and run.done and desk.may("hand_out") and not desk.is_masked():
            _draw_messages(db, run)
        if run.failed or run.skipped or (pulls and pulls.failed):
            _draw_why(db, run)


def _share(run: Run, pulls: Pulls | None) -> float:
    if not run.total:
        return 1.0
    behind = run.waiting + (pulls.waiting + pulls.running if pulls else 0)
    return min(max(1 - behind / run.total, 0.0), 1.0)


def told(run: Run, pulls: Pulls | None = None) -> str:
    """How far it is, in numbers."""
    total = grouped(run.total)
    if pulls:
        waiting = pulls.waiting + run.waiting
        parts = [say("{done} of {total} pulled", done=grouped(pulls.done), total=total)]
        if pulls.running:
            parts.append(say_many("{number} being pulled", "{number} being pulled", pulls.running))
        if waiting:
            parts.append(say_many("{number} wait", "{number} wait", waiting))
        if pulls.cancelled:
            parts.append(say_many("{number} called off", "{number} called off", pulls.cancelled))
    elif run.waiting:
        parts = [say("{done} of {total} done", done=grouped(run.total - run.waiting), total=total)]
    else:
        parts = [say_many("{number} done", "{number} done", run.done)]
    if failed := run.failed + (pulls.failed if pulls else 0):
        parts.append(say_many("{number} failed", "{number} failed", failed))
    if run.skipped:
        parts.append(say_many("{number} left out", "{number} left out", run.skipped))
    if run.gone and run.kind is not Kind.DELETE:
        parts.append(say_many("{number} erased meanwhile", "{number} erased meanwhile", run.gone))
    return " · ".join(parts)


def _draw_ways(run: Run, pulls: Pulls | None) -> None:
    """What can be done with it, for who may."""
    if not desk.may(actions.ACTIONS.get(run.kind, "pull")):
        return
    ways: list[Way] = []
    if run.state is State.RUNNING:
        ways.append((msg("Cancel"), ":material/close:", actions.cancel))
    elif run.waiting:
        ways.append((msg("Go on"), ":material/play_arrow:", actions.go_on))
    if run.failed and run.state is not State.RUNNING:
        ways.append((msg("Try failed again"), ":material/replay:", actions.again))
    is_too_late = pulls is not None and not pulls.waiting  # what was pulled stays so
    if run.kind in UNDONE and run.done and run.state is not State.RUNNING and not is_too_late:
        ways.append((msg("Undo"), ":material/undo:", actions.undo))
    draw_ways(run.id, ways, key="run")


def _draw_why(db: Database, run: Run) -> None:
    with st.expander(say("What failed or was left out, and why"), key=f"run_{run.id}_why"):
        for row in bulk_results.reasons(db, run).to_dict("records"):
            st.caption(plain(f"{count(row['number'], 'link')}: {_why(row['state'], row['code'], row['message'])}"))
        rows = bulk_results.troubled(db, run, most=MOST_ROWS)
        said = zip(rows["state"], rows["code"], rows["message"], strict=True)
        draw_table(rows.assign(why=[_why(*one) for one in said]), WHY, key=f"run_{run.id}_rows")
        draw_list_download(
            lambda: bulk_results.troubled(db, run),
            run.failed + run.skipped or len(rows),
            f"run-{run.id}",
            key=f"export_run_{run.id}",
        )


def _why(state: object, code: object, message: object) -> str:
    if state == "skipped":
        return say(str(code))
    return ": ".join(KEPT.say(part) for part in (code, message) if isinstance(part, str) and part) or say("unknown")


def _draw_messages(db: Database, run: Run) -> None:
    """A file with the message to each person, in their language."""
    draw_list_download(
        lambda: messages(db, run),
        run.done,
        f"messages-{run.id}",
        key=f"messages_{run.id}",
        said=say("The message to each person in their language, with their update link"),
    )


def messages(db: Database, run: Run) -> pd.DataFrame:
    """Whom to write what: person, external_id, institution, language, message."""
    rows, settings, now = bulk_results.handed_out(db.whole, run), desk.settings(), time_format.utc_now()
    rows = rows[rows["expires_at"] > now]
    made = []
    for row in rows.to_dict("records"):
        given = UpdateLink(row["code"], row["link"], row["way"], row["locale"], "", row["expires_at"].to_pydatetime())
        reason = Reason(row["reason"]) if isinstance(row["reason"], str) and row["reason"] else None
        made.append(text(settings, Letter(reason, row["institution"]), given, row["locale"]))
    columns = rows[["person", "external_id", "institution", "link"]]
    return columns.assign(language=rows["locale"].map(LANGUAGES), message=made)
