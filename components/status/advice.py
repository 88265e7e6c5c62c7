"""What to tell people about a link that needs somebody, with Belvo's own words for its support."""

from dataclasses import dataclass

from belvo_client.advice import LANGUAGES, advice_for
from components.ui.text import one_line, shorten
from components.ui.time_format import reader_zone
from domain.link_state import Failure, LinkState
from domain.link_state import advise as advise_on


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
    bank = bank_of(state)
    said = advise_on(state, bank, reader_zone())
    if said is None:
        return None
    happened, todo = said.happened, said.todo
    if said.is_general and (clients := _of_client(state.failure, bank)):
        happened, todo = clients
    return Advice(f"{happened} {said.meaning}".strip(), todo, _small_print(state.failure))


def bank_of(state: LinkState) -> str:
    """The bank's name, short enough for a sentence."""
    return shorten(state.facts.bank or state.facts.institution or "The institution", 60)


def _of_client(failure: Failure | None, bank: str) -> tuple[str, str] | None:
    """What the client says of a code that has no words here; None for one that it does not know either."""
    if failure is None or failure.code not in LANGUAGES["en"]:
        return None
    said = advice_for(failure.code, message=failure.message)
    return f"{bank}: {said.meaning}", said.action


def _small_print(failure: Failure | None) -> str:
    if failure is None:
        return ""
    request = failure.request_id and f"request_id {failure.request_id}"
    return " · ".join(one_line(part) for part in (failure.code, failure.message, request) if part)
