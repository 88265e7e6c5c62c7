"""One pull of one link: what it is now, then each of the job's resources."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from belvo_client import BelvoClient, Link
from domain.asking import Question, questions
from resources import possible_at, pulled_resources
from store import Database
from store.core import instants
from store.ops import answers, jobs, runs
from store.ops.jobs import Job
from store.write import institutions, links
from sync.error_policy import CONCERNS_ALL
from sync.listing import read_link
from sync.pull import Result, pull
from sync.run import OnPage, guarded


def pull_link(db: Database, client: BelvoClient, job: Job, *, on_page: OnPage | None = None) -> list[Result]:
    """Pull the job's resources one after the other; one that fails does not keep the others from their turn.

    A job without resources only reads the link. Raises LinkGone when Belvo no longer has the link, another BelvoError
    when link or institution cannot be read, LostLease, and whatever `on_page` raises.
    """
    link, institution = _read_link(db, client, job)
    results: list[Result] = []
    for question in _asked(db, job, link, institution):
        results.append(pull(db, client, job, question.resource, on_page, is_guess=question.is_guess))
        if isinstance(results[-1].error, CONCERNS_ALL):
            break
    _queue_derived(db, job)
    return results


def _queue_derived(db: Database, job: Job) -> None:
    """Have pulled what is made of rows that have changed: a job of its own, which the next try of this one keeps."""
    with guarded(db, job) as connection:
        outdated = [
            resource.name
            for resource in pulled_resources().values()
            if runs.is_outdated(connection, job.link, resource.name, resource.policy.made_of)
        ]
        if outdated:
            jobs.enqueue(connection, job.link, outdated, "derived")


def _asked(db: Database, job: Job, link: Link, institution: Mapping[str, Any]) -> list[Question]:
    """What a job names, and what follows that; one that names everything asks for what the link may have."""
    every, possible = pulled_resources(), possible_at(institution)
    if not every.keys() <= {*job.resources}:
        return [
            Question(resource)
            for name, resource in every.items()
            if name in job.resources or (resource.policy.follows in job.resources and resource in possible)
        ]
    created_at = instants.parse(link.get("created_at"))
    with db.read() as connection:
        return questions(
            institution,
            link.get("fetch_resources") or (),
            answers.known(connection, job.link),
            answers.last(connection, job.link),
            created_at=instants.decode(created_at) if created_at else None,
            now=datetime.now(UTC),
        )


def _read_link(db: Database, client: BelvoClient, job: Job) -> tuple[Link, Mapping[str, Any]]:
    """Read and store the link and its institution, which is empty if it is unknown."""
    link = read_link(client, job.link)
    name = link.get("institution")
    matching = [body for body in client.institutions.list(name=name) if body.get("name") == name] if name else []
    with guarded(db, job) as connection:
        links.save(connection, link)
        institutions.save(connection, matching)
    return link, matching[0] if matching else {}
