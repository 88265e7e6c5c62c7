"""The filters of the list of links, each with how many links every choice would find beside the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st

from actions.products import PRODUCTS, product_at
from components.ui import desk, query, states
from components.ui.filters import PERSON
from domain.link_state import Badge
from languages import grouped, say, say_many
from store import Database, engine
from store.queries.links import listing, people
from store.queries.links.listing import FRESHNESS, NOBODY, Facets, LinkFilter
from store.sight import Sight
from store.write import institutions
from store.write.assignments import links_of

MOST_PEOPLE = 50
"""Of whom the filter by person offers; others are found by typing."""

NONE = ("",)
"""The institutions of a filter that leaves none."""


@dataclass(frozen=True)
class Places:
    """What is known of institutions, by their names."""

    labels: Mapping[str, str]
    countries: Mapping[str, str]
    products: Mapping[str, str]
    types: Mapping[str, str]


def places(db: Database) -> Places:
    """Every institution; how it is called, in which country, and by which product it is connected."""
    known = institutions.table(db)
    names = [*known["name"]]
    countries = [str(codes).partition(",")[0] if isinstance(codes, str) else "" for codes in known["country_codes"]]
    kinds = zip(known["type"], known["integration_type"], strict=True)
    products = [product_at(kind, consent=way == "openfinance").name for kind, way in kinds]
    called = zip(names, known["display_name"], strict=True)
    labels = [label if isinstance(label, str) else name for name, label in called]
    return Places(
        dict(zip(names, labels, strict=True)),
        dict(zip(names, countries, strict=True)),
        dict(zip(names, products, strict=True)),
        dict(zip(names, known["type"], strict=True)),
    )


Several = Callable[[str], Sequence[str]]
"""The values of a parameter, by its name."""


def asked(
    db: Database, where: Places, several: Several = query.several
) -> tuple[LinkFilter, frozenset[str], frozenset[str]]:
    """What an address asks for, with the countries and the products apart; the page's own, if no other is named."""
    find, whose = next(iter(several("find")), "").strip(), several(PERSON)
    named = [one for one in whose if one != NOBODY]
    is_masked = db.sight not in (Sight.WHOLE, Sight.CLEAR)
    wanted = LinkFilter(
        find=find,
        states=tuple(several("status")),
        institutions=tuple(several("institution")),
        freshness=tuple(several("freshness")),
        is_of_nobody=NOBODY in whose,
        links=tuple(links_of(db, named)) if whose else None,
        found=frozenset(_seen(db, find)) if find and is_masked else None,
        banks=frozenset(_called(where, find)) if find else frozenset(),
    )
    return wanted, frozenset(several("country")), frozenset(several("product"))


def _called(where: Places, find: str) -> Iterable[str]:
    text = engine.fold(find)
    return (name for name, label in where.labels.items() if text in engine.fold(label) or text in engine.fold(name))


def _seen(db: Database, find: str) -> set[str]:
    """The links that are found by what is seen of people."""
    return people.search(db, find) | people.named(db, find)


def facets_of(db: Database, where: Places, now: datetime, several: Several = query.several) -> Facets:
    """What the address asks for, and what there is to choose from beside it."""
    wanted, countries, products = asked(db, where, several)
    return Facets(listing.kinds(db, wanted, now), wanted, where.countries, where.products, countries, products)


def narrowed(facets: Facets) -> LinkFilter:
    """The filter as it is asked of the store, where countries and products are the institutions in them."""
    wanted = facets.wanted
    if not (facets.in_countries or facets.of_products):
        return wanted
    left = [
        name
        for name in {kind.institution for kind in facets.kinds}
        if (not wanted.institutions or name in wanted.institutions)
        and (not facets.in_countries or facets.countries.get(name, "") in facets.in_countries)
        and (not facets.of_products or facets.products.get(name, "") in facets.of_products)
    ]
    return replace(wanted, institutions=tuple(left) or NONE)


def draw_filters(db: Database, facets: Facets, where: Places, now: datetime) -> None:
    """Draw them all; they write the address."""
    sought = say("Alias or ID") if desk.is_masked() else say("Name, e-mail, document, account or ID")
    query.text(say("Find"), "find", width=250, placeholder=sought)
    _draw_states(facets)
    labels = {name: where.labels.get(name, name) for name in facets.institutions()}
    _choose(
        say("Institution"),
        "institution",
        labels,
        facets.institutions(),
        say("All institutions"),
        where.labels,
        width=190,
    )
    countries = facets.by_country()
    _choose(
        say("Country"),
        "country",
        {code: code for code in sorted(countries)},
        countries,
        say("All countries"),
        width=135,
    )
    products = {name: say(product.label) for name, product in PRODUCTS.items()}
    _choose(say("Product"), "product", products, facets.by_product(), say("All products"), width=150)
    _choose(
        say("Freshness"),
        "freshness",
        {age: say(label) for age, label in FRESHNESS.items()},
        facets.freshness(),
        say("Any age"),
        width=150,
    )
    _draw_people(db, facets, now)


def _draw_states(facets: Facets) -> None:
    numbers = facets.states()
    words = {name: state.word for name, state in states.LINKS.items() if numbers[name] or name != Badge.UNKNOWN}
    _choose(say("State"), "status", words, numbers, say("All states"), width=170)


def _choose(
    label: str,
    name: str,
    options: Mapping[str, str],
    numbers: Mapping[str, int],
    placeholder: str,
    known: Mapping[str, str] | None = None,
    *,
    width: int,
) -> None:
    counted = {value: f"{word} ({grouped(numbers.get(value, 0))})" for value, word in options.items()}
    query.choose_many(label, name, counted, width=width, placeholder=placeholder, known=(known or {}).get)


def _draw_people(db: Database, facets: Facets, now: datetime) -> None:
    """Those with most links, each as whoever looks may see them."""
    found = listing.people(db, narrowed(facets), now, most=MOST_PEOPLE)
    known = people.of_links(db, [link for _, link, _ in found])
    options: dict[str, str] = {}
    for external_id, link, number in found:
        person = known.get(link)
        if not external_id or person is None:
            options[NOBODY] = say("Nobody known ({number})", number=grouped(number))
        elif person.external_id:
            whose = person.owner or person.external_id
            options[person.external_id] = f"{whose} ({grouped(number)})"

    def named(value: str) -> str | None:
        return value if value == NOBODY or links_of(db, [value]) else None

    query.choose_many(say("Person"), PERSON, options, width=170, placeholder=say("All people"), known=named)


def draw_progress(left: int) -> None:
    """Say that the list is behind what has just changed."""
    if left:
        st.caption(
            say_many(
                "{number} links have just changed; the list follows within seconds.",
                "{number} links have just changed; the list follows within seconds.",
                left,
            )
        )
