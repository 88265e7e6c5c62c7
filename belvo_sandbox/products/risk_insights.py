"""Risk insights: measures of balances and flows of money, over windows from three days to a year.

https://developers.belvo.com/apis/belvoopenapispec/riskinsights
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people import Account, Movement
from belvo_sandbox.products import risk_metrics as metrics
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, TOKEN, Candidate, Resource, Stamp
from belvo_sandbox.products.filters import ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.insights import Period, deposits, history_start, within
from belvo_sandbox.products.link_data import LinkData


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - worked out for all accounts
    if data.accounts:
        yield Candidate(("insights",), None)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - there is one only
    instant = stamp.collected_at
    today, start = data.moment(instant)[0], history_start(data, instant)
    movements = within(data, Period(start, today), instant)
    positions = data.positions(instant)
    days_known = (today - start).days + 1
    return {
        "id": stamp.id,
        "link": data.link.id,
        "created_at": text(stamp.created_at),
        "accounts": [data.account_id(account.key) for account in data.accounts],
        "assets_metrics": _assets(data, positions),
        "credit_cards_metrics": _cards(data, positions),
        "loans_metrics": _loans(data, positions),
        "balances_metrics": _balances(data, positions, movements, metrics.Days(today, days_known)),
        "transactions_metrics": metrics.transactions(movements, metrics.Days(today, days_known)),
        "cashflow_metrics": metrics.cashflow(movements, metrics.Days(today, days_known)),
        "category_metrics": metrics.categories(movements, metrics.Days(today, days_known)),
    }


def _assets(data: LinkData, positions: Mapping[str, int]) -> dict[str, Any]:
    def of(key: str) -> list[int]:
        return [positions[account.key] for account in deposits(data) if account.key == key]

    return {
        "institutions": [data.institution.name],
        "num_assets_accounts": len(deposits(data)),
        "num_checking_accounts": len(of("checking")),
        "num_savings_accounts": len(of("savings")),
        "checking_accounts_balance": sum(of("checking")) / 100,
        "savings_accounts_balance": sum(of("savings")) / 100,
    }


def _cards(data: LinkData, positions: Mapping[str, int]) -> dict[str, Any]:
    cards = [account for account in data.accounts if account.is_debt]
    limit, used = _limit(cards), sum(-positions[card.key] for card in cards)
    return {
        "num_accounts": len(cards),
        "sum_credit_limit": limit / 100,
        "sum_credit_used": used / 100,
        "credit_card_limit_utilization": metrics.ratio(used, limit),
    }


def _loans(data: LinkData, positions: Mapping[str, int]) -> dict[str, Any]:
    with_overdraft = deposits(data)
    limit = _limit(with_overdraft)
    used = sum(max(0, -positions[account.key]) for account in with_overdraft)
    return {
        "num_accounts": 0,
        "sum_loans_principal": None,
        "sum_loans_outstanding_principal": None,
        "sum_loans_monthly_payment": None,
        "loan_limit_utilization": None,
        "overdraft_limit": limit / 100,
        "overdraft_limit_utilization": metrics.ratio(used, limit),
    }


def _balances(
    data: LinkData, positions: Mapping[str, int], movements: Sequence[Movement], days: metrics.Days
) -> dict[str, Any]:
    keys = {account.key for account in deposits(data)}
    of_deposits = [movement for movement in movements if movement.account in keys]
    closing = sum(positions[key] for key in sorted(keys))
    return metrics.balances(closing, of_deposits, days, data.institution.country.currency)


def _limit(accounts: Sequence[Account]) -> int:
    return sum(-account.floor for account in accounts)


RISK_INSIGHTS = Resource(
    name="RISK_INSIGHTS",
    path="risk-insights",
    filters=(
        ListFilter("account", kind=ValueKind.IDENTIFIER, path="accounts", lookups=ONE_OR_MANY, many=True),
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
    ),
    parameters=(LINK, TOKEN, SAVE_DATA),
    candidates=_candidates,
    body=_body,
    single=True,
    resumable=True,
    also_fetches=("ACCOUNTS",),
)
