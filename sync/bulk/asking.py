"""What is asked of Belvo link by link: each answer is noted before the next question."""

import contextlib
from collections.abc import Sequence

from belvo_client import AuthenticationFailed, BelvoError, ConnectionFailed, NotFound, RateLimited, RefreshedRecently
from languages import msg
from store.engine import Connection
from store.ops import audit, jobs
from store.ops.operators import bulk
from store.ops.operators.bulk import Item, Outcome
from store.upkeep.erasure import NotErased, Removed, prove, remove
from store.write import holds, links
from store.write.holds import Held
from sync.bulk.step import Work
from sync.bulk.storing import GONE
from sync.error_policy import failure

CONCERNS_ALL = (AuthenticationFailed, ConnectionFailed, RateLimited)
"""Errors that all other links would meet as well: the run waits and goes on with the same link."""


def refresh(work: Work, items: Sequence[Item]) -> None:
    """Have Belvo read each link's data at its institution now; raises BelvoError for what concerns all."""
    known = links.several(work.db, [item.link for item in items])
    for item in items:
        link = known.get(item.link)
        is_gone = link is None or link.deleted_at is not None
        work.settle(item, bulk.skipped(GONE) if is_gone else _refresh(work, item.link))


def _refresh(work: Work, link: str) -> Outcome:
    try:
        with work.asking_about(link):
            return bulk.done(work.client.links.refresh(link).request_id)
    except CONCERNS_ALL:
        raise
    except RefreshedRecently:
        return bulk.skipped(msg("It was refreshed within ten minutes"))
    except BelvoError as error:
        return bulk.failed(failure(error))


def delete(work: Work, items: Sequence[Item]) -> None:
    """Delete each link at Belvo, then here with all that came from it, and prove it of all of them at the end.

    Raises BelvoError for what concerns all. What a kill, or another program that reads the store, leaves unproved, the
    worker proves later.
    """
    removed: dict[str, Removed] = {}
    for item in items:
        if failed := _delete(work, item, removed):
            work.settle(item, failed)
    if removed:
        texts = [text for one in removed.values() for text in one.texts]
        with contextlib.suppress(NotErased):
            proof = prove(work.db, removed, texts)
            details = {"links": len(removed), "bytes_searched": proof.searched}
            with work.writing() as connection:
                audit.record(connection, work.run.actor, "delete", work.run.job_link, details, did=PROVED)


PROVED = "erasure of several proved"


def _delete(work: Work, item: Item, removed: dict[str, Removed]) -> Outcome | None:
    """What kept the link from being deleted; that it was is noted with the last of its rows, so that a kill leaves both
    or neither."""

    def note(connection: Connection, one: Removed) -> None:
        jobs.guard(connection, work.job)
        bulk.settle(connection, work.run.id, item, bulk.done())
        details = {"rows": sum(one.rows.values()), "texts": len(one.texts)}
        audit.record(connection, work.run.actor, "delete", item.link, details, did="link erased", link=item.link)

    try:
        with work.writing() as connection:  # a run that was called off deletes no further one
            holds.refuse(holds.of_link(connection, item.link))
        with contextlib.suppress(NotFound), work.asking_about(item.link):
            work.client.links.delete(item.link)
        removed[item.link] = remove(work.db, item.link, note=note)
    except CONCERNS_ALL:
        raise
    except Held as error:
        return bulk.failed(bulk.Failure("fatal", "on_hold", str(error)))
    except BelvoError as error:
        return bulk.failed(failure(error))
    return None
