"""Belvo's Connect Widget as a Streamlit component that returns the new link to Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).resolve().parent

_component = st.components.v2.component(
    "linkdesk_connect_widget",
    html='<div id="belvo"></div>',
    js=(_HERE / "connect_widget.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # the widget looks for #belvo in the document, where a shadow root would hide it
)


@dataclass(frozen=True)
class WidgetSession:
    """One opening of the widget; the browser needs all of it, and nothing else ever gets it.

    With its nonce alone it is one that a bank has led back to this page: the browser has kept the rest.
    """

    nonce: str
    access_token: str = field(default="", repr=False)
    event_token: str = field(default="", repr=False)
    script_url: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WidgetResult:
    """What the widget has reported in the session: `news` are the events that no earlier call has returned."""

    link: str | None
    institution: str | None
    closed: bool
    news: Sequence[Mapping[str, Any]]


def connect_widget(session: WidgetSession | None, *, key: str) -> WidgetResult:
    """Open the Connect Widget over the page and return the link that it made, once it has made one.

    `session` is None as long as nothing is to be opened; each new nonce opens the widget anew. Reruns, a changed theme
    and a repeated call with the same nonce leave an open widget alone. When the page is left, the widget goes.

    A consent of open finance takes the whole tab to the bank. It comes back to the page's address with `consent_id` in
    its query: pass `WidgetSession(nonce)` then, from the first run on, and the widget goes on where it was left. In
    between the tab's session storage holds the session, and nothing else does.

    The component reruns the script at each event. An event has a `nonce`, a `seq` (from 1), a `name` and a `payload`;
    the names are `opened`, `event` (Belvo's onEvent), `exit` (onExit), `success` (callback, with `link` and
    `institution`), `closed` (the widget has left the page) and `script_failed` (with the `reason`). The same events
    are posted to /connect/events with the header x-connect-token, since what happens while a page is left never
    reaches Python otherwise.

    The link id comes from a browser: read the link with the private keys before believing it.
    """
    reported = _component(
        key=key,
        data={"session": _for_browser(session)},
        default={"events": []},
        on_events_change=lambda: None,
    )
    nonce = session.nonce if session else None
    events = [event for event in reported.events or () if event["nonce"] == nonce]
    success: Mapping[str, Any] = next((event["payload"] for event in events if event["name"] == "success"), {})
    return WidgetResult(
        link=success.get("link"),
        institution=success.get("institution"),
        closed=session is None or any(event["name"] == "closed" for event in events),
        news=_unseen(events, f"{key}_seen"),
    )


def _unseen(events: Sequence[Mapping[str, Any]], key: str) -> Sequence[Mapping[str, Any]]:
    seen = st.session_state.setdefault(key, set())
    news = [event for event in events if (event["nonce"], event["seq"]) not in seen]
    seen.update((event["nonce"], event["seq"]) for event in news)
    return news


def _for_browser(session: WidgetSession | None) -> dict[str, Any] | None:
    if session is None:
        return None
    return {
        "nonce": session.nonce,
        "access_token": session.access_token,
        "event_token": session.event_token,
        "script_url": session.script_url,
        "config": dict(session.config),
    }
