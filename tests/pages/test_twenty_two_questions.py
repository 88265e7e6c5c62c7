"""What analysts ask, each answered from Overview within three clicks, with what is true of the local Belvo's people.

What is typed counts as a click, and so does what is chosen.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from belvo_sandbox import create_app
from components.ui import desk
from resources import pulled_resources
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.core import instants
from store.ops import jobs
from store.queries.banking import flows
from store.queries.banking.filters import TransactionFilter
from store.write import institutions, links
from sync.link import pull_link
from tests.kit.bank import NOW
from tests.kit.local_belvo import Api, client_of
from tests.kit.serving import serving
from tests.pages.conftest import copy_shown
from tests.pages.reading import OpenPage, figures, run, table, texts, ways

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

PEOPLE = "People with their links, income, debts and flags"
PAYEES = "Payers and payees, the largest first"
MOST = 3


@pytest.fixture(scope="module")
def known(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Truth]]:
    """A store with these people, as they are pulled, and what is true of each."""
    folder = tmp_path_factory.mktemp("questions")
    path = folder / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with serving(create_app(folder / "belvo", now=NOW)) as url, Database.open(path) as db:
        api, truths = Api(url), dict[str, Truth]()
        with db.write() as connection:
            institutions.save(connection, [*client_of(url).institutions.list()], now=instants.encode(NOW))
        for person in ASKED:
            told = api.get(f"/control/people/{person}/")
            truths[person] = told["true"]
            for login in told["links"]:
                _pull(db, url, api.link(**login))
    return path, truths


def _pull(db: Database, url: str, body: dict[str, Any]) -> None:
    now = instants.encode(NOW)
    with db.write() as connection:
        links.save(connection, body, now=now)
        jobs.enqueue(connection, body["id"], [*pulled_resources()], "connected", now=now)
    job = jobs.claim(db, "a worker", timedelta(minutes=5), now=now)
    assert job is not None
    pull_link(db, client_of(url), job)
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
def true(known: tuple[Path, dict[str, Truth]]) -> dict[str, Truth]:
    return known[1]


@dataclass
class Walk:
    """Somebody at Overview, and how often they have clicked."""

    app: AppTest
    clicks: int = field(default=0)

    def _click(self) -> None:
        self.clicks += 1
        assert self.clicks <= MOST

    def page(self, name: str) -> "Walk":
        """By the navigation, which every page has."""
        self._click()
        self.app.query_params.clear()
        self.app.switch_page(f"pages/{name}.py")
        run(self.app)
        return self

    def row(self, alt: str, state: str, external_id: str) -> "Walk":
        """The button of a person's row."""
        self._click()
        rows = table(self.app, alt)
        assert external_id in [*rows["external_id"]]
        assert {*rows["open"]} == {"Open"}
        self.app.session_state[state] = {"external_id": external_id}
        run(self.app)
        return self

    def person(self, external_id: str) -> "Walk":
        self.page("people").row(PEOPLE, "opened_person", external_id)
        self.app.switch_page("pages/person.py")  # as the browser has it now; AppTest stays where it was led from
        return self

    def flow(self, external_id: str) -> "Walk":
        """The row of a person on Cash flow."""
        self.page("cash_flow")._click()
        assert external_id in [*table(self.app, "People with movements, of whom one can be chosen")["external_id"]]
        self.app.query_params["external_id"] = external_id
        run(self.app)
        return self

    def match(self, external_id: str) -> "Walk":
        return self.page("match").row("People to choose one of", "chosen_person", external_id)

    def tab(self, label: str, value: str) -> "Walk":
        self._click()
        assert label in [tab.label.removeprefix(":gray[").removesuffix("]") for tab in self.app.tabs]
        self.app.query_params["section"] = value
        run(self.app)
        return self

    def way(self, label: str) -> "Walk":
        """A link to another page."""
        self._click()
        address = urlsplit(next(address for said, address in ways(self.app) if said == label))
        self.app.query_params.clear()
        for name, value in parse_qsl(address.query):
            self.app.query_params[name] = value
        self.app.switch_page(f"pages/{address.path.strip('/').replace('-', '_')}.py")
        run(self.app)
        return self

    def type(self, key: str, text: str) -> "Walk":
        self._click()
        run(self.app.text_input(key=key).set_value(text))
        return self

    def press(self, key: str) -> "Walk":
        self._click()
        run(self.app.button(key=key).click())
        return self

    def rows(self, alt: str) -> pd.DataFrame:
        return table(self.app, alt)


@pytest.fixture
def walk(open_page: OpenPage) -> Walk:
    return Walk(open_page())


def amount(text: str) -> float:
    return float(text.removeprefix("MX$ ").replace(",", ""))


def payees(walk: Walk, external_id: str) -> pd.DataFrame:
    return walk.flow(external_id).tab("Payers and payees", "payees").rows(PAYEES)


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
    for row, cut in zip(shown, told_of, strict=True):  # payroll tells of days: a month's salary is a cent more or less
        assert (row["before"], row["after"]) == pytest.approx((cut["before"], cut["after"]), rel=1e-4)


def test_3_and_18_overdrawn_on_more_than_five_days_a_month(walk: Walk, true: dict[str, Truth]) -> None:
    by_month = true["overdrawn"]["days_below_zero_by_month"]
    assert max(by_month[month] for month in ("2026-09", "2026-10")) > 5
    walk.page("people")
    rows = walk.rows(PEOPLE).set_index("external_id")
    assert "Overdrawn often" in str(rows.loc["overdrawn", "flags_said"])
    assert "Overdrawn often" not in str(rows.loc["two-books", "flags_said"])
    walk.row(PEOPLE, "opened_person", "overdrawn")
    days = int(figures(walk.app)["Days below zero"])
    assert by_month["2026-09"] + by_month["2026-10"] <= days <= 90
    assert {"Income a month", "Owed", "Days below zero"} <= figures(walk.app).keys()
    assert len(walk.app.tabs) > 4


def test_4_rent_a_month_and_its_share_of_income(walk: Walk, db: Database, true: dict[str, Truth]) -> None:
    rows = payees(walk, "tenant")
    (rent,) = rows[rows["sign"] == "Perhaps housing"].to_dict("records")
    paid = lately(true["tenant"]["rent"])
    assert true["tenant"]["payee"] in rent["name"]
    assert (rent["amount"], rent["count"]) == (sum(row["amount"] for row in paid), len(paid))
    theirs = [link.link for link in links.by_external_id(db, "tenant")]
    months = flows.by_month(db, TransactionFilter(links=theirs, since=date.fromisoformat(SINCE), until=TODAY))
    assert rent["of_income"] == pytest.approx(rent["amount"] / months["inflow"].sum())


def test_5_invoices_never_paid(walk: Walk, true: dict[str, Truth]) -> None:
    unpaid = [row for row in true["slow_customers"]["unpaid"] if SINCE <= row["invoice_date"] <= "2026-10-24"]
    walk.match("slow-customers")
    assert amount(figures(walk.app)["Unpaid"]) == pytest.approx(sum(row["total_amount"] for row in unpaid))


def test_7_how_far_the_data_can_be_trusted(walk: Walk, true: dict[str, Truth]) -> None:
    walk.person("wrong-check-digit")
    run(walk.app)
    (badge,) = [text for text in texts(walk.app) if "Trust" in text and " of 100" in text]
    walk.way("See the checks")
    rows = walk.rows("Checks with their verdicts and what they take off the score").set_index("check")
    assert f"Trust {100 - rows['points'].sum()} of 100" in badge
    assert rows.loc["Check digits of documents", "verdict"] == ["✕ Failed"]
    assert true["wrong_check_digit"]["document_number"] != true["wrong_check_digit"]["right"]


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
        with db.read() as connection:
            spent = connection.execute(sql, {"merchant": row["name"], "since": since}).fetchone()[0]
        assert row["lately"] == spent / 10_000


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
    with db.read() as connection:
        cards = connection.execute(sql).fetchall()
    owed, limit = (sum(card[name] for card in cards) / 10_000 for name in ("current", "credit_limit"))
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


def test_16_revenue_by_invoices_bank_and_returns(walk: Walk, true: dict[str, Truth]) -> None:
    walk.match("two-books").tab("Declared and banked", "declared")
    rows = walk.rows("Declared, invoiced and banked by month")
    months = {row["month"]: row for row in true["two_books"]["months"]}
    for row in rows.to_dict("records"):
        told = months[f"{row['month']:%Y-%m}"]
        assert row["declared"] == pytest.approx(told["declared"], abs=1)
        assert row["invoiced"] == pytest.approx(told["invoiced"], abs=1)
    assert {verdict for (verdict,) in rows["verdict"]} == {"↓ Declared less"}


def test_17_the_share_of_the_largest_customer(walk: Walk, db: Database) -> None:
    rows = walk.person("two-books").tab("Invoices and tax", "taxes").rows("Counterparts, the largest sums first")
    sql = """
        SELECT receiver_name, sum(CASE invoice_type WHEN 'Egreso' THEN -total_amount ELSE total_amount END) AS sales
        FROM invoices JOIN links ON links.id = link WHERE external_id = 'two-books' AND invoices.type = 'OUTFLOW'
            AND invoice_type IN ('Ingreso', 'Egreso') AND invoices.status = 'Vigente'
        GROUP BY receiver_name ORDER BY sales DESC
    """
    with db.read() as connection:
        sales = connection.execute(sql).fetchall()
    largest = rows.sort_values("sales", ascending=False).iloc[0]
    assert (largest["name"], largest["sales"]) == (sales[0][0], sales[0][1] / 10_000)
    assert largest["share"] == pytest.approx(sales[0][1] / sum(row[1] for row in sales))


def test_19_rows_that_are_there_twice(walk: Walk, true: dict[str, Truth]) -> None:
    """A bank may mean both of two rows that are alike, so that the desk shows them and decides nothing."""
    walk.page("transactions").press("doubtful_only")
    shown = {(str(row["value_date"])[:10], row["description"]) for row in walk.rows("Transactions").to_dict("records")}
    twice = {(one["value_date"], one["description"]) for pair in true["twins"]["shown_twice"] for one in pair}
    assert shown & twice


def test_22_whether_the_deposit_follows_the_salary(walk: Walk, true: dict[str, Truth]) -> None:
    walk.match("salary-cut").tab("Salaries by month", "salaries")
    rows = walk.rows("Salaries by month and employer, with what came of them")
    newest = rows.iloc[0]
    assert newest["salary"] == true["salary_cut"]["jobs"][0]["monthly_salary"]
    assert 0.5 < newest["share"] <= 1.05
