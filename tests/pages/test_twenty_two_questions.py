"""What analysts ask, each answered from Overview within three clicks, with what is true of the local Belvo's people.

What is typed counts as a click, and so does what is chosen.
"""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
import pandas as pd
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from belvo_client import BelvoClient, Retries
from belvo_sandbox import create_app
from components.ui import desk
from components.ui.drawers import drawer_of
from context import ROUTES, Context
from domain.cash_flow.forecast import forecast
from domain.cash_flow.payees import payee
from domain.cash_flow.recurring import Movement, histories
from domain.person.income import NO_INCOME, whole_months
from resources import pulled_resources
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.core import instants
from store.core.money import SCALE
from store.engine import Row
from store.ops import jobs
from store.ops.api_log_writer import ApiLogWriter
from store.queries.banking import doubtful_rows, flows, own_transfers
from store.queries.banking.filters import TransactionFilter
from store.write import institutions, links
from sync.link import pull_link
from tests.kit.bank import NOW
from tests.kit.local_belvo import KEYS, Api, client_of
from tests.kit.serving import serving
from tests.pages.conftest import copy_shown
from tests.pages.reading import OpenPage, figures, run, table, texts, verbatim, ways
from tests.pages.walking import MOST, PEOPLE, Walk
from web.routes import routes

pytestmark = pytest.mark.xdist_group("twenty_two_questions")

Truth = dict[str, Any]

ASKED = (
    "salary_cut",
    "own_transfers",
    "tenant",
    "gambler",
    "payday_loans",
    "two_books",
    "slow_customers",
    "twins",
    "overdrawn",
    "wrong_check_digit",
)
TODAY = NOW.date()
SINCE = date(2025, 12, 1).isoformat()
"""The first day of the last twelve months, which pages tell of where nobody chooses others."""

PAYEES = "Payers and payees, the largest first"
MATCHES = "Invoices, payslips and incomes with what came of them, and inflows alone"


@pytest.fixture(scope="module")
def known(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Truth]]:
    """A store with these people, as they are pulled, and what is true of each."""
    folder = tmp_path_factory.mktemp("questions")
    path = folder / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with serving(create_app(folder / "belvo", now=NOW)) as url, Database.open(path) as db, logged(db) as log:
        api, truths = Api(url), dict[str, Truth]()
        with db.write() as connection:
            institutions.save(connection, [*client_of(url).institutions.list()], now=instants.encode(NOW))
        for person in ASKED:
            told = api.get(f"/control/people/{person}/")
            truths[person] = told["true"]
            for login in told["links"]:
                _pull(db, url, api.link(**login), log)
    return path, truths


@contextmanager
def logged(db: Database) -> Iterator[ApiLogWriter]:
    """Calls are recorded, all of them by the end."""
    log = ApiLogWriter(lambda: db)
    yield log
    log.close()


def _pull(db: Database, url: str, body: dict[str, Any], log: ApiLogWriter) -> None:
    now = instants.encode(NOW)
    with db.write() as connection:
        links.save(connection, body, now=now)
        jobs.enqueue(connection, body["id"], [*pulled_resources()], "connected", now=now)
    job = jobs.claim(db, "a worker", timedelta(minutes=5), now=now)
    assert job is not None
    with log.about(job.id, job.link), BelvoClient(url, *KEYS, retries=Retries.off(), observer=log) as client:
        pull_link(db, client, job)
    jobs.finish(db, job, now=now)


@pytest.fixture
def db(known: tuple[Path, dict[str, Truth]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    settings = Settings(
        data_dir=tmp_path, secret_id=LOCAL_KEYS[0], secret_password=Secret(LOCAL_KEYS[1]), base_url="http://127.0.0.1:9"
    )
    with copy_shown(known[0], tmp_path, monkeypatch) as database:
        monkeypatch.setattr(desk, "settings", lambda: settings)
        monkeypatch.setattr(desk, "reach", lambda: "reached")
        yield database


@pytest.fixture
def routes_of_the_desk(db: Database) -> Iterator[TestClient]:
    """What the browser fetches files from."""
    context = Context(desk.settings(), ROUTES)
    assert context.database.address == db.address
    yield TestClient(Starlette(routes=routes(context)), base_url="http://127.0.0.1:8501")
    context.close()


@pytest.fixture
def true(known: tuple[Path, dict[str, Truth]]) -> dict[str, Truth]:
    return known[1]


@pytest.fixture
def walk(open_page: OpenPage) -> Walk:
    return Walk(open_page())


def amount(text: str) -> float:
    return float(text.removeprefix("MX$ ").replace(",", ""))


def payees(walk: Walk, external_id: str) -> pd.DataFrame:
    return walk.flow(external_id).tab("Payers and payees", "payees").rows(PAYEES)


def mexican(units: float) -> str:
    """An amount in 1/10,000 as pages write it."""
    return f"MX$ {units / SCALE:,.2f}"


def selected(db: Database, sql: str, **parameters: object) -> list[Row]:
    with db.read() as connection:
        return [*connection.execute(sql, parameters)]


def moved(db: Database, external_id: str) -> list[Row]:
    """What moved on a person's accounts in the last twelve months, without transfers between them."""
    own = own_transfers.ends(db, [link.link for link in links.by_external_id(db, external_id)])
    sql = """
        SELECT transactions.key, value_date, signed_amount, coalesce(merchant, '') AS merchant, description,
            coalesce(category, '') AS category
        FROM transactions JOIN links ON links.id = link
        WHERE external_id = :external_id AND value_date >= :since ORDER BY transactions.key
    """
    return [row for row in selected(db, sql, external_id=external_id, since=SINCE) if row["key"] not in own]


def earned(rows: list[Row]) -> list[Row]:
    """What came in and was not lent, nor taken from savings."""
    return [row for row in rows if row["signed_amount"] > 0 and row["category"] not in NO_INCOME]


def by_month(rows: list[Row]) -> Counter[str]:
    sums = Counter[str]()
    for row in rows:
        sums[row["value_date"][:7]] += row["signed_amount"]
    return sums


def lately(rows: list[Truth]) -> list[Truth]:
    return [row for row in rows if row["value_date"] >= SINCE]


def test_1_and_2_income_by_bank_and_payroll_agree_and_the_salary_was_cut(walk: Walk, true: dict[str, Truth]) -> None:
    (job,) = true["salary_cut"]["jobs"]
    told = figures(walk.person("salary-cut").app)
    assert amount(told["Salary"]) == job["monthly_salary"]
    assert abs(amount(told["Income a month"]) / job["monthly_salary"] - 1) < 0.05
    assert not any("Less at the bank than paid" in text for text in texts(walk.app))
    walk.tab("Employment", "employment")
    cuts = walk.rows("Changes of salary, the newest first").query("share < 0")
    shown = cuts.assign(month=cuts["day"].dt.strftime("%Y-%m"))[["month", "before", "after"]].to_dict("records")
    told_of = [*reversed(job["cuts"])]
    assert [row["month"] for row in shown] == [cut["month"] for cut in told_of]
    by_days = [(cut["before_daily"] * 365 / 12, cut["after_daily"] * 365 / 12) for cut in told_of]
    by_days[0] = by_days[0][0], job["monthly_salary"]  # of the salary of now payroll tells a month's, too
    for row, cut, by_day in zip(shown, told_of, by_days, strict=True):
        assert (row["before"], row["after"]) == pytest.approx(by_day, abs=0.0051)
        a_day = 0.005 * 365 / 12  # by which a month's is off whose days are told to the cent
        assert (row["before"], row["after"]) == pytest.approx((cut["before"], cut["after"]), abs=a_day + 0.0051)


def test_3_and_18_overdrawn_on_more_than_five_days_a_month(walk: Walk, db: Database, true: dict[str, Truth]) -> None:
    in_month = true["overdrawn"]["days_below_zero_by_month"]
    assert max(in_month[month] for month in ("2026-09", "2026-10")) > 5
    walk.page("people")
    rows = walk.rows(PEOPLE).set_index("external_id")
    assert "Overdrawn often" in str(rows.loc["overdrawn", "flags_said"])
    assert "Overdrawn often" not in str(rows.loc["two-books", "flags_said"])
    walk.row(PEOPLE, "opened_person", "overdrawn")
    told = figures(walk.app)
    sql = """
        SELECT body FROM accounts JOIN bodies_accounts USING (key) JOIN links ON links.id = link
        WHERE external_id = 'overdrawn'
    """
    accounts = [json.loads(row["body"]) for row in selected(db, sql)]
    (checking,) = [one["balance"]["current"] for one in accounts if one["balance_type"] == "ASSET"]
    (card,) = [one for one in accounts if one["balance_type"] == "LIABILITY"]
    first = (TODAY - timedelta(days=89)).isoformat()
    below = [day for day in true["overdrawn"]["days_below_zero"] if first <= day < TODAY.isoformat()]
    assert int(told["Days below zero"]) == len(below) + (checking < 0)
    assert amount(told["Owed"]) == pytest.approx(card["balance"]["current"] + max(-checking, 0), abs=0.001)
    assert told["Cards used"] == f"{card['balance']['current'] / card['credit_data']['credit_limit']:.0%}"
    movements = moved(db, "overdrawn")
    income = by_month(earned(movements))
    months = whole_months(date.fromisoformat(SINCE), TODAY)
    assert amount(told["Income a month"]) == pytest.approx(median(income[month] for month in months) / SCALE, abs=0.006)
    inflow, outflow = (sum(max(sign * one["signed_amount"], 0) for one in movements) for sign in (1, -1))
    assert any(text.startswith(f"{mexican(inflow)} in, {mexican(outflow)} out in 12 mon") for text in texts(walk.app))
    assert len(walk.app.tabs) > 4


def test_4_and_12_rent_a_month_and_what_the_next_one_brings(walk: Walk, db: Database, true: dict[str, Truth]) -> None:
    rows = payees(walk, "tenant")
    (rent,) = rows[rows["sign"] == "Perhaps housing"].to_dict("records")
    paid = lately(true["tenant"]["rent"])
    assert true["tenant"]["payee"] in rent["name"]
    assert (rent["amount"], rent["count"]) == (sum(row["amount"] for row in paid), len(paid))
    theirs = [link.link for link in links.by_external_id(db, "tenant")]
    months = flows.by_month(db, TransactionFilter(links=theirs, since=date.fromisoformat(SINCE), until=TODAY))
    assert rent["of_income"] == pytest.approx(rent["amount"] / months["inflow"].sum())
    _next_month(walk.instead("Comes back", "recurring"), db, true["tenant"])


def _next_month(walk: Walk, db: Database, true: Truth) -> None:
    """What is expected of December and has to be paid in it, by a forecast over the rows and by what is true."""
    movements = [
        Movement(
            row["key"],
            date.fromisoformat(row["value_date"]),
            row["signed_amount"],
            payee(row["merchant"], row["description"]),
        )
        for row in moved(db, "tenant")
    ]
    known_from = date.fromisoformat(SINCE)
    made = forecast(histories(movements), known_from, date(2026, 12, 1), TODAY)
    assert made is not None
    assert figures(walk.app)["Dec 2026, expected"] == f"+{mexican(made.net)}"
    told = texts(walk.app)
    assert any(f"{mexican(made.least)} to {mexican(made.most)}" in text for text in told)
    fixed = [one.expected for one in made.streams if one.is_steady and not one.is_income]
    said = f"{mexican(made.inflow)} in and {mexican(made.outflow)} out are expected in Dec 2026"
    assert f"{said}; {len(fixed)} payments of {mexican(sum(fixed))} hardly vary." in told
    rows = walk.rows("What comes back each month, the largest first")
    shown = [*rows[["way", "expected", "least", "most", "kind"]].itertuples(index=False, name=None)]
    assert (
        shown
        == [
            (
                "In" if one.is_income else "Out",
                *(units / SCALE for units in (one.expected, one.least, one.most)),
                "Steady" if one.is_steady else "Varies",
            )
            for one in made.streams
        ][: len(shown)]
    )
    months = whole_months(known_from, TODAY)
    salary = median(true["salary_by_month"][month] for month in months)
    rent = median(row["amount"] for row in true["rent"] if row["value_date"][:7] in months)
    expected = rows.set_index("name")["expected"]
    assert [*expected[expected.index.str.startswith("PAGO DE NOMINA")]] == [salary]
    assert [*expected[expected.index.str.contains(true["payee"])]] == [rent]


def test_5_invoices_never_paid(walk: Walk, true: dict[str, Truth]) -> None:
    unpaid = [row for row in true["slow_customers"]["unpaid"] if SINCE <= row["invoice_date"] <= "2026-10-24"]
    walk.match("slow-customers")
    assert amount(figures(walk.app)["Unpaid"]) == pytest.approx(sum(row["total_amount"] for row in unpaid), abs=0.001)


def test_7_how_far_the_data_can_be_trusted(walk: Walk, true: dict[str, Truth]) -> None:
    walk.person("wrong-check-digit")
    run(walk.app)
    (badge,) = [text for text in texts(walk.app) if "Trust" in text and " of 100" in text]
    walk.way("See the checks")
    rows = walk.rows("Checks with their verdicts and what they take off the score").set_index("check")
    assert f"Trust {100 - rows['points'].sum()} of 100" in badge
    assert rows.loc["Check digits of documents", "verdict"] == ["✕ Failed"]
    assert true["wrong_check_digit"]["document_number"] != true["wrong_check_digit"]["right"]


def test_8_this_view_as_excel_and_as_parquet(walk: Walk, db: Database, routes_of_the_desk: TestClient) -> None:
    walk.page("transactions")
    told, view = figures(walk.app), walk.app.query_params
    files = {}
    for form, label in (("xlsx", "Excel"), ("parquet", "Parquet")):
        walk.choose("export_form", form)
        files[form] = routes_of_the_desk.get(walk.file(f"Export {label}")).content
        walk.clicks -= 2  # the other one instead
    (number,) = {one["number"] for one in selected(db, "SELECT count(*) AS number FROM transactions")}
    assert (told["Transactions"], {**view}) == (f"{number:,}", {})
    names, *lines = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["transactions"].values
    rows = pd.read_parquet(io.BytesIO(files["parquet"]))
    of_sheet = sum((Decimal(str(dict(zip(names, line, strict=True))["amount"])) for line in lines), Decimal())
    of_parquet = sum(rows["amount"], Decimal())
    (units,) = {one["units"] for one in selected(db, "SELECT sum(signed_amount) AS units FROM transactions")}
    assert (len(lines), len(rows), {of_sheet, of_parquet}) == (number, number, {Decimal(units) / SCALE})


def test_8_this_view_as_a_notebook(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    made, draw = dict[str, Callable[[], bytes]](), st.download_button

    def keep(label: str, data: Callable[[], bytes], **looks: Any) -> bool:  # noqa: ANN401 - Streamlit's own
        made[looks["key"]] = data
        return bool(draw(label, data, **looks))

    monkeypatch.setattr(st, "download_button", keep)
    walk.page("transactions").popover("Open as")
    walk.clicks += 1  # the button of the notebook, in it
    cells = "".join("".join(cell["source"]) for cell in json.loads(made["open_as_notebook"]())["cells"])
    assert "FILE = 'transactions.parquet'" in cells
    assert "/export/transactions.parquet?" in cells
    assert "'Table': 'transactions'" in cells
    assert "rows.groupby(rows" in cells
    assert walk.clicks <= MOST


def test_9_a_colleague_is_given_the_view_by_its_address(walk: Walk, open_page: OpenPage) -> None:
    rows = payees(walk, "gambler")
    address = {name: walk.app.query_params[name] for name in walk.app.query_params}
    assert address == {"external_id": "gambler", "section": "payees"}
    assert table(open_page("cash_flow", **address), PAYEES).equals(rows)


def test_10_two_people_side_by_side(walk: Walk, true: dict[str, Truth]) -> None:
    rows = walk.person("salary-cut").type("with", "overdrawn").rows("Both people's figures").set_index("figure")
    assert amount(str(rows.loc["Salary", "value_0"])) == true["salary_cut"]["jobs"][0]["monthly_salary"]
    assert rows.loc["Salary", "value_1"] == "–"  # noqa: RUF001 - nothing is known
    assert int(str(rows.loc["Days below zero", "value_1"])) > int(str(rows.loc["Days below zero", "value_0"]))


def test_11_merchants_and_payees_of_three_months(walk: Walk, db: Database) -> None:
    rows = payees(walk, "gambler")
    since = (TODAY - timedelta(days=89)).isoformat()
    sql = """
        SELECT sum(amount) FROM transactions JOIN links ON links.id = link
        WHERE external_id = 'gambler' AND merchant = :merchant AND value_date >= :since AND type = 'OUTFLOW'
    """
    top = rows[(rows["way"] == "Out") & rows["name"].isin(["Casino Cenote", "Bodega El Molcajete"])]
    assert len(top) == 2
    for row in top.to_dict("records"):
        ((spent,),) = selected(db, sql, merchant=row["name"], since=since)
        assert row["lately"] == spent / SCALE


def test_12_and_21_next_month_is_expected_without_own_transfers(walk: Walk, true: dict[str, Truth]) -> None:
    walk.flow("own-transfers")
    assert "Dec 2026, expected" in figures(walk.app)
    walk.tab("Own transfers", "own")
    pairs = [pair for pair in true["own_transfers"]["own_transfers"] if pair["from"]["value_date"] >= SINCE]
    rows = walk.rows("Transfers between own accounts, the newest first")
    between = {(str(day)[:10], amount_) for day, amount_ in zip(rows["day"], rows["amount"], strict=True)}
    newest = sorted(pairs, key=lambda pair: str(pair["from"]["value_date"]))[-5:]
    assert {(pair["from"]["value_date"], pair["from"]["amount"]) for pair in newest} <= between
    chance = {row["description"] for row in true["own_transfers"]["no_transfers"]}
    assert not chance & {*rows["reached_description"]}


def test_14_what_is_owed_and_has_to_be_paid(walk: Walk, db: Database) -> None:
    told = figures(walk.person("gambler").app)
    sql = """
        SELECT current, credit_limit, body FROM accounts JOIN bodies_accounts USING (key) JOIN links ON links.id = link
        WHERE links.external_id = 'gambler' AND balance_type = 'LIABILITY'
    """
    cards = selected(db, sql)
    owed, limit = (sum(card[name] for card in cards) / SCALE for name in ("current", "credit_limit"))
    assert (amount(told["Owed"]), told["Cards used"]) == (owed, f"{owed / limit:.0%}")
    walk.tab("Debts", "debts")
    due = walk.rows("Cards and loans with what is to be paid of them, the next one due first")
    told_of = [json.loads(card["body"])["credit_data"]["minimum_payment"] for card in cards]
    assert sorted(due["minimum_payment"]) == sorted(told_of)


def test_15_gambling_and_payday_loans(walk: Walk, open_page: OpenPage, true: dict[str, Truth]) -> None:
    rows = payees(walk, "gambler")
    staked = rows[(rows["sign"] == "Gambling") & (rows["way"] == "Out")]
    assert staked["amount"].sum() == sum(row["amount"] for row in lately(true["gambler"]["stakes"]))
    other = payees(Walk(open_page()), "payday-loans")
    lent = other[(other["sign"] == "Payday loan") & (other["way"] == "In")]
    loans = lately([loan["lent"] for loan in true["payday_loans"]["loans"]])
    assert lent["amount"].sum() == sum(row["amount"] for row in loans)


def test_16_revenue_by_invoices_bank_and_returns(walk: Walk, db: Database, true: dict[str, Truth]) -> None:
    walk.match("two-books").tab("Declared and banked", "declared")
    rows = walk.rows("Declared, invoiced and banked by month")
    months = {row["month"]: row for row in true["two_books"]["months"]}
    others = by_month([row for row in earned(moved(db, "two-books")) if " FACTURA " not in row["description"]])
    for row in rows.to_dict("records"):
        told = months[f"{row['month']:%Y-%m}"]
        assert row["declared"] == pytest.approx(told["declared"], abs=1)
        assert row["invoiced"] == pytest.approx(told["invoiced"], abs=0.01)
        assert row["banked"] == pytest.approx(told["banked"] + others[told["month"]] / SCALE, abs=0.01)
    assert {verdict for (verdict,) in rows["verdict"]} == {"↓ Declared less"}
    declared, invoiced, billed, banked = (rows[name].sum() for name in ("declared", "invoiced", "billed", "banked"))
    sums = figures(walk.app)
    assert amount(sums["Declared"]) == pytest.approx(declared, abs=0.001)
    assert amount(sums["Invoiced before tax"]) == pytest.approx(invoiced, abs=0.001)
    assert amount(sums["Banked"]) == pytest.approx(banked, abs=0.001)
    with_tax = declared * billed / invoiced
    assert amount(sums["Declared, with tax"]) == pytest.approx(with_tax, abs=0.006)
    assert any(f"{banked / with_tax - 1:.0%} more than declared" in text for text in texts(walk.app))


def test_17_the_share_of_the_largest_customer(walk: Walk, db: Database) -> None:
    rows = walk.person("two-books").tab("Invoices and tax", "taxes").rows("Counterparts, the largest sums first")
    sql = """
        SELECT receiver_name, sum(CASE invoice_type WHEN 'Egreso' THEN -total_amount ELSE total_amount END) AS sales
        FROM invoices JOIN links ON links.id = link WHERE external_id = 'two-books' AND invoices.type = 'OUTFLOW'
            AND invoice_type IN ('Ingreso', 'Egreso') AND invoices.status = 'Vigente'
        GROUP BY receiver_name ORDER BY sales DESC
    """
    sales = selected(db, sql)
    largest = rows.sort_values("sales", ascending=False).iloc[0]
    assert (largest["name"], largest["sales"]) == (sales[0][0], sales[0][1] / SCALE)
    assert largest["share"] == pytest.approx(sales[0][1] / sum(row[1] for row in sales))


def test_19_rows_that_are_there_twice(walk: Walk, db: Database, true: dict[str, Truth]) -> None:
    """One of each two rows of one purchase is marked, and nothing else: of two coffees each has been paid."""
    walk.page("transactions").press("doubtful_only")
    keys = doubtful_rows.marks(db)
    sql = "SELECT transactions.key, id, body FROM transactions JOIN bodies_transactions USING (key)"
    marked = {row["id"]: json.loads(row["body"]) for row in selected(db, sql) if row["key"] in keys}
    named = {body["internal_identification"] for body in marked.values()}
    pairs, coffees = (
        [{one["internal_identification"] for one in pair} for pair in true["twins"][name]]
        for name in ("shown_twice", "bought_twice")
    )
    assert [len(pair & named) for pair in pairs] == [1] * len(pairs)
    assert named <= set().union(*pairs)
    assert coffees
    assert not named & set().union(*coffees)
    assert figures(walk.app)["Transactions"] == f"{len(pairs)}"
    shown = walk.rows("Transactions")
    assert {*shown["mark"]} == {"Twin"}
    assert 0 < len({*shown["transaction"]} & marked.keys()) == len(shown) <= len(pairs)


def test_20_from_a_figure_to_its_rows_to_raw_json_to_the_call_that_brought_it(walk: Walk, db: Database) -> None:
    walk.page("transactions")
    rows = walk.rows("Transactions")
    assert int(figures(walk.app)["Transactions"].replace(",", "")) > len(rows)
    row = rows.iloc[0]["transaction"]
    walk.drawer("Transactions", "transaction", row)
    (body,) = [json.loads(one.value) for one in walk.app.json]
    assert (body["id"], abs(rows.iloc[0]["amount"])) == (row, body["amount"])
    walk.way("Open its API call")
    (stored,) = selected(db, "SELECT link, changed_at FROM transactions WHERE id = :row", row=row)
    sql = """
        SELECT c.method, c.path, c.query FROM stored_pages AS p JOIN api_calls AS c ON c.at = p.asked_at
        WHERE p.at = :at AND p.link = :link
    """
    (call,) = selected(db, sql, at=stored["changed_at"], link=stored["link"])
    assert (call["method"], call["path"]) == ("GET", "/api/transactions/")
    assert f"GET /api/transactions/?{call['query']}" in verbatim(walk.app)
    assert f"link={stored['link']}" in call["query"]
    job = selected(db, "SELECT id FROM jobs WHERE link = :link", link=stored["link"])[0]["id"]
    assert ("Open its pull", f"/link?link={stored['link']}&entry=job%3A{job}") in ways(walk.app)


@pytest.mark.parametrize(
    ("page", "section", "alt", "resource"),
    [
        ("accounts", None, "Accounts with their balances", "accounts"),
        ("income", "incomes", "Sources of income, the largest first", "incomes"),
        ("income", "expenses", "Payments that come back, the largest first", "recurring_expenses"),
        ("income", "measures", "Every risk measure", "risk_insights"),
        ("employment", "salaries", "Salaries as they changed, newest first", "employment_records"),
        ("fiscal", "returns_filed", "Tax returns, the newest period first", "tax_returns"),
        ("fiscal", "status", "Taxpayers", "tax_status"),
    ],
)
def test_20_rows_of_every_kind_lead_to_raw_json_pull_and_call(
    open_page: OpenPage, db: Database, page: str, section: str | None, alt: str, resource: str
) -> None:
    app = open_page(page, **({"section": section} if section else {}))
    assert {*table(app, alt)["open"]} == {"Open"}
    row, link = selected(db, f"SELECT id, link FROM {resource} WHERE deleted_at IS NULL ORDER BY key DESC LIMIT 1")[0]
    parameter, value = drawer_of(resource, row)
    app.query_params[parameter] = value
    run(app)
    assert row in [json.loads(one.value).get("id") for one in app.json]
    led = dict(ways(app))
    call = int(led["Open its API call"].removeprefix("/api_log?call="))
    (path, status) = selected(db, "SELECT path, status FROM api_calls WHERE id = :call", call=call)[0]
    assert (path.replace("/", "_").replace("-", "_"), status) == (f"_api_{resource}_", 200)
    assert led["Open its pull"].startswith(f"/link?link={link}&entry=job")


def test_22_whether_the_deposit_follows_the_salary(walk: Walk, true: dict[str, Truth]) -> None:
    walk.match("salary-cut").tab("Salaries by month", "salaries")
    rows = walk.rows("Salaries by month and employer, with what came of them")
    newest = rows.iloc[0]
    salary = true["salary_cut"]["jobs"][0]["monthly_salary"]
    assert (f"{newest['month']:%Y-%m}", newest["salary"], newest["came"]) == ("2026-10", salary, salary)
    assert newest["share"] == 1


def test_22_the_last_payslip_and_the_deposit_that_follows_it(walk: Walk, db: Database) -> None:
    rows = walk.match("wrong-check-digit").rows(MATCHES)
    newest = rows[rows["kind"] == "Payslip"].iloc[0]
    sql = """
        SELECT body FROM invoices JOIN bodies_invoices USING (key) JOIN links ON links.id = link
        WHERE external_id = 'wrong-check-digit' AND invoice_type LIKE 'N_mina'
    """
    payslips = [json.loads(row["body"]) for row in selected(db, sql)]
    last = max(payslips, key=lambda one: str(one["payroll"]["payment_date"]))
    told = last["sender_name"], last["payroll"]["payment_date"], last["payroll"]["amount"]
    assert (newest["who"], f"{newest['day']:%Y-%m-%d}", newest["owed"]) == told
    sql = """
        SELECT value_date, amount FROM transactions JOIN links ON links.id = link
        WHERE external_id = 'wrong-check-digit' AND subcategory = 'Salary' ORDER BY value_date DESC NULLS LAST LIMIT 1
    """
    (deposit,) = selected(db, sql)
    came = f"{newest['came_on']:%Y-%m-%d}", newest["came"]
    assert came == (deposit["value_date"], deposit["amount"] / SCALE) == told[1:]
    assert newest["state"] == ["✓ Paid"]
