"""A new resource is an entry, not code."""

import pytest

from resources import RESOURCES, Column, ColumnKind, Declaration, Family
from store import Database, engine
from store.schema import tables
from store.write import rows
from tests.kit.bodies import ACCOUNT, LINK

STAMPS = Declaration(
    name="stamps",
    label="Stamps",
    family=Family.CORE,
    has_account=True,
    is_bulky=True,
    search=("title",),
    columns=(
        Column("title"),
        Column("total", ColumnKind.MONEY, "amounts.total"),
        Column("due", ColumnKind.DAY),
        Column("pages", ColumnKind.INTEGER),
        Column("is_paid", ColumnKind.FLAG),
        Column("tags", ColumnKind.LIST),
        Column("closed_at", ColumnKind.INSTANT),
        Column("note"),
        Column("rate", ColumnKind.NUMBER),
    ),
)


@pytest.fixture
def stamps(db: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setitem(RESOURCES, "stamps", STAMPS)
    with db.write() as connection:
        engine.run_script(connection, "".join(f"{statement};\n" for statement in tables.statements(STAMPS)))
        engine.complete_schema(connection)
    return db


def test_a_declared_resource_is_stored_found_and_buried(stamps: Database) -> None:
    stamp = {
        "id": "b1",
        "account": {"id": ACCOUNT, "collected_at": "2026-01-01T00:00:00Z"},
        "title": "nov-2026",
        "amounts": {"total": 12.5},
        "due": "2026-12-01",
        "pages": 3,
        "is_paid": False,
        "tags": ["a", "b"],
        "closed_at": "2026-11-20T10:00:00-06:00",
        "note": {"free": "form"},
        "rate": 2,
    }
    with stamps.write() as connection:
        rows.save_page(connection, "stamps", LINK, [stamp])
        assert rows.live_count(connection, "stamps", LINK) == 1
    names = [column.name for column in STAMPS.columns]
    assert stamps.frame(f"SELECT {', '.join(names)} FROM stamps").to_dict("records") == [
        {
            "title": "nov-2026",
            "total": 125_000,
            "due": "2026-12-01",
            "pages": 3,
            "is_paid": 0,
            "tags": '["a","b"]',
            "closed_at": "2026-11-20T16:00:00.000000Z",
            "note": '{"free":"form"}',
            "rate": 2.0,
        }
    ]
    assert rows.body(stamps, "stamps", "b1") == stamp
    assert stamps.frame("SELECT text FROM search_stamps")["text"].to_list() == ["nov-2026"]
    with stamps.write() as connection:
        assert rows.mark_deleted(connection, "stamps", ["b1"]) == 1


def test_what_has_another_shape_becomes_nothing(stamps: Database) -> None:
    strange = {
        "id": "b2",
        "account": 5,
        "amounts": [1],
        "due": 7,
        "pages": True,
        "is_paid": "no",
        "tags": "a",
        "closed_at": "soon",
        "rate": "high",
    }
    with stamps.write() as connection:
        rows.save_page(connection, "stamps", LINK, [strange])
    found = stamps.frame("SELECT account, total, due, pages, is_paid, tags, closed_at, rate FROM stamps")
    assert found.astype("object").to_dict("records") == [
        {
            "account": "",
            "total": None,
            "due": None,
            "pages": None,
            "is_paid": None,
            "tags": "[]",
            "closed_at": None,
            "rate": None,
        }
    ]
    assert rows.body(stamps, "stamps", "b2") == strange


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_a_resource_only_names_columns_that_it_has(resource: Declaration) -> None:
    names = set(tables.columns(resource))
    assert RESOURCES[resource.name] is resource
    assert {column.removesuffix(" DESC") for index in resource.indexes for column in index} <= names
    assert set(resource.search) <= names
