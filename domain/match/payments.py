"""One inflow a payment: all payments that are waited for against all that came, solved together."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.assignment import assign
from domain.match.books import Books
from domain.match.claims import Claim, Inflow, Kind, Payment
from domain.match.rules import CENT, TOLERANCES, Demand, Rule, rule_of

_WIDEST = max(allowed.share for allowed in TOLERANCES.values())


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A payment with what of it is for which claim."""

    demand: Demand
    kind: Kind
    shares: Sequence[tuple[str, int]]


def book_payments(books: Books) -> None:
    """Pay what can be paid by one inflow each."""
    wanted = [*_wanted(books)]
    came = sorted(books.unspent.values(), key=lambda one: one.amount)
    amounts = [one.amount for one in came]
    worths, rules = dict[tuple[int, int], int](), dict[tuple[int, int], Rule]()
    for left, one in enumerate(wanted):
        for right in _near(one.demand, amounts):
            found = rule_of(one.demand, came[right], one.kind)
            if found and not any((claim, came[right].key) in books.refused for claim, _ in one.shares):
                rules[left, right], worths[left, right] = found
    solved = assign(worths)
    for left, right in solved.pairs.items():
        _book(books, wanted[left], came[right], rules[left, right], is_best_first=left in solved.best_first)


def _near(demand: Demand, amounts: Sequence[int]) -> Iterable[int]:
    """Where in the amounts, which are in order, those stand that may be the demand's."""
    found = set[int]()
    for amount in demand.amounts:
        off = max(CENT, round(_WIDEST * max(demand.amounts)))
        found |= {*range(bisect_left(amounts, amount - off), bisect_right(amounts, amount + off))}
    return found


def _wanted(books: Books) -> Iterator[_Wanted]:
    told = dict[str, list[tuple[Claim, Payment]]]()
    for claim in books.claims.values():
        if not books.is_open(claim):
            continue
        for payment in claim.payments:
            told.setdefault(payment.name, []).append((claim, payment))
        if rest := _rest(books, claim):
            yield _Wanted(Demand.of_claim(claim, claim.day, *rest), claim.kind, [(claim.key, 0)])
    for of_payment in told.values():
        (first, payment), *_ = of_payment
        amounts = {payment.of, sum(one.amount for _, one in of_payment)}
        demand = Demand.of_claim(first, payment.day, *amounts, is_told=True)
        yield _Wanted(demand, first.kind, [(claim.key, one.amount) for claim, one in of_payment])


def _rest(books: Books, claim: Claim) -> tuple[int, ...]:
    """What may come of a claim without a complement: all that is left, or all before a credit note took from it."""
    told, left = sum(payment.amount for payment in claim.payments), books.left[claim.key]
    if told:
        return (left - told,) if left - told > CENT else ()
    return (left, claim.amount) if claim.credited and left == claim.owed else (left,)


def _book(books: Books, wanted: _Wanted, inflow: Inflow, rule: Rule, *, is_best_first: bool) -> None:
    if len(wanted.shares) == 1:
        books.book(wanted.shares[0][0], inflow, inflow.amount, rule, is_best_first=is_best_first)
        return
    for claim, amount in wanted.shares:
        books.book(claim, inflow, amount, rule, is_best_first=is_best_first)
