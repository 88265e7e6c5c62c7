"""Connect: add or repair an account through Belvo's widget, here or in another browser, and watch its pull."""

from functools import partial

import streamlit as st

from actions.products import PRODUCTS
from components.connect import openings
from components.connect.duplicates import draw_known, draw_twins
from components.connect.form import draw_form
from components.connect.hosted_link import draw_handout
from components.connect.progress import draw_notice, failure_notice, flow_now, follow_connection
from components.connect.repair import draw_repair
from components.connect.snippet import draw_code
from components.connect.unsuccessful import draw_unsuccessful
from components.status.repair_navigation import asked_for
from components.ui import desk, query
from components.ui.header import header
from store.ops import sessions
from store.write import institutions, links

db, client, settings = desk.database(), desk.client(), desk.settings()
broken = links.find(db, query.first("repair") or "")
is_gone = broken is not None and broken.deleted_at is not None

header("Repair a link" if broken else "Connect")

with st.container(border=True, key="connect"):
    if broken is None:
        st.text("Connect an account through Belvo's widget: over this page, or in a browser that you hand it to.")
        product = draw_form(institutions.table(db), settings.environment)
        draw_known(db, st.session_state.connect_external_id.strip(), st.session_state.connect_institution)
        verb, icon, open_widget = f"Add {product.account}", ":material/add:", openings.open_new
    else:
        draw_repair(db, broken)
        verb, icon, open_widget = "Repair it now", ":material/build:", partial(openings.open_repair, broken.link)
    with st.container(horizontal=True, key="connect_actions"):
        st.button(verb, key="add_account", type="primary", icon=icon, on_click=open_widget, disabled=is_gone)
        st.button(
            "Hand it out",
            key="hand_out",
            icon=":material/qr_code:",
            on_click=open_widget,
            kwargs={"hosted": True},
            disabled=is_gone,
            help="An address and a QR code for another browser",
        )
        if broken is None:
            draw_code(settings)

if broken is not None and asked_for(broken.link) and not is_gone:
    open_widget()

session = sessions.find(db, query.first(openings.PARAMETER) or "")
widget = openings.draw_widget(db, client, session, settings.widget_script_url)
if failure := openings.failure():
    draw_notice(failure_notice(failure))

if session is not None:
    flow = flow_now(db, session, widget)
    handout = openings.opened_here(session)
    if handout and flow.state == "handed_out":
        purpose = "Repairs this link" if broken else f"Connects {PRODUCTS[session.product or 'bank'].account}"
        draw_handout(handout, purpose, reachable=settings.public_url is not None)
    follow_connection(db, client, session, widget, flow)
    if flow.link:
        draw_twins(db, flow.link)
    if flow.can_start_again:
        again = partial(openings.open_again, session)
        st.button("Start again", key="start_again", icon=":material/refresh:", on_click=again)
    if flow.link and flow.state == "linked" and widget != "here":
        if flow.remark:
            st.session_state["said"] = flow.remark
        st.switch_page("pages/link.py", query_params={"link": flow.link})

if broken is None:
    draw_unsuccessful(db, besides=session.nonce if session else "")
