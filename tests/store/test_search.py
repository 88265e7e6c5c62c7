"""What is typed into a search is found without case and accents, and whatever stands between its words."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from components.ui.filters import has_text
from store import Database
from store.core import instants
from store.ops import calls, webhooks
from store.ops.calls import Call, CallFilter
from store.ops.webhooks import WebhookFilter
from store.queries import resource_rows
from store.queries.banking import transactions
from store.queries.banking.filters import TransactionFilter
from store.queries.fiscal import invoices
from store.queries.fiscal.invoices import InvoiceFilter
from store.schema.history import functions, m016_one_blank
from store.write import links
from tests.kit import bodies
from tests.kit.fiscal_bodies import chilean, invoice
from tests.kit.rows import save

STORED = "Pan de Ñandú\t Café\n del\u00a0Sol"
ELSEWHERE = "aabbccdd-0000-4000-8000-00000000beef"

SEARCHED = ("transactions", "invoices", "cl_invoices")
Search = Callable[[Database, str], int]


@pytest.fixture(scope="module")
def filled(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store in which everything that can be searched is called so, and another by another name."""
    path = tmp_path_factory.mktemp("search") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        with db.write() as connection:
            links.save(connection, bodies.link(bodies.LINK, external_id=STORED))
            links.save(connection, bodies.link(ELSEWHERE, external_id="other"))
            calls.record_many(connection, [Call(instants.now(), "GET", "/api/Links/", link=bodies.LINK)])
            calls.record_many(connection, [Call(instants.now(), "GET", "/api/owners/", link=ELSEWHERE)])
            webhooks.record(connection, "w1", {"external_id": STORED})
            webhooks.record(connection, "w2", {"external_id": "other", "link_id": ELSEWHERE})
        save(db, "accounts", bodies.account())
        save(db, "transactions", bodies.transaction(1, description=STORED), bodies.transaction(2))
        save(db, "invoices", invoice(1, "2026-10-30", 1160, receiver_name=STORED), invoice(2, "2026-10-30", 1160))
        save(db, "cl_invoices", chilean(1, "2026-10-30", 1160, receiver_name=STORED), chilean(2, "2026-10-30", 1160))
        yield db


def of_rows(resource: str) -> Search:
    return lambda db, typed: len([*resource_rows.export(db, resource, resource_rows.RowFilter(text=typed))])


def in_a_frame(_: Database, typed: str) -> int:
    rows = pd.DataFrame({"name": [STORED, None, "other"], "link": ["a", "b", "c"]})
    return int(has_text(rows, ["name", "link"], typed).sum())


SEARCHES: dict[str, tuple[Search, int]] = {
    "transactions": (lambda db, typed: transactions.count(db, TransactionFilter(text=typed)), 1),
    "invoices of both countries": (lambda db, typed: invoices.count(db, InvoiceFilter(text=typed)), 2),
    "rows of transactions": (of_rows("transactions"), 1),
    "rows of invoices": (of_rows("invoices"), 1),
    "rows of Chile's invoices": (of_rows("cl_invoices"), 1),
    "calls by external id": (lambda db, typed: calls.count(db, CallFilter(id=typed)), 1),
    "webhooks by external id": (lambda db, typed: webhooks.count(db, WebhookFilter(id=typed)), 1),
    "rows that a page has": (in_a_frame, 1),
}


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize(
    "typed",
    [
        "Pan de Ñandú Café del Sol",
        "pan de nandu cafe del sol",
        "PAN DE ÑANDÚ CAFÉ DEL SOL",
        "Pan de N\u0303andu\u0301 Cafe\u0301 del Sol",
        "  pan  de\u2003ñandu\u00a0café\tdel\nsol ",
    ],
)
def test_it_is_found_however_it_is_typed(filled: Database, name: str, typed: str) -> None:
    search, number = SEARCHES[name]
    assert search(filled, typed) == number


@pytest.mark.parametrize("name", SEARCHES)
def test_blanks_alone_look_for_nothing_and_other_words_are_not_found(filled: Database, name: str) -> None:
    search, number = SEARCHES[name]
    assert search(filled, " \u00a0\t") == search(filled, "") > number
    assert search(filled, "pan dulce") == search(filled, "p_n") == 0


@pytest.mark.parametrize("typed", [ELSEWHERE, ELSEWHERE.upper(), f" {ELSEWHERE}\n"])
def test_ids_are_found_in_capitals_and_with_blanks_around_them(filled: Database, typed: str) -> None:
    assert calls.count(filled, CallFilter(id=typed)) == webhooks.count(filled, WebhookFilter(id=typed)) == 1


@pytest.mark.parametrize("typed", ["/API/LINKS/", "/api/links/"])
def test_paths_are_found_in_any_case(filled: Database, typed: str) -> None:
    assert calls.count(filled, CallFilter(id=typed)) == calls.count(filled, CallFilter(path=typed)) == 1


def test_words_of_two_fields_are_not_one_text(filled: Database) -> None:
    assert transactions.count(filled, TransactionFilter(text="del sol pan de")) == 0


@pytest.mark.sqlite_only(reason="is about migrations of SQLite's")
def test_what_an_earlier_version_stored_is_found_too(db: Database) -> None:
    save(db, "transactions", bodies.transaction(1, description=STORED, reference=None), bodies.transaction(2))
    save(db, "invoices", invoice(1, "2026-10-30", 1160, receiver_name=STORED))
    save(db, "cl_invoices", chilean(1, "2026-10-30", 1160, receiver_name=STORED))
    today = [db.frame(f"SELECT * FROM search_{name} ORDER BY key") for name in SEARCHED]
    with db.write() as connection:
        for name in SEARCHED:
            connection.execute(f"UPDATE search_{name} SET text = :text WHERE key = 1", {"text": STORED.lower()})
        functions.register(connection)
        m016_one_blank.migrate(connection)
    for name, one in zip(SEARCHED, today, strict=True):
        assert one.equals(db.frame(f"SELECT * FROM search_{name} ORDER BY key"))
