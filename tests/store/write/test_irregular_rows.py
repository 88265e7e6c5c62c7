"""A bad row harms itself only: it is mended and marked, or set aside with its text and the reason."""

import marshal
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources import RESOURCES
from store import Database
from store.queries import base
from store.upkeep import erasure
from store.write import encoding, irregular_rows, links, rows
from store.write.batch import Batch, prepare, sift
from store.write.irregular_rows import Irregular
from store.write.rows import Saved
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.rows import tuples
from tests.store.conftest import NOW

LATER = "2026-11-25T05:21:08.000000Z"
FIRST, SECOND = bodies.transaction(1), bodies.transaction(2)
RETURN: dict[str, Any] = {
    "collected_at": "2026-11-20T08:45:50.406032Z",
    "created_at": "2026-11-20T08:45:50.406032Z",
    "type": "monthly",
    "informacion_general": {"rfc": "XAXX010101000", "ejercicio": 2026, "periodo_declaracion": "Marzo"},
    "pdf": None,
}
Row = dict[str, Any]


def nested(depth: int) -> Row:
    row: Row = {}
    inner = row
    for _ in range(depth):
        inner["inner"] = inner = {}
    return row


def save(
    db: Database,
    *items: Row,
    resource: str = "transactions",
    link: str = LINK,
    now: str = NOW,
    bad: Any = (),  # noqa: ANN401
) -> Saved:
    batch = prepare(resource, link, items, bad)
    sent = Batch.unpack(marshal.loads(marshal.dumps(batch.pack()))) if RESOURCES[resource].is_bulky else batch  # noqa: S302
    with db.write() as connection:
        return rows.save(connection, sent, now=now)


def noted(db: Database, link: str = LINK) -> list[tuple[Any, ...]]:
    return tuples(irregular_rows.table(db, link), "resource", "row", "is_stored", "reasons", "body")


def test_good_rows_are_looked_at_once_and_noted_nowhere(db: Database) -> None:
    save(db, FIRST, SECOND)
    assert noted(db) == []


@pytest.mark.parametrize("missing", [{}, {"id": None}, {"id": ""}, {"id": ["x"]}, {"id": True}, {"id": 1.5}])
def test_a_row_without_id_gets_one_that_stays(db: Database, missing: Row) -> None:
    first = save(db, RETURN | missing, resource="tax_returns")
    looked = RETURN | missing | {"collected_at": "2027-01-01T00:00:00Z", "pdf": "JVBERi0="}
    second = save(db, looked, resource="tax_returns", now=LATER)
    (made,) = first.ids
    assert made.startswith("made-")
    assert (first.added, second.ids, second.added) == (1, first.ids, 0)
    assert noted(db) == [("tax_returns", made, True, "no id", "")]
    assert rows.body(db, "tax_returns", made) == looked
    assert [found["id"] for found in base.objects(db, "tax_returns")] == [made]


def test_ids_that_are_made_differ_by_link_resource_and_content(db: Database) -> None:
    other = RETURN | {"informacion_general": {"rfc": "XAXX010101000", "ejercicio": 2026}}
    made = [
        save(db, RETURN, resource="tax_returns"),
        save(db, other, resource="tax_returns"),
        save(db, RETURN, resource="tax_returns", link=OTHER_LINK),
        save(db, RETURN, resource="tax_retentions"),
    ]
    assert len(frozenset[str]().union(*(one.ids for one in made))) == 4


def test_equal_rows_without_id_are_as_many(db: Database) -> None:
    for _ in range(2):
        assert len(save(db, RETURN, RETURN, RETURN, resource="tax_returns").ids) == 3
    assert len(db.frame("SELECT * FROM tax_returns")) == 3


@pytest.mark.parametrize("text", ["Taquer�a", "NUL \0 in it"])
def test_characters_that_cannot_be_kept_are_replaced_and_marked(db: Database, text: str) -> None:
    bad = FIRST | {"description": text, "more": {text: [text]}}
    assert save(db, bad, SECOND).added == 2
    kept = text.replace("\0", "�")
    assert rows.body(db, "transactions", FIRST["id"]) == bad | {"description": kept, "more": {kept: [kept]}}
    assert noted(db) == [("transactions", FIRST["id"], True, "characters that cannot be kept", "")]
    assert save(db, bad, SECOND, now=LATER).unchanged == 2
    save(db, FIRST, now=LATER)
    assert noted(db) == []


def test_a_row_nested_too_deeply_is_set_aside_by_itself(db: Database) -> None:
    deep = FIRST | {"more": nested(400)}
    saved = save(db, deep, SECOND)
    assert (saved.added, {*saved.ids}) == (1, {FIRST["id"], SECOND["id"]})
    ((resource, row, is_stored, reasons, body),) = noted(db)
    assert (resource, row, is_stored, reasons) == ("transactions", FIRST["id"], False, "nested too deeply")
    assert body.startswith('{"id": "')
    assert len(body) <= 10_000


def test_a_row_that_is_immense_is_set_aside_by_itself(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.write.mending.LARGEST", 50_000)
    save(db, FIRST | {"xml": "x" * 60_000}, SECOND)
    assert [(row, reasons, len(body)) for _, row, _, reasons, body in noted(db)] == [(FIRST["id"], "too long", 10_000)]
    assert db.frame("SELECT id FROM transactions")["id"].to_list() == [SECOND["id"]]


def test_what_was_no_row_is_set_aside_as_it_came_and_counts(db: Database) -> None:
    saved = save(db, FIRST, bad=[("{oops}", "no JSON"), ("null", "no object")])
    assert (saved.added, len(saved.ids)) == (1, 3)
    assert sorted(one[2:] for one in noted(db)) == [(False, "no JSON", "{oops}"), (False, "no object", "null")]
    with db.read() as connection:
        assert irregular_rows.set_aside(connection, "transactions", LINK) == saved.ids - {FIRST["id"]}


def test_what_is_set_aside_comes_back_as_a_row_once_it_can_be_read(db: Database) -> None:
    save(db, FIRST | {"more": nested(400)})
    assert save(db, FIRST, now=LATER).added == 1
    assert noted(db) == []


def test_what_is_set_aside_and_gone_is_forgotten(db: Database) -> None:
    (made,) = save(db, bad=[("{oops}", "no JSON")]).ids
    with db.write() as connection:
        assert rows.mark_deleted(connection, "transactions", [made], link_id=LINK) == 1
        assert rows.mark_deleted(connection, "transactions", [made], link_id=LINK) == 0
    assert noted(db) == []


def test_irregular_rows_are_counted_by_link_and_resource(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        links.save(connection, bodies.link(OTHER_LINK))
    save(db, FIRST | {"description": "�"}, bad=[("1", "no object"), ("2", "no object")])
    save(db, RETURN, resource="tax_returns")
    save(db, bad=[("1", "no object")], link=OTHER_LINK)
    with db.write() as connection:
        links.mark_deleted(connection, OTHER_LINK)
    assert tuples(irregular_rows.counts(db), "link", "resource", "set_aside", "mended") == [
        (LINK, "tax_returns", 0, 1),
        (LINK, "transactions", 2, 1),
    ]


def test_erasing_a_link_erases_what_was_set_aside(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
    save(db, bad=[("{something that was set aside}", "no JSON")])
    erasure.erase(db, LINK)
    assert noted(db) == []


def test_a_row_whose_columns_cannot_be_made_is_sifted_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made = encoding.columns

    def break_at(resource: Any, link: str | None, ids: Any, fields: Any, **options: Any) -> Any:  # noqa: ANN401 - as it is
        assert FIRST["id"] not in ids, "a bug"
        return made(resource, link, ids, fields, **options)

    monkeypatch.setattr(encoding, "columns", break_at)
    batch = sift(prepare("transactions", LINK, [FIRST, SECOND, RETURN]))
    assert (batch.ids[0], len(batch.ids)) == (SECOND["id"], 2)
    assert [(one.row, one.reasons) for one in batch.irregular] == [
        (FIRST["id"], "cannot be stored (AssertionError)"),
        (batch.ids[1], "no id"),
    ]


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(2**63), 2**64 - 1)
    | st.text(max_size=6)
    | st.sampled_from(["INFLOW", "2026-02-30", "0001-01-01", "9999-12-31T23:59:59Z", "NaN", "1e999999", "\0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def odd(resource: str) -> st.SearchStrategy[Row]:
    """Objects whose every known field holds anything at all."""
    names = {key for column in RESOURCES[resource].columns for key in column.keys} | {"id", "link", "account"}
    return st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(names), VALUES))


@pytest.mark.parametrize("resource", ["transactions", "accounts", "institutions"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_a_row_holds_it_and_its_neighbours_are_kept(db: Database, resource: str, data: st.DataObject) -> None:
    found = data.draw(st.lists(odd(resource), max_size=4))
    neighbour = {"id": "neighbour"}
    link = LINK if RESOURCES[resource].per_link else None
    with db.write() as connection:
        saved = rows.save_page(connection, resource, link, [*found, neighbour])
        again = rows.save_page(connection, resource, link, [*found, neighbour])
    assert "neighbour" in saved.ids
    assert saved.ids == again.ids
    assert again.added == again.changed == 0
    for identity in saved.ids:
        assert rows.body(db, resource, identity) is not None
    assert orjson.dumps(db.frame(f"SELECT * FROM {resource}").to_dict("records"), option=orjson.OPT_NON_STR_KEYS)


def test_a_packed_batch_says_what_is_irregular() -> None:
    batch = prepare("transactions", LINK, [FIRST | {"description": "�"}], [("x", "no JSON")])
    unpacked = Batch.unpack(marshal.loads(marshal.dumps(batch.pack())))  # noqa: S302 - what this line has dumped
    assert unpacked.irregular == batch.irregular
    assert all(isinstance(one, Irregular) for one in unpacked.irregular)
    assert unpacked.ids == batch.ids
