"""Lists that the rounds of several links share: one call asks for all of them, where Belvo's answers let it.

Whether `link__in` alone suffices is described for some resources only, and the answer decides. It is believed where
it holds the rows of two links at least, and of none but those that were asked for.
https://developers.belvo.com/developer_resources/resources-pagination-and-filtering
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from belvo_client import (
    AuthenticationFailed,
    BelvoClient,
    BelvoError,
    ConnectionFailed,
    ForeignAnswer,
    PagingBroken,
    RateLimited,
    RequestRefused,
    ValidationFailed,
)
from domain.pulls.rounds import AT_ONCE
from resources import pulled_resources
from store import Database
from store.ops.jobs import Job
from store.ops.rounds import shared_lists
from store.write.rows import live_count

KEPT = 900.0
"""Seconds for which rows are kept for a link whose turn has not come."""

SPARED = 3600.0
"""Seconds for which fewer links are asked for at once after an answer that was of no use."""

_CONCERNS_ALL = (AuthenticationFailed, ConnectionFailed, RateLimited)
_REFUSALS = (ForeignAnswer, PagingBroken, RequestRefused, ValidationFailed)

Rows = list[dict[str, Any]]
Found = dict[str, Rows]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A link's rows, when they were asked for, and the newest run of the desk by then.

    `at` is of this process's clock, `asked_at` the instant of the call that brought them, where one alone did.
    """

    rows: Rows
    at: float
    run: int
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How many links are asked for at once, until when."""

    links: int
    until: float


class SharedLists:
    """What a worker's rounds have asked for together, each link's until its turn comes; for all of its threads."""

    def __init__(self, db: Database, client: BelvoClient) -> None:
        self._db = db
        self._client = client
        self._locks = {name: Lock() for name in pulled_resources()}
        self._kept: dict[str, dict[str, Kept]] = {name: {} for name in self._locks}
        self._limits: dict[str, Limit] = {}

    def rows(self, job: Job, resource: str) -> Kept | None:
        """All rows of the link, in whose round they are asked for; None if they have to be asked for alone.

        Raises what concerns all calls.
        """
        if not self._client.resource(resource).lists_several:
            return None
        with self._locks[resource]:
            if kept := self._take(job, resource):
                return kept
            self._ask(job, resource)
            return self._take(job, resource)

    def _take(self, job: Job, resource: str) -> Kept | None:
        kept = self._kept[resource].pop(job.link, None)
        if kept is None or time.monotonic() - kept.at > KEPT:
            return None
        with self._db.read() as connection:
            return None if shared_lists.is_overtaken(connection, job.link, resource, kept.run) else kept

    def _ask(self, job: Job, resource: str) -> None:
        """Ask for the link and for those whose rounds wait, and keep what comes."""
        with self._db.read() as connection:
            works = shared_lists.works(connection, resource)
            if works is False or not shared_lists.takes_part(connection, job, resource):
                return
            at_most = self._limit(resource) - 1
            known = shared_lists.partners(connection, job, resource, at_most=at_most) if at_most else {}
            run, own = shared_lists.latest_run(connection), live_count(connection, resource, job.link)
        if not known:
            return
        known |= {job.link: own}
        at, listed = time.monotonic(), self._listed(resource, known)
        if listed is None:
            return
        found, asked_at = listed
        believed = self._judge(resource, known, found, works=bool(works))
        fresh = {link: kept for link, kept in self._kept[resource].items() if at - kept.at <= KEPT}
        self._kept[resource] = fresh | {link: Kept(rows, at, run, asked_at) for link, rows in believed.items()}

    def _listed(self, resource: str, links: Mapping[str, int]) -> tuple[Found, datetime | None] | None:
        """The rows of each link, and when the one page with them was asked for; None if the answer is of no use."""
        try:
            pages = [*self._client.resource(resource).pages(link__in=[*links])]
        except _CONCERNS_ALL:
            raise
        except _REFUSALS as error:
            self._refuse(resource, str(error))
            return None
        except BelvoError as error:
            self._spare(resource, len(links), str(error))
            return None
        found: Found = {link: [] for link in links}
        rows = [row for page in pages for row in page.results]
        has_all = {page.count for page in pages} == {len(rows)} == {len({str(row.get("id")) for row in rows})}
        if not has_all or any(_link_of(row) not in found for row in rows):
            self._spare(resource, len(links), "The list moved while it was read, or has rows of nobody.")
            return None
        for row in rows:
            found[_link_of(row)].append(row)
        return found, pages[0].asked_at if len(pages) == 1 else None

    def _judge(self, resource: str, known: Mapping[str, int], found: Found, *, works: bool) -> Found:
        """What of an answer is believed: where nothing has shown yet that it is of all links, no emptiness."""
        if sum(map(bool, found.values())) > 1:
            if not works:
                with self._db.write() as connection:
                    shared_lists.note(connection, resource, is_shared=True)
            return found
        if sum(map(bool, known.values())) > 1:
            self._refuse(resource, "The answer is not of all links that were asked for.")
            return {}
        return found if works else {link: rows for link, rows in found.items() if rows}

    def _refuse(self, resource: str, why: str) -> None:
        logger.info("Belvo does not list %s of several links at once: %s", resource, why)
        with self._db.write() as connection:
            shared_lists.note(connection, resource, is_shared=False)

    def _limit(self, resource: str) -> int:
        limit = self._limits.get(resource)
        return limit.links if limit and time.monotonic() < limit.until else AT_ONCE

    def _spare(self, resource: str, asked: int, why: str) -> None:
        """Ask for half as many at once: one of them may be the cause, and harms itself only when its turn comes."""
        logger.info("%d links could not be asked for %s at once: %s", asked, resource, why)
        self._limits[resource] = Limit(max(asked // 2, 1), time.monotonic() + SPARED)


def _link_of(row: Mapping[str, Any]) -> str:
    """The link of a row, which only its account may name; empty where none is named."""
    account = row.get("account")
    return str(row.get("link") or (account.get("link") if isinstance(account, dict) else None) or "")
