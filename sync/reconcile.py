"""Compares the links and institutions that are stored with those that Belvo lists.

Links made elsewhere are found, statuses follow, links that are missing are looked up one by one before they are marked
as deleted; if all are missing at once, as after the monthly reset of Belvo's sandbox, nothing is marked by itself.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from belvo_client import BelvoClient, Link, NotFound, Unreadable
from resources import pulled_resources
from store import Database
from store.core import instants
from store.engine import Connection
from store.ops import jobs, rounds
from store.ops.jobs import Job
from store.ops.schedule import SCHEDULE
from store.upkeep import erasure_log, sandbox_reset
from store.write import institutions, irregular_rows, links, rows
from store.write.batch import prepare
from store.write.irregular_rows import NO_ID
from sync.historical import begin
from sync.run import OnPage, Progress, guarded
from sync.schedule import Rules

SEVERAL = 2
"""From so many on, links that are all missing at once are taken for a reset; a single one is looked up."""

INSTITUTIONS_EVERY = timedelta(days=1)
"""How often all institutions are read."""

GATHERING = timedelta(seconds=10)
"""How long a link that Belvo has accessed waits for its round, so that others whose moment is near come with it."""


def reconcile(db: Database, client: BelvoClient, job: Job, rules: Rules, *, on_page: OnPage | None = None) -> None:
    """Bring links and institutions up to date; raises BelvoError, LostLease, and whatever `on_page` raises."""
    if _are_due(db, job):
        _save_institutions(db, client, job, on_page)
    began = instants.now()
    with db.read() as connection:
        stored = [*links.live(connection)]
    listed = _save_all(db, client, job, rules, on_page)
    if listed is not None:
        _handle_missing(db, client, job, stored, listed)
    with guarded(db, job) as connection:
        irregular_rows.forget_unseen(connection, "links", began)
        if listed is not None:
            rounds.note_list(connection, rounds.LINKS, now=began)


def _are_due(db: Database, job: Job) -> bool:
    """Whether institutions are to be read: once a day, whatever links there are, and when a person compares."""
    with db.read() as connection:
        read_at = rounds.list_read_at(connection, rounds.INSTITUTIONS)
    age = instants.decode(instants.now()) - instants.decode(read_at) if read_at else None
    return job.is_for_person or age is None or not timedelta() <= age < INSTITUTIONS_EVERY


def _save_institutions(db: Database, client: BelvoClient, job: Job, on_page: OnPage | None) -> None:
    began, twins = instants.now(), Counter[str]()
    for page in client.institutions.pages():
        with guarded(db, job) as connection:
            institutions.save(connection, page.results)
            _set_aside(connection, "institutions", page.unreadable, twins)
        _tell(on_page, "institutions", len(page.results), page.count)
    with guarded(db, job) as connection:
        irregular_rows.forget_unseen(connection, "institutions", began)
        rounds.note_list(connection, rounds.INSTITUTIONS, now=began)


def _save_all(
    db: Database, client: BelvoClient, job: Job, rules: Rules, on_page: OnPage | None
) -> frozenset[str] | None:
    """Store every link that Belvo lists; returns their ids, None if the list moved while it was read.

    One that can't be read, or has no id, is a link all the same: whichever it is, it is found when it is asked for.
    """
    listed: set[str] = set()
    counts: set[int] = set()
    nameless, twins = 0, Counter[str]()
    for page in client.links.pages():
        named = [link for link in page.results if link.get("id")]
        if not _are_known(db, named):
            _save_institutions(db, client, job, on_page)
        nobodys = (Unreadable(json.dumps(link), NO_ID) for link in page.results if not link.get("id"))
        others = [*page.unreadable, *nobodys]
        with guarded(db, job) as connection:
            _save_page(connection, named, rules)
            _set_aside(connection, "links", others, twins)
        listed |= {link["id"] for link in named}
        nameless += len(others)
        counts.add(page.count)
        _tell(on_page, "links", len(listed), page.count)
    return frozenset(listed) if counts == {len(listed) + nameless} else None


def _are_known(db: Database, listed: Sequence[Link]) -> bool:
    """Whether the store has the institutions of links that it does not have."""
    with db.read() as connection:
        stored = links.live(connection)
        names = {str(link["institution"]) for link in listed if link["id"] not in stored and link.get("institution")}
        return all(institutions.described(connection, name) for name in names)


def _set_aside(connection: Connection, resource: str, unreadable: Sequence[Unreadable], twins: Counter[str]) -> None:
    rows.save(connection, prepare(resource, None, [], [(row.text, row.reason) for row in unreadable], twins))


def _save_page(connection: Connection, listed: Sequence[Link], rules: Rules) -> None:
    """Store a page of links and queue pulls of those that are new or that Belvo has refreshed since."""
    before = links.live(connection)
    page = [link for link in listed if not erasure_log.is_erased(connection, link["id"])]
    for link in page:
        links.save(connection, link)
        if link["id"] not in before:
            links.set_followed(connection, link["id"], rules.follow_found)
            begin(connection, link)
    after, followed = links.live(connection), links.followed(connection)
    before_that = rounds.list_read_at(connection, rounds.LINKS)
    soon = instants.encode(instants.decode(instants.now()) + GATHERING)
    for link in page:
        identity = link["id"]
        if identity in followed and before.get(identity) != after.get(identity):
            rounds.note_access(connection, identity, before_that)
            reason, at = (SCHEDULE, soon) if identity in before else ("found", None)
            jobs.enqueue(connection, identity, [*pulled_resources()], reason, not_before=at)


def _handle_missing(db: Database, client: BelvoClient, job: Job, stored: Sequence[str], listed: frozenset[str]) -> None:
    """Mark what Belvo has deleted, one link after the other; if all are missing at once, only say so."""
    with guarded(db, job) as connection:
        sandbox_reset.note_return(connection, listed)
        reset = sandbox_reset.noted_links(connection)
    expected = [link for link in stored if link not in reset]
    missing = [link for link in expected if link not in listed]
    if _looks_like_a_reset(expected, missing):
        with guarded(db, job) as connection:
            sandbox_reset.note(connection, missing)
        return
    for link in missing:
        if _is_deleted(client, link):
            with guarded(db, job) as connection:
                links.mark_deleted(
                    connection, link, "Belvo's list had it no more, and asked for its ID Belvo found none."
                )


def _looks_like_a_reset(expected: Sequence[str], missing: Sequence[str]) -> bool:
    """Whether all links are missing but those that were connected after the last of the missing ones.

    `expected` is in the order in which links came to the desk.
    """
    if len(missing) < SEVERAL:
        return False
    return list(expected[: len(missing)]) == list(missing) and 2 * len(missing) >= len(expected)


def _is_deleted(client: BelvoClient, link: str) -> bool:
    try:
        client.links.get(link)
    except NotFound as error:
        return bool(error.errors)  # in Belvo's own words: nothing else has answered
    return False


def _tell(on_page: OnPage | None, resource: str, fetched: int, total: int) -> None:
    if on_page:
        on_page(Progress(resource, fetched, total))
