"""Fiscal: invoices in and out, and what tax authorities know of whoever issued and received them."""

import streamlit as st

from actions.products import form_for
from components.banking.twins import draw_twins_added
from components.fiscal.documents import follow_document
from components.fiscal.invoice_filters import draw_bar
from components.fiscal.invoices import draw_section
from components.fiscal.sections import SECTIONS, SHOWN
from components.quality.trust import OF_DOCUMENTS, draw_footnote
from components.status.repair_navigation import draw_way_to_connect
from components.ui import as_known, desk, query
from components.ui.filters import asked_links, labels_of_type
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.time_format import today
from languages import say
from resources import Family, resources_of
from store.queries.fiscal import invoices, taxpayers
from store.queries.links import contents
from store.write import institutions, links

INVOICES = "invoices"
INVOICE_RESOURCES = ("invoices", "cl_invoices")

db = as_known.database()
follow_changes()

every = links.table(db)
header(say("Fiscal"), of=resources_of(Family.FISCAL), links=asked_links(every, "link"))
names = labels_of_type(every, institutions.table(db), "fiscal")
if not names and taxpayers.status(db).empty and not invoices.count(db, invoices.InvoiceFilter()):
    st.text(
        say(
            "Nothing of a tax authority is stored here yet. Invoices, tax status, returns and statements come "
            "with a link to Mexico's SAT or Chile's SII."
        )
    )
    way = form_for("fiscal", desk.settings().environment)
    draw_way_to_connect(say("Connect a tax account"), way)
    st.stop()

asked = query.first("section") or INVOICES
having = contents.links_with(db, SHOWN.get(asked, INVOICE_RESOURCES))
offered = {link: name for link, name in names.items() if link in having}
bar, wanted = draw_bar(db, offered, every, having, today(), with_invoices=asked not in SECTIONS)
draw_twins_added(db, asked_links(every, "link"), having=having)
draw_footnote(db, asked_links(every, "link"), today(), OF_DOCUMENTS, key="footnote")
labels = {INVOICES: say("Invoices"), **{name: say(label) for name, (label, _) in SECTIONS.items()}}
follow_document(db)
section, place = query.tabs("section", labels)
with place:
    if section in SECTIONS:
        SECTIONS[section][1](db, bar, names)
    else:
        draw_section(db, wanted, names, today())
