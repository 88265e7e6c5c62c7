"""What happens to widgets in the world, played with the live one, and what of it has reached Python."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from actions.connect.accept import LinkNotAccepted, hear_all, recover
from actions.connect.token_body import BadChoice, Choices
from actions.lab import widget as lab
from actions.lab.widget import Play, Played
from actions.local_belvo import ControlFailed, NotLocal
from belvo_client import BadArgument, BelvoClient, BelvoError
from components.connect.widget import WidgetSession
from components.connect.widget.stage import Tab, Told
from components.ui import desk
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain
from languages import msg, say, say_many
from settings import Settings
from store import Database
from store.ops import sessions
from store.queries.widget.reached import taken_in

PLAYED = "widget_lab_played"

PLAYS: Mapping[Play, tuple[str, str, str]] = {
    "remount": (
        msg("Remount"),
        ":material/sync_alt:",
        msg(
            "The page takes the widget out and puts it in again, as frameworks do. A token opens one widget: the "
            "second one is not opened with it, and Python hears that the first was taken away."
        ),
    ),
    "double_callback": (
        msg("Double callback"),
        ":material/filter_2:",
        msg("The widget reports its success twice. Both reports are kept; the link is taken in once, and pulled once."),
    ),
    "closed_tab": (
        msg("Closed tab"),
        ":material/tab_close:",
        msg(
            "The tab is closed at the instant of success. The page can tell nothing any more; the report goes by HTTP."
        ),
    ),
    "two_tabs": (
        msg("Two tabs"),
        ":material/tab_group:",
        msg(
            "One person has the widget open twice, and connects in both. Each opening has a token and a session of its "
            "own."
        ),
    ),
    "expiry": (
        msg("Expired token"),
        ":material/timer_off:",
        msg("The token is eleven minutes old when the widget opens. The local Belvo's clock is moved on for that."),
    ),
    "network": (
        msg("No network"),
        ":material/wifi_off:",
        msg(
            "The network is gone as “Connect” is pressed, and back two seconds later. What could not be told is told "
            "again."
        ),
    ),
}

EVENTS = Table(
    {
        "tab": Column(msg("Tab"), 55),
        "seq": Column(msg("No."), 55, "code"),
        "name": Column(msg("Event"), 100, "words"),
        "said": Column(msg("What it says"), 230),
        "way": Column(msg("Told by"), 130),
    },
    alt=msg("Events of the widget that reached Python, in their order"),
)


def draw_buttons(db: Database, client: BelvoClient, settings: Settings, choices: Choices) -> None:
    """A button for each, and what the last one is about."""

    def begin(what: Play) -> None:
        try:
            st.session_state[PLAYED] = lab.play(db.whole, client, settings, choices, what, actor=desk.actor())
        except (BelvoError, BadChoice, BadArgument, ControlFailed, NotLocal) as error:
            st.session_state[PLAYED] = error

    with st.container(horizontal=True, gap="small", key="lab_plays"):
        for what, (label, icon, _) in PLAYS.items():
            st.button(say(label), key=f"play_{what}", icon=icon, on_click=begin, args=(what,))
    kept = st.session_state.get(PLAYED)
    if isinstance(kept, Exception):
        st.error(plain(str(kept)), icon=":material/error:")
    elif isinstance(kept, Played):
        st.text(say(PLAYS[kept.play][2]))
        st.button(
            say("Back to the widget as it is set"),
            key="play_end",
            icon=":material/stop:",
            on_click=end,
            type="tertiary",
        )
    else:
        st.text(say("Each is played beside with the live widget, at the test bank, by itself."))


def end() -> None:
    """Show the widget as it is set again."""
    st.session_state.pop(PLAYED, None)


def played() -> Played | None:
    """What is being played."""
    kept = st.session_state.get(PLAYED)
    return kept if isinstance(kept, Played) else None


def tabs_of(found: Played, settings: Settings) -> list[Tab]:
    """The widgets of a play, each in a tab."""
    return [
        Tab(
            WidgetSession(
                opening.nonce, opening.access_token, opening.event_token, settings.widget_script_url, opening.config
            ),
            say("Connect Widget, tab {number}", number=number),
            found.play,
        )
        for number, opening in enumerate(found.openings, 1)
    ]


def hear(db: Database, client: BelvoClient, found: Played, told: Told) -> None:
    """Take in what the page has been told, as Connect does."""
    for nonce in found.nonces:
        try:
            hear_all(db.whole, client, nonce, told.events)
        except (BelvoError, LinkNotAccepted):
            continue  # what becomes of it is noted in the session


def draw_reached(db: Database, client: BelvoClient, found: Played, told: Told) -> None:
    """What is stored of the play's sessions: every event once, in order, and what that came to."""
    by_page = {(event["nonce"], event["seq"]) for event in told.events}

    @st.fragment(run_every="1s")
    def follow() -> None:
        for nonce in found.nonces:
            _find_again(db, client, nonce)
        rows = [
            {
                "tab": str(number),
                "seq": event.seq,
                "name": event.name,
                "said": _said(event.payload),
                "way": say("HTTP and page") if (nonce, event.seq) in by_page else "HTTP",
            }
            for number, nonce in enumerate(found.nonces, 1)
            for event in sessions.history(db, nonce)
        ]
        st.markdown(f"**{say('What reached Python')}**")
        _draw_sums(db, found)
        if rows:
            draw_table(pd.DataFrame(rows), EVENTS, key="lab_events", file="widget_events")
        else:
            st.text(say("Nothing yet."))

    follow()


def _find_again(db: Database, client: BelvoClient, nonce: str) -> None:
    """Look for a link whose success nobody has told, once its widget is gone."""
    session = sessions.find(db, nonce)
    if session is None or session.state == "connected":
        return
    if any(event.name in ("removed", "closed") for event in sessions.history(db, nonce)):
        try:
            recover(db.whole, client, nonce)
        except (BelvoError, LinkNotAccepted):
            return


def _draw_sums(db: Database, found: Played) -> None:
    """Links that were taken in, how often each, and how often its first pull was asked for."""
    there = taken_in(db, found.nonces)
    pulls = sum(one.first_pulls for one in there)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(
            say_many("{number} link taken in", "{number} links taken in", len(there)),
            color="green" if there else "gray",
            icon=":material/link:",
        )
        st.badge(
            say_many("{number} first pull queued", "{number} first pulls queued", pulls),
            color="green" if pulls else "gray",
            icon=":material/download:",
        )
        for one in there:
            desk.draw_way(
                "pages/link.py", label=say("Open the link"), icon=":material/link:", query_params={"link": one.link}
            )


def _said(payload: Mapping[str, Any]) -> str:
    """The most telling of an event, in a few words."""
    inner = payload.get("meta_data") or payload.get("metadata") or payload
    told: Sequence[object] = [payload.get("eventName"), *(inner.get(name) for name in _TELLING)]
    return " · ".join(str(one) for one in told if one)


_TELLING = ("page", "error_code", "warning_code", "link", "institution", "reason")
