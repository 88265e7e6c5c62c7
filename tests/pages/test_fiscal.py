"""Fiscal: invoices of Mexico and Chile, and what tax authorities know beside them."""

import base64
from collections.abc import Sequence

import pytest

from store import Database
from store.core.amounts import money
from store.queries.fiscal import invoices
from tests.kit.bank import GRINGOTTS, HOSTILE, Bank
from tests.kit.bank import link as link_of
from tests.kit.filling import connect
from tests.kit.fiscal_bodies import (
    CHILEAN_STATUS,
    DEBT_REPORT,
    GOOD_YEAR,
    MEXICAN_STATUS,
    chilean,
    invoice,
    payslip,
    retention,
    tax_return,
)
from tests.kit.rows import save
from tests.pages.reading import OpenPage, charts, elements, facts, figures, narrowed, run, shown, table, texts, ways

SAT = Bank("tatooine_mx_fiscal", "Tatooine Fiscal", "MX", "MXN", ("", "", ""), "", type="fiscal")
SII = Bank("arrakis_cl_fiscal", "Arrakis Fiscal", "CL", "CLP", ("", "", ""), "", type="fiscal")
PDF = b"%PDF-1.4 constancia"
XML = '<?xml version="1.0"?><cfdi:Comprobante Version="4.0"/>'

Links = tuple[str, str]


@pytest.fixture
def taxpayers(db: Database) -> Links:
    """The links of a taxpayer of Mexico and of one of Chile, with everything that is known of them."""
    mexican, chilean_ = connect(db, "maria", SAT), connect(db, "constanza", SII)
    save(
        db,
        "invoices",
        invoice(1, "2026-10-30", 1160, xml=XML, invoice_details=[{"description": "Asesoría", "quantity": 2.5}]),
        invoice(2, "2026-11-02", 580.58),
        invoice(3, "2026-11-04", 9999, status="Cancelado"),
        invoice(4, "2026-11-05", 232, issued=False),
        invoice(5, "2026-11-06", 0, invoice_type="Pago", currency="XXX"),
        link=mexican,
    )
    save(db, "cl_invoices", chilean(1, "2026-11-07", 11900), link=chilean_)
    save(db, "tax_status", {**MEXICAN_STATUS, "pdf": base64.b64encode(PDF).decode()}, link=mexican)
    save(db, "cl_tax_status", CHILEAN_STATUS, link=chilean_)
    isr, iva = {"total_ingresos": 27260.0, "impuesto_cargo": 2858.25}, {"cantidad_cargo": 3573.92}
    save(db, "tax_returns", tax_return(1, 2026, "Septiembre", isr=isr, iva=iva), link=mexican)
    save(db, "tax_retentions", retention(1, "2026-10-31T23:59:59Z", 61.2), link=mexican)
    save(db, "tax_compliance_status", {"id": "o1", "rfc": "NUMM880715XX1", "outcome": "POSITIVE"}, link=mexican)
    save(db, "financial_statements", GOOD_YEAR, link=mexican)
    save(db, "cl_debt_reports", DEBT_REPORT, link=chilean_)
    return mexican, chilean_


def test_an_empty_store_says_what_will_be_here(open_page: OpenPage) -> None:
    app = open_page("fiscal")
    assert any("Nothing of a tax authority is stored here yet." in text for text in texts(app))
    ((_, address),) = [way for way in ways(app) if way[0] == "Connect a tax account"]
    assert address.startswith("/connect?product=fiscal&country=MX&reads=INVOICES")


def test_a_taxpayer_without_invoices_is_told_so(db: Database, open_page: OpenPage) -> None:
    link = connect(db, "nobody", SAT)
    app = open_page("fiscal", link=link)
    assert any("No invoice of these links is stored here" in text for text in texts(app))
    assert ("See what was pulled of the link", f"/link?link={link}") in ways(app)
    for section in ("status", "returns_filed", "retentions", "compliance", "statements", "debts"):
        assert any("SAT" in text or "CMF" in text for text in texts(open_page("fiscal", section=section)))


def test_invoices_without_a_currency_keep_their_amounts_under_that_name(db: Database, open_page: OpenPage) -> None:
    link = connect(db, "maria", SAT)
    save(
        db,
        "invoices",
        invoice(1, "2026-10-30", 1160, currency=None),
        invoice(2, "2026-11-02", 580.58, currency=None),
        invoice(3, "2026-11-06", 0, invoice_type="Pago", currency="XXX"),
        link=link,
    )
    app = open_page("fiscal", section="invoices")
    assert {name: figures(app)[name] for name in ("Invoices", "Sales")} == {"Invoices": "3", "Sales": "1,740.58"}
    assert any("No currency sales and purchases by month" in text for text in texts(app)), texts(app)
    rows = table(app, "Invoices")
    assert rows["total"].fillna(-1).tolist() == [-1, 580.58, 1160]
    only = open_page("fiscal", section="invoices", currency="No currency")
    assert figures(only)["Invoices"] == "2"
    assert len(table(only, "Invoices")) == 2


@pytest.mark.usefixtures("taxpayers")
def test_figures_tell_each_currency_by_itself(open_page: OpenPage) -> None:
    app = open_page("fiscal")
    assert figures(app) == {
        "Invoices": "6",
        "MXN, net of 4": "+MX$ 1,508.58",
        "CLP, net of 1": "−CLP$ 11,900",  # noqa: RUF001 - as it is shown
    }
    assert any("1 cancelled, in no sum · 1 without an amount" in text for text in texts(app))
    assert charts(app) == [
        "Invoices in MXN by month: MX$ 1,740.58 sales, MX$ 232.00 purchases in 2 months; Oct 2026 and Nov 2026 in part",
        "Counterparts in MXN. Most with Clientes SA: MX$ 1,740.58 sales",
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, ["91", "A-5", "A-4", "A-3", "A-2", "A-1"]),
        ({"type": "INFLOW"}, ["91", "A-4"]),
        ({"since": "2026-11-01", "until": "2026-11-04"}, ["A-3", "A-2"]),
        ({"statuses": "Cancelado"}, ["A-3"]),
        ({"kinds": ["Pago", "Factura"]}, ["91", "A-5"]),
        ({"counterparts": "77422101-8"}, ["91"]),
        ({"text": "notas faciles"}, ["91"]),
        ({"currency": "MXN", "sort": "largest"}, ["A-3", "A-1", "A-2", "A-4"]),
    ],
    ids=str,
)
@pytest.mark.usefixtures("taxpayers")
def test_the_address_filters_and_sorts(
    query: dict[str, str | Sequence[str]], numbers: Sequence[str], open_page: OpenPage
) -> None:
    assert table(open_page("fiscal", **query), "Invoices")["number"].tolist() == numbers


def test_the_address_narrows_to_links_and_the_file_follows(taxpayers: Links, open_page: OpenPage) -> None:
    app = open_page("fiscal", link=taxpayers[1], type="INFLOW")
    assert table(app, "Invoices")["number"].tolist() == ["91"]
    assert figures(app)["Purchases"] == "CLP$ 11,900"
    (export,) = [button.proto.url for button in elements(app, "link_button")]
    assert export == f"/export/invoices.csv?links={taxpayers[1]}&type=INFLOW"
    run(app.button(key="clear").click())
    assert dict(app.query_params) == {}


@pytest.mark.usefixtures("taxpayers")
def test_counterparts_are_a_table_of_the_stores_sums(db: Database, open_page: OpenPage) -> None:
    found = table(open_page("fiscal", view="counterparts"), "Counterparts, the largest sums first")
    assert found["sales"].tolist() == invoices.by_counterpart(db, invoices.InvoiceFilter())["sales"].tolist()
    assert found["name"].tolist() == ["Notas Fáciles", "Clientes SA", "Tienda =Sur"]


@pytest.mark.parametrize(
    ("query", "name", "column", "values"),
    [
        ({"section": "status"}, "Taxpayers", "name", ["Constanza", "María Núñez"]),
        (
            {"section": "returns_filed", "returns": "monthly"},
            "Tax returns, the newest period first",
            "income",
            [27260.0],
        ),
        (
            {"section": "retentions"},
            "Certificates of tax withheld, newest first",
            "sender_name",
            ["Volcanes"],
        ),
        ({"section": "compliance"}, "Opinions of compliance, newest first", "rfc", ["NUMM880715XX1"]),
        (
            {"section": "statements"},
            "Balance sheet: a line a row, a year a column",
            "2025",
            [100.5, 100.5, 50.0, 30.0, 120.5],
        ),
        ({"section": "debts"}, "Debts and lines of credit", "amount", [197707.0, 3997292.0]),
    ],
    ids=lambda value: value.get("section") if isinstance(value, dict) else None,
)
@pytest.mark.usefixtures("taxpayers")
def test_every_section_tells_what_is_stored(
    query: dict[str, str], name: str, column: str, values: list[object], open_page: OpenPage
) -> None:
    assert table(open_page("fiscal", **query), name)[column].tolist() == values


def test_a_period_that_was_filed_again_counts_once(db: Database, taxpayers: Links, open_page: OpenPage) -> None:
    again = tax_return(2, 2026, "Septiembre", isr={"total_ingresos": 30000.0, "impuesto_cargo": 3000.0})
    again["informacion_general"]["fecha_hora_presentacion"] = "2026-11-20T12:00:00"
    save(db, "tax_returns", again, link=taxpayers[0])
    app = open_page("fiscal", section="returns_filed", returns="monthly")
    assert charts(app) == [
        "Income and tax, monthly: MX$ 30,000.00 of income in 1 month, MX$ 3,000.00 of income tax due; "
        "1 return replaced by a later one, in no sum"
    ]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("invoices:i1", {"From": "María Núñez · NUMM880715XX1", "Number": "A-1"}),
        ("cl_invoices:c1", {"From": "Notas Fáciles · 77422101-8", "Folio": "91"}),
        ("tax_status:s1", {"Status": "Activo", "Email": "maria@example.com"}),
        ("tax_returns:t1", {"Filing": "Normal", "Filed on": "17 Nov 2026"}),
        ("tax_retentions:r1", {"From": "Volcanes", "Taxable": "MX$ 612.00"}),
        ("tax_compliance_status:o1", {"RFC": "NUMM880715XX1"}),
        ("cl_debt_reports:d1", {"Person": "Constanza", "Delinquent": "CLP$ 7,707"}),
    ],
)
@pytest.mark.usefixtures("taxpayers")
def test_the_drawer_tells_what_the_address_names(document: str, told: dict[str, str], open_page: OpenPage) -> None:
    found = facts(open_page("fiscal", document=document))
    assert {name: found[name] for name in told} == told


def test_the_drawer_tells_wages_and_what_a_receipt_is_of(db: Database, open_page: OpenPage) -> None:
    link = connect(db, "maria", SAT)
    wages = {
        "payment_date": "2026-11-13",
        "earnings_breakdown": [{"type": "SALARY_AND_WAGES", "taxable_amount": 1000}],
        "tax_deductions": [{"type": "ISR", "amount": 100}],
    }
    paid = {"currency": "XXX", "payments": [{"amount": 31749.2, "currency": "MXN", "date": "2026-11-23T10:00:00Z"}]}
    slip = payslip(1, "2026-11-13", 1000, 100) | {"payroll": wages}
    save(db, "invoices", slip, {**invoice(2, "2026-11-23", 0, invoice_type="Pago"), **paid}, link=link)
    told = open_page("fiscal", document="invoices:i1")
    assert figures(told)["Nómina, received"] == "MX$ 900.00"
    said = {shown(str(name)): shown(str(value)) for one in told.table for name, value in one.value.iloc[:, 0].items()}
    assert (said["Earned: Salary and wages"], said["Deducted: ISR"]) == ("MX$ 1,000.00", "MX$ 100.00")
    assert (said["Before tax"], said["Withheld"]) == ("MX$ 1,000.00", "MX$ 100.00")
    assert figures(open_page("fiscal", document="invoices:i2"))["Pago, issued"] == "MX$ 31,749.20"


@pytest.mark.usefixtures("taxpayers")
def test_documents_can_be_taken_away_or_asked_for(open_page: OpenPage) -> None:
    def labels(document: str) -> list[str]:
        app = open_page("fiscal", document=document)
        return [one.label for one in elements(app, "download_button") if one.label.startswith("Download")]

    assert labels("invoices:i1") == ["Download XML"]
    assert labels("tax_status:s1") == ["Download PDF"]
    assert labels("invoices:i2") == []
    app = open_page("fiscal", document="invoices:i2")
    assert any("Its XML is not here" in text for text in texts(app))
    assert app.button(key="retrieve_document").label == "Retrieve with the XML"


@pytest.mark.parametrize("document", ["invoices:unknown", "links:i1", "nonsense"])
@pytest.mark.usefixtures("taxpayers")
def test_a_document_that_is_not_here_is_said(document: str, open_page: OpenPage) -> None:
    app = open_page("fiscal", document=document)
    assert any("There is no document with this ID here." in text for text in texts(app))


def test_hostile_texts_are_text_everywhere(db: Database, open_page: OpenPage) -> None:
    link = connect(db, "hostile", SAT)
    hostile = dict.fromkeys(("receiver_name", "receiver_id", "usage", "status", "folio"), HOSTILE)
    save(db, "invoices", {**invoice(1, "2026-11-01", 10), **hostile}, link=link)
    line = " ".join(HOSTILE.split())
    app = open_page("fiscal", document="invoices:i1")
    assert table(app, "Invoices")["counterpart"].tolist() == [line]
    assert facts(app)["Use"] == line
    assert table(open_page("fiscal", view="counterparts"), "Counterparts, the largest sums first")["name"].tolist() == [
        line
    ]


@pytest.mark.usefixtures("taxpayers")
def test_links_to_banks_are_no_choice(db: Database, open_page: OpenPage) -> None:
    connect(db, "banked", GRINGOTTS)
    assert set(open_page("fiscal").multiselect(key="link").options) == {
        "María Núñez · Tatooine Fiscal",
        "Constanza · Arrakis Fiscal",
    }


def test_many_rows_of_a_section_are_shown_a_page_at_a_time(db: Database, open_page: OpenPage) -> None:
    certificates = [retention(number, f"2026-10-{number:02}T12:00:00Z", number) for number in range(1, 31)]
    save(db, "tax_retentions", *certificates, link=connect(db, "maria", SAT))
    app = open_page("fiscal", section="retentions", page="2")
    shown = table(app, "Certificates of tax withheld, newest first")
    assert shown["total_retained_amount"].tolist() == [5, 4, 3, 2, 1]
    assert "26–30 of 30" in texts(app)  # noqa: RUF001 - a range


def test_only_links_with_rows_of_the_section_are_offered(db: Database, taxpayers: Links, open_page: OpenPage) -> None:
    connect(db, "nobody", SAT)
    both = ["Constanza · Arrakis Fiscal", "María Núñez · Tatooine Fiscal"]
    assert open_page("fiscal").multiselect(key="link").options == both
    debts = open_page("fiscal", section="debts")
    assert debts.multiselect(key="link").options == both[:1]
    chosen = open_page("fiscal", section="debts", link=taxpayers[0])
    assert chosen.multiselect(key="link").value == [taxpayers[0]]


def test_somebody_who_is_connected_twice_is_said_and_can_be_counted_once(db: Database, open_page: OpenPage) -> None:
    twins = [connect(db, name, SAT) for name in ("first", "second")]
    for number, name in enumerate(("first", "second")):
        save(db, "links", link_of(name, SAT) | {"external_id": "maria", "institution_user_id": "the same"})
        save(db, "invoices", invoice(number, "2026-11-02", 1160), link=twins[number])
    app = open_page("fiscal")
    said = "maria at Tatooine Fiscal is connected more than once at one institution: what is theirs is added each time"
    assert (figures(app)["Sales"], any(said in text for text in texts(app))) == ("MX$ 2,320.00", True)
    run(app.button(key="twins_once_button").click())
    assert (figures(app)["Sales"], len(table(app, "Invoices"))) == ("MX$ 1,160.00", 1)
    assert not any(said in text for text in texts(app))


def test_a_figure_leads_to_the_invoices_that_it_is_made_of(taxpayers: Links, open_page: OpenPage) -> None:
    app = open_page("fiscal", link=taxpayers[0], currency="MXN")
    sales, purchases, net = narrowed(app)
    assert (sales["counts_as"], purchases["counts_as"]) == (["sale"], ["purchase"])
    assert net["counts_as"] == ["sale", "purchase"]
    for name, label, there in (("Sales", "Sale", sales), ("Purchases", "Purchase", purchases)):
        rows = table(open_page("fiscal", **there), "Invoices")
        assert {*rows["side"]} == {label}
        assert figures(app)[name] == money(rows["total"].sum(), "MXN").replace("\u00a0", " ")


@pytest.mark.usefixtures("taxpayers")
def test_a_counterpart_of_the_chart_narrows_to_its_invoices(open_page: OpenPage) -> None:
    app = open_page("fiscal", currency="CLP")
    (menu,) = [one for one in elements(app, "menu_button") if one.label == "One counterpart"]
    assert menu.proto.options == ["Notas Fáciles"]


@pytest.mark.usefixtures("taxpayers")
@pytest.mark.parametrize("document", ["invoices:i1", "tax_status:s1", "cl_debt_reports:d1"])
def test_the_rows_in_a_drawer_can_be_taken_away(document: str, open_page: OpenPage) -> None:
    page = [one.label for one in elements(open_page("fiscal"), "download_button")].count("Rows")
    labels = [one.label for one in elements(open_page("fiscal", document=document), "download_button")]
    assert labels.count("Rows") > page
