"""The rows of an answer as they are told: the same whether they come at once or in blocks."""

from decimal import Decimal

import pandas as pd
import pytest

from components.sql.answer import rows_of, rows_of_all
from store.sql import Answer

VALUES: dict[str, list[object]] = {
    "whole numbers": [1, 2, None, 4, 5, 6, 7],
    "numbers that become fractions": [1, 2, 3, 4.5, None, 6, 7],
    "amounts of a server": [Decimal("1.50"), None, Decimal(2), Decimal("-3.0001"), Decimal(0), None, None],
    "nothing at first": [None, None, None, None, 5, 6, None],
    "nothing at last": ["x", None, "y", None, None, None, None],
    "nothing at all": [None] * 7,
    "numbers that become texts": [1, 2, 3, "four", 5, 6.5, None],
    "texts that become numbers": ["", "007", None, 4, 5, 6, 7],
    "too large for a double": [2**60, 1, 2, 3, 4, 5, 6],
    "flags": [True, False, None, True, True, True, False],
    "signs": ["ñ 😀", "=1+1", "<b>", "a\nb", "", None, "0001"],
}


def answer(values: list[object]) -> Answer:
    return Answer(("a", "b"), [(value, number) for number, value in enumerate(values)], True, 0.1)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
def test_rows_are_the_same_in_blocks(values: list[object], size: int) -> None:
    starts = range(0, len(values), size)
    blocks = [Answer(one.columns, one.rows[at : at + size], True, 0.1) for one in [answer(values)] for at in starts]
    whole, told = rows_of(answer(values)), rows_of_all(iter(blocks))
    if pd.api.types.is_numeric_dtype(whole["a"]):
        pd.testing.assert_frame_equal(told, whole)
    else:  # an integral number beside texts, as SQLite may have them, is told as one
        assert [text.removesuffix(".0") for text in told["a"]] == [text.removesuffix(".0") for text in whole["a"]]
        assert told["a"].dtype == whole["a"].dtype


def test_what_is_missing_is_nothing_and_makes_no_number_another() -> None:
    told = rows_of(Answer(("n", "text"), [(9_007_199_254_740_991, "x"), (None, None), (3, "y")], True, 0.1))
    assert told["text"].to_list() == ["x", "", "y"]
    assert str(told["n"].dtype) == "Int64"
    assert told["n"].dropna().to_list() == [9_007_199_254_740_991, 3]


def test_an_answer_without_a_row_has_its_columns() -> None:
    told = rows_of_all([Answer(("a", "b"), [], True, 0.1)])
    assert ([*told.columns], len(told)) == (["a", "b"], 0)
