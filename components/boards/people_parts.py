"""Parts of People, Quality and Links: drawn by what these pages are drawn by."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from components.boards.asked import MOST_ROWS, NOTHING, Asked, NothingHere, Part, figures_part
from components.link.link_rows import LINKS, link_rows
from components.person.people_filters import filter_of
from components.person.people_rows import PEOPLE, SORTS, people_rows
from components.quality.check_rows import CHECKED, check_rows
from components.quality.trust import trust_figures
from components.ui import desk, states
from components.ui.filters import has_text
from components.ui.metric_cards import Figure
from components.ui.tables import draw_table
from components.ui.text import count
from domain.link_state import judge
from domain.quality.checks import Finding
from languages import grouped, msg, say
from store.core.keyset import Place
from store.queries.links import contents, facts, people
from store.queries.people import listing
from store.queries.people.listing import PeopleFilter
from store.queries.quality import findings
from store.write import institutions

_MOST_LOOKED_AT = 5_000
"""People, where a board is of some of them."""


def _wanted(asked: Asked) -> PeopleFilter:
    _ = asked.resolved
    if listing.bring_up_to_date(asked.db, asked.today, asked.links) and not asked.links:
        raise NothingHere(say("There are more people than can be worked out at once. Open it again in a moment."))
    try:
        return filter_of(asked.several)
    except ValueError as error:
        raise NothingHere(say("{told} is no amount such as 1500.00.", told=error)) from error


def _rows(asked: Asked) -> pd.DataFrame:
    wanted = _wanted(asked)
    sort = SORTS.get(asked.first("sort") or "", next(iter(SORTS.values())))
    at = Place(limit=_MOST_LOOKED_AT if asked.links else MOST_ROWS)
    rows = listing.page(asked.db, wanted, sort=sort.column, descending=sort.descending, at=at)
    if asked.links:
        rows = rows[rows["link"].isin(asked.links)].head(MOST_ROWS).reset_index(drop=True)
    if rows.empty:
        raise NothingHere(say("Nobody is like this."))
    return rows


def _people_figures(asked: Asked) -> Sequence[Figure]:
    wanted = _wanted(asked)
    if asked.links:
        return [Figure(say("People"), grouped(len(_rows(asked))))]
    counts, every = listing.counts(asked.db, wanted), listing.number(asked.db)
    flagged = sum(number > 0 for number in counts.flags.values())
    return [
        Figure(
            say("People"),
            grouped(counts.people),
            say("of {every}; {kinds} of flags among them", every=grouped(every), kinds=count(flagged, "kind")),
        )
    ]


def _people(asked: Asked) -> None:
    rows, now = _rows(asked), asked.now
    whose = listing.links_of(asked.db, [*rows["person"]])
    judged = judge(facts.of_links(asked.db, [*whose], now), now, desk.ahead())
    known = {person: [judged[link] for link in judged if whose[link] == person] for person in rows["person"]}
    draw_table(people_rows(rows, known), PEOPLE, key=asked.key)


def _found(asked: Asked) -> Sequence[Finding]:
    chosen = asked.several("of")
    every = findings.of_links(asked.db, asked.theirs, asked.today)
    return [one for one in every if not chosen or one.link in chosen]


def trust(asked: Asked) -> Sequence[Figure]:
    """Of one person's data."""
    return trust_figures(_found(asked))


def _checks(asked: Asked) -> None:
    draw_table(check_rows(_found(asked)), CHECKED, key=asked.key)


def _links(asked: Asked) -> pd.DataFrame:
    db, now = asked.db, asked.now
    _ = asked.resolved
    known = judge(facts.of_all(db, now), now, desk.ahead())
    places = institutions.table(db)
    types = dict(zip(places["name"], places["type"], strict=True))
    rows = link_rows(asked.known, known, types, contents.documents(db), now)
    status, banks, find = asked.several("status"), asked.several("institution"), asked.first("find")
    if status:
        rows = rows[rows["state"].isin(status) | rows["trouble"].isin(status)]
    else:
        rows = rows[rows["state"] != "deleted"]
    if banks:
        rows = rows[rows["institution"].isin(banks)]
    if find:
        theirs = rows["link"].isin(people.search(db, find))
        rows = rows[theirs | has_text(rows, ["display_name", "institution", "external_id", "link"], find)]
    if asked.links:
        rows = rows[rows["link"].isin(asked.links)]
    if rows.empty:
        raise NothingHere(say(NOTHING))
    return rows.reset_index(drop=True)


def _links_by_state(asked: Asked) -> Sequence[Figure]:
    rows = _links(asked)
    number = Counter(rows["state"])
    told = [Figure(states.LINKS[name].word, grouped(number[name])) for name in states.LINKS if number[name]]
    return [Figure(say("Links"), grouped(len(rows))), *told[:_MOST_STATES]]


def _link_table(asked: Asked) -> None:
    draw_table(_links(asked).head(MOST_ROWS), LINKS, key=asked.key)


_MOST_STATES = 5
"""Figures of a line, beside that of all."""

PEOPLE_PARTS = {
    "number": figures_part(msg("How many people"), _people_figures),
    "rows": Part(msg("People"), "table", _people),
}
QUALITY_PARTS = {
    "trust": figures_part(msg("Trust and checks"), trust),
    "rows": Part(msg("Checks"), "table", _checks),
}
LINKS_PARTS = {
    "states": figures_part(msg("Links by state"), _links_by_state),
    "rows": Part(msg("Links"), "table", _link_table),
}
