"""Connect: add or repair an account through Belvo's widget or portal, here or elsewhere, and watch its pull."""

from functools import partial

import streamlit as st

from actions.connect.reach import unreachable
from actions.connect.start import RENEWAL
from actions.products import PRODUCTS
from components.connect import openings
from components.connect.duplicates import draw_known, draw_twins
from components.connect.form import draw_form
from components.connect.hosted_link import PORTAL, WIDGET, draw_handout, short_address
from components.connect.preset import draw_preset
from components.connect.progress import draw_notice, failure_notice, flow_now, follow_connection
from components.connect.recent import draw_recent
from components.connect.repair import draw_renewal, draw_repair
from components.connect.snippet import draw_code
from components.connect.unsuccessful import draw_unsuccessful
from components.status.production import CONNECTS, draw_reality
from components.status.repair_navigation import asked_for
from components.ui import desk, query
from components.ui.header import header
from components.ui.room import button_width
from components.ui.unread import draw_not_narrowed
from languages import say
from store.ops import sessions
from store.write import institutions, links

HAND_OUT = say("Hand it out")

db, client, settings = desk.database(), desk.client(), desk.settings()
to_renew, to_repair = query.first("renew") or "", query.first("repair") or ""
renewing = links.find(db, to_renew)
broken = renewing or links.find(db, to_repair)
is_gone = broken is not None and broken.deleted_at is not None

header(say("Renew a consent") if to_renew else say("Repair a link") if to_repair else say("Connect"))
draw_not_narrowed(but=["external_id"])
if to_renew and renewing is None:
    query.not_here(say("Link to renew"), "renew", to_renew)
if to_repair and broken is None:
    query.not_here(say("Link to repair"), "repair", to_repair)

session = sessions.find(db, query.first(openings.PARAMETER) or "")

with st.container(border=True, key="connect"):
    open_widget, hand_out = partial(openings.open_new), partial(openings.open_new, hosted=True)
    if renewing is not None:
        draw_renewal(db, renewing)
        hand_out = open_widget = partial(openings.open_renewal, renewing.link)
    elif broken is not None:
        draw_repair(db, broken)
        open_widget = partial(openings.open_repair, broken.link)
        hand_out = partial(openings.open_repair, broken.link, hosted=True)
        verb, icon = say("Repair it now"), ":material/build:"
    else:
        st.text(say("Connect an account through Belvo's widget: over this page, or in a browser that you hand it to."))
        draw_reality(CONNECTS)
        draw_preset()
        product = draw_form(institutions.table(db), settings.environment, session)
        draw_known(db, st.session_state.connect_external_id.strip(), st.session_state.connect_institution)
        verb, icon = say("Add {account}", account=say(product.account)), ":material/add:"
    with st.container(horizontal=True, key="connect_actions"):
        if renewing is None:
            st.button(
                verb,
                key="add_account",
                type="primary",
                icon=icon,
                on_click=open_widget,
                disabled=is_gone,
                width=button_width(verb),
            )
        st.button(
            HAND_OUT,
            key="hand_out",
            width=button_width(HAND_OUT),
            icon=":material/qr_code:",
            on_click=hand_out,
            disabled=is_gone,
            help=say("An address for another browser, with a QR code where phones reach this desk"),
        )
        if broken is None:
            draw_code(settings)

if broken is not None and asked_for(broken.link) and not is_gone:
    open_widget()
    session = sessions.find(db, query.first(openings.PARAMETER) or "")

said = st.container(key="said")  # above what the widget needs, so that nothing moves for that
widget = openings.draw_widget(db, client, session, settings.widget_script_url)
with said:
    if failure := openings.failure():
        draw_notice(failure_notice(failure))

    is_under_way = False
    if session is not None:
        flow = flow_now(db, session, widget)
        is_under_way = flow.moves or widget == "here"
        handout = openings.opened_here(session)
        if handout and flow.state == "handed_out":
            is_renewal = session.mode == RENEWAL
            is_belvos = is_renewal and settings.environment != "local"  # the portal then needs nothing of this server
            connects = say("Connects {account}", account=say(PRODUCTS[session.product or "bank"].account))
            purpose = say("Renews this consent") if is_renewal else say("Repairs this link") if broken else connects
            why_not = unreachable(settings)
            address = handout.url if is_belvos else None  # which no other device needs this server for
            if not why_not:
                address = short_address(handout, settings.reachable_url)
            explained = PORTAL if is_renewal else WIDGET
            draw_handout(handout, purpose, explained, address=address, unreachable="" if address else why_not)
        follow_connection(db, client, session, widget, flow)
        if flow.link:
            draw_twins(db, flow.link)
        if flow.can_start_again:
            again = partial(openings.open_again, session)
            st.button(say("Start again"), key="start_again", icon=":material/refresh:", on_click=again)
        if flow.link and flow.state == "linked" and widget != "here":
            if flow.remark:
                st.session_state["said"] = say(flow.remark)
            st.switch_page("pages/link.py", query_params={"link": flow.link})

    if broken is None and not is_under_way:  # or each step of it would move them
        draw_unsuccessful(db, besides=session.nonce if session else "")
        draw_recent(db)
