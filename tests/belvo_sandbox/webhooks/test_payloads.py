"""What webhooks say of rows that come with codes or fields of their own."""

from datetime import date
from typing import Any

from belvo_sandbox.products.declaration import Resource
from belvo_sandbox.webhooks import payloads

TODAY = date(2026, 6, 17)


def _resource(name: str, path: str) -> Resource:
    return Resource(name, path, filters=(), parameters=(), candidates=lambda *_: (), body=lambda *_: {})


INVOICES, RETURNS = _resource("INVOICES", "invoices"), _resource("TAX_RETURNS", "tax-returns")


def _invoice(direction: str, day: str) -> dict[str, Any]:
    return {"type": direction, "invoice_date": f"{day}T10:00:00.000Z"}


def _invoices(count: int, first: str, last: str) -> dict[str, Any]:
    return {"total_invoices": count, "first_invoice_date": first, "last_invoice_date": last}


def test_invoices_come_by_direction_first_the_last_days_then_year_by_year() -> None:
    rows = [
        _invoice("INFLOW", "2026-06-10"),
        _invoice("OUTFLOW", "2026-06-11"),
        _invoice("INFLOW", "2026-05-18"),
        _invoice("INFLOW", "2026-05-17"),
        _invoice("INFLOW", "2025-12-31"),
        _invoice("OUTFLOW", "2024-02-29"),
    ]
    assert payloads.historical(INVOICES, rows, TODAY) == [
        ("initial_inflow_update", _invoices(2, "2026-05-18", "2026-06-10")),
        ("initial_outflow_update", _invoices(1, "2026-06-11", "2026-06-11")),
        ("historical_inflow_update", _invoices(1, "2025-12-31", "2025-12-31")),
        ("historical_inflow_update", _invoices(3, "2026-05-17", "2026-06-10")),
        ("historical_outflow_update", _invoices(1, "2024-02-29", "2024-02-29")),
        ("historical_outflow_update", _invoices(1, "2026-06-11", "2026-06-11")),
    ]


def test_tax_returns_come_once_for_years_and_once_for_months() -> None:
    rows: list[dict[str, Any]] = [
        {"informacion_general": {"ejercicio": year, "periodo_declaracion": period}}
        for year, period in ((2024, "Del Ejercicio"), (2025, "Del Ejercicio"), (2026, "Enero"))
    ]
    rows.append({"informacion_general": None})
    assert payloads.historical(RETURNS, rows, TODAY) == [
        (
            "historical_update",
            {
                "type": "yearly",
                "total_tax_returns": 2,
                "first_tax_return_year": 2024,
                "last_tax_return_year": 2025,
            },
        ),
        (
            "historical_update",
            {
                "type": "monthly",
                "total_tax_returns": 2,
                "first_tax_return_year": 2026,
                "last_tax_return_year": 2026,
            },
        ),
    ]


def test_nothing_found_is_still_announced_as_history_and_not_as_news() -> None:
    none = {"total_invoices": 0, "first_invoice_date": None, "last_invoice_date": None}
    assert payloads.historical(INVOICES, [], TODAY) == [
        ("initial_inflow_update", none),
        ("initial_outflow_update", none),
    ]
    assert payloads.recurrent(INVOICES, 0) == []


def test_names_follow_the_path_where_the_resource_says_nothing_else() -> None:
    rows = [{"id": "a"}, {"id": "b"}]
    cases = {
        ("EMPLOYMENTS", "br/employments"): {"total_employments": 2},
        ("INVESTMENT_TRANSACTIONS", "br/investment-transactions"): {"total_investment_transactions": 2},
        ("EMPLOYMENT_RECORDS", "employment-records"): {"total_employment_record_profiles": 2},
    }
    for (name, path), data in cases.items():
        assert payloads.historical(_resource(name, path), rows, TODAY) == [("historical_update", data)]
    assert payloads.recurrent(_resource("EMPLOYMENTS", "br/employments"), len(rows)) == [
        ("new_employments_available", {"new_employments": 2})
    ]


def test_incomes_are_counted_and_their_streams() -> None:
    rows: list[dict[str, Any]] = [{"number_of_income_streams": 3}, {"number_of_income_streams": 0}]
    messages = payloads.historical(_resource("INCOMES", "incomes"), rows, TODAY)
    assert messages == [("historical_update", {"total_incomes": 2, "number_of_income_streams": 3})]


def test_tax_status_and_retentions_name_their_dates() -> None:
    status: list[dict[str, Any]] = [{"last_status_change_date": "2019-01-02"}, {"last_status_change_date": None}]
    retentions: list[dict[str, Any]] = [
        {"issued_at": "2026-02-03T00:00:00Z"},
        {"issued_at": "2025-02-03T00:00:00Z"},
        {"issued_at": None},
    ]
    assert payloads.historical(_resource("TAX_STATUS", "tax-status"), status, TODAY) == [
        ("historical_update", {"total_tax_status": 2, "last_status_change_date": "2019-01-02"})
    ]
    assert payloads.historical(_resource("TAX_RETENTIONS", "tax-retentions"), retentions, TODAY) == [
        (
            "historical_update",
            {
                "total_tax_retentions": 3,
                "first_tax_retention_date": "2025-02-03",
                "last_tax_retention_date": "2026-02-03",
            },
        )
    ]
