"""A run over several links: one after the other, each noted as it is done, until none is left."""

from collections.abc import Mapping

from belvo_client import BelvoClient
from store import Database
from store.ops import jobs
from store.ops.api_log_writer import ApiLogWriter
from store.ops.jobs import Job
from store.ops.operators import bulk
from store.ops.operators.bulk import Kind, State
from sync.bulk import accounts, asking, storing
from sync.bulk.step import Step, Work
from sync.run import OnPage, Progress

AT_ONCE = 100
"""Links of one look at what is left."""

STEPS: Mapping[Kind, Step] = {
    Kind.PULL: storing.pull,
    Kind.FOLLOW: storing.follow,
    Kind.UNFOLLOW: storing.unfollow,
    Kind.HAND_OUT: storing.hand_out,
    Kind.UNDO: storing.undo,
    Kind.REFRESH: asking.refresh,
    Kind.DELETE: asking.delete,
}


def carry_out(
    db: Database, client: BelvoClient, job: Job, calls: ApiLogWriter | None, on_page: OnPage | None = None
) -> None:
    """Go on with the run of a job until nothing is left of it.

    Raises BelvoError where no other link could be asked for either, LostLease, and whatever `on_page` raises.
    """
    number = bulk.run_of(job.link)
    run = bulk.get(db, number) if number is not None else None
    if run is None:
        return
    if run.kind is Kind.CONNECT:  # also one that was called off, of which something may be under way
        accounts.carry_out(Work(db, client, job, run, calls), on_page)
        return
    if run.state is not State.RUNNING:
        return
    first = bulk.get(db, run.undoes) if run.undoes else None
    work = Work(db, client, job, run, calls, first)
    while items := bulk.next_items(db, run.id, AT_ONCE):
        STEPS[run.kind](work, items)
        if on_page and (known := bulk.get(db, run.id)):
            on_page(Progress(bulk.REASON, known.total - known.waiting, known.total))
    with db.write() as connection:
        jobs.guard(connection, job)
        bulk.end(connection, run.id, State.DONE)
