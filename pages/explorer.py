"""API explorer: any operation of Belvo's description as a form, sent, held against the description, and as code."""

from typing import Any

import streamlit as st

from actions.permission import Refused
from actions.support import explorer
from belvo_client.errors import BadArgument
from components.explorer import form as given_form
from components.explorer.answer import draw_answer, draw_question
from components.explorer.code import draw_code, draw_kept
from components.explorer.drift import draw_drift
from components.explorer.operations import choose_form, choose_operation, cost_of, draw_summary
from components.ui import desk, query
from components.ui.filters import filter_bar
from components.ui.header import header
from components.ui.text import plain
from languages import say
from store.write.holds import Held

ANSWER, PENDING, WRONG = "explorer_answer", "explorer_pending", "explorer_wrong"
SECTIONS = {"answer": say("Answer"), "code": say("Code"), "drift": say("Drift"), "kept": say("Snippets")}


def submit(is_sent: bool) -> None:
    """Take what was given into the address, and send it, or ask first."""
    given, wrong = given_form.read(operation, form)
    wrong += explorer.problems(operation, form, given) if is_sent else []
    given_form.keep(operation, form, given)
    st.session_state.pop(PENDING, None)
    st.session_state[WRONG] = (operation.id, wrong)
    if not is_sent:
        query.write({"section": ["code"]})
    elif not wrong and operation.is_reading:
        send(given)
    elif not wrong:
        st.session_state[PENDING] = (operation.id, form, given)


def send(given: dict[str, Any]) -> None:
    query.write({"section": []})
    st.session_state.pop(PENDING, None)
    try:
        sent = explorer.send(desk.database().whole, desk.client(), operation.id, form, given, actor=desk.actor())
    except (BadArgument, Refused, Held) as error:
        st.session_state[WRONG] = (operation.id, [str(error)])
        return
    st.session_state[ANSWER] = sent
    given_form.forget(operation, form)


header(say("API explorer"))
with filter_bar():
    operation = choose_operation()
    form = choose_form(operation)
draw_summary(operation)

may = desk.may(explorer.action_of(operation))
left, right = st.columns([4, 5], gap="medium")
with left, st.form(f"given_{operation.id}_{form}", border=False, enter_to_submit=operation.is_reading):
    given_form.draw_fields(operation, form)
    with st.container(horizontal=True, gap="small"):
        label = say("Send") if operation.is_reading else say("Send…")
        icon = ":material/send:"
        st.form_submit_button(
            label, key="send", type="primary", icon=icon, on_click=submit, args=(True,), disabled=not may
        )
        st.form_submit_button(
            say("Show the code"), key="show_code", icon=":material/code:", on_click=submit, args=(False,)
        )
    if not may:
        st.caption(say("Your role shows the call as code; it does not send it."))

with right:
    of, wrong = st.session_state.get(WRONG, ("", []))
    if of == operation.id and wrong:
        st.error(plain(" ".join(wrong)), icon=":material/error:")
    pending = st.session_state.get(PENDING)
    if pending and pending[:2] == (operation.id, form) and may:
        doubts = explorer.doubts(operation, form, pending[2])
        draw_question(f"{operation.method} {operation.path}. {cost_of(operation)} {doubts}")
        with st.container(horizontal=True, gap="small"):
            st.button(say("Send it"), key="confirm", type="primary", on_click=send, args=(pending[2],))
            st.button(say("Don't"), key="cancel", on_click=st.session_state.pop, args=(PENDING, None))
    chosen, opened = query.tabs("section", SECTIONS)
    with opened:
        match chosen:
            case "code":
                given = given_form.from_address(operation, form)
                given |= {one.name: "secret" for one in operation.fields(form) if one.is_secret and one.is_needed}
                draw_code(explorer.shown(operation, form, given, desk.settings().belvo_url))
            case "drift":
                draw_drift(desk.database(), operation.id)
            case "kept":
                draw_kept()
            case _:
                sent = st.session_state.get(ANSWER)
                if sent is None or sent.operation != operation.id:
                    st.caption(say("What comes back will be here."))
                else:
                    draw_answer(desk.database(), operation, sent)
