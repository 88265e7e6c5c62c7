"""Belvo's lists of one resource, all alike to whoever pulls a link, whatever Belvo lists them by."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from belvo_client import BelvoClient, NotOffered, Page
from belvo_client.endpoints import Readable
from store import Database
from store.queries.links import consents
from sync.policies import Plan

LINK = "link"


class Lists(Protocol):
    """What a pull does with a resource; `filters` are Belvo's filters."""

    def pages(self, *, ahead: int = 0, link: str, **filters: date) -> Iterator[Page[Any]]: ...

    def count(self, *, link: str, **filters: date) -> int: ...

    def get(self, item_id: str, /) -> Any: ...  # noqa: ANN401 - an object of any resource


def lists_of(db: Database, client: BelvoClient, plan: Plan, link: str) -> Lists:
    """The plan's lists; raises NotOffered where what they are listed by is not known of the link."""
    if plan.listed_by == LINK:
        return client.resource(plan.resource)
    with db.read() as connection:
        documents = consents.documents(connection, link)
    if not documents:
        raise NotOffered(f"No owner of this link has a CPF or CNPJ yet, by which Belvo lists {plan.resource}.")
    return ByDocument(client.resource(plan.resource), plan.listed_by, documents)


class ByDocument:
    """Lists by the documents of people and companies, told as lists by link.

    https://developers.belvo.com/apis/belvoopenapispec/consents
    """

    def __init__(self, lists: Readable[Any], listed_by: str, documents: Sequence[str]) -> None:
        self._lists = lists
        self._listed_by = listed_by
        self._documents = documents

    def pages(self, *, ahead: int = 0, link: str, **filters: date) -> Iterator[Page[Any]]:
        """One page of the link's rows, since a document has few in all; what is counted but not listed may be its."""
        by_id: dict[str, Any] = {}
        only_counted = 0
        for document in self._documents:
            pages = [*self._lists.pages(ahead=ahead, **{self._listed_by: document}, **filters)]
            rows = {row["id"]: row for page in pages for row in page.results}
            sizes = {len(rows), *(page.count for page in pages)}
            only_counted += max(sizes) - min(sizes)
            by_id |= rows
        own = [row for row in by_id.values() if row["link_id"] == link]
        yield Page(own, len(own) + only_counted, None)

    def count(self, *, link: str, **filters: date) -> int:
        """How many rows the link has."""
        return next(self.pages(ahead=0, link=link, **filters)).count

    def get(self, item_id: str, /) -> Any:  # noqa: ANN401 - an object of any resource
        """One object by its id; raises NotFound."""
        return self._lists.get(item_id)
