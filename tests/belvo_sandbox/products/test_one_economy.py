"""One person, one economy: what the tax authority knows is what the banks show."""

from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.belvo_sandbox.conftest import NOW, Host
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api

MEXICO_CITY = timezone(timedelta(hours=-6))
# By the user's name: where else they bank, and what their customers' payments are called there.
USERS = {
    "company": ("gotham_mx_business", " FACTURA "),
    "gig_driver": ("gringotts_mx_retail", " LIQUIDACION SEMANAL"),
    "bnk100": ("erebor_mx_retail", " HONORARIOS"),
}


@pytest.fixture(scope="module", params=[1, 2, 77])
def seeded(request: pytest.FixtureRequest, host: Host, tmp_path_factory: pytest.TempPathFactory) -> Api:
    return host.start(tmp_path_factory.mktemp("seeded"), seed=request.param)


@pytest.mark.parametrize("user", USERS)
def test_each_months_paid_invoices_are_that_months_inflows(seeded: Api, user: str) -> None:
    bank, words = USERS[user]
    invoices = of_link(seeded, user, "tatooine_mx_fiscal", "/api/invoices/")
    invoiced: Counter[str] = Counter()
    for row in invoices:
        if (row["invoice_type"], row["type"], row["status"]) == ("Ingreso", "OUTFLOW", "Vigente") and paid_on(row):
            invoiced[paid_on(row)[:7]] += cents(row["total_amount"])
    banked: Counter[str] = Counter()
    for row in of_link(seeded, user, bank, "/api/transactions/"):
        if row["type"] == "INFLOW" and words in row["description"]:
            banked[row["value_date"][:7]] += cents(row["amount"])
    # Of the first two months of the history, some of the invoices are older than it.
    months = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][8:29]
    assert {month: banked[month] for month in months} == {month: invoiced[month] for month in months}
    assert sum(bool(banked[month]) for month in months) > 13


@pytest.mark.parametrize("path", ["/api/invoices/", "/api/tax-returns/", "/api/tax-retentions/"])
def test_clocks_agree_about_the_past(host: Host, tmp_path: Path, path: str) -> None:
    """What a later clock shows, cut at an earlier one, is what was seen then, but for what happened to it since."""
    shown = []
    for name, days in (("early", 0), ("late", 40)):
        api = host.start(tmp_path / name, now=NOW + timedelta(days=days))
        user = "gig_driver" if path == "/api/tax-retentions/" else "company"
        shown.append({row["id"]: lasting(row) for row in of_link(api, user, "tatooine_mx_fiscal", path)})
    early, late = shown
    shown_by_both = early.keys() & late.keys()
    assert len(shown_by_both) > len(early) * 0.9
    assert {id_: early[id_] for id_ in shown_by_both} == {id_: late[id_] for id_ in shown_by_both}
    newer = [row for id_, row in late.items() if id_ not in early]
    first = {"/api/invoices/": "invoice_date", "/api/tax-retentions/": "issued_at"}.get(path)
    assert newer
    assert first is None or min(str(row[first]) for row in newer) >= "2026-06-17"


def lasting(row: Row) -> Row:
    """A row without the marks of its collection, and without what changes when it is paid or cancelled."""
    changing = {"collected_at", "created_at", "payments", "status", "cancelation_status", "cancelation_update_date"}
    lines = [{**line, "collected_at": ""} for line in row.get("invoice_details", ())]
    withheld = {name: value for name, value in row.items() if name not in changing}
    return withheld | ({"invoice_details": [_timeless(line) for line in lines]} if lines else {})


def _timeless(line: Row) -> Row:
    taxes = ("retained_taxes", "transferred_taxes")
    return line | {name: [{**tax, "collected_at": ""} for tax in line[name]] for name in taxes}


def of_link(api: Api, user: str, institution: str, path: str) -> list[Row]:
    created = api.link(user, "full", institution=institution)
    return api.rows(path, link=created["id"], page_size=1000)


def paid_on(row: Row) -> str:
    """The local date of an invoice's payment; nothing if there was none yet."""
    if row["payment_method"] == "PUE":
        return str(row["invoice_date"])
    dates = [datetime.fromisoformat(payment["date"]).astimezone(MEXICO_CITY) for payment in row["payments"]]
    return f"{dates[0]:%Y-%m-%d}" if dates else ""
