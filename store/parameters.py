"""Lists as named SQL parameters."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

CHUNK = 1000
"""How many values one statement looks up; every SQLite since 3.32 takes 32,766."""


def members(name: str, values: Sequence[object]) -> tuple[str, dict[str, object]]:
    """`(:name_0, :name_1)` for IN, and the parameters that belong to it."""
    parameters = {f"{name}_{index}": value for index, value in enumerate(values)}
    return f"({', '.join(f':{key}' for key in parameters)})", parameters


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
