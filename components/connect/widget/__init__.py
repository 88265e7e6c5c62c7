"""Belvo's Connect Widget as a Streamlit component that returns the new link to Python."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from actions.connect.events import understood
from actions.connect.flow import Place
from components.ui.streamlit_patch import component

_HERE = Path(__file__).resolve().parent

_component = component(
    "linkdesk_connect_widget",
    _HERE / "browser" / "connect_widget.js",
    html='<div id="belvo"></div>',
    isolate_styles=False,  # the widget looks for #belvo in the document, where a shadow root would hide it
)


@dataclass(frozen=True)
class WidgetSession:
    """One opening of the widget; the browser needs all of it, and nothing else ever gets it.

    With its nonce alone it may be one that a bank has led back to this page: the browser has kept the rest.
    """

    nonce: str
    access_token: str = field(default="", repr=False)
    event_token: str = field(default="", repr=False)
    script_url: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WidgetResult:
    """What the widget has reported in the session, and whether the page has it.

    `place` is None until the browser has answered. `events` are all that have happened on this page, in their order.
    """

    link: str | None = None
    institution: str | None = None
    place: Place | None = None
    events: Sequence[Mapping[str, Any]] = ()


def connect_widget(session: WidgetSession | None, *, key: str) -> WidgetResult:
    """Open the Connect Widget over the page and return the link that it made, once it has made one.

    `session` is None as long as nothing is to be opened; each new nonce opens the widget anew. Reruns, a changed theme
    and a repeated call with the same nonce leave an open widget alone. When the page is left, the widget goes, and is
    not opened again with the same token.

    A consent of open finance takes the whole tab to the bank. It comes back to the page's address with `consent_id` in
    its query: with `WidgetSession(nonce)` the widget goes on then where it was left. In between the tab's session
    storage holds the session, and nothing else does. A nonce for which the browser has kept nothing is "nowhere".

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
        default={"events": [], "missing": None},
        on_events_change=lambda: None,
        on_missing_change=lambda: None,
    )
    if session is None:
        return WidgetResult()
    events = [event for event in reported.events or () if event["nonce"] == session.nonce]
    told = next((event["payload"] for event in events if event["name"] == "success"), None)
    success = understood("success", told)
    return WidgetResult(
        link=success.get("link"),
        institution=success.get("institution"),
        place=_place({event["name"] for event in events}, is_missing=reported.missing == session.nonce),
        events=events,
    )


def is_over_page(nonce: str, *, key: str) -> bool:
    """Whether the browser has said of a session's widget that it is there; for what runs before the page does."""
    reported = st.session_state.get(key)
    events = (reported or {}).get("events") or ()
    return _place({event["name"] for event in events if event["nonce"] == nonce}, is_missing=False) == "here"


def _place(names: set[str], *, is_missing: bool) -> Place | None:
    if is_missing or names & {"closed", "script_failed"}:
        return "nowhere"
    return "here" if names else None


def _for_browser(session: WidgetSession | None) -> dict[str, Any] | None:
    return None if session is None else asdict(session)
