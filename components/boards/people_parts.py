"""Parts of People and Quality: drawn by what these pages are drawn by."""

from collections.abc import Sequence

import pandas as pd

from components.boards.asked import MOST_ROWS, Asked, NothingHere, Part, figures_part
from components.person.people_filters import filter_of
from components.person.people_rows import PEOPLE, SORTS, people_rows
from components.quality.check_rows import CHECKED, check_rows
from components.quality.trust import trust_figures
from components.ui import desk
from components.ui.metric_cards import Figure
from components.ui.tables import draw_table
from components.ui.text import count
from domain.link_state import judge
from domain.quality.checks import Finding
from languages import grouped, msg, say
from store.core.keyset import Place
from store.queries.links import facts
from store.queries.people import listing
from store.queries.people.listing import PeopleFilter
from store.queries.quality import findings

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
    draw_table(people_rows(rows, known), PEOPLE, key=asked.key, file="people")


def _found(asked: Asked) -> Sequence[Finding]:
    chosen = asked.several("of")
    every = findings.of_links(asked.db, asked.theirs, asked.today)
    return [one for one in every if not chosen or one.link in chosen]


def trust(asked: Asked) -> Sequence[Figure]:
    """Of one person's data."""
    return trust_figures(_found(asked))


def _checks(asked: Asked) -> None:
    draw_table(check_rows(_found(asked)), CHECKED, key=asked.key, file="checks")


PEOPLE_PARTS = {
    "number": figures_part(msg("How many people"), _people_figures),
    "rows": Part(msg("People"), "table", _people),
}
QUALITY_PARTS = {
    "trust": figures_part(msg("Trust and checks"), trust),
    "rows": Part(msg("Checks"), "table", _checks),
}
