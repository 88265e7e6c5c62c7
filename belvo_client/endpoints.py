"""What can be done with a resource: read it, have it retrieved, resume that with a one-time token."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Generic, TypeVar, cast
from urllib.parse import quote

from belvo_client import filters
from belvo_client.answers import Answer
from belvo_client.errors import BadFilter, NotOffered, UnreadableAnswer
from belvo_client.filters import FilterValue
from belvo_client.paging import Page, pages, read_page
from belvo_client.resources import Resource
from belvo_client.transport import Call, Transport

T = TypeVar("T")

#: Belvo's largest page; its default is 100, its sandbox's 10.
PAGE_SIZE = 1000


class Readable(Generic[T]):
    """A resource that can be listed and looked up."""

    def __init__(self, transport: Transport, resource: Resource) -> None:
        self._transport = transport
        self._resource = resource

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._resource.name!r})"

    def list(self, **given: FilterValue) -> Iterator[T]:
        """Every row that passes the filters, page after page as they are needed; raises BadFilter at once."""
        found = self.pages(**given)
        return (row for page in found for row in page.results)

    def pages(self, **given: FilterValue) -> Iterator[Page[T]]:
        """The same, page by page, with the count of all rows."""
        return pages(self._transport, Call("GET", self._resource.path, params=self._params(given)))

    def count(self, **given: FilterValue) -> int:
        """How many rows pass the filters: one call for one row."""
        params = {**self._params(given), "page_size": "1"}
        return read_page(self._transport.send(Call("GET", self._resource.path, params=params))).count

    def get(self, item_id: str | int, /) -> T:
        """One object by its id; raises NotFound."""
        return cast("T", one(self._transport.send(Call("GET", item_path(self._resource, item_id)))))

    def _params(self, given: dict[str, FilterValue]) -> dict[str, str]:
        name = self._resource.name
        params = filters.query(name, self._resource.all_filters, given)
        if self._resource.of_link and not {"link", "link__in"} & params.keys():
            raise BadFilter(f"{name} are listed by link: give link=….")
        return {"page_size": str(PAGE_SIZE), **params}


class Retrievable(Readable[T]):
    """A resource that Belvo can be told to fetch from the institution, and to forget."""

    def retrieve(self, link: str, **given: str | int | bool | date) -> list[T]:
        """Have the rows fetched from the institution now; a resource of one object gives a list of one.

        This logs in at the institution and is never repeated by itself. Raises TokenRequired.
        """
        return rows(self._transport.send(self._retrieval(link, given)))

    def delete(self, item_id: str | int, /) -> None:
        """Delete one object and what hangs on it; raises NotFound."""
        if not self._resource.deletable:
            raise NotOffered(f"{self._resource.name} cannot be deleted.")
        self._transport.send(Call("DELETE", item_path(self._resource, item_id)))

    def _retrieval(self, link: str, given: dict[str, str | int | bool | date]) -> Call:
        body = self._resource.body(link, {name: _json(value) for name, value in given.items()})
        return Call("POST", self._resource.path, body=body, asks_institution=True)


class Resumable(Retrievable[T]):
    """A retrievable resource whose retrieve can stop for a one-time token."""

    def resume(self, session: str, link: str, *, token: str | None = None, save_data: bool = True) -> list[T]:
        """Go on where TokenRequired stopped; without `token` once the person has confirmed elsewhere."""
        return rows(self._transport.send(resumption(self._resource, session, link, token, save_data)))


def resumption(resource: Resource, session: str, link: str, token: str | None, save_data: bool) -> Call:
    """The call that hands in a one-time token: https://developers.belvo.com/docs/handling-2-factor-authentication"""
    body: dict[str, object] = {"session": session, "link": link, "save_data": save_data}
    if token is not None:
        body["token"] = token
    return Call("PATCH", resource.path, body=body, asks_institution=True)


def item_path(resource: Resource, item_id: str | int) -> str:
    """The path of one object."""
    if not str(item_id):
        raise NotOffered(f"{resource.name} are looked up by an id, which is empty.")
    return f"{resource.path}{quote(str(item_id), safe='')}/"


def one(answer: Answer) -> dict[str, Any]:
    """The object in an answer; raises UnreadableAnswer if it is none."""
    if isinstance(answer.body, dict):
        return answer.body
    raise UnreadableAnswer("The answer is no object.", status=answer.status)


def rows(answer: Answer) -> list[Any]:
    """The rows in the answer to a retrieve, which is an array or one object."""
    if isinstance(answer.body, list):
        return answer.body
    return [one(answer)]


def _json(value: str | int | bool | date) -> str | int | bool:
    if isinstance(value, datetime):
        raise NotOffered("A retrieve takes dates, not instants.")
    return value.isoformat() if isinstance(value, date) else value
