"""A request to Belvo as it may be shown, kept and copied: in place of each secret stands the name of a variable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEYS = ("BELVO_SECRET_ID", "BELVO_SECRET_PASSWORD")
"""The variables that hold the keys."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A secret by the name of the variable that holds it."""

    name: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to which host; `template` is the path with the names of what it holds, as the description has it.

    `address` is the whole URL, with the query as it stands in one.
    """

    method: str
    base_url: str
    path: str
    template: str
    address: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None

    @property
    def collection(self) -> str:
        """The path of the list that it is of."""
        return self.template.partition("{")[0]

    @property
    def item(self) -> str:
        """The id of the one object that it is about; empty where it is about none alone."""
        before, brace, after = self.template.partition("{id}")
        if not brace or after.strip("/"):
            return ""
        return self.path.removeprefix(before).rstrip("/")


def variables(body: object) -> list[str]:
    """The names of the variables in a body, each once."""
    match body:
        case Variable(name):
            return [name]
        case Mapping():
            return [*dict.fromkeys(name for inner in body.values() for name in variables(inner))]
        case list():
            return [*dict.fromkeys(name for inner in body for name in variables(inner))]
    return []
