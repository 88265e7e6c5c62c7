"""What changed of a view: rows that came, say something else, and are gone, held against its filter then and now."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.access.views import Pairs
from store import Database
from store.core import instants
from store.ops import runs
from store.queries.views import digest
from store.queries.views.digest import Digest
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.stores import ENGINES, empty

BEFORE, LOOKED, AFTER = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (8, 9, 10))
FOOD: dict[str, Any] = {"category": "Food & Groceries"}
FUN: dict[str, Any] = {"category": "Recreation"}


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty(request.param, request, tmp_path / "local.db") as found:
        with found.write() as connection:
            for link in (LINK, OTHER_LINK):
                links.save(connection, bodies.link(link), now=instants.encode(BEFORE))
        pull(found, BEFORE, LINK, *(bodies.transaction(number, **FOOD) for number in (1, 2, 3, 4)))
        other = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK)
        pull(found, BEFORE, OTHER_LINK, bodies.transaction(8, of=other, **FOOD))
        yield found


def pull(db: Database, at: datetime, link: str, *items: dict[str, Any]) -> None:
    now = instants.encode(at)
    with db.write() as connection:
        run = runs.start(connection, None, link, "transactions", now=now)
        rows.save_page(connection, "transactions", link, items, now=now)
        runs.finish(connection, run, "done", now=now)


def change(db: Database) -> None:
    """One that says another amount, one of another category, one that comes, one that is gone."""
    pull(
        db,
        AFTER,
        LINK,
        bodies.transaction(1, amount=1, **FOOD),
        bodies.transaction(2, **FUN),
        bodies.transaction(5, **FOOD),
    )
    with db.write() as connection:
        rows.mark_deleted(connection, "transactions", [bodies.transaction(3)["id"]], now=instants.encode(AFTER))


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ((), Digest(1, 2, 1)),
        ((("links", LINK),), Digest(1, 2, 1)),
        ((("categories", "Food & Groceries"),), Digest(1, 1, 2)),
        ((("categories", "Recreation"),), Digest(1, 0, 0)),
        ((("links", OTHER_LINK),), Digest()),
        ((("external_id", "gone"),), Digest()),
        ((("without", LINK),), Digest()),
    ],
)
def test_rows_are_held_against_the_filter_then_and_now(db: Database, pairs: Pairs, found: Digest) -> None:
    change(db)
    assert digest.of_view(db, "transactions", pairs, LOOKED) == found
    assert digest.of_view(db, "transactions", pairs, datetime(2026, 11, 24, 11, tzinfo=UTC)) == Digest()


def test_a_quick_look_counts_what_is_there(db: Database) -> None:
    change(db)
    food: Pairs = (("categories", "Food & Groceries"),)
    assert digest.of_view(db, "transactions", food, LOOKED, quick=True) == Digest(1, 1, 0)


def test_other_pages_go_by_whose_rows_they_are(db: Database) -> None:
    change(db)
    assert digest.of_view(db, "cash_flow", (("links", LINK),), LOOKED) == Digest(1, 2, 1)
    assert digest.of_view(db, "income", (("link", LINK),), LOOKED) == Digest()
    assert digest.of_view(db, "query", (("sql", "SELECT 1"),), LOOKED) is None
    assert digest.of_view(db, "api_log", (), LOOKED) is None


def test_only_links_that_were_pulled_are_looked_at(db: Database) -> None:
    assert digest.moved(db, LOOKED) == []
    change(db)
    assert digest.moved(db, LOOKED) == [LINK]


def test_what_can_not_be_read_is_said(db: Database) -> None:
    change(db)
    with pytest.raises(ValueError, match="since"):
        digest.of_view(db, "transactions", (("since", "yesterday"),), LOOKED)
