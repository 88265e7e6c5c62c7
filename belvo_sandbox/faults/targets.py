"""Aims: which operations an endpoint stands for, and which links and institutions a call names."""

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
class Target:
    """A call to the API, as far as it can be aimed at; `operation` is its method and the template of its path."""

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
        named = [self.token_link, self.query.get("link"), *self.query.get("link__in", "").split(",")]
        named += [self.body.get("link"), self.body.get("link_id"), self._link_of_path(connection)]
        return {str(name).strip().lower() for name in named if name}

    def institutions(self, connection: sqlite3.Connection) -> set[str]:
        """The institutions that it names, and those of the links that it names."""
        named = {self.body.get("institution"), self.query.get("institution"), self._institution_of_path()}
        named |= {name.strip() for name in self.query.get("institution__in", "").split(",")}
        of_links = (links.find(connection, id_) for id_ in self.links(connection))
        return {str(name) for name in named if name} | {link.institution for link in of_links if link}

    def _link_of_path(self, connection: sqlite3.Connection) -> str | None:
        if self.id is None or self._is_below("institutions"):
            return None
        if self._is_below("links"):
            return self.id
        if self._is_below("consents"):
            row = connection.execute("SELECT link FROM consents WHERE id = ?", (self.id,)).fetchone()
            return row and str(row["link"])
        link = links.of_row(connection, self.id)
        return link.id if link else None

    def _institution_of_path(self) -> str | None:
        if not self._is_below("institutions"):
            return None
        return next((one.name for one in INSTITUTIONS if str(one.id) == self.id), None)

    def _is_below(self, name: str) -> bool:
        return self.operation.partition(" ")[2].startswith(f"{_ROOT}{name}/")


def hits(aim: Mapping[str, Any], target: Target, connection: sqlite3.Connection) -> bool:
    """Whether everything that an aim names is named by a call."""
    return (
        ("operations" not in aim or target.operation in aim["operations"])
        and ("link" not in aim or aim["link"] in target.links(connection))
        and ("institution" not in aim or aim["institution"] in target.institutions(connection))
    )


def resolve(endpoint: str, operations: Iterable[str]) -> list[str]:
    """The operations that an endpoint stands for: a resource's name, or the template of a path, after a method or not.

    Raises KeyError when there are none.
    """
    match = re.fullmatch(_ENDPOINT, endpoint.strip())
    method, place = match.groups() if match else ("", "")
    known = [(operation, *operation.split(" ", 1)) for operation in operations]
    found = sorted(
        operation
        for operation, its_method, path in known
        if (method or its_method).upper() == its_method and _stands_for(place, path)
    )
    if not found:
        raise KeyError(endpoint)
    return found


def _stands_for(place: str, path: str) -> bool:
    parts = path.removeprefix(_ROOT).strip("/")
    if place.startswith("/"):
        return _template(place) == _template(path)
    resource = RESOURCES.get(place.upper().replace("-", "_"))
    name = resource.path if resource else place.strip("/").lower()
    return bool(name) and f"{parts}/".startswith(f"{name}/")


def _template(path: str) -> str:
    return re.sub(r"\{[^/]*\}", "{}", path.strip("/").removeprefix("api").strip("/"))
