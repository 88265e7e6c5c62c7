"""Parts of Person: drawn by what the page is drawn by."""

from collections.abc import Sequence

import pandas as pd

from components.boards.asked import MOST_ROWS, Asked, NothingHere, Part, figures_part
from components.boards.people_parts import trust
from components.link.link_rows import LINKS
from components.person.figures import draw_flags, person_figures
from components.person.lately import draw_months, links_of
from components.person.who import draw_who
from components.person.whose import Person, person_named
from components.ui.metric_cards import Figure
from components.ui.tables import draw_table
from domain.person.flags import WORDS, Flag
from languages import msg, say
from store.queries.people import listing


def _person(asked: Asked) -> Person:
    found = person_named(asked.db, link=asked.theirs[0])
    if found is None:
        raise NothingHere(say("Whom or what it asks for is not here. It may have been deleted."))
    return found


def _rows(asked: Asked) -> tuple[Person, pd.DataFrame]:
    person = _person(asked)
    listing.bring_up_to_date(asked.db, asked.today, person.links)
    return person, listing.figures_of(asked.db, person.links)


def _figures(asked: Asked) -> Sequence[Figure]:
    person, rows = _rows(asked)
    return person_figures(rows, person, asked.today)


def _flags(asked: Asked) -> Sequence[Figure]:
    _, rows = _rows(asked)
    raised = [say(WORDS[flag]) for flag in Flag if rows[f"flag_{flag}"].any()]
    return [Figure(say("Flags"), ", ".join(raised) or say("None"))]


def _draw_flags(asked: Asked) -> None:
    person, rows = _rows(asked)
    draw_flags(rows, person, key=asked.key)


def _who(asked: Asked) -> None:
    draw_who(asked.db, _person(asked), key=asked.key)


def _months(asked: Asked) -> None:
    draw_months(asked.db, _person(asked), asked.today, key=asked.key)


def _links(asked: Asked) -> None:
    draw_table(links_of(asked.db, _person(asked), asked.now).head(MOST_ROWS), LINKS, key=asked.key, file="links")


PERSON_PARTS = {
    "figures": figures_part(msg("Income, salary, debts"), _figures),
    "flags": Part(msg("What deserves a look"), "figures", _draw_flags, _flags),
    "trust": figures_part(msg("Trust and checks"), trust),
    "by_month": Part(msg("In and out by month"), "chart", _months),
    "who": Part(msg("Who it is"), "table", _who),
    "rows": Part(msg("Links"), "table", _links),
}
