"""The shape of an object is written down once, in belvo_client.types: the store's columns must be found in it."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from belvo_client.catalogue import Catalogue
from belvo_client.resources import Offered
from resources import RESOURCES, Column, ColumnKind, Declaration, pulled_resources
from tests.store.known_schema import row_type

JSON_TYPES = {
    ColumnKind.TEXT: str,
    ColumnKind.DAY: str,
    ColumnKind.INSTANT: str,
    ColumnKind.MONEY: float,
    ColumnKind.INTEGER: int,
    ColumnKind.NUMBER: float,
    ColumnKind.FLAG: bool,
    ColumnKind.LIST: list,
}


def members(annotation: Any, *, whole: bool = False) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """The types that an annotation admits, null left out; literals as the type of their values.

    What a list or a dict holds is left out as well, unless they are wanted whole.
    """
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        for member in get_args(annotation):
            yield from members(member, whole=whole)
    elif origin is Literal:
        yield from {type(value) for value in get_args(annotation)} - {NoneType}
    elif annotation not in (None, NoneType):
        yield annotation if whole or is_typeddict(annotation) else origin or annotation


def leaves(annotation: Any, keys: tuple[str, ...]) -> set[Any]:  # noqa: ANN401 - any annotation
    """What lies at a path, in all the shapes that an object may have; Any where a shape leaves it open."""
    if not keys:
        return set(members(annotation))
    return {leaf for one in steps(annotation, keys[0]) for leaf in ({Any} if one is Any else leaves(one, keys[1:]))}


def steps(annotation: Any, key: str) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """The types under a key, in each of the shapes that the type admits, and in the members of its lists."""
    for one in members(annotation, whole=True):
        if get_origin(one) is list:
            yield from steps(get_args(one)[0], key)
        elif get_origin(one) is dict:
            yield get_args(one)[1]
        elif is_typeddict(one) and key in (hints := get_type_hints(one)):
            yield hints[key]


@pytest.mark.parametrize(
    ("resource", "column"),
    [
        pytest.param(resource.name, column, id=f"{resource.name}.{column.name}")
        for resource in RESOURCES.values()
        for column in resource.columns
    ],
)
def test_a_column_holds_what_its_type_describes(resource: str, column: Column) -> None:
    assert leaves(row_type(resource), column.keys) in ({JSON_TYPES[column.kind]}, {Any})


@pytest.mark.parametrize("resource", sorted(RESOURCES))
def test_the_times_that_make_no_change_are_described(resource: str) -> None:
    found = {path: leaves(row_type(resource), tuple(path.split("."))) for path in RESOURCES[resource].times}
    assert {path: kinds for path, kinds in found.items() if kinds not in ({str}, {int})} == {}


@pytest.mark.parametrize("resource", sorted(RESOURCES))
def test_what_is_borrowed_is_described(resource: str) -> None:
    assert all(leaves(row_type(resource), tuple(path.split("."))) for path in RESOURCES[resource].borrowed)


def test_every_resource_of_the_client_is_stored() -> None:
    assert RESOURCES.keys() == {name for name, offered in vars(Catalogue).items() if isinstance(offered, Offered)}


PULLED = [*pulled_resources().values()]


@pytest.mark.parametrize("resource", PULLED, ids=lambda resource: resource.name)
def test_a_list_is_asked_for_by_a_filter_that_it_takes(resource: Declaration) -> None:
    assert resource.policy.listed_by in vars(Catalogue)[resource.name].resource.filters


CONTINUED = [resource for resource in PULLED if resource.policy.continuation]


@pytest.mark.parametrize("resource", CONTINUED, ids=lambda resource: resource.name)
def test_a_list_is_continued_by_filters_that_it_takes(resource: Declaration) -> None:
    asked = vars(Catalogue)[resource.name].resource
    assert {f"{resource.day}__gte", "created_at__gte"} <= asked.filters.keys()


@pytest.mark.parametrize("resource", PULLED, ids=lambda resource: resource.name)
def test_a_retrieve_has_types_where_it_takes_one(resource: Declaration) -> None:
    asked = vars(Catalogue)[resource.name].resource
    assert ("type" in asked.needs | asked.takes) == bool(resource.retrieve_types)


def test_a_path_that_is_not_described_has_no_leaves() -> None:
    assert leaves(row_type("transactions"), ("merchant", "colour")) == set()
