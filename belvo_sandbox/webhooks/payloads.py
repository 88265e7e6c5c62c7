"""Payloads of a resource's webhooks: codes, and counts and dates of its rows.

Belvo documents codes and names for some resources only; the others follow the same pattern.
https://developers.belvo.com/developer_resources/resources-webhooks-aggregation
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from belvo_sandbox.core.clock import parse_day
from belvo_sandbox.products.declaration import Resource

Row = dict[str, Any]
Message = tuple[str, dict[str, Any]]  # code and data

_HISTORICAL = "historical_update"
_WHOLE_YEAR = "Del Ejercicio"  # the period of a yearly tax return
_RECENT = timedelta(days=30)  # what an initial update of invoices covers


def historical(resource: Resource, rows: Sequence[Row], today: date) -> list[Message]:
    """The messages on all rows of a fetch."""
    special = _SPECIAL.get(resource.name)
    return special(rows, today) if special else [(_HISTORICAL, _summary(resource, rows))]


def recurrent(resource: Resource, new: int) -> list[Message]:
    """The message on rows that no earlier fetch returned, if there are any."""
    return counted(f"new_{_plural(resource)}_available", new) if new else []


def counted(code: str, new: int) -> list[Message]:
    """The message of a code that says how much is new."""
    return [(code, {code.removesuffix("_available"): new})]


def corrections(updated: Sequence[str], deleted: Sequence[str]) -> list[Message]:
    """The messages on transactions, by their ids, that were corrected or deleted since they were fetched."""
    codes = (("transactions_updated", updated), ("transactions_deleted", deleted))
    return [(code, {"count": len(ids), "transactions": [*ids]}) for code, ids in codes if ids]


def employment_changes(before: Sequence[Row], after: Sequence[Row]) -> list[Message]:
    """The message on changes between two fetches of employment records, if there are any."""
    jobs_before = _jobs(before)
    changes = [change for key, job in _jobs(after).items() for change in _changes(jobs_before.get(key), job)]
    return [("employment_changes", {"employment_changes": list(dict.fromkeys(changes))})] if changes else []


def _jobs(rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    return {(job["employer_id"], job["start_date"]): job for row in rows for job in row["employment_records"]}


def _changes(before: Row | None, after: Row) -> Iterator[str]:
    if before is None:
        yield "EMPLOYED"
    elif before["end_date"] is None and after["end_date"] is not None:
        yield "UNEMPLOYED"
    elif before["monthly_salary"] != after["monthly_salary"]:
        yield "SALARY_INCREASED" if after["monthly_salary"] > before["monthly_salary"] else "SALARY_DECREASED"


def _summary(resource: Resource, rows: Sequence[Row]) -> dict[str, Any]:
    summary = _SUMMARIES.get(resource.name)
    return summary(rows) if summary else {f"total_{_plural(resource)}": len(rows)}


def _plural(resource: Resource) -> str:
    return resource.path.rsplit("/", 1)[-1].replace("-", "_")


def _transactions(rows: Sequence[Row]) -> dict[str, Any]:
    # In one go: of a user for load there are too many to make them twice, or to have them all at once.
    counts = Counter((row["type"], row["value_date"]) for row in rows)
    inflows = sum(count for (type_, _), count in counts.items() if type_ == "INFLOW")
    return {
        "total_transactions": len(rows),
        "total_inflow_transactions": inflows,
        "total_outflow_transactions": len(rows) - inflows,
        **_first_and_last("transaction", (day for _, day in counts)),
    }


def _incomes(rows: Sequence[Row]) -> dict[str, Any]:
    streams = sum(row["number_of_income_streams"] for row in rows)
    return {"total_incomes": len(rows), "number_of_income_streams": streams}


def _tax_status(rows: Sequence[Row]) -> dict[str, Any]:
    changes = [row["last_status_change_date"] for row in rows if row.get("last_status_change_date")]
    return {"total_tax_status": len(rows), "last_status_change_date": max(changes, default=None)}


def _tax_retentions(rows: Sequence[Row]) -> dict[str, Any]:
    issued = (row["issued_at"] for row in rows if row.get("issued_at"))
    return {"total_tax_retentions": len(rows), **_first_and_last("tax_retention", issued)}


def _invoices(rows: Sequence[Row], today: date) -> list[Message]:
    """First the last 30 days of each direction, then its history, a message a year."""
    initial, history = [], []
    for direction in ("INFLOW", "OUTFLOW"):
        has_period = sorted((row["invoice_date"] or "")[:10] for row in rows if row["type"] == direction)
        recent = [day for day in has_period if day and parse_day(day) >= today - _RECENT]
        initial.append((f"initial_{direction.lower()}_update", _invoice_data(recent)))
        for _, days in groupby(has_period, key=lambda day: day[:4]):
            history.append((f"historical_{direction.lower()}_update", _invoice_data([*days])))
    return initial + history


def _invoice_data(days: Sequence[str]) -> dict[str, Any]:
    return {"total_invoices": len(days), **_first_and_last("invoice", days)}


def _tax_returns(rows: Sequence[Row], today: date) -> list[Message]:  # noqa: ARG001 - as _invoices
    """One message on the yearly returns and one on the monthly ones."""
    messages = []
    for kind in ("yearly", "monthly"):
        general = [row["informacion_general"] or {} for row in rows if _kind_of_return(row) == kind]
        years = [int(facts["ejercicio"]) for facts in general if facts.get("ejercicio")]
        data = {
            "type": kind,
            "total_tax_returns": len(general),
            "first_tax_return_year": min(years, default=None),
            "last_tax_return_year": max(years, default=None),
        }
        messages.append((_HISTORICAL, data))
    return messages


def _kind_of_return(row: Row) -> str:
    period = (row["informacion_general"] or {}).get("periodo_declaracion")
    return "yearly" if period == _WHOLE_YEAR else "monthly"


def _first_and_last(name: str, days: Iterable[str]) -> dict[str, str | None]:
    sorted_days = sorted(day[:10] for day in days if day)
    first, last = (sorted_days[0], sorted_days[-1]) if sorted_days else (None, None)
    return {f"first_{name}_date": first, f"last_{name}_date": last}


_SUMMARIES: dict[str, Callable[[Sequence[Row]], dict[str, Any]]] = {
    "EMPLOYMENT_RECORDS": lambda rows: {"total_employment_record_profiles": len(rows)},
    "INCOMES": _incomes,
    "TAX_RETENTIONS": _tax_retentions,
    "TAX_STATUS": _tax_status,
    "TRANSACTIONS": _transactions,
}
_SPECIAL: dict[str, Callable[[Sequence[Row], date], list[Message]]] = {
    "INVOICES": _invoices,
    "TAX_RETURNS": _tax_returns,
}
