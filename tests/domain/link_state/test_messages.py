"""What is written to a person: in their language, with the reason, the address and the day."""

from datetime import UTC, datetime

import pytest

from domain.link_state import Reason
from domain.link_state.messages import LANGUAGES, language, message

DAY = datetime(2026, 12, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "words", "day"),
    [
        ("en", "Erebor asks for a new token", "7 December"),
        ("es", "Erebor pide un nuevo token", "7 de diciembre"),
        ("pt", "Erebor pede um novo token", "7 de dezembro"),
    ],
)
def test_a_message_says_why_where_and_until_when(locale: str, words: str, day: str) -> None:
    said = message(
        Reason.TOKEN_REQUIRED, locale, bank="Erebor", address="https://desk/c/x", until=DAY, company="Shire Loans"
    )
    assert all(part in said for part in (words, "https://desk/c/x", day, "Shire Loans"))
    assert "{" not in said


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("reason", [None, *Reason])
def test_every_reason_has_words_in_every_language(locale: str, reason: Reason | None) -> None:
    said = message(reason, locale, bank="{address} 🏦 <b>", address="https://desk/c/x", until=DAY, company="{bank}")
    assert "{address} 🏦 <b>" in said
    assert said.count("https://desk/c/x") == 1


@pytest.mark.parametrize(
    ("widget", "country", "found"),
    [
        ("pt", "MX", "pt"),
        (None, "MX", "es"),
        (None, "BR", "pt"),
        ("de", "CL", "es"),
        (None, None, "en"),
        ("", "US", "en"),
    ],
)
def test_a_person_is_written_in_the_language_of_their_widget_or_of_their_country(
    widget: str | None, country: str | None, found: str
) -> None:
    assert language(widget, country) == found
