"""Who consents at a Brazilian bank, as the form asks for it; kept nowhere but in the page that asks."""

import streamlit as st

from actions.connect import person
from actions.connect.person import TEST_PERSON, Person
from actions.connect.start import OF_TEST_PERSON
from actions.products import is_by_consent
from belvo_client.types import ConsentDuration
from languages import msg, say
from store.ops.sessions import Session

DURATIONS: dict[ConsentDuration | None, str] = {
    92: msg("92 days"),
    183: msg("183 days"),
    275: msg("275 days"),
    366: msg("366 days"),
    None: msg("Without end"),
}

_CONSENTS_IN = "connect_consents_in"
"""In which session the person consents whom the form names."""


def draw_consent(begun: Session | None, *, may_propose: bool) -> None:
    """Ask for CPF and name. The test person is proposed, but not in a session in which somebody else consents."""
    state = st.session_state
    if "connect_cpf" not in state:
        proposed = TEST_PERSON if may_propose and not (begun and _is_of_another(begun)) else None
        state.connect_cpf, state.connect_name = (proposed.cpf, proposed.name) if proposed else ("", "")
        state[_CONSENTS_IN] = begun.nonce if begun else None
    with st.container(horizontal=True, vertical_alignment="bottom", key="connect_consent"):
        st.text_input("CPF", key="connect_cpf", max_chars=14, width=170)
        st.text_input(say("Name"), key="connect_name", width=280)
        st.selectbox(
            say("Consent lasts"),
            DURATIONS,
            2,
            format_func=lambda days: say(DURATIONS[days]),
            key="connect_duration",
            width=150,
        )
    typed = str(st.session_state.connect_cpf).strip()
    if typed and (wrong := person.problem(typed)):
        st.error(say(wrong), icon=":material/error:")


def _is_of_another(session: Session) -> bool:
    return is_by_consent(session.product) and not session.options.get(OF_TEST_PERSON)


def consenting_in(session: Session) -> Person | None:
    """Who consents, if it was for this session that somebody was named.

    Otherwise the fields are emptied and ask: who is named in them may be somebody else.
    """
    state = st.session_state
    if state.get(_CONSENTS_IN) == session.nonce:
        return consenting()
    state.connect_cpf, state.connect_name, state[_CONSENTS_IN] = "", "", session.nonce
    return None


def named_in(session: str) -> None:
    """Whoever is named as consenting, if anybody is, is so in this session."""
    if "connect_cpf" in st.session_state:
        st.session_state[_CONSENTS_IN] = session


def consenting() -> Person | None:
    """Who consents, if the form asks for that and somebody is named."""
    cpf, name = (str(st.session_state.get(key, "")).strip() for key in ("connect_cpf", "connect_name"))
    return Person(cpf, name, st.session_state.connect_duration) if cpf and name else None
