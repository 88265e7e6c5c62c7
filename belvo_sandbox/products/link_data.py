"""The data behind a link, from which its rows are made."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from operator import attrgetter

from belvo_sandbox.bank import users
from belvo_sandbox.bank.corrections import DEFAULT_MODE, LONGEST, Correction, corrections
from belvo_sandbox.bank.institutions import Institution, find
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core.caches import Cache
from belvo_sandbox.core.digests import identifier, tag_of
from belvo_sandbox.people import Account, Bill, Ledger, Movement, Person, make_ledger, make_person, with_document

Moment = tuple[date, int]  # a local date, and seconds after midnight
_BOOKING_HOUR = 20 * 3600  # when a working day's bookings are done
_LONGEST_CLEARING = timedelta(days=10)


@dataclass(frozen=True)
class LinkData:
    """A link, its institution, and the history that the institution has recorded."""

    link: Link
    institution: Institution
    ledger: Ledger
    correction_mode: str = DEFAULT_MODE  # how the institution corrects: one of `corrections.MODES`

    @property
    def person(self) -> Person:
        """Whose link it is."""
        return self.ledger.person

    def row_id(self, *parts: object) -> str:
        """The id of a row of this link; it ends as the link's own id, so that the link is found from it."""
        return identifier(self.link.id, *parts, tag=tag_of(self.link.id))

    def account_id(self, account: str) -> str:
        """The id of an account."""
        return self.row_id("accounts", account)

    def moment(self, instant: datetime) -> Moment:
        """An instant on the institution's own clock."""
        return self.institution.country.zone.moment(instant)

    def movements(self, instant: datetime) -> Sequence[Movement]:
        """The movements by an instant, oldest first, as the institution shows them then: with its mistakes."""
        past = self.actual_movements(instant)
        recent = bisect_left(past, self.moment(instant)[0] - LONGEST, key=attrgetter("day"))
        mistaken = {index: one for index, one in self.corrections_of(past[recent:]).items() if one.at > instant}
        if not mistaken:
            return past
        as_shown = (
            mistaken[index].movements_before if index in mistaken else (movement,)
            for index, movement in enumerate(past[recent:])
        )
        return [*past[:recent], *chain.from_iterable(as_shown)]

    def actual_movements(self, instant: datetime) -> Sequence[Movement]:
        """The movements by an instant, oldest first, as they really were."""
        moment = self.moment(instant)
        movements = self.ledger.until(moment[0])
        past = movements[: bisect_right(movements, moment, key=lambda movement: (movement.day, movement.second))]
        if self.link.shared is None:
            return past
        return [movement for movement in past if movement.account in self.link.shared]

    def corrections_of(self, movements: Sequence[Movement]) -> dict[int, Correction]:
        """The corrections of some movements, by their indexes. Histories for load have no mistakes."""
        if self.correction_mode == "none" or users.scenario(self.link.listed_user).startswith("bulk_"):
            return {}
        return corrections(self.link.person, self.institution.country.zone, self.ledger.calendar, movements)

    def booked_on(self, movement: Movement) -> date:
        """The date on which a movement is booked."""
        return self.ledger.calendar.next_working_day(movement.day) if movement.clears else movement.day

    def is_pending(self, movement: Movement, instant: datetime) -> bool:
        """A movement was still to be booked at an instant."""
        if movement.line.quirk == "unposted":
            return True
        if not movement.clears:
            return False
        today, second = self.moment(instant)
        if today - movement.day > _LONGEST_CLEARING:
            return False
        return (today, second) < (self.booked_on(movement), _BOOKING_HOUR)

    def closed_bill(self, day: date, instant: datetime) -> Bill | None:
        """The card's bill that holds what happened on a day, if it was closed by an instant."""
        bills = self.bills(instant)
        index = bisect_left(bills, day, key=attrgetter("cut"))
        return bills[index] if index < len(bills) else None

    def bills(self, instant: datetime) -> Sequence[Bill]:
        """The card's bills that were closed by an instant, oldest first."""
        if not any(account.is_debt for account in self.accounts):
            return ()
        return self.ledger.bills(self.moment(instant)[0] - timedelta(days=1))

    def positions(self, instant: datetime) -> dict[str, int]:
        """The accounts' positions at an instant, in cents; debts are negative."""
        positions: dict[str, int] = {}
        for movement in reversed(self.movements(instant)):
            positions.setdefault(movement.account, movement.position)
            if len(positions) == len(self.accounts):
                break
        return {account.key: positions.get(account.key, account.opening) for account in self.accounts}

    @property
    def accounts(self) -> Sequence[Account]:
        """The person's accounts, as far as the link's consent covers them."""
        shared = self.link.shared
        return [account for account in self.ledger.accounts if shared is None or account.key in shared]


def load_link_data(link: Link, ledgers: "Cache[Ledger]", correction_mode: str = DEFAULT_MODE) -> LinkData:
    """The data of a link; ledgers are cached, since each is as long as its past."""
    institution, scenario = find(link.institution), users.scenario(link.listed_user)

    def live() -> Ledger:
        key = users.person_key(link.seed, link.listed_user, link.person)
        person = make_person(key, institution.country, scenario, institution_key=link.person)
        return make_ledger(with_document(person, link.document) if link.document else person, scenario)

    return LinkData(link, institution, ledgers.get((link.person, scenario), live), correction_mode)
