"""What is kept of answers, and when it is found anew."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from store import Database
from store.queries.banking import flows, transactions
from store.queries.banking.filters import TransactionFilter
from store.queries.kept import MOST_ROWS, MOST_ROWS_IN_ALL, kept, kept_by_link
from store.sight import Sight
from store.write import links, revisions
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, LINK, OTHER_LINK
from tests.kit.rows import save

asked = list[object]()


@kept
def doubled(db: Database, numbers: Sequence[int], *, rows: int = 1) -> "pd.DataFrame":
    asked.append((db, numbers))
    return pd.DataFrame({"number": [2 * number for number in numbers] * rows})


def times(db: Database, numbers: Sequence[int], rows: int = 1) -> int:
    """How often the question was asked of the store for these two answers."""
    asked.clear()
    first, second = doubled(db, numbers, rows=rows), doubled(db, numbers, rows=rows)
    assert first.equals(second)
    return len(asked)


def test_the_same_question_is_asked_once_until_something_changes(filled: Database) -> None:
    assert times(filled, [1, 2]) == 1
    assert times(filled, [1, 2]) == 0
    assert times(filled, [2, 1]) == 1
    with filled.write() as connection:
        revisions.bump(connection, LINK)
    assert times(filled, [1, 2]) == 1


def test_an_answer_that_is_changed_by_whoever_has_it_stays_as_it_was(filled: Database) -> None:
    mine = doubled(filled, [4])
    mine.loc[0, "number"] = 0
    mine["more"] = 1
    assert doubled(filled, [4]).to_dict("list") == {"number": [8]}


def test_every_way_to_see_a_store_has_answers_of_its_own(filled: Database) -> None:
    assert times(filled, [5]) == 1
    assert times(filled.as_seen(Sight.CLEAR), [5]) == 1


def test_of_many_large_answers_those_asked_for_last_stay(filled: Database) -> None:
    for number in range(MOST_ROWS_IN_ALL // MOST_ROWS + 1):
        doubled(filled, [100 + number], rows=MOST_ROWS)
    assert times(filled, [101], rows=MOST_ROWS) == 0
    assert times(filled, [100], rows=MOST_ROWS) == 1


def test_a_very_large_answer_is_not_kept(filled: Database) -> None:
    assert times(filled, [6], rows=MOST_ROWS + 1) == 2


def test_fields_of_a_filter_that_are_not_compared_are_part_of_the_question(filled: Database) -> None:
    every = TransactionFilter()
    whole, without = (transactions.totals(filled, one) for one in (every, replace(every, aside=(ACCOUNT,))))
    assert whole["count"].sum() > without["count"].sum()


def test_sums_are_those_of_now_once_a_row_has_come(filled: Database) -> None:
    before, month = _dollars(filled)
    body = bodies.transaction(4711, value_date="2026-11-20", amount=10, currency="USD", type="INFLOW")
    save(filled, "transactions", body)
    assert _dollars(filled) == (before + 10, month + 10)


def _dollars(db: Database) -> tuple[Decimal, float]:
    sums = transactions.totals(db, TransactionFilter()).set_index("currency")
    months = flows.by_month(db, TransactionFilter()).query("currency == 'USD'")
    return sums["inflow"]["USD"], months["inflow"].sum()


looked_up = list[tuple[str, ...]]()


@kept_by_link
def numbers_of(db: Database, links: Sequence[str], times: int = 1) -> Iterator[tuple[str, int]]:
    looked_up.append(tuple(links))
    with db.read() as connection:
        for row in connection.execute("SELECT link, count(*) AS number FROM transactions GROUP BY link"):
            if not links or row["link"] in links:
                yield row["link"], row["number"] * times


def _looked_up(db: Database, links: Sequence[str] = (), times: int = 1) -> list[tuple[str, ...]]:
    looked_up.clear()
    numbers_of(db, links, times)
    return [*looked_up]


def test_only_the_rows_of_a_link_that_has_changed_are_found_anew(filled: Database) -> None:
    save(filled, "transactions", bodies.transaction(900), link=OTHER_LINK)
    assert _looked_up(filled) == [()]
    before = numbers_of(filled, [])
    assert _looked_up(filled) == []
    save(filled, "transactions", bodies.transaction(901), link=OTHER_LINK)
    assert _looked_up(filled) == [(OTHER_LINK,)]
    assert sum(numbers_of(filled, [])) == sum(before) + 1
    assert numbers_of(filled, [OTHER_LINK]) == [2]
    assert _looked_up(filled, [LINK]) == []
    assert _looked_up(filled, [LINK], 2) == [(LINK,)]
    assert _looked_up(filled, ["nobody"]) == []


def test_rows_of_a_link_that_is_gone_are_nobodys(filled: Database) -> None:
    save(filled, "transactions", bodies.transaction(900), link=OTHER_LINK)
    assert len(numbers_of(filled, [])) == 2
    with filled.write() as connection:
        links.mark_deleted(connection, OTHER_LINK)
    assert len(numbers_of(filled, [])) == 1


def test_every_way_to_see_a_store_has_rows_of_its_own(filled: Database) -> None:
    numbers_of(filled, [])
    assert _looked_up(filled.as_seen(Sight.CLEAR)) == [()]
