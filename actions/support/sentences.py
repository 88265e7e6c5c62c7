"""What is said of a link that needs somebody, whoever says it: the desk's own words, else those of the client."""

from dataclasses import replace
from datetime import UTC, tzinfo

from belvo_client.advice import LANGUAGES, advice_for
from belvo_client.advice import Advice as ClientAdvice
from domain.link_state import Failure, LinkState, advise
from domain.link_state.advice import Advice
from languages import spoken


def said_of(state: LinkState, bank: str, zone: tzinfo = UTC) -> Advice | None:
    """What to say about a link of `bank` to somebody in this time zone; None where it needs nobody."""
    said = advise(state, bank, zone)
    if said is None or not said.is_general or state.failure is None:
        return said
    return _in_the_clients_words(said, state.failure, bank)


def client_advice(code: str, *, message: str = "") -> ClientAdvice:
    """The client's advice for a code of Belvo's, in the language that is spoken."""
    return advice_for(code, spoken().code, message=message)


def _in_the_clients_words(said: Advice, failure: Failure, bank: str) -> Advice:
    if failure.code not in LANGUAGES["en"]:
        return said
    known = client_advice(failure.code, message=failure.message)
    return replace(said, happened=f"{bank}: {known.meaning}", todo=known.action)
