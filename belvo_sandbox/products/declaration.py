"""Resources as data: what a resource is called, how it is asked for, and how one of its rows looks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from belvo_sandbox.bank.corrections import Correction
from belvo_sandbox.products.filters import ListFilter
from belvo_sandbox.products.link_data import LinkData, Moment

ALWAYS: Moment = (date.min, 0)


class Candidate(NamedTuple):
    """Something that a fetch may return; `key` names it for ever, `item` is what its body is made from."""

    key: tuple[object, ...]
    item: Any
    moment: Moment = ALWAYS  # when it came to be; candidates are sorted by it
    account: str | None = None  # the key of the account that it belongs to
    kind: str | None = None  # what a retrieve's `type` picks, where the resource has one
    period: tuple[date, date] | None = (
        None  # first and last day of what goes on for a while: a retrieve's dates meet it
    )
    correction: Correction | None = None  # when its institution puts right what it says of it, or takes it back


class Stamp(NamedTuple):
    """A row's own marks: its id, when it was fetched first and last, and the parameters of those fetches.

    `parameters` are the fields of the retrieves as JSON has them, later ones over earlier ones; a flag such as
    `attach_pdf` stays once it was set.
    """

    id: str
    created_at: datetime
    collected_at: datetime
    parameters: Mapping[str, Any] = MappingProxyType({})
    seen_at: datetime | None = None  # when what the row says was so, if that is later than it says

    @property
    def content_at(self) -> datetime:
        """The instant whose view of things the row shows."""
        return self.seen_at or self.collected_at


class Parameter(NamedTuple):
    """A field of the body that retrieves a resource."""

    name: str
    kind: str  # a reader of `forms.Form`: choice, day, flag, identifier, names, text, year
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str | None = None  # of a required one that may be left out all the same, unless the sandbox is strict


LINK = Parameter("link", "identifier", required=True)
TOKEN = Parameter("token", "text")
SAVE_DATA = Parameter("save_data", "flag")
PERIOD = (Parameter("date_from", "day", required=True), Parameter("date_to", "day", required=True))


@dataclass(frozen=True)
class Resource:
    """One of Belvo's resources."""

    name: str  # as in `fetch_resources`
    path: str  # below /api/
    filters: tuple[ListFilter, ...]
    parameters: tuple[Parameter, ...]
    candidates: Callable[[LinkData, datetime], Iterable[Candidate]]
    body: Callable[[LinkData, Candidate, Stamp], dict[str, Any]]
    link_required: bool = False  # to list it
    has_period: bool = False  # a retrieve's dates narrow it
    filters_by_type: bool = False  # a retrieve's `type` picks the candidates of that kind
    single: bool = False  # POST answers with one object, not with an array
    resumable: bool = False  # PATCH goes on with a retrieve that asked for a token
    deletable: bool = True
    check: Callable[[Mapping[str, Any]], None] | None = None  # raises if what a retrieve asks for is too much
    asynchronous: bool = False  # it can be retrieved with `X-Belvo-Request-Mode: async`
    embeds_account: bool = False  # `account` in the body is a key, in whose place the account's row is put
    also_fetches: tuple[str, ...] = ()  # resources that are fetched with it
    owned_by_accounts: bool = False  # gone when all accounts of the link are deleted
    # Fields of the body that a candidate tells by itself, so that long lists can be narrowed by them quickly.
    readers: Mapping[str, Callable[[Candidate], Any]] = field(default_factory=lambda: MappingProxyType({}))
