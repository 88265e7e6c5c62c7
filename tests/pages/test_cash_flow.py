"""Cash flow: one person's money by month, day and account, what comes back, and transfers that are their own."""

import io
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.ui import desk
from store import Database
from store.queries.banking import cash_flow
from store.sight import Sight
from store.write import links
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.rows import save
from tests.pages.reading import OpenPage, charts, elements, figures, run, table, texts, ways

RECURRING = "What comes back each month, the largest first"
CHECKS = "Forecasts of months that have ended, the newest first"
PAIRS = "Transfers between own accounts, the newest first"
MONTHS = "In, out and net by month, the newest first"
WHOSE = "People with movements, of whom one can be chosen"
STRANGER = "11111111-2222-4333-8444-555555555555"

OTHER = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK, name="Cuenta Dos")
PLAIN: dict[str, Any] = {"merchant": None, "reference": None}


def moved(number: int, day: str, amount: float, of: dict[str, Any] | None = None, **fields: object) -> dict[str, Any]:
    way = "INFLOW" if amount > 0 else "OUTFLOW"
    return bodies.transaction(number, of=of, value_date=day, amount=abs(amount), type=way, **{**PLAIN, **fields})


def a_year() -> Iterator[dict[str, Any]]:
    """From January to October: a salary that fell in October, a rent, and a gift once."""
    for month in range(1, 11):
        salary = 20_000 if month < 10 else 15_000
        income: dict[str, Any] = {"category": "Income & Payments", "description": "PAGO DE NOMINA ACME"}
        yield moved(month, f"2026-{month:02}-15", salary, **income)
        rent: dict[str, Any] = {"category": "Bills & Utilities", "description": f"SPEI ENVIADO CASERO RENTA {month:04}"}
        yield moved(20 + month, f"2026-{month:02}-03", -8_000, **rent)
    yield moved(40, "2026-06-20", 700, category="Transfers", description="SPEI RECIBIDO TIA 0099")
    yield moved(41, "2026-11-03", -8_000, category="Bills & Utilities", description="SPEI ENVIADO CASERO RENTA 0011")


@pytest.fixture(scope="module")
def flow_file(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Maria with two banks, between which money moves, and a card that is paid; and a stranger."""
    path = tmp_path_factory.mktemp("flow") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        with db.write() as connection:
            for link, external_id in ((LINK, "maria"), (OTHER_LINK, "maria"), (STRANGER, "jorge")):
                links.save(connection, bodies.link(link, external_id=external_id))
        save(db, "accounts", bodies.account(), bodies.card())
        save(db, "accounts", OTHER, link=OTHER_LINK)
        paid: dict[str, Any] = {"category": "Credits & Loans", "description": "PAGO TARJETA"}
        save(
            db,
            "transactions",
            *a_year(),
            moved(50, "2026-10-09", -3_000, category="Transfers", description="SPEI ENVIADO MARIA 1"),
            moved(51, "2026-10-12", -1_000, **paid),
            moved(52, "2026-10-12", 1_000, bodies.card(), **paid),
            moved(53, "2026-10-10", -600, bodies.card(), category="Food & Groceries", description="SUPER"),
        )
        reached = moved(54, "2026-10-12", 3_000, OTHER, category="Transfers", description="SPEI RECIBIDO MARIA 2")
        save(db, "transactions", reached, link=OTHER_LINK)
        elsewhere = bodies.account("99999999-1111-4111-8111-000000000000", link=STRANGER)
        save(db, "accounts", elsewhere, link=STRANGER)
        save(db, "transactions", moved(60, "2026-10-02", 50, elsewhere), link=STRANGER)
    return path


@pytest.fixture
def db(flow_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The store that the pages take for theirs."""
    path = tmp_path / "local.db"
    path.write_bytes(flow_file.read_bytes())
    with Database.open(path) as database:
        monkeypatch.setattr(desk, "database", lambda: database)
        yield database


def option(app: AppTest, about: str) -> dict[str, Any]:
    """The picture that begins so, as ECharts is given it."""
    (found,) = [one.proto for one in elements(app, "echarts_chart") if one.proto.alt.startswith(about)]
    drawn: dict[str, Any] = json.loads(found.spec)
    return drawn


def test_several_people_are_no_flow_and_one_is_chosen_with_a_click(open_page: OpenPage) -> None:
    app = open_page("cash_flow")
    assert "Money of 2 people is not one flow. Choose whose is to be seen." in texts(app)
    rows = table(app, WHOSE)
    assert [*rows["external_id"]] == ["maria", "jorge"]
    assert figures(app) == {}


def test_a_month_is_the_middle_of_whole_ones_without_own_transfers(open_page: OpenPage) -> None:
    app = open_page("cash_flow", external_id="maria")
    said = figures(app)
    assert (said["In a month"], said["Out a month"]) == ("MX$ 20,000.00", "MX$ 8,000.00")
    assert said["Net a month"] == "+MX$ 12,000.00"
    own = "2 transfers of MX$ 4,000.00 between own accounts: neither income nor spending, and in no sum."
    assert own in texts(app)
    assert any("Nov 2026 in part" in about for about in charts(app))


def test_a_switch_counts_own_transfers(open_page: OpenPage) -> None:
    app = open_page("cash_flow", external_id="maria", section="months", transfers="counted")
    october = table(app, MONTHS).iloc[1]
    assert (october["inflow"], october["outflow"]) == (15_000 + 4_000, 8_000 + 4_000 + 600)
    app = open_page("cash_flow", external_id="maria", section="months")
    rows = table(app, MONTHS)
    assert (rows["inflow"].iloc[1], rows["outflow"].iloc[1]) == (15_000, 8_600)
    assert [*rows["known"].iloc[:2]] == ["In part", "Whole"]


def test_next_month_is_what_comes_back_and_earlier_forecasts_are_held_against_what_came(open_page: OpenPage) -> None:
    app = open_page("cash_flow", external_id="maria", section="recurring")
    assert figures(app)["Dec 2026, expected"] == "+MX$ 12,000.00"
    (way,) = [address for _, address in ways(app) if "section=recurring" in address]
    assert way.startswith("/cash_flow?links=")
    assert "charts=MXN" in way
    rows = table(app, RECURRING)
    assert [*zip(rows["name"], rows["way"], rows["expected"], rows["kind"], strict=True)] == [
        ("PAGO DE NOMINA ACME", "In", 20_000, "Varies"),
        ("SPEI ENVIADO CASERO RENTA 0010", "Out", 8_000, "Steady"),
    ]
    checked = table(open_page("cash_flow", external_id="maria", section="checks"), CHECKS)
    october = checked.iloc[0]
    assert (october["expected"], october["came"], october["held"]) == (12_000, 7_000, "No")
    assert (october["every"], len(checked)) == (15_000 - 8_600, 6)
    assert [*checked["held"].iloc[1:]] == ["Yes"] * 5


def test_pairs_have_both_ends(open_page: OpenPage) -> None:
    app = open_page("cash_flow", external_id="maria", section="own")
    rows = table(app, PAIRS)
    assert [*zip(rows["amount"], rows["account_name"], rows["reached_account_name"], strict=True)] == [
        (1_000, "Cuenta Perfiles", "Tarjeta Oro"),
        (3_000, "Cuenta Perfiles", "Cuenta Dos"),
    ]
    assert rows["reached_description"].iloc[1] == "SPEI RECIBIDO MARIA 2"
    assert [*rows["evidence"]] == [["✓ One bank"], ["? Amount alone"]]
    said = "Of 1 nothing but amount and days tells, so that they may be chance: see Own transfers."
    assert said in [text.replace("\\", "") for text in texts(app)]


def test_money_runs_from_sources_through_accounts_to_what_it_went_for(open_page: OpenPage) -> None:
    (series,) = option(open_page("cash_flow", external_id="maria"), "MXN from sources")["series"]
    bands = {(one["source"], one["target"]): one["value"] for one in series["links"]}
    assert bands == {
        ("Income & Payments", "Cuenta Perfiles"): 9 * 20_000 + 15_000,
        ("Transfers", "Cuenta Perfiles"): 700,
        ("Cuenta Perfiles", "Bills & Utilities"): 11 * 8_000,
        ("Tarjeta Oro", "Food & Groceries"): 600,
    }
    counted = option(open_page("cash_flow", external_id="maria", transfers="counted"), "MXN from sources")["series"][0]
    added = {(one["source"], one["target"]): one["value"] for one in counted["links"]}.items() - bands.items()
    assert {*added} == {(("Cuenta Perfiles", "Cuenta Dos"), 3_000), (("Cuenta Perfiles", "Tarjeta Oro"), 1_000)}


def test_days_are_told_with_the_best_and_the_worst(open_page: OpenPage) -> None:
    app = open_page("cash_flow", external_id="maria")
    (said,) = [one for one in texts(app) if one.startswith("Best:")]
    assert said == "Best: 15 Jan 2026, +MX$ 20,000.00; worst: 3 Jan 2026, −MX$ 8,000.00"  # noqa: RUF001 - a minus
    assert option(app, "What remained of each day")["calendar"]["range"] == ["2025-12-01", "2026-11-24"]


@pytest.mark.parametrize("most", [0, 4])
def test_where_there_are_too_many_rows_it_says_so(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(cash_flow, "MOST_OF_DAYS", most)
    monkeypatch.setattr(cash_flow, "MOST_OF_PAYEES", most)
    app = open_page("cash_flow", external_id="maria", section="recurring")
    said = texts(app)
    assert "Dec 2026, expected" not in figures(app)
    if most:
        assert any("from 1 Nov 2026 on, of the newest 4 movements" in one for one in said)
    else:
        assert "Days are told of up to 0 movements; a month has more of them here. Choose fewer links." in said
        assert "A forecast is made of up to 0 movements; a month has more of them here. Choose fewer links." in said


def test_days_in_which_nothing_moved_are_said(open_page: OpenPage) -> None:
    app = open_page("cash_flow", external_id="maria", since="2026-12-01", until="2026-12-02")
    assert "Nothing moved in these days. Choose others, or clear them all." in texts(app)


def test_of_a_stranger_there_is_no_forecast_and_it_says_why(open_page: OpenPage) -> None:
    app = open_page("cash_flow", external_id="jorge", section="recurring")
    assert "Nothing has come back in three whole months and more, as a forecast needs it." in texts(app)
    for section in ("checks", "own"):
        app.query_params["section"] = section
        run(app)


def test_amounts_of_two_currencies_are_never_added(open_page: OpenPage, db: Database) -> None:
    save(db, "transactions", moved(70, "2026-10-02", 5, OTHER, currency="USD"), link=OTHER_LINK)
    assert figures(open_page("cash_flow", external_id="maria"))["In a month"] == "MX$ 20,000.00"
    assert figures(open_page("cash_flow", external_id="maria", charts="USD"))["In a month"].startswith("US$ 5.00")


def test_what_a_viewer_sees_is_the_same_figures(
    open_page: OpenPage, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = figures(open_page("cash_flow", external_id="maria"))
    masked = db.as_seen(Sight.MASKED)
    monkeypatch.setattr(desk, "database", lambda: masked)
    app = open_page("cash_flow", links=[LINK, OTHER_LINK], section="recurring")
    assert figures(app) == whole
    assert not any("CASERO" in name for name in table(app, RECURRING)["name"])


def test_files_of_pages_say_what_amounts_and_counts_come_to(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of the store's tables do: money in its currency; of balances, shares and other words there is no sum."""
    made: dict[str, partial[bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda _, data, file_name, **__: made.update({file_name: data}))
    (shown,) = (frame.value for frame in open_page("cash_flow", external_id="maria").dataframe if "net" in frame.value)
    make = made["cash_flow.csv"]
    load, _, *given = make.args
    book = openpyxl.load_workbook(io.BytesIO(make.func(load, "xlsx", *given, **make.keywords)))
    *_, heads, sums = book["About"].iter_rows()
    assert [cell.value for cell in heads] == ["Sum of all rows", "inflow", "outflow", "net", "count"]
    assert [sums[0].value, sums[1].number_format] == ["MXN", "[$MXN] #,##0.00;-[$MXN] #,##0.00"]
    for place, name in enumerate(("inflow", "outflow", "net", "count"), start=1):
        assert sums[place].value == pytest.approx(shown[name].sum())
    assert book["cash_flow"].max_row == len(shown) + 1
