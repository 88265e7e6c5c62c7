"""The steps of connecting, in their order: what a widget's events say of how far somebody has come.

Belvo's guides name two pages of the widget, `/institutions` and `/consent`; what others may be called is ours to guess.
https://developers.belvo.com/developer_resources/web-widget-for-web
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from languages import msg


class Step(IntEnum):
    """A step by the number that it is stored under; whoever was at one has been at all before it, or needed none."""

    OPENED = 0
    SHOWN = 10
    INSTITUTIONS = 20
    LOGIN = 30
    SENT = 40
    TOKEN = 50
    REPORTED = 60
    CONNECTED = 70

    @property
    def word(self) -> str:
        """Its name in an address."""
        return self.name.lower()


LABELS: Mapping[Step, str] = {
    Step.OPENED: msg("Access token made"),
    Step.SHOWN: msg("Widget shown"),
    Step.INSTITUTIONS: msg("Institutions listed"),
    Step.LOGIN: msg("Login or consent asked for"),
    Step.SENT: msg("Sent to the institution"),
    Step.TOKEN: msg("Token asked for, where needed"),
    Step.REPORTED: msg("Link reported"),
    Step.CONNECTED: msg("Link accepted"),
}

_PAGES = {
    "consent": Step.SHOWN,
    "intro": Step.SHOWN,
    "welcome": Step.SHOWN,
    "institution": Step.INSTITUTIONS,
    "institutions": Step.INSTITUTIONS,
    "credentials": Step.LOGIN,
    "identification": Step.LOGIN,
    "login": Step.LOGIN,
    "loading": Step.SENT,
    "redirect": Step.SENT,
    "waiting": Step.SENT,
    "mfa": Step.TOKEN,
    "token": Step.TOKEN,
    "success": Step.REPORTED,
}
"""By the last part of what PAGE_LOAD calls a page."""


def step_of(name: str, payload: Mapping[str, Any]) -> Step | None:
    """The step at which an event shows somebody to be; None for one that says nothing of it."""
    if name in ("opened", "taken"):
        return Step.SHOWN
    if name == "success":
        return Step.REPORTED
    if name == "event" and payload.get("eventName") == "PAGE_LOAD":
        page = _details(payload).get("page")
        return _PAGES.get(page.strip("/").rpartition("/")[2].lower(), Step.SHOWN) if isinstance(page, str) else None
    return None


def institution_of(payload: Mapping[str, Any]) -> str | None:
    """The institution that an event names, which may have been chosen in the widget."""
    for told in (payload.get("institution"), _details(payload).get("institution_name")):
        if isinstance(told, str) and told.strip():
            return told.strip()
    return None


def _details(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Belvo's pages spell it both ways."""
    told = payload.get("meta_data") or payload.get("metadata")
    return told if isinstance(told, Mapping) else {}


def named(word: str) -> Step | None:
    """The step that has this name in an address."""
    return next((step for step in Step if step.word == word), None)
