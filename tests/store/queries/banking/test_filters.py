"""A filter and the address that names it."""

from datetime import date
from decimal import Decimal

import pytest

from store.queries.banking.filters import on_transactions
from store.queries.banking.transactions import TransactionFilter

EVERYTHING = TransactionFilter(
    links=("a link",),
    accounts=("one", "two, with a comma"),
    since=date(2026, 1, 1),
    until=date(2026, 1, 31),
    type="OUTFLOW",
    categories=("Food & Groceries", "Uncategorized"),
    statuses=("PENDING",),
    currency="MXN",
    text="uber & co",
    minimum=Decimal("0.01"),
    maximum=Decimal("1234567.8901"),
)


@pytest.mark.parametrize(
    "wanted",
    [TransactionFilter(), EVERYTHING, TransactionFilter(text="ñandú"), TransactionFilter(minimum=Decimal(5))],
    ids=str,
)
def test_a_filter_comes_back_from_its_own_address(wanted: TransactionFilter) -> None:
    assert TransactionFilter.from_query(wanted.to_query()) == wanted


def test_a_filter_is_written_with_one_parameter_a_value() -> None:
    assert TransactionFilter(accounts=("one", "two"), since=date(2026, 1, 1)).to_query() == [
        ("accounts", "one"),
        ("accounts", "two"),
        ("since", "2026-01-01"),
    ]


def test_what_an_address_says_besides_is_left_aside() -> None:
    pairs = [("page", "3"), ("sort", "amount"), ("text", ""), ("currency", " "), ("links", "a link")]
    assert TransactionFilter.from_query(pairs) == TransactionFilter(links=("a link",))


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("since", "yesterday")], r"since can't be read: 'yesterday'\."),
        ([("minimum", "a lot")], r"minimum can't be read: 'a lot'\."),
        ([("maximum", "NaN")], r"maximum can't be read: 'NaN'\."),
        ([("currency", "MXN"), ("currency", "BRL")], r"currency is given more than once\."),
    ],
    ids=["a day", "an amount", "no number", "twice"],
)
def test_an_address_that_can_not_be_read_is_refused(pairs: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TransactionFilter.from_query(pairs)


def test_nothing_is_as_large_as_what_no_amount_can_be() -> None:
    beyond = Decimal("99999999999999999999")
    assert on_transactions(TransactionFilter(minimum=beyond))[0].endswith(" AND 1 = 0")
    assert on_transactions(TransactionFilter(maximum=beyond)) == on_transactions(TransactionFilter())
    assert on_transactions(TransactionFilter(minimum=-beyond)) == on_transactions(TransactionFilter())
    assert on_transactions(TransactionFilter(maximum=-beyond)) != on_transactions(TransactionFilter())
