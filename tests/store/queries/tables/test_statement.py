"""The SQL that is offered to be copied gives the rows of the file, and nothing that was typed becomes SQL."""

import pytest

from resources import pulled_resources
from store import Database
from store.core import frames
from store.queries.tables import catalogue, orders, statement
from store.queries.tables.table import Pairs
from tests.kit import bodies
from tests.kit.fiscal_bodies import chilean, invoice
from tests.kit.rows import save


def both(db: Database, name: str, pairs: Pairs) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The rows by the statement, and those of the file with amounts as the statement has them."""
    table = catalogue.find(name)
    assert table is not None
    wanted = catalogue.wanted(db, table, pairs)
    sql = statement.of(wanted)
    assert sql is not None
    with db.read() as connection:
        found = [tuple(map(_number, row)) for row in connection.execute(sql)]
    told = statement.columns_of(table)
    kinds = [*table.columns.items()]
    file = [
        tuple(
            value / 10_000 if kind == frames.MONEY and value is not None else _number(value)
            for (column, kind), value in zip(kinds, row, strict=True)
            if column in told
        )
        for row in wanted.rows(db)
    ]
    return found, file


def _number(value: object) -> object:
    """PostgreSQL answers a division with a decimal."""
    return value if value is None or isinstance(value, str | int) else float(str(value))


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("links", bodies.LINK), ("since", "2026-11-01"), ("type", "OUTFLOW"), ("minimum", "100")],
        [("text", "café' OR 1=1 --"), ("categories", "x' :type ::text")],
        [("text", "café")],
    ],
)
def test_transactions_by_sql_are_those_of_the_file(filled: Database, pairs: Pairs) -> None:
    for order in orders.TRANSACTIONS:
        found, file = both(filled, "transactions", [*pairs, ("sort", order)])
        assert found == file
    assert len(found) == {0: 5, 1: 1 if ("text", "café") in pairs else 0, 4: 2}.get(len(pairs), 0)


def test_invoices_by_sql_are_those_of_the_file(db: Database) -> None:
    save(db, "invoices", *(invoice(number, f"2026-11-0{number}", 100 * (number % 3)) for number in range(1, 6)))
    save(db, "cl_invoices", chilean(7, "2026-11-03", 250), link=bodies.OTHER_LINK)
    for order in orders.INVOICES:
        found, file = both(db, "invoices", [("sort", order), ("minimum", "100")])
        assert found == file
        assert len(found) == 5


def test_every_other_table_by_sql_is_that_of_the_file(filled: Database) -> None:
    save(filled, "bills", *({"id": f"b{day}", "due_date": f"2026-11-0{day}", "total_amount": 0.1} for day in (1, 2)))
    for name in pulled_resources():
        found, file = both(filled, name, [("links", bodies.LINK)])
        assert found == file


@pytest.mark.parametrize("pair", [("transfers", "only"), ("doubtful", "without"), ("taxpayer", "somebody")])
def test_what_sql_does_not_know_has_no_statement(filled: Database, pair: tuple[str, str]) -> None:
    table = catalogue.find("transactions")
    assert table is not None
    assert statement.of(catalogue.wanted(filled, table, [pair])) is None
