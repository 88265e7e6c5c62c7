"""Two working lives as Belvo tells them: one in Mexico, in one object; one in Brazil, an object a job."""

from typing import Any

from tests.kit.bodies import COLLECTED


def update(event: str, salary: float | None, day: str) -> dict[str, Any]:
    return {"event": event, "base_salary": salary, "update_date": day}


ACME = {
    "employer": "ACME",
    "employer_id": "Y57",
    "start_date": "2024-03-01",
    "end_date": None,
    "weeks_employed": 140,
    "state": "NUEVO LEON",
    "monthly_salary": 18250.0,
    "currency": "MXN",
    "employment_status_updates": [update("SALARY_MODIFICATION", 600, "2025-01-01"), update("HIRED", 500, "2024-03-01")],
}
INITECH = {
    "employer": "Initech",
    "start_date": "2022-01-03",
    "end_date": "2023-12-31",
    "weeks_employed": 103,
    "monthly_salary": 12166.67,
    "currency": "MXN",
    "employment_status_updates": [
        update("DISMISSED_RESIGNED", 400, "2023-12-31"),
        update("HIRED", 400, "2022-01-03"),
        update("SICK_LEAVE", None, "2022-05-01"),
    ],
}
RECORD = {
    "id": "r1",
    "collected_at": COLLECTED,
    "report_date": "2026-11-20",
    "personal_data": {
        "official_name": "María Núñez",
        "birth_date": "1988-07-15",
        "entitlements": {"status": "EMPLOYED"},
        "document_ids": [{"document_type": "CURP", "document_number": "NUMM88"}, {"document_type": "NSS"}],
    },
    "social_security_summary": {"weeks_contributed": 243},
    "employment_records": [INITECH, ACME],
}


def paid(month: str, amount: float, kind: str = "REGULAR") -> dict[str, Any]:
    return {"base_amount": amount, "retained_amount": amount / 10, "type": kind, "month": month, "currency": "BRL"}


METALURGICA = {
    "id": "b1",
    "collected_at": COLLECTED,
    "start_date": "2025-12-10",
    "end_date": None,
    "employer_data": {"name": "Metalúrgica", "code": "272", "economic_activity": "Usinagem"},
    "occupations": [{"name": "Supervisor", "start_date": "2025-12-10"}],
    "salaries": [
        paid("2026-02", 3300),
        paid("2025-12", 3000),
        paid("2026-01", 3000),
        paid("2026-01", 1500, "THIRTEENTH"),
    ],
}
PADARIA = {
    "id": "b2",
    "collected_at": COLLECTED,
    "start_date": "2024-01-01",
    "end_date": "2025-11-30",
    "employer_data": {"name": "Padaria"},
}
