"""As known on a day: the pages of Analyse tell what they told that evening, whatever was pulled since."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from belvo_sandbox import serve
from components.ui import desk, time_format
from domain import as_known
from domain.as_known import PARAMETER
from settings import ROOT
from store import Database
from store.core import instants
from store.engine import sqlite
from store.known import as_known_on, day_of
from store.sight import Sight
from tests.kit.bank import NOW
from tests.kit.local_belvo import client_of
from tests.kit.waiting import PATIENCE
from tests.pages.reading import charts, figures, run, texts, ways
from tests.pages.walking import Walk
from tests.sync.test_local_belvo import pull

PEOPLE = (
    ("gringotts_br_retail", "bnk103", "negative"),
    ("tatooine_mx_fiscal", "fiscal102", "low"),
    ("planet_mx_employment", "user_valid", "pass_valid"),
)
PAGES = (
    "people",
    "person",
    "accounts",
    "transactions",
    "cash_flow",
    "income",
    "employment",
    "fiscal",
    "match",
    "quality",
)
OF_ONE = {"person": "external_id", "cash_flow": "external_id", "match": "external_id", "quality": "external_id"}
LATER = timedelta(days=9)

Told = tuple[dict[str, str], list[str], dict[str, str]]
"""The figures of a page, what its charts are called, and its tables."""


@dataclass
class World:
    """A store that was filled on one day and pulled again later, and what its pages told on the first."""

    db: Database
    day: str
    told: Mapping[str, Told]
    now: datetime = NOW


@contextmanager
def at(world: datetime) -> Iterator[None]:
    """Everything at this instant, by the desk's clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(instants, "now", lambda: instants.encode(world))
        patch.setattr(time_format, "utc_now", lambda: world)
        patch.setattr(desk, "ahead", timedelta)
        yield


@contextmanager
def shown(db: Database) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            desk,
            "settings",
            lambda: SimpleNamespace(environment="local", reachable_url="http://127.0.0.1:8501", server_url=None),
        )
        patch.setattr(desk, "database", lambda: desk.as_known(db.as_seen(Sight.CLEAR)))
        patch.setattr(desk, "reach", lambda: "reached")
        yield


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py")
    return run(app)


def told(page: str, **query: str) -> Told:
    whose = {OF_ONE[page]: "maria"} if page in OF_ONE else {}
    app = opened(page, **whose, **query)
    tables = {frame.proto.alt: frame.value.to_csv() for frame in app.dataframe}
    return figures(app), charts(app), tables


@pytest.fixture(scope="module")
def world(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("as_known")
    (folder / "local.db").write_bytes(empty_store.read_bytes())
    with (
        serve(folder / "sandbox", now=NOW) as server,
        client_of(server.url) as client,
        Database.open(folder / "local.db") as db,
    ):
        server.control.set_corrections("dates_move")
        with at(NOW), shown(db):
            links = [client.links.create(*who, external_id="maria", access_mode="recurrent")["id"] for who in PEOPLE]
            for link in links:
                pull(db, client, link)
            first = {page: told(page) for page in PAGES}
        with at(NOW + LATER):
            server.control.advance(days=LATER.days)
            for link in links:
                pull(db, client, link)
        yield World(db, day_of(NOW).isoformat(), first, NOW + LATER)


@pytest.fixture(autouse=True)
def _later(_one_moment: None, world: World) -> Iterator[None]:
    with at(world.now), shown(world.db):
        yield


def test_every_page_tells_what_it_told_that_evening(world: World) -> None:
    differing = {page for page in ("transactions", "accounts") if told(page) != world.told[page]}
    assert differing == {"transactions", "accounts"}
    found = {page: told(page, **{PARAMETER: world.day}) for page in PAGES}
    assert found == world.told


def test_no_page_of_an_earlier_day_reads_all_movements_to_find_some(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a view of rows as they were stands in a join, its tables' indexes find them, and it is not put together."""
    asked, connect = list[str](), sqlite.connect

    def traced(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
        connection = connect(path, read_only=read_only)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(sqlite, "connect", traced)
    day = date.fromisoformat(world.day) + timedelta(1)  # of which no page has asked, so that nothing is kept of it
    for page in PAGES:
        told(page, **{PARAMETER: day.isoformat()})
    for section in ("payees", "recurring", "checks", "own"):
        told("cash_flow", section=section, **{PARAMETER: day.isoformat()})
    with as_known_on(world.db.as_seen(Sight.CLEAR), day).read() as connection:
        plans = {
            sql: " · ".join(row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
            for sql in dict.fromkeys(asked)
            if sql.lstrip().startswith(("SELECT", "WITH")) and re.search(r"\btransactions\b", sql)
        }
    assert len(plans) > 10
    assert {sql: plan for sql, plan in plans.items() if _READ_WHOLE.search(plan)} == {}


_READ_WHOLE = re.compile(r"MATERIALIZE known_transactions|CO-ROUTINE known_transactions .*\bSCAN r\b")


def test_ways_to_other_pages_of_any_day_take_the_day_along_into_tabs_of_their_own(world: World) -> None:
    listed = (ROOT / "dashboard.py").read_text(encoding="utf-8").partition('"Analyse": [')[2].partition("]")[0]
    beside = {"board", "views"}  # a board has a day of its own, and what is kept is kept now
    assert {*re.findall(r"pages/(\w+)\.py", listed)} - beside == as_known.PAGES
    led = [address for _, address in ways(opened("person", external_id="maria", **{PARAMETER: world.day}))]
    to_pages = [address for address in led if address.strip("/").partition("?")[0].replace("-", "_") in as_known.PAGES]
    assert len(to_pages) > 3
    assert {address for address in to_pages if f"{PARAMETER}={world.day}" not in address} == set()


def test_13_what_was_known_on_a_day_is_three_clicks_from_overview(world: World) -> None:
    walk = Walk(opened("overview")).page("transactions").popover("As known on")
    now = figures(walk.app)["Transactions"]
    walk.day(PARAMETER, date.fromisoformat(world.day))
    assert figures(walk.app) == world.told["transactions"][0]
    assert figures(walk.app)["Transactions"] != now


def test_a_page_says_of_which_day_it_is_and_leads_back(world: World) -> None:
    app = opened("accounts", **{PARAMETER: world.day})
    assert any("As known on 24 Nov 2026" in text for text in texts(app))
    run(app.button(key="known_back").click())
    assert PARAMETER not in app.query_params
    assert not any("As known on 24 Nov" in text for text in texts(app))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("yesterday", "is no day such as 2026-12-03"),
        ("2026-12-04", "still to come"),
        ("2026-11-23", "nothing was known here before 2026-11-24"),
    ],
)
def test_a_day_that_cannot_be_told_is_refused_with_a_sentence(asked: str, says: str) -> None:
    app = opened("transactions", **{PARAMETER: asked})
    assert any(says in text for text in texts(app))
    assert not app.metric
    run(app.button(key="take_out").click())
    assert app.metric


def test_the_day_goes_along_to_pages_that_can_be_told_so_and_ends_at_one_of_now(world: World) -> None:
    app = AppTest.from_function(framed, default_timeout=PATIENCE)
    app.session_state["at"] = "accounts"
    app.query_params[PARAMETER] = world.day
    assert going(app, "accounts", asked=True) == world.day
    assert going(app, "quality") == world.day
    assert app.query_params[PARAMETER] == world.day
    assert going(app, "quality") == "None"
    assert going(app, "accounts", asked=True) == world.day
    assert going(app, "links") == "None"
    assert going(app, "accounts") == "None"


def framed() -> None:
    """A page in its frame, of which the test says which one it is."""
    import streamlit as st

    from components.ui import as_known, desk

    as_known.begin(st.session_state["at"], of_any_day=st.session_state["at"] != "links")
    if st.session_state["at"] != "links":
        as_known.database()
    st.text(str(desk.known_day()))


def going(app: AppTest, page: str, *, asked: bool = False) -> str:
    """Which day is told, on the page that somebody goes to, with the day in its address only if it is `asked`."""
    day = app.query_params.get(PARAMETER)
    app.session_state["at"] = page
    app.query_params.clear()
    if asked:
        app.query_params[PARAMETER] = day or "2026-11-24"
    return str(run(app).text[0].value)
