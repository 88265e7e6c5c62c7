"""SQL conditions, and lists as named parameters."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

Condition = tuple[str, dict[str, object]]
"""SQL and the parameters in it."""

CHUNK = 1000
"""Values that one statement looks up; every SQLite since 3.32 takes 32,766."""


def members(name: str, values: Sequence[object]) -> Condition:
    """`(:name_0, :name_1)` for IN; nothing is in the list of no values."""
    parameters = {f"{name}_{index}": value for index, value in enumerate(values)}
    return f"({', '.join(f':{key}' for key in parameters) or 'NULL'})", parameters


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
