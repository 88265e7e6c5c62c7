"""How sessions of the widget end, and of which it is said that somebody has given up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from languages import msg

QUIET = timedelta(minutes=15)
"""A token lives ten minutes, and a login takes at most five: then nothing comes of a session any more."""

CONNECTED, UNDER_WAY = "connected", "under_way"

OUTCOMES: Mapping[str, str] = {
    CONNECTED: msg("Connected"),
    "left": msg("Closed"),
    "failed": msg("Not loaded"),
    "expired": msg("Token dead"),
    "silent": msg("Not heard of again"),
    UNDER_WAY: msg("Under way"),
}

GAVE_UP = "gave_up"
"""All the ends without a link, as one thing to ask for."""

WITHOUT_LINK = tuple(name for name in OUTCOMES if name not in (CONNECTED, UNDER_WAY))


def outcome_of(state: str, changed_at: datetime, now: datetime) -> str:
    """How a session in a state of the store's has ended, or that it may go on."""
    if state in OUTCOMES:
        return state
    return UNDER_WAY if changed_at >= now - QUIET else "silent"


MODES: Mapping[str, str] = {"connect": msg("Connect"), "update": msg("Repair"), "renew": msg("Renew")}
"""What a session was opened for."""

IN_PAGE, HANDED_OUT = "page", "handed_out"

WAYS: Mapping[str, str] = {IN_PAGE: msg("In the page"), HANDED_OUT: msg("Handed out")}
"""Where its widget is: of one that is handed out Belvo tells no pages, but its address being opened, and its end."""
