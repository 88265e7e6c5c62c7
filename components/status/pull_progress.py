"""How far a link's pull is, followed without rerunning the page around it."""

from datetime import timedelta

import streamlit as st

from actions.retrieval import offered
from components.ui import time_format
from components.ui.text import count, plain, resource_words
from store import Database
from store.core import instants
from store.ops import jobs, runs
from store.ops.jobs import Job
from store.ops.runs import Progress
from store.write import links

GOING_ON = ("queued", "running")
PATIENCE = timedelta(seconds=30)
"""How long a queued pull may wait before the page says that no worker takes it."""

_SOON = timedelta(seconds=45)


def is_pulling(db: Database, link: str) -> bool:
    """Whether a pull of the link is queued or running."""
    job = jobs.state(db, link)
    return job is not None and job.state in GOING_ON


def parts(db: Database, link: str) -> list[Progress]:
    """Where each resource of the link's pull stands; one for all there is skips what the institution doesn't offer."""
    known = links.find(db, link)
    there = offered(db, known.institution or "") if known else []
    return [part for part in runs.progress(db, link) if part.resource in there or part.total is not None]


def told(part: Progress) -> str:
    """The resource and how many of its rows have been read."""
    rows = f"{part.fetched:,} of {count(part.total, 'row')}" if part.total is not None else "waiting"
    return f"{resource_words(part.resource)}: {rows}"


def follow_pull(db: Database, link: str) -> None:
    """Draw the link's pull until it has ended, and then run the page again."""
    active = is_pulling(db, link)

    @st.fragment(run_every="1s" if active else None)
    def follow() -> None:
        job = jobs.state(db, link)
        if job is not None and job.state in GOING_ON:
            with st.container(border=True, gap="xsmall", key="pull_progress"):
                _draw(job, parts(db, link))
        elif active:
            st.rerun()

    if active:
        follow()


def _draw(job: Job, parts: list[Progress]) -> None:
    if job.state == "queued":
        st.markdown(f":material/hourglass_empty: {plain(_waiting(job))}")
        return
    for part in parts:
        share = min(part.fetched / part.total, 1.0) if part.total else float(part.state == "done")
        st.progress(share, text=plain(told(part)))


def _waiting(job: Job) -> str:
    now = time_format.utc_now()
    starts = instants.decode(job.not_before)
    if job.error and starts > now:
        when = "in a moment" if starts - now < _SOON else time_format.ago(starts, now)
        return f"Belvo did not give everything ({job.error.code}). The pull goes on {when}."
    if now - max(starts, instants.decode(job.created_at)) > PATIENCE:
        return "The pull is queued, but no worker has taken it yet. The server starts one; its log says if it failed."
    return "The pull starts in a moment."
