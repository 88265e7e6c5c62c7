"""What is written down about a resource, and how a client gets an endpoint from it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from belvo_client.errors import BadArgument
from belvo_client.filters import Filters, number, several, text

if TYPE_CHECKING:
    from belvo_client.transport import Transport

E = TypeVar("E")

_PAGING: Filters = {"page": number, "page_size": number}
_SPARSE: Filters = {"fields": several(text), "omit": several(text)}


@dataclass(frozen=True)
class Resource:
    """One resource under /api/: path, filters, and what a retrieve needs and takes besides the link."""

    path: str
    filters: Filters = field(default_factory=dict)
    #: A list of these cannot be had without saying whose.
    of_link: bool = False
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    #: Retrieves can be answered later, by webhook.
    asynchronous: bool = False
    deletable: bool = True
    #: Lists take `fields` and `omit`.
    sparse: bool = True

    @property
    def name(self) -> str:
        """The name in the client and in a store: the path with `_` for `/` and `-`."""
        return self.path.strip("/").replace("/", "_").replace("-", "_")

    @property
    def all_filters(self) -> Filters:
        """Its own filters and those of every list."""
        return _PAGING | (_SPARSE if self.sparse else {}) | self.filters

    def body(self, link: str, given: dict[str, Any]) -> dict[str, Any]:
        """The body of a retrieve; raises BadArgument for a field it does not take, or one that is missing."""
        if missing := self.needs - given.keys():
            raise BadArgument(f"Retrieving {self.name} needs {', '.join(sorted(missing))}.")
        if unknown := given.keys() - self.needs - self.takes - {"save_data"}:
            raise BadArgument(f"Retrieving {self.name} takes no {', '.join(sorted(unknown))}.")
        return {"link": link, **given}


class Offered(Generic[E]):
    """A resource as an attribute of the client's class: read on a client, it is the endpoint."""

    def __init__(self, endpoint: Callable[["Transport", Resource], E], resource: Resource) -> None:
        self.endpoint = endpoint
        self.resource = resource

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: Any, owner: type) -> E: ...  # noqa: ANN401 - whatever carries a transport
    def __get__(self, client: Any, owner: type) -> Self | E:
        """The endpoint, bound to the client's transport."""
        return self if client is None else self.endpoint(client.transport, self.resource)
