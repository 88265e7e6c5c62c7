"""Lists in pages: whole and without doubles, in the shapes that were agreed; what can't be read is said."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from unittest.mock import patch

import pytest

from domain.roles import Role
from resources import RESOURCES
from store.ops import audit
from store.queries import resource_rows
from store.queries.banking import transactions
from store.queries.banking.transactions import TransactionFilter
from store.write import links, rows
from tests.kit import bodies
from tests.kit.damage import ruin
from tests.kit.files import file_of
from tests.kit.fiscal_bodies import chilean, invoice
from tests.kit.rows import save, tuples
from tests.web.api.conftest import NEEDED, Desk
from web.api import rows as api_rows

PROBLEM = "application/problem+json"
MONEY = re.compile(r"-?\d+\.\d{2,4}")
FIRST = date(2026, 11, 1)


@pytest.fixture(scope="module")
def desk(make_desk: Callable[[], Desk]) -> Desk:
    made = make_desk()
    db = made.context.database
    save(db, "accounts", bodies.account(number="0001234"))
    other = bodies.account(bodies.OTHER_ACCOUNT, link=bodies.OTHER_LINK)
    with db.write() as connection:
        links.save(connection, bodies.link())
        links.set_status(connection, bodies.LINK, "invalid")
        links.save(connection, bodies.link(bodies.OTHER_LINK, external_id="luis", institution_user_id="luis"))
        rows.save_page(connection, "accounts", bodies.OTHER_LINK, [other])
        rows.save_page(connection, "transactions", bodies.OTHER_LINK, [bodies.transaction(90, of=other)])
    days = [FIRST + timedelta(days=number // 3) for number in range(23)]  # several a day
    save(
        db,
        "transactions",
        *(bodies.transaction(number, value_date=str(at), amount=0.1 + number) for number, at in enumerate(days, 1)),
    )
    save(db, "invoices", *(invoice(number, "2026-11-02", 1160) for number in range(1, 6)))
    save(db, "cl_invoices", *(chilean(number, "2026-11-02", 11900) for number in range(1, 5)), link=bodies.OTHER_LINK)
    save(db, "bills", *({"id": f"b{number}", "due_date": None, "total_amount": number} for number in range(5)))
    return made


@pytest.mark.parametrize("name", [*RESOURCES, "people", f"links/{bodies.LINK}/timeline"])
def test_pages_are_whole_and_without_doubles(desk: Desk, name: str) -> None:
    (every,) = desk.walk(f"/{name}", limit="500")
    pages = [*desk.walk(f"/{name}", limit="2")]
    assert [row for page in pages for row in page] == every
    assert all(len(page) == 2 for page in pages[:-1])


@pytest.mark.parametrize("address", ["match", "quality"])
def test_pages_of_what_is_worked_out_are_whole_as_well(desk: Desk, address: str) -> None:
    more = {"since": "2026-01-01"} if address == "match" else {}
    (every,) = desk.walk(f"/{address}", link=bodies.LINK, limit="500", **more)
    assert len(every) > 4
    assert [row for page in desk.walk(f"/{address}", link=bodies.LINK, limit="3", **more) for row in page] == every


def test_a_page_that_is_not_yet_read_holds_while_rows_come_and_go(desk: Desk) -> None:
    first = desk.read("/transactions", limit="5")
    later = bodies.transaction(
        70, value_date="2026-12-01", of=bodies.account(bodies.OTHER_ACCOUNT, link=bodies.OTHER_LINK)
    )
    save(desk.context.database, "transactions", later, link=bodies.OTHER_LINK)
    rest = [row["transaction"] for row in desk.read(first["next"])["results"]]
    seen = [row["transaction"] for row in first["results"]]
    assert not {*seen} & {*rest}
    assert later["id"] not in rest


def test_rows_are_those_of_the_store_exactly(desk: Desk) -> None:
    found = [row for page in desk.walk("/transactions", link=bodies.LINK) for row in page]
    stored = [*transactions.export(desk.context.database, TransactionFilter(links=(bodies.LINK,)))]
    names = [*transactions.EXPORT_COLUMNS]
    assert [row["transaction"] for row in found] == [row[0] for row in stored]
    units = [row[names.index("amount")] for row in stored]
    assert [row["amount"] for row in found] == [f"{number / 10_000:.2f}" for number in units]
    assert all(MONEY.fullmatch(row["amount"]) and row["currency"] == "MXN" for row in found)
    assert found[0]["value_date"] == "2026-11-08"
    assert {row["external_id"] for row in found} == {"user-42"}


def test_numbers_keep_their_zeros_and_instants_their_zone(desk: Desk) -> None:
    (account,) = desk.read("/accounts", link=bodies.LINK)["results"]
    assert (account["number"], account["current"], account["currency"]) == ("0001234", "5874.13", "MXN")
    (link,) = desk.read("/links", link=bodies.LINK)["results"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", link["created_at"])


@pytest.mark.parametrize("name", [name for name in RESOURCES if name != "links"])
def test_money_has_its_currency_beside_it(desk: Desk, name: str) -> None:
    described = desk.http.get("/api/v1/openapi.json").json()["components"]["schemas"][name]["properties"]
    money = [key for key, one in described.items() if "Exact, in the currency" in str(one)]
    assert not money or any("currency" in key for key in described)
    declared = resource_rows.columns(name) if name not in ("transactions", "invoices") else {}
    assert declared.keys() <= described.keys()


def test_a_person_narrows_as_a_link_does_and_nobody_is_not_everybody(desk: Desk) -> None:
    theirs = desk.read("/transactions", external_id="luis")["results"]
    assert {row["link"] for row in theirs} == {bodies.OTHER_LINK}
    assert desk.read("/transactions", external_id="luis", link=bodies.LINK)["results"] == []
    for parameter in ("external_id", "link", "account", "person", "links"):
        assert desk.read("/transactions", **{parameter: "nobody"})["results"] == []
    assert desk.read("/figures/accounts", external_id="nobody")["results"][0]["value"] == 0


def test_filters_are_those_of_the_page(desk: Desk) -> None:
    def ids(**asked: str) -> set[str]:
        return {row["transaction"] for row in desk.read("/transactions", **asked)["results"]}

    few = {row["id"] for row in (bodies.transaction(number) for number in (1, 2, 3))}
    assert ids(until="2026-11-01", link=bodies.LINK) == few
    assert ids(minimum="20", link=bodies.LINK) == {str(bodies.transaction(number)["id"]) for number in (20, 21, 22, 23)}
    assert ids(type="INFLOW", since="2026-11-05") <= ids(since="2026-11-05")
    assert [*desk.walk("/transactions", text="nothing like this")] == [[]]
    again = desk.read("/transactions", limit="2", **{"from": "2026-11-02", "to": "2026-11-03"})["next"]
    assert "since=2026-11-02&until=2026-11-03" in again


@pytest.mark.parametrize(
    "asked",
    [
        *(
            "since=yesterday",
            "since=1700000000",
            "limit=0",
            "limit=501",
            "limit=x",
            "after=!",
            "after=WzFd",
            "after=e30",
        ),
        *("sicne=2026-11-01", "minimum=-1", "minimum=1e9", "minimum=nan", "transfers=zz", "since=2026-11-01&since=x"),
        *(f"text={'x' * 501}", "sort=newest", "as_known_on=yesterday"),
    ],
)
def test_what_can_not_be_read_is_a_problem_without_what_was_sent(desk: Desk, asked: str) -> None:
    answer = desk.ask(f"/transactions?{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    told = answer.json()
    assert {"type", "title", "status", "detail"} <= told.keys()
    assert (told["type"], told["status"]) == ("about:blank", 422)
    assert asked.partition("=")[2] not in str(told) or len(asked.partition("=")[2]) < 3


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/links/nobody", 404),
        ("GET", "/links/nobody/timeline", 404),
        ("GET", "/people/nobody", 404),
        ("GET", "/match?link=nobody", 404),
        ("GET", "/accounts/", 404),
        ("POST", "/accounts", 405),
        ("DELETE", f"/links/{bodies.LINK}", 405),
    ],
)
def test_every_error_is_a_problem(desk: Desk, method: str, address: str, status: int) -> None:
    header = {"authorization": f"Bearer {desk.tokens[Role.ADMIN]}"}
    answer = desk.http.request(method, f"/api/v1{address}", headers=header)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status
    assert ("allow" in answer.headers) == (status == 405)


def test_what_goes_wrong_here_is_a_problem_that_tells_nothing(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with patch.object(api_rows, "_read", side_effect=RuntimeError("a secret thing")):
        answer = desk.ask("/accounts")
    assert (answer.status_code, answer.headers["content-type"]) == (500, PROBLEM)
    assert "secret" not in answer.text
    assert "a secret thing" in caplog.text


@pytest.mark.parametrize("address", ["/transactions", "/links", "/people", "/figures/accounts", "/figures/overview"])
def test_all_can_be_asked_as_known_on_a_day(desk: Desk, address: str) -> None:
    today = date.today().isoformat()  # noqa: DTZ011 - where the desk is
    now, then = desk.read(address)["results"], desk.read(address, as_known_on=today)["results"]
    assert len(then) == len(now) > 0
    for day in ("2001-01-01", "2099-12-31"):
        answer = desk.ask(address, as_known_on=day)
        assert (answer.status_code, "Ask for" in answer.json()["detail"]) == (422, True)


def test_every_address_answers_as_known_on_a_past_day(make_desk: Callable[[], Desk]) -> None:
    """What has come since is in none of the answers, and what was another is as it was; a day before all is refused."""
    desk = make_desk()
    evening, later = (f"2020-11-{day}T12:00:00.000000Z" for day in (23, 25))
    with desk.context.database.write() as connection:
        links.save(connection, bodies.link(), now=evening)
        for now, amounts in ((evening, (245.5,)), (later, (7, 245.5))):
            page = [bodies.transaction(number, amount=amount) for number, amount in enumerate(amounts, 1)]
            rows.save_page(connection, "accounts", bodies.LINK, [bodies.account()], now=now)
            rows.save_page(connection, "transactions", bodies.LINK, page, now=now)
        links.save(connection, bodies.link(bodies.OTHER_LINK, external_id="luis"), now=later)
        rows.save_page(connection, "owners", bodies.OTHER_LINK, [{"id": "o1", "display_name": "Luis"}], now=later)
    described = desk.http.get("/api/v1/openapi.json").json()["paths"]
    asked = {
        path: path.replace("{link}", bodies.LINK).replace("{external_id}", "user-42").replace("{code}", "login_error")
        for path, told in described.items()
        if "as_known_on" in {one["name"] for one in told["get"].get("parameters", [])}
    }
    assert described.keys() - asked.keys() == set()
    for path, address in asked.items():
        needed = {**NEEDED.get(path, {}), **({"since": "2020-11-23"} if path.endswith("changes") else {})}
        answer = desk.ask(address, **needed, as_known_on="2020-11-24")
        assert answer.status_code == 200, (path, answer.text)
        assert not re.search(rf"{bodies.OTHER_LINK}|luis|Luis", answer.text), path
        before = desk.ask(address, **needed, as_known_on="2020-11-22").status_code
        assert before == (200 if path in SAME_ON_EVERY_DAY else 422), path
    (then,) = desk.read("/transactions", as_known_on="2020-11-24")["results"]
    assert (then["amount"], len(desk.read("/transactions")["results"])) == ("-245.50", 2)
    assert [row["id"] for row in desk.read("/links", as_known_on="2020-11-24")["results"]] == [bodies.LINK]
    assert desk.ask("/people/luis", as_known_on="2020-11-24").status_code == 404
    assert desk.ask(f"/links/{bodies.OTHER_LINK}", as_known_on="2020-11-24").status_code == 404


SAME_ON_EVERY_DAY = {"/saved-queries", "/error-codes/{code}"}
"""Addresses whose answers are not of what was stored."""


def test_what_was_read_is_on_record_once_and_then_added_up(desk: Desk) -> None:
    for _ in range(3):
        desk.read("/owners", Role.VIEWER, link=bodies.LINK)
    told = tuples(audit.table(desk.context.database), "actor", "target", "did", "details")
    mine = [row for row in told if row[:2] == ("token of-viewer", "owners")]
    assert [row[2] for row in mine] == ["read by a program"]
    assert '"masked":"everybody"' in mine[0][3]
    assert bodies.LINK not in mine[0][3]


def test_a_store_that_can_not_be_read_is_said(make_desk: Callable[[], Desk]) -> None:
    broken = make_desk()
    with broken.context.database.write() as connection:
        for number in range(2_000):
            audit.record(connection, "somebody", f"wrote {number}", "x" * 100, {})
    broken.context.database.checkpoint()
    ruin(file_of(broken.context.database))
    answer = broken.ask("/accounts")
    assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)
    assert "python -m store restore FILE" in answer.json()["detail"]
