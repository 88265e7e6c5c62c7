"""A link at Belvo, and its lists of one resource, all alike to whoever pulls it, whatever Belvo lists them by."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from belvo_client import BelvoClient, Link, NotFound, NotOffered, Page, Unreadable, UnreadableAnswer
from belvo_client.answers.strangers import is_same_id
from belvo_client.endpoints import Readable
from resources import Declaration
from store import Database
from store.queries.links import consents
from store.write import links
from sync.errors import LinkGone

LINK = "link"

_INSTITUTION = "belvo_institution_name"


def read_link(client: BelvoClient, link_id: str) -> Link:
    """The link as it is now; raises LinkGone where Belvo says in its own words that there is none."""
    try:
        link = client.links.get(link_id)
    except NotFound as error:
        if not error.errors:  # something else has answered
            raise
        message = "Belvo no longer has this link: it was deleted there. What was pulled before is kept."
        raise LinkGone(message, code=error.code, status=error.status, errors=error.errors) from error
    if not (link.get("id") and isinstance(link["id"], str)):
        raise UnreadableAnswer("The answer is no link.")
    return link


class Lists(Protocol):
    """What a pull does with a resource; `filters` are Belvo's filters."""

    def pages(self, *, ahead: int = 0, link: str, **filters: date) -> Iterator[Page[Any]]: ...

    def count(self, *, link: str, **filters: date) -> int: ...

    def get(self, item_id: str, /) -> Any: ...  # noqa: ANN401 - an object of any resource


def lists_of(db: Database, client: BelvoClient, resource: Declaration, link: str) -> Lists:
    """The resource's lists; raises NotOffered where what they are listed by is not known of the link."""
    if resource.policy.listed_by == LINK:
        return client.resource(resource.name)
    with db.read() as connection:
        documents = consents.documents(connection, link)
        taken = consents.elsewhere(connection, link)
    if not documents:
        raise NotOffered(f"No owner of this link has a CPF or CNPJ yet, by which Belvo lists {resource.name}.")
    known = links.find(db, link)
    return ByDocument(client.resource(resource.name), resource, documents, known.institution if known else None, taken)


class Foretold:
    """Lists of which the whole one is there already: it is given once, and after that Belvo is asked."""

    def __init__(self, lists: Lists, rows: Sequence[Any], asked_at: datetime | None = None) -> None:
        self._lists = lists
        self._rows: Sequence[Any] | None = rows
        self._asked_at = asked_at

    def pages(self, *, ahead: int = 0, link: str, **filters: date) -> Iterator[Page[Any]]:
        """One page of what is there."""
        if self._rows is None or filters:
            yield from self._lists.pages(ahead=ahead, link=link, **filters)
            return
        rows, self._rows = self._rows, None
        yield Page([*rows], len(rows), None, asked_at=self._asked_at)

    def count(self, *, link: str, **filters: date) -> int:
        """How many rows the link has, as Belvo counts them now."""
        return self._lists.count(link=link, **filters)

    def get(self, item_id: str, /) -> Any:  # noqa: ANN401 - an object of any resource
        """One object by its id; raises NotFound."""
        return self._lists.get(item_id)


class ByDocument:
    """Lists by the documents of people and companies, told as lists by link.

    https://developers.belvo.com/apis/belvoopenapispec/consents
    """

    def __init__(
        self,
        lists: Readable[Any],
        resource: Declaration,
        documents: Sequence[str],
        institution: str | None = None,
        taken: Collection[str] = (),
    ) -> None:
        self._lists = lists
        self._listed_by = resource.policy.listed_by
        self._link_field = resource.link_path
        self._documents = documents
        self._institution = institution
        self._taken = taken

    def pages(self, *, ahead: int = 0, link: str, **filters: date) -> Iterator[Page[Any]]:
        """One page of the link's rows, since a document has few in all; what is counted but not listed may be its."""
        by_id: dict[Any, Any] = {}
        only_counted, asked_at = 0, None
        unreadable: list[Unreadable] = []
        for document in self._documents:
            pages = [*self._lists.pages(ahead=ahead, **{self._listed_by: document}, **filters)]
            found = [row for page in pages for row in page.results]
            asked_at = next((page.asked_at for page in pages if page.results), asked_at)
            rows = {row.get("id") or (document, number): row for number, row in enumerate(found)}
            unreadable += (row for page in pages for row in page.unreadable)
            sizes = {len(rows) + sum(len(page.unreadable) for page in pages), *(page.count for page in pages)}
            only_counted += max(sizes) - min(sizes)
            by_id |= rows
        own = [row for row in by_id.values() if self._is_of(row, link)]
        yield Page(own, len(own) + len(unreadable) + only_counted, None, (*unreadable,), asked_at)

    def _is_of(self, row: Mapping[str, Any], link: str) -> bool:
        """Whether the row is the link's; until November 2025 Belvo's pages showed consents that name no link.

        https://developers.belvo.com/apis/belvoopenapispec/consents
        """
        named = row.get(self._link_field)
        if isinstance(named, str) and named:
            return is_same_id(named, link)
        return row.get(_INSTITUTION) in (None, self._institution) and str(row.get("id")) not in self._taken

    def count(self, *, link: str, **filters: date) -> int:
        """How many rows the link has."""
        return next(self.pages(ahead=0, link=link, **filters)).count

    def get(self, item_id: str, /) -> Any:  # noqa: ANN401 - an object of any resource
        """One object by its id; raises NotFound."""
        return self._lists.get(item_id)
