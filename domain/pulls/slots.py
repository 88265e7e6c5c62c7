"""Which waiting job a worker's free slot goes to.

Persons go first and find a slot, no institution has more than half of them, and one that does not answer is tried by
one pull at a time.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

FOR_PERSONS = 0
"""The largest priority of a job that a person waits for."""

KEPT = 1
"""How many slots only such a job may take, where there are several."""


class Waiting(NamedTuple):
    """A job that is due. The institution is empty where it is not known, or where the job is about all links.

    By its fence it is known whether somebody has taken it since.
    """

    job: int
    priority: int
    institution: str = ""
    fence: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Slots:
    """How a worker's slots are taken: how many in all, and how many of these by jobs that no person waits for.

    `there` counts the pulls at each institution, those of other workers too; the `silent` ones do not answer. While
    Belvo's rate `is_held` nobody may call, and only what a person waits for gets ready.
    """

    total: int
    taken: int = 0
    in_background: int = 0
    there: Mapping[str, int] = field(default_factory=dict)
    silent: Collection[str] = ()
    is_held: bool = False

    @property
    def share(self) -> int:
        """How many pulls of one institution go on at once: half of the slots, so that others always find one."""
        return -(-self.total // 2)

    @property
    def are_taken(self) -> bool:
        return self.taken >= self.total

    def admit(self, waiting: Waiting) -> bool:
        """Whether the job may begin now."""
        if self.are_taken or (waiting.priority > FOR_PERSONS and not self.have_room_in_background):
            return False
        most = 1 if waiting.institution in self.silent else self.share
        return not waiting.institution or self.crowd(waiting) < most

    @property
    def have_room_in_background(self) -> bool:
        """Whether a job may begin that no person waits for."""
        kept = KEPT if self.total > 1 else 0
        return not self.is_held and self.in_background < self.total - kept

    def after(self, waiting: Waiting) -> "Slots":
        """The slots once the job has begun."""
        there = {**self.there, waiting.institution: self.crowd(waiting) + 1} if waiting.institution else self.there
        in_background = self.in_background + (waiting.priority > FOR_PERSONS)
        return replace(self, taken=self.taken + 1, in_background=in_background, there=there)

    def crowd(self, waiting: Waiting) -> int:
        """How many pulls go on at the job's institution."""
        return self.there.get(waiting.institution, 0) if waiting.institution else 0


def choose(waiting: Iterable[Waiting], slots: Slots) -> Waiting | None:
    """The next of the jobs, which come in their order; None if none may begin.

    Among equally urgent ones it is that whose institution is tried least at the moment.
    """
    best: Waiting | None = None
    for one in waiting:
        if slots.are_taken or (one.priority > FOR_PERSONS and not slots.have_room_in_background):
            break  # nor may what comes behind it begin
        if best and (one.priority > best.priority or not slots.crowd(best)):
            break
        if slots.admit(one) and (best is None or slots.crowd(one) < slots.crowd(best)):
            best = one
    return best


def choose_all(waiting: Iterable[Waiting], slots: Slots) -> Iterator[Waiting]:
    """The next of the jobs, one after the other as long as one may begin; of a link no more than one."""
    read, links, rest = list[Waiting](), set[str](), iter(waiting)

    def again() -> Iterator[Waiting]:
        yield from read
        for one in rest:
            read.append(one)
            yield one

    while not slots.are_taken and (chosen := choose((one for one in again() if one.link not in links), slots)):
        yield chosen
        links.add(chosen.link)
        slots = slots.after(chosen)
