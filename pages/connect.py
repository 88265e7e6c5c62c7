"""Connect: add or repair an account through Belvo's widget, here or in another browser, and watch its pull."""

import time
from contextlib import suppress

import streamlit as st

from actions.connect.accept import LinkNotAccepted, WidgetEvent, accept, hear, recover
from actions.connect.start import HOSTED, Opening, repair, start
from actions.connect.token_body import BadChoice
from actions.products import PRODUCTS
from belvo_client import BelvoError
from components.connect import progress
from components.connect.duplicates import draw_known, draw_twins
from components.connect.form import chosen, draw_form
from components.connect.hosted_link import draw_handout
from components.connect.repair import draw_repair
from components.connect.snippet import draw_code
from components.connect.widget import WidgetSession, connect_widget
from components.status.pull_progress import is_pulling, parts
from components.status.repair_navigation import asked_for
from components.ui import desk, query
from components.ui.header import header
from store.ops import jobs, sessions
from store.ops.sessions import Session
from store.write import institutions, links

DOUBLE_CLICK = 2.0  # seconds
PATIENCE = 30.0  # seconds that a widget may take to show, and that the link of one which a reload cut off is looked for
WIDGET = "connect_widget"

state = st.session_state
db, client, settings = desk.database(), desk.client(), desk.settings()
by_consent = settings.environment != "local"  # Belvo's own banks are Brazilian and ask for a consent
products = {name: product for name, product in PRODUCTS.items() if name != "bank" or not by_consent}
broken = links.find(db, query.first("repair") or "")
gone = broken is not None and broken.deleted_at is not None


def just_opened(hosted: bool) -> bool:
    opening: Opening | None = state.get("connect_handout" if hosted else "connect_opening")
    known = sessions.find(db, opening.nonce) if opening else None
    if known is None or known.state in sessions.ENDS:
        return False
    # On a busy machine the second click is heard late: as long as the widget hasn't shown, it is of a double click.
    is_on_its_way = known.state == "opened" and not hosted
    age: float = time.monotonic() - state.connect_opened_at
    return age <= (PATIENCE if is_on_its_way else DOUBLE_CLICK)


def open_widget(*, hosted: bool = False) -> None:
    """Ask for an access token and open a widget session; the second click of a double click finds it open."""
    if just_opened(hosted):
        return
    for name in ("connect_failure", "connect_opening", "connect_handout"):
        state.pop(name, None)
    try:
        if broken is None:
            opening = start(db, client, settings, chosen(), actor=desk.actor(), hosted=hosted)
        else:
            locale = state.repair_language
            opening = repair(db, client, settings, broken.link, actor=desk.actor(), locale=locale, hosted=hosted)
    except (BelvoError, BadChoice) as error:
        state.connect_failure = error
        return
    state["connect_handout" if hosted else "connect_opening"] = opening
    state.connect_opened_at = time.monotonic()
    st.query_params["session"] = opening.nonce


def brought_back() -> WidgetSession | None:
    """The session that a bank has led back to this page; the widget takes the bank's answer out of the address."""
    nonce = st.query_params.get("session")
    if nonce and "consent_id" in st.query_params:
        state.connect_brought_back = nonce
    return WidgetSession(nonce) if nonce and state.get("connect_brought_back") == nonce else None


def current(name: str) -> Opening | None:
    """What is open; a page that was left took its widget along, and its token is not used again.

    One that comes with the page has no widget yet, however often the page is drawn until it has.
    """
    opening: Opening | None = state.get(name)
    if opening is None:
        return None
    if WIDGET in state:
        state.connect_mounted = opening.nonce
    left = name == "connect_opening" and WIDGET not in state and state.get("connect_mounted") == opening.nonce
    if left or st.query_params.get("session") != opening.nonce:
        del state[name]
        return None
    return opening


header("Repair a link" if broken else "Connect")

with st.container(border=True, key="connect"):
    if broken is None:
        st.text("Connect an account through Belvo's widget: over this page, or in a browser that you hand it to.")
        draw_form(institutions.table(db), products)
        draw_known(db, state.connect_external_id.strip(), state.connect_institution)
        account = PRODUCTS[state.connect_product].account
        verb, icon = f"Add {account}", ":material/add:"
    else:
        draw_repair(db, broken)
        verb, icon = "Repair it now", ":material/build:"
    with st.container(horizontal=True, key="connect_actions"):
        st.button(verb, key="add_account", type="primary", icon=icon, on_click=open_widget, disabled=gone)
        st.button(
            "Hand it out",
            key="hand_out",
            icon=":material/qr_code:",
            on_click=open_widget,
            kwargs={"hosted": True},
            disabled=gone,
            help="An address and a QR code for another browser",
        )
        if broken is None:
            draw_code(settings)

if broken is not None and asked_for(broken.link) and not gone:
    open_widget()

opening, handout = current("connect_opening"), current("connect_handout")
result = connect_widget(
    WidgetSession(
        nonce=opening.nonce,
        access_token=opening.access_token,
        event_token=opening.event_token,
        script_url=settings.widget_script_url,
        config=opening.config,
    )
    if opening
    else brought_back(),
    key=WIDGET,
)

try:
    for event in result.news:
        hear(db, client, WidgetEvent.parse(event))
    if opening and result.link:
        accept(db, client, opening.nonce, result.link)
except (BelvoError, LinkNotAccepted) as error:
    state.connect_failure = error

if failure := state.get("connect_failure"):
    progress.draw_notice(progress.failure_notice(failure))

nonce = st.query_params.get("session", "")
session = sessions.find(db, nonce)


def cut_off() -> bool:
    """Whether the widget was open in a page that has been left or reloaded."""
    return session is not None and opening is None and session.state not in sessions.ENDS and not handed_out()


def handed_out() -> bool:
    return session is not None and bool(session.options.get(HOSTED))


def searching() -> bool:
    """Whether this page has only lately found the session cut off, so that its link may still turn up."""
    return cut_off() and time.monotonic() - state.setdefault(f"cut_off/{nonce}", time.monotonic()) < PATIENCE


def found() -> bool:
    with suppress(BelvoError):  # the next look may get an answer
        return recover(db, client, nonce)
    return False


def elsewhere() -> bool:
    """Whether another browser has the widget and may still finish it."""
    return session is not None and handed_out() and session.state not in sessions.ENDS


def pulling() -> bool:
    return session is not None and session.link is not None and is_pulling(db, session.link)


watching = searching() or elsewhere() or pulling()


@st.fragment(run_every="1s" if watching else None)
def follow(followed: Session) -> None:
    if searching() and found():
        st.rerun()
    known = sessions.find(db, followed.nonce)
    if known is not None and known.state != followed.state:
        st.rerun()
    if said := progress.cut_off_notice(followed, searching=searching()) if cut_off() else progress.notice(followed):
        progress.draw_notice(said)
    else:
        pulled = parts(db, followed.link) if followed.link else []
        progress.draw(followed, jobs.state(db, followed.link) if followed.link else None, pulled)
    if watching and not (searching() or elsewhere() or pulling()):
        st.rerun()


if session is not None:
    if handout and session.state not in sessions.ENDS:
        purpose = "Repairs this link" if broken else f"Connects {PRODUCTS[session.product or 'bank'].account}"
        draw_handout(handout, purpose, reachable=settings.public_url is not None)
    follow(session)
    if session.link and session.state == "connected":
        draw_twins(db, session.link)
    if cut_off() or progress.notice(session):
        st.button(
            "Start again",
            key="start_again",
            icon=":material/refresh:",
            on_click=open_widget,
            kwargs={"hosted": handed_out()},
        )
    if session.state == "connected" and session.link and result.closed and not pulling():
        state.pop("connect_opening", None)
        st.switch_page("pages/link.py", query_params={"link": session.link})
