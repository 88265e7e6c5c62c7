"""What one inflow a payment leaves over: one inflow for several claims, and parts of a claim.

Both go by the day, the earliest first: a sum that is right to the cent, or a number in the line, leaves little choice.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, islice

from domain.match.books import Books
from domain.match.claims import Claim, Inflow, Kind, distinctive, is_named
from domain.match.rules import CENT, TOLERANCES, Rule

MOST_OPEN = 12
"""Open claims of one payer, the newest, that are looked at together."""

MOST_TRIED = 500
"""Inflows, the newest, that are taken for several claims at once: what a page can try in its time."""


def book_together(books: Books) -> None:
    """Pay several claims by an inflow that is their sum, whose line names who pays."""
    by_payer = _by_payer(books)
    by_word = defaultdict[str, list[str]](list)
    for payer, claims in by_payer.items():
        for word in distinctive(payer) if len(claims) > 1 else ():
            by_word[word].append(payer)
    for inflow in _earliest_first(books)[-MOST_TRIED:]:
        for payer in {payer for word in inflow.tokens & by_word.keys() for payer in by_word[word]}:
            if is_named(distinctive(payer), inflow.tokens) and _book_sum(books, by_payer[payer], inflow):
                break


def _by_payer(books: Books) -> dict[str, list[Claim]]:
    """The open invoices by who pays, the newest first."""
    found = defaultdict[str, list[Claim]](list)
    for claim in sorted(books.claims.values(), key=lambda claim: (-claim.day, claim.key)):
        if claim.kind is Kind.INVOICE and claim.name and books.is_open(claim):
            found[claim.name].append(claim)
    return found


def _book_sum(books: Books, claims: Sequence[Claim], inflow: Inflow) -> bool:
    first = bisect_left(claims, -inflow.day - TOLERANCES[Rule.NAME].before, key=lambda claim: -claim.day)
    fitting = list[Claim]()
    for claim in islice(claims, first, None):
        if len(fitting) == MOST_OPEN or inflow.day - claim.day > TOLERANCES[Rule.NAME].behind:
            break
        if _may_pay(books, claim, inflow, Rule.NAME):
            fitting.append(claim)
    chosen = adding_up([round(books.left[claim.key] / CENT) for claim in fitting], round(inflow.amount / CENT))
    for place in chosen:
        books.book(fitting[place].key, inflow, books.left[fitting[place].key], Rule.TOGETHER)
    return bool(chosen)


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


def _may_pay(books: Books, claim: Claim, inflow: Inflow, rule: Rule) -> bool:
    near = -TOLERANCES[rule].before <= inflow.day - claim.day <= TOLERANCES[rule].behind
    is_refused = (claim.key, inflow.key) in books.refused
    return near and books.is_open(claim) and claim.currency == inflow.currency and not is_refused


def adding_up(amounts: Sequence[int], total: int) -> Sequence[int]:
    """The places of two to four amounts that are the total, the fewest that are; nothing where none are.

    By the sums of all pairs, so that four cost no more than two.
    """
    of_two = defaultdict[int, list[tuple[int, int]]](list)
    for pair in combinations(range(len(amounts)), 2):
        of_two[amounts[pair[0]] + amounts[pair[1]]].append(pair)
    if found := of_two.get(total):
        return found[0]
    places = defaultdict[int, list[int]](list)
    for place, amount in enumerate(amounts):
        places[amount].append(place)
    for others in (places, of_two):
        for amount, pairs in of_two.items():
            for pair in pairs if total - amount in others else ():
                for rest in others[total - amount]:
                    more = (rest,) if isinstance(rest, int) else rest
                    if not {*pair} & {*more}:
                        return sorted((*pair, *more))
    return ()
