"""What is asked of Belvo link by link: each answer is noted before the next question."""

import contextlib
from collections.abc import Sequence

from belvo_client import AuthenticationFailed, BelvoError, ConnectionFailed, NotFound, RateLimited, RefreshedRecently
from languages import msg
from store.ops import audit
from store.ops.operators import bulk
from store.ops.operators.bulk import Item, Outcome
from store.upkeep.erasure import Removed, prove, remove
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

    Raises BelvoError for what concerns all, and NotErased.
    """
    removed: dict[str, Removed] = {}
    for item in items:
        outcome = _delete(work, item.link, removed)
        work.settle(item, outcome)
    if removed:
        proof = prove(work.db, removed, [text for one in removed.values() for text in one.texts])
        with work.writing() as connection:
            for link, one in removed.items():
                details = {"rows": sum(one.rows.values()), "texts": len(one.texts), "searched": proof.searched}
                audit.record(connection, work.run.actor, "delete", link, details, did="link erased", link=link)


def _delete(work: Work, link: str, removed: dict[str, Removed]) -> Outcome:
    try:
        with work.writing() as connection:  # a run that was called off deletes no further one
            holds.refuse(holds.of_link(connection, link))
        with contextlib.suppress(NotFound), work.asking_about(link):
            work.client.links.delete(link)
        removed[link] = remove(work.db, link)
    except CONCERNS_ALL:
        raise
    except Held as error:
        return bulk.failed(bulk.Failure("fatal", "on_hold", str(error)))
    except BelvoError as error:
        return bulk.failed(failure(error))
    return bulk.done(bulk.ERASED)
