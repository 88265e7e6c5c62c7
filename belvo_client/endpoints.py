"""What can be done with a resource: read it, have it retrieved, resume that with a one-time token."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Generic, TypeVar, cast
from urllib.parse import quote

from belvo_client import filters
from belvo_client.answers.answer import Answer
from belvo_client.answers.strangers import asked_links, refuse_stranger, refuse_strangers
from belvo_client.errors import BadArgument, BadFilter, Deferred, ErrorItem, NotOffered, UnreadableAnswer
from belvo_client.filters import FilterValue
from belvo_client.paging import Page, pages, read_page
from belvo_client.resources import Resource
from belvo_client.transport import Call, Transport
from belvo_client.types import Exchange, ExchangeEvent

T = TypeVar("T")

BodyValue = str | int | bool | date | Sequence[str]

#: Belvo's largest page; its default is 100, its sandbox's 10.
PAGE_SIZE = 1000

#: https://developers.belvo.com/docs/asynchronous-requests
ASYNCHRONOUS = {"X-Belvo-Request-Mode": "async"}


@dataclass(frozen=True)
class Accepted:
    """Belvo took the request and reports by webhook, with the same `request_id`."""

    request_id: str


class Readable(Generic[T]):
    """A resource that can be listed and looked up."""

    def __init__(self, transport: Transport, resource: Resource) -> None:
        self._transport = transport
        self._resource = resource

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._resource.name!r})"

    @property
    def lists_several(self) -> bool:
        """Whether Belvo describes lists of these that are of several links at once, without saying which one first."""
        return "link__in" in self._resource.filters and not self._resource.of_link

    def list(self, *, ahead: int = 0, **given: FilterValue) -> Iterator[T]:
        """Every row that passes the filters, page after page as they are needed; raises BadFilter at once.

        With `ahead`, that many later pages are under way while the rows of one are used.
        """
        found = self.pages(ahead=ahead, **given)
        return (row for page in found for row in page.results)

    def pages(self, *, ahead: int = 0, **given: FilterValue) -> Iterator[Page[T]]:
        """The same, page by page, with the count of all rows."""
        return pages(self._transport, Call("GET", self._resource.path, params=self._params(given)), ahead)

    def count(self, **given: FilterValue) -> int:
        """How many rows pass the filters: one call for one row."""
        call = Call("GET", self._resource.path, params={**self._params(given), "page_size": "1"})
        return read_page(call, self._transport.send(call)).count

    def get(self, item_id: str | int, /) -> T:
        """One object by its id; raises NotFound, and ForeignAnswer if it is another."""
        found = single(self._transport.send(Call("GET", item_path(self._resource, item_id))))
        refuse_stranger(found, item_id)
        return cast("T", found)

    def _params(self, given: dict[str, FilterValue]) -> dict[str, str]:
        name = self._resource.name
        params = filters.query(name, self._resource.all_filters, given)
        if self._resource.of_link and not {"link", "link__in"} & params.keys():
            raise BadFilter(f"{name} are listed by link: give link=….")
        return {"page_size": str(PAGE_SIZE), **params}


class Retrievable(Readable[T]):
    """A resource that Belvo can be told to fetch from the institution, and to forget."""

    def retrieve(self, link: str, **given: BodyValue) -> list[T]:
        """Have the rows fetched from the institution now; a resource of one object gives a list of one.

        This logs in at the institution and is never repeated by itself. Raises TokenRequired, and Deferred if
        Belvo answers later on its own account.
        """
        return self._rows(self._retrieval(link, given))

    def retrieve_async(self, link: str, **given: BodyValue) -> Accepted:
        """Have the rows fetched in the background; raises NotOffered where Belvo does not."""
        if not self._resource.asynchronous:
            raise NotOffered(f"{self._resource.name} are not retrieved in the background.")
        return accepted(self._transport.send(self._retrieval(link, given, ASYNCHRONOUS)))

    def delete(self, item_id: str | int, /) -> None:
        """Delete one object and what hangs on it; raises NotFound."""
        if not self._resource.deletable:
            raise NotOffered(f"{self._resource.name} cannot be deleted.")
        self._transport.send(Call("DELETE", item_path(self._resource, item_id)))

    def _rows(self, call: Call) -> list[T]:
        found = rows(self._transport.send(call))
        refuse_strangers(found, asked_links(call))
        return found

    def _retrieval(self, link: str, given: dict[str, BodyValue], headers: dict[str, str] | None = None) -> Call:
        body = self._resource.body(link, {name: _json(value) for name, value in given.items()})
        return Call("POST", self._resource.path, body=body, headers=headers or {}, asks_institution=True)


class Resumable(Retrievable[T]):
    """A retrievable resource whose retrieve can stop for a one-time token."""

    def resume(self, session: str, link: str, *, token: str | None = None, save_data: bool = True) -> list[T]:
        """Go on where TokenRequired stopped; without `token` once the person has confirmed elsewhere."""
        return self._rows(resumption(self._resource, session, link, token, save_data))


class Exchanges(Retrievable[Exchange]):
    """br/exchanges/, each of which has a history of its own."""

    def history(self, exchange_id: str, /) -> Iterator[ExchangeEvent]:
        """What happened to one exchange, event by event."""
        path = f"{item_path(self._resource, exchange_id)}history/"
        found = pages(self._transport, Call("GET", path, params={"page_size": str(PAGE_SIZE)}))
        return (event for page in found for event in page.results)


def resumption(resource: Resource, session: str, link: str, token: str | None, save_data: bool) -> Call:
    """The call that hands in a one-time token: https://developers.belvo.com/docs/handling-2-factor-authentication"""
    body: dict[str, object] = {"session": session, "link": link, "save_data": save_data}
    if token is not None:
        body["token"] = token
    return Call("PATCH", resource.path, body=body, asks_institution=True)


def item_path(resource: Resource, item_id: str | int) -> str:
    """The path of one object."""
    if not str(item_id).strip("."):
        raise BadArgument(f"{resource.name} are looked up by an id, which {item_id!r} is not.")
    return f"{resource.path}{quote(str(item_id), safe='')}/"


def one(answer: Answer) -> dict[str, Any]:
    """The object in an answer; raises UnreadableAnswer if there is none."""
    if isinstance(answer.body, dict):
        return answer.body
    raise UnreadableAnswer("The answer is no object.", status=answer.status)


def single(answer: Answer) -> dict[str, Any]:
    """The object in an answer, bare or, as some details are described, in an array of one."""
    match answer.body:
        case [dict(found)]:
            return found
    return one(answer)


def rows(answer: Answer) -> list[Any]:
    """The rows in the answer to a retrieve, which is an array or one object; raises Deferred for a 202."""
    if answer.status == HTTPStatus.ACCEPTED:
        raise Deferred(
            "Belvo retrieves this in the background and reports by webhook.",
            status=answer.status,
            errors=[ErrorItem("deferred", "Belvo answers later.", answer.request_id)],
        )
    if not isinstance(answer.body, list):
        return [one(answer)]
    if not all(isinstance(row, dict) for row in answer.body):
        raise UnreadableAnswer("The answer is no list of objects.", status=answer.status)
    return answer.body


def accepted(answer: Answer) -> Accepted:
    """The receipt in a 202; raises UnreadableAnswer if there is none."""
    if answer.request_id is None:
        raise UnreadableAnswer("The answer carries no request_id.", status=answer.status)
    return Accepted(answer.request_id)


def _json(value: BodyValue) -> str | int | bool | list[str]:
    if isinstance(value, datetime):
        raise BadArgument("A retrieve takes dates, not instants.")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int) else list(value)
