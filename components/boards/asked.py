"""What a part of a page is drawn from: the parameters of an address that may be another page's, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from components.ui import desk
from components.ui.filters import LATELY, link_labels, period
from components.ui.metric_cards import Figure, draw_figures
from components.ui.time_format import seen_at
from domain.access.views import Pairs
from languages import msg, say
from store import Database
from store.queries.links import people
from store.queries.query_params import NOBODY, SUBJECTS, parse_day, spellings, values_by_name, values_of
from store.write import assignments, links

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["figures", "chart", "table"]

MOST_ROWS = 12
"""Of a table on a board, and none that it leads on to: its page has the others."""

NOTHING = msg("Nothing is like this.")
_SEARCHES = ("text", "find")


class NothingHere(Exception):
    """There is nothing to draw; the message says why."""


@dataclass(frozen=True)
class Asked:
    """A page's filters, by the store as it is to be seen; `key` is of all that is drawn of them.

    `at` is the instant as of which states are told, where it is another than the page's.
    """

    db: Database
    pairs: Pairs
    today: date
    key: str
    at: datetime | None = None

    @property
    def now(self) -> datetime:
        """The instant as of which states are told."""
        return self.at or seen_at()

    @cached_property
    def resolved(self) -> list[tuple[str, str]]:
        """The parameters with the links of people in place of their external ids; raises NothingHere."""
        if desk.is_masked() and any(name in _SEARCHES for name, _ in self.pairs):
            raise NothingHere(say("It searches by what is masked for you."))
        try:
            return people.with_links(self.db, self.pairs)
        except ValueError as error:
            raise NothingHere(str(error)) from error

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The links that are asked for; empty for all. Raises NothingHere for one that is not here."""
        asked = tuple(values_of(values_by_name(self.resolved), "links"))
        if asked and not {*asked} & {*self.known["link"]}:
            raise NothingHere(say("Whom or what it asks for is not here. It may have been deleted."))
        return asked

    @cached_property
    def theirs(self) -> list[str]:
        """All links of the one person whom a link of theirs names; raises NothingHere for nobody, and for several."""
        found = dict.fromkeys(row.link for link in self.links for row in people.of_person(self.db, link=link))
        whose = {row.external_id or row.link for link in self.links for row in people.of_person(self.db, link=link)}
        if len(whose) != 1:
            raise NothingHere(
                say("It tells of one person: open the page, and choose whose.") if not whose else say(_SEVERAL)
            )
        return [*found]

    @cached_property
    def known(self) -> "pd.DataFrame":
        """The rows of links.table."""
        return links.table(self.db)

    @property
    def names(self) -> dict[str, str]:
        """A label for each link."""
        return link_labels(self.known)

    def first(self, name: str) -> str | None:
        """The parameter's value under any of its names, the first where there are several."""
        return next(iter(self.several(name)), None)

    def several(self, name: str) -> list[str]:
        """All of them."""
        return values_of(values_by_name(self.pairs), name)

    def day(self, name: str) -> date | None:
        """The day that a parameter names; raises NothingHere for what is none."""
        told = self.first(name)
        try:
            return parse_day(told) if told else None
        except ValueError as error:
            raise NothingHere(say("“{told}” is no day such as 2026-05-31.", told=told)) from error

    @property
    def days(self) -> tuple[date, date]:
        """Which days are drawn: the last twelve months where none is named."""
        first, last = period(LATELY, self.today)
        since, until = self.day("since"), self.day("until")
        return since or (min(first, until) if until else first), until or last

    def chart_currency(self, codes: Sequence[str]) -> str:
        """The one that the address names for charts, or the first."""
        told = self.first("charts")
        return told if told is not None and told in codes else next(iter(codes), "")


KINDS = (msg("figures"), msg("chart"), msg("table"))
"""How kinds of parts are called."""

_SEVERAL = msg("It tells of one person at a time, and several are chosen.")

Draw = Callable[[Asked], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page: what it is called, what kind it is of, and how it is drawn; of figures what they say."""

    label: str
    kind: Kind
    draw: Draw
    figures: "Figures | None" = None


Figures = Callable[[Asked], Sequence[Figure]]


def figures_part(label: str, figures: Figures) -> Part:
    """Figures side by side."""

    def draw(asked: Asked) -> None:
        found = figures(asked)
        if not found:
            raise NothingHere(say(NOTHING))
        draw_figures(found, key=asked.key, noted=True)

    return Part(label, "figures", draw, figures)


def narrowed(asked: Asked, external_ids: Sequence[str]) -> Asked:
    """The same of these people alone; without any as it is."""
    if not external_ids:
        return asked
    theirs = tuple(assignments.links_of(asked.db, external_ids)) or (NOBODY,)
    own = asked.links
    both = tuple(link for link in theirs if not own or link in own) or (NOBODY,)
    gone = {*SUBJECTS, *spellings("links"), *spellings("external_id")} - {"accounts", "account", "taxpayer"}
    kept = tuple(pair for pair in asked.pairs if pair[0] not in gone)
    return replace(asked, pairs=(*kept, *(("links", link) for link in both)))
