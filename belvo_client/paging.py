"""Belvo's lists, page by page: https://developers.belvo.com/developer_resources/resources-pagination-and-filtering"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Any, Generic, TypeVar
from urllib.parse import SplitResult, parse_qsl, urlsplit

from belvo_client.answers import Answer
from belvo_client.background import in_background
from belvo_client.errors import PagingBroken, UnreadableAnswer
from belvo_client.transport import Call, Transport

T = TypeVar("T")

_PORTS = {"http": 80, "https": 443}

Place = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `count` is the number of rows in all its pages."""

    results: list[T]
    count: int
    next: str | None


def pages(transport: Transport, call: Call, ahead: int = 0) -> Iterator[Page[Any]]:
    """Every page from `call` on, each asked for when it is needed, or up to `ahead` of them before that.

    Raises PagingBroken if a `next` repeats or leads away from this list.
    """
    seen = {_place(call.params)}
    reader = Ahead(transport, ahead) if ahead else InTurn(transport)
    while True:
        page = reader.read(call)
        reader.expect(call, page)
        following, handed = page.next, [page]
        del page  # whoever gets it may let go of it before the next one is read
        yield handed.pop()
        if following is None:
            return
        call = replace(call, params=_following(transport.url(call.path), following))
        if _place(call.params) in seen:
            raise PagingBroken(f"The list {call.path} leads back to a page that was read already.")
        seen.add(_place(call.params))


def read_page(answer: Answer) -> Page[Any]:
    """The page in an answer; raises UnreadableAnswer if it is none."""
    match answer.body:
        case {"count": int(count), "next": str() | None as following, "results": list(results)} if all(
            isinstance(row, dict) for row in results
        ):
            return Page(results, count, following or None)
    raise UnreadableAnswer("The answer is no page of a list.", status=answer.status)


class InTurn:
    """Reads a page when it is asked for."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def read(self, call: Call) -> Page[Any]:
        """One page."""
        return read_page(self._transport.send(call))

    def expect(self, call: Call, page: Page[Any]) -> None:
        """Nothing is read before its turn."""


class Ahead(InTurn):
    """Reads the pages that will probably follow in threads of its own; which ones do, `next` still decides.

    Nobody waits for a page that is not wanted any more: neither who leaves the list early nor the end of the process.
    """

    def __init__(self, transport: Transport, ahead: int) -> None:
        super().__init__(transport)
        self._ahead = ahead
        self._expected: dict[Place, Future[Page[Any]]] = {}

    def read(self, call: Call) -> Page[Any]:
        """One page, already under way if it was expected."""
        expected = self._expected.pop(_place(call.params), None)
        if expected:
            return expected.result()
        if self._expected:  # the list goes on otherwise than by page numbers
            self._ahead = 0
        return super().read(call)

    def expect(self, call: Call, page: Page[Any]) -> None:
        """Start on the pages after this one, as far as its count promises any."""
        if page.next is None or not page.results:
            return
        number = int(call.params.get("page", "1"))
        last = min(number + self._ahead, ceil(page.count / len(page.results)))
        for following in range(number + 1, last + 1):
            later = replace(call, params={**call.params, "page": str(following)})
            place = _place(later.params)
            if place not in self._expected:
                self._expected[place] = in_background(partial(super().read, later), "belvo-pages")


def _following(here: str, following: str) -> Mapping[str, str]:
    """The query of `next`: only that is taken from it, so keys can reach no host but ours."""
    ours, theirs = urlsplit(here), urlsplit(following)
    if _address(theirs) != _address(ours):
        raise PagingBroken(f"The list {ours.path} leads elsewhere: {theirs.hostname}{theirs.path}.")
    return dict(parse_qsl(theirs.query, keep_blank_values=True))


def _address(parts: SplitResult) -> tuple[str, str | None, int | None, str]:
    try:
        port = parts.port
    except ValueError:
        port = -1
    return parts.scheme, parts.hostname, port or _PORTS.get(parts.scheme), parts.path


def _place(params: Mapping[str, str]) -> Place:
    return tuple(sorted({"page": "1", **params}.items()))
