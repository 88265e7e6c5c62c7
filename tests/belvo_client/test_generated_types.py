"""The types of Belvo's answers are those that its description makes."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from belvo_client import types
from belvo_client.catalogue import Catalogue
from belvo_client.resources import Offered
from tests.belvo_client import description
from tests.belvo_client.generated_types import described, made, modules
from tests.belvo_client.type_names import ROWS, SCHEMAS

HISTORY = "br/exchanges/{id}/history/"


def test_the_checked_in_types_are_what_make_types_makes() -> None:
    assert made() == modules()


def test_the_rows_of_every_list_have_a_type_that_can_be_imported() -> None:
    lists = {offered.resource.path for offered in vars(Catalogue).values() if isinstance(offered, Offered)}
    assert ROWS.keys() == lists | {HISTORY}
    assert {place.name for place in ROWS.values()} <= set(types.__all__)


def test_a_schema_that_has_a_name_here_is_described_and_answered() -> None:
    places = {f"{place.module}.{place.name}" for place in SCHEMAS.values()}
    assert places <= described(description.read()).keys()


def test_what_may_be_missing_and_what_may_be_null_are_told_apart() -> None:
    hints = get_type_hints(types.Account)
    assert types.Account.__optional_keys__ == {"overdraft"}
    assert hints["category"] == types.AccountCategory | None
    assert hints["currency"] is str


def test_null_is_none_of_the_values_of_a_closed_list() -> None:
    lists = list(enums(described(description.read())))
    assert [values for values in lists if None in values or "null" in values] == []
    assert get_args(types.AccessMode) in [tuple(values) for values in lists]


def enums(part: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - any JSON
    if isinstance(part, dict):
        if isinstance(values := part.get("enum"), list):
            yield values
        for value in part.values():
            yield from enums(value)
    elif isinstance(part, list):
        for value in part:
            yield from enums(value)
