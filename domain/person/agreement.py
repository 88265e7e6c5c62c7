"""Whether a bank, a tax authority and an employer speak of the same person: by their names and their documents."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "da", "das", "do", "dos", "e"})
_COMMON = 2
"""Words that two names must share where one is a short form of the other."""

_RFC = re.compile(r"[A-Z&Ñ]{4}\d{6}[A-Z0-9]{3}")
_CURP = re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d")
_INITIALS_AND_BIRTH = 10
"""Characters that the RFC and the CURP of one person begin with."""


class Verdict(StrEnum):
    """What two or more who name a person say together."""

    ALONE = "alone"  # fewer than two say anything that can be compared
    AGREE = "agree"
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom one source names; texts are empty where it does not say."""

    source: str
    name: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether names and documents agree, and the sources that don't, two and two."""

    names: Verdict
    documents: Verdict
    other_names: Sequence[tuple[str, str]] = ()
    other_documents: Sequence[tuple[str, str]] = ()


def agreement(identities: Iterable[Identity]) -> Agreement:
    """Compare each source with each; of several people whom one names, as owners of one account, one has to fit."""
    by_source: dict[str, list[Identity]] = {}
    for identity in identities:
        by_source.setdefault(identity.source, []).append(identity)
    pairs = [*combinations(by_source.items(), 2)]
    names = [(one, other, _any(same_name, _names(mine), _names(theirs))) for (one, mine), (other, theirs) in pairs]
    documents = [
        (one, other, _any(same_document, _documents(mine), _documents(theirs)))
        for (one, mine), (other, theirs) in pairs
    ]
    return Agreement(_verdict(names), _verdict(documents), _others(names), _others(documents))


_Compared = Sequence[tuple[str, str, bool | None]]


def _names(identities: Iterable[Identity]) -> list[str]:
    return [identity.name for identity in identities]


def _documents(identities: Iterable[Identity]) -> list[str]:
    return [identity.document for identity in identities]


def _any(same: Callable[[str, str], bool | None], mine: Iterable[str], theirs: Iterable[str]) -> bool | None:
    found = {same(one, other) for one, other in product(mine, theirs)}
    return True if True in found else (False if False in found else None)


def _verdict(compared: _Compared) -> Verdict:
    found = {same for _, _, same in compared} - {None}
    if not found:
        return Verdict.ALONE
    return Verdict.DIFFER if False in found else Verdict.AGREE


def _others(compared: _Compared) -> list[tuple[str, str]]:
    return [(one, other) for one, other, same in compared if same is False]


def same_name(one: str, other: str) -> bool | None:
    """Whether two names may be one person's, in any order or as a short form; None where one is missing."""
    mine, theirs = words_of(one), words_of(other)
    if not mine or not theirs:
        return None
    return mine == theirs or (len(mine & theirs) >= _COMMON and (mine <= theirs or theirs <= mine))


def words_of(name: str) -> frozenset[str]:
    """The words of a name, however it is written, without particles."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return frozenset(re.findall(r"\w+", plain)) - _PARTICLES


def same_document(one: str, other: str) -> bool | None:
    """Whether two documents may be one person's; None where one is missing, or their kinds can't be compared.

    RFC and CURP of Mexico begin alike: by the initials and the day of birth.
    """
    mine, theirs = (re.sub(r"[^A-Z0-9&Ñ]", "", text.upper()) for text in (one, other))
    if not mine or not theirs:
        return None
    kinds = _kind(mine), _kind(theirs)
    if kinds[0] == kinds[1]:
        return mine == theirs
    if set(kinds) == {"rfc", "curp"}:
        return mine[:_INITIALS_AND_BIRTH] == theirs[:_INITIALS_AND_BIRTH]
    return None


def _kind(document: str) -> str:
    """Which document it looks like: others are told apart by their length."""
    if _RFC.fullmatch(document):
        return "rfc"
    return "curp" if _CURP.fullmatch(document) else f"of {len(document)}"
