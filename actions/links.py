"""What people do with links that are there: pull, follow, delete; and confirm a reset of the sandbox."""

import contextlib
from collections.abc import Sequence

from actions.permission import allowed, note
from belvo_client import BelvoClient, NotFound
from belvo_client.types import AccessMode
from domain.roles import Actor
from resources import pulled_resources
from store import Database
from store.ops import jobs, queue
from store.upkeep import erasure_log, sandbox_reset
from store.upkeep.erasure import Erasure, erase
from store.write import holds, links
from sync.error_policy import COMPARED


@allowed("pull", link="link_id", did="pull requested")
def pull(db: Database, link_id: str, *, actor: Actor, resources: Sequence[str] = (), full: bool = False) -> int:
    """Queue a pull of these resources, or of all that the institution offers, ahead of the schedule's.

    Returns the job's id.
    """
    names = [*resources] or [*pulled_resources()]
    with db.write() as connection:
        erasure_log.refuse(connection, link_id)
        job = jobs.enqueue(connection, link_id, names, "operator", full=full)
        note(connection, actor, {"resources": names, "full": full})
    return job


@allowed("pull", target="job", did="pull put first")
def put_first(db: Database, job: int, *, actor: Actor) -> bool:
    """Have a waiting pull be the next that begins; False when it waits no more."""
    done = queue.put_first(db, job)
    if done:
        _note(db, job, actor)
    return done


@allowed("pull", target="job", did="pull cancelled")
def cancel(db: Database, job: int, *, actor: Actor) -> bool:
    """Call a pull off, also one that goes on: what it has stored until now stays. False when it had ended."""
    done = jobs.cancel(db, job)
    if done:
        _note(db, job, actor)
    return done


def _note(db: Database, number: int, actor: Actor) -> None:
    job = jobs.get(db, number)
    with db.write() as connection:
        note(connection, actor, {"job": number}, link=job.link if job else "")


@allowed("pull", link="link_id", did="refresh requested")
def refresh(db: Database, client: BelvoClient, link_id: str, *, actor: Actor) -> str:
    """Have Belvo read the link's data at the institution now; returns the request id that its webhooks will carry.

    Raises BelvoError: RefreshedRecently within ten minutes of the last one.
    """
    request_id = client.links.refresh(link_id).request_id
    with db.write() as connection:
        note(connection, actor, {"request_id": request_id})
    return request_id


@allowed("change_access", link="link_id", did="access mode changed")
def set_access_mode(db: Database, client: BelvoClient, link_id: str, mode: AccessMode, *, actor: Actor) -> None:
    """Have Belvo refresh the link by itself from now on, or no longer; raises BelvoError."""
    link = client.links.update_options(link_id, access_mode=mode)
    with db.write() as connection:
        erasure_log.refuse(connection, link_id)
        links.save(connection, link)
        note(connection, actor, {"access_mode": mode})


@allowed("follow", link="link_id", did="link followed")
def follow(db: Database, link_id: str, *, actor: Actor) -> int:
    """Have the link pulled by schedule and webhooks from now on, and at once; returns the job's id."""
    with db.write() as connection:
        erasure_log.refuse(connection, link_id)
        links.set_followed(connection, link_id, followed=True)
        note(connection, actor)
        return jobs.enqueue(connection, link_id, [*pulled_resources()], "operator")


@allowed("follow", link="link_id", did="link no longer followed")
def unfollow(db: Database, link_id: str, *, actor: Actor) -> None:
    """Have the link pulled only when somebody asks for it."""
    with db.write() as connection:
        links.set_followed(connection, link_id, followed=False)
        note(connection, actor)


@allowed("delete", link="link_id", did="link erased")
def delete(db: Database, client: BelvoClient, link_id: str, *, actor: Actor) -> Erasure:
    """Delete the link at Belvo, then here with all that came from it, and prove it.

    Raises BelvoError, and Held for what is on hold, and then deletes nothing; NotErased where it is gone from every
    table, but the store's files still hold something of it.
    """
    with db.read() as connection:
        holds.refuse(holds.of_link(connection, link_id))
    with contextlib.suppress(NotFound):  # deleted elsewhere already; what is stored here still has to go
        client.links.delete(link_id)
    person = known.external_id if (known := links.find(db, link_id)) else None
    erasure = erase(db, link_id)
    proof = {"rows": sum(erasure.rows.values()), "texts": erasure.texts, "bytes_searched": erasure.searched}
    with db.write() as connection:
        note(connection, actor, proof, external_id=person or "")
    return erasure


@allowed("pull", did="comparison requested")
def compare(db: Database, *, actor: Actor) -> int:
    """Have the stored links compared with Belvo's list, at once; returns the job's id."""
    with db.write() as connection:
        note(connection, actor, target="links")
        return jobs.enqueue(connection, jobs.EVERY_LINK, COMPARED, "operator")


@allowed("delete", did="wipe confirmed")
def confirm_reset(db: Database, *, actor: Actor) -> int:
    """Mark the links that were missing all at once as deleted; returns how many. Their rows stay until erased."""
    with db.write() as connection:
        count = sandbox_reset.confirm(connection, by=actor.name)
        note(connection, actor, {"links": count}, target="links")
    return count
