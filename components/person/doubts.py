"""What casts doubt on a person's figures, each with how much of it there is and the way to its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from components.person.whose import Person
from components.ui import desk
from components.ui.states import State
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count
from domain.doubtful_rows import LONGEST_HOLD, Doubt
from languages import msg, say
from store import Database
from store.queries.banking import transactions
from store.queries.banking.filters import TransactionFilter
from store.write import irregular_rows

VERDICTS = {
    "well": State("OK", ":material/check:", "✓", "green", msg("Nothing of it")),
    "doubtful": State(msg("Look here"), ":material/visibility:", "?", "orange", msg("Figures may rest on it")),
}

CHECKS = Table(
    {
        "check": Column(msg("Check"), 330),
        "verdict": Column(msg("Verdict"), 120, "state", states=VERDICTS),
        "found": Column(msg("Found"), 260),
    },
    alt=msg("Checks of what is stored of the person"),
    most=None,
)


@dataclass(frozen=True)
class Check:
    """What is looked for, what was found of it (empty for nothing), and where it is."""

    name: str
    found: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


def draw_doubts(db: Database, person: Person) -> None:
    """The checks that there are, and the way to rows that may be mistakes."""
    checks = [*checks_of(db, person)]
    told = [(one.name, "doubtful" if one.found else "well", one.found or say("None")) for one in checks]
    draw_table(pd.DataFrame(told, columns=["check", "verdict", "found"]), CHECKS, key="checks", file="doubts")
    for one in checks:
        if one.found and one.query:
            label = say("See the {rows}", rows=one.found)
            desk.draw_way(
                "pages/transactions.py", label=label, icon=":material/receipt_long:", query_params=dict(one.query)
            )


def checks_of(db: Database, person: Person) -> Iterator[Check]:
    """Doubtful rows, rows that are not as described, and links that are of the same user at one institution."""
    doubtful = transactions.doubtful(db, TransactionFilter(links=person.links))
    number = sum(doubtful.values())
    twins, holds = doubtful.get(Doubt.TWIN, 0), doubtful.get(Doubt.NEVER_BOOKED, 0)
    narrowed = {**person.query, "doubtful": "only"}
    yield Check(
        say("Rows alike another but for the ID"), count(twins, "row") if twins else "", narrowed if twins else {}
    )
    yield Check(
        say("Holds never booked in {days} days", days=LONGEST_HOLD),
        count(holds, "row") if holds else "",
        narrowed if number and not twins else {},
    )
    irregular = [irregular_rows.table(db, link) for link in person.links]
    aside = sum(int((~rows["is_stored"]).sum()) for rows in irregular)
    mended = sum(len(rows) for rows in irregular) - aside
    yield Check(say("Rows that can't be read"), say("{rows} set aside", rows=count(aside, "row")) if aside else "")
    yield Check(say("Rows that were mended"), count(mended, "row") if mended else "")
    users = [(row.institution, row.institution_user_id) for row in person.rows if row.institution_user_id]
    twice = len(users) - len({*users})
    yield Check(
        say("Links of one user at one institution"),
        say("{links} too many", links=count(twice, "link")) if twice else "",
    )
