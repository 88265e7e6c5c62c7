"""Parts of Links: found by what the page's filters mean, and drawn by what it is drawn by."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import pandas as pd

from components.boards.asked import MOST_ROWS, NOTHING, Asked, NothingHere, Part, figures_part
from components.link import link_filters
from components.link.link_filters import Places, places
from components.link.link_rows import LINKS, link_rows
from components.ui import desk, states
from components.ui.filters import PERSON, has_text
from components.ui.metric_cards import Figure
from components.ui.tables import draw_table
from domain.link_state import Badge, LinkState, judge
from languages import grouped, msg, say
from store import StoreError
from store.known import is_of_a_day
from store.queries.links import contents, facts, judged, listing, people
from store.queries.links.listing import AGES, LinkFilter
from store.queries.query_params import NOBODY
from store.write import links

_MOST_STATES = 5
"""Figures of a line, beside that of all."""


def _several(asked: Asked, name: str) -> Sequence[str]:
    """What the cell's address asks; people are told by their links where the board is of some."""
    if name == "find" and desk.is_masked() and asked.several(name):
        raise NothingHere(say("It searches by what is masked for you."))
    return asked.several(name)


def _found(asked: Asked, where: Places) -> tuple[LinkFilter, Counter[str]]:
    """The filter as the store is asked, and how many links there are by state."""
    with suppress(StoreError):  # as the page has it, where nothing can be written just now
        judged.renew(asked.db.whole, asked.now, desk.ahead(), most=judged.AT_ONCE)
    facets = link_filters.facets_of(asked.db, where, asked.now, lambda name: _several(asked, name))
    own = tuple(asked.several("links"))
    if own:
        theirs = facets.wanted.links
        both = tuple(link for link in own if theirs is None or link in theirs)
        wanted = replace(facets.wanted, links=both or (NOBODY,), is_of_nobody=False)
        facets = replace(facets, wanted=wanted, kinds=listing.kinds(asked.db, wanted, asked.now))
    number = Counter[str]()
    for kind in facets.chosen():
        number[kind.badge] += kind.number
    return link_filters.narrowed(facets), number


def _rows(asked: Asked) -> pd.DataFrame:
    """The first links that are found, those that need somebody first."""
    if is_of_a_day(asked.db):
        return _as_known(asked).head(MOST_ROWS)
    where = places(asked.db)
    wanted, _ = _found(asked, where)
    sort = asked.first("sort") or ""
    order = sort if sort in listing.ORDERS else "urgent"
    chosen = listing.ids(asked.db, wanted, asked.now, order=order, limit=MOST_ROWS)
    if not chosen:
        raise NothingHere(say(NOTHING))
    known = judged.of_links(asked.db, chosen, asked.now, desk.ahead())
    counted = contents.documents(asked.db, chosen)
    return link_rows(links.table_of(asked.db, chosen), known, where.types, counted, asked.now, ordered=True)


def _as_known(asked: Asked) -> pd.DataFrame:
    """All of them as known on a day, of which no state is kept: each is judged as it was."""
    db, now, where = asked.db, asked.now, places(asked.db)
    wanted, countries, products = link_filters.asked(db, where, lambda name: _several(asked, name))
    known = judge(facts.of_all(db, now), now, desk.ahead())
    rows = link_rows(asked.known, known, where.types, contents.documents(db), now)
    if wanted.states:
        rows = rows[rows["state"].isin(wanted.states) | rows["trouble"].isin(wanted.states)]
    else:
        rows = rows[rows["state"] != Badge.DELETED]
    for column, told in (("institution", wanted.institutions), ("link", asked.links)):
        rows = rows[rows[column].isin(told)] if told else rows
    for names, chosen in ((where.countries, countries), (where.products, products)):
        rows = rows[rows["institution"].map(names).isin(chosen)] if chosen else rows
    if wanted.freshness:
        rows = rows[[_age(known[link], now) in wanted.freshness for link in rows["link"]]]
    if asked.several(PERSON):
        is_nobodys = rows["external_id"].isna() | (rows["external_id"] == "")
        rows = rows[rows["link"].isin(wanted.links or ()) | (is_nobodys & wanted.is_of_nobody)]
    if wanted.find:
        theirs = rows["link"].isin(people.search(db, wanted.find))
        rows = rows[theirs | has_text(rows, ["display_name", "institution", "external_id", "link"], wanted.find)]
    if rows.empty:
        raise NothingHere(say(NOTHING))
    return rows.reset_index(drop=True)


def _age(state: LinkState, now: datetime) -> str:
    read = state.facts.pulled_at
    if read is None:
        return "never"
    return next((name for name, age in AGES.items() if now - read <= age), "older")


def _numbers(asked: Asked) -> Counter[str]:
    if is_of_a_day(asked.db):
        return Counter(_as_known(asked)["state"])
    _, number = _found(asked, places(asked.db))
    if not number:
        raise NothingHere(say(NOTHING))
    return number


def _by_state(asked: Asked) -> Sequence[Figure]:
    number = _numbers(asked)
    told = [Figure(states.LINKS[name].word, grouped(number[name])) for name in states.LINKS if number[name]]
    return [Figure(say("Links"), grouped(number.total())), *told[:_MOST_STATES]]


def _draw_rows(asked: Asked) -> None:
    draw_table(_rows(asked), LINKS, key=asked.key, file="links")


LINKS_PARTS = {
    "states": figures_part(msg("Links by state"), _by_state),
    "rows": Part(msg("Links"), "table", _draw_rows),
}
