"""Claims against inflows: which inflow pays what of which claim."""

from collections.abc import Iterable

from domain.match.books import Books, Pair, Share
from domain.match.claims import Claim, Inflow
from domain.match.leftovers import book_parts, book_together
from domain.match.payments import book_payments
from domain.match.rules import Rule


def pair(
    claims: Iterable[Claim],
    inflows: Iterable[Inflow],
    *,
    confirmed: Iterable[Pair] = (),
    refused: Iterable[Pair] = (),
) -> list[Share]:
    """The pairs that somebody has confirmed; then one inflow a payment, all at once; then sums, and parts.

    What somebody has rejected is never made. An inflow that is confirmed for several claims goes to each with what is
    left of it to be paid.
    """
    books = Books.opened(claims, inflows, refused)
    came = dict(books.unspent)
    for claim, inflow in confirmed:
        if claim in books.claims and inflow in came:
            is_first = inflow in books.unspent
            amount = came[inflow].amount if is_first else min(books.left[claim], came[inflow].amount)
            books.book(claim, came[inflow], amount, Rule.PERSON)
    book_payments(books)
    book_together(books)
    book_parts(books)
    return books.shares
