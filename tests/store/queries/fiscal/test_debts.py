"""Debts in Chile's financial system."""

from store import Database
from store.queries.fiscal import debts
from tests.kit.bodies import LINK
from tests.kit.fiscal_bodies import DEBT_REPORT
from tests.kit.rows import save, tuples


def test_a_report_tells_the_debt_by_how_late_it_is(db: Database) -> None:
    save(db, "cl_debt_reports", DEBT_REPORT | {"id": "d0", "debt_data_last_update": "2026-08-31"}, DEBT_REPORT)
    found = debts.reports(db)
    assert tuples(found, "link", "row", "name", "currency", "total", "current", "delinquent", "defaulted") == [
        (LINK, "d1", "Constanza", "CLP", 197707.0, 190000.0, 7707.0, None),
        (LINK, "d0", "Constanza", "CLP", 197707.0, 190000.0, 7707.0, None),
    ]
    assert [str(day.date()) for day in found["as_of"]] == ["2026-09-30", "2026-08-31"]


def test_debts_and_lines_of_credit_are_told_by_institution(db: Database) -> None:
    save(db, "cl_debt_reports", DEBT_REPORT)
    wanted = ("kind", "institution", "credit_type", "currency", "amount", "indirect_amount", "current")
    assert tuples(debts.debts(db), *wanted) == [
        ("direct", "Copihue", "Consumo", "CLP", 197707.0, None, 190000.0),
        ("credit_line", "Copihue", None, "CLP", 3997292.0, 10.0, None),
    ]
