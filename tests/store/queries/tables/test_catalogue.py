"""The rows of a table are those of its page, in its order."""

from collections.abc import Mapping
from itertools import product

import pytest

from resources import pulled_resources
from store import Database
from store.queries.banking import transactions
from store.queries.fiscal import invoices
from store.queries.query_params import SUBJECTS
from store.queries.tables import catalogue, orders, whose
from store.queries.tables.table import Pairs, Table, Wanted
from tests.kit import bodies
from tests.kit.fiscal_bodies import chilean, invoice
from tests.kit.rows import save, tuples


def asked(db: Database, name: str, pairs: Pairs = ()) -> Wanted[object]:
    table = catalogue.find(name)
    assert table is not None
    return catalogue.wanted(db, table, pairs)


def test_a_file_of_transactions_has_the_order_of_the_page(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_EXPORT_BATCH", 2)
    for name, order in orders.TRANSACTIONS.items():
        page = transactions.page(
            filled, transactions.TransactionFilter(), sort=order.column, descending=order.descending
        )
        rows = [*asked(filled, "transactions", [("sort", name)]).rows(filled)]
        assert [row[0] for row in rows] == [row for (row,) in tuples(page, "transaction")]


def test_a_file_of_invoices_has_the_order_of_the_page(db: Database) -> None:
    save(db, "invoices", *(invoice(number, f"2026-11-0{number}", 100 * (number % 3)) for number in range(1, 6)))
    save(db, "cl_invoices", chilean(7, "2026-11-03", 250), link=bodies.OTHER_LINK)
    for name, order in orders.INVOICES.items():
        page = invoices.page(db, invoices.InvoiceFilter(), sort=order.column, descending=order.descending)
        rows = [*asked(db, "invoices", [("sort", name)]).rows(db)]
        assert [row[0] for row in rows] == [row for (row,) in tuples(page, "row")]


def test_an_order_that_is_none_is_the_first_as_on_the_page(filled: Database) -> None:
    assert asked(filled, "transactions", [("sort", "by_magic")]).order == orders.TRANSACTIONS["newest"]


def test_a_table_counts_what_it_gives_and_adds_up_what_is_money(filled: Database) -> None:
    for name in pulled_resources():
        found = asked(filled, name)
        rows = [*found.rows(filled)]
        assert found.count(filled) == len(rows)
        assert {len(row) for row in rows} <= {len(found.columns)}
        kinds = {column: found.columns[column] for column in found.table.adds_up}
        assert {*kinds.values()} <= {"money"}
        assert not kinds or "currency" in found.columns


def test_nobody_has_no_row(filled: Database) -> None:
    for table, name in product(("transactions", "accounts", "bills"), (*SUBJECTS, "links")):
        found = asked(filled, table, [(name, "nobody")])
        assert (found.count(filled), [*found.rows(filled)]) == (0, [])


def test_what_is_no_table_is_not_found() -> None:
    found: Mapping[str, Table[object] | None] = {name: catalogue.find(name) for name in ("links", "jobs", "raw_bills")}
    assert {*found.values()} == {None}


def test_whose_a_row_is_stands_behind_its_link_once() -> None:
    assert [*whose.columns({"id": "text", "link": "text", "institution": "text"})] == [
        "id",
        "link",
        "external_id",
        "owner",
        "institution",
    ]
    assert [*whose.columns({"id": "text"})] == ["id"]
