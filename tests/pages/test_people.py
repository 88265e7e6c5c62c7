"""People and one person: what is said of somebody over all of their links."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from components.person.sections import SECTIONS
from components.ui import desk, following, time_format
from components.ui.following.open_pages import Question
from domain.roles import Actor, Role
from store import Database
from store.write import assignments, links
from tests.kit import bank, bodies
from tests.kit.bank import EREBOR, EREBOR_BR, uuid
from tests.kit.employment_bodies import ACME, RECORD, update
from tests.kit.filling import connect, pulled
from tests.kit.rows import save
from tests.pages.conftest import copy_shown
from tests.pages.reading import OpenPage, charts, elements, figures, run, table, texts, ways

PEOPLE = "People with their links, income, debts and flags"
IDENTITIES = "Who the person is, by each who says so"
CHANGES = "Changes of salary, the newest first"
CHECKS = "Checks of what is stored of the person"
BESIDE = "Both people's figures"
CUT = {**ACME, "employment_status_updates": [update("HIRED", 700, "2024-03-01"), update("CHANGE", 600, "2026-06-01")]}


@pytest.fixture(scope="module")
def people_file(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Maria with a bank and a payroll that fell and names somebody else, João in Brazil, and a link of nobody's."""
    path = tmp_path_factory.mktemp("people") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        pulled(db, "maria", EREBOR)
        pulled(db, "joao", EREBOR_BR)
        work = bank.link("work", EREBOR, external_id="user-maria", status="invalid")
        with db.write() as connection:
            links.save(connection, work)
            links.save(connection, bodies.link(uuid("nobody"), external_id=None))
        record = {**RECORD, "personal_data": {"official_name": "Juana Pérez"}, "employment_records": [CUT]}
        save(db, "employment_records", record, link=work["id"])
    return path


@pytest.fixture
def db(people_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The store that the pages take for theirs."""
    with copy_shown(people_file, tmp_path, monkeypatch) as database:
        yield database


def by_id(app: AppTest) -> dict[str, dict[Any, Any]]:
    """The rows of the list by their external ids."""
    return {str(row["external_id"]): row for row in table(app, PEOPLE).to_dict("records")}


def test_a_person_is_one_row_with_what_deserves_a_look(open_page: OpenPage) -> None:
    app = open_page("people")
    rows = by_id(app)
    maria = rows["user-maria"]
    assert (len(rows), maria["links"], maria["products"]) == (3, 2, "Bank · Payroll")
    assert maria["flags_said"] == "Link needs somebody · Names differ · Salary cut · Overdrawn often"
    assert (maria["salary"], maria["change"], maria["state"]) == (18250, -14, ["✕ Invalid"])
    assert "3 people; trust of 3 is being worked out; each in the currency of most of theirs" in texts(app)
    assert table(app, PEOPLE)["external_id"].iloc[0] == "user-maria"


def test_filters_narrow_and_say_how_many_they_leave(open_page: OpenPage) -> None:
    app = open_page("people", flag="cut", product=["bank", "payroll"])
    assert [*by_id(app)] == ["user-maria"]
    assert "1 of 3 people; trust of 3 is being worked out" in texts(app)
    assert "Payroll (1)" in app.multiselect(key="product").options
    assert [*by_id(open_page("people", find="perez"))] == ["user-maria"]
    assert [*by_id(open_page("people", currency="BRL"))] == ["user-joao"]
    assert [*by_id(open_page("people", salary_from="18000"))] == ["user-maria"]
    assert "Nobody is like this. Take a filter out, or clear them all." in texts(open_page("people", find="nobody at"))


def test_a_person_has_all_of_theirs_on_one_page(open_page: OpenPage) -> None:
    app = open_page("person", external_id="user-maria", section="employment")
    assert figures(app)["Salary"] == "MX$ 18,250.00"
    assert figures(app)["Days below zero"].isdigit()
    assert [*table(app, IDENTITIES)["as"]] == ["Account owner", "Employee"]
    assert "Names differ between account owner at Erebor and employee at Erebor." in texts(app)
    (change,) = table(app, CHANGES).to_dict("records")
    assert (change["before"], change["after"], round(change["share"], 1)) == (21291.67, 18250, -14.3)
    assert any("in and out by month" in text for text in texts(app))
    assert any("Nov 2026 in part" in about for about in charts(app))


def test_figures_lead_to_the_rows_of_the_person_alone(open_page: OpenPage) -> None:
    app = open_page("person", external_id="user-maria")
    found = {urlsplit(address).path: parse_qs(urlsplit(address).query) for _, address in ways(app)}
    for page in ("/transactions", "/employment", "/accounts", "/income"):
        assert found[page]["external_id"] == ["user-maria"]
    assert found["/transactions"]["type"] == ["INFLOW"]


def test_every_section_is_drawn_of_whoever_it_is(open_page: OpenPage) -> None:
    app = open_page("person", external_id="user-maria", section="income")
    for section in ("balances", "debts", "taxes"):
        app.query_params["section"] = section
        run(app)
        assert len(app.tabs) == len(SECTIONS)
    del app.query_params["external_id"]
    app.query_params["link"] = uuid("nobody")
    for section, says in (
        ("balances", "No account is stored of this person."),
        ("debts", "Nothing is owed on the accounts that are stored of this person."),
        ("employment", "No payroll is stored of this person."),
        ("taxes", "Nothing of a tax authority is stored of this person."),
    ):
        app.query_params["section"] = section
        assert says in texts(run(app))


def test_checks_say_what_was_looked_for(open_page: OpenPage) -> None:
    found = table(open_page("person", external_id="user-maria", section="quality"), CHECKS)
    assert len(found) == 5
    assert {verdict for (verdict,) in found["verdict"]} == {"✓ OK"}


def test_two_people_stand_side_by_side(open_page: OpenPage) -> None:
    app = open_page("person", **{"external_id": "user-maria", "with": "user-joao"})
    rows = {row["figure"]: row for row in table(app, BESIDE).to_dict("records")}
    assert rows["Salary"]["value_0"] == "MX$ 18,250.00"
    assert rows["Owed"]["value_1"].startswith("R$")
    assert {"MX$ in and out by month, last 12 months", "R$ in and out by month, last 12 months"} <= {*texts(app)}


def test_who_is_not_there_is_not_everybody(open_page: OpenPage) -> None:
    for query in ({"external_id": "nobody"}, {"external_id": "user-maria", "with": "nobody"}):
        app = open_page("person", **query)
        assert "Not here" in texts(app)
        assert len(app.dataframe) == 0


@pytest.mark.parametrize("page", ["accounts", "transactions", "employment"])
def test_a_page_is_narrowed_to_a_person(page: str, open_page: OpenPage) -> None:
    app = open_page(page, external_id="user-maria")
    assert app.multiselect(key="external_id").value == ["user-maria"]
    shown = {label for frame in app.dataframe if "whose" in frame.value for label in frame.value["whose"]}
    assert len(shown) == 1
    other = open_page(page, person="user-joao")
    assert not shown & {label for frame in other.dataframe if "whose" in frame.value for label in frame.value["whose"]}


def test_a_person_and_a_link_of_somebody_else_are_nobody(open_page: OpenPage) -> None:
    app = open_page("transactions", external_id="user-maria", links=uuid("joao"))
    assert "No transaction is like this. Take a filter out, or clear them all." in texts(app)


def test_a_person_who_is_not_there_is_said_and_narrows_to_nothing(open_page: OpenPage) -> None:
    app = open_page("accounts", external_id="nobody-here")
    assert any("Person: there is no “nobody-here” here." in text for text in texts(app))
    assert len(app.dataframe) == 0


def test_the_file_of_a_page_is_narrowed_as_the_page_is(open_page: OpenPage) -> None:
    app = open_page("transactions", external_id="user-joao")
    (file,) = [button.proto for button in elements(app, "link_button") if button.proto.label == "Export CSV"]
    assert parse_qs(urlsplit(file.url).query)["links"] == [uuid("joao")]


def test_an_empty_desk_says_what_comes(open_page: OpenPage, db: Database) -> None:
    with db.write() as connection:
        for link in links.live(connection):
            links.mark_deleted(connection, link)
    app = run(open_page("people"))
    assert any("Nobody is stored here yet." in text for text in texts(app))
    connect(db, "new", EREBOR)
    assert [*by_id(run(app))] == ["user-new"]


def test_a_link_without_an_external_id_is_put_to_a_person_and_taken_off(open_page: OpenPage) -> None:
    nobody = uuid("nobody")
    app = open_page("person", link=nobody)
    assert any("has no external ID, and stands for itself" in text for text in texts(app))
    run(app.button(key=f"whose_{nobody}_put").click())
    run(app.text_input(key="assignment_find").set_value("joao"))
    assert app.radio(key="assignment_person").options[-1].startswith("joao · nobody here yet")
    run(app.text_input(key="assignment_find").set_value("user-joao"))
    run(app.button(key="confirm_assignment").click())
    assert by_id(open_page("people"))["user-joao"]["links"] == 2
    app = open_page("link", link=nobody, section="details")
    assert any("joao (put here)" in text.replace("\\", "") for text in texts(app))
    run(app.button(key="whose_it_is_take_off").click())
    assert by_id(open_page("people"))["user-joao"]["links"] == 1


def test_who_may_not_see_people_puts_no_link_to_one(
    open_page: OpenPage, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.write() as connection:
        assignments.put(connection, uuid("nobody"), "user-joao", actor="ana@desk.example")
    monkeypatch.setattr(desk, "actor", lambda: Actor("viewer@desk.example", Role.VIEWER))
    app = open_page("person", link=uuid("nobody"))
    assert any("put here to" in text for text in texts(app))
    assert not any("person…" in button.label for button in app.button)


@pytest.mark.usefixtures("db")
def test_what_the_server_asks_for_the_list_needs_no_reader(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Question] = []
    monkeypatch.setattr(following, "wait_for", lambda question, **_: asked.append(question))
    open_page("people")
    assert asked  # whether they are rated by now
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(time_format, "reader_zone", lambda: pytest.fail("it is the zone of no page"))
        for question in asked:
            question.ask()
