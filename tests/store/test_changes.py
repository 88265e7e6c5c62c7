"""What makes a change of a row, and what only says that Belvo has looked again."""

from typing import Any

import pytest

from resources import RESOURCES
from store import Database
from tests.kit.rows import save

LATER = "2026-11-25T08:00:00Z"


def line(collected_at: str, amount: float) -> dict[str, Any]:
    taxes = [{"collected_at": collected_at, "tax": "IVA", "transferred_tax_amount": amount}]
    return {"collected_at": collected_at, "description": "Silla", "transferred_taxes": taxes, "total_amount": amount}


def invoice(collected_at: str, amount: float = 100) -> dict[str, Any]:
    lines = [line(collected_at, amount), line(collected_at, 5)]
    return {
        "id": "i1",
        "collected_at": collected_at,
        "invoice_details": lines,
        "payroll": {"collected_at": collected_at},
    }


def record(collected_at: str, days: int, salary: float = 500) -> dict[str, Any]:
    job = {"collected_at": collected_at, "employer": "ACME", "monthly_salary": salary}
    times = {"collected_at": collected_at, "report_date": collected_at[:10], "days_since_extraction": days}
    return {"id": "r1", **times, "employment_records": [job, None]}


def versions(db: Database, resource: str) -> int:
    return len(db.frame(f"SELECT * FROM versions_{RESOURCES[resource].table}"))


@pytest.mark.parametrize(
    ("resource", "first", "looked_again", "changed"),
    [
        ("invoices", invoice("2026-11-24T08:00:00Z"), invoice(LATER), invoice(LATER, 101)),
        ("employment_records", record("2026-11-24T08:00:00Z", 0), record(LATER, 1), record(LATER, 1, 600)),
        (
            "cl_invoices",
            {"id": "c1", "summary_invoice_details": {"updated_at": "2026-11-24", "total_documents": 9}},
            {"id": "c1", "summary_invoice_details": {"updated_at": "2026-11-25", "total_documents": 9}},
            {"id": "c1", "summary_invoice_details": {"updated_at": "2026-11-25", "total_documents": 10}},
        ),
        (
            "br_investments",
            {"id": "v1", "balance": {"reference_date": "2026-11-24", "gross_value": 5}},
            {"id": "v1", "balance": {"reference_date": "2026-11-25", "gross_value": 5}},
            {"id": "v1", "balance": {"reference_date": "2026-11-25", "gross_value": 6}},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_look_makes_no_version_and_a_change_makes_one(
    db: Database, resource: str, first: dict[str, Any], looked_again: dict[str, Any], changed: dict[str, Any]
) -> None:
    save(db, resource, first)
    save(db, resource, looked_again)
    assert versions(db, resource) == 0
    save(db, resource, changed)
    assert versions(db, resource) == 1


def test_a_time_that_appears_is_no_change(db: Database) -> None:
    save(db, "owners", {"id": "o1", "display_name": "María"})
    save(db, "owners", {"id": "o1", "display_name": "María", "collected_at": LATER})
    assert versions(db, "owners") == 0
