"""Belvo's lists, page by page: https://developers.belvo.com/developer_resources/resources-pagination-and-filtering"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from math import ceil
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

from belvo_client.answers.answer import Answer
from belvo_client.answers.strangers import asked_links, is_same_id, refuse_strangers
from belvo_client.answers.tolerant import Unreadable, unreadable
from belvo_client.background import in_background
from belvo_client.errors import PagingBroken, UnreadableAnswer
from belvo_client.transport import Call, Transport

T = TypeVar("T")

GROWTH = 10_000
"""How many rows a list may grow by while it is read, beyond twice as many as it began with."""

SCANT_PAGES = 100
"""How many pages that lead on may hold less than a hundredth of the rows that were asked for."""

_FULL = 100
_USUAL_SIZE = "100"
"""Rows of a page where nobody asks for a number of them."""

_MOST_DIGITS = 9
"""Of the number of a page, and of the rows of a list: more are no list's."""

_WHOSE = ("link", "link__in", "user_document")
"""Filters that say whose rows a list has."""

Place = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `count` is the number of rows in all its pages, those that can't be read included.

    `asked_at` is the instant by which its call is found again in what a client tells of its calls.
    """

    results: list[T]
    count: int
    next: str | None
    unreadable: tuple[Unreadable, ...] = ()
    asked_at: datetime | None = field(default=None, compare=False)

    def __len__(self) -> int:
        """How many rows it has, the unreadable ones included."""
        return len(self.results) + len(self.unreadable)


def pages(transport: Transport, call: Call, ahead: int = 0) -> Iterator[Page[Any]]:
    """Every page from `call` on, each asked for when it is needed, or up to `ahead` of them before that.

    Raises PagingBroken if a `next` repeats, leads away from this list or has no end, ForeignAnswer for rows of another
    link than the one that was asked for.
    """
    seen = {_place(call.params)}
    reader = Ahead(transport, ahead) if ahead else InTurn(transport)
    extent = Extent(call.path, int(call.params.get("page_size", _USUAL_SIZE)))
    while True:
        page = reader.read(call)
        extent.note(page)
        reader.expect(call, page)
        following, handed = page.next, [page]
        del page  # whoever gets it may let go of it before the next one is read
        yield handed.pop()
        if following is None:
            return
        call = replace(call, params=_following(call, following))
        if _place(call.params) in seen:
            raise PagingBroken(f"The list {call.path} leads back to a page that was read already.")
        seen.add(_place(call.params))


def read_page(call: Call, answer: Answer) -> Page[Any]:
    """The page in an answer; raises UnreadableAnswer if it is none, ForeignAnswer for rows of another link."""
    match answer.body:
        case {"count": int(count), "next": str() | None as following, "results": list(results)} if (
            count < 10**_MOST_DIGITS
        ):
            page = Page(results, count, following or None, (), answer.asked_at)
            if not all(isinstance(row, dict) for row in results):
                page = _sorted_out(page)
            refuse_strangers(page.results, asked_links(call))
            return page
    raise UnreadableAnswer("The answer is no page of a list.", status=answer.status)


def _sorted_out(page: Page[Any]) -> Page[Any]:
    rows = [row for row in page.results if isinstance(row, dict)]
    others = (unreadable(row) for row in page.results if not isinstance(row, dict))
    return replace(page, results=rows, unreadable=(*others,))


@dataclass
class Extent:
    """How far a list was read, against how many rows it counts: one that never ends, or hardly moves, is broken."""

    path: str
    page_size: int
    rows: int = 0
    first: int | None = None
    most: int = 0
    scant: int = 0

    def note(self, page: Page[Any]) -> None:
        """Take in a page; raises PagingBroken for an empty one that leads on, and for twice the rows that there are.

        Raises it, too, for page after page with next to nothing: at a row a page no list comes to its end.
        """
        self.first = page.count if self.first is None else self.first
        self.most = max(self.most, page.count)
        self.rows += len(page)
        if page.next is not None and not len(page):
            raise PagingBroken(f"The list {self.path} leads on from an empty page.")
        self.scant += page.next is not None and len(page) * _FULL < self.page_size
        if self.scant > SCANT_PAGES:
            raise PagingBroken(
                f"The list {self.path} does not come to its end: {self.scant} of its pages are nearly empty."
            )
        if self.rows > min(2 * self.most, 2 * self.first + GROWTH):
            raise PagingBroken(f"The list {self.path} does not end: it counts {page.count} rows, and has {self.rows}.")


class InTurn:
    """Reads a page when it is asked for."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def read(self, call: Call) -> Page[Any]:
        """One page."""
        return read_page(call, self._transport.send(call))

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
        if page.next is None or not len(page):
            return
        named = call.params.get("page", "1")
        if not (named.isdecimal() and len(named) <= _MOST_DIGITS):
            return
        number = int(named)
        last = min(number + self._ahead, ceil(page.count / len(page)))
        for following in range(number + 1, last + 1):
            later = replace(call, params={**call.params, "page": str(following)})
            place = _place(later.params)
            if place not in self._expected:
                self._expected[place] = in_background(partial(super().read, later), "belvo-pages")


def _following(call: Call, following: str) -> Mapping[str, str]:
    """The query of `next`: only that is taken from it, so keys can reach no host but ours.

    Its scheme, host and port are those by which Belvo, or what stands before it, knows itself.
    """
    try:
        theirs = urlsplit(following)
    except ValueError as error:
        raise PagingBroken(f"The list {call.path} leads on to no address.") from error
    if not theirs.path.endswith(f"/api/{call.path}"):
        raise PagingBroken(f"The list {call.path} leads elsewhere: {theirs.path}.")
    found = dict(parse_qsl(theirs.query, keep_blank_values=True))
    ours = {name: value for name in _WHOSE if (value := call.params.get(name)) is not None}
    for name, value in ours.items():
        if not is_same_id(found.get(name, value), value):
            raise PagingBroken(f"The list {call.path} leads elsewhere: to another {name}.")
    return found | ours


def _place(params: Mapping[str, str]) -> Place:
    return tuple(sorted({"page": "1", **params}.items()))
