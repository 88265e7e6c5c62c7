"""What a fault of the API looks like from three places: to whoever connects, on this desk, and in the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from belvo_client import Kind
from belvo_client.advice import LANGUAGES, advice_for
from components.lab.fault_words import FAULTS, sentence
from components.ui.text import count
from languages import msg, say, spoken

_AS_CLIENT = {
    "cut": "connection_failed",
    "truncated": "unreadable_answer",
    "firewall": "rate_limited",
    "bad_gateway": "server_failed",
    "throttled": "rate_limited",
    "throttled_for_ages": "rate_limited",
    "throttled_until": "rate_limited",
    "throttled_sometime": "rate_limited",
    "bomb": "unreadable_answer",
    "broken_row": "unreadable_answer",
    "deep_row": "unreadable_answer",
    "no_number": "unreadable_answer",
    "endless_rows": "paging_broken",
    "endless_pages": "paging_broken",
    "endless_count": "paging_broken",
    "next_elsewhere": "paging_broken",
    "next_of_another_link": "foreign_answer",
    "another_link": "foreign_answer",
    "another_object": "foreign_answer",
}
"""Faults without a code of Belvo's, by the code that the desk's client has for them."""

_REACTIONS = {
    Kind.RETRIABLE: msg("The pull is tried again by itself, after growing pauses."),
    Kind.NEEDS_USER: msg("The link waits for its user, and the Overview lists it."),
    Kind.FATAL: msg("The pull fails at once, and the Overview lists the link."),
}
_BY_WIDGET = frozenset({"", "links", "institutions", "consents", "token"})
"""What the widget calls; all else is asked by this desk's server alone."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The three views, a sentence or two each."""

    user: str
    operator: str
    api: str


def effect_of(fault: Mapping[str, Any], endpoint: str, *, message: str = "", seconds: float | None = None) -> Effect:
    """What a fault of the catalogue does to calls of an endpoint, all of them where none is named."""
    name, code = str(fault["error"]), fault.get("code")
    api = FAULTS.say(sentence(fault["what"]))
    if name == "delay":
        late = count(round(seconds), "second") if seconds else say("some seconds")
        user = say("The widget waits {late} longer.", late=late) if _is_of_widget(endpoint) else say(_NOTHING)
        return Effect(
            user, say("The pull takes {late} a call longer. Health and the API log show how long.", late=late), api
        )
    known = str(_AS_CLIENT.get(name, code or ""))
    if not known:
        return Effect(say(_NOTHING), say(_SET_ASIDE), api)
    said = advice_for(known, spoken().code, message=message or _message(fault))
    is_told = known in LANGUAGES["en"] or bool(code)
    told = f"{said.meaning} {said.action} {say(_REACTIONS[said.kind])}" if is_told else say(_LOUD)
    user = say("The widget says: {meaning}", meaning=said.meaning) if _is_of_widget(endpoint) else say(_NOTHING)
    return Effect(user, told, api)


def _is_of_widget(endpoint: str) -> bool:
    return endpoint in _BY_WIDGET or any(f"/api/{name}/" in endpoint for name in _BY_WIDGET if name)


def _message(fault: Mapping[str, Any]) -> str:
    """The message in the words of the catalogue, between quotation marks."""
    return str(fault["what"]).partition("“")[2].partition("”")[0]


_NOTHING = msg("Nothing: the widget makes no such call.")
_SET_ASIDE = msg(
    "The row is kept as far as it can be, or set aside with its reason: Quality and the link's page count it."
)
_LOUD = msg("The answer is refused, the pull fails, and the API log has the call.")
