"""Match: claims against inflows on a page, one person at a time, with a yes or no that is kept."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from components.ui import desk
from domain.roles import Actor, Role
from store import Database
from store.write import institutions, links, match_decisions
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.fiscal_bodies import CLIENT, invoice, payslip, tax_return
from tests.kit.rows import save
from tests.pages.conftest import copy_shown
from tests.pages.reading import OpenPage, figures, run, table, texts

MATCHES = "Invoices, payslips and incomes with what came of them, and inflows alone"
DECLARED = "Declared, invoiced and banked by month"
CHOICE = "People to choose one of"


@pytest.fixture(scope="module")
def match_file(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody with a bank and a tax authority, and somebody else with a bank alone."""
    path = tmp_path_factory.mktemp("match_page") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        with db.write() as connection:
            institutions.save(connection, [bodies.institution()])
            links.save(connection, bodies.link())
            links.save(connection, bodies.link(OTHER_LINK))
            links.save(connection, bodies.link("bank-alone", external_id="user-alone"))
        save(db, "accounts", bodies.account())
        common: dict[str, Any] = {"type": "INFLOW", "merchant": None, "category": "Income & Payments"}
        came = [
            bodies.transaction(1, value_date="2026-09-10", amount=1160, description="SPEI 500001", **common),
            bodies.transaction(2, value_date="2026-09-12", amount=77, description="DE UN AMIGO", **common),
            bodies.transaction(3, value_date="2026-01-12", amount=5, description="ABONO", **common),
        ]
        save(db, "transactions", *came)
        documents = [
            invoice(500001, "2026-09-09", 1160),
            invoice(500002, "2026-08-01", 580),
            payslip(3, "2026-09-15", 10_000, 2_000),
        ]
        save(db, "invoices", *documents, link=OTHER_LINK)
        save(db, "tax_returns", tax_return(1, 2026, "Septiembre", isr={"total_ingresos": 10.0}), link=OTHER_LINK)
        of = bodies.account(bodies.OTHER_ACCOUNT, link="bank-alone")
        save(db, "accounts", of, link="bank-alone")
        save(db, "transactions", bodies.transaction(9, of=of), link="bank-alone")
    return path


@pytest.fixture
def db(match_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The store that the pages take for theirs."""
    with copy_shown(match_file, tmp_path, monkeypatch) as database:
        yield database


def test_one_person_is_asked_for(open_page: OpenPage) -> None:
    app = open_page("match")
    assert {*table(app, CHOICE)["external_id"]} == {"user-42", "user-alone"}
    app = open_page("match", find="alone")
    assert [*table(app, CHOICE)["external_id"]] == ["user-alone"]
    assert "Nobody is like this" in " ".join(texts(open_page("match", find="nobody at all")))


def test_claims_and_inflows_have_their_states_and_sums(open_page: OpenPage) -> None:
    app = open_page("match", external_id="user-42")
    rows = table(app, MATCHES)
    assert [*rows["state"].map(lambda state: state[0])] == [
        "✕ Unpaid",
        "? Unexplained",
        "✓ Paid",
        "✕ Unpaid",
        "? Unexplained",
    ]
    assert [*rows["who"]][1:3] == ["DE UN AMIGO", CLIENT[1]]
    told = figures(app)
    assert (told["Paid"], told["Unpaid"]) == ("MX$ 1,160.00", "MX$ 8,580.00")
    assert (told["Partly"], told["Unexplained"]) == ("MX$ 0.00", "MX$ 82.00")
    assert any("without own transfers, loans and savings" in text for text in texts(app))


def test_the_file_says_in_the_readers_language_and_order_what_the_page_does(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made when it is clicked, once the page has been drawn."""
    made: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda _, data, file_name, **__: made.update({file_name: data}))
    for lang, sort in (("es", "oldest"), ("en", "newest")):
        app = open_page("match", external_id="user-42", sort=sort, lang=lang)
        (shown,) = (frame.value for frame in app.dataframe if {"owed", "came"} <= {*frame.value})
        rows = [*csv.DictReader(io.StringIO(made["match.csv"]().decode("utf-8-sig")))]
        assert [(row["kind"], row["who"]) for row in rows] == [*zip(shown["kind"], shown["who"], strict=True)]
        assert len(rows) == 5
        assert {row["currency"] for row in rows} == {"MXN"}
        assert ("1160.00" in {row["owed"] for row in rows}, rows[0]["day"] < rows[-1]["day"]) == (
            True,
            sort == "oldest",
        )


def test_filters_narrow_the_rows(open_page: OpenPage) -> None:
    narrowed = open_page("match", external_id="user-42", states="unpaid", kinds="payslip")
    assert [*table(narrowed, MATCHES)["kind"]] == ["Payslip"]
    largest = open_page("match", external_id="user-42", sort="largest")
    assert table(largest, MATCHES)["owed"].iloc[0] == 8000
    none = open_page("match", external_id="user-42", states="credited")
    assert "Nothing is like this in these days. Take a filter out, or choose other days." in texts(none)


def test_a_yes_and_a_no_are_kept_from_the_drawer(open_page: OpenPage, db: Database) -> None:
    pair = f"invoices i500001|{bodies.transaction(1)['id']}"
    app = open_page("match", external_id="user-42", match=pair)
    assert "Its number in the line" in " ".join(texts(app))
    run(app.button(key="judge_no").click())
    assert "Paid" not in " ".join(str(state) for state in table(app, MATCHES)["state"])
    with db.read() as connection:
        (kept,) = match_decisions.of_links(connection, [LINK]).values()
    assert kept.is_right is False
    app = open_page("match", external_id="user-42", match="invoices i500001|")
    run(app.button(key=f"pair_{bodies.transaction(2)['id']}").click())
    app = open_page("match", external_id="user-42", states="partly")
    (row,) = table(app, MATCHES).to_dict("records")
    assert (row["came"], row["rule"], row["said"]) == (77, "Somebody said so", ["✓ Confirmed"])


def test_who_may_not_judge_is_offered_nothing(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "may", lambda action: Actor("v", Role.VIEWER).may(action))
    app = open_page("match", external_id="user-42", match=f"invoices i500001|{bodies.transaction(1)['id']}")
    assert not [button for button in app.button if button.key in ("judge_yes", "judge_no")]


def test_a_match_that_is_not_made_any_more_says_so(open_page: OpenPage) -> None:
    app = open_page("match", external_id="user-42", match="invoices gone|")
    assert any("is not made any more" in text for text in texts(app))


def test_months_are_declared_and_banked(open_page: OpenPage) -> None:
    app = open_page("match", external_id="user-42", section="declared")
    rows = table(app, DECLARED).to_dict("records")
    september = next(row for row in rows if row["month"].month == 9)
    assert (september["declared"], september["billed"], september["banked"]) == (10, 1160, 1237)
    assert september["verdict"] == ["↓ Declared less"]
    assert figures(app)["Banked"] == "MX$ 1,237.00"
    app = open_page("match", external_id="user-alone", section="declared")
    assert any("No monthly return of this person is stored" in text for text in texts(app))
    app = open_page("match", external_id="user-42", section="salaries")
    assert "No payroll of these months is stored of this person." in texts(app)


def test_the_bank_is_said_to_be_missing(open_page: OpenPage, db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(OTHER_LINK, external_id="user-tax"))
    app = open_page("match", external_id="user-tax")
    assert any("No bank of this person is stored" in text for text in texts(app))
    assert figures(app)["Unpaid"] == "MX$ 0.00"
