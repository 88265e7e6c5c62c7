"""The rows of any resource, by what its declaration says."""

from datetime import date

import pandas as pd
import pytest

from resources import RESOURCES, mask_at, pulled_resources
from store import Database
from store.core import csv_file, frames, keyset
from store.queries import resource_rows
from store.queries.resource_rows import RowFilter
from store.write import rows
from tests.kit import bodies
from tests.kit.rows import records, save, tuples


def bill(number: int, due: str, **fields: object) -> dict[str, object]:
    return {"id": f"b{number}", "account": bodies.CARD, "bill_name": f"bill {number}", "due_date": due} | fields


@pytest.fixture
def bills(db: Database) -> Database:
    save(db, "bills", bill(1, "2026-10-05", total_amount=1234.5, is_installment=True, currency="BRL"))
    save(db, "bills", bill(2, "2026-11-05", bill_name="=1+1", currency="BRL"))
    save(db, "bills", bill(3, "2026-11-05", currency="USD"), link=bodies.OTHER_LINK)
    return db


def found(db: Database, wanted: RowFilter, resource: str = "bills") -> list[str]:
    return [row["id"] for row in records(resource_rows.table(db, resource, wanted))]


def test_rows_have_the_declared_columns_as_their_kinds(bills: Database) -> None:
    shown = resource_rows.table(bills, "bills", RowFilter(until=date(2026, 10, 31)))
    assert records(shown.drop(columns=["minimum_amount", "created_at", "collected_at"])) == [
        {
            "id": "b1",
            "link": bodies.LINK,
            "account": bodies.CARD,
            "bill_name": "bill 1",
            "due_date": pd.Timestamp("2026-10-05"),
            "currency": "BRL",
            "total_amount": 1234.5,
            "is_installment": True,
        }
    ]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (RowFilter(), ["b3", "b2", "b1"]),
        (RowFilter(links=(bodies.LINK,)), ["b2", "b1"]),
        (RowFilter(since=date(2026, 10, 6)), ["b3", "b2"]),
        (RowFilter(since=date(2026, 10, 5), until=date(2026, 10, 5)), ["b1"]),
        (RowFilter(values={"currency": ["BRL"]}), ["b2", "b1"]),
        (RowFilter(values={"currency": ["BRL", "USD"], "bill_name": ["bill 3"]}), ["b3"]),
        (RowFilter(values={"account": ["another"]}), []),
    ],
    ids=str,
)
def test_a_filter_leaves_what_it_names_the_newest_first(bills: Database, wanted: RowFilter, ids: list[str]) -> None:
    assert found(bills, wanted) == ids


def test_what_is_gone_is_in_no_list(bills: Database) -> None:
    with bills.write() as connection:
        rows.mark_deleted(connection, "bills", ["b2"], link_id=bodies.LINK)
    assert found(bills, RowFilter()) == ["b3", "b1"]


def test_text_is_looked_for_where_the_resource_is_searched(db: Database) -> None:
    named = {"id": "c1", "issue_date": "2026-11-01", "sender_name": "Café Ñandú"}
    save(db, "cl_invoices", named, {"id": "c2", "issue_date": "2026-11-02", "sender_name": "Otro"})
    assert found(db, RowFilter(text=" NANDU "), "cl_invoices") == ["c1"]


def test_an_instant_is_looked_for_by_its_day(db: Database) -> None:
    save(db, "tax_retentions", {"id": "r1", "issued_at": "2026-11-30T23:30:00Z"})
    assert found(db, RowFilter(until=date(2026, 11, 30)), "tax_retentions") == ["r1"]
    assert found(db, RowFilter(until=date(2026, 11, 29)), "tax_retentions") == []


def test_a_file_has_amounts_exact_and_texts_harmless(bills: Database) -> None:
    names = [*resource_rows.columns("bills")]
    rows = csv_file.texts(resource_rows.columns("bills"), resource_rows.export(bills, "bills", RowFilter()))
    lines = [dict(zip(names, row, strict=True)) for row in rows]
    assert [(line["id"], line["bill_name"], line["total_amount"]) for line in lines] == [
        ("b3", "bill 3", ""),
        ("b2", "'=1+1", ""),
        ("b1", "bill 1", "1234.50"),
    ]


def test_an_address_names_days_links_and_columns() -> None:
    pairs = [("since", "2026-11-01"), ("links", "a"), ("currency", "BRL"), ("currency", "USD"), ("page", "3")]
    assert RowFilter.of("bills", [*pairs, ("values", "x"), ("bill_name", " "), ("total_amount", "5")]) == RowFilter(
        links=("a",), since=date(2026, 11, 1), values={"currency": ["BRL", "USD"]}
    )


@pytest.mark.parametrize(
    ("resource", "pairs", "message"),
    [
        ("bills", [("until", "soon")], r"until can't be read: 'soon'\."),
        ("bills", [("text", "a")], r"Bills can't be searched for text\."),
        ("br_investments", [("since", "2026-11-01")], r"Investments have no day to look for\."),
    ],
)
def test_what_can_not_be_looked_for_is_refused(resource: str, pairs: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        RowFilter.of(resource, pairs)


@pytest.mark.parametrize("name", RESOURCES)
def test_every_resource_can_be_read_by_each_of_its_columns(db: Database, name: str) -> None:
    kinds = resource_rows.columns(name)
    texts = {column: [""] for column, kind in kinds.items() if kind == frames.TEXT}
    assert resource_rows.table(db, name, RowFilter(values=texts)).columns.to_list() == [*kinds]
    assert [*resource_rows.export(db, name, RowFilter())] == []


def test_a_day_to_look_for_is_a_day_or_an_instant() -> None:
    days = {name: resource.day for name, resource in pulled_resources().items() if resource.day}
    kinds = {name: resource_rows.columns(name)[day] for name, day in days.items()}
    assert set(kinds.values()) <= {frames.DAY, frames.INSTANT}


def test_what_is_not_there_is_empty(db: Database) -> None:
    assert tuples(resource_rows.table(db, "bills", RowFilter()), "id") == []


def test_what_is_owed_on_an_account_has_a_minus(filled: Database) -> None:
    shown = resource_rows.table(filled, "accounts", RowFilter())
    assert tuples(shown, "id", "current", "available") == [
        (bodies.CARD, -1200.5, None),
        (bodies.ACCOUNT, 5874.13, 5621.12),
    ]
    columns = resource_rows.columns("accounts")
    current = [*columns].index("current")
    rows = csv_file.texts(columns, resource_rows.export(filled, "accounts", RowFilter()))
    exported = {row[0]: row[current] for row in rows}
    assert exported == {bodies.CARD: "-1200.50", bodies.ACCOUNT: "5874.13"}


def test_a_file_is_read_a_part_at_a_time_and_has_what_came_meanwhile_where_its_place_is_still_to_come(
    bills: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "BATCH", 2)
    save(bills, "bills", {"id": "b4", "due_date": None}, {"id": "b5", "due_date": None})
    export = resource_rows.export(bills, "bills", RowFilter())
    taken = [next(export)[0] for _ in range(2)]
    save(bills, "bills", {"id": "b6", "due_date": "2001-01-01"}, {"id": "b7", "due_date": "2100-01-01"})
    bills.checkpoint()
    assert [*taken, *(row[0] for row in export)] == ["b3", "b2", "b1", "b6", "b5", "b4"]


def test_no_day_that_rows_are_ordered_by_is_hidden_from_anybody() -> None:
    days = {(kind.name, kind.day) for kind in RESOURCES.values() if kind.day}
    hidden = {
        (kind.name, column.name)
        for kind in RESOURCES.values()
        for column in kind.columns
        if mask_at(kind, ".".join(column.keys))
    }
    assert not days & hidden
