"""What a person's page shows of their links and of their last twelve months, wherever else it is drawn, too."""

from datetime import date, datetime

import pandas as pd

from components.banking.flows import draw_flows, without_odd
from components.link.link_rows import link_rows
from components.person.who import link_frame
from components.person.whose import Person
from components.ui import desk
from components.ui.chart.marks import of_person
from components.ui.filters import LATELY, period
from domain.link_state import judge
from languages import say
from store import Database
from store.queries.banking import flows
from store.queries.banking.filters import TransactionFilter
from store.queries.links import contents, facts
from store.write import institutions


def over() -> str:
    """What a chart of these months ends its title with."""
    return say(", last 12 months")


def links_of(db: Database, person: Person, now: datetime) -> pd.DataFrame:
    """The links with their states and what comes next, as rows of link_rows.LINKS."""
    around = {fact.link: fact for link in person.links for fact in facts.around(db, link, now)}
    known = judge(around.values(), now, desk.ahead())
    places = institutions.table(db)
    types = dict(zip(places["name"], places["type"], strict=True))
    mine = {link: state for link, state in known.items() if link in person.links}
    return link_rows(link_frame(person), mine, types, contents.documents(db), now)


def draw_months(db: Database, person: Person, today: date, *, key: str) -> None:
    """Money in and out by month, the month that has not ended marked."""
    since, until = period(LATELY, today)
    lately = TransactionFilter(links=person.links, since=since, until=until)
    partial = flows.partial(db, lately, today)
    seen = without_odd(db, lately)
    draw_flows(
        flows.by_month(db, seen.matching),
        key=key,
        partial=partial,
        height=220,
        over=over(),
        aside=seen.aside,
        narrow=of_person(person.links),
    )
