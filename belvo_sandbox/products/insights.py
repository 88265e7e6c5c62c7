"""Shared by Belvo's enrichment products: the movements that they look at."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from belvo_sandbox.bank import users
from belvo_sandbox.people import EPOCH, Account, Movement, history_length
from belvo_sandbox.products.declaration import Stamp
from belvo_sandbox.products.link_data import LinkData

_LONGEST = timedelta(days=365)  # that insights look back


class Period(NamedTuple):
    """Days, both ends included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


def requested_period(data: LinkData, stamp: Stamp) -> Period:
    """The days that a retrieve asked for, as far as they are past; the last 365 if it asked for none."""
    until, last = stamp.parameters.get("date_to"), data.moment(stamp.collected_at)[0]
    if until:
        last = min(last, date.fromisoformat(until))
    since = stamp.parameters.get("date_from")
    first = date.fromisoformat(since) if since else last - _LONGEST
    return Period(max(first, last - _LONGEST), last)


def history_start(data: LinkData, instant: datetime) -> date:
    """The first day that the institution shows at an instant."""
    reach = history_length(users.scenario(data.link.listed_user))
    return max(EPOCH, data.moment(instant)[0] - reach)


def within(data: LinkData, period: Period, instant: datetime) -> Sequence[Movement]:
    """The movements of some days that the institution shows at an instant, oldest first."""
    first = max(period.since, history_start(data, instant))
    return [one for one in data.movements(instant) if first <= one.day <= period.until]


def deposits(data: LinkData) -> Sequence[Account]:
    """Checking and savings accounts: those that hold money."""
    return [account for account in data.accounts if not account.is_debt]
