"""Incomes: what Belvo makes of the money that comes in.

https://developers.belvo.com/apis/belvoopenapispec/incomes
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from statistics import median
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.people import Movement
from belvo_sandbox.people.banking.streams import frequency, incomes, stability
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, TOKEN, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.insights import Period, deposits, history_start, requested_period, within
from belvo_sandbox.products.link_data import LinkData

TYPES = (
    "SALARY",
    "GOVERNMENT",
    "INTEREST",
    "RENT",
    "RETIREMENT",
    "FREELANCE",
    "ALTERNATIVE_INCOME",
    "TRANSFER",
    "DEPOSIT",
    "UNKNOWN",
)
_CONFIDENCES = ("LOW", "MEDIUM", "HIGH")
_REGULAR = ("MONTHLY", "FORTNIGHTLY", "WEEKLY")
_SHORTEST = timedelta(days=90)
_PERIOD = 30  # days: Belvo's rolling month
_ALWAYS, _MOSTLY = 0.9, 0.5  # of the periods


def _check(parameters: Mapping[str, Any]) -> None:
    """Raise for a period that is too short, and for types of income that Belvo does not know."""
    since, until = parameters.get("date_from"), parameters.get("date_to")
    if since and until and until - since < _SHORTEST:
        message = f"The period must be of {_SHORTEST.days} days at least."
        raise ApiError(400, invalid("date_from", "invalid_period", message))
    for name in parameters.get("allowed_income_types") or ():
        if name not in TYPES:
            raise ApiError(400, invalid("allowed_income_types", "invalid_choice", f'"{name}" is not a valid choice.'))


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - looked for in all accounts
    if data.accounts:
        yield Candidate(("income",), None)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - there is one only
    period = requested_period(data, stamp)
    movements = within(data, period, stamp.collected_at)
    visible = Period(max(period.since, history_start(data, stamp.collected_at)), period.until)
    keys = [account.key for account in deposits(data)]
    by_stream = incomes(movements, keys)
    streams = [_stream(data, key, kind, of_stream, period, visible) for (key, kind), of_stream in by_stream.items()]
    matching = [(stream, cents) for stream, cents in streams if _matches(stream, stamp.parameters)]
    days = [movement.day for movement in movements if movement.account in keys]
    best, *good = _charging_days(data, [*chain.from_iterable(by_stream.values())])
    return {
        "id": stamp.id,
        "link": data.link.id,
        "created_at": text(stamp.created_at),
        "income_streams": [stream for stream, _ in matching],
        "income_source_type": "BANK",
        "first_transaction_date": days[0].isoformat() if days else None,
        "last_transaction_date": (days[-1] if days else period.until).isoformat(),
        "best_working_day_to_charge": best,
        "good_working_days_to_charge": good,
        "number_of_income_streams": len(matching),
        **_totals(matching, max(1, visible.days // _PERIOD)),
    }


def _stream(
    data: LinkData, account: str, kind: str, movements: Sequence[Movement], period: Period, visible: Period
) -> tuple[dict[str, Any], int]:
    """The body of a stream, and its total in cents."""
    amounts, last = [movement.cents for movement in movements], movements[-1]
    often, regularity = frequency([movement.day for movement in movements])
    periods = Counter((visible.until - movement.day).days // _PERIOD for movement in movements)
    steady = stability(amounts)
    body = {
        "account_id": data.account_id(account),
        "income_type": kind,
        "frequency": often,
        "monthly_average": _money(sum(amounts) / len(periods)),
        "monthly_median": _money(median(_by_month(movements).values())),
        "average_income_amount": _money(sum(amounts) / len(amounts)),
        "last_income_amount": last.cents / 100,
        "currency": data.institution.country.currency,
        "last_income_description": last.line.text,
        "last_income_date": last.day.isoformat(),
        "stability": None if steady is None else round(steady, 2),
        "regularity": None if regularity is None else round(regularity, 2),
        "trend": round((last.cents - amounts[0]) / amounts[0], 2) if len(amounts) > 1 else None,
        "lookback_periods": max(1, period.days // _PERIOD),
        "full_periods": max(1, visible.days // _PERIOD),
        "periods_with_income": len(periods),
        "number_of_incomes": len(amounts),
        "confidence": _confidence(often, len(periods) / max(1, visible.days // _PERIOD)),
    }
    return body, sum(amounts)


def _by_month(movements: Sequence[Movement]) -> Counter[tuple[int, int]]:
    months: Counter[tuple[int, int]] = Counter()
    for movement in movements:
        months[movement.day.year, movement.day.month] += movement.cents
    return months


def _confidence(often: str, share: float) -> str:
    """That the income goes on; `share` is that of the periods that had some."""
    if often in _REGULAR and share >= _ALWAYS:
        return "HIGH"
    return "MEDIUM" if often != "SINGLE" and share >= _MOSTLY else "LOW"


def _matches(stream: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    least = _CONFIDENCES.index(parameters.get("minimum_confidence_level", "LOW"))
    types = parameters.get("allowed_income_types") or TYPES
    return stream["income_type"] in types and _CONFIDENCES.index(stream["confidence"]) >= least


def _charging_days(data: LinkData, movements: Sequence[Movement]) -> list[int]:
    """The working days of the month on which money comes in, the best one first; the first if none does."""
    amounts: Counter[int] = Counter()
    calendar = data.ledger.calendar
    for movement in movements:
        amounts[calendar.bank_day(calendar.on_or_after(movement.day)).working_day] += movement.cents
    return [day for day, _ in sorted(amounts.items(), key=lambda item: (-item[1], item[0]))][:4] or [1]


def _totals(streams: Sequence[tuple[dict[str, Any], int]], periods: int) -> dict[str, float]:
    def total(name: str = "", values: Sequence[str] = ()) -> int:
        return sum(cents for stream, cents in streams if not name or stream[name] in values)

    parts = {
        "regular": total("frequency", _REGULAR),
        "irregular": total("frequency", ("IRREGULAR", "SINGLE")),
        "low_confidence": total("confidence", ("LOW",)),
        "medium_confidence": total("confidence", ("MEDIUM",)),
        "high_confidence": total("confidence", ("HIGH",)),
    }
    averages = {f"monthly_average_{name}": _money(cents / periods) for name, cents in parts.items()}
    totals = {
        "total_income_amount": total() / 100,
        "total_regular_income_amount": parts["regular"] / 100,
        "total_irregular_income_amount": parts["irregular"] / 100,
        "total_low_confidence": parts["low_confidence"] / 100,
        "total_medium_confidence": parts["medium_confidence"] / 100,
        "total_high_confidence": parts["high_confidence"] / 100,
    }
    return {"monthly_average": _money(total() / periods), **averages, **totals}


def _money(cents: float) -> float:
    return round(cents) / 100


INCOMES = Resource(
    name="INCOMES",
    path="incomes",
    filters=(
        ListFilter(
            "account", kind=ValueKind.IDENTIFIER, path="income_streams__account_id", lookups=ONE_OR_MANY, many=True
        ),
    ),
    parameters=(
        LINK,
        Parameter("allowed_income_types", "names"),
        Parameter("minimum_confidence_level", "choice", choices=_CONFIDENCES),
        Parameter("date_from", "day"),
        Parameter("date_to", "day"),
        TOKEN,
        SAVE_DATA,
    ),
    candidates=_candidates,
    body=_body,
    single=True,
    resumable=True,
    check=_check,
    also_fetches=("ACCOUNTS",),
)
