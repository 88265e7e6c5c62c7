"""What a widget session was told of, in words, with what went wrong."""

from collections.abc import Mapping
from typing import Any

from actions.connect.events import move_of
from actions.connect.flow import page_of
from actions.support.sentences import client_advice
from components.ui.text import words
from languages import msg, say

_SAID = {
    "session_opened": msg("Connection begun"),
    "update_opened": msg("Repair begun"),
    "opened": msg("The widget was shown"),
    "taken": msg("The address was opened"),
    "success": msg("The widget reported a link"),
    "exit": msg("The widget was left"),
    "closed": msg("The widget was closed"),
    "removed": msg("The page of the widget was left"),
    "script_failed": msg("The widget could not be loaded"),
}


def tell(name: str, payload: Mapping[str, Any]) -> tuple[str, str, str]:
    """What happened, what is known of it, and how it went, a key of states.ENTRIES or nothing."""
    move = move_of(name, payload)
    code, message = (move.error_code or "", move.error_message or "") if move else ("", "")
    wrong = _wrong(code, message)
    if name == "event":
        page = page_of(payload)
        what = (
            say("Page: {page}", page=words(page).lower())
            if page
            else say("The widget reported an error")
            if wrong
            else say("Widget event")
        )
        return what, wrong or ("" if page else words(payload.get("eventName") or "")), "failed" if wrong else ""
    step = payload.get("meta_data") or payload
    said = say(_SAID[name]) if name in _SAID else words(name)
    if isinstance(step, dict) and isinstance(step.get("step"), str):
        said = say("{what} at {step}", what=said, step=words(step["step"]).lower()).strip()
    return said, wrong, "failed" if wrong else "well" if name == "success" else ""


def _wrong(code: str, message: str) -> str:
    if not code and not message:
        return ""
    meaning = client_advice(code, message=message).meaning if code else ""
    return " ".join(dict.fromkeys(filter(None, (meaning, message, f"({code})" if code else ""))))
