"""Retrieving in a dialog: what it costs, which days, and the token that the institution may ask for."""

import base64
from datetime import date, timedelta

import streamlit as st

from actions.retrieval import Asked, Wanted, fields_of, offered, resume, retrieve
from belvo_client import BelvoError
from components.connect.progress import draw_notice, failure_notice
from components.status.production import ASKS, draw_reality
from components.ui import desk, time_format
from components.ui.language.dialog import dialog
from components.ui.text import plain, resource_words, words
from languages import msg, say, say_many
from store.write.links import LinkRow

COST = msg(
    "Belvo logs in at the institution for this. It counts against the month's calls there, its user may be asked for a "
    "token, and six failures in a row make the link invalid."
)

_OPEN, _ASKED, _FAILURE, _DONE = "retrieval", "retrieval_asked", "retrieval_failure", "retrieval_done"
_YEAR = timedelta(days=365)


def ask_retrieval(link: str, document_of: str | None = None) -> None:
    """Have the link's page open the dialog, ready to bring the documents of a resource if one is named.

    Kept in the session, since a page that redraws itself would close it.
    """
    _forget()
    st.session_state[_OPEN] = link
    if document_of:
        st.session_state.update(retrieve_resource=document_of, retrieve_attach=True)


def draw_retrieval(link: LinkRow) -> None:
    """The dialog, as long as it is open; afterwards what was found."""
    if (rows := st.session_state.get(_DONE)) is not None:
        found = say_many(
            "{number} row found; they are being pulled", "{number} rows found; they are being pulled", rows
        )
        st.toast(found, icon=":material/cloud_download:")
        st.session_state.pop(_DONE, None)  # only now: a run that is broken off before leaves it to the next
    if st.session_state.get(_OPEN) == link.link:
        _draw(link)


def _forget() -> None:
    for name in (_OPEN, _ASKED, _FAILURE):
        st.session_state.pop(name, None)


@dialog(msg("Retrieve at the institution"), on_dismiss=_forget)
def _draw(link: LinkRow) -> None:
    if st.session_state.get(_DONE) is not None:
        _forget()
        st.rerun()
    st.text(say(COST))
    draw_reality(ASKS)
    if failure := st.session_state.get(_FAILURE):
        draw_notice(failure_notice(failure, say("Nothing was retrieved.")))
    asked: Asked | None = st.session_state.get(_ASKED)
    if asked is not None:
        _draw_token(asked)
    else:
        _draw_choice(link)


def _draw_choice(link: LinkRow) -> None:
    names = {name: resource_words(name) for name in offered(desk.database(), link.institution or "")}
    if st.session_state.get("retrieve_resource") not in names:
        st.session_state.pop("retrieve_resource", None)
    st.selectbox(say("Resource"), names, format_func=names.__getitem__, key="retrieve_resource")
    fields = fields_of(st.session_state.retrieve_resource)
    today = min(time_format.today(), time_format.belvo_now().date())  # Belvo refuses what is tomorrow for itself
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if fields.types:
            st.selectbox(say("Type"), fields.types, format_func=words, key="retrieve_type", width=150)
        if fields.days:
            st.date_input(say("From"), today - _YEAR, max_value=today, key="retrieve_since", width=150)
            st.date_input(say("To"), today, max_value=today, key="retrieve_until", width=150)
    if fields.document:
        form = fields.document.removeprefix("attach_").upper()
        st.checkbox(say("With the {format}", format=form), key="retrieve_attach")
    st.button(
        say("Retrieve now"),
        key="retrieve_now",
        type="primary",
        icon=":material/cloud_download:",
        on_click=_go,
        args=(link.link,),
    )


def _go(link: str) -> None:
    state, fields = st.session_state, fields_of(st.session_state.retrieve_resource)
    since: date | None = state.retrieve_since if fields.days else None
    until: date | None = state.retrieve_until if fields.days else None
    wanted = Wanted(
        state.retrieve_resource,
        since,
        until,
        state.retrieve_type if fields.types else None,
        attach=bool(fields.document and state.get("retrieve_attach")),
    )
    try:
        _settle(retrieve(desk.database().whole, desk.client(), link, wanted, actor=desk.actor()))
    except BelvoError as error:
        st.session_state[_FAILURE] = error


def _draw_token(asked: Asked) -> None:
    st.markdown(f"**{plain(asked.instructions)}**")
    if asked.kind == "qr" and (picture := _picture(asked.value)):
        st.image(picture, width=220, caption=say("Scan it in the institution's app"))
    elif asked.value:
        st.code(asked.value, language=None)
    if asked.expires_at:
        st.caption(say("Until {when}", when=time_format.exact(asked.expires_at, st.context.timezone)))
    if asked.expects_input:
        st.text_input(say("Token"), key="retrieve_token", max_chars=64)
    st.button(
        say("Send the token") if asked.expects_input else say("The user has confirmed"),
        key="send_token",
        type="primary",
        on_click=_resume,
        args=(asked,),
    )


def _resume(asked: Asked) -> None:
    token = st.session_state.get("retrieve_token", "")
    try:
        _settle(resume(desk.database().whole, desk.client(), asked, token, actor=desk.actor()))
    except BelvoError as error:
        st.session_state.pop(_ASKED, None)
        st.session_state[_FAILURE] = error


def _settle(answer: int | Asked) -> None:
    st.session_state.pop(_FAILURE, None)
    if isinstance(answer, Asked):
        st.session_state[_ASKED] = answer
    else:
        st.session_state[_DONE] = answer


def _picture(value: str) -> bytes | str | None:
    """The picture in a data address or in plain base64, if it is one; SVG is shown as an image, which runs nothing."""
    try:
        content = base64.b64decode(value.rpartition(",")[2], validate=True)
    except ValueError:  # no base64, or none of its letters
        return None
    if content.lstrip().startswith(b"<svg"):
        return content.decode("utf-8", "replace")
    return content if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) else None
