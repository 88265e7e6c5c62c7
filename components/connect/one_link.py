"""One account connected with its credentials, by the form that its institution asks for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from actions.connect import register
from actions.connect.register import Asked
from actions.permission import Refused
from belvo_client import BelvoError
from components.connect.asking import draw_asked
from components.status.production import CONNECTS, draw_reality, is_real
from components.ui import desk
from components.ui.room import labelled
from components.ui.text import one_line, plain, words
from domain.connect.registration import ACCESS_MODES, LONGEST, SECRET, Registration
from languages import say
from store import Database
from store.write import institutions

_STATE, _DONE = "one_link_asked", "one_link_done"


def draw_one_link(db: Database) -> None:
    """The form, what the institution asks for after it, and where it has led."""
    known = institutions.table(db)
    possible = known[~known["integration_type"].isin(["openfinance", "openbanking"])]
    labels = _labels({row["name"]: one_line(row["display_name"] or row["name"]) for row in possible.to_dict("records")})
    if not labels:
        st.text(say("Belvo's catalogue has not been read yet. The page Institutions reads it."))
        return
    draw_reality(CONNECTS)
    with labelled(380):
        name = st.selectbox(say("Institution"), labels, format_func=labels.__getitem__, key="one_link_institution")
    with db.read() as connection:
        described = institutions.described(connection, str(name)) or {}
    fields = _fields(described)
    with st.form("one_link", enter_to_submit=False):
        for field, one in fields.items():
            _draw_field(field, one)
        with labelled(380):
            st.text_input(say("External ID"), key="one_link_external_id", max_chars=LONGEST)
        with labelled(200):
            st.selectbox(say("Access"), ACCESS_MODES, format_func=words, key="one_link_access")
        if is_real():
            st.checkbox(say("Yes, this is a real account, and Belvo bills its link"), key="one_link_yes")
        st.form_submit_button(
            say("Connect"), key="one_link_send", type="primary", on_click=_submit, args=(name, [*fields])
        )
    _draw_outcome()


def _labels(names: Mapping[str, str]) -> dict[str, str]:
    """What each institution is called, with Belvo's name for it where several are called so."""
    often = Counter(names.values())
    return {name: f"{called} ({name})" if often[called] > 1 else called for name, called in names.items()}


def _fields(described: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    told = [one for one in described.get("form_fields") or () if isinstance(one, Mapping)]
    found: dict[str, Mapping[str, Any]] = {str(one.get("name")): one for one in told if one.get("name") in SECRET}
    return found or {"username": {}, "password": {"type": "password"}}


def _submit(institution: str, fields: Sequence[str]) -> None:
    """Send what was typed, and keep nothing of it here."""
    state = st.session_state
    secrets = {field: str(state[f"one_link_{field}"]).strip() for field in fields}
    for field in fields:
        state[f"one_link_{field}"] = ""
    wanted = Registration(
        institution,
        str(state.one_link_external_id).strip(),
        state.one_link_access,
        secrets={field: value for field, value in secrets.items() if value},
    )
    _send(wanted, confirmed=bool(state.get("one_link_yes", False)))


def _draw_field(name: str, one: Mapping[str, Any]) -> None:
    label = plain(one_line(one.get("label") or words(name)))
    is_hidden = one.get("type") == "password" or name in ("password", "password2", "token")
    with labelled(380):
        st.text_input(
            label,
            key=f"one_link_{name}",
            type="password" if is_hidden else "default",
            max_chars=LONGEST,
            autocomplete="off",
        )


def _send(wanted: Registration, *, confirmed: bool) -> None:
    st.session_state.pop(_STATE, None)
    try:
        found = register.register(
            desk.database().whole, desk.client(), desk.settings(), wanted, actor=desk.actor(), confirmed=confirmed
        )
    except Refused as error:
        st.session_state[_DONE] = {"outcome": "failed", "message": str(error)}
        return
    except BelvoError as error:
        st.session_state[_DONE] = {"outcome": "failed", "code": error.code, "message": error.message}
        return
    if isinstance(found, Asked):
        st.session_state[_STATE] = found
    st.session_state[_DONE] = (
        {"outcome": "token"} if isinstance(found, Asked) else {"outcome": "connected", "link": found}
    )


def _hand_in(asked: Asked, token: str) -> None:
    try:
        found = register.resume(desk.database().whole, desk.client(), asked, token, actor=desk.actor())
    except Refused as error:
        _note(None, {"outcome": "failed", "message": str(error)})
    except BelvoError as error:
        _note(None, {"outcome": "failed", "code": error.code, "message": error.message})
    else:
        if isinstance(found, Asked):
            _note(found, {"outcome": "token", "again": True})
        else:
            _note(None, {"outcome": "connected", "link": found})


def _note(asked: object, done: dict[str, object]) -> None:
    st.session_state[_STATE], st.session_state[_DONE] = asked, done


def _draw_outcome() -> None:
    done, asked = st.session_state.get(_DONE) or {}, st.session_state.get(_STATE)
    if isinstance(asked, Asked):
        if done.get("again"):
            st.warning(say("The institution asks once more: what was handed in did not do."), icon=":material/key:")
        draw_asked(asked, key="one_link_token_asked", hand_in=partial(_hand_in, asked))
    elif done.get("outcome") == "connected":
        st.success(say("Connected; its first pull is queued."), icon=":material/check:")
        desk.draw_way(
            "pages/link.py", label=say("Open its link"), icon=":material/link:", query_params={"link": done["link"]}
        )
    if done.get("outcome") == "failed":
        said = " · ".join(str(done[name]) for name in ("code", "message") if done.get(name))
        st.error(plain(said), icon=":material/error:")
