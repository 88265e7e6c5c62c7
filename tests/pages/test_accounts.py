"""Accounts: what is on them now, and what was on them over time."""

from collections.abc import Sequence

import pytest

from components.ui.files.content import content, with_person
from store import Database
from store.queries.banking import accounts
from store.queries.links import people
from tests.kit import bank, bodies, filling
from tests.kit.rows import save
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, charts, elements, figures, narrowed, popovers, run, table, texts, ways

TABLE = "Accounts with their balances"


def test_an_empty_store_says_what_will_be_here(open_page: OpenPage) -> None:
    app = open_page("accounts")
    assert (len(app.dataframe), charts(app)) == (0, [])
    assert ways(app) == [("Connect an account", "/connect")]


@pytest.mark.usefixtures("stored")
def test_currencies_have_sums_of_their_own(open_page: OpenPage) -> None:
    app = open_page("accounts")
    assert figures(app) == {"MXN, owned less owed": "MX$ 316,494.15", "BRL, owned less owed": "R$ 105,498.05"}
    assert ":small[:gray[MX$ 343,929.45 owned · MX$ 27,435.30 owed]]" in texts(app)
    assert [chart.partition(":")[0] for chart in charts(app)] == ["MXN by day", "BRL by day"]
    assert len(table(app, TABLE)) == 12


def test_accounts_are_filtered_by_the_address(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("accounts", link_of=stored["brazil"])
    assert table(app, TABLE)["name"].tolist() == ["Cartão Platinum", "Conta corrente", "Poupança"]
    card = str(table(app, TABLE)["account"].iloc[0])

    run(app.multiselect(key="account").select(card))
    assert dict(app.query_params) == {"link_of": stored["brazil"], "account": card}
    assert table(app, TABLE)["name"].tolist() == ["Cartão Platinum"]
    assert figures(app) == {"BRL, owned less owed": "−R$ 9,145.10"}  # noqa: RUF001 - a minus


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("query", "label"),
    [
        ({}, "Last 12 months"),
        ({"from": "2026-03-01"}, "Since 1 Mar 2026"),
        ({"from": "2026-03-01", "to": "2026-03-31"}, "1 Mar 2026 – 31 Mar 2026"),  # noqa: RUF001 - a range
        ({"to": "never"}, "Last 12 months"),
    ],
    ids=str,
)
def test_the_days_that_are_drawn_stay_in_view(
    query: dict[str, str | Sequence[str]], label: str, open_page: OpenPage
) -> None:
    app = open_page("accounts", **query)
    assert popovers(app) == [label]


@pytest.mark.usefixtures("stored")
def test_days_in_the_wrong_order_are_told(open_page: OpenPage) -> None:
    app = open_page("accounts", **{"from": "2026-03-02", "to": "2026-03-01"})
    assert [warning.value for warning in app.warning] == [
        "The balances' first day lies after the last. Choose an earlier one."
    ]
    assert charts(app) == []


@pytest.mark.usefixtures("stored")
def test_an_account_that_is_not_here_stays_in_view(open_page: OpenPage) -> None:
    app = open_page("accounts", account="0000-nobody")
    assert app.multiselect(key="account").value == ["0000-nobody"]
    assert "No account is like this. Take a filter out, or clear them all." in texts(app)
    run(app.button(key="clear").click())
    assert len(table(app, TABLE)) == 12


def test_many_accounts_come_in_pages(db: Database, open_page: OpenPage) -> None:
    for number in range(9):
        filling.pulled(db, f"link {number}", bank.EREBOR, days=2)
    app = open_page("accounts")
    assert "1–25 of 27" in texts(app)  # noqa: RUF001 - a range
    run(app.button(key="next_page").click())
    assert (dict(app.query_params), len(table(app, TABLE))) == ({"page": "2"}, 2)
    assert figures(app) == {"MXN, owned less owed": "MX$ 949,482.45"}


def test_hostile_names_stay_text(db: Database, open_page: OpenPage) -> None:
    filling.fill_hostile(db)
    app = open_page("accounts")
    assert table(app, TABLE)["name"].tolist() == [bank.HOSTILE, "=1+1", "a_b_c"]
    assert [*figures(app)] == ["*X*:tada:, owned less owed"]
    assert charts(app)[0].startswith("*X*:tada: by day: 3 accounts")


@pytest.mark.usefixtures("stored")
def test_the_accounts_of_the_filter_are_offered_as_a_file(db: Database, open_page: OpenPage) -> None:
    app = open_page("accounts")
    (button,) = (file for file in elements(app, "download_button") if file.label != "Rows")
    assert (button.label, button.proto.help) == ("Export CSV", "All 12 rows of this filter")
    told = with_person(accounts.table(db), people.of_links(db))
    assert {*told["external_id"]} == {f"user-{name}" for name in ("well", "brazil", "token", "failed")}
    assert [*told.columns][:5] == ["account", "link", "external_id", "owner", "institution"]
    header, *lines = content(accounts.table(db), "comma", name="accounts", manifest={}).decode("utf-8-sig").splitlines()
    assert header.split(",")[:3] == ["account", "link", "institution"]
    assert len(lines) == 12


def test_balances_are_drawn_from_their_first_known_day_to_today(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", bank.EREBOR)
    save(db, "accounts", bodies.account(), link=link)
    save(db, "transactions", bodies.transaction(1, value_date="2026-09-29", amount=100), link=link)
    told = "MXN by day: 1 account: MX$ 5,874.13 at the start, MX$ 5,874.13 at the end; known from 29 Sept 2026"
    assert charts(open_page("accounts", to="2027-12-31")) == [told]
    assert charts(open_page("accounts", **{"from": "2026-10-01"})) == [told.partition(";")[0]]
    app = open_page("accounts", **{"from": "2027-01-01", "to": "2027-12-31"})
    assert (charts(app), "Balances of days to come are not known." in texts(app)) == ([], True)


def test_one_odd_account_does_not_spoil_the_chart_of_all(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "odd", bank.EREBOR)
    odd = {"name": "Cuenta rara", "balance": {"current": -199_999_999.98, "available": None}}
    some = [bodies.account(f"account {number}", name=f"Cuenta {number}") for number in range(4)]
    save(db, "accounts", *some, bodies.account("odd", **odd), link=link)
    app = open_page("accounts")
    (chart,) = charts(app)
    assert "4 accounts: MX$ 23,496.52 at the start, MX$ 23,496.52 at the end" in chart
    assert chart.endswith("; Cuenta rara set aside, far beyond all others")
    assert figures(app)["MXN, owned less owed"] == "MX$ 23,496.52"


@pytest.mark.usefixtures("stored")
def test_only_links_with_accounts_are_offered_and_the_accounts_follow_the_link(
    db: Database, stored: Stored, open_page: OpenPage
) -> None:
    filling.connect(db, "empty", bank.EREBOR)
    app = open_page("accounts", link_of=stored["brazil"])
    assert not any("user-empty" in label for label in app.multiselect(key="link_of").options)
    assert len(app.multiselect(key="account").options) == 3
    assert len(open_page("accounts").multiselect(key="account").options) == 12


def test_what_a_bank_tells_beside_accounts_has_a_section_each(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "beside", bank.EREBOR_BR)
    credit = {"minimum_payment": 150.5, "next_payment_date": "2026-12-09", "cutting_date": "2026-12-02"}
    card = bodies.card(link=link, credit_data={**credit, "no_interest_payment": 900, "credit_limit": 5000})
    save(db, "accounts", bodies.account(link=link), card, link=link)
    bill = {"id": "b1", "account": {"id": card["id"]}, "due_date": "2026-11-09", "currency": "BRL"}
    save(db, "bills", {**bill, "total_amount": 900, "minimum_amount": 150.5}, link=link)
    held = {"id": "i1", "type": "FUND", "product_name": "Fundo Azul", "currency": "BRL"}
    save(db, "br_investments", {**held, "balance": {"gross_value": 1200, "net_value": 1150}}, link=link)
    moved = {"id": "m1", "product_name": "Fundo Azul", "type": "INFLOW", "value_date": "2026-10-01", "currency": "BRL"}
    save(db, "br_investment_transactions", {**moved, "gross_value": 1000}, link=link)
    exchange = {"id": "x1", "operation_type": "VENDA", "operation_requested_at": "2026-10-05T10:00:00Z"}
    local = {"local_operation_value_amount": 550, "local_operation_value_currency": "BRL"}
    foreign = {"foreign_operation_value_amount": 100, "foreign_operation_value_currency": "USD"}
    save(db, "br_exchanges", {**exchange, **local, **foreign}, link=link)

    app = open_page("accounts", section="due")
    (due,) = table(app, "Cards and loans with what is to be paid of them, the next one due first").to_dict("records")
    assert (due["minimum_payment"], due["no_interest_payment"]) == (150.5, 900)
    assert str(due["next_payment_date"])[:10] == "2026-12-09"
    told = {
        "bills": ("Bills of cards, the newest first", "total_amount", 900),
        "investments": ("Investments, the most valuable first", "gross_value", 1200),
        "invested": ("Movements of investments, the newest first", "gross_value", 1000),
        "exchanges": ("Exchanges of money, the newest first", "rate", "5.5000"),
    }
    for section, (about, column, value) in told.items():
        app.query_params["section"] = section
        assert [*table(run(app), about)[column]] == [value]


@pytest.mark.usefixtures("stored")
def test_a_sum_leads_to_the_accounts_that_it_is_made_of(open_page: OpenPage) -> None:
    asked = narrowed(open_page("accounts"))
    assert asked == [{"section": ["accounts"], "currency": [code]} for code in ("MXN", "BRL")]
    for there in asked:
        app = open_page("accounts", **there)
        assert [*figures(app)] == [f"{there['currency'][0]}, owned less owed"]
        assert {*table(app, TABLE)["currency"]} == {*there["currency"]}
