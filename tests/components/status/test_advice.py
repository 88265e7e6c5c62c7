"""What is said about a link that needs somebody."""

import pytest

from belvo_client.advice import advice_for
from components.status.advice import Advice, advise
from store.queries.links.overview import REASONS


def test_the_sentence_names_the_bank_what_happened_and_what_to_do() -> None:
    assert advise("token_required", "Erebor") == Advice(
        happened="Erebor asked for a new token. The link can't be pulled until its user enters it.",
        todo="Repair the link, or send its user the update link.",
        small_print="",
    )


def test_a_failed_pull_is_explained_by_its_code_with_belvos_words_in_small_print() -> None:
    advice = advise(
        "pull_failed", "Erebor", code="institution_down", message="The institution\nis down", request_id="3c9f"
    )
    assert advice == Advice(
        happened="Erebor is down. What is shown of it may be old.",
        todo="Pull again once it is back.",
        small_print="institution_down · The institution is down · request_id 3c9f",
    )


def test_a_code_that_the_desk_has_no_words_for_is_explained_in_the_clients() -> None:
    said, clients = advise("pull_failed", "Erebor Bank", code="expired_credentials"), advice_for("expired_credentials")
    assert said.happened == f"Erebor Bank: {clients.meaning} What is shown of it may be old."
    assert said.todo == clients.action


def test_an_unheard_of_code_still_says_what_to_do() -> None:
    advice = advise("pull_failed", "Erebor", code="brand_new")
    assert advice.text == "The last pull of Erebor failed. What is shown of it may be old. Pull it again."


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words_of_its_own(reason: str) -> None:
    advice = advise(reason, "Erebor")
    assert "Erebor" in advice.happened
    assert advice.todo.endswith(".")


def test_a_bank_with_a_name_like_a_template_is_only_a_name() -> None:
    assert advise("stale", "{bank} {0}").happened.startswith("{bank} {0} has not been pulled")
