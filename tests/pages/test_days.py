"""Days are the reader's, on every page that has any, and in `local` by the local Belvo's clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from components.ui import desk, time_format
from store import Database
from store.core import instants
from store.ops import calls
from store.ops.calls import Call
from tests.kit import bodies
from tests.kit.bank import EREBOR, NOW, Bank
from tests.kit.employment_bodies import RECORD
from tests.kit.filling import connect
from tests.kit.fiscal_bodies import invoice
from tests.kit.rows import save
from tests.pages.reading import OpenPage, figures, run
from tests.store.queries.banking.test_incomes import income, stream

SAT = Bank("tatooine_mx_fiscal", "Tatooine Fiscal", "MX", "MXN", ("", "", ""), "", type="fiscal")
EVENING = datetime.fromisoformat("2026-12-01T03:30:00+00:00")
"""Of 30 November in Mexico."""

PAGES = {
    "transactions": ("since", "until"),
    "accounts": ("from", "to"),
    "cash_flow": ("since", "until"),
    "income": ("since", "until"),
    "employment": ("since", "until"),
    "fiscal": ("since", "until"),
}


@pytest.fixture
def _in_mexico(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_format, "reader_zone", lambda: ZoneInfo("America/Mexico_City"))
    monkeypatch.setattr(time_format, "utc_now", lambda: EVENING)


@pytest.fixture
def _everything(db: Database) -> None:
    """Something on each of the pages."""
    link, fiscal = connect(db, "maria", EREBOR), connect(db, "constanza", SAT)
    save(db, "accounts", bodies.account(), link=link)
    save(db, "transactions", bodies.transaction(1), link=link)
    save(db, "employment_records", RECORD, link=link)
    save(db, "incomes", income(stream("SALARY", 12000, "2026-11-09")), link=link)
    save(db, "invoices", invoice(1, "2026-10-30", 1160), link=fiscal)


def choose_this_month(page: str, open_page: OpenPage) -> list[str]:
    """Its first and last day, as they are written into the address."""
    app = open_page(page)
    run(app.button(key="period_This month").click())
    return [str(app.query_params[name]) for name in PAGES[page]]


@pytest.mark.usefixtures("_everything", "_in_mexico")
@pytest.mark.parametrize("page", PAGES)
def test_this_month_is_the_readers_on_the_evening_of_its_last_day(page: str, open_page: OpenPage) -> None:
    assert choose_this_month(page, open_page) == ["2026-11-01", "2026-11-30"]


@pytest.mark.usefixtures("_everything")
@pytest.mark.parametrize("page", PAGES)
def test_this_month_is_by_a_clock_that_was_moved(
    page: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = NOW + timedelta(days=40)
    monkeypatch.setattr(desk, "ahead", lambda: moved - NOW)
    assert choose_this_month(page, open_page) == [f"{moved:%Y-%m}-01", f"{moved:%Y-%m-%d}"]


@pytest.mark.usefixtures("_in_mexico")
def test_what_is_listed_since_a_day_begins_with_the_readers(db: Database, open_page: OpenPage) -> None:
    at = [instants.encode(moment) for moment in ("2026-11-30T05:59:59+00:00", "2026-11-30T06:00:00+00:00")]
    with db.write() as connection:
        calls.record_many(connection, [Call(moment, "GET", "/api/links/") for moment in at])
    app = open_page("api_log", since="2026-11-30")
    assert figures(app)["Calls"] == "1"
