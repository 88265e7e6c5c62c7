"""Debt reports in Chile: what somebody owes the banks.

https://developers.belvo.com/apis/belvoopenapispec/debt-reports-chile
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people import Account
from belvo_sandbox.people.fiscal.business import tax_id
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.fiscal import BY_CREATION
from belvo_sandbox.products.link_data import LinkData

_BANK = "Banco Copihue"
_KIND = "Consumo"
_LATENESS = ("current", "delinquent", "severely_delinquent", "defaulted")


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - a report is always there
    yield Candidate(("report",), None)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - there is one only
    reported = _month_end(data.moment(stamp.collected_at)[0])
    positions = data.positions(data.institution.country.zone.instant(reported, 86_399))
    debts = [_debt(-positions[account.key]) for account in data.accounts if positions[account.key] < 0]
    lines = [_line(account, positions[account.key]) for account in data.accounts if account.floor]
    return {
        "id": stamp.id,
        "link": data.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "personal_data": {
            "full_name": data.person.name,
            "document_id_type": "RUT",
            "document_id_number": tax_id(data.person),
        },
        "debt_data_last_update": reported.isoformat(),
        "currency": data.person.country.currency,
        "total": float(sum(debt["amount"] for debt in debts)),
        **{name: float(sum(debt[name] or 0 for debt in debts)) for name in _LATENESS},
        "direct_debts": debts,
        "indirect_debts": [],
        "credit_lines": lines,
        "other_credits": [],
    }


def _month_end(day: date) -> date:
    """The end of the last month but one: banks report a month after it has ended."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1) - timedelta(days=1)


def _debt(cents: int) -> dict[str, Any]:
    pesos = float(cents // 100)
    late = dict.fromkeys(_LATENESS[1:])
    return {"financial_institution": _BANK, "credit_type": _KIND, "amount": pesos, "current": pesos, **late}


def _line(account: Account, position: int) -> dict[str, Any]:
    """The part of a line of credit that can still be used."""
    left = min(max(position - account.floor, 0), -account.floor)
    return {"financial_institution": _BANK, "direct_amount": float(left // 100), "indirect_amount": None}


CL_DEBT_REPORTS = Resource(
    name="CL_DEBT_REPORTS",
    path="cl/debt-reports",
    filters=BY_CREATION,
    parameters=(LINK, Parameter("attach_pdf", "flag"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    asynchronous=True,
)
