"""Quality: how far what is stored of a person can be trusted, check by check, with the rows behind each."""

import streamlit as st

from components.fiscal.row_drawers import follow_rows
from components.person.choosing import chosen_person
from components.quality.as_sent import draw_as_sent
from components.quality.check_rows import CHECKED, EVIDENCE, LINKS, check_rows, evidence_rows, link_rows
from components.quality.trust import trust_figures
from components.quality.words import CHECKS, VERDICTS
from components.ui import as_known, desk, query
from components.ui.downloads import draw_download
from components.ui.drawers import drawer_of, open_drawer
from components.ui.filters import draw_clear, filter_bar
from components.ui.header import Freshness, header
from components.ui.metric_cards import draw_figures
from components.ui.paging import page_of, turn_pages
from components.ui.tables import draw_table
from components.ui.text import plain, tell_apart
from components.ui.time_format import today
from components.ui.unread import leave
from domain.quality.checks import Check
from languages import grouped, say
from resources import RESOURCES
from store.queries.banking import accounts
from store.queries.links import overview
from store.queries.quality import findings
from store.queries.quality.accounts import MOST
from store.queries.quality.findings import MOST_TOLD

OWN = ("external_id", "link")

db, now = as_known.database(), today()
if opened := st.session_state.pop("opened_link", None):
    st.switch_page("pages/link.py", query_params={"link": opened})

person = chosen_person(db, "pages/quality.py", say("Quality"))
pulled = min((row.last_pull_at for row in person.rows if row.last_pull_at), default=None)
header(
    say("Quality: {name}", name=person.name),
    Freshness(pulled, oldest_at=overview.oldest_listing(db, links=person.links)),
)
labels = tell_apart({row.link: row.display_name or row.institution or row.link[:8] for row in person.rows})
with filter_bar():
    for name in OWN:
        leave(name)
    chosen = query.choose_many(say("Link"), "of", labels, width=230, placeholder=say("All links of the person"))
    names = {str(check): CHECKS[check].name for check in Check}
    shown = query.choose_one(say("Check"), "check", names, width=290, placeholder=say("All checks"))
    verdicts = {str(verdict): state.word for verdict, state in VERDICTS.items()}
    judged = query.choose_many(say("Verdict"), "verdict", verdicts, width=190, placeholder=say("All verdicts"))
    draw_clear(keep=OWN)
    desk.draw_way("pages/quality.py", label=say("Somebody else"), icon=":material/group:")

every = findings.of_links(db, person.links, now)
found = [one for one in every if not chosen or one.link in chosen]
asked = {name: values for name, values in query.here().items() if name != "check"}
draw_figures(trust_figures(found, asked), key="trust", noted=True)
st.caption(
    say(
        "100 points, less what each check takes off: all of its points where it fails, half "
        "where it found little. Of an account the newest {most} movements are looked at.",
        most=grouped(MOST),
    )
)

follow_rows(db)
checks = check_rows(found)


def show_check() -> None:
    query.write({"check": [str(checks["key"].iloc[st.session_state["show_check"].row])]})


if shown is None:
    if judged:
        checks = checks[checks["verdict"].isin(judged)].reset_index(drop=True)
    buttons = {
        "open": st.column_config.ButtonColumn("", width=58, type="tertiary", on_click=show_check, key="show_check")
    }
    draw_table(checks, CHECKED, key="checks", buttons=buttons)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="foot"):
        draw_download(checks, "checks", key="export_checks")
    st.subheader(say("By link"), anchor=False)
    links = link_rows(found, {link: label for link, label in labels.items() if not chosen or link in chosen})
    draw_table(links, LINKS, key="links", file="checks_by_link")
    draw_as_sent(db, {link: label for link, label in labels.items() if not chosen or link in chosen})
else:
    check = Check(shown)
    own = [one for one in found if one.check is check]
    draw_table(checks[checks["key"] == shown], CHECKED, key="check", file="check")
    where = accounts.table(db, links=person.links)
    evidence = [piece for one in own for piece in one.evidence]
    told = evidence_rows(evidence, labels, dict(zip(where["account"], where["name"], strict=True)))
    if sum(one.number for one in own) > len(evidence):
        st.caption(plain(say("The first {most} of each link.", most=MOST_TOLD)))
    rows = page_of(told)

    def open_row() -> None:
        row = rows.iloc[st.session_state["open_row"].row]
        if row["row"] and row["resource_name"] in RESOURCES:
            open_drawer(*drawer_of(row["resource_name"], row["row"]))
        else:  # what is no row of a table is among those of its link
            st.session_state["opened_link"] = row["link"]

    opening = st.column_config.ButtonColumn("", width=58, type="tertiary", on_click=open_row, key="open_row")
    draw_table(rows, EVIDENCE, key="evidence", buttons={"open": opening})
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="foot"):
        draw_download(told, "evidence", key="export_evidence", numbers=EVIDENCE.numbers)
        turn_pages(told)
