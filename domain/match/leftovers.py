"""What one inflow a payment leaves over: one inflow for several claims, and parts of a claim.

Both go by the day, the earliest first: a sum that is right to the cent, or a number in the line, leaves little choice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from domain.match.books import Books
from domain.match.claims import Claim, Inflow, Kind, distinctive, is_named
from domain.match.rules import CENT, TOLERANCES, Rule

MOST_TOGETHER = 4
"""Claims that one inflow pays at once, at most."""

MOST_OPEN = 14
"""Open claims, the newest, that are looked at together: there are fifteen hundred ways to add up to four of them."""

_ByWord = dict[str, list[Claim]]


def book_together(books: Books) -> None:
    """Pay several claims by an inflow that is their sum, whose line has their numbers or names who pays."""
    by_word = _by_word(books)
    for inflow in _earliest_first(books):
        candidates = [claim for claim in _candidates(by_word, inflow) if _may_pay(books, claim, inflow, Rule.NAME)]
        newest = sorted(candidates, key=lambda claim: (-claim.day, claim.key))[:MOST_OPEN]
        for claim in _adding_up(books, newest, inflow.amount):
            books.book(claim.key, inflow, books.left[claim.key], Rule.TOGETHER)


def book_parts(books: Books) -> None:
    """Pay parts of claims by inflows whose line has their number."""
    by_number = defaultdict[str, list[Claim]](list)
    for claim in books.claims.values():
        for number in claim.numbers if books.is_open(claim) else ():
            by_number[number].append(claim)
    for inflow in _earliest_first(books):
        said = {claim.key: claim for token in inflow.tokens & by_number.keys() for claim in by_number[token]}
        fitting = [claim for claim in said.values() if _may_pay(books, claim, inflow, Rule.NUMBER)]
        whole = [claim for claim in fitting if inflow.amount <= books.left[claim.key] + CENT]
        if whole:
            books.book(min(whole, key=lambda claim: (claim.day, claim.key)).key, inflow, inflow.amount, Rule.PART)


def _earliest_first(books: Books) -> Sequence[Inflow]:
    return sorted(books.unspent.values(), key=lambda inflow: (inflow.day, inflow.key))


def _by_word(books: Books) -> _ByWord:
    """The open claims by the words of who pays, and by their numbers."""
    found = _ByWord()
    for claim in books.claims.values():
        if claim.kind is Kind.INVOICE and books.is_open(claim):
            for word in distinctive(claim.name) | claim.numbers:
                found.setdefault(word, []).append(claim)
    return found


def _candidates(by_word: _ByWord, inflow: Inflow) -> Iterator[Claim]:
    said = {claim.key: claim for word in inflow.tokens & by_word.keys() for claim in by_word[word]}
    for claim in said.values():
        if claim.numbers & inflow.tokens or is_named(distinctive(claim.name), inflow.tokens):
            yield claim


def _may_pay(books: Books, claim: Claim, inflow: Inflow, rule: Rule) -> bool:
    near = -TOLERANCES[rule].before <= inflow.day - claim.day <= TOLERANCES[rule].behind
    is_refused = (claim.key, inflow.key) in books.refused
    return near and books.is_open(claim) and claim.currency == inflow.currency and not is_refused


def _adding_up(books: Books, claims: Sequence[Claim], amount: int) -> Sequence[Claim]:
    """The fewest claims, two or more, of which the rest is the amount to the cent; nothing where there are none."""
    for number in range(2, MOST_TOGETHER + 1):
        for some in combinations(claims, number):
            if abs(sum(books.left[claim.key] for claim in some) - amount) <= CENT:
                return some
    return ()
