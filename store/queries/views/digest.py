"""What changed of a view's rows since an instant: how many came, say something else, and are there no longer.

Only links of which something was pulled since, or that are gone since, are looked at. A view of transactions or
invoices is held against its whole filter, as it was known then and as it is now: a row that another category takes out
of the filter has vanished from the view. Other pages go by whose rows they are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.access.views import Pairs
from resources import RESOURCES, Family, resources_of
from store import engine
from store.core import instants
from store.database import Database
from store.known import as_known_at
from store.queries import changes
from store.queries.changes import MOST, Event, Kind, Stretch
from store.queries.links import people
from store.queries.query_params import values_by_name, values_of
from store.queries.tables import catalogue
from store.queries.tables.table import Wanted

_BANK = ("accounts", "transactions")
_OF_PAIRS = ("transactions", "invoices", "cl_invoices", "incomes", "employment_records", "mx_current_employments")
_ALL = tuple(name for name, one in RESOURCES.items() if one.per_link or name == "links")

RESOURCES_OF: Mapping[str, Sequence[str]] = {
    "people": _ALL,
    "person": _ALL,
    "link": _ALL,
    "links": ("links",),
    "accounts": ("accounts",),
    "transactions": ("transactions",),
    "cash_flow": _BANK,
    "income": resources_of(Family.ENRICHMENT),
    "employment": resources_of(Family.EMPLOYMENT),
    "fiscal": resources_of(Family.FISCAL),
    "match": _OF_PAIRS,
    "quality": _ALL,
}
"""By the page, whose rows it is made of; of other pages, and of queries, no row is followed."""

_FILTERED = {"transactions": "transactions", "fiscal": "invoices"}
"""Pages whose whole filter is held against rows, by the table that has it."""

_OF_ONE = frozenset({"person", "match", "quality", "cash_flow", "link"})
"""Pages that tell of whoever a link of theirs names."""


@dataclass(frozen=True, slots=True)
class Digest:
    """How many rows came, changed and went; `is_more` where there are more than are looked at one by one."""

    added: int = 0
    changed: int = 0
    vanished: int = 0
    is_more: bool = False

    @property
    def total(self) -> int:
        return self.added + self.changed + self.vanished


def of_view(db: Database, page: str, pairs: Pairs, since: datetime, *, quick: bool = False) -> Digest | None:
    """What changed of its rows since then; None of a page whose rows are not followed.

    A `quick` look holds nothing against what the filter left then: a row that it takes out is not counted. Raises
    ValueError for parameters that can't be read.
    """
    resources = RESOURCES_OF.get(page)
    if resources is None:
        return None
    links = [link for link in moved(db, since) if link in _links_of(db, page, pairs, since)]
    if not links:
        return Digest()
    stretch = Stretch(tuple(sorted(links)), since)
    counts = changes.counts(db, stretch).counts
    numbers = {
        kind: sum(number for (resource, of), number in counts.items() if resource in resources and of is kind)
        for kind in (Kind.ADDED, Kind.CHANGED, Kind.VANISHED)
    }
    section = next((value for name, value in pairs if name == "section"), "invoices")
    if page not in _FILTERED or (page == "fiscal" and section != "invoices"):
        return Digest(numbers[Kind.ADDED], numbers[Kind.CHANGED], numbers[Kind.VANISHED])
    tables = ("transactions",) if page == "transactions" else ("invoices", "cl_invoices")
    events = changes.events(db, stretch, tables, (Kind.ADDED, Kind.CHANGED, Kind.VANISHED))
    return _held_against(db, _FILTERED[page], pairs, events, None if quick else since)


def moved(db: Database, since: datetime) -> list[str]:
    """The links of which something was pulled since then, or is being pulled, and those that are new or gone."""
    with db.read() as connection:
        return [row["link"] for row in connection.execute(_MOVED, {"since": instants.encode(since)})]


def _links_of(db: Database, page: str, pairs: Pairs, since: datetime) -> Collection[str]:
    """The links that a view asks for, or else all."""
    several = values_by_name(people.with_links(db, pairs))
    asked = [*values_of(several, "links")]
    if page in _OF_ONE:
        asked = [row.link for link in asked for row in people.of_person(db, link=link)] or asked
    without = {*several.get("without", ())}
    return [link for link in asked or moved(db, since) if link not in without]


def _held_against(db: Database, table: str, pairs: Pairs, events: Sequence[Event], since: datetime | None) -> Digest:
    found = catalogue.find(table)
    if found is None or not events:
        return Digest()
    keys = [(event.resource, event.key) for event in events if event.key is not None]
    now = _matching(db, catalogue.wanted(db, found, pairs), keys)
    old = [(event.resource, event.key) for event in events if event.key is not None and event.kind is not Kind.ADDED]
    if since is None or not old:
        is_new = {(event.resource, event.key) for event in events if event.kind is Kind.ADDED}
        return Digest(len(now & is_new), len(now - is_new), 0, len(events) >= MOST)
    before = as_known_at(db, since)
    then = _matching(before, catalogue.wanted(before, found, pairs), old)
    return Digest(len(now - then), len(now & then), len(then - now), len(events) >= MOST)


def _matching(db: Database, wanted: Wanted[Any], keys: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of the rows that the filter leaves; keys of Mexico's and Chile's invoices may be the same."""
    source = wanted.table.source(wanted.matching)
    if wanted.is_of_nobody:
        return set()
    if source is None:  # it goes by what SQL does not know, and leaves what it can't be held against
        return {*keys}
    sql, parameters = source
    resource = "CASE WHEN found.country = 'CL' THEN 'cl_invoices' ELSE 'invoices' END"
    told = resource if "country" in wanted.table.columns and "country" in wanted.table.ties else "'transactions'"
    among = engine.among("found.key", "told_keys")
    asked = {**parameters, "told_keys": engine.array(sorted({key for _, key in keys}))}
    with db.read() as connection:
        rows = connection.execute(f"SELECT {told} AS resource, found.key FROM {sql} WHERE {among}", asked)
        return {(row["resource"], row["key"]) for row in rows} & {*keys}


_MOVED = """
    SELECT link FROM sync_runs WHERE finished_at >= :since OR finished_at IS NULL
    UNION SELECT id FROM links WHERE changed_at >= :since OR deleted_at >= :since
"""
