"""Connect: add a bank account through Belvo's widget and watch its first pull."""

import time
from contextlib import suppress

import streamlit as st

from actions.connect import LinkNotAccepted, Opening, WidgetEvent, accept, hear, recover, start
from actions.widget import BadChoice, Choices, Person
from belvo_client import BelvoError
from components import connection, desk
from components.connect_widget import WidgetSession, connect_widget
from components.header import header
from store import jobs, runs, sessions
from store.sessions import Session

COUNTRIES = {"Mexico": "MX", "Brazil": "BR", "Colombia": "CO", "Any country": None}
LANGUAGES = {"English": "en", "Español": "es", "Português": "pt"}
DOUBLE_CLICK = 2.0  # seconds
PATIENCE = 30.0  # seconds that the link of a session is looked for after a reload cut it off
WIDGET = "connect_widget"

state = st.session_state
db, client, settings = desk.database(), desk.client(), desk.settings()
by_consent = settings.environment != "local"  # Belvo's own banks are Brazilian and ask for a consent


def choices() -> Choices:
    return Choices(
        country="BR" if by_consent else COUNTRIES[state.connect_country],
        locale=LANGUAGES[state.connect_language],
        access_mode=state.connect_access_mode.lower(),
        external_id=state.connect_external_id.strip() or None,
        consent=Person(state.connect_cpf, state.connect_name) if by_consent else None,
    )


def just_opened() -> bool:
    opening: Opening | None = state.get("connect_opening")
    if opening is None or time.monotonic() - state.connect_opened_at > DOUBLE_CLICK:
        return False
    known = sessions.find(db, opening.nonce)
    return known is not None and known.state not in sessions.ENDS


def open_widget() -> None:
    """Ask for an access token and open a widget session; the second click of a double click finds it open."""
    if just_opened():
        return
    state.pop("connect_failure", None)
    try:
        opening = start(db, client, settings, choices(), actor=desk.actor())
    except (BelvoError, BadChoice) as error:
        state.connect_failure = error
        return
    state.connect_opening, state.connect_opened_at = opening, time.monotonic()
    st.query_params["session"] = opening.nonce


def current_opening() -> Opening | None:
    """What is open in this page; a page that was left took its widget along, and its token is not used again."""
    opening: Opening | None = state.get("connect_opening")
    if opening is not None and (WIDGET not in state or st.query_params.get("session") != opening.nonce):
        del state.connect_opening
        return None
    return opening


header("Connect")

with st.container(border=True):
    st.text("Connect an account through Belvo's widget. It opens over this page; the link and its data come back here.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if by_consent:
            st.text_input("CPF", "76109277673", key="connect_cpf", max_chars=14, width=180)
            st.text_input("Name", "Ralph Bragg", key="connect_name", width=220)
        else:
            st.selectbox("Country", COUNTRIES, key="connect_country", width=180)
        st.selectbox("Widget language", LANGUAGES, key="connect_language", width=180)
        st.selectbox("Access", ["Recurrent", "Single"], key="connect_access_mode", width=180)
        st.text_input("External ID", key="connect_external_id", placeholder="Made for you", width=220)
    st.button("Add a bank account", key="add_account", type="primary", icon=":material/add:", on_click=open_widget)

opening = current_opening()
result = connect_widget(
    WidgetSession(
        nonce=opening.nonce,
        access_token=opening.access_token,
        event_token=opening.event_token,
        script_url=settings.widget_script_url,
        config=opening.config,
    )
    if opening
    else None,
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
    connection.draw_notice(connection.failure_notice(failure))

nonce = st.query_params.get("session", "")
session = sessions.find(db, nonce)


def cut_off() -> bool:
    """Whether the widget was open in a page that has been left or reloaded."""
    return session is not None and opening is None and session.state not in sessions.ENDS


def searching() -> bool:
    """Whether this page has only lately found the session cut off, so that its link may still turn up."""
    return cut_off() and time.monotonic() - state.setdefault(f"cut_off/{nonce}", time.monotonic()) < PATIENCE


def found() -> bool:
    with suppress(BelvoError):  # the next look may get an answer
        return recover(db, client, nonce)
    return False


def pulling() -> bool:
    job = jobs.latest(db, session.link) if session and session.link else None
    return job is not None and job.state in ("queued", "running")


watching = searching() or pulling()


@st.fragment(run_every="1s" if watching else None)
def follow(followed: Session) -> None:
    if searching() and found():
        st.rerun()
    if said := connection.cut_off_notice(searching=searching()) if cut_off() else connection.notice(followed):
        connection.draw_notice(said)
    else:
        progress = runs.progress(db, followed.link) if followed.link else []
        connection.draw(followed, jobs.latest(db, followed.link) if followed.link else None, progress)
    if watching and not (searching() or pulling()):
        st.rerun()


if session is not None:
    follow(session)
    if cut_off() or connection.notice(session):
        st.button("Start again", key="start_again", icon=":material/refresh:", on_click=open_widget)
    if session.link and result.closed and not pulling():
        state.pop("connect_opening", None)
        st.switch_page("pages/link.py", query_params={"link": session.link})
