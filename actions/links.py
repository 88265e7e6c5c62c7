"""What people do with a link that is there: pull it, delete it."""

import contextlib
from collections.abc import Sequence

from belvo_client import BelvoClient, NotFound
from store import Database, audit, jobs, links
from sync.plans import PLANS

RESOURCES = tuple(PLANS)
"""What a link is pulled for: of all there is, the pull takes what its institution offers."""


def pull(db: Database, link_id: str, *, actor: str, resources: Sequence[str] = RESOURCES, full: bool = False) -> int:
    """Queue a pull of the link, ahead of what the schedule wants; returns the job's id."""
    with db.write() as connection:
        job = jobs.enqueue(connection, link_id, resources, "operator", full=full)
        audit.record(connection, actor, "pull requested", link_id, {"resources": list(resources), "full": full})
    return job


def delete(db: Database, client: BelvoClient, link_id: str, *, actor: str) -> None:
    """Delete the link at Belvo, then here with all that came from it; raises BelvoError and then deletes nothing."""
    with contextlib.suppress(NotFound):  # deleted elsewhere already; what is stored here still has to go
        client.links.delete(link_id)
    links.erase(db, link_id)
    with db.write() as connection:
        audit.record(connection, actor, "link deleted", link_id, {})
