"""The rows of an answer as they are told."""

from components.sql.answer import rows_of
from store.sql import Answer


def test_what_is_missing_is_nothing_and_makes_no_number_another() -> None:
    told = rows_of(Answer(("n", "text"), [(9_007_199_254_740_991, "x"), (None, None), (3, "y")], True, 0.1))
    assert told["text"].to_list() == ["x", "", "y"]
    assert str(told["n"].dtype) == "Int64"
    assert told["n"].dropna().to_list() == [9_007_199_254_740_991, 3]


def test_an_answer_without_a_row_has_its_columns() -> None:
    told = rows_of(Answer(("a", "b"), [], True, 0.1))
    assert ([*told.columns], len(told)) == (["a", "b"], 0)
