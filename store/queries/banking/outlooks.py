"""What the next month may bring, by what is known of some links, and how such forecasts did before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.cash_flow.forecast import Check, Forecast, checks, forecast
from domain.cash_flow.recurring import histories
from domain.partial_months import month_start
from languages import msg
from languages.kept import Frames
from store.database import Database
from store.queries.banking import cash_flow, flows
from store.queries.banking.filters import TransactionFilter
from store.queries.banking.sums.reach import by_months
from store.queries.kept import kept

MONTHS = 13
"""That are looked at: half of them before the oldest forecast that is checked."""


@dataclass(frozen=True)
class Outlook:
    """The forecast of the next month and those of months that have ended, in one currency; why there is none."""

    currency: str
    made: Forecast | None
    checked: Sequence[Check]
    reason: str = ""


_TOO_MANY = msg("A forecast is made of up to {number} movements; a month has more of them here. Choose fewer links.")
_UNKNOWN = msg("Nothing is known of these accounts yet.")
_NOTHING = msg("Nothing has come back in three whole months and more, as a forecast needs it.")
REASONS = Frames((_TOO_MANY, _UNKNOWN, _NOTHING))
"""Why there is no forecast: kept in English, and said where it is shown."""


@kept
def outlook(db: Database, matching: TransactionFilter, today: date) -> Outlook:
    """By what is known of the filter's links and currency, whatever days it asks for."""
    currency, most = matching.currency or "", cash_flow.MOST_OF_PAYEES
    lately = replace(matching, since=month_start(today, MONTHS), until=today, transfers=None)
    known_from, reach = flows.known_from(db, lately), by_months(db, lately, most)
    if reach.is_cut:
        known_from = reach.since
        lately = replace(lately, since=reach.since or today)
    if known_from is None:
        said = _TOO_MANY.format(number=f"{most:,}") if reach.is_cut else _UNKNOWN
        return Outlook(currency, None, (), said)
    known, until = histories(cash_flow.movements(db, lately)), flows.known_until(db, lately, today)
    made = forecast(known, known_from, month_start(today, -1), until)
    none = "" if made else _NOTHING
    return Outlook(currency, made, [*checks(known, known_from, until)], none)
