"""Pulls that a person at a terminal waits for: the job is queued and claimed by this very process."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from threading import Event

from context import Context
from domain.link_state import LinkState, judge
from domain.roles import SYSTEM
from store import LostLease
from store.ops import audit, jobs, processes
from store.ops.jobs import Job
from store.queries.links import facts
from store.upkeep import erasure_log
from store.write import links
from sync.console import Bar
from sync.errors import LinkGone
from sync.listing import read_link
from sync.worker import LEASE, Outcome, carry_out


class CannotPull(Exception):
    """The pull cannot begin; the message says why and what to do."""


def followed(context: Context) -> list[str]:
    """The links in the store that Belvo still has and that people follow."""
    stored = links.table(context.database)
    return [str(link) for link in stored.loc[stored["deleted_at"].isna() & stored["followed"], "link"]]


def check(context: Context, link: str) -> None:
    """Raise CannotPull for a link that neither the store nor Belvo knows, or that was erased here."""
    with context.database.read() as connection:
        if erasure_log.is_erased(connection, link):
            raise CannotPull(f"Link {link} was erased here. Connect its person again.")
    if links.find(context.database, link) is None:
        try:
            read_link(context.client, link)
        except LinkGone as error:
            raise CannotPull(f"There is no link {link}, neither in the store nor at Belvo.") from error


def pull_now(context: Context, link: str, resources: Sequence[str], *, full: bool) -> Outcome:
    """Pull one link and show how it goes; raises CannotPull where another process is at it."""
    waiting = {job.id for job in jobs.active(context.database, link)}
    job = _claim(context, link, resources, full=full)
    bar = Bar(link)
    try:
        outcome = carry_out(
            context.database, context.client, job, Event(), bar, calls=context.calls, confirm=context.confirm
        )
    except KeyboardInterrupt:
        _leave(context, job, is_ours=job.id not in waiting)
        raise
    finally:
        bar.clear()
    if outcome is None:
        raise CannotPull(f"The pull of link {link} was cancelled or taken over by another process.")
    return outcome


def state_of(context: Context, link: str, now: datetime) -> LinkState | None:
    """How the link is now, others at its institution considered; None for one that the store does not know."""
    return judge(facts.around(context.database, link, now), now).get(link)


def under_way(context: Context, now: datetime) -> list[LinkState]:
    """The links that are being pulled, then those that wait, in their order."""
    states = judge(facts.of_all(context.database, now), now).values()
    found = [(state.facts.job, state) for state in states if state.facts.job]
    return [state for _, state in sorted(found, key=lambda one: (not one[0].is_running, one[0].ahead))]


def _claim(context: Context, link: str, resources: Sequence[str], *, full: bool) -> Job:
    """Claim a pull of these resources alone: what else waits for the link stays queued."""
    if not jobs.take_back(context.database, link, LEASE):
        raise CannotPull(f"Link {link} is being pulled by another process. Wait for it to end.")
    with context.database.write() as connection:
        queued = jobs.enqueue(connection, link, resources, "operator", full=full)
        about = {"resources": [*resources], "full": full}
        audit.record(connection, SYSTEM.name, "pull", "", about, did="pull requested", link=link)
    job = jobs.claim(context.database, processes.own_name(), LEASE, job=queued)
    if job is None:
        raise CannotPull(f"The running worker has taken the pull of link {link}. Look at the link's page for it.")
    return job


def _leave(context: Context, job: Job, *, is_ours: bool) -> None:
    """End a pull that its person gives up; one that somebody else had asked for before goes back to the queue."""
    if is_ours:
        jobs.cancel(context.database, job.id)
        return
    with suppress(LostLease):
        jobs.release(context.database, job)
