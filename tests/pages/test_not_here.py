"""What an address asks for and is not here, or can't be read, is said, and never answered with everybody's rows."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.ui import query, unread
from store import Database
from store.ops import calls, sessions, webhooks
from store.ops.calls import Call
from store.queries.query_params import SUBJECTS
from tests.kit.bank import EREBOR, uuid
from tests.kit.employment_bodies import RECORD
from tests.kit.filling import connect, pulled
from tests.kit.fiscal_bodies import GOOD_YEAR, invoice
from tests.kit.rows import save
from tests.pages.reading import OpenPage, run, texts
from tests.store.queries.banking.test_incomes import income, stream

FILTERED = (
    "accounts",
    "transactions",
    "cash_flow",
    "fiscal",
    "income",
    "employment",
    "sessions",
    "webhooks",
    "api_log",
    "links",
    "institutions",
    "people",
)
FREE_TEXT = {"find", "text"}
"""Filters to which every text is one."""

ARRANGING = {"sort", "charts", "view"}
"""What only arranges rows gives way to the usual."""

GARBLED = "yesterday"


@pytest.fixture(scope="module")
def of_everybody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every page with filters has rows to show."""
    path = tmp_path_factory.mktemp("everybody") / "local.db"
    with Database.open(path) as db:
        link = pulled(db, "maria", EREBOR, days=5)
        connect(db, "juan", EREBOR)
        save(db, "incomes", income(stream("SALARY", 12000, "2026-11-09")), link=link)
        save(db, "employment_records", RECORD, link=link)
        save(db, "invoices", invoice(1, "2026-10-30", 1160), link=link)
        save(db, "financial_statements", GOOD_YEAR, link=link)
        with db.write() as connection:
            calls.record_many(connection, [Call("2026-11-20T08:00:00.000000Z", "GET", "/api/links/", None, 200, 5, 5)])
            sessions.open(connection, "s1", "f" * 64, "user-1", "bank", "MX", now="2026-11-20T08:00:00.000000Z")
            webhooks.record(connection, "w1", {"webhook_type": "LINK", "webhook_code": "invalid_credentials"})
    return path


@pytest.fixture
def everybody(of_everybody: Path, tmp_path: Path) -> None:
    """Makes `db` a copy of it."""
    shutil.copy(of_everybody, tmp_path / "local.db")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The parameters that a page's filters ask for, as it is drawn."""
    names: set[str] = set()

    def hear(name: str) -> None:
        names.add(name)
        unread.hear(name)

    monkeypatch.setattr(query, "hear", hear)
    return names


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The parameters that a page says it can't read, as it is drawn."""
    names: set[str] = set()

    def note(found: unread.Unread) -> None:
        names.add(found.name)
        unread.note(found)

    monkeypatch.setattr(query, "note", note)
    return names


def rows(app: AppTest) -> int:
    """How many rows the page shows of anybody."""
    return sum(len(frame.value) for frame in app.dataframe)


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("page", FILTERED)
def test_no_filter_passes_over_a_value_that_is_none(
    page: str, open_page: OpenPage, asked: set[str], told: set[str]
) -> None:
    app = open_page(page)
    assert rows(app) > 0
    assert told == set()
    readable = asked - FREE_TEXT - ARRANGING
    for name in readable:
        app.query_params[name] = GARBLED
    run(app)
    assert told == readable
    assert "Not here" in texts(app)
    assert rows(app) == 0


@pytest.mark.usefixtures("everybody", "unreachable")
@pytest.mark.parametrize("page", [*FILTERED, "overview", "connect", "health", "person"])
def test_nobody_in_an_address_is_not_everybody(page: str, open_page: OpenPage) -> None:
    app = open_page(page, link="nobody")
    assert "Not here" in texts(app)
    assert rows(app) == 0


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("name", sorted({*SUBJECTS} - {"link", "taxpayer"}))
def test_a_page_says_whom_it_can_not_be_narrowed_to(name: str, open_page: OpenPage) -> None:
    app = open_page("institutions", **{name: "nobody"})
    assert any("This page can't be narrowed to " in text for text in texts(app))
    assert rows(app) == 0
    run(app.button(key="take_out").click())
    assert dict(app.query_params) == {}
    assert rows(app) > 0


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize(("page", "spelt"), [("transactions", "link"), ("accounts", "links"), ("fiscal", "link_of")])
def test_one_page_understands_whom_another_means(page: str, spelt: str, open_page: OpenPage) -> None:
    app = open_page(page, **{spelt: uuid("maria")})
    assert "Not here" not in texts(app)
    assert rows(app) > 0
    assert rows(open_page(page, **{spelt: uuid("juan")})) == 0


@pytest.mark.usefixtures("everybody")
def test_the_statements_of_nobody_are_not_another_s(open_page: OpenPage) -> None:
    app = open_page("fiscal", section="statements", taxpayer="nobody")
    assert "Not here" in texts(app)
    assert rows(app) == 0


@pytest.mark.usefixtures("everybody", "unreachable")
def test_a_link_that_is_not_here_is_not_repaired_as_a_new_one(open_page: OpenPage) -> None:
    app = open_page("connect", repair="nobody")
    assert "Link to repair: there is no “nobody” here." in texts(app)
    assert [button.key for button in app.button] == ["take_out"]
