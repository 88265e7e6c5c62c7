"""Resources as data: what a resource is called, how it is asked for, and how one of its rows looks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from belvo_sandbox.filters import Filter
from belvo_sandbox.sources import Moment, Source

ALWAYS: Moment = (date.min, 0)


class Candidate(NamedTuple):
    """Something that a collection may find; `key` names it for ever, `item` is what its body is made from."""

    key: tuple[object, ...]
    item: Any
    moment: Moment = ALWAYS  # when it came to be; candidates are sorted by it
    account: str | None = None  # the key of the account that it belongs to


class Stamp(NamedTuple):
    """A row's own marks: its id, and when it was collected first and last."""

    id: str
    created_at: datetime
    collected_at: datetime


class Parameter(NamedTuple):
    """A field of the body that retrieves a resource."""

    name: str
    kind: str  # a reader of `forms.Form`: day, identifier, text, flag
    required: bool = False


LINK = Parameter("link", "identifier", required=True)
TOKEN = Parameter("token", "text")
SAVE_DATA = Parameter("save_data", "flag")
PERIOD = (Parameter("date_from", "day", required=True), Parameter("date_to", "day", required=True))


@dataclass(frozen=True)
class Resource:
    """One of Belvo's resources."""

    name: str  # as in `fetch_resources`
    path: str  # below /api/
    filters: tuple[Filter, ...]
    parameters: tuple[Parameter, ...]
    candidates: Callable[[Source, datetime], Iterable[Candidate]]
    body: Callable[[Source, Candidate, Stamp], dict[str, Any]]
    link_required: bool = False  # to list it
    dated: bool = False  # whether a collection's dates narrow it
    asynchronous: bool = False  # whether it can be retrieved with `X-Belvo-Request-Mode: async`
    embeds_account: bool = False  # `account` in the body is a key, in whose place the account's row is put
    brings: tuple[str, ...] = ()  # resources that are collected with it
    owned_by_accounts: bool = False  # gone when all accounts of the link are deleted
