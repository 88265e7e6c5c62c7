"""One pull of one link: what it is now, then each of the job's resources."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import tracing
from belvo_client import BelvoClient, Link
from domain.pulls.asking import Question, questions
from resources import possible_at, pulled_resources
from store import Database
from store.core import instants
from store.ops import answers, jobs, rounds, runs
from store.ops.jobs import Job
from store.write import institutions, links, rows
from sync.error_policy import CONCERNS_ALL
from sync.listing import read_link
from sync.pull import Result, pull
from sync.rounds.shared import SharedLists
from sync.rounds.turn import Step, Turn, is_round, is_whole
from sync.run import OnPage, guarded

BELIEVED = timedelta(hours=2)
"""How long what Belvo's list of all links has told of each of them spares a pull that nobody waits for its reading."""


def pull_link(
    db: Database,
    client: BelvoClient,
    job: Job,
    *,
    on_page: OnPage | None = None,
    shared: SharedLists | None = None,
) -> list[Result]:
    """Pull the job's resources one after the other; one that fails does not keep the others from their turn.

    A job without resources only reads the link. Raises LinkGone when Belvo no longer has the link, another BelvoError
    when link or institution cannot be read, LostLease, and whatever `on_page` raises.
    """
    link = _told(db, job) or _read_link(db, client, job)
    institution = _institution(db, client, job, link)
    with db.read() as connection:
        accessed_at = links.live(connection).get(job.link)
    asked = _asked(db, job, link, institution)
    turn = Turn(db, client, job, shared) if is_round(job) else None
    results: list[Result] = []
    for step in turn.steps(asked) if turn else map(Step, asked):
        resource = step.question.resource
        with tracing.span("pull", job=job.id, link=job.link, resource=resource.name) as traced:
            result = pull(
                db,
                client,
                job,
                resource,
                on_page,
                is_guess=step.question.is_guess,
                foretold=step.foretold,
                count_first=step.count_first,
            )
            traced.tell(outcome=result.state, rows=result.tally.fetched)
        results.append(result)
        if isinstance(result.error, CONCERNS_ALL):
            break
        if turn:
            turn.note(has_news=result.has_news)
    _note_round(db, job, results, accessed_at)
    _queue_derived(db, job)
    return results


def _note_round(db: Database, job: Job, results: Iterable[Result], accessed_at: str | None) -> None:
    """Everything was asked for, and nothing failed: the link is due again when its time comes."""
    if is_whole(job) and all(result.state in ("done", "skipped") for result in results):
        with guarded(db, job) as connection:
            rounds.note(connection, job.link, accessed_at)


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


def _asked(db: Database, job: Job, link: Mapping[str, Any], institution: Mapping[str, Any]) -> list[Question]:
    """What a job names, and what follows that; one that names everything asks for what the link may have."""
    every, possible = pulled_resources(), possible_at(institution)
    if not is_whole(job):
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
            now=instants.decode(instants.now()),
        )


def _told(db: Database, job: Job) -> Mapping[str, Any] | None:
    """The link as Belvo's list of all has just told it; None where it has to be read, or a person wants it read."""
    if job.is_for_person or not job.resources:
        return None
    with db.read() as connection:
        read_at = rounds.list_read_at(connection, rounds.LINKS)
        is_there = job.link in links.live(connection)
    if read_at is None or not is_there:
        return None
    age = instants.decode(instants.now()) - instants.decode(read_at)
    return rows.body(db, "links", job.link) if timedelta() <= age < BELIEVED else None


def _read_link(db: Database, client: BelvoClient, job: Job) -> Link:
    """Read and store the link."""
    link = read_link(client, job.link)
    with guarded(db, job) as connection:
        links.save(connection, link)
    return link


def _institution(db: Database, client: BelvoClient, job: Job, link: Mapping[str, Any]) -> Mapping[str, Any]:
    """The link's institution, which is empty if it is unknown; read where a person waits or the store has none."""
    name = link.get("institution")
    if not name:
        return {}
    if not job.is_for_person:
        with db.read() as connection:
            known = institutions.described(connection, name)
        if known:
            return known
    matching = [body for body in client.institutions.list(name=name) if body.get("name") == name]
    with guarded(db, job) as connection:
        institutions.save(connection, matching)
    return matching[0] if matching else {}
