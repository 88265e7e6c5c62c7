"""Invoices of Mexico and Chile: found, counted, summed, by month and by counterpart."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.invoice_sides import CREDIT_NOTES, PAYSLIPS, WITHOUT_MONEY, is_sender, side
from store import Database
from store.core import csv_file
from store.core.keyset import Place
from store.core.money import NO_CURRENCY
from store.queries.fiscal import invoices
from store.queries.fiscal.invoices import InvoiceFilter
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.fiscal_bodies import CLIENT, MEXICAN_STATUS, MINE, SHOP, chilean, invoice, payslip
from tests.kit.rows import records, save, tuples


@pytest.fixture
def billed(db: Database) -> Database:
    save(
        db,
        "invoices",
        invoice(1, "2026-10-30", 1160),
        invoice(2, "2026-11-02", 580.58),
        invoice(3, "2026-11-03", 116, invoice_type="Egreso"),
        invoice(4, "2026-11-04", 9999, status="Cancelado"),
        invoice(5, "2026-11-05", 232, issued=False),
    )
    save(
        db,
        "cl_invoices",
        chilean(1, "2026-11-06", 11900),
        chilean(2, "2026-11-07", 500, document_code=61),
        link=OTHER_LINK,
    )
    return db


def test_sums_leave_out_what_was_cancelled_and_subtract_credit_notes(billed: Database) -> None:
    assert records(invoices.totals(billed, InvoiceFilter())) == [
        {
            "currency": "MXN",
            "count": 5,
            "cancelled": 1,
            "payslips": 0,
            "sales": Decimal("1624.58"),
            "purchases": Decimal("232.00"),
            "net": Decimal("1392.58"),
            "pay": Decimal("0.00"),
            "wages": Decimal("0.00"),
        },
        {
            "currency": "CLP",
            "count": 2,
            "cancelled": 0,
            "payslips": 0,
            "sales": Decimal("0.00"),
            "purchases": Decimal("11400.00"),
            "net": Decimal("-11400.00"),
            "pay": Decimal("0.00"),
            "wages": Decimal("0.00"),
        },
    ]


def test_a_page_tells_both_countries_alike(billed: Database) -> None:
    found = records(invoices.page(billed, InvoiceFilter(), at=Place(offset=1, limit=2)))
    assert [row | {"day": str(row["day"].date())} for row in found] == [
        {
            "row": "c1",
            "resource": "cl_invoices",
            "country": "CL",
            "link": OTHER_LINK,
            "day": "2026-11-06",
            "type": "INFLOW",
            "kind": "Factura",
            "number": "91",
            "status": "REGISTERED",
            "cancelled": False,
            "counts_as": "purchase",
            "counterpart_id": "77422101-8",
            "counterpart": "Notas Fáciles",
            "currency": "CLP",
            "net_amount": 11900.0,
            "tax": 0.0,
            "withheld": None,
            "total": 11900.0,
            "payment_method": None,
            "payment_type": None,
            "invoice_identification": None,
        },
        {
            "row": "i5",
            "resource": "invoices",
            "country": "MX",
            "link": LINK,
            "day": "2026-11-05",
            "type": "INFLOW",
            "kind": "Ingreso",
            "number": "A-5",
            "status": "Vigente",
            "cancelled": False,
            "counts_as": "purchase",
            "counterpart_id": SHOP[0],
            "counterpart": SHOP[1],
            "currency": "MXN",
            "net_amount": 200.0,
            "tax": 32.0,
            "withheld": None,
            "total": 232.0,
            "payment_method": None,
            "payment_type": None,
            "invoice_identification": "UUID-5",
        },
    ]


@pytest.mark.parametrize(
    ("sort", "descending", "rows"),
    [
        ("day", False, ["i1", "i2", "i3", "i4", "i5", "c1", "c2"]),
        ("total", True, ["c1", "i4", "i1", "i2", "i5", "i3", "c2"]),
        ("number", False, ["c1", "c2", "i1", "i2", "i3", "i4", "i5"]),
    ],
)
def test_a_page_is_in_order(billed: Database, sort: str, descending: bool, rows: list[str]) -> None:
    assert invoices.page(billed, InvoiceFilter(), sort=sort, descending=descending)["row"].to_list() == rows


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (InvoiceFilter(links=(OTHER_LINK,)), {"c1", "c2"}),
        (InvoiceFilter(since=date(2026, 11, 3), until=date(2026, 11, 5)), {"i3", "i4", "i5"}),
        (InvoiceFilter(type="OUTFLOW", statuses=("Vigente",)), {"i1", "i2", "i3"}),
        (InvoiceFilter(kinds=("Egreso", "Nota de crédito")), {"i3", "c2"}),
        (InvoiceFilter(counterparts=(SHOP[0],)), {"i5"}),
        (InvoiceFilter(currency="CLP"), {"c1", "c2"}),
        (InvoiceFilter(minimum=Decimal(116), maximum=Decimal("580.58")), {"i2", "i3", "i5", "c2"}),
        (InvoiceFilter(minimum=Decimal("1e29")), set()),
        (InvoiceFilter(maximum=Decimal("-1e29")), set()),
        (InvoiceFilter(text="TIENDA"), {"i5"}),
        (InvoiceFilter(text="notas fac"), {"c1", "c2"}),
        (InvoiceFilter(text="uuid-4"), {"i4"}),
        (InvoiceFilter(text="%"), set()),
    ],
)
def test_a_filter_leaves_what_it_names(billed: Database, wanted: InvoiceFilter, rows: set[str]) -> None:
    assert set(invoices.page(billed, wanted)["row"]) == rows
    assert invoices.count(billed, wanted) == len(rows)


def test_a_filter_is_an_address_and_back() -> None:
    wanted = InvoiceFilter(links=("a", "b"), since=date(2026, 1, 1), type="INFLOW", text="x", maximum=Decimal("1.5"))
    assert InvoiceFilter.from_query(wanted.to_query()) == wanted
    assert wanted.to_query() == [
        ("links", "a"),
        ("links", "b"),
        ("since", "2026-01-01"),
        ("type", "INFLOW"),
        ("text", "x"),
        ("maximum", "1.5"),
    ]


@pytest.mark.parametrize("currency", [None, ""])
def test_what_says_no_currency_is_found_under_that_name(billed: Database, currency: str | None) -> None:
    save(billed, "invoices", invoice(6, "2026-11-08", 100, currency=currency), link=LINK)
    save(billed, "cl_invoices", chilean(3, "2026-11-08", 100, currency=currency), link=OTHER_LINK)
    assert invoices.facets(billed).currencies == ("CLP", "MXN", NO_CURRENCY)
    found = invoices.page(billed, InvoiceFilter(currency=NO_CURRENCY))
    assert sorted(found["row"]) == ["c3", "i6"]


def test_months_are_told_by_currency(billed: Database) -> None:
    found = invoices.by_month(billed, InvoiceFilter())
    months = [str(day.date()) for day in found["month"]]
    rows = tuples(found, "currency", "sales", "purchases", "net", "count", "cancelled")
    assert [*zip(months, rows, strict=True)] == [
        ("2026-10-01", ("MXN", 1160.0, 0.0, 1160.0, 1, 0)),
        ("2026-11-01", ("CLP", 0.0, 11400.0, -11400.0, 2, 0)),
        ("2026-11-01", ("MXN", 464.58, 232.0, 232.58, 4, 1)),
    ]


def test_counterparts_come_by_what_they_weigh_under_their_newest_name(billed: Database) -> None:
    save(billed, "invoices", invoice(6, "2026-11-20", 10, receiver_name="Clientes Nuevos SA"))
    wanted = ("counterpart", "name", "currency", "sales", "purchases", "count")
    assert tuples(invoices.by_counterpart(billed, InvoiceFilter()), *wanted) == [
        ("77422101-8", "Notas Fáciles", "CLP", 0.0, 11400.0, 2),
        (CLIENT[0], "Clientes Nuevos SA", "MXN", 1634.58, 0.0, 5),
        (SHOP[0], SHOP[1], "MXN", 0.0, 232.0, 1),
    ]
    assert len(invoices.by_counterpart(billed, InvoiceFilter(), limit=1)) == 1


def test_facets_tell_what_there_is(billed: Database) -> None:
    assert invoices.facets(billed) == invoices.Facets(
        kinds=("Egreso", "Factura", "Ingreso", "Nota de crédito"),
        statuses=("Cancelado", "REGISTERED", "Vigente"),
        currencies=("CLP", "MXN"),
        first_day=date(2026, 10, 30),
        last_day=date(2026, 11, 7),
    )
    assert invoices.facets(billed, ["another"]) == invoices.Facets((), (), (), None, None)


def test_an_export_is_exact_and_harmless(billed: Database) -> None:
    rows = [
        dict(zip(invoices.EXPORT_COLUMNS, row, strict=True))
        for row in csv_file.texts(invoices.EXPORT_COLUMNS, invoices.export(billed, InvoiceFilter(text="tienda")))
    ]
    assert [(row["row"], row["total"], row["counterpart"], row["cancelled"]) for row in rows] == [
        ("i5", "232.00", "Tienda =Sur", "0")
    ]


def test_no_invoice_is_no_sum(db: Database) -> None:
    assert invoices.totals(db, InvoiceFilter()).empty
    assert invoices.page(db, InvoiceFilter()).dtypes.to_dict()["total"] == "float64"


def test_pay_is_no_purchase_and_wages_are_no_sales(db: Database) -> None:
    withheld: dict[str, Any] = {
        "subtotal_amount": 3120,
        "tax_amount": 499.2,
        "tax_details": {"total_tax_retained": 312},
    }
    save(
        db,
        "invoices",
        payslip(1, "2026-11-13", 37665.76, 9416.44),
        payslip(2, "2026-11-13", 1000, 100, issued=True),
        invoice(3, "2026-11-14", 3307.2, **withheld),
        invoice(4, "2026-11-15", 116, issued=False),
    )
    (found,) = records(invoices.totals(db, InvoiceFilter()))
    assert {name: str(found[name]) for name in (*invoices.SUMS, "payslips")} == {
        "sales": "3307.20",
        "purchases": "116.00",
        "net": "3191.20",
        "pay": "28249.32",
        "wages": "900.00",
        "payslips": "2",
    }
    rows = tuples(
        invoices.page(db, InvoiceFilter(), sort="total"), "row", "net_amount", "tax", "withheld", "total", "counts_as"
    )
    assert rows == [
        ("i1", 37665.76, 0.0, 9416.44, 28249.32, "pay_received"),
        ("i3", 3120.0, 499.2, 312.0, 3307.2, "sale"),
        ("i2", 1000.0, 0.0, 100.0, 900.0, "wages_paid"),
        ("i4", 100.0, 16.0, None, 116.0, "purchase"),
    ]


def test_a_credit_note_takes_back_all_its_amounts_and_a_discount_lies_before_tax(db: Database) -> None:
    taxed: dict[str, Any] = {"subtotal_amount": 1000, "tax_amount": 144, "tax_details": {"total_tax_retained": 90}}
    save(
        db,
        "invoices",
        invoice(1, "2026-11-01", 954, invoice_type="Egreso", discount_amount=100, **taxed),
        invoice(2, "2026-11-02", 954, discount_amount=100, **taxed),
    )
    rows = tuples(invoices.page(db, InvoiceFilter()), "net_amount", "tax", "withheld", "total")
    assert rows == [(900.0, 144.0, 90.0, 954.0), (-900.0, -144.0, -90.0, -954.0)]


def test_a_file_adds_up_to_the_sums(billed: Database) -> None:
    save(billed, "invoices", payslip(7, "2026-11-13", 1000, 100))
    rows = [
        dict(zip(invoices.EXPORT_COLUMNS, row, strict=True))
        for row in csv_file.texts(invoices.EXPORT_COLUMNS, invoices.export(billed, InvoiceFilter(currency="MXN")))
    ]
    (sums,) = records(invoices.totals(billed, InvoiceFilter(currency="MXN")))
    added = {
        name: sum(Decimal(row["total"]) for row in rows if row["counts_as"] == name)
        for name in ("sale", "purchase", "pay_received")
    }
    assert added == {"sale": sums["sales"], "purchase": sums["purchases"], "pay_received": sums["pay"]}


def test_the_store_counts_a_document_where_the_rules_do(db: Database) -> None:
    kinds = (*PAYSLIPS, *CREDIT_NOTES, *WITHOUT_MONEY, "Ingreso")
    parties = [(MINE, CLIENT), (SHOP, MINE), (MINE, MINE), (SHOP, CLIENT)]
    cases = [(kind, way, *party) for kind in kinds for way in ("OUTFLOW", "INFLOW", None) for party in parties]
    documents = [
        invoice(number, "2026-11-01", 1, invoice_type=kind, type=way, sender_id=sender[0], receiver_id=receiver[0])
        for number, (kind, way, sender, receiver) in enumerate(cases)
    ]
    save(db, "invoices", *documents)
    save(db, "tax_status", MEXICAN_STATUS)
    own = MINE[0]
    expected = {
        f"i{number}": side(kind, is_sender=is_sender(own, sender[0], receiver[0], direction=way))
        for number, (kind, way, sender, receiver) in enumerate(cases)
    }
    assert dict(tuples(invoices.page(db, InvoiceFilter(), at=Place(limit=1000)), "row", "counts_as")) == expected


def test_nobody_is_a_counterpart_by_a_paper_without_money_or_of_themselves(db: Database) -> None:
    save(
        db,
        "invoices",
        invoice(1, "2026-11-01", 1160),
        invoice(2, "2026-11-02", 0, invoice_type="Pago", currency="XXX"),
        invoice(3, "2026-11-03", 0, invoice_type="Traslado", currency="XXX", receiver_id=MINE[0]),
    )
    found = invoices.by_counterpart(db, InvoiceFilter())
    assert tuples(found, "counterpart", "currency", "sales", "count") == [(CLIENT[0], "MXN", 1160.0, 1)]
