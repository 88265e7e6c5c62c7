"""One person, one economy: what the tax authority knows is what the banks show."""

from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from tests.belvo_sandbox.api import Api
from tests.belvo_sandbox.conftest import Host
from tests.belvo_sandbox.products.rows import Row, cents

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


def of_link(api: Api, user: str, institution: str, path: str) -> list[Row]:
    made = api.link(user, "full", institution=institution)
    return api.rows(path, link=made["id"], page_size=1000)


def paid_on(row: Row) -> str:
    """The local date of an invoice's payment; nothing if there was none yet."""
    if row["payment_method"] == "PUE":
        return str(row["invoice_date"])
    dates = [datetime.fromisoformat(payment["date"]).astimezone(MEXICO_CITY) for payment in row["payments"]]
    return f"{dates[0]:%Y-%m-%d}" if dates else ""
