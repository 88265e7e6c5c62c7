"""Employment: who works where, since when and at what salary, with the gaps between."""

import numpy as np
import pandas as pd
import streamlit as st

from actions.products import form_for
from components.employment import employment_rows
from components.employment.lives import Lives, working_figures
from components.employment.working_lives import draw_salaries, draw_time_line
from components.fiscal.row_drawers import follow_rows
from components.quality.trust import OF_DOCUMENTS, draw_footnote
from components.status.repair_navigation import draw_way_to_connect
from components.ui import as_known, desk, query, time_format
from components.ui.downloads import draw_foot
from components.ui.filters import (
    asked_links,
    called,
    chart_currency,
    choose_chart_currency,
    choose_people,
    draw_clear,
    draw_period,
    filter_bar,
    link_labels,
)
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.metric_cards import draw_figures
from components.ui.money import named
from components.ui.paging import page_of, sort_of
from components.ui.tables import draw_table
from domain.people import person_of
from languages import say
from resources import Family, resources_of
from store.queries.employment import employment
from store.write import links

SECTIONS = {
    "employments": employment_rows.EMPLOYMENTS,
    "people": employment_rows.PEOPLE,
    "salaries": employment_rows.SALARIES,
    "gaps": employment_rows.GAPS,
    "now": employment_rows.CURRENT,
    "paid": employment_rows.PAID,
    "measures": employment_rows.MEASURES,
}
LABELS = {
    "employments": say("Employments"),
    "people": say("People"),
    "salaries": say("Salaries"),
    "gaps": say("Gaps"),
    "now": say("Now"),
    "paid": say("Paid"),
    "measures": say("Measures"),
}
FILES = {"people": "employment_records", "now": "current_employments", "paid": "salaries_paid"}

db, today = as_known.database(), time_format.today()

follow_changes()
known = links.table(db)
header(say("Employment"), of=resources_of(Family.EMPLOYMENT), links=asked_links(known, "link"))
people = employment.records(db)
if people.empty:
    st.text(say("No working life is stored here yet. They come with a link to IMSS, ISSSTE or INSS."))
    way = form_for("employment", desk.settings().environment)
    draw_way_to_connect(say("Connect an employment account"), way)
    st.stop()

every_label = link_labels(known)
labels = link_labels(known[known["link"].isin(people["link"])])
with filter_bar():
    asked = query.choose_many(
        say("Link"), "link", labels, width=300, placeholder=say("All links"), known=every_label.get
    )
    shown = choose_people(known, asked, width=230)
    since, until = draw_period(today, "since", "until")
    draw_clear()

if shown:
    people = people[people["link"].isin(shown)]
people = named(people)
jobs = employment.employments(db, shown, since=since, until=until)
salaries = named(employment.salaries(db, shown, since=since, until=until))
gaps = employment.gaps(db, shown, since=since, until=until)
current = employment.current(db, shown)

if jobs.empty:
    st.text(say("Nobody worked in these days, as far as is known. Take a filter out, or clear them all."))
    st.stop()

external_ids = dict(zip(known["link"], known["external_id"].replace(np.nan, None), strict=True))
currencies = list(salaries["currency"].value_counts().index)
currency = chart_currency(currencies)
lives = Lives(people, jobs, gaps, current)
draw_figures(working_figures(lives, external_ids, currency, lambda name: query.here(section=name)), key="figures")
draw_footnote(db, shown, today, OF_DOCUMENTS, key="footnote")

choose_chart_currency(currencies)
whose = dict(zip(known["link"], called(known), strict=True))
who = {link: person_of(link, external_id) for link, external_id in external_ids.items()}
with st.grid(2, min_column_width=420, gap="small"):
    draw_time_line(jobs, gaps, pd.Timestamp(today), whose=whose, people=who, key="time_line")
    draw_salaries(salaries, currency, pd.Timestamp(today), whose=whose, people=who, key="salaries")

names = {link: labels.get(link, link) for link in people["link"]}
follow_rows(db)
section, place = query.tabs("section", LABELS)
match section:
    case "employments":
        rows = jobs
    case "people":
        rows = people
    case "salaries":
        rows = salaries.iloc[::-1]
    case "gaps":
        rows = gaps.sort_values("days", ascending=False, kind="stable")
    case "now":
        rows = current.assign(recorded=current["link"].map(people.drop_duplicates("link").set_index("link")["status"]))
    case "paid":
        rows = employment.pay(db, shown, since=since, until=until).iloc[::-1]
    case _:
        rows = employment.metrics(db, shown)
with place:
    if section == "measures":
        employment_rows.draw_measures(page_of(rows), names, key=section, sort_by=sort_of(rows))
    else:
        draw_table(page_of(rows), SECTIONS[section], key=section, names=names, sort_by=sort_of(rows))
    draw_foot(rows, FILES.get(section, section), key="export", numbers=SECTIONS[section].numbers)
