"""Links as a list of many: which a filter means, how many there are of each kind, and one page of them in an order."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from domain.link_state import Badge
from languages import msg
from store import engine
from store.core import instants
from store.core.parameters import Condition
from store.database import Database
from store.engine import Connection, Row
from store.queries.links.people import FEWEST

FRESHNESS: Mapping[str, str] = {
    "day": msg("Read today"),
    "week": msg("This week"),
    "month": msg("This month"),
    "older": msg("Longer ago"),
    "never": msg("Nothing read"),
}
"""How old the data are: read within 24 hours, 7 days, 30 days, before, or never."""

AGES: Mapping[str, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}

NOBODY = "nobody"
"""Stands among people for links of which no external id is known."""

ORDERS: Mapping[str, str] = {
    "urgent": "s.place, s.since, s.came_at DESC, s.link",
    "stale": "s.read_at, s.link",
    "fresh": "s.read_at DESC, s.link",
    "newest": "s.came_at DESC, s.link",
    "oldest": "s.came_at, s.link",
    "institution": "s.institution NULLS LAST, s.place, s.since, s.link",
}
"""In which links are listed, by name: those that need somebody first, and so on."""


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """Which links are meant; what is empty narrows nothing.

    `states` are badges, of a trouble that a pull hides too; without any, deleted links are left out unless `find` says
    one's id or whose it is. `institutions` are names, None where there is to be none of all. `links` are those of
    people, None for all. `found` are links that `find` finds besides, where a reader sees other names than are stored.
    """

    find: str = ""
    states: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    freshness: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    is_of_nobody: bool = False
    links: tuple[str, ...] | None = None
    found: frozenset[str] | None = None
    banks: frozenset[str] = frozenset()


class Kind(NamedTuple):
    """Links that are alike in all that is counted."""

    institution: str
    badge: str
    trouble: str
    age: str
    number: int


@dataclass(frozen=True)
class Facets:
    """What there is to choose from, with how many links each would find beside what else is chosen."""

    kinds: Sequence[Kind]
    wanted: LinkFilter
    countries: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    in_countries: frozenset[str] = frozenset()
    of_products: frozenset[str] = frozenset()

    def chosen(self) -> Iterator[Kind]:
        """The kinds that the whole filter means."""
        return self._of("")

    @cached_property
    def number(self) -> int:
        """How many links that are."""
        return sum(kind.number for kind in self.chosen())

    def states(self) -> Counter[str]:
        """By badge; a link that is pulled although it has a trouble counts under both."""
        found = Counter[str]()
        for kind in self._of("state"):
            for name in {kind.badge, kind.trouble} - {""}:
                found[name] += kind.number
        return found

    def institutions(self) -> Counter[str]:
        return _summed((kind.institution, kind.number) for kind in self._of("institution") if kind.institution)

    def freshness(self) -> Counter[str]:
        return _summed((kind.age, kind.number) for kind in self._of("freshness"))

    def by_country(self) -> Counter[str]:
        found = ((self.countries.get(kind.institution, ""), kind.number) for kind in self._of("country"))
        return _summed((country, number) for country, number in found if country)

    def by_product(self) -> Counter[str]:
        found = ((self.products.get(kind.institution, ""), kind.number) for kind in self._of("product"))
        return _summed((product, number) for product, number in found if product)

    def _of(self, facet: str) -> Iterator[Kind]:
        """The kinds that all filters but one leave."""
        wanted = self.wanted
        for kind in self.kinds:
            is_in_state = not wanted.states and (kind.badge != Badge.DELETED or bool(wanted.find))
            if (
                (facet == "state" or is_in_state or {kind.badge, kind.trouble} & {*wanted.states})
                and (facet == "institution" or not wanted.institutions or kind.institution in wanted.institutions)
                and (facet == "freshness" or not wanted.freshness or kind.age in wanted.freshness)
                and (facet == "country" or not self.in_countries or self._country(kind) in self.in_countries)
                and (facet == "product" or not self.of_products or self._product(kind) in self.of_products)
            ):
                yield kind

    def _country(self, kind: Kind) -> str:
        return self.countries.get(kind.institution, "")

    def _product(self, kind: Kind) -> str:
        return self.products.get(kind.institution, "")


def _summed(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    found = Counter[str]()
    for name, number in pairs:
        found[name] += number
    return found


def kinds(db: Database, wanted: LinkFilter, now: datetime) -> list[Kind]:
    """All links that are found by text and person, by what else is counted of them."""
    # Every badge, so that deleted links are counted as well.
    of_one = replace(wanted, states=tuple(badge.value for badge in Badge), institutions=(), freshness=())
    condition, parameters = _condition(of_one, now)
    some = f"(SELECT * FROM link_states AS s WHERE {condition})"
    of = _LOOKED_THROUGH if wanted.find else _COUNTED
    with db.whole.read() as connection:
        rows = connection.execute(of.format(some=some), {**parameters, **_borders(now)})
        return [kind for row in rows for kind in _by_age(row)]


def _by_age(row: Row) -> Iterator[Kind]:
    """The kinds of one row of counts, each of which goes back further than the one before."""
    before = 0
    for age in FRESHNESS:
        if number := row[age] - before:
            yield Kind(row["institution"] or "", row["badge"], row["trouble"], age, number)
        before = row[age]


_COUNTED = """
    SELECT s.institution, s.badge, s.trouble, count(CASE WHEN s.read_at >= :day THEN 1 END) AS day,
        count(CASE WHEN s.read_at >= :week THEN 1 END) AS week,
        count(CASE WHEN s.read_at >= :month THEN 1 END) AS month,
        count(CASE WHEN s.read_at <> '' THEN 1 END) AS older, count(*) AS never
    FROM {some} AS s GROUP BY s.institution, s.badge, s.trouble
"""
"""How many are so young at most, so that rows come in the order of an index and are sorted by nothing."""

_LOOKED_THROUGH = f"WITH found AS MATERIALIZED {{some}} {_COUNTED.replace('{some}', 'found')}"
"""Kept apart, or an index by which rows are counted leads to each of those that are looked through."""

_IS_OF_AGE = {
    "day": "s.read_at >= :day",
    "week": "s.read_at >= :week AND s.read_at < :day",
    "month": "s.read_at >= :month AND s.read_at < :week",
    "older": "s.read_at > '' AND s.read_at < :month",
    "never": "s.read_at = ''",
}


def _borders(now: datetime) -> dict[str, object]:
    return {name: instants.encode(now - age) for name, age in AGES.items()}


def there(db: Database) -> int:
    """How many links are not deleted, whatever is asked for."""
    with db.whole.read() as connection:
        sql = "SELECT count(*) AS number FROM link_states WHERE badge <> 'deleted'"
        found: int = connection.execute(sql).fetchone()["number"]
    return found


def waiting(db: Database) -> int:
    """How many links' pulls wait."""
    with db.whole.read() as connection:
        sql = "SELECT count(*) AS number FROM link_states WHERE badge = 'waiting' AND is_queued = 1"
        found: int = connection.execute(sql).fetchone()["number"]
    return found


def ids(
    db: Database, wanted: LinkFilter, now: datetime, *, order: str = "urgent", start: int = 0, limit: int | None = None
) -> list[str]:
    """The links that are meant, in one of `ORDERS`, from one place on."""
    with db.whole.read() as connection:
        return ids_of(connection, wanted, now, order=order, start=start, limit=limit)


def ids_of(
    connection: Connection,
    wanted: LinkFilter,
    now: datetime,
    *,
    order: str = "urgent",
    start: int = 0,
    limit: int | None = None,
) -> list[str]:
    """The same on a connection to the whole store."""
    condition, parameters = _condition(wanted, now)
    order = ORDERS[order]
    sql = f"SELECT s.link FROM link_states AS s WHERE {condition} ORDER BY {order}"
    if limit is not None:
        sql, parameters = f"{sql} LIMIT :limit OFFSET :start", {**parameters, "limit": limit, "start": start}
    return [row["link"] for row in connection.execute(sql, parameters)]


def chosen(wanted: LinkFilter, now: datetime) -> Condition:
    """The SELECT of all that are meant, for `store.ops.operators.bulk.start`."""
    condition, parameters = _condition(wanted, now)
    order = ORDERS["urgent"]
    sql = f"""
        SELECT row_number() OVER (ORDER BY {order}) AS place, s.link, CAST(NULL AS TEXT) AS result,
            CAST(NULL AS INTEGER) AS job
        FROM link_states AS s WHERE {condition}
    """
    return sql, parameters


def people(db: Database, wanted: LinkFilter, now: datetime, *, most: int) -> list[tuple[str, str, int]]:
    """The external ids with most links among those that are meant but for people, whole, one of the links, how many."""
    condition, parameters = _condition(replace(wanted, links=None, is_of_nobody=False), now)
    source, where = "link_states", condition
    before = ""
    if wanted.find:  # kept apart, as in `kinds`
        before = f"WITH found AS MATERIALIZED (SELECT * FROM link_states AS s WHERE {condition})"
        source, where = "found", "1 = 1"
    sql = f"""
        {before} SELECT s.external_id, min(s.link) AS link, count(*) AS number FROM {source} AS s WHERE {where}
        GROUP BY s.external_id ORDER BY count(*) DESC, s.external_id NULLS FIRST LIMIT :most
    """
    with db.whole.read() as connection:
        rows = connection.execute(sql, {**parameters, "most": most}).fetchall()
    return [(row["external_id"] or "", row["link"], row["number"]) for row in rows]


def _condition(wanted: LinkFilter, now: datetime) -> Condition:
    terms, parameters = ["1 = 1"], dict[str, object]()

    def among(term: str, name: str, values: Collection[str]) -> str:
        parameters[name] = engine.array(sorted(values))
        return engine.among(term, name)

    if wanted.states:
        if {badge.value for badge in Badge} - {*wanted.states}:
            of_badge, of_trouble = among("s.badge", "states", wanted.states), engine.among("s.trouble", "states")
            terms.append(f"({of_badge} OR {of_trouble})")
    elif not wanted.find:
        terms.append("s.badge <> 'deleted'")
    if wanted.institutions:
        terms.append(among("s.institution", "institutions", wanted.institutions))
    if wanted.freshness:
        terms.append(f"({' OR '.join(_IS_OF_AGE[age] for age in wanted.freshness if age in _IS_OF_AGE) or '1 = 0'})")
        parameters |= _borders(now)
    if wanted.links is not None or wanted.is_of_nobody:
        of_people = among("s.link", "of_people", wanted.links or ())
        terms.append(f"({of_people} OR coalesce(s.external_id, '') = '')" if wanted.is_of_nobody else of_people)
    if wanted.find:
        terms.append(_finds(wanted, among, parameters))
    return " AND ".join(terms), parameters


def _finds(wanted: LinkFilter, among: Callable[[str, str, Collection[str]], str], parameters: dict[str, object]) -> str:
    """What is typed stands in a name, an address, a document, an id or a bank, or at the end of an account's number."""
    signs = "".join(filter(str.isalnum, wanted.find)).upper()
    parameters["find"] = engine.fold(wanted.find.strip())
    terms = [among("s.institution", "banks", wanted.banks)]
    if wanted.found is not None:
        terms.append(among("s.link", "found", wanted.found))
    else:
        terms.append(engine.contains("s.names", "find"))
        if len(signs) >= FEWEST:
            parameters |= {"signs": signs, "ends": f"{signs}\n"}
            terms += [engine.contains("s.documents", "signs"), engine.contains("s.account_numbers", "ends")]
    if wanted.states:
        return f"({' OR '.join(terms)})"
    own = f"({' OR '.join(terms[1:])})"  # one that is gone is not found by its bank's name
    return f"({terms[0]} AND s.badge <> 'deleted' OR {own})"
