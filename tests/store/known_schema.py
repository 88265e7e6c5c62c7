"""The fields and closed lists that the client's types describe: what `store/write/known_schema.json` holds.

    python -m tests.store.known_schema

writes that file anew after the types have changed.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import store
from belvo_client.catalogue import Catalogue
from belvo_client.endpoints import Exchanges
from belvo_client.links import Links
from belvo_client.types import Exchange, Link
from resources import RESOURCES, Declaration

KNOWN = Path(store.__file__).parent / "write" / "known_schema.json"

_OWN_ENDPOINTS: dict[Any, Any] = {Exchanges: Exchange, Links: Link}


def described() -> dict[str, Any]:
    """By resource and field: null for any value, a list of all values, or an object of further fields."""
    return {name: _of_resource(RESOURCES[name]) for name in sorted(RESOURCES)}


def _of_resource(resource: Declaration) -> Any:  # noqa: ANN401 - as `described` tells
    """What is embedded and has a table of its own is looked at there."""
    known = _known([row_type(resource.name)])
    return {**known, **dict.fromkeys(("account",) if resource.has_account else resource.borrowed)}


def row_type(resource: str) -> Any:  # noqa: ANN401 - any annotation
    """The type of a resource's rows."""
    endpoint: Any = vars(Catalogue)[resource].endpoint
    return _OWN_ENDPOINTS.get(endpoint) or get_args(endpoint)[0]


def _known(annotations: list[Any]) -> Any:  # noqa: ANN401 - as `described` tells
    """What all these may be together; a field of any value in one of them may have any."""
    parts = [part for annotation in annotations for part in _parts(annotation)]
    shapes = [part for part in parts if is_typeddict(part)]
    if shapes and len(shapes) == len(parts):
        hints = [get_type_hints(shape) for shape in shapes]
        names = sorted({name for one in hints for name in one})
        return {name: _known([one[name] for one in hints if name in one]) for name in names}
    if parts and all(get_origin(part) is Literal for part in parts):
        return sorted({value for part in parts for value in get_args(part) if value is not None})
    return None


def _parts(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """What an annotation admits, without null, and of lists what their members are."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _parts(part)
    elif origin is list:
        yield from _parts(get_args(annotation)[0])
    elif annotation not in (None, NoneType):
        yield annotation


if __name__ == "__main__":
    lines = (f"{json.dumps(name)}: {json.dumps(known, ensure_ascii=False)}" for name, known in described().items())
    KNOWN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
