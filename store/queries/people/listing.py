"""The list of people as a page shows it: found, narrowed, counted, in an order; two currencies are never added."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.person.flags import Flag
from store import engine
from store.core import frames, keyset
from store.core.keyset import FIRST, By, Listed, Order, Place
from store.core.parameters import Condition
from store.database import Database
from store.queries.links import people
from store.queries.people.index import FIGURES, FLAGS, PRODUCTS, index_of
from store.write.assignments import PERSON
from store.write.links import OWNER

if TYPE_CHECKING:
    from pandas import DataFrame

AMOUNTS = ("income", "income_belvo", "owed", "salary")
"""What is told in the row's currency."""


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What is not given does not restrict; of products and flags a person has all.

    `least` and `most` bound figures, both included, by their names in FIGURES: amounts in 1/10,000, shares of 1. A
    figure that is not known lies within no bounds. Without a currency each person has one row, in that of most of
    theirs; with one those who have something in it have theirs.
    """

    text: str = ""
    currency: str | None = None
    products: Sequence[str] = ()
    flags: Sequence[str] = ()
    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people fulfil a filter, and of these by product and by flag; by currency whatever currency is chosen."""

    people: int
    products: Mapping[str, int]
    flags: Mapping[str, int]
    currencies: Mapping[str, int]


def bring_up_to_date(db: Database, today: date, links: Collection[str] = ()) -> int:
    """Work out whose links have changed, those of these links first; how many people are left for the next time."""
    return index_of(db).bring_up_to_date(db.unmasked, today, links)


def rate(db: Database, today: date, people: Collection[str] = ()) -> int:
    """Work out trust where links have changed, of these people first; how many are left for the next time."""
    return index_of(db).rate(db.unmasked, today, people)


def unrated(db: Database, people: Collection[str] = ()) -> int:
    """Of how many of these people, or of all, trust is not worked out."""
    return index_of(db).unrated(people)


def number(db: Database) -> int:
    """How many people there are, as far as they are worked out."""
    with index_of(db).read() as connection:
        found: int = connection.execute("SELECT count(DISTINCT person) FROM people_links").fetchone()[0]
    return found


def counts(db: Database, wanted: PeopleFilter) -> Counts:
    """Facets with how many people have each."""
    condition, parameters = _condition(wanted)
    elsewhere, more = _condition(replace(wanted, currency=None), any_currency=True)
    names = (*PRODUCTS, *FLAGS)
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in names)
    with index_of(db).read() as connection:
        every, *found = connection.execute(
            f"SELECT count(*), {sums} FROM people WHERE {condition}", parameters
        ).fetchone()
        by_currency = connection.execute(
            f"SELECT currency, count(*) FROM people WHERE {elsewhere} GROUP BY currency ORDER BY count(*) DESC", more
        ).fetchall()
    by_name = dict(zip(names, found, strict=True))
    return Counts(
        every,
        {name: by_name[name] for name in PRODUCTS},
        {str(flag): by_name[f"flag_{flag}"] for flag in Flag},
        {currency: count for currency, count in by_currency if currency},
    )


def page(
    db: Database, wanted: PeopleFilter, *, sort: str = "flags", descending: bool = True, at: Place = FIRST
) -> "DataFrame":
    """A page of people; columns as in `_PAGE`. Amounts stand by their currency first. `external_id` and `owner` are as
    the reader sees them.
    """
    order = _order(sort, descending=descending)
    with index_of(db).read() as connection:
        found = keyset.fetch(connection, ", ".join(_STORED), "people", _condition(wanted), order, at, _STORED)
    known = _whose(db, found["link"])
    whose = [known.get(link, (None, None)) for link in found["link"]]
    found["external_id"], found["owner"] = [one for one, _ in whose], [owner for _, owner in whose]
    return found


def listed(db: Database, wanted: PeopleFilter, at: Place = FIRST) -> list[Listed]:
    """People as they are stored, in the order of `COLUMNS`, by a link of theirs: no pull moves them."""
    order = Order((By("link", descending=False),))
    with index_of(db).read() as connection:
        return keyset.listed(connection, ", ".join(COLUMNS), "people", _condition(wanted), order, at)


def _order(sort: str, *, descending: bool) -> Order:
    """By the figure, of which those that are not known come last; amounts of a currency stand together."""
    nullable = sort in FIGURES
    by = By(f"-{sort}", True, nullable) if nullable and not descending else By(sort, descending, nullable)
    first = [By("currency", descending=False)] if sort in AMOUNTS else []
    last = [By("person", descending=False)] if sort != "person" else []
    return Order((*first, by, *last))


def links_of(db: Database, persons: Sequence[str]) -> dict[str, str]:
    """The person by each link of theirs."""
    sql = f"SELECT link, person FROM people_links WHERE {engine.among('person', 'people')}"
    with index_of(db).read() as connection:
        return dict(connection.execute(sql, {"people": engine.array(persons)}).fetchall())


def figures_of(db: Database, links: Collection[str]) -> "DataFrame":
    """The rows of the people whom these links are of: one a person and currency, that of most of theirs first."""
    with index_of(db).read() as connection:
        return frames.fetch(connection, _of_links(_STORED), {"links": engine.array(links)}, _STORED)


def stored_of(db: Database, links: Collection[str]) -> list[tuple[Any, ...]]:
    """The same as they are stored, in the order of `COLUMNS`."""
    with index_of(db).read() as connection:
        cursor = connection.execute(_of_links(COLUMNS), {"links": engine.array(links)})
        engine.tuples(cursor)
        return cursor.fetchall()


def _of_links(columns: frames.Columns) -> str:
    return f"""
        SELECT {", ".join(columns)} FROM people
        WHERE person IN (SELECT person FROM people_links WHERE {engine.among("link", "links")})
        ORDER BY person NULLS FIRST, is_main DESC, currency NULLS FIRST
    """


def _condition(wanted: PeopleFilter, *, any_currency: bool = False) -> Condition:
    terms, parameters = [*_of_columns(wanted)], dict[str, object]()
    if wanted.currency:
        terms.append("currency = :currency")
        parameters["currency"] = wanted.currency
    elif not any_currency:
        terms.append("is_main = 1")
    for sign, bounds in ((">=", wanted.least), ("<=", wanted.most)):
        for name, bound in bounds.items():
            place = f"{name}_{'least' if sign == '>=' else 'most'}"
            terms.append(f"{name} {sign} :{place}")
            parameters[place] = bound
    if text := engine.fold(wanted.text):
        bare = "".join(filter(str.isalnum, wanted.text)).upper()
        terms.append(f"({engine.contains('texts', 'text')} OR {engine.contains('documents', 'bare')})")
        parameters |= {"text": text, "bare": bare if len(bare) >= people.FEWEST else None}
    return " AND ".join(terms) or "1 = 1", parameters


def _of_columns(wanted: PeopleFilter) -> list[str]:
    """The conditions that are columns; a name that is none of them is nobody's."""
    names = [*wanted.products, *(f"flag_{flag}" for flag in wanted.flags)]
    return [f"{name} = 1" if name in (*PRODUCTS, *FLAGS) else "1 = 0" for name in names]


def _whose(db: Database, links: Collection[str]) -> dict[str, tuple[str | None, str | None]]:
    sql = f"SELECT id, {PERSON} AS external_id, {OWNER} AS owner FROM links WHERE {engine.among('id', 'links')}"
    with db.read() as connection:
        found = connection.execute(sql, {"links": engine.array(links)})
        return {row["id"]: (row["external_id"], row["owner"]) for row in found}


_KINDS = dict.fromkeys(("income_belvo", "income", "least", "most", "owed", "salary"), frames.MONEY)
_KINDS |= dict.fromkeys(("spread", "utilisation", "change"), frames.NUMBER)
_KINDS |= dict.fromkeys(("known_until", "salary_ended", "changed_on"), frames.DAY)

_STORED = {
    "person": frames.TEXT,
    "link": frames.TEXT,
    "links": frames.INTEGER,
    "currency": frames.TEXT,
    **dict.fromkeys(PRODUCTS, frames.INTEGER),
    **{name: _KINDS.get(name, frames.INTEGER) for name in FIGURES},
    **dict.fromkeys(FLAGS, frames.INTEGER),
    "flags": frames.INTEGER,
}

COLUMNS: frames.Columns = {name: kind for name, kind in _STORED.items() if name != "person"}
"""The columns of `listed`, in order, with their kinds."""
