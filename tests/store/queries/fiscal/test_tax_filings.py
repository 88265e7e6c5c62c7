"""Returns and retentions of Mexico's tax authority."""

from datetime import date
from typing import Any

import pytest

from store import Database
from store.core.parameters import Condition
from store.engine import Connection
from store.queries.fiscal import tax_filings
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.fiscal_bodies import retention, tax_return
from tests.kit.rows import records, save, tuples


@pytest.fixture
def filed(db: Database) -> Database:
    isr, iva = {"total_ingresos": 27260.0, "impuesto_cargo": 2858.25}, {"cantidad_cargo": 3573.92, "saldo_favor": 0.0}
    due = {"isr_cargo": 0.0, "isr_favor": 3776.25, "nota": "x", "es_final": True}
    save(
        db,
        "tax_returns",
        tax_return(1, 2026, "Septiembre", isr=isr, iva=iva),
        tax_return(
            2, 2025, "Del Ejercicio", servicios_profesionales={"total_ingresos": 5.5}, determinacion_impuesto=due
        ),
        tax_return(3, 2026, "Enero-Febrero"),
        tax_return(4, 2026, "no month"),
    )
    return db


def test_returns_come_by_their_period_with_the_amounts_that_are_known(filed: Database) -> None:
    found = tax_filings.returns(filed)
    wanted = ("row", "kind", "income", "income_tax", "income_tax_in_favour", "vat", "vat_in_favour")
    periods = [None if row["period"] is None else str(row["period"].date()) for row in records(found)]
    assert [*zip(tuples(found, *wanted), periods, strict=True)] == [
        (("t1", "monthly", 27260.0, 2858.25, None, 3573.92, 0.0), "2026-09-01"),
        (("t3", "monthly", None, None, None, None, None), "2026-01-01"),
        (("t2", "yearly", 5.5, 0.0, 3776.25, None, None), "2025-01-01"),
        (("t4", "monthly", None, None, None, None, None), None),
    ]
    assert tuples(found, "link", "year", "filing", "rfc", "number")[0] == (LINK, 2026, "Normal", "NUMM", "29")


def test_a_companys_returns_tell_theirs_under_other_names(db: Database) -> None:
    month = {
        "determinacion_isr": {"ingresos_nominales": 181350.0},
        "detalle_pago_isr": {"a_cargo": 12.5},
        "determinacion_iva": {"cantidad_cargo": 0.0, "saldo_favor": 3510.4},
    }
    year = {"total_ingresos_acumulables": 2792950.0, "isr_cargo": 0.0, "isr_favor": 70991.99}
    save(
        db,
        "tax_returns",
        tax_return(1, 2026, "Septiembre", **month),
        tax_return(2, 2025, "Del Ejercicio", determinacion_del_impuesto_sobre_la_renta=year),
    )
    amounts = ("income", "income_tax", "income_tax_in_favour", "vat", "vat_in_favour")
    assert tuples(tax_filings.returns(db), *amounts) == [
        (181350.0, 12.5, None, 0.0, 3510.4),
        (2792950.0, 0.0, 70991.99, None, None),
    ]


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({"kind": "yearly"}, ["t2"]),
        ({"since": date(2026, 1, 2)}, ["t1"]),
        ({"until": date(2026, 1, 1)}, ["t3", "t2", "t4"]),
        ({"links": ["another"]}, []),
    ],
)
def test_returns_can_be_had_of_a_kind_and_of_some_periods(filed: Database, wanted: Any, rows: list[str]) -> None:  # noqa: ANN401 - arguments
    assert tax_filings.returns(filed, **wanted)["row"].to_list() == rows


def test_wages_are_income_and_a_period_that_was_filed_again_is_marked(db: Database) -> None:
    wages, services = {"ingresos_brutos": 466260.0}, {"total_ingresos": 47590.0}
    first = tax_return(1, 2025, "Del Ejercicio", sueldos_salarios=wages)
    again = tax_return(2, 2025, "Del Ejercicio", sueldos_salarios=wages, servicios_profesionales=services)
    again["informacion_general"]["fecha_hora_presentacion"] = "2026-11-18T12:00:00"
    save(db, "tax_returns", again, first, tax_return(3, 2025, "Enero", isr={"total_ingresos": 1}))
    assert {*tuples(tax_filings.returns(db), "row", "income", "replaced")} == {
        ("t1", 466260.0, True),
        ("t2", 513850.0, False),
        ("t3", 1.0, False),
    }


def test_every_amount_of_a_return_can_be_had(filed: Database) -> None:
    assert tuples(tax_filings.return_amounts(filed, "t2"), "section", "field", "amount") == [
        ("servicios_profesionales", "total_ingresos", 5.5),
        ("determinacion_impuesto", "isr_cargo", 0.0),
        ("determinacion_impuesto", "isr_favor", 3776.25),
    ]
    assert tax_filings.return_amounts(filed, "unknown").empty


def test_retentions_are_listed_and_summed_by_month(db: Database) -> None:
    save(
        db,
        "tax_retentions",
        retention(1, "2026-10-31T23:59:59Z", 61.2),
        retention(2, "2026-11-02T10:00:00Z", 10),
        retention(3, "2026-11-03T10:00:00Z", 5, cancelled_at="2026-11-04T00:00:00Z"),
        retention(4, "2026-11-05T10:00:00Z", 0.5),
    )
    november = date(2026, 11, 1)
    assert tax_filings.retentions(db, since=november)["row"].to_list() == ["r4", "r3", "r2"]
    sums = tax_filings.retentions_by_month(db)
    assert [str(month.date()) for month in sums["month"]] == ["2026-10-01", "2026-11-01"]
    assert tuples(sums, "invoiced", "taxable", "retained", "count") == [
        (612.0, 612.0, 61.2, 1),
        (105.0, 105.0, 10.5, 2),
    ]
    assert tuples(tax_filings.retentions_by_month(db, until=date(2026, 10, 31)), "retained") == [(61.2,)]


def test_returns_of_a_link_alone_are_read_again_once_it_has_changed(
    filed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(filed, "tax_returns", tax_return(7, 2026, "Octubre"), link=OTHER_LINK)
    before, read, asked = tax_filings.returns(filed), tax_filings.bodies, list[object]()

    def noted(connection: Connection, resource: str, which: Condition) -> list[dict[str, Any]]:
        asked.append([*which[1].values()])
        return read(connection, resource, which)

    monkeypatch.setattr(tax_filings, "bodies", noted)
    assert tax_filings.returns(filed).equals(before)
    assert asked == []
    save(filed, "tax_returns", tax_return(8, 2026, "Octubre"), link=OTHER_LINK)
    found = tax_filings.returns(filed)
    assert asked == [[OTHER_LINK]]
    assert len(found) == len(before) + 1
    assert found["replaced"].sum() == before["replaced"].sum() + 1
