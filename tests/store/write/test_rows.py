"""Rows are stored once, changes are kept, and the whole object comes back."""

from typing import Any

import orjson
import pytest

from store import Database
from store.schema.row_index import slots
from store.write import rows
from store.write.rows import Saved
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.store.conftest import NOW

LATER = "2026-11-25T05:21:08.000000Z"
EVEN_LATER = "2026-11-26T05:21:08.000000Z"
FIRST, SECOND = bodies.transaction(1), bodies.transaction(2)


def save(db: Database, *items: dict[str, Any], resource: str = "transactions", now: str = NOW) -> Saved:
    with db.write() as connection:
        return rows.save_page(connection, resource, LINK, items, now=now)


def ids(*items: dict[str, Any]) -> frozenset[str]:
    return frozenset(item["id"] for item in items)


def test_new_rows_are_added_and_known_ones_left_alone(db: Database) -> None:
    assert save(db, FIRST) == Saved(1, 0, 0, ids(FIRST))
    assert save(db, FIRST, SECOND) == Saved(1, 0, 1, ids(FIRST, SECOND))
    assert save(db) == Saved(0, 0, 0, frozenset())


def test_a_row_becomes_columns(db: Database) -> None:
    save(db, FIRST)
    row = db.frame("SELECT * FROM transactions").drop(columns=["key", "slot"]).to_dict("records")
    assert row == [
        {
            "id": FIRST["id"],
            "link": LINK,
            "account": ACCOUNT,
            "value_date": "2026-11-03",
            "amount": 2_455_000,
            "currency": "MXN",
            "type": "OUTFLOW",
            "status": "PROCESSED",
            "category": "Food & Groceries",
            "subcategory": "Bakery & Coffee",
            "description": "PAGO EN CAFÉ PUNTA DEL CIELO",
            "merchant": "Café Punta del Cielo",
            "reference": "7645",
            "balance": None,
            "created_at": "2026-11-20T08:45:50.406032Z",
            "signed_amount": -2_455_000,
            "amount_bucket": -88,
            "inexact": 0,
            "changed_at": NOW,
            "deleted_at": None,
        }
    ]
    assert db.frame("SELECT text FROM search_transactions")["text"].to_list() == [
        "pago en cafe punta del cielo\ncafe punta del cielo\n7645"
    ]


@pytest.mark.parametrize(
    ("resource", "item"),
    [
        ("links", bodies.link()),
        ("institutions", bodies.institution()),
        ("accounts", bodies.card()),
        ("owners", bodies.owner()),
        ("transactions", bodies.transaction(1, of=bodies.card())),
        ("transactions", bodies.transaction(2, description="😀 \u202eevil", brand_new={"nested": [1, None, "ñ"]})),
        ("transactions", bodies.transaction(3) | {"account": ACCOUNT}),
        ("transactions", bodies.transaction(4) | {"account": None}),
        ("transactions", bodies.transaction(5, amount=None, value_date=None, merchant="a text", type="NEW_TYPE")),
    ],
)
def test_the_object_comes_back_as_received(db: Database, resource: str, item: dict[str, Any]) -> None:
    save(db, item, resource=resource)
    assert rows.body(db, resource, str(item["id"])) == item


def test_what_is_not_there_is_none(db: Database) -> None:
    assert rows.body(db, "transactions", "nothing") is None
    assert rows.body(db, "accounts", "nothing") is None


def test_an_embedded_account_is_stored_once_and_embedded_again(db: Database) -> None:
    save(db, FIRST, SECOND)
    stored = [orjson.loads(body)["account"] for body in db.frame("SELECT body FROM raw_transactions")["body"]]
    assert stored == [{"id": ACCOUNT}, {"id": ACCOUNT}]
    assert rows.body(db, "accounts", ACCOUNT) == bodies.account()


def test_a_moved_balance_changes_the_account_and_none_of_its_transactions(db: Database) -> None:
    save(db, FIRST)
    richer = bodies.account(balance={"current": 9000, "available": 9000}, collected_at="2026-11-21T08:45:50.406032Z")
    moved = bodies.transaction(1, of=richer, collected_at="2026-11-21T08:45:50.406032Z")
    assert save(db, moved) == Saved(0, 0, 1, ids(FIRST))
    assert db.frame("SELECT current FROM accounts")["current"].to_list() == [90_000_000]
    assert db.frame("SELECT * FROM versions_transactions").empty
    assert rows.body(db, "transactions", FIRST["id"]) == FIRST | {"account": richer}


def test_an_embedded_account_that_is_older_than_the_stored_one_is_left_aside(db: Database) -> None:
    save(db, bodies.account(name="Renamed", collected_at="2026-11-22T00:00:00Z"), resource="accounts")
    save(db, FIRST)
    assert db.frame("SELECT name FROM accounts")["name"].to_list() == ["Renamed"]


@pytest.mark.parametrize("resource", ["transactions", "bills"])
def test_what_a_list_tells_of_an_account_stands(db: Database, resource: str) -> None:
    save(db, bodies.account(), resource="accounts")
    loan = bodies.account(
        category="LOAN_ACCOUNT", balance_type="LIABILITY", balance={"current": 44_276.17, "available": None}
    )
    for moment in ("2026-11-20T08:45:50.409032Z", "2027-01-01T00:00:00Z"):
        save(db, bodies.transaction(1, of=loan | {"collected_at": moment}), resource=resource, now=LATER)
    assert rows.body(db, "accounts", ACCOUNT) == bodies.account()
    assert db.frame("SELECT * FROM versions_accounts").empty
    assert db.frame("SELECT current FROM balance_history")["current"].to_list() == [58_741_300]


def test_an_account_that_no_list_has_told_of_is_filled_in_until_one_does(db: Database) -> None:
    save(db, FIRST)
    later = bodies.account(name="Later", collected_at="2026-11-21T00:00:00Z")
    save(db, bodies.transaction(1, of=later))
    listed = bodies.account(name="Listed", collected_at="2026-11-20T00:00:00Z")
    save(db, listed, resource="accounts")
    save(db, bodies.transaction(1, of=later | {"collected_at": "2027-01-01T00:00:00Z"}))
    assert rows.body(db, "accounts", ACCOUNT) == listed


def test_an_account_that_is_gone_is_not_brought_back_by_its_transactions(db: Database) -> None:
    save(db, FIRST)
    with db.write() as connection:
        rows.mark_deleted(connection, "accounts", [ACCOUNT], now=LATER)
    save(db, bodies.transaction(1, of=bodies.account(collected_at="2027-01-01T00:00:00Z")))
    assert db.frame("SELECT deleted_at FROM accounts")["deleted_at"].to_list() == [LATER]


@pytest.mark.parametrize(
    "later",
    [
        {"collected_at": "2027-01-01T00:00:00Z"},
        {"credit_card_data": {"collected_at": "2027-01-01T00:00:00Z", "bill_name": "nov"}},
    ],
    ids=["of the row", "of what is in it"],
)
def test_a_later_look_is_no_change(db: Database, later: dict[str, Any]) -> None:
    seen = bodies.transaction(1, credit_card_data={"collected_at": bodies.COLLECTED, "bill_name": "nov"})
    save(db, seen)
    assert save(db, seen | later) == Saved(0, 0, 1, ids(seen))


def test_another_order_of_fields_is_no_change(db: Database) -> None:
    save(db, FIRST)
    turned = dict(reversed(FIRST.items()))
    assert save(db, turned) == Saved(0, 0, 1, ids(FIRST))


def test_a_change_keeps_the_earlier_body_with_its_times(db: Database) -> None:
    save(db, FIRST)
    save(db, FIRST | {"status": "PENDING"}, now=LATER)
    assert save(db, FIRST | {"amount": 1}, now=EVEN_LATER) == Saved(0, 1, 0, ids(FIRST))
    versions = db.frame("SELECT id, body, since, until FROM versions_transactions ORDER BY since").to_dict("records")
    kept = [
        (version["id"], orjson.loads(version.pop("body"))["status"], version["since"], version["until"])
        for version in versions
    ]
    assert kept == [(FIRST["id"], "PROCESSED", NOW, LATER), (FIRST["id"], "PENDING", LATER, EVEN_LATER)]
    assert db.frame("SELECT amount, changed_at FROM transactions").to_dict("records") == [
        {"amount": 10_000, "changed_at": EVEN_LATER}
    ]


def test_a_field_that_is_new_is_a_change(db: Database) -> None:
    save(db, FIRST)
    assert save(db, FIRST | {"brand_new": 1}) == Saved(0, 1, 0, ids(FIRST))


def test_a_row_that_is_twice_on_a_page_is_stored_as_it_was_last(db: Database) -> None:
    assert save(db, FIRST, FIRST | {"amount": 5}) == Saved(1, 0, 0, ids(FIRST))
    assert db.frame("SELECT amount FROM transactions")["amount"].to_list() == [50_000]
    assert db.frame("SELECT count FROM flows_by_month")["count"].to_list() == [1]


def test_small_resources_keep_their_times_current_without_a_version(db: Database) -> None:
    save(db, bodies.account(), resource="accounts")
    looked = bodies.account(collected_at="2026-11-29T00:00:00Z")
    assert save(db, looked, resource="accounts", now=LATER) == Saved(0, 0, 1, ids(looked))
    assert db.frame("SELECT collected_at, changed_at FROM accounts").to_dict("records") == [
        {"collected_at": "2026-11-29T00:00:00.000000Z", "changed_at": NOW}
    ]
    assert rows.body(db, "accounts", ACCOUNT) == looked
    assert db.frame("SELECT * FROM versions_accounts").empty


def test_a_figure_that_is_too_fine_is_flagged(db: Database) -> None:
    save(db, bodies.transaction(1, amount=0.00001), bodies.transaction(2, balance=1e300), bodies.transaction(3))
    found = db.frame("SELECT amount, balance, inexact FROM transactions ORDER BY key").to_dict("records")
    assert [(row["amount"], row["inexact"]) for row in found] == [(0, 1), (2_455_000, 1), (2_455_000, 0)]


def test_gone_rows_count_nowhere_and_keep_their_bodies(db: Database) -> None:
    save(db, FIRST, SECOND)
    with db.write() as connection:
        assert rows.mark_deleted(connection, "transactions", [FIRST["id"], "unknown"], now=LATER) == 1
        assert rows.mark_deleted(connection, "transactions", [FIRST["id"]], link_id=LINK, now=EVEN_LATER) == 0
        assert rows.live_ids(connection, "transactions", LINK) == {SECOND["id"]}
        assert rows.live_count(connection, "transactions", LINK) == 1
    assert db.frame("SELECT id, deleted_at FROM transactions WHERE deleted_at IS NOT NULL").to_dict("records") == [
        {"id": FIRST["id"], "deleted_at": LATER}
    ]
    assert rows.body(db, "transactions", FIRST["id"]) == FIRST


def test_a_row_that_comes_back_is_live_again_and_remembers(db: Database) -> None:
    save(db, FIRST)
    with db.write() as connection:
        rows.mark_deleted(connection, "transactions", [FIRST["id"]], now=LATER)
    assert save(db, FIRST, now=EVEN_LATER) == Saved(0, 1, 0, ids(FIRST))
    assert db.frame("SELECT deleted_at, changed_at FROM transactions").to_dict("records") == [
        {"deleted_at": None, "changed_at": EVEN_LATER}
    ]
    assert db.frame("SELECT since, until FROM versions_transactions").to_dict("records") == [
        {"since": NOW, "until": LATER}
    ]


def test_the_counts_are_of_one_link(db: Database) -> None:
    other = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK)
    save(db, FIRST, bodies.transaction(2))
    with db.write() as connection:
        foreign = bodies.transaction(3, of=other)
        rows.save_page(connection, "transactions", OTHER_LINK, [foreign])
        assert rows.live_count(connection, "transactions", LINK) == 2
        assert rows.live_ids(connection, "transactions", OTHER_LINK) == {foreign["id"]}
    assert rows.body(db, "transactions", foreign["id"]) == foreign


def test_the_latest_creation_is_found_however_it_is_written() -> None:
    written = ["2026-11-20T08:45:50.406032Z", "2026-11-21T00:00:00+01:00", None, "no instant"]
    assert (
        rows.latest_created_at([{"id": "x"}, *({"created_at": text} for text in written)])
        == "2026-11-20T23:00:00.000000Z"
    )
    assert rows.latest_created_at([]) == ""


def test_ids_that_share_a_slot_are_told_apart(db: Database) -> None:
    # Both have the CRC-32 4ddb0c25.
    first, second = FIRST | {"id": "plumless"}, SECOND | {"id": "buckeroo"}
    assert slots(LINK, ["plumless"]) == slots(LINK, ["buckeroo"])
    assert save(db, first) == Saved(1, 0, 0, ids(first))
    assert save(db, second) == Saved(1, 0, 0, ids(second))
    assert save(db, first, second) == Saved(0, 0, 2, ids(first, second))
    assert [rows.body(db, "transactions", item["id"]) for item in (first, second)] == [first, second]


def test_more_rows_than_one_statement_takes_are_stored(db: Database) -> None:
    many = [bodies.transaction(number) for number in range(2500)]
    assert save(db, *many) == Saved(2500, 0, 0, ids(*many))
    changed = [item | {"amount": 1} for item in many]
    assert save(db, *changed) == Saved(0, 2500, 0, ids(*many))
    with db.write() as connection:
        assert rows.mark_deleted(connection, "transactions", ids(*many)) == 2500


def test_a_page_that_fails_midway_leaves_nothing(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(rows, "_write_beside", fail)
    with pytest.raises(OSError, match="disk full"):
        save(db, FIRST)
    tables = ("transactions", "flows_by_month", "row_counts")
    assert [len(db.frame(f"SELECT * FROM {table}")) for table in tables] == [0, 0, 0]


@pytest.mark.parametrize(
    ("kind", "signed"), [("INFLOW", 2_455_000), ("OUTFLOW", -2_455_000), ("UNCATEGORIZED", None), (None, None)]
)
def test_what_goes_neither_in_nor_out_has_no_sign(db: Database, kind: str | None, signed: int | None) -> None:
    save(db, FIRST | {"type": kind})
    found = db.frame("SELECT amount, signed_amount, amount_bucket IS NULL AS unsorted FROM transactions")
    assert found.astype("object").where(found.notna(), None).to_dict("records") == [
        {"amount": 2_455_000, "signed_amount": signed, "unsorted": int(signed is None)}
    ]


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({"value_date": None, "accounting_date": "2026-11-04"}, "2026-11-04"),
        ({"value_date": "2026-11-03", "accounting_date": "2026-11-04"}, "2026-11-03"),
        ({"value_date": None, "accounting_date": None}, ""),
    ],
)
def test_a_row_without_a_value_date_counts_on_the_day_it_was_booked(
    db: Database, changes: dict[str, Any], day: str
) -> None:
    save(db, FIRST | changes)
    assert db.frame("SELECT value_date FROM transactions")["value_date"].to_list() == [day]
    assert db.frame("SELECT day FROM flows_by_day")["day"].to_list() == [day]
    assert db.frame("SELECT month FROM flows_by_month")["month"].to_list() == [day[:7]]


@pytest.mark.parametrize(
    ("merchant", "name"),
    [
        ({"name": "Oxxo"}, "Oxxo"),
        ({"merchant_name": None, "name": "Oxxo"}, "Oxxo"),
        ({"merchant_name": "Soriana", "name": "Oxxo"}, "Soriana"),
        ({"logo": "x"}, None),
    ],
)
def test_a_merchant_of_older_banks_has_a_name(db: Database, merchant: dict[str, Any], name: str | None) -> None:
    save(db, FIRST | {"merchant": merchant}, SECOND)
    found = db.frame("SELECT coalesce(merchant, '') AS merchant FROM transactions ORDER BY key")
    assert found["merchant"].to_list() == [name or "", "Café Punta del Cielo"]


def test_a_long_text_is_cut_in_columns_and_whole_in_the_body(db: Database) -> None:
    long = FIRST | {"description": "ñ" * 1_000_000}
    save(db, long, SECOND)
    assert db.frame("SELECT length(description) AS n FROM transactions ORDER BY key")["n"].to_list() == [10_000, 28]
    assert db.frame("SELECT max(length(text)) AS n FROM search_transactions")["n"].to_list()[0] < 10_100
    assert rows.body(db, "transactions", FIRST["id"]) == long


@pytest.mark.parametrize("resource", ["transactions", "tax_compliance_status"])
def test_a_row_tells_the_link_that_it_was_pulled_for(db: Database, resource: str) -> None:
    item = FIRST if resource == "transactions" else {"id": "o1"}
    save(db, item, resource=resource)
    assert rows.link_of(db, resource, item["id"]) == LINK
    assert rows.link_of(db, resource, "unknown") is None
