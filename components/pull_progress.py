"""How far a link's pull is, followed without rerunning the page around it."""

from datetime import timedelta

import streamlit as st

from components import moments
from components.text import count, plain, words
from store import Database, instants, jobs, runs
from store.jobs import Job
from store.runs import Progress

GOING_ON = ("queued", "running")
PATIENCE = timedelta(seconds=30)
"""How long a queued pull may wait before the page says that no worker takes it."""


def is_pulling(db: Database, link: str) -> bool:
    """Whether a pull of the link is queued or running."""
    job = jobs.state(db, link)
    return job is not None and job.state in GOING_ON


def follow_pull(db: Database, link: str) -> None:
    """Draw the link's pull until it has ended, and then run the page again."""
    active = is_pulling(db, link)

    @st.fragment(run_every="1s" if active else None)
    def follow() -> None:
        job = jobs.state(db, link)
        if job is not None and job.state in GOING_ON:
            with st.container(border=True, gap="xsmall", key="pull_progress"):
                _draw(job, runs.progress(db, link))
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
        rows = f"{part.fetched:,} of {count(part.total, 'row')}" if part.total is not None else "waiting"
        st.progress(share, text=plain(f"{words(part.resource)}: {rows}"))


def _waiting(job: Job) -> str:
    now = moments.utc_now()
    starts = instants.decode(job.not_before)
    if job.error and starts > now:
        return f"Belvo did not give everything ({job.error.code}). The pull goes on {moments.ago(starts, now)}."
    if now - max(starts, instants.decode(job.created_at)) > PATIENCE:
        return "The pull is queued, but no worker has taken it yet. The server starts one; its log says if it failed."
    return "The pull starts in a moment."
