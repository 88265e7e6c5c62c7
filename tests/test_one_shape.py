"""The shape of an object is written down once, in belvo_client.types: the store's columns must be found in it."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from belvo_client.catalogue import Catalogue
from belvo_client.exchanges import Exchanges
from belvo_client.links import Links
from belvo_client.types import Exchange, Link
from store.resources import RESOURCES, Column, Kind

OWN_ENDPOINTS: dict[Any, Any] = {Exchanges: Exchange, Links: Link}
JSON_TYPES = {
    Kind.TEXT: str,
    Kind.DAY: str,
    Kind.INSTANT: str,
    Kind.MONEY: float,
    Kind.INTEGER: int,
    Kind.FLAG: bool,
    Kind.LIST: list,
}


def members(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """The types that an annotation admits, null left out; literals as the type of their values."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        for member in get_args(annotation):
            yield from members(member)
    elif origin is Literal:
        yield from {type(value) for value in get_args(annotation)} - {NoneType}
    elif annotation not in (None, NoneType):
        yield annotation if is_typeddict(annotation) else origin or annotation


def leaves(annotation: Any, keys: tuple[str, ...]) -> set[Any]:  # noqa: ANN401 - any annotation
    """What lies at a path, in all the shapes that an object may have."""
    if not keys:
        return set(members(annotation))
    inner = [get_type_hints(one).get(keys[0]) for one in members(annotation) if is_typeddict(one)]
    return {leaf for one in inner if one is not None for leaf in leaves(one, keys[1:])}


def row_type(resource: str) -> Any:  # noqa: ANN401 - any annotation
    endpoint: Any = vars(Catalogue)[resource].endpoint
    return OWN_ENDPOINTS.get(endpoint) or get_args(endpoint)[0]


@pytest.mark.parametrize(
    ("resource", "column"),
    [
        pytest.param(resource.name, column, id=f"{resource.name}.{column.name}")
        for resource in RESOURCES.values()
        for column in resource.columns
    ],
)
def test_a_column_holds_what_its_type_describes(resource: str, column: Column) -> None:
    assert leaves(row_type(resource), column.keys) == {JSON_TYPES[column.kind]}


@pytest.mark.parametrize("resource", sorted(RESOURCES))
def test_the_times_that_make_no_change_are_described(resource: str) -> None:
    found = {path: leaves(row_type(resource), tuple(path.split("."))) for path in RESOURCES[resource].times}
    assert found == {path: {str} for path in RESOURCES[resource].times}


def test_a_path_that_is_not_described_has_no_leaves() -> None:
    assert leaves(row_type("transactions"), ("merchant", "colour")) == set()
