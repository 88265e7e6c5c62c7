"""One pull of one resource of one link: list it into the store, and prove by Belvo's own count that nothing is missing.

Nothing here relies on the order of a list, nor on a list standing still while it is read:
https://developers.belvo.com/developer_resources/resources-pagination-and-filtering
"""

import contextlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from belvo_client import BelvoClient, BelvoError, ConnectionFailed, NotFound, NotOffered, Page, PermissionDenied
from belvo_client.answers.strangers import refuse_strangers
from domain.pulls.rounds import WHOLE_EVERY
from resources import RESOURCES, Continuation, Declaration
from store import Damaged, Database, LostLease
from store.core import instants
from store.core.errors import Unusable
from store.ops.jobs import Job
from store.write import bookmarks, irregular_rows, kept_since, rows
from store.write.bookmarks import Bookmark
from store.write.encoding import MADE
from sync.error_policy import failure
from sync.errors import Broken, Incomplete, LinkGone, Stopped, StoreUnusable
from sync.listing import Foretold, Lists, lists_of, read_link
from sync.rounds.shared import Kept
from sync.run import OnPage, Run, Tally

READINGS = 3
"""How often a list is read before it counts as not agreeing with its own count."""

LOOKUPS = 500
"""How many rows that a list no longer holds are looked up one by one in one pull."""

_BATCH = 50

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """How the pull of one resource ended: done, failed, interrupted (the network) or skipped (not offered)."""

    link: str
    resource: str
    state: str
    tally: Tally
    seconds: float
    error: BelvoError | None = None

    @property
    def has_news(self) -> bool:
        """Whether Belvo had anything that the store did not have."""
        return bool(self.tally.added or self.tally.changed or self.tally.deleted)


@dataclass(frozen=True, slots=True)
class Listed:
    """The ids that one reading of a list held, and what Belvo counted at each of its pages; `ended` at the last.

    Of `twins`, equal rows without an id, nothing tells whether they are as many or one that moved to a later page.
    """

    ids: frozenset[str]
    counts: tuple[int, ...]
    ended: bool
    has_twins: bool = False

    @property
    def steady(self) -> bool:
        """Whether the list stood still while it was read, as far as its counts tell."""
        return self.ended and len(set(self.counts)) == 1

    @property
    def agrees(self) -> bool:
        """Whether it did, and held as many rows as were counted."""
        return self.steady and len(self.ids) == self.counts[-1]


def pull(
    db: Database,
    client: BelvoClient,
    job: Job,
    resource: Declaration,
    on_page: OnPage | None = None,
    *,
    is_guess: bool = False,
    foretold: Kept | None = None,
    count_first: bool = False,
) -> Result:
    """Pull the resource and record the run; what went wrong is in the result. Raises LostLease and Stopped.

    A resource that nobody has promised (`is_guess`) is skipped, too, where the keys may not read it or it is not found.
    Its whole list may be there already, as `foretold`. With `count_first` nothing is listed that counts as many rows as
    are stored, if it was listed whole within the week.
    """
    run = Run.start(db, job, resource.name, on_page)
    try:
        lists = lists_of(db, client, resource, job.link)
        if foretold is not None:
            lists = Foretold(lists, foretold.rows, foretold.asked_at)
        _bring_up_to_date(client, lists, run, count_first=count_first)
    except (Stopped, LostLease):
        run.end("interrupted")
        raise
    except (Unusable, Damaged) as error:
        reason: BelvoError = StoreUnusable.of(error)
        with contextlib.suppress(Unusable, Damaged):  # then nobody reads how it ended either
            run.end(_state(reason), failure(reason))
    except BelvoError as error:
        reason = error
        run.end(_state(reason, is_guess=is_guess), failure(reason))
    except Exception as error:
        logger.exception("The pull of %s of link %s met a bug", resource.name, job.link)
        reason = Broken.of(error)
        run.end(_state(reason), failure(reason))
    else:
        return Result(job.link, resource.name, "done", run.tally, run.seconds)
    return Result(job.link, resource.name, _state(reason, is_guess=is_guess), run.tally, run.seconds, reason)


def _state(error: BelvoError, *, is_guess: bool = False) -> str:
    match error:
        case NotOffered():
            return "skipped"
        case ConnectionFailed():  # says something about the way, nothing about the link
            return "interrupted"
        case PermissionDenied() | NotFound() if is_guess and not isinstance(error, LinkGone):
            return "skipped"
    return "failed"


def _bring_up_to_date(client: BelvoClient, lists: Lists, run: Run, *, count_first: bool) -> None:
    bookmark, resource = _bookmark(run), RESOURCES[run.resource]
    if bookmark is None:
        run.expect_new_rows()
    if count_first and bookmark and _is_recent(bookmark, WHOLE_EVERY, run.job) and _is_complete(lists, run):
        run.complete(full=False)
        return
    continuation = resource.policy.continuation
    if continuation and bookmark and bookmark.created_at and _is_recent(bookmark, continuation.full_every, run.job):
        full = not _continue(lists, run, bookmark, continuation, day=resource.day)
    else:
        full = True
    if full:
        _list_full(client, lists, run)
    run.complete(full=full)


def _is_recent(bookmark: Bookmark, span: timedelta, job: Job) -> bool:
    """Whether the last whole listing suffices, and the job wants no other."""
    if bookmark.full_at is None or (job.full and bookmark.full_at < job.created_at):
        return False
    age = instants.decode(instants.now()) - instants.decode(bookmark.full_at)
    return timedelta() <= age < span  # below zero this machine's clock was set back since


def _is_complete(lists: Lists, run: Run) -> bool:
    """Whether the store holds as many rows as Belvo counts, of those that are kept at all."""
    resource = RESOURCES[run.resource]
    with run.db.read() as connection:
        since = kept_since.of_link(connection, run.resource, run.job.link) if resource.policy.continuation else None
    kept: dict[str, Any] = {f"{resource.day}__gte": since} if since else {}
    return lists.count(link=run.job.link, **kept) == _live_count(run)


def _continue(lists: Lists, run: Run, bookmark: Bookmark, continuation: Continuation, *, day: str | None) -> bool:
    """List what is new and what may have changed; False when the store then holds more or less than Belvo counts.

    What nobody waits for asks first for what may have changed, in which new rows mostly lie: if the count then agrees,
    there are no others.
    """
    newest = instants.decode(bookmark.created_at or "")
    # A link that was not looked at for long is searched back from there, whatever the clocks say.
    first_day = (min(newest, instants.decode(instants.now())) - continuation.window).date()
    link = run.job.link
    recent: dict[str, Any] = {f"{day}__gte": first_day}
    created: dict[str, Any] = {"created_at__gte": newest - continuation.overlap}
    for filters in (created, recent) if run.job.is_for_person else (recent, created):
        listed = _read(lists.pages(ahead=run.ahead, link=link, **filters), run)
        if listed.has_twins or not listed.agrees:
            return False
        if filters is recent and _is_complete(lists, run):
            return True
    return not run.job.is_for_person and _is_complete(lists, run)


def _list_full(client: BelvoClient, lists: Lists, run: Run) -> None:
    """Read the full list until it agrees with its count and the store with the list."""
    seen: frozenset[str] = frozenset()
    found_before: frozenset[str] = frozenset()
    read_before: frozenset[str] | None = None
    for _ in range(READINGS):
        listed = _read(lists.pages(ahead=run.ahead, link=run.job.link), run)
        if listed.has_twins and listed.ids != read_before:
            read_before = listed.ids
            continue
        seen |= listed.ids
        # A list whose order changes between pages is complete only over several readings.
        complete = listed.ids if listed.agrees else seen
        if not listed.steady or len(complete) != listed.counts[-1]:
            continue
        missing = _live_ids(run) - complete if _live_count(run) != len(complete) else ()
        if missing:
            read_link(client, run.job.link)  # a link that was deleted meanwhile takes its rows with it, and ours stay
        still_there = _handle_missing(lists, run, missing)
        # Rows that were not in the list all the same: it moved while it was read, or it never shows them.
        if still_there == found_before:
            return
        found_before = still_there
    raise Incomplete(
        f"Belvo counts {listed.counts[-1]} {run.resource} of this link, but its list held {len(listed.ids)} "
        f"after {READINGS} readings."
    )


def _read(pages: Iterator[Page[Any]], run: Run) -> Listed:
    before, ids, counts, ended = run.tally.fetched, set[str](), list[int](), True
    twins = Counter[str]()
    try:
        for page in pages:
            ids |= run.save(page.results, before + page.count, page.unreadable, twins, page.asked_at)
            counts.append(page.count)
            del page  # reading the next one takes less time where this one has been freed
    except NotFound:
        if not counts:
            raise
        ended = False  # the list became shorter than its pages while it was read
    run.settle()
    return Listed(frozenset(ids), tuple(counts), ended, has_twins=max(twins.values(), default=0) > 1)


def _handle_missing(lists: Lists, run: Run, missing: Iterable[str]) -> frozenset[str]:
    """Look up each row that a complete list does not hold, and mark as deleted what Belvo does not find.

    Returns the ids of those that it does find.
    """
    waiting, still_there = sorted(missing), set[str]()
    for start in range(0, min(len(waiting), LOOKUPS), _BATCH):
        batch = waiting[start : min(start + _BATCH, LOOKUPS)]
        rows_there = [row for row in (_look_up(lists, run, identity) for identity in batch) if row is not None]
        saved = run.save(rows_there, run.tally.total) if rows_there else frozenset[str]()
        run.mark_deleted([identity for identity in batch if identity not in saved])
        still_there |= saved
    if len(waiting) > LOOKUPS:
        raise Incomplete(
            f"{len(waiting)} {run.resource} are no longer in Belvo's list; {LOOKUPS} of them were looked up, "
            "and the rest follows."
        )
    return frozenset(still_there)


def _look_up(lists: Lists, run: Run, identity: str) -> dict[str, Any] | None:
    if identity.startswith(MADE):  # Belvo has never heard of it
        return None
    try:
        row: dict[str, Any] = lists.get(identity)
    except NotFound as error:
        if not error.errors:  # not in Belvo's own words: something else has answered
            raise
        return None
    whose = {"link": row.get(RESOURCES[run.resource].link_path), "account": row.get("account")}
    refuse_strangers([whose], [run.job.link])
    return row


def _bookmark(run: Run) -> Bookmark | None:
    with run.db.read() as connection:
        return bookmarks.get(connection, run.job.link, run.resource)


def _live_count(run: Run) -> int:
    with run.db.read() as connection:
        aside = irregular_rows.set_aside(connection, run.resource, run.job.link)
        return rows.live_count(connection, run.resource, run.job.link) + len(aside)


def _live_ids(run: Run) -> set[str]:
    with run.db.read() as connection:
        aside = irregular_rows.set_aside(connection, run.resource, run.job.link)
        return rows.live_ids(connection, run.resource, run.job.link) | aside
