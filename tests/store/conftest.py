"""A fresh database, and one with something in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Database
from store.write import institutions, links, rows
from tests.kit import bodies
from tests.kit.stores import ENGINES, empty

NOW = "2026-11-24T05:21:08.000000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "local.db"


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, path: Path) -> Iterator[Database]:
    """An empty store of each engine."""
    with empty(request.param, request, path) as database:
        yield database


@pytest.fixture
def filled(db: Database) -> Database:
    """One link with a current account and a card, and five transactions in two months."""
    with db.write() as connection:
        institutions.save(connection, [bodies.institution()], now=NOW)
        links.save(connection, bodies.link(), now=NOW)
        rows.save_page(connection, "accounts", bodies.LINK, [bodies.account(), bodies.card()], now=NOW)
        page = [
            bodies.transaction(
                1,
                value_date="2026-10-30",
                amount=12000,
                type="INFLOW",
                category="Income & Payments",
                description="NÓMINA ACME",
                merchant=None,
                reference=None,
            ),
            bodies.transaction(2, value_date="2026-11-03", amount=245.5),
            bodies.transaction(
                3,
                value_date="2026-11-18",
                amount=99.9,
                category=None,
                merchant=None,
                description='=HYPERLINK("x") 100% 😀',
                status="PENDING",
            ),
            bodies.transaction(
                4,
                of=bodies.card(),
                value_date="2026-11-10",
                amount=1500.25,
                description="Amazon",
                merchant=None,
                category="Personal Shopping",
            ),
            bodies.transaction(
                5,
                of=bodies.card(),
                value_date="2026-11-12",
                amount=300,
                type="INFLOW",
                currency="USD",
                description="Pago",
                merchant=None,
                category="Transfers",
            ),
        ]
        rows.save_page(connection, "transactions", bodies.LINK, page, now=NOW)
    return db
