"""The live widget beside what is set of it: as it is set, or with what is played."""

import hashlib
import json
from dataclasses import dataclass, field

import streamlit as st

from actions.connect.token_body import Choices, browser_config
from actions.lab import widget as lab
from belvo_client import BelvoClient, BelvoError
from components.connect.widget import WidgetSession
from components.connect.widget.stage import HEIGHT, Tab, Told, widget_stage
from components.ui.text import plain
from components.widget_lab import mishaps
from languages import say
from settings import Settings
from store.core import instants

_KEY = "widget_lab_preview"
_STAGE = "widget_lab_stage"
_WHOM = "widget-lab"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the preview shows, by its digest, with the token that it shows it with."""

    digest: str
    access_token: str = field(repr=False)
    number: int


def draw_widget(client: BelvoClient, settings: Settings, choices: Choices | None) -> Told:
    """The widget in its place; what it has told this page. Without choices that Belvo takes, the last ones stay."""
    if found := mishaps.played():
        return widget_stage(mishaps.tabs_of(found, settings), key=_STAGE)
    shown = _shown(client, settings, choices)
    if shown is None:
        return Told()
    session = WidgetSession(
        f"preview-{shown.number}-{shown.digest}",
        shown.access_token,
        script_url=settings.widget_script_url,
        config=browser_config(choices, _WHOM) if choices else {},
    )
    with st.container(height=HEIGHT, border=False):
        told = widget_stage([Tab(session, say("Connect Widget as it is set"))], key=_STAGE)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            say("From the beginning"), key="lab_again", icon=":material/refresh:", type="tertiary", on_click=_again
        )
        st.caption(say("It works: an account that is connected here is connected."), width="content")
    return told


def draw_elsewhere(settings: Settings) -> None:
    """What there is in the place of the live widget where the local Belvo is not."""
    said = {
        "sandbox": say("This desk speaks to Belvo's sandbox."),
        "production": say("This desk speaks to Belvo's production."),
    }
    st.info(said.get(settings.environment, ""), icon=":material/info:")
    st.text(
        say(
            "The live widget beside its settings is that of the local Belvo. Belvo's own is a page of Belvo's, and "
            "nothing can be played with it here: its tokens, its clock and its network are not ours. What is set here, "
            "its contrast, its request and its code are the same there, and “Use it in Connect” opens Belvo's "
            "widget with it."
        )
    )


def _again() -> None:
    st.session_state.pop(_KEY, None)


def _shown(client: BelvoClient, settings: Settings, choices: Choices | None) -> _Shown | None:
    kept = st.session_state.get(_KEY)
    known = kept if isinstance(kept, _Shown) else None
    if choices is None:
        st.caption(say("The widget shows what was set last."))
        return known
    digest = _digest(choices)
    if known and known.digest == digest:
        return known
    try:
        token = lab.token_to_look(client, settings, choices)
    except BelvoError as error:
        st.error(plain(say("Belvo gave no token for this: {error}", error=error)), icon=":material/error:")
        return None
    number = int(instants.decode(instants.now()).timestamp() * 1000)
    st.session_state[_KEY] = shown = _Shown(digest, token, number)
    return shown


def _digest(choices: Choices) -> str:
    told = json.dumps([choices.record(), choices.institutions], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]
