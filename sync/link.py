"""One pull of one link: what it is now, then each of the job's resources."""

from collections.abc import Mapping, Sequence
from typing import Any

from belvo_client import BelvoClient, NotOffered
from resources import Declaration, offered_by, pulled_resources
from store import Database
from store.ops.jobs import Job
from store.write import institutions, links
from sync.error_policy import CONCERNS_ALL
from sync.listing import read_link
from sync.pull import Result, pull, skip
from sync.run import OnPage, guarded


def pull_link(db: Database, client: BelvoClient, job: Job, *, on_page: OnPage | None = None) -> list[Result]:
    """Pull the job's resources one after the other; one that fails does not keep the others from their turn.

    Raises LinkGone when Belvo no longer has the link, another BelvoError when link or institution cannot be read,
    LostLease, and whatever `on_page` raises.
    """
    institution = _read_link(db, client, job)
    results: list[Result] = []
    for resource in _requested(job.resources, institution):
        if not resource.offer.is_at(institution):
            results.append(skip(db, job, resource, NotOffered(f"The institution offers no {resource.name}.")))
            continue
        results.append(pull(db, client, job, resource, on_page))
        if isinstance(results[-1].error, CONCERNS_ALL):
            break
    return results


def _requested(names: Sequence[str], institution: Mapping[str, Any]) -> list[Declaration]:
    """What a job is for, and what follows that; one for everything is for all that the institution offers."""
    every, offered = pulled_resources(), offered_by(institution)
    if every.keys() <= {*names}:
        return offered
    return [
        resource
        for name, resource in every.items()
        if name in names or (resource.policy.follows in names and resource in offered)
    ]


def _read_link(db: Database, client: BelvoClient, job: Job) -> Mapping[str, Any]:
    """Read and store the link and its institution; returns the institution, empty if it is unknown."""
    link = read_link(client, job.link)
    name = link.get("institution")
    matching = [body for body in client.institutions.list(name=name) if body.get("name") == name] if name else []
    with guarded(db, job) as connection:
        links.save(connection, link)
        institutions.save(connection, matching)
    return matching[0] if matching else {}
