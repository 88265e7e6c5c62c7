"""Match: what should have come to a person's banks against what came, with a yes or no that is kept."""

from datetime import date

import streamlit as st

from components.fiscal.row_drawers import row_drawers
from components.match.match_detail import PARAMETER, draw_match, named
from components.match.match_rows import MATCHES, match_rows, matching_figures
from components.match.months import draw_declared, draw_salaries
from components.match.words import KINDS, STATES
from components.person.choosing import chosen_person
from components.ui import as_known, desk, query
from components.ui.downloads import draw_list_download
from components.ui.drawers import follow_drawers, opener, view_beside
from components.ui.filters import LATELY, draw_clear, draw_period, filter_bar, period
from components.ui.header import Freshness, header
from components.ui.metric_cards import draw_figures
from components.ui.paging import PAGE_ROWS, Sort, choose_sort, offset_of, pager
from components.ui.tables import draw_table
from components.ui.text import plain
from components.ui.time_format import day, today
from components.ui.unread import leave
from domain.match.outcomes import Row
from languages import grouped, say, say_many
from store.queries.links import overview
from store.queries.match import matching, texts
from store.queries.match.inflows import MOST

SORTS = {
    "newest": Sort(say("Newest first"), "day", descending=True),
    "oldest": Sort(say("Oldest first"), "day", descending=False),
    "largest": Sort(say("Largest first"), "amount", descending=True),
    "difference": Sort(say("Largest difference first"), "difference", descending=True),
}
SECTIONS = {
    "rows": say("Invoices, payslips, incomes"),
    "salaries": say("Salaries by month"),
    "declared": say("Declared and banked"),
}
OWN = ("external_id", "link", "section")


def amount_of(row: Row) -> int:
    return row.claim.owed if row.claim else row.inflow.amount if row.inflow else 0


KEYS = {"day": lambda row: row.day, "amount": amount_of, "difference": lambda row: abs(row.difference)}

db, now = as_known.database(), today()

person = chosen_person(db, "pages/match.py", say("Match"), products=("bank",))
pulled = min((row.last_pull_at for row in person.rows if row.last_pull_at), default=None)
header(
    say("Match: {name}", name=person.name), Freshness(pulled, oldest_at=overview.oldest_listing(db, links=person.links))
)
with filter_bar():
    for name in OWN:
        leave(name)
    asked = draw_period(now, "since", "until", unset=LATELY)
    kinds = query.choose_many(say("What"), "kinds", KINDS, width=230, placeholder=say("All kinds"))
    words = {str(name): state.word for name, state in STATES.items()}
    states = query.choose_many(say("State"), "states", words, width=230, placeholder=say("All states"))
    draw_clear(keep=OWN)
    desk.draw_way("pages/match.py", label=say("Somebody else"), icon=":material/group:")
usual = period(LATELY, now)
since, until = asked[0] or (usual[0] if not asked[1] else date(1990, 1, 1)), asked[1] or now

found = matching.of_links(db, person.links, since, until, now)
if sums := matching_figures(found.rows, {**person.query}):
    draw_figures(sums, key="sums", noted=True)
said = [
    say(
        "{since} to {until}: invoices issued, payslips and Belvo's last incomes, against inflows "
        "without own transfers, loans and savings.",
        since=day(since),
        until=day(until),
    )
]
if found.known is None:
    said.append(say("No bank of this person is stored, so that nothing can be said to be unpaid."))
if found.cut_at:
    said.append(
        say(
            "Of an account with more, the newest {most} inflows are read: those since {since}.",
            most=grouped(MOST),
            since=day(found.cut_at),
        )
    )
if found.decided_gone:
    said.append(
        say_many(
            "{number} judgement of rows that are not in these days, or not there any more.",
            "{number} judgements of rows that are not in these days, or not there any more.",
            found.decided_gone,
        )
    )
st.caption(plain(" ".join(said)))

follow_drawers({PARAMETER: lambda shown: draw_match(db, found, shown), **row_drawers(db)})
section, place = query.tabs("section", SECTIONS)
with place:
    if section == "salaries":
        draw_salaries(db, person, found, since, until)
    elif section == "declared":
        draw_declared(db, person, found, since, until)
    else:
        wanted = [
            row
            for row in found.rows
            if (not states or row.state in states) and (not kinds or (row.claim.kind if row.claim else "") in kinds)
        ]
        with st.container(horizontal=True, vertical_alignment="center", key="tools"):
            sort = choose_sort(SORTS, width=230)
            st.space("stretch")
            ordered = sorted(wanted, key=KEYS[sort.column], reverse=sort.descending)
            draw_list_download(
                lambda: match_rows(ordered, texts.of_rows(db, ordered)),
                len(ordered),
                "match",
                key="export_match",
                numbers=MATCHES.numbers,
            )
        if not wanted:
            st.text(say("Nothing is like this in these days. Take a filter out, or choose other days."))
        else:
            start = offset_of(len(ordered))
            shown = ordered[start : start + PAGE_ROWS]
            buttons = {"open": opener(PARAMETER, [named(row) for row in shown], key="open_row")}
            key = f"rows {view_beside(PARAMETER)}"
            draw_table(match_rows(shown, texts.of_rows(db, shown)), MATCHES, key=key, buttons=buttons)
            pager(len(ordered))
