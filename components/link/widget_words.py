"""What a widget session was told of, in words, with what went wrong."""

from collections.abc import Mapping
from typing import Any

from actions.connect.events import move_of
from actions.connect.flow import page_of
from belvo_client.advice import advice_for
from components.ui.text import words

_SAID = {
    "session_opened": "Connection begun",
    "update_opened": "Repair begun",
    "opened": "The widget was shown",
    "taken": "The address was opened",
    "success": "The widget reported a link",
    "exit": "The widget was left",
    "closed": "The widget was closed",
    "removed": "The page of the widget was left",
    "script_failed": "The widget could not be loaded",
}


def tell(name: str, payload: Mapping[str, Any]) -> tuple[str, str, str]:
    """What happened, what is known of it, and how it went, a key of states.ENTRIES or nothing."""
    move = move_of(name, payload)
    code, message = (move.error_code or "", move.error_message or "") if move else ("", "")
    wrong = _wrong(code, message)
    if name == "event":
        page = page_of(payload)
        what = f"Page: {words(page).lower()}" if page else "The widget reported an error" if wrong else "Widget event"
        return what, wrong or ("" if page else words(payload.get("eventName") or "")), "failed" if wrong else ""
    step = payload.get("meta_data") or payload
    at = f"at {words(step['step']).lower()}" if isinstance(step, dict) and isinstance(step.get("step"), str) else ""
    said = " ".join(filter(None, (_SAID.get(name, words(name)), at)))
    return said, wrong, "failed" if wrong else "well" if name == "success" else ""


def _wrong(code: str, message: str) -> str:
    if not code and not message:
        return ""
    meaning = advice_for(code, message=message).meaning if code else ""
    return " ".join(dict.fromkeys(filter(None, (meaning, message, f"({code})" if code else ""))))
