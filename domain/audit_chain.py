"""The chain of the audit: each row's hash is over the hash before it and what the row says.

So nobody changes, takes out or puts in a row without each later hash being wrong. Whoever can write the whole file can
work them all out anew: only a head that was noted elsewhere shows that.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from languages import say

FIELDS = ("id", "at", "actor", "action", "did", "target", "link", "person", "outcome", "address", "details")
"""What a row says, in this order."""

START = "0" * 64
"""Stands before the first row."""

Values = Sequence[object]
"""Of the fields: the number, then texts."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the chain: the number of a row and its hash."""

    id: int = 0
    hash: str = START


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: rows that fit from the first on, and why the next one does not, which is empty where all do."""

    rows: int
    last: Mark
    since: str = ""
    until: str = ""
    fault: str = ""


def hash_of(before: str, values: Values) -> str:
    """The hash of a row that says this, behind the row that has the hash `before`."""
    told = _ENCODER.encode([before, *values])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


# A forged value may be of any kind.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr)


def verify(rows: Iterable[tuple[Values, str]], cut: Mark, head: Mark) -> Verdict:
    """Hold rows, each with its hash and in the order of their numbers, against both ends of their chain.

    `cut` is the last one that was forgotten for its age, `head` the newest one.
    """
    last, since, until = cut, "", ""

    def verdict(fault: str = "") -> Verdict:
        return Verdict(last.id - cut.id, last, since, until, fault)

    for values, told in rows:
        number = int(str(values[0]))
        if number <= last.id:
            return verdict(say("Row {number} was put in before the oldest one that is kept.", number=number))
        if number > head.id:
            return verdict(say("Row {number} was put in behind the newest one.", number=number))
        if number > last.id + 1:
            return verdict(_missing(last.id + 1, number - 1))
        if hash_of(last.hash, values) != told:
            return verdict(
                say("Row {number} does not say what was written, or a row was put in its place.", number=number)
            )
        last, since, until = Mark(number, told), since or str(values[1]), str(values[1])
    if last.id < head.id:
        return verdict(f"{_missing(last.id + 1, head.id)} {say('Nothing newer is there.')}")
    if last != head:
        return verdict(say("Row {number} is not the one that was written last.", number=last.id))
    return verdict()


def _missing(first: int, last: int) -> str:
    return (
        say("Row {first} is missing.", first=first)
        if first == last
        else say("Rows {first} to {last} are missing.", first=first, last=last)
    )
