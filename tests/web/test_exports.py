import csv
import io
import json
import re
from collections.abc import Generator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from context import Context
from resources import pulled_resources
from store.ops import audit
from store.queries import resource_rows
from store.queries.banking import transactions
from store.queries.fiscal import invoices
from store.queries.links.people import Person
from store.queries.query_params import SUBJECTS
from store.queries.tables import catalogue
from store.write import links, rows
from tests.kit import bodies
from tests.kit.fiscal_bodies import chilean, invoice
from tests.kit.rows import records, save

FIRST, SECOND = (str(bodies.transaction(number)["id"]) for number in (1, 2))


@pytest.fixture
def link(context: Context) -> str:
    with context.database.write() as connection:
        links.save(connection, bodies.link())
        rows.save_page(connection, "accounts", bodies.LINK, [bodies.account()])
        rows.save_page(
            connection,
            "transactions",
            bodies.LINK,
            [
                bodies.transaction(1, amount=1234.5, description='=HYPERLINK("evil")', value_date="2026-11-01"),
                bodies.transaction(2, amount=0.1, description='Café, "El Péndulo" ☕', value_date="2026-11-02"),
            ],
        )
    return bodies.LINK


def read(http: TestClient, query: str = "", *, table: str = "transactions") -> list[dict[str, str]]:
    answer = http.get(f"/export/{table}.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("link")
def test_a_file_holds_the_rows_exactly_and_runs_nothing(http: TestClient) -> None:
    by_id = {row["transaction"]: row for row in read(http)}
    assert by_id[FIRST]["description"] == '\'=HYPERLINK("evil")'
    assert by_id[SECOND]["description"] == 'Café, "El Péndulo" ☕'
    assert {row["amount"].lstrip("-") for row in by_id.values()} == {"1234.50", "0.10"}


@pytest.mark.usefixtures("link")
def test_a_file_for_spreadsheets_has_semicolons_and_decimal_commas(context: Context, http: TestClient) -> None:
    hostile = bodies.transaction(3, amount=5, description="Pago, =1+1", reference="000123", value_date="2026-11-03")
    save(context.database, "transactions", hostile)
    text = http.get("/export/transactions.csv?csv=semicolon").content.decode("utf-8-sig")
    found = {row["transaction"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert {row["amount"].lstrip("-") for row in found.values()} == {"1234,50", "0,10", "5,00"}
    assert found[SECOND]["description"] == 'Café, "El Péndulo" ☕'
    assert found[str(hostile["id"])]["description"] == "Pago, '=1+1"
    for table, amounts in {"accounts": "5874,13", "bills": ""}.items():
        written = http.get(f"/export/{table}.csv?csv=semicolon").content.decode("utf-8-sig")
        assert written.startswith("id;link;")
        assert amounts in written


@pytest.mark.usefixtures("link")
def test_numbers_of_accounts_keep_their_digits_in_a_spreadsheet(context: Context, http: TestClient) -> None:
    save(context.database, "accounts", bodies.account(number="0001234"))
    save(context.database, "transactions", bodies.transaction(3, reference="000123"))
    (account,) = read(http, table="accounts")
    assert (account["number"], account["current"]) == ("'0001234", "5874.13")
    assert {row["reference"] for row in read(http)} >= {"'000123"}


@pytest.mark.parametrize("form", ["tabs", "COMMA", ";"])
def test_a_form_that_is_none_is_said(form: str, http: TestClient) -> None:
    answer = http.get("/export/accounts.csv", params={"csv": form})
    assert (answer.status_code, answer.text) == (400, "csv is one of comma, semicolon.")


@pytest.mark.usefixtures("link")
def test_the_filters_of_the_address_hold_for_the_file(http: TestClient) -> None:
    assert [row["transaction"] for row in read(http, "?since=2026-11-02")] == [SECOND]
    assert [row["transaction"] for row in read(http, "?text=pendulo&unknown=1")] == [SECOND]


def test_a_file_has_the_rows_of_the_day_that_is_asked_for(context: Context, http: TestClient) -> None:
    evening, later = (f"2020-11-{day}T12:00:00.000000Z" for day in (23, 25))
    with context.database.write() as connection:
        links.save(connection, bodies.link(), now=evening)
        rows.save_page(connection, "transactions", bodies.LINK, [bodies.transaction(1)], now=evening)
        rows.save_page(connection, "bills", bodies.LINK, [{"id": "b1", "status": "OPEN"}], now=evening)
        several = [bodies.transaction(1, amount=7), bodies.transaction(2)]
        rows.save_page(connection, "transactions", bodies.LINK, several, now=later)
        rows.save_page(connection, "bills", bodies.LINK, [{"id": "b2"}], now=later)
    assert [row["amount"] for row in read(http, "?as_known_on=2020-11-23")] == ["-245.50"]
    assert len(read(http, "?as_known_on=2020-11-25")) == len(read(http)) == 2
    assert [row["id"] for row in read(http, "?as_known_on=2020-11-23", table="bills")] == ["b1"]
    for asked in ("2020-11-22", "9999-01-01", "Monday", "2020-11-23&as_known_on=2020-11-24"):
        answer = http.get(f"/export/transactions.csv?as_known_on={asked}")
        assert (answer.status_code, "nown" in answer.text) == (400, True)


def test_invoices_of_both_countries_are_one_file(context: Context, http: TestClient) -> None:
    save(context.database, "invoices", invoice(1, "2026-11-01", 1160, receiver_name="=Clientes"))
    save(context.database, "cl_invoices", chilean(1, "2026-11-06", 11900), link=bodies.OTHER_LINK)
    wanted = ("row", "country", "counterpart", "total")
    found = [tuple(row[name] for name in wanted) for row in read(http, table="invoices")]
    assert found == [("c1", "CL", "Notas Fáciles", "11900.00"), ("i1", "MX", "'=Clientes", "1160.00")]
    assert [row["row"] for row in read(http, f"?links={bodies.LINK}&type=OUTFLOW", table="invoices")] == ["i1"]


def test_every_other_resource_comes_as_it_is_declared(context: Context, http: TestClient) -> None:
    bills = [{"id": f"b{month}", "due_date": f"2026-{month}-05", "total_amount": 0.1} for month in (10, 11)]
    save(context.database, "bills", *bills)
    found = [tuple(row[name] for name in ("id", "due_date", "total_amount")) for row in read(http, table="bills")]
    assert found == [("b11", "2026-11-05", "0.10"), ("b10", "2026-10-05", "0.10")]
    assert [row["id"] for row in read(http, f"?links={bodies.LINK}&until=2026-10-31", table="bills")] == ["b10"]


@pytest.mark.parametrize("table", ["links", "institutions", "jobs", "bodies_transactions"])
def test_nothing_else_can_be_taken_away(table: str, http: TestClient) -> None:
    assert http.get(f"/export/{table}.csv").status_code == 404


COLUMNS = {
    "transactions": [*transactions.EXPORT_COLUMNS],
    "invoices": [*invoices.EXPORT_COLUMNS],
    "bills": [*resource_rows.columns("bills")],
}


@pytest.mark.parametrize("table", COLUMNS)
def test_an_empty_store_gives_the_column_names(table: str, http: TestClient) -> None:
    answer = http.get(f"/export/{table}.csv").content.decode("utf-8-sig")
    added = [name for name in Person._fields if name not in COLUMNS[table]]
    assert answer.splitlines() == [",".join(COLUMNS[table]).replace("link,", f"link,{','.join(added)},", 1)]


@pytest.mark.parametrize("table", pulled_resources())
def test_every_file_has_the_link_and_the_person(table: str, http: TestClient) -> None:
    (header,) = csv.reader([http.get(f"/export/{table}.csv").content.decode("utf-8-sig").strip()])
    assert header[header.index("link") + 1 : header.index("link") + 3] == ["external_id", "owner"]
    assert "institution" in header
    assert len({*header}) == len(header)


@pytest.mark.usefixtures("link")
def test_each_row_says_whose_it_is(http: TestClient) -> None:
    assert {(row["link"], row["external_id"]) for row in read(http)} == {(bodies.LINK, "user-42")}
    assert [row["external_id"] for row in read(http, table="accounts")] == ["user-42"]


@pytest.mark.parametrize("table", COLUMNS)
def test_a_filter_that_is_none_is_said(table: str, http: TestClient) -> None:
    answer = http.get(f"/export/{table}.csv?since=yesterday")
    assert answer.status_code == 400
    assert "yesterday" in answer.text


BEYOND = ("1e999990", "-1e999990", "1e-999990", "1e99999999999", "0e999999", "nan", "sNaN1", "inf", "9" * 600)
ODD = ("9" * 40, "-1", "\0", "\u202e", '"', "* OR *", "1e999999", "\U0001f600", "%", "NEAR(")
NAMES = ("links", "accounts", "categories", "statuses", "kinds", "counterparts", "currency", "type", "status", "id")


@pytest.mark.parametrize("table", ["transactions", "invoices"])
def test_a_filter_beyond_all_bounds_is_refused_at_once(table: str, http: TestClient) -> None:
    queries = [
        *(f"{name}={amount}" for name in ("minimum", "maximum") for amount in BEYOND),
        "since=0000-00-00",
        "until=99999-01-01",
        "minimum=1&minimum=2",
        "minimum=-1",
        f"text={'x' * 5_000}",
        "&".join(f"links={number}" for number in range(600)),
    ]
    answers = {query[:40]: http.get(f"/export/{table}.csv?{query}").status_code for query in queries}
    assert {query: status for query, status in answers.items() if status != 400} == {}


@pytest.mark.parametrize("bound", ["maximum=-1e29", "minimum=-1e29", "maximum=5", "minimum=1e29"])
def test_a_bound_of_amounts_leaves_fewer_rows_or_is_refused(bound: str, context: Context, http: TestClient) -> None:
    save(context.database, "bills", {"id": "b1", "due_date": "2026-11-05", "total_amount": 100})
    save(context.database, "invoices", invoice(1, "2026-11-01", 1160))
    for table in ("bills", "accounts", "invoices", "transactions"):
        answer = http.get(f"/export/{table}.csv?{bound}")
        assert answer.status_code == 400 or len(answer.text.splitlines()) == 1


@pytest.mark.usefixtures("link")
@pytest.mark.parametrize("table", COLUMNS)
def test_what_no_row_has_leaves_no_row(table: str, http: TestClient) -> None:
    for value in ODD:
        for name in NAMES:
            assert http.get(f"/export/{table}.csv", params={"links": value, name: value}).status_code == 200
        assert http.get(f"/export/{table}.csv", params={"text": value}).status_code in (200, 400)


@pytest.mark.usefixtures("link")
@pytest.mark.parametrize("name", [*SUBJECTS, "links"])
@pytest.mark.parametrize("table", COLUMNS)
def test_nobody_in_an_address_is_not_everybody(table: str, name: str, context: Context, http: TestClient) -> None:
    save(context.database, "invoices", invoice(1, "2026-11-01", 1160))
    save(context.database, "bills", {"id": "b1", "due_date": "2026-11-05", "total_amount": 0.1})
    assert len(read(http, table=table)) > 0
    assert read(http, f"?{name}=nobody", table=table) == []


@pytest.mark.usefixtures("link")
@pytest.mark.parametrize("table", ["transactions", "accounts"])
def test_a_file_is_narrowed_to_a_person(table: str, context: Context, http: TestClient) -> None:
    with context.database.write() as connection:
        links.save(connection, bodies.link(bodies.OTHER_LINK, external_id="luis", institution_user_id="luis"))
        other = bodies.account(bodies.OTHER_ACCOUNT, link=bodies.OTHER_LINK)
        rows.save_page(connection, "accounts", bodies.OTHER_LINK, [other])
        rows.save_page(connection, "transactions", bodies.OTHER_LINK, [bodies.transaction(9, of=other)])
    for query in ("?external_id=luis", "?person=luis", f"?external_id=luis&link={bodies.OTHER_LINK}"):
        assert {row["link"] for row in read(http, query, table=table)} == {bodies.OTHER_LINK}
    assert len({row["link"] for row in read(http, "?external_id=luis&external_id=user-42", table=table)}) == 2
    assert read(http, f"?external_id=luis&link={bodies.LINK}", table=table) == []


@pytest.mark.usefixtures("link")
def test_an_account_does_not_narrow_what_has_only_a_number_of_them(context: Context, http: TestClient) -> None:
    save(context.database, "risk_insights", {"id": "r1", "accounts": [{"id": "a1"}]})
    assert len(read(http, table="risk_insights")) == 1
    for name in ("account", "accounts"):
        assert read(http, f"?{name}=00000000-0000-4000-8000-000000000000", table="risk_insights") == []


@pytest.mark.usefixtures("link")
@pytest.mark.parametrize("name", ["transfers", "doubtful"])
def test_a_choice_that_there_is_not_is_refused_as_its_page_refuses_it(name: str, http: TestClient) -> None:
    answer = http.get(f"/export/transactions.csv?{name}=zz")
    assert answer.status_code == 400
    assert answer.text.startswith(f"{name} is one of ")
    assert http.get(f"/export/transactions.csv?{name}=only").status_code == 200


@pytest.mark.usefixtures("link")
def test_a_file_understands_whom_and_when_pages_mean(http: TestClient) -> None:
    assert len(read(http, f"?link={bodies.LINK}&account={bodies.ACCOUNT}")) == 2
    assert [row["transaction"] for row in read(http, f"?link_of={bodies.LINK}&from=2026-11-02")] == [SECOND]
    assert http.get("/export/transactions.csv?to=yesterday").status_code == 400


@pytest.mark.parametrize("table", COLUMNS)
def test_pages_of_other_sites_get_no_file(table: str, http: TestClient) -> None:
    assert http.get(f"/export/{table}.csv", headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.usefixtures("link")
def test_a_file_is_on_record_with_its_filter_and_its_rows(context: Context, http: TestClient) -> None:
    read(http, f"?link={bodies.LINK}&since=2026-11-02&text=caf%C3%A9")
    (row,) = records(audit.table(context.database))
    assert (row["actor"], row["action"], row["target"], row["outcome"]) == (
        "operator",
        "export",
        "transactions",
        "done",
    )
    assert row["address"] == "testclient"
    told = json.loads(row["details"])
    assert told["rows"] == 1
    assert re.fullmatch(r"link=#[0-9a-f]{8}, since=2026-11-02, text=#[0-9a-f]{8}", told["filter"])
    assert len(audit.table(context.database, link=bodies.LINK)) == 1


@pytest.mark.usefixtures("link")
def test_a_file_that_is_broken_off_is_on_record_as_that(
    context: Context, http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Generator[tuple[str, ...]]:
        yield tuple("x" for _ in transactions.EXPORT_COLUMNS)
        raise BrokenPipeError

    monkeypatch.setattr("store.core.csv_file._ROWS_A_CHUNK", 1)
    monkeypatch.setitem(catalogue._OF_PAGES, "transactions", replace(catalogue._OF_PAGES["transactions"], rows=fail))
    with pytest.raises(BrokenPipeError):
        http.get("/export/transactions.csv")
    (row,) = records(audit.table(context.database))
    assert (row["outcome"], json.loads(row["details"])) == ("failed", {"rows": 1, "filter": "", "error": "broken off"})


def test_the_audit_itself_is_a_file_and_on_record(context: Context, http: TestClient) -> None:
    with context.database.write() as connection:
        audit.record(connection, "ana@desk.example", "pull", "", {})
        audit.record(connection, "vera@desk.example", "refused", "", {}, outcome="refused")
    answer = http.get("/export/audit.csv?outcome=refused")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["actor"], row["outcome"]) == ("vera@desk.example", "refused")
    newest = records(audit.table(context.database, limit=1))[0]
    assert (newest["action"], newest["target"]) == ("export", "audit")
    assert http.get("/export/audit.csv?outcome=lost").status_code == 400
