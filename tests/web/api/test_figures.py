"""Figures are those at the top of pages: the same numbers from the same functions."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from components.banking.balances import holdings, set_aside
from components.banking.totals import totals_of
from domain.quality.checks import score
from store.queries.banking import accounts, transactions
from store.queries.banking.transactions import TransactionFilter
from store.queries.quality import findings
from tests.kit import filling
from tests.web.api.conftest import Desk


@pytest.fixture(scope="module")
def stored(make_desk: Callable[[], Desk]) -> tuple[Desk, str]:
    made = make_desk()
    return made, filling.fill(made.context.database)["well"]


def told(desk: Desk, page: str, **asked: str) -> list[dict[str, Any]]:
    found = desk.read(f"/figures/{page}", **asked)
    assert found["next"] is None
    return list(found["results"])


def by_name(figures: list[dict[str, Any]], currency: str) -> dict[str, Any]:
    """Those of one currency that are of no month and no group."""
    return {
        one["name"]: one["value"]
        for one in figures
        if one["currency"] == currency and one["month"] is None and one["group"] is None
    }


def test_those_of_transactions_are_the_pages(stored: tuple[Desk, str]) -> None:
    desk, link = stored
    (total,) = totals_of(transactions.totals(desk.context.database, TransactionFilter(links=(link,))))
    figures = told(desk, "transactions", link=link)
    found = by_name(figures, total.currency)
    assert {name: Decimal(value) for name, value in found.items()} == {
        "inflow": total.inflow,
        "outflow": total.outflow,
        "net": total.net,
    }
    counts = {one["name"]: one["value"] for one in figures if one["group"] == total.currency and not one["month"]}
    assert counts["count"] == total.count > 0
    months = [Decimal(one["value"]) for one in figures if one["name"] == "inflow" and one["month"]]
    assert sum(months) == total.inflow
    assert len(months) > 1


def test_those_of_accounts_are_the_pages(stored: tuple[Desk, str]) -> None:
    desk, link = stored
    rows, _ = set_aside(accounts.table(desk.context.database, links=[link]))
    (holding,) = holdings(rows)
    found = by_name(told(desk, "accounts", link=link), holding.currency)
    assert {name: Decimal(value) for name, value in found.items()} == {
        "owned": holding.owned,
        "owed": holding.owed,
        "net": holding.net,
    }


def test_those_of_quality_are_the_pages(stored: tuple[Desk, str]) -> None:
    desk, link = stored
    known = score(findings.of_links(desk.context.database, [link], date.today()))  # noqa: DTZ011 - of any day the same
    figures = told(desk, "quality", link=link)
    assert figures[0] == {
        "name": "trust",
        "value": known.points,
        "unit": "points",
        "currency": None,
        "month": None,
        "group": None,
    }
    assert {one["group"]: one["value"] for one in figures if one["name"] == "lost"} == known.lost


def test_those_of_the_overview_count_what_needs_somebody(stored: tuple[Desk, str]) -> None:
    figures = {one["name"]: one["value"] for one in told(stored[0], "overview") if one["group"] is None}
    needy = [row for row in stored[0].read("/links")["results"] if row["reason"]]
    assert figures["need_attention"] == len(needy) > 0
    assert figures["links"] == len(stored[0].read("/links")["results"])


def test_a_link_says_what_comes_next(stored: tuple[Desk, str]) -> None:
    needy = [row for row in stored[0].read("/links")["results"] if row["reason"]]
    for row in needy:
        assert row["happened"]
        assert row["turn"] in ("user", "us", "bank")
    assert {row["step"] for row in needy} & {"repair", "pull"}
