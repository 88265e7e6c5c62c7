"""Balances of earlier days are what was reported minus what moved since, to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import Database
from store.queries.banking.accounts import balances_by_day, known_from
from store.upkeep import erasure
from store.write import rows
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK
from tests.kit.rows import records, tuples

DAY = date(2026, 11, 20)


def save(db: Database, account: dict[str, Any], *transactions: dict[str, Any]) -> None:
    with db.write() as connection:
        rows.save_page(connection, "accounts", LINK, [account])
        rows.save_page(connection, "transactions", LINK, transactions)


def balances(db: Database, account: str, since: date, until: date) -> dict[str, float]:
    frame = balances_by_day(db, [account], since, until)
    return {f"{day:%m-%d}": balance for day, balance in tuples(frame, "day", "balance")}


def test_days_without_movement_are_filled_and_the_day_itself_is_closed(filled: Database) -> None:
    assert balances(filled, ACCOUNT, date(2026, 11, 1), date(2026, 11, 4)) == {
        "11-01": 6219.53,
        "11-02": 6219.53,
        "11-03": 5974.03,
        "11-04": 5974.03,
    }
    assert records(balances_by_day(filled, [ACCOUNT], DAY, DAY)) == [
        {
            "account": ACCOUNT,
            "name": "Cuenta Perfiles",
            "currency": "MXN",
            "day": pd.Timestamp("2026-11-20"),
            "balance": 5874.13,
        }
    ]


def test_what_is_owed_rises_with_spending_and_falls_with_a_payment(db: Database) -> None:
    card = bodies.card(balance={"current": 1000, "available": None})
    bought = bodies.transaction(1, of=card, amount=400, type="OUTFLOW", value_date="2026-11-10")
    paid = bodies.transaction(2, of=card, amount=150, type="INFLOW", value_date="2026-11-12")
    save(db, card, bought, paid)
    assert balances(db, CARD, date(2026, 11, 9), date(2026, 11, 12)) == {
        "11-09": 750,
        "11-10": 1150,
        "11-11": 1150,
        "11-12": 1000,
    }


def test_movements_after_the_balance_was_collected_lead_on_from_it(db: Database) -> None:
    planned = bodies.transaction(1, amount=74.13, value_date="2026-11-22")
    save(db, bodies.account(), planned)
    assert balances(db, ACCOUNT, date(2026, 11, 20), date(2026, 11, 23)) == {
        "11-20": 5874.13,
        "11-21": 5874.13,
        "11-22": 5800,
        "11-23": 5800,
    }
    assert balances(db, ACCOUNT, date(2026, 11, 25), date(2026, 11, 25)) == {"11-25": 5800}
    assert balances(db, ACCOUNT, date(2026, 11, 1), date(2026, 11, 1)) == {"11-01": 5874.13}


def test_a_balance_is_known_from_the_first_movement_or_look(db: Database) -> None:
    moved, odd, still = (bodies.account(name) for name in ("moved", "odd", "still"))
    save(
        db,
        moved,
        bodies.transaction(1, of=moved, value_date="2026-09-29"),
        bodies.transaction(2, of=odd, value_date="0001-01-01"),
    )
    save(db, odd)
    save(db, still | {"collected_at": "2026-11-10T05:00:00Z"})
    assert known_from(db, ["moved", "odd", "still", "unknown"]) == {
        "moved": date(2026, 9, 29),
        "odd": DAY,
        "still": date(2026, 11, 10),
    }


def test_movements_without_a_known_direction_move_nothing(db: Database) -> None:
    save(db, bodies.account(), bodies.transaction(1, type=None), bodies.transaction(2, amount=None))
    assert set(balances(db, ACCOUNT, date(2026, 11, 1), date(2026, 11, 20)).values()) == {5874.13}


def test_several_accounts_come_one_after_the_other(filled: Database) -> None:
    frame = balances_by_day(filled, [CARD, ACCOUNT, "unknown"], date(2026, 11, 19), DAY)
    assert tuples(frame, "name", "balance") == [
        ("Cuenta Perfiles", 5874.13),
        ("Cuenta Perfiles", 5874.13),
        ("Tarjeta Oro", 1200.5),
        ("Tarjeta Oro", 1200.5),
    ]


def test_an_account_without_a_balance_is_left_out(db: Database) -> None:
    save(db, bodies.account(balance=None), bodies.transaction(1, of=bodies.account(balance=None)))
    empty = balances_by_day(db, [ACCOUNT], DAY, DAY)
    assert records(empty) == []
    assert [str(dtype) for dtype in empty.dtypes] == ["str", "str", "str", "datetime64[us]", "float64"]
    assert records(balances_by_day(db, [], DAY, DAY)) == []
    assert records(balances_by_day(db, [ACCOUNT], DAY, DAY - timedelta(days=1))) == []


@given(
    st.lists(st.tuples(st.integers(-20, 20), st.decimals(0, 10**6, places=2), st.booleans()), max_size=15),
    st.decimals(-(10**6), 10**6, places=2),
    st.booleans(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_day_differs_from_the_one_before_by_what_moved(
    db: Database, moved: list[tuple[int, Decimal, bool]], current: Decimal, owed: bool
) -> None:
    erasure.erase(db, LINK)
    kind = "LIABILITY" if owed else "ASSET"
    account = bodies.account(balance={"current": float(current)}, balance_type=kind)
    page = [
        bodies.transaction(
            number,
            of=account,
            value_date=(DAY + timedelta(days=offset)).isoformat(),
            amount=float(amount),
            type="INFLOW" if comes else "OUTFLOW",
        )
        for number, (offset, amount, comes) in enumerate(moved)
    ]
    save(db, account, *page)
    since, until = DAY - timedelta(days=25), DAY + timedelta(days=25)
    frame = balances_by_day(db, [ACCOUNT], since, until)
    expected = [
        current
        + sum(
            (amount if comes != owed else -amount) * (1 if offset > 0 else -1)
            for offset, amount, comes in moved
            if 0 < offset <= day or day < offset <= 0
        )
        for day in range(-25, 26)
    ]
    assert [round(Decimal(balance), 2) for (balance,) in tuples(frame, "balance")] == expected
