"""Which pull brought a change, and since which pull changes are told where nobody says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WEEK = timedelta(7)


@dataclass(frozen=True, slots=True)
class Pull:
    """The pull of one resource of a link; `ended` is None while it goes on, `reason` says who or what asked for it.

    `resource` is empty for the reading of the link itself, `job` None where no job is known.
    """

    link: str
    resource: str
    began: datetime
    ended: datetime | None
    job: int | None
    reason: str

    def covers(self, at: datetime) -> bool:
        """Whether it was going on at the instant."""
        return self.began <= at and (self.ended is None or at <= self.ended)


def brought(pulls: Iterable[Pull], link: str, resource: str, at: datetime) -> Pull | None:
    """The pull within which a row of the link was written; None where none is known.

    That of the row's own resource goes first: accounts also come inside of what hangs on them, and are written then.
    """
    covering = [pull for pull in pulls if pull.link == link and pull.covers(at)]
    own = [pull for pull in covering if pull.resource == resource]
    others = [pull for pull in covering if pull.resource] or covering
    return max(own or others, key=lambda pull: pull.began, default=None)


def week_old(ended: Mapping[str, Sequence[datetime]], now: datetime) -> datetime | None:
    """When the last pull ended that was a week ago or more; else the first of the link whose first came last.

    `ended` are the ends of pulls by their link. None where no pull has ended.
    """
    older = [at for ends in ended.values() for at in ends if at <= now - WEEK]
    firsts = [min(ends) for ends in ended.values() if ends]
    return max(older or firsts, default=None)
