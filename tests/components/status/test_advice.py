"""What is said about a link that needs somebody."""

from datetime import UTC, datetime

import pytest

from belvo_client.advice import advice_for
from components.status.advice import Advice, advise
from domain.link_state import Failure, LinkFacts, state_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def said(bank: str = "Erebor", *, status: str = "valid", failure: Failure | None = None) -> Advice:
    advice = advise(state_of(LinkFacts("one", bank=bank, status=status, failure=failure), NOW))
    assert advice is not None
    return advice


def failed(code: str, message: str = "", request_id: str | None = None) -> Failure:
    return Failure("retriable", code, message, request_id)


def test_the_sentence_names_the_bank_what_happened_and_what_to_do() -> None:
    assert said(status="token_required") == Advice(
        happened="Erebor asked for a new token. The link can't be pulled until its user enters it.",
        todo="Repair the link, or send its user the update link.",
        small_print="",
    )


def test_a_failed_pull_is_explained_by_its_code_with_belvos_words_in_small_print() -> None:
    assert said(failure=failed("institution_down", "The institution\nis down", "3c9f")) == Advice(
        happened="Erebor is down. What is shown of it may be old.",
        todo="Pull again once it is back.",
        small_print="institution_down · The institution is down · request_id 3c9f",
    )


def test_a_code_that_the_desk_has_no_words_for_is_explained_in_the_clients() -> None:
    advice, clients = said("Erebor Bank", failure=failed("expired_credentials")), advice_for("expired_credentials")
    assert advice.happened == f"Erebor Bank: {clients.meaning} What is shown of it may be old."
    assert advice.todo == clients.action


def test_an_unheard_of_code_still_says_what_to_do() -> None:
    advice = said(failure=failed("brand_new"))
    assert advice.text == "The last pull of Erebor failed. What is shown of it may be old. Pull it again."


@pytest.mark.parametrize(
    ("bank", "name"),
    [
        ("{bank} {0}", "{bank} {0}"),
        ("Erebor\n\u202ebank", "Erebor bank"),
        ("E" * 90, "E" * 59 + "…"),
        ("", "The institution"),
    ],
)
def test_a_bank_is_named_on_one_line_whatever_it_is_called(bank: str, name: str) -> None:
    assert said(bank, failure=failed("institution_down")).happened.startswith(f"{name} is down.")


def test_a_link_that_is_well_has_none() -> None:
    assert advise(state_of(LinkFacts("one", status="valid"), NOW)) is None
