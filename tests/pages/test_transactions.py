"""Transactions: find, filter, sum, chart and take away."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.ui.time_format import day
from domain.roles import HERE
from store import Database
from store.core.files.under_way import UnderWay, noted
from store.queries.banking import transactions
from store.queries.banking.sums import reach
from store.queries.banking.sums import texts as texts_of_rows
from store.queries.banking.transactions import TransactionFilter
from store.write import links, rows
from tests.kit import bank, bodies, filling
from tests.kit.actors import TESTER
from tests.kit.bank import EREBOR, uuid
from tests.kit.rows import save
from tests.pages.conftest import Stored
from tests.pages.reading import (
    OpenPage,
    charts,
    elements,
    facts,
    figures,
    popovers,
    run,
    segments,
    shown,
    table,
    texts,
    ways,
)

TABLE = "Transactions"
Query = dict[str, str | Sequence[str]]


def number(db: Database, query: Query) -> int:
    pairs = [(name, one) for name, value in query.items() for one in ([value] if isinstance(value, str) else value)]
    return transactions.count(db, TransactionFilter.from_query(pairs))


def test_an_empty_store_says_what_will_be_here(open_page: OpenPage) -> None:
    app = open_page("transactions")
    assert (len(app.dataframe), charts(app), figures(app)) == (0, [], {})
    assert ways(app) == [("Connect an account", "/connect")]


@pytest.mark.usefixtures("stored")
def test_currencies_have_totals_of_their_own(open_page: OpenPage) -> None:
    app = open_page("transactions")
    assert figures(app) == {"MXN, net of 1,611": "−MX$ 72,626.27", "BRL, net of 538": "+R$ 7,921.99"}  # noqa: RUF001
    assert [chart.partition(":")[0] for chart in charts(app)] == ["MXN by month", "MXN by category. Most"]
    assert len(table(app, TABLE)) == 25
    assert "1–25 of 2,149" in texts(app)  # noqa: RUF001 - a range


@pytest.mark.usefixtures("stored")
def test_charts_follow_the_currency_that_is_chosen(open_page: OpenPage) -> None:
    app = open_page("transactions")
    run(segments(app, "charts").set_value("BRL"))
    assert dict(app.query_params) == {"charts": "BRL"}
    assert [chart.partition(":")[0] for chart in charts(app)] == ["BRL by month", "BRL by category. Most"]


@pytest.mark.parametrize(
    "query",
    [
        {"links": [uuid("well")]},
        {"links": [uuid("well"), uuid("brazil")]},
        {"accounts": [uuid(f"{uuid('well')} CREDIT_CARD")]},
        {"since": "2026-03-01", "until": "2026-03-31"},
        {"type": "INFLOW"},
        {"categories": ["Food & Groceries", "Transfers"]},
        {"statuses": "PENDING"},
        {"currency": "BRL"},
        {"text": "uber"},
        {"minimum": "2500", "maximum": "9800"},
        {"text": "renta", "since": "2026-01-01", "links": [uuid("well")], "type": "OUTFLOW"},
    ],
    ids=str,
)
def test_every_filter_of_the_address_is_obeyed_by_totals_rows_and_export(
    query: Query, stored: Stored, db: Database, open_page: OpenPage
) -> None:
    expected = number(db, query)
    assert 0 < expected < 2149

    app = open_page("transactions", **query)
    (pager,) = [text for text in texts(app) if " of " in text and text[0].isdigit()]
    assert pager.endswith(f" of {expected:,}")
    assert len(table(app, TABLE)) == min(expected, 25)
    (export,) = elements(app, "link_button")
    assert export.proto.help == f"All {expected:,} rows of this filter"
    assert len(stored) == 4


@pytest.mark.usefixtures("stored")
def test_the_export_is_asked_for_with_the_same_filters(open_page: OpenPage) -> None:
    app = open_page("transactions", text="uber & co", categories=["Food & Groceries"], page="2", sort="oldest")
    assert elements(app, "link_button") == []  # nothing is like this
    app = open_page("transactions", text="uber", categories=["Food & Groceries"], page="2", sort="oldest")
    (export,) = elements(app, "link_button")
    assert export.url == "/export/transactions.csv?categories=Food+%26+Groceries&text=uber&sort=oldest"


def holding(block: Any, key: str) -> Any:  # noqa: ANN401 - Streamlit's own tree
    """The block in which the element with this key stands; None where it does in none."""
    for child in block.children.values():
        if getattr(child, "key", None) == key:
            return block
        if hasattr(child, "children") and (found := holding(child, key)) is not None:
            return found
    return None


@pytest.mark.usefixtures("stored")
def test_a_file_that_is_written_is_told_with_how_far_it_is_and_the_way_to_end_it(open_page: OpenPage) -> None:
    written, ended = [0], list[str]()
    asked = [("categories", "Food & Groceries"), ("sort", "oldest")]
    page = {"categories": ["Food & Groceries"], "sort": "oldest", "page": "2"}
    file = UnderWay(HERE, "transactions.csv", asked, lambda: written[0], lambda: ended.append("ended"))
    app = open_page("transactions", **page)
    assert elements(app, "progress") == []
    with noted(file), noted(replace(file, pairs=asked[:1])), noted(replace(file, actor=TESTER)):
        (bar,) = elements(run(app), "progress")
        number = int(bar.proto.text.split()[2])
        assert (bar.proto.text, bar.proto.value) == (f"0 of {number} rows written", 0)
        written[0] = number // 2
        (bar,) = elements(run(app), "progress")
        assert bar.proto.value == 100 * (number // 2) // number
        end = app.button(key="end_transactions.csv_0")
        beside = holding(app.main, "end_transactions.csv_0")
        assert not beside.proto.flex_container.wrap  # a narrow page has it beside the bar, and not below
        run(end.click())
        assert ended == ["ended"]
        written[0] = number
        assert elements(run(app), "progress")[0].proto.text == f"All {number} rows written, on their way"
    assert elements(run(app), "progress") == []


@pytest.mark.usefixtures("stored")
def test_widgets_write_what_is_chosen_into_the_address(open_page: OpenPage) -> None:
    app = open_page("transactions", page="3", sort="oldest")
    run(app.text_input(key="text").set_value("uber"))
    run(app.multiselect(key="categories").select("Food & Groceries"))
    run(app.selectbox(key="currency").set_value("MXN"))
    run(app.number_input(key="minimum").set_value(100.5))
    run(segments(app, "type").set_value("OUTFLOW"))
    assert dict(app.query_params) == {
        "sort": "oldest",
        "text": "uber",
        "categories": "Food & Groceries",
        "currency": "MXN",
        "minimum": "100.50",
        "type": "OUTFLOW",
    }
    assert figures(app)["In"] == "MX$ 0.00"

    run(app.button(key="clear").click())
    assert dict(app.query_params) == {"sort": "oldest"}


@pytest.mark.usefixtures("stored")
def test_a_period_is_written_as_days(open_page: OpenPage) -> None:
    app = open_page("transactions")
    run(app.button(key="period_Last month").click())
    assert dict(app.query_params) == {"since": "2026-10-01", "until": "2026-10-31"}
    assert popovers(app)[0] == "1 Oct 2026 – 31 Oct 2026"  # noqa: RUF001 - a range


@pytest.mark.usefixtures("stored")
def test_what_is_filtered_behind_a_button_stays_in_view(open_page: OpenPage) -> None:
    app = open_page("transactions", statuses="PENDING", minimum="10.00")
    assert popovers(app)[1] == "More: Pending, 10.00"


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("sort", "column", "ascending"),
    [("oldest", "value_date", True), ("newest", "value_date", False), ("largest_in", "amount", False)],
)
def test_rows_come_in_the_order_asked_for(sort: str, column: str, ascending: bool, open_page: OpenPage) -> None:
    values = table(open_page("transactions", sort=sort), TABLE)[column]
    assert values.is_monotonic_increasing if ascending else values.is_monotonic_decreasing


@pytest.mark.usefixtures("stored")
def test_pages_follow_one_another_without_a_gap(open_page: OpenPage) -> None:
    app = open_page("transactions", links=uuid("well"))
    first = table(app, TABLE)["transaction"].tolist()
    assert app.button(key="previous_page").disabled
    run(app.button(key="next_page").click())
    assert dict(app.query_params) == {"links": uuid("well"), "page": "2"}
    second = table(app, TABLE)["transaction"].tolist()
    assert len({*first, *second}) == 50
    run(app.button(key="previous_page").click())
    assert table(app, TABLE)["transaction"].tolist() == first


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("page", "pager"),
    [("22", "526–529 of 529"), ("99", "526–529 of 529"), ("0", "1–25 of 529"), ("x", "1–25 of 529")],  # noqa: RUF001
)
def test_a_page_that_is_not_there_is_the_nearest(page: str, pager: str, open_page: OpenPage) -> None:
    app = open_page("transactions", links=uuid("well"), page=page)
    assert pager in texts(app)


@pytest.mark.usefixtures("stored")
def test_an_account_that_is_not_here_stays_in_view(open_page: OpenPage) -> None:
    app = open_page("transactions", accounts="0000-nobody")
    assert app.multiselect(key="accounts").value == ["0000-nobody"]
    assert "No transaction is like this. Take a filter out, or clear them all." in texts(app)


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("query", [{"sort": "x"}, {"charts": "XYZ"}, {"page": "9" * 5000}], ids=str)
def test_an_order_that_an_address_garbles_is_the_usual_one(query: Query, open_page: OpenPage) -> None:
    assert "1–25 of 2,149" in texts(open_page("transactions", **query))  # noqa: RUF001 - a range


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"since": "yesterday"}, "From: “yesterday” is no day such as 2026-05-31."),
        ({"minimum": "a lot"}, "Amount from: “a lot” is no amount such as 1500.00."),
        ({"minimum": "nan"}, "Amount from: “nan” is no amount such as 1500.00."),
        ({"minimum": "-inf"}, "Amount from: “-inf” is no amount such as 1500.00."),
        ({"minimum": "-5"}, "Amount from: “-5” is no amount such as 1500.00."),
        ({"type": "SIDEWAYS"}, "Direction: there is no “SIDEWAYS” here."),
        ({"currency": ["MXN", "BRL"]}, "Currency is given more than once."),
    ],
    ids=str,
)
def test_a_filter_that_an_address_garbles_shows_nobodys_rows(query: Query, says: str, open_page: OpenPage) -> None:
    app = open_page("transactions", **query)
    assert says in texts(app)
    assert len(app.dataframe) == 0


@pytest.mark.usefixtures("stored")
def test_a_row_opens_beside_the_table_with_its_id_in_the_address(db: Database, open_page: OpenPage) -> None:
    row = transactions.page(db, TransactionFilter(text="renta")).iloc[0]
    app = open_page("transactions", transaction=row["transaction"])
    assert shown(app.metric[-1].value) == "−MX$ 9,800.00"  # noqa: RUF001 - a minus
    assert "RENTA DEPARTAMENTO" in texts(app)
    assert ("Open its link", f"/link?link={row['link']}") in ways(app)
    link = links.find(db, row["link"])
    assert link is not None
    assert f"María Fernanda Ruiz López · {link.display_name}" in texts(app)
    assert facts(app)["Value date"] == "3 Nov 2026"
    assert len(table(app, TABLE)) == 25


def test_a_corrected_row_tells_when_it_was_and_from_what(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    account = bodies.account(link=link)
    first = bodies.transaction(1, of=account, amount=1500.5, status="PENDING")
    later = bodies.transaction(1, of=account, amount=1620, status="PROCESSED")
    with db.write() as connection:
        rows.save_page(connection, "transactions", link, [first], now="2026-11-20T08:00:00.000000Z")
        rows.save_page(connection, "transactions", link, [later], now="2026-11-22T09:30:00.000000Z")
    app = open_page("transactions", transaction=first["id"])
    corrected = app.table[-1].value.iloc[:, 0]
    assert "Corrected 22 Nov 2026, 09:30:00 UTC" in texts(app)
    assert {str(name): shown(str(value)) for name, value in corrected.items()} == {
        "Amount": "MX$ 1,500.50 → MX$ 1,620.00",
        "Status": "PENDING → PROCESSED",
    }


def test_a_row_that_is_not_as_others_tells_what_it_has(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    account = bodies.account(link=link)
    odd = {
        "id": "odd",
        "amount": 900000000000000.0,
        "value_date": None,
        "accounting_date": "2026-11-03",
        "merchant": {"name": "ABARROTES DON CHUY"},
        "balance": "plenty",
    }
    save(db, "transactions", bodies.transaction(1, of=account, **odd), link=link)
    app = open_page("transactions", transaction="odd")
    told = facts(app)
    assert shown(app.metric[-1].value) == "900000000000000.0"
    assert (told["Counted"], told["Merchant"]) == (
        "In no sum: this is no amount, or too large for one",
        "ABARROTES DON CHUY",
    )
    assert (told["Booked, and counted on"], told["Balance after"], "Value date" in told) == (
        "3 Nov 2026",
        "plenty",
        False,
    )


@pytest.mark.usefixtures("stored")
def test_a_transaction_that_is_not_here_is_told(open_page: OpenPage) -> None:
    said = texts(open_page("transactions", transaction="nobody"))
    assert "There is no transaction with this ID here. It may have been deleted at Belvo, or with its link." in said


def test_hostile_texts_stay_texts(db: Database, open_page: OpenPage) -> None:
    filling.fill_hostile(db)
    hostile = transactions.page(db, TransactionFilter(type="INFLOW", categories=["Income & Payments"])).iloc[0]
    app = open_page("transactions", type="INFLOW", transaction=hostile["transaction"])
    one_line = " ".join(f"{bank.HOSTILE} quincena".split())
    assert figures(app)["In"].startswith("*X*:tada: ")
    assert one_line in texts(app)
    assert one_line in set(table(app, TABLE)["description"])
    assert facts(app)["Account"] == " ".join(bank.HOSTILE.split())


def test_own_transfers_are_said_seen_and_counted(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "saver", bank.EREBOR)
    save(db, "accounts", bodies.account(), bodies.card(), link=link)
    paid: dict[str, Any] = {"amount": 16097.58, "category": "Credits & Loans", "value_date": "2026-10-22"}
    salary = bodies.transaction(1, value_date="2026-10-15", amount=28000, type="INFLOW")
    left, reached = bodies.transaction(2, **paid), bodies.transaction(3, of=bodies.card(), type="INFLOW", **paid)
    save(db, "transactions", salary, left, reached, link=link)

    app = open_page("transactions")
    assert (figures(app)["In"], figures(app)["Out"]) == ("MX$ 28,000.00", "MX$ 0.00")
    said = "2 movements between own accounts are neither income nor spending and in no sum: MX$ 16,097.58 in and"
    assert any(said in text for text in texts(app))
    assert charts(app)[0].endswith("in 1 month; Oct 2026 in part; 2 movements between own accounts left out")
    assert table(app, TABLE)["mark"].fillna("").tolist() == ["Own transfer", "Own transfer", ""]

    run(app.button(key="own_counted").click())
    assert (figures(app)["In"], figures(app)["Out"]) == ("MX$ 44,097.58", "MX$ 16,097.58")
    run(app.button(key="own_only").click())
    assert dict(app.query_params) == {"transfers": "only"}
    assert table(app, TABLE)["amount"].tolist() == [16097.58, -16097.58]
    (export,) = elements(app, "link_button")
    assert export.url == "/export/transactions.csv?transfers=only"

    app = open_page("transactions", transaction=left["id"])
    run(app.button(key="other_end").click())
    assert app.query_params["transaction"] == reached["id"]


def test_one_odd_account_does_not_spoil_the_chart_of_all(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "odd", bank.EREBOR)
    there = [bodies.account(f"account {number}", name=f"Cuenta {number}") for number in range(5)]
    moved = [
        bodies.transaction(number, of=account, value_date="2026-10-15", amount=99_999_999.99 if number == 2 else 10)
        for number, account in enumerate(there)
    ]
    save(db, "accounts", *there, link=link)
    save(db, "transactions", *moved, link=link)
    app = open_page("transactions")
    assert (figures(app)["Transactions"], figures(app)["Out"]) == ("5", "MX$ 40.00")
    assert any("Cuenta 2 set aside, far beyond all others" in text for text in texts(app))
    save(db, "accounts", bodies.account("account 2", name="Cuenta 1"), link=link)
    assert charts(open_page("transactions"))[0].endswith("; Cuenta 1 · user-odd set aside, far beyond all others")
    only = open_page("transactions", accounts=there[2]["id"])
    assert figures(only)["Out"] == "MX$ 99,999,999.99"
    assert charts(app)[0] == (
        "MXN by month: MX$ 0.00 in, MX$ 40.00 out in 1 month; Oct 2026 in part; "
        "Cuenta 2 set aside, far beyond all others"
    )
    category = charts(app)[1]
    assert "MX$ 40.00" in category
    assert category.endswith("; Cuenta 2 set aside, far beyond all others")


def test_doubtful_rows_are_marked_and_can_be_left_out(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "messy", bank.EREBOR)
    save(db, "accounts", bodies.account(), link=link)
    coffee: dict[str, Any] = {"value_date": "2026-11-15", "amount": 45.5}
    hold = bodies.transaction(3, value_date="2026-09-01", amount=1, status="PENDING")
    save(db, "transactions", bodies.transaction(1, **coffee), bodies.transaction(2, **coffee), hold, link=link)

    app = open_page("transactions")
    assert figures(app)["Out"] == "MX$ 92.00"
    said = "1 row alike another but for the ID and 1 hold never booked in 30 days: they count as all others."
    assert said in texts(app)
    assert table(app, TABLE)["mark"].fillna("").tolist() == ["Twin", "", "Never booked"]
    run(app.button(key="doubtful_without").click())
    assert (figures(app)["Out"], figures(app)["Transactions"]) == ("MX$ 45.50", "1")
    run(app.button(key="doubtful_only").click())
    assert (figures(app)["Out"], figures(app)["Transactions"]) == ("MX$ 46.50", "2")
    (export,) = elements(app, "link_button")
    assert export.url == "/export/transactions.csv?doubtful=only"


def test_only_links_with_transactions_are_offered_and_the_accounts_follow_the_link(
    db: Database, stored: Stored, open_page: OpenPage
) -> None:
    filling.connect(db, "empty", bank.EREBOR)
    app = open_page("transactions", links=stored["brazil"])
    assert not any("user-empty" in label for label in app.multiselect(key="links").options)
    assert len(app.multiselect(key="accounts").options) == 3


def listed(app: AppTest) -> int:
    """How many rows the pager turns."""
    return next(int(text.rpartition(" of ")[2].replace(",", "")) for text in texts(app) if text.startswith("1–"))  # noqa: RUF001 - a range


@pytest.mark.usefixtures("stored")
def test_a_list_of_very_many_says_since_when_it_goes_and_leads_to_all(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts_of_rows, "FEW", 3)
    monkeypatch.setattr(reach, "MOST_OF_SUMS", 200)
    since = reach.of_sums(db, TransactionFilter(text="uber")).since
    assert since is not None
    everything, cut = number(db, {"text": "uber"}), number(db, {"text": "uber", "since": since.isoformat()})
    assert 0 < cut < everything
    app = open_page("transactions", text="uber")
    assert listed(app) == cut
    assert f"Very many may be like this: listed and added up are those since {day(since)}." in texts(app)
    (export,) = [link.proto.url for link in elements(app, "link_button") if "/export/" in link.proto.url]
    assert f"since={since.isoformat()}" in export
    run(app.button(key="take_reach").click())
    assert dict(app.query_params) == {"text": "uber", "reach": "all"}
    assert listed(app) == everything
    run(app.button(key="take_reach").click())
    assert listed(app) == cut


@pytest.mark.usefixtures("stored")
def test_a_list_that_is_whole_says_nothing_of_how_far_it_goes(open_page: OpenPage) -> None:
    app = open_page("transactions", text="uber")
    assert "take_reach" not in {button.key for button in app.button}
