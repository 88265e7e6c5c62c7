"""A link's round: all that the link may have is asked for, as far as something may be new.

What Belvo has not accessed since the last round is looked at by what costs least: lists that several links share, and
the count of its transactions. If these show anything new, or the week is over, everything is asked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from belvo_client import BelvoClient
from domain.pulls.asking import Question
from domain.pulls.rounds import LONG, Round, is_quiet, is_recent
from resources import Declaration, pulled_resources
from store import Database
from store.core import instants
from store.ops import answers, rounds
from store.ops.jobs import Job
from store.ops.schedule import SCHEDULE
from store.write import links, rows
from sync.listing import LINK
from sync.rounds.shared import Kept, SharedLists


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked for next, and how: its whole list may be there already, or its count may do."""

    question: Question
    foretold: Kept | None = None
    count_first: bool = False


def is_round(job: Job) -> bool:
    """Whether the job asks for everything because the link's time has come, and nobody waits for it."""
    return job.reason == SCHEDULE and not job.full and is_whole(job)


def is_whole(job: Job) -> bool:
    """Whether the job asks for everything."""
    return pulled_resources().keys() <= {*job.resources}


class Turn:
    """What a round asks for, one step after the other; it is told what each has found."""

    def __init__(self, db: Database, client: BelvoClient, job: Job, shared: SharedLists | None) -> None:
        self._db = db
        self._client = client
        self._job = job
        self._shared = shared
        self._now = instants.decode(instants.now())
        with db.read() as connection:
            last = rounds.last(connection, job.link)
            waits_for = rounds.waited_for(connection, job.link)
            self._is_quiet = is_quiet(last, links.live(connection).get(job.link), waits_for)
            self._listed_whole = rounds.listed_whole(connection, job.link)
            self._well = {name for name, one in answers.last(connection, job.link).items() if not one.is_refusal}
        self._done = self._told(last)

    def _told(self, last: Round | None) -> set[str]:
        """What webhooks have told of since Belvo has accessed the link, and was pulled for that."""
        if last is None or last.accessed_since is None:
            return set()
        with self._db.read() as connection:
            return rounds.told_since(connection, self._job.link, last.accessed_since)

    def steps(self, questions: Sequence[Question]) -> Iterator[Step]:
        """Each question's step, as far as it is asked."""
        left = []
        for question in questions:
            resource = question.resource
            if resource.name in self._done:
                continue
            foretold = self._shared.rows(self._job, resource.name) if self._shared else None
            waits = self._is_quiet and foretold is None and self._may_wait(resource)
            if not waits or resource.policy.continuation:
                yield Step(question, foretold, count_first=waits or self._is_long(resource))
            if waits and (self._is_quiet or not resource.policy.continuation):
                left.append(question)
        if not self._is_quiet:
            yield from (Step(question) for question in left)

    def note(self, *, has_news: bool) -> None:
        """Take in what the last step has found."""
        self._is_quiet = self._is_quiet and not has_news

    def _may_wait(self, resource: Declaration) -> bool:
        """Whether it will do to ask for it within the week: Belvo changes it only once it has read the link anew."""
        policy = resource.policy
        is_costly = not self._client.resource(resource.name).lists_several  # each link's takes a call of its own
        if policy.listed_by != LINK or not (is_costly or policy.made_of or policy.continuation):
            return False
        return resource.name in self._well and is_recent(self._listed_whole.get(resource.name), self._now)

    def _is_long(self, resource: Declaration) -> bool:
        """Whether its list takes several calls, and its count one."""
        with self._db.read() as connection:
            rows_here = rows.live_count(connection, resource.name, self._job.link)
        return resource.policy.continuation is None and rows_here > LONG
