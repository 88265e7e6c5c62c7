"""Belvo's lists, page by page: https://developers.belvo.com/developer_resources/resources-pagination-and-filtering"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

from belvo_client.answers import Answer
from belvo_client.errors import PagingBroken, UnreadableAnswer
from belvo_client.transport import Call, Transport

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `count` is the number of rows in all its pages."""

    results: list[T]
    count: int
    next: str | None


def pages(transport: Transport, call: Call) -> Iterator[Page[Any]]:
    """Every page from `call` on, each asked for when it is needed.

    Raises PagingBroken if a `next` repeats or leads away from this list.
    """
    seen = {_place(call.params)}
    while True:
        page = read_page(transport.send(call))
        yield page
        if page.next is None:
            return
        call = replace(call, params=_following(transport.url(call.path), page.next))
        if _place(call.params) in seen:
            raise PagingBroken(f"The list {call.path} leads back to a page that was read already.")
        seen.add(_place(call.params))


def read_page(answer: Answer) -> Page[Any]:
    """The page in an answer; raises UnreadableAnswer if it is none."""
    match answer.body:
        case {"count": int(count), "next": str() | None as following, "results": list(results)}:
            return Page(results, count, following or None)
    raise UnreadableAnswer("The answer is no page of a list.", status=answer.status)


def _following(here: str, following: str) -> Mapping[str, str]:
    """The query of `next`: only that is taken from it, so keys can reach no host but ours."""
    ours, theirs = urlsplit(here), urlsplit(following)
    if (theirs.scheme, theirs.netloc, theirs.path) != (ours.scheme, ours.netloc, ours.path):
        raise PagingBroken(f"The list {ours.path} leads elsewhere: {theirs.netloc}{theirs.path}.")
    return dict(parse_qsl(theirs.query, keep_blank_values=True))


def _place(params: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({"page": "1", **params}.items()))
