"""What became of a person's claims and inflows, worked out anew only where something of theirs has changed.

It goes by what banks write and by names, so that it is worked out of the whole store: what is told of it are ids, days,
amounts and rules. Whoever may not see people reads the texts of these rows masked, as everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.match import outcomes
from domain.match.books import Pair
from domain.match.claims import Inflow, Kind
from domain.match.outcomes import Decision, Known, Row
from domain.match.pairing import pair
from store.database import Database
from store.queries.lately import Lately
from store.queries.match import claims, inflows
from store.write import match_decisions

REACH = timedelta(days=120)
"""How far before the first day claims and inflows are read: what was owed before may be paid now."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Rows of days, the newest first; which days of the bank are known, and since when a large account is read.

    `decided_gone` are decisions on rows that are not there any more, `payslips` the inflows that pay one.
    """

    rows: Sequence[Row]
    inflows: Sequence[Inflow]
    payslips: frozenset[str]
    known: Known | None
    cut_at: date | None = None
    decided_gone: int = 0
    decisions: Mapping[Pair, Decision] = field(default_factory=dict)

    def refused(self, claim: str) -> list[Pair]:
        """The pairs of a claim that somebody has rejected."""
        return [key for key, decision in self.decisions.items() if key[0] == claim and key[1] and not decision.is_right]


_KEPT = Lately[Matching]()


def of_links(db: Database, links: Sequence[str], since: date, until: date, today: date) -> Matching:
    """That of one person's links; `since` and `until` are the days of claims, and of inflows without one."""
    whole = db.unmasked
    return _KEPT.of(whole, links, (since, until, today), lambda: _found(whole, links, since, until, today))


def _found(db: Database, links: Sequence[str], since: date, until: date, today: date) -> Matching:
    came = inflows.of_links(db, links, since - REACH, today)
    with db.read() as connection:
        owed = claims.of_links(connection, links, since - REACH)
        decisions = match_decisions.of_links(connection, links)
    confirmed = [key for key, decision in decisions.items() if decision.is_right and all(key)]
    refused = [key for key, decision in decisions.items() if not decision.is_right and all(key)]
    rows = list[Row]()
    for are_streams in (False, True):
        asked = [claim for claim in owed if (claim.kind is Kind.INCOME) == are_streams]
        shares = pair(asked, came.inflows, confirmed=confirmed, refused=refused)
        told = outcomes.outcomes(
            asked, came.inflows, shares, known=came.known, today=today.toordinal(), decisions=decisions
        )
        rows += [row for row in told if row.claim or not are_streams]
    there = {claim.key for claim in owed} | {inflow.key for inflow in came.inflows}
    gone = sum(not {*filter(None, key)} <= there for key in decisions)
    within = [row for row in rows if since.toordinal() <= row.day <= until.toordinal()]
    within.sort(key=lambda row: (-row.day, row.key))
    pay = (row for row in rows if row.claim and row.inflow and row.claim.kind is Kind.PAYSLIP)
    payslips = frozenset(row.inflow.key for row in pay if row.inflow)
    return Matching(within, came.inflows, payslips, came.known, came.cut_at, gone, decisions)
