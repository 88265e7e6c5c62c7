"""Query: a text, its parameters, its answer, and what is said of a fault."""

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from components.ui import desk
from store import Database
from store.known import as_known_on
from store.queries.audit import AuditFilter, page
from store.sql import EXAMPLES
from tests.kit.bank import EREBOR
from tests.kit.filling import pulled
from tests.pages.conftest import copy_shown
from tests.pages.reading import OpenPage, elements, popovers, run, table, texts

ANSWER = "Answer of the query"


@pytest.fixture(scope="module")
def query_file(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query_page") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        pulled(db, "maria", EREBOR)
    return path


@pytest.fixture
def db(query_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    with copy_shown(query_file, tmp_path, monkeypatch) as database:
        yield database


def test_a_query_of_the_address_is_answered(open_page: OpenPage) -> None:
    app = open_page("query", sql="SELECT person, count(*) AS accounts FROM v_accounts GROUP BY person")
    assert table(app, ANSWER).to_dict("records") == [{"person": "user-maria", "accounts": 3}]


def test_what_is_typed_goes_into_the_address_and_is_asked(open_page: OpenPage) -> None:
    app = open_page("query")
    app.text_area(key="sql").input("SELECT 1 AS one")
    app.button(key="run").click().run()
    assert app.query_params["sql"] == "SELECT 1 AS one"
    assert table(app, ANSWER)["one"].to_list() == [1]


def test_a_parameter_becomes_an_input(open_page: OpenPage) -> None:
    app = open_page("query", sql="SELECT count(*) AS n FROM v_accounts WHERE currency = :currency")
    assert "Give a value for :currency." in texts(app)
    app.text_input(key="p_currency").input("MXN").run()
    assert app.query_params["p_currency"] == "MXN"
    assert table(app, ANSWER)["n"].to_list() == [3]


def test_a_fault_is_told_with_its_place(open_page: OpenPage) -> None:
    app = open_page("query", sql="SELECT *\nFROM nowhere")
    assert "nowhere" in app.error[0].value
    assert "Line 2, column 6" in [caption.value for caption in app.caption]
    assert app.code[-1].value == "FROM nowhere\n     ^"


@pytest.mark.parametrize("title", EXAMPLES)
def test_every_example_is_answered(open_page: OpenPage, title: str) -> None:
    app = open_page("query", sql=EXAMPLES[title], p_since="2020-01-01")
    assert not app.error
    assert not app.exception


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("SELECT 12 AS a, 0.5 AS b, 'x' AS c, NULL AS d", [12, 0.5, "x", ""]),
        ("SELECT '007' AS a, 1.23456 AS b", ["007", 1.2346]),
        ("SELECT '=1+1' AS a, '**b**' AS b", ["=1+1", "**b**"]),
    ],
)
def test_values_are_shown_as_what_they_are(open_page: OpenPage, sql: str, values: list[object]) -> None:
    (row,) = table(open_page("query", sql=sql), ANSWER).to_numpy().tolist()
    assert row == values


def test_an_answer_is_drawn(open_page: OpenPage) -> None:
    sql = "SELECT category, count(*) AS n FROM v_transactions GROUP BY category"
    app = open_page("query", sql=sql, **{"as": "bars"})
    assert not app.exception
    assert [box.key for box in app.selectbox if box.key in ("x", "y")] == ["x", "y"]


def test_an_answer_is_of_what_is_seen_now(open_page: OpenPage, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("query", sql="SELECT count(*) AS n FROM v_accounts")
    assert table(app, ANSWER)["n"].to_list() == [3]
    monkeypatch.setattr(desk, "database", lambda: as_known_on(db, date(2000, 1, 1)))
    assert table(run(app), ANSWER)["n"].to_list() == [0]


def test_an_answer_is_taken_away_with_all_of_its_rows(open_page: OpenPage) -> None:
    app = open_page("query", sql="SELECT '=1+1' AS formula, :since AS since", p_since="2026-01-01")
    given = app.text_input(key="p_since")
    assert (given.label, given.proto.label_visibility.value) == (":since", given.proto.label_visibility.VISIBLE)
    (button,) = elements(app, "link_button")
    assert (button.label, button.proto.help) == ("Export CSV", "The 1 row of this query.")
    path, _, asked = button.proto.url.partition("?")
    assert path == "/export/query.csv"
    assert parse_qs(asked) == {"sql": ["SELECT '=1+1' AS formula, :since AS since"], "p_since": ["2026-01-01"]}
    assert "Open as" in popovers(app)
    (curl,) = [code.value for code in app.code if code.language == "bash"]
    (address,) = (word for word in shlex.split(curl.replace("\\\n", "")) if word.startswith("http"))
    assert address == f"http://127.0.0.1:8501/export/query.parquet?{asked}"


def test_a_query_of_raw_tables_is_on_record(open_page: OpenPage, db: Database) -> None:
    open_page("query", sql="SELECT count(*) AS n FROM bodies_accounts")
    rows = page(db, AuditFilter(action="query_raw"))
    assert rows["action"].to_list() == ["query_raw"]
