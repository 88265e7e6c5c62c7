"""Targets: which operations an endpoint stands for, and which links and institutions a call names."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from starlette.datastructures import QueryParams

from belvo_sandbox.bank import links
from belvo_sandbox.bank.institutions import INSTITUTIONS
from belvo_sandbox.products import RESOURCES

_ROOT = "/api/"
_ENDPOINT = r"(?:([A-Za-z]+)\s+)?(\S+)"


@dataclass(frozen=True)
class TargetedCall:
    """A call to the API, as far as it can be a target; `operation` is its method and the template of its path."""

    operation: str
    id: str | None  # in the path
    query: QueryParams
    content: bytes
    token_link: str | None = None

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The body; nothing if it is no JSON object."""
        try:
            body = orjson.loads(self.content or b"{}")
        except orjson.JSONDecodeError:
            return {}
        return body if isinstance(body, dict) else {}

    def links(self, connection: sqlite3.Connection) -> set[str]:
        """The links that it names: in its path, query, body or token, or by a row's id."""
        names = [self.token_link, self.query.get("link"), *self.query.get("link__in", "").split(",")]
        names += [self.body.get("link"), self.body.get("link_id"), self._link_of_path(connection)]
        return {str(name).strip().lower() for name in names if name}

    def institutions(self, connection: sqlite3.Connection) -> set[str]:
        """The institutions that it names, and those of the links that it names."""
        names = {self.body.get("institution"), self.query.get("institution"), self._institution_of_path()}
        names |= {name.strip() for name in self.query.get("institution__in", "").split(",")}
        of_links = (links.find(connection, id_) for id_ in self.links(connection))
        return {str(name) for name in names if name} | {link.institution for link in of_links if link}

    def _link_of_path(self, connection: sqlite3.Connection) -> str | None:
        if self.id is None or self._is_below("institutions"):
            return None
        if self._is_below("links"):
            return self.id
        if self._is_below("consents"):
            row = connection.execute("SELECT link FROM consents WHERE id = ?", (self.id,)).fetchone()
            return row and str(row["link"])
        link = links.for_row(connection, self.id)
        return link.id if link else None

    def _institution_of_path(self) -> str | None:
        if not self._is_below("institutions"):
            return None
        return next((each.name for each in INSTITUTIONS if str(each.id) == self.id), None)

    def _is_below(self, name: str) -> bool:
        return self.operation.partition(" ")[2].startswith(f"{_ROOT}{name}/")


def matches(target: Mapping[str, Any], call: TargetedCall, connection: sqlite3.Connection) -> bool:
    """A call has to name everything that a target names."""
    return (
        ("operations" not in target or call.operation in target["operations"])
        and ("link" not in target or target["link"] in call.links(connection))
        and ("institution" not in target or target["institution"] in call.institutions(connection))
    )


def resolve(endpoint: str, operations: Iterable[str]) -> list[str]:
    """The operations that an endpoint stands for: a resource's name, or the template of a path, after a method or not.

    Raises KeyError when there are none.
    """
    match = re.fullmatch(_ENDPOINT, endpoint.strip())
    method, name = match.groups() if match else ("", "")
    split = [(operation, *operation.split(" ", 1)) for operation in operations]
    matching = sorted(
        operation
        for operation, its_method, path in split
        if (method or its_method).upper() == its_method and _stands_for(name, path)
    )
    if not matching:
        raise KeyError(endpoint)
    return matching


def _stands_for(name: str, path: str) -> bool:
    if name.startswith("/"):
        return _template(name) == _template(path)
    resource = RESOURCES.get(name.upper().replace("-", "_"))
    start = resource.path if resource else name.strip("/").lower()
    return bool(start) and f"{path.removeprefix(_ROOT).strip('/')}/".startswith(f"{start}/")


def _template(path: str) -> str:
    return re.sub(r"\{[^/]*\}", "{}", path.strip("/").removeprefix("api").strip("/"))
