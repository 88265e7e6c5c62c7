"""Each example as it is connected, held against what is said to be true of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from stdnum.mx import curp

from belvo_sandbox.examples.catalogue import EXAMPLES
from belvo_sandbox.people import EXAMPLES as LIVES
from domain.cash_flow.own_transfers import CATEGORIES, Movement, names, pairs
from tests.belvo_sandbox.conftest import NOW, Host
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api

IDS = [example.id for example in EXAMPLES]
README = (Path(__file__).parents[3] / "belvo_sandbox" / "README.md").read_text(encoding="utf-8")


class Town:
    """A sandbox in which each example is connected as it says, once."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.people = {person["id"]: person for person in api.get("/control/people/")}
        self.rows = cache(self._rows)

    def true(self, id_: str) -> Row:
        true: Row = self.people[id_]["true"]
        return true

    def _rows(self, id_: str, path: str, number: int = 0) -> list[Row]:
        return self.api.rows(path, link=self._link(id_, number), page_size=1000)

    def transactions(self, id_: str) -> list[Row]:
        """Of all of the example's banks."""
        logins = self.people[id_]["links"]
        banks = [number for number, login in enumerate(logins) if login["institution"].endswith(("retail", "business"))]
        return [row for number in banks for row in self.rows(id_, "/api/transactions/", number)]

    @cache  # noqa: B019 - as long as the module
    def _link(self, id_: str, number: int) -> str:
        login = self.people[id_]["links"][number]
        return str(self.api.link(**login)["id"])


@pytest.fixture(scope="module")
def town(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return Town(host.start(tmp_path_factory.mktemp("examples")))


def told(value: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON
    """The movements that are told of, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from told(item)
    elif isinstance(value, dict):
        if "internal_identification" in value:
            yield value
        for item in value.values():
            yield from told(item)


def fields(row: Row) -> Row:
    shown = ("internal_identification", "value_date", "type", "amount", "description")
    return {**{name: row[name] for name in shown}, "account": row["account"]["number"]}


@pytest.mark.parametrize("id_", IDS)
def test_what_is_told_of_movements_is_what_the_banks_show(town: Town, id_: str) -> None:
    shown = {row["internal_identification"]: fields(row) for row in town.transactions(id_)}
    movements = [*told(town.true(id_))]
    assert movements == [shown.get(movement["internal_identification"]) for movement in movements]


@pytest.mark.parametrize("id_", ["salary_cut", "two_jobs"])
def test_salaries_are_those_of_the_record_and_reach_the_bank(town: Town, id_: str) -> None:
    (record,) = town.rows(id_, "/api/employment-records/", 1)
    known = {
        job["employer"]: (job["monthly_salary"], [each["update_date"] for each in job["employment_status_updates"]])
        for job in record["employment_records"]
        if job["end_date"] is None
    }
    true = town.true(id_)["jobs"]
    expected = {job["employer"]: (job["monthly_salary"], [c["from"] for c in reversed(job["changes"])]) for job in true}
    assert known == expected
    daily = {
        job["employer"]: [each["base_salary"] for each in job["employment_status_updates"]]
        for job in record["employment_records"]
        if job["end_date"] is None
    }
    for job in true:
        assert daily[job["employer"]] == [change["daily"] for change in reversed(job["changes"])]
        told_by_day = [(cut["before_daily"], cut["after_daily"]) for cut in job["cuts"]]
        assert told_by_day == [(a["daily"], b["daily"]) for a, b in pairwise(job["changes"]) if b["daily"] < a["daily"]]
    paid = sum(
        cents(row["amount"])
        for row in town.transactions(id_)
        if (row["value_date"][:7], row["subcategory"]) == ("2026-05", "Salary")
    )
    assert paid == cents(sum(job["monthly_salary"] for job in true))


def test_a_salary_is_cut_by_a_fifth_in_may(town: Town) -> None:
    (job,) = town.true("salary_cut")["jobs"]
    last = job["cuts"][-1]
    assert (last["month"], round(last["after"] / last["before"], 3)) == ("2026-05", 0.8)
    assert last["after"] == job["monthly_salary"]
    paid = Counter[str]()
    for row in town.transactions("salary_cut"):
        if row["description"].startswith("PAGO DE NOMINA"):
            paid[row["value_date"][:7]] += cents(row["amount"])
    assert (paid["2026-04"], paid["2026-05"]) == (cents(last["before"]), cents(last["after"]))


def test_two_employers_pay_at_the_same_time(town: Town) -> None:
    employers = {job["employer"] for job in town.true("two_jobs")["jobs"]}
    assert len(employers) == 2
    in_may = [row["description"] for row in town.transactions("two_jobs") if row["value_date"][:7] == "2026-05"]
    assert len({words for words in in_may if words.startswith("PAGO DE NOMINA")}) == 2


def test_own_transfers_are_all_told_and_some_take_three_days(town: Town) -> None:
    true = town.true("own_transfers")
    pairs = [(pair["from"], pair["to"]) for pair in true["own_transfers"]]
    assert len(pairs) > 60
    days = Counter(
        (date.fromisoformat(reached["value_date"]) - date.fromisoformat(left["value_date"])).days
        for left, reached in pairs
    )
    assert {0, 1, 3} <= set(days) <= {0, 1, 2, 3, 4, 5}
    for left, reached in pairs:
        assert (left["amount"], left["type"], reached["type"]) == (reached["amount"], "OUTFLOW", "INFLOW")
        assert left["account"] != reached["account"]
    name = left["description"].split()[2:-1]
    shown = [row for row in town.transactions("own_transfers") if row["description"].split()[2:-1] == name]
    assert 0 <= len(shown) - 2 * len(pairs) <= 2
    assert len(true["no_transfers"]) >= 7


def test_the_desks_rule_finds_each_own_transfer_and_no_other(town: Town) -> None:
    rows = {key: row for key, row in enumerate(town.transactions("own_transfers")) if row["category"] in CATEGORIES}
    movements = [
        Movement(
            key=key,
            link=row["account"]["link"],
            account=row["account"]["number"],
            day=date.fromisoformat(row["value_date"]).toordinal(),
            amount=cents(row["amount"]) * (1 if row["type"] == "INFLOW" else -1),
            currency=row["currency"],
            reference=row["reference"],
        )
        for key, row in rows.items()
    ]
    owner = town.rows("own_transfers", "/api/owners/")[0]["display_name"]
    found = pairs(movements, {key for key, row in rows.items() if names(row["description"], [owner])})
    ids = {key: row["internal_identification"] for key, row in rows.items()}
    told_of = {
        (pair["from"]["internal_identification"], pair["to"]["internal_identification"])
        for pair in town.true("own_transfers")["own_transfers"]
    }
    by_name = {one.key for one in movements if names(rows[one.key]["description"], [owner])}
    left = {one.key for one in movements if one.amount < 0}
    assert {(ids[key], ids[other]) for key, other in found.items() if key in left & by_name} == told_of


def test_rent_is_a_transfer_to_a_person(town: Town) -> None:
    true, rows = town.true("tenant"), town.transactions("tenant")
    assert not any(row["subcategory"] == "Rent" for row in rows)
    paid = [row["internal_identification"] for row in rows if true["payee"] in row["description"]]
    assert sorted(paid) == sorted(row["internal_identification"] for row in true["rent"])
    salaries = Counter[str]()
    for row in rows:
        if row["subcategory"] == "Salary":
            salaries[row["value_date"][:7]] += cents(row["amount"])
    assert salaries == {month: cents(amount) for month, amount in true["salary_by_month"].items()}


def test_every_stake_is_told(town: Town) -> None:
    true = town.true("gambler")
    shown = [row for row in town.transactions("gambler") if row["subcategory"] == "Gambling"]
    assert {row["internal_identification"] for row in shown} == {row["internal_identification"] for row in told(true)}
    staked = Counter[str]()
    for row in shown:
        if row["type"] == "OUTFLOW":
            staked[row["value_date"][:7]] += cents(row["amount"])
    assert staked == {month: cents(amount) for month, amount in true["staked_by_month"].items()}


def test_every_loan_is_paid_back_dearer(town: Town) -> None:
    true = town.true("payday_loans")
    rows = [row for row in town.transactions("payday_loans") if row["subcategory"] == "Pay Advance"]
    assert len(rows) - len([*told(true)]) in (0, 1)  # what was lent before the bank's history begins
    *older, last = true["loans"]
    assert all(loan["repaid"]["amount"] == round(loan["lent"]["amount"] * 1.18, 2) for loan in older)
    assert last["repaid"] is None or last["repaid"]["value_date"] > last["lent"]["value_date"]
    assert all(true["lender"].upper() in row["description"] for row in rows)


def test_invoices_of_slow_customers_are_open_or_paid_in_parts(town: Town) -> None:
    true = town.true("slow_customers")
    invoices = {row["invoice_identification"]: row for row in town.rows("slow_customers", "/api/invoices/", 1)}
    banked = defaultdict[str, list[tuple[str, float]]](list)
    for row in town.transactions("slow_customers"):
        banked[row["reference"]].append((row["value_date"], row["amount"]))
    assert true["unpaid"]
    assert [part for part in true["in_parts"] if len(part["payments"]) == 3]
    for told_of in (*true["unpaid"], *true["in_parts"]):
        invoice = invoices[told_of["invoice_identification"]]
        assert (invoice["total_amount"], invoice["payment_method"], invoice["folio"]) == (
            told_of["total_amount"],
            "PPD",
            told_of["folio"],
        )
        paid = [(payment["value_date"], payment["amount"]) for payment in told_of["payments"]]
        assert [(one["date"][:10], one["amount"]) for one in invoice["payments"]] == paid
        assert sorted(banked[told_of["folio"]]) == paid
        for number, payment in enumerate(told_of["payments"], 1):
            (complement,) = invoices[payment["invoice_identification"]]["payments"]
            (document,) = complement["related_documents"]
            assert (document["invoice_identification"], document["partiality_number"]) == (
                told_of["invoice_identification"],
                number,
            )
            assert complement["amount"] == payment["amount"]
        if paid:
            assert document["outstanding_balance"] == told_of["outstanding"]


def test_what_two_books_declare_is_less_than_what_they_invoice(town: Town) -> None:
    true = town.true("two_books")
    invoiced, declared, banked = Counter[str](), dict[str, int](), Counter[str]()
    for row in town.rows("two_books", "/api/invoices/", 1):
        if (row["type"], row["status"]) == ("OUTFLOW", "Vigente") and row["invoice_type"] in ("Ingreso", "Egreso"):
            sign = 1 if row["invoice_type"] == "Ingreso" else -1
            invoiced[row["invoice_date"][:7]] += sign * cents(row["subtotal_amount"])
    months = {month["month"]: month for month in true["months"]}
    names = dict(zip(SPANISH, (f"{number:02}" for number in range(1, 13)), strict=True))
    for row in town.rows("two_books", "/api/tax-returns/", 1):
        general = row["informacion_general"]
        if general["periodo_declaracion"] in names:
            month = f"{general['ejercicio']}-{names[general['periodo_declaracion']]}"
            declared[month] = cents(row["determinacion_isr"]["ingresos_nominales"])
    for row in town.transactions("two_books"):
        if row["type"] == "INFLOW" and " FACTURA " in row["description"]:
            banked[row["value_date"][:7]] += cents(row["amount"])
    assert len(months) == 12
    for month, told_of in months.items():
        assert invoiced[month] == cents(told_of["invoiced"])
        assert banked[month] == cents(told_of["banked"])
        assert declared.get(month, cents(told_of["declared"])) == cents(told_of["declared"])
        assert abs(told_of["declared"] - told_of["invoiced"] * 0.7) < 0.02
    assert len(declared.keys() & months.keys()) >= 11


SPANISH = (
    "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio",
    "Julio", "Agosto", "Septiembre", "Octubre", "Noviembre", "Diciembre",
)  # fmt: skip


def test_twins_are_one_person_and_a_movement_shown_twice_moved_the_money_once(town: Town) -> None:
    true = town.true("twins")
    owners = [town.rows("twins", "/api/owners/", number)[0] for number in (0, 1)]
    assert owners[0]["document_id"] == owners[1]["document_id"]
    assert true["one_person"] == ["twins-1", "twins-2"]
    rows = {row["internal_identification"]: row for row in town.transactions("twins")}
    named = {"id", "internal_identification"}
    alike = [[_without(rows[each["internal_identification"]], named) for each in pair] for pair in true["shown_twice"]]
    assert len(alike) > 20
    assert all(one == other for one, other in alike)
    for one, other in true["bought_twice"]:
        first, second = rows[one["internal_identification"]], rows[other["internal_identification"]]
        assert (first["description"], first["amount"]) == (second["description"], second["amount"])
        assert first["transacted_at"] != second["transacted_at"]
    assert len(true["bought_twice"]) > 20


def _without(row: Row, names: set[str]) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def test_nothing_is_known_of_the_days_of_a_gap_in_which_the_balance_moves(town: Town) -> None:
    (first, last) = (gap["days"] for gap in town.true("data_gap")["gaps"])
    assert (len(first), len(last), last[0]) == (9, 9, "2025-10-06")
    rows = sorted(town.transactions("data_gap"), key=lambda row: str(row["transacted_at"]))
    assert not {row["value_date"] for row in rows} & {*first, *last}
    for account, moved in town.true("data_gap")["gaps"][1]["moved"].items():
        sign = -1 if len(account) == 16 else 1  # what a card says is what is owed
        before = [row for row in rows if row["account"]["number"] == account and row["value_date"] < last[0]][-1]
        after = next(row for row in rows if row["account"]["number"] == account and row["value_date"] > last[-1])
        amount = cents(after["amount"]) * (1 if after["type"] == "INFLOW" else -1)
        assert sign * (cents(after["balance"]) - cents(before["balance"])) - amount == cents(moved)


def test_a_document_has_another_check_digit_than_it_should(town: Town) -> None:
    true = town.true("wrong_check_digit")
    (owner,) = town.rows("wrong_check_digit", "/api/owners/")
    (status,) = town.rows("wrong_check_digit", "/api/tax-status/", 1)
    assert owner["document_id"] == {"document_type": "CURP", "document_number": true["document_number"]}
    assert status["tax_payer_information"]["curp"] == true["document_number"]
    assert (curp.is_valid(true["document_number"]), curp.is_valid(true["right"])) == (False, True)
    assert true["document_number"][:-1] == true["right"][:-1]


def test_days_below_zero_are_counted_from_what_each_day_ends_with(town: Town) -> None:
    true, days = (town.true("overdrawn")[name] for name in ("days_below_zero_by_month", "days_below_zero"))
    assert Counter(day[:7] for day in days) == {month: number for month, number in true.items() if number}
    ends: dict[str, float] = {}
    for row in sorted(town.transactions("overdrawn"), key=lambda row: row["transacted_at"]):
        if row["account"]["category"] == "CHECKING_ACCOUNT":
            ends[row["value_date"]] = row["balance"]
    day, balance, below = date(2026, 4, 30), 0.0, 0
    while day <= date(2026, 5, 31):
        balance = ends.get(day.isoformat(), balance)
        below += balance < 0 and day.month == 5
        day += timedelta(days=1)
    assert true["2026-05"] == below
    assert below > 5


@pytest.mark.parametrize("id_", ["own_transfers", "slow_customers", "payday_loans"])
def test_what_is_true_stays_true(town: Town, host: Host, tmp_path: Path, id_: str) -> None:
    later = host.start(tmp_path, now=NOW + timedelta(days=50)).get(f"/control/people/{id_}/")["true"]
    since = {row["internal_identification"]: row for row in told(later)}
    begun = min((row["value_date"] for row in since.values()), default="")
    still = [row for row in told(town.true(id_)) if row["value_date"] >= begun]
    assert still == [since[row["internal_identification"]] for row in still]
    if id_ == "slow_customers":
        unpaid = {invoice["invoice_identification"] for invoice in later["unpaid"]}
        recent = [one for one in town.true(id_)["unpaid"] if one["invoice_date"] > "2025-08-10"]
        assert {one["invoice_identification"] for one in recent} <= unpaid
        assert recent


def test_the_control_answers_for_one_of_them_and_knows_no_others(town: Town) -> None:
    assert town.api.get("/control/people/tenant/") == town.people["tenant"]
    assert town.api.call("GET", "/control/people/nobody/", auth=None).status_code == 404


def test_every_example_is_described() -> None:
    missing = [name for name in (*IDS, *LIVES) if f"`{name}`" not in README]
    assert missing == []
