"""Person: everything about one person over all of their links, and two people side by side."""

from datetime import datetime

import streamlit as st

from components.changes.change_detail import change_drawers
from components.changes.days import PARAMETERS
from components.changes.what_changed import KIND, RESOURCE
from components.link.assignment import draw_assignment_question, draw_assignments
from components.link.link_rows import LINKS
from components.person.figures import draw_beside, draw_flags, person_figures
from components.person.lately import draw_months, links_of
from components.person.loan_file import draw_loan_file
from components.person.sections import SECTIONS
from components.person.who import draw_who
from components.person.whose import Person, person_named
from components.quality.trust import OF_MOVEMENTS, draw_footnote, draw_trust
from components.ui import as_known, desk, query
from components.ui.drawers import follow_drawers
from components.ui.filters import filter_bar
from components.ui.header import Freshness, header
from components.ui.metric_cards import draw_figures
from components.ui.tables import draw_table
from components.ui.text import plain
from components.ui.time_format import seen_at, today
from components.ui.unread import leave
from domain.quality.checks import score
from languages import say
from store.queries.links import overview
from store.queries.people import listing
from store.queries.quality import findings

DRAWERS = ("change", "transaction", "document", "row")
OWN = ("external_id", "link", "with", "section", "page", "sort", *DRAWERS, *PARAMETERS, RESOURCE, KIND)

db, now = as_known.database(), seen_at()
if opened := st.session_state.pop("opened_link", None):
    st.switch_page("pages/link.py", query_params={"link": opened})


def draw_links(person: Person, *, key: str) -> None:
    """The links with their states and what comes next."""
    rows = links_of(db, person, now)

    def open_link() -> None:
        st.session_state["opened_link"] = rows["link"].iloc[st.session_state[f"{key}_open"].row]

    opening = st.column_config.ButtonColumn("", width=58, type="tertiary", on_click=open_link, key=f"{key}_open")
    draw_table(rows, LINKS, key=key, buttons={"open": opening}, file="links")


def pulled_at(person: Person) -> datetime | None:
    """When the link that was pulled longest ago was."""
    return min((row.last_pull_at for row in person.rows if row.last_pull_at), default=None)


external_id, link = next(iter(query.several("external_id")), ""), query.first("link") or ""
person = person_named(db, external_id=external_id, link=link)
filters = {name: st.query_params.get_all(name) for name in st.query_params if name not in OWN}
with st.container(height=28, border=False, vertical_alignment="center"):  # its room is kept
    desk.draw_way("pages/people.py", label=say("People"), icon=":material/arrow_back:", query_params=filters)

if person is None:
    header(say("Person"))
    if external_id or link:
        query.not_here(say("Person"), "external_id" if external_id else "link", external_id or link)
    st.text(say("No person is chosen. Open one in the list of people."))
    st.stop()

header(person.name, Freshness(pulled_at(person), oldest_at=overview.oldest_listing(db, links=person.links)))
with filter_bar():
    leave("external_id")
    leave("link")
    if person.external_id and person.name != person.external_id:
        st.caption(plain(person.external_id), width="content")
    draw_loan_file(person)
    beside = query.text(say("Compare with"), "with", width=230, placeholder=say("Compare with an external ID"))
other = person_named(db, external_id=beside) if beside else None
if beside and other is None:
    query.not_here(say("Person"), "with", beside)

draw_assignment_question(*person.rows)
listing.bring_up_to_date(db, today(), [*person.links, *(other.links if other else ())])
figures = listing.figures_of(db, person.links)
if other is None:
    draw_trust(score(findings.of_links(db, person.links, today())), person.query)
    draw_flags(figures, person, key="flags")
    if told := person_figures(figures, person, today()):
        draw_figures(told, key="figures", noted=True)
    draw_footnote(db, person.links, today(), OF_MOVEMENTS, key="footnote")
    with st.grid(2, min_column_width=420, gap="small"):
        with st.container(border=True, height="stretch", key="who"):
            st.subheader(say("Who it is"), anchor=False)
            draw_who(db, person, key="who_is")
        draw_months(db, person, today(), key="months")
    draw_links(person, key="links")
    draw_assignments(db, person.rows)
    follow_drawers(change_drawers(db, person.links))
    section, place = query.tabs("section", {name: say(label) for name, (label, _) in SECTIONS.items()})
    with place:
        SECTIONS[section][1](db, person, today())
else:
    others = listing.figures_of(db, other.links)
    both = [(one.name, person_figures(rows, one, today())) for one, rows in ((person, figures), (other, others))]
    draw_beside(both, key="beside")
    with st.grid(2, min_column_width=420, gap="small"):
        for side, one in enumerate((person, other)):
            with st.container(border=True, key=f"person_{side}"):
                st.subheader(plain(one.name), anchor=False)
                draw_flags(figures if one is person else others, one, key=f"flags_{side}")
                draw_who(db, one, key=f"who_{side}")
                draw_links(one, key=f"links_{side}")
        for side, one in enumerate((person, other)):
            with st.container(key=f"months_{side}"):
                draw_months(db, one, today(), key=f"months_of_{side}")
