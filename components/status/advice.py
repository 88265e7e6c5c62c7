"""What to tell people about a link that needs somebody, with Belvo's own words for its support."""

from dataclasses import dataclass

from actions.support.sentences import said_of
from components.ui.text import one_line, shorten
from components.ui.time_format import reader_zone
from domain.link_state import Failure, LinkState
from domain.link_state.kept import KEPT
from languages import say


@dataclass(frozen=True)
class Advice:
    """Two sentences for whoever looks, and Belvo's own words for whoever asks its support."""

    happened: str
    todo: str
    small_print: str

    @property
    def text(self) -> str:
        """Both sentences as plain text."""
        return f"{self.happened} {self.todo}"


def advise(state: LinkState) -> Advice | None:
    """What to say about the link; None where it needs nobody."""
    said = said_of(state, bank_of(state), reader_zone())
    if said is None:
        return None
    return Advice(f"{said.happened} {said.meaning}".strip(), said.todo, _small_print(state.failure))


def bank_of(state: LinkState) -> str:
    """The bank's name, short enough for a sentence."""
    return shorten(state.facts.bank or state.facts.institution or say("The institution"), 60)


def _small_print(failure: Failure | None) -> str:
    if failure is None:
        return ""
    request = failure.request_id and f"request_id {failure.request_id}"
    return " · ".join(one_line(part) for part in (failure.code, KEPT.say(failure.message), request) if part)
