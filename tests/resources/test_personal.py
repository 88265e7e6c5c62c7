"""What is personal is decided of every field that Belvo describes; a new one is masked until somebody says more."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from resources import RESOURCES, Declaration, mask_at
from resources.personal import UNDECLARED, Fields, Mask, Personal
from tests.store.known_schema import row_type

OLDER = {"transactions.merchant.name"}
"""Fields of bodies of before, which are not described any more."""

OPEN = ("tax_returns.informacion_general.",)
"""What is described as any object."""

DECLARED = [resource for resource in RESOURCES.values() if not resource.fields.everything]


def described(annotation: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any annotation
    """The paths of all values that may lie in the type, each with what it is."""
    origin = get_origin(annotation)
    if is_typeddict(annotation):
        for name, kind in get_type_hints(annotation).items():
            yield from described(kind, f"{path}.{name}" if path else name)
    elif origin in (Union, UnionType, list):
        for part in get_args(annotation):
            yield from described(part, path)
    elif annotation is not NoneType:
        yield path, annotation


def own(resource: Declaration) -> dict[str, set[Any]]:
    """The same of a resource's rows, without what is embedded in them that has a declaration of its own."""
    embedded = {*resource.borrowed, *(["account"] if resource.has_account else [])}
    found: dict[str, set[Any]] = {}
    for path, kind in described(row_type(resource.name)):
        if path.partition(".")[0] not in embedded:
            found.setdefault(path, set()).add(kind)
    return found


def is_decided(fields: Fields, path: str, kinds: set[Any]) -> bool:
    is_number = kinds <= {int, float, bool} and (fields.is_number(path, 1) or kinds == {bool})
    is_object = all(get_origin(kind) is dict or kind is Any for kind in kinds)
    return is_number or is_object or fields.mask_of(path) is not UNDECLARED


@pytest.mark.parametrize("resource", DECLARED, ids=lambda resource: resource.name)
def test_every_described_field_is_decided(resource: Declaration) -> None:
    assert [path for path, kinds in own(resource).items() if not is_decided(resource.fields, path, kinds)] == []


@pytest.mark.parametrize("resource", DECLARED, ids=lambda resource: resource.name)
def test_nothing_is_decided_that_is_not_there(resource: Declaration) -> None:
    fields, there = resource.fields, {f"{resource.name}.{path}" for path in own(resource)}
    clear = {f"{group}.{name}" if group else name for group, names in fields.clear.items() for name in names.split()}
    named = {f"{resource.name}.{path}" for path in (*fields.personal, *clear)}
    assert {path for path in named - there - OLDER if not path.startswith(OPEN)} == set()
    assert not {*fields.personal} & clear


@pytest.mark.parametrize("resource", DECLARED, ids=lambda resource: resource.name)
def test_every_column_is_decided(resource: Declaration) -> None:
    described_as = own(resource)
    paths = [".".join(column.keys) for column in resource.columns]
    undecided = [path for path in paths if mask_at(resource, path) is UNDECLARED]
    assert [path for path in undecided if not is_decided(resource.fields, path, described_as.get(path, {str}))] == []


def test_what_nobody_has_declared_is_masked() -> None:
    fields = Fields(clear={"": "id"}, numbers=("sums",))
    assert fields.mask_of("id") is None
    assert fields.mask_of("new") == Mask(Personal.PRIVATE)
    assert fields.is_number("sums.total", 5)
    assert not fields.is_number("sums.total", "Ximena")
    assert not fields.is_number("new", 5)
