"""States of the local Belvo with what the desk has stored of it: kept under a name, gone back to, passed on."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from actions.lab import saved_states
from actions.lab.saved_states import EXTENSION, LARGEST, SavedState
from components.lab.clock import forget_move
from components.lab.steering import attempt
from components.ui import desk
from components.ui.text import plain
from components.ui.time_format import exact
from languages import say, say_many
from settings import Settings
from store import Database
from store.core import instants

_MEGABYTE = 1024 * 1024


def draw_states(db: Database, settings: Settings) -> None:
    """Keep the state, go back to one, and pass it on as a file."""
    if not desk.may("save_state"):
        st.text(say("Saving and loading states is for admins of this desk."))
        return
    _draw_save(db, settings)
    found = saved_states.kept(settings)
    with st.container(border=True, gap="small", key="states"):
        _draw_empty(db, settings)
        for one in found:
            _draw_kept(db, settings, one)
    _draw_upload(db, settings)
    st.caption(
        say(
            "A state is the local Belvo and all that this desk has stored of it. Sign-ins, tokens and the audit stay "
            "out of it, and stay as they are when one is loaded."
        )
    )


def _draw_save(db: Database, settings: Settings) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(say("Name"), say("Baseline"), key="state_name", max_chars=60, width=260)
        st.button(
            say("Save the state"),
            key="save_state",
            type="primary",
            icon=":material/save:",
            on_click=lambda: attempt(
                lambda: saved_states.save(db, settings, name, actor=desk.actor()), say("{name} is kept", name=name)
            ),
            help=say("One that has this name already is replaced."),
        )


def _draw_empty(db: Database, settings: Settings) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{say('Empty')}** :gray[{say('nobody connected, no fault, today')}]", width="stretch")
        with st.popover(say("Go back to it"), key="reset"):
            st.text(say("All links, rows and pulls go, here and at the local Belvo. What is kept below stays."))
            st.button(
                say("Begin anew"),
                key="reset_now",
                type="primary",
                icon=":material/restart_alt:",
                on_click=lambda: _go(
                    lambda: saved_states.reset(db.whole, settings, actor=desk.actor()), say("Begun anew")
                ),
            )


def _told(number: int, at: str, there: str) -> str:
    return say_many(
        "{number} link, saved {at}, Belvo's clock {there}",
        "{number} links, saved {at}, Belvo's clock {there}",
        number,
        at=at,
        there=there,
    )


def _draw_kept(db: Database, settings: Settings, one: SavedState) -> None:
    key = one.path.stem
    at, there = (exact(instants.decode(text), st.context.timezone) for text in (one.saved_at, one.now))
    told = plain(_told(one.links, at, there))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(one.name)}** :gray[{told}]", width="stretch")
        with st.popover(say("Go back to it"), key=f"back_{key}"):
            st.text(say("What is here now is replaced by it. Save it first if you want it back."))
            st.button(
                say("Load it"),
                key=f"load_{key}",
                type="primary",
                icon=":material/history:",
                on_click=lambda: _go(
                    lambda: saved_states.load(db.whole, settings, one.path, actor=desk.actor()),
                    say("{name} is back", name=one.name),
                ),
            )
        st.download_button(
            say("File"),
            data=one.path.read_bytes,
            file_name=one.path.name,
            mime="application/zip",
            key=f"file_{key}",
            icon=":material/download:",
            on_click="ignore",
            help=say("For a colleague: the lab of another desk takes it in."),
        )
        st.button(
            say("Delete"),
            key=f"delete_{key}",
            type="tertiary",
            icon=":material/delete:",
            on_click=lambda: attempt(
                lambda: saved_states.delete(db.whole, settings, one.name, actor=desk.actor()),
                say("{name} is deleted", name=one.name),
            ),
        )


def _draw_upload(db: Database, settings: Settings) -> None:
    upload = st.file_uploader(
        say("Take in a file"),
        EXTENSION,
        key="state_file",
        max_upload_size=LARGEST // _MEGABYTE,
        help=say("One that a lab has saved."),
    )
    if upload is None:
        return
    st.button(
        say("Load this file"),
        key="load_file",
        type="primary",
        icon=":material/history:",
        on_click=lambda: _go(
            lambda: saved_states.load(db.whole, settings, upload, actor=desk.actor()),
            say("{name} is loaded", name=Path(upload.name).name),
        ),
    )


def _go(act: Callable[[], object], said: str) -> None:
    attempt(act, said, icon=":material/history:", then=forget_move)
