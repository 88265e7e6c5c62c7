"""Pulls that a person at a terminal waits for: the job is queued and claimed by this very process."""

from collections.abc import Sequence
from datetime import datetime
from threading import Event

from belvo_client import NotFound
from domain.link_state import LinkState, judge
from store.core import instants
from store.ops import jobs
from store.ops.jobs import Job, State
from store.queries.links import facts
from store.write import links
from sync.console import Bar
from sync.desk import Desk
from sync.worker import LEASE, Outcome, carry_out, whoami


class CannotPull(Exception):
    """The pull cannot begin; the message says why and what to do."""


def followed(desk: Desk) -> list[str]:
    """The links in the store that Belvo still has and that people follow."""
    stored = links.table(desk.db)
    return [str(link) for link in stored.loc[stored["deleted_at"].isna() & stored["followed"], "link"]]


def check(desk: Desk, link: str) -> None:
    """Raise CannotPull for a link that neither the store nor Belvo knows."""
    if links.find(desk.db, link) is None:
        try:
            desk.client.links.get(link)
        except NotFound as error:
            raise CannotPull(f"There is no link {link}, neither in the store nor at Belvo.") from error


def pull_now(desk: Desk, link: str, resources: Sequence[str], *, full: bool) -> Outcome:
    """Pull one link and show how it goes; raises CannotPull where another process is at it."""
    job = _claim(desk, link, resources, full=full)
    bar = Bar(link)
    try:
        outcome = carry_out(desk.db, desk.client, job, Event(), bar, calls=desk.calls, confirm=desk.confirm)
    except KeyboardInterrupt:
        jobs.cancel(desk.db, job.id)
        raise
    finally:
        bar.clear()
    if outcome is None:
        raise CannotPull(f"The pull of link {link} was cancelled or taken over by another process.")
    return outcome


def state_of(desk: Desk, link: str, now: datetime) -> LinkState | None:
    """How the link is now, others at its institution considered; None for one that the store does not know."""
    return judge(facts.around(desk.db, link, now), now).get(link)


def _claim(desk: Desk, link: str, resources: Sequence[str], *, full: bool) -> Job:
    for running in (job for job in jobs.active(desk.db, link) if job.state is State.RUNNING):
        if (running.lease_until or "") >= instants.now():
            raise CannotPull(f"Link {link} is being pulled by another process. Wait for it to end.")
        jobs.cancel(desk.db, running.id)  # its worker is gone, and this pull does what it was to do
    with desk.db.write() as connection:
        queued = jobs.enqueue(connection, link, resources, "operator", full=full)
    job = jobs.claim(desk.db, whoami(), LEASE, job=queued)
    if job is None:
        raise CannotPull(f"The running worker has taken the pull of link {link}. Look at the link's page for it.")
    return job
