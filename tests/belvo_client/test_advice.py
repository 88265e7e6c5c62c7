"""Every code has a meaning and something to do, in three languages."""

import re

import pytest

from belvo_client import BelvoError, Kind, LoginFailed, TooManySessions, errors
from belvo_client.advice import LANGUAGES, Advice, Language, advice_for
from belvo_client.answers.codes import BY_CODE

OWN = {made.default_code for made in vars(errors).values() if isinstance(made, type) and issubclass(made, BelvoError)}
FROM_BELVO = {code for _, code in BY_CODE}
#: Validation codes of Belvo's framework that its page does not list; they share the general advice.
GENERAL = {"empty", "max_length", "max_value", "min_length"}
CONSENTS = {"consent_expired", "openfinance_consent_about_to_expire", "openfinance_consent_expired"}
ELSEWHERE = {"ACCESS_TOKEN_NOT_VALID", "access_denied", "institution_disabled", "invalid_credentials"} | CONSENTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_advice(language: Language) -> None:
    texts = {code for code in LANGUAGES[language] if "/" not in code}
    assert texts == (FROM_BELVO - GENERAL) | OWN | ELSEWHERE


def test_the_languages_advise_on_the_same_codes() -> None:
    assert [*LANGUAGES["es"]] == [*LANGUAGES["en"]] == [*LANGUAGES["pt"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_is_short_whole_sentences(language: Language) -> None:
    texts = [text for pair in LANGUAGES[language].values() for text in pair]
    assert [text for text in texts if not re.fullmatch(r"[A-ZÁÉÍÓÚÇÑ¿].{8,130}\.", text)] == []


def test_no_language_has_the_words_of_another() -> None:
    words = {language: {text for pair in texts.values() for text in pair} for language, texts in LANGUAGES.items()}
    assert words["en"] & words["es"] == words["en"] & words["pt"] == words["es"] & words["pt"] == set()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("too_many_sessions", Kind.RETRIABLE),
        ("unexpected_error", Kind.RETRIABLE),
        ("timed_out", Kind.RETRIABLE),
        ("ACCESS_TOKEN_NOT_VALID", Kind.RETRIABLE),
        ("login_error", Kind.NEEDS_USER),
        ("expired_credentials", Kind.NEEDS_USER),
        ("token_required", Kind.NEEDS_USER),
        ("authentication_failed", Kind.FATAL),
        ("paging_broken", Kind.FATAL),
        ("duplicated", Kind.FATAL),
    ],
)
def test_a_code_is_of_the_kind_its_error_is(code: str, kind: Kind) -> None:
    assert advice_for(code).kind is kind


@pytest.mark.parametrize("code", sorted(CONSENTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consent_that_ends_is_renewed_in_belvos_portal_whatever_the_language(language: Language, code: str) -> None:
    advice = advice_for(code, language)
    assert ("Portal" in advice.action, "Belvo" in advice.action, advice.kind) == (True, True, Kind.NEEDS_USER)


def test_an_error_gets_the_advice_of_its_code() -> None:
    error = TooManySessions("Logged in elsewhere.", code="too_many_sessions", status=400)
    assert advice_for(error, "pt") == Advice(
        "too_many_sessions",
        Kind.RETRIABLE,
        "A pessoa tem outra sessão aberta na instituição.",
        "Peça que ela saia, espere dois minutos e tente de novo.",
    )


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("Invalid credentials provided to login to the institution", "The institution did not accept"),
        ("An MFA token is required, but it is not supported by Belvo", "The institution asks for a token"),
        ("Impossible to login, something unexpected happened", "The login at the institution failed"),
        ("Login not attempted due to invalid credentials", "Belvo did not try to log in"),
        ("Missing credentials to login to the institution", "The institution wants credentials"),
        ("User account access forbidden by the institution", "The institution does not let"),
        ("User account is locked, user needs to contact the institution to unlock it", "The institution locked"),
    ],
)
def test_the_seven_causes_of_a_failed_login_are_told_apart(message: str, meaning: str) -> None:
    assert advice_for(LoginFailed(message, code="login_error")).meaning.startswith(meaning)
    assert advice_for("login_error", message=message).meaning.startswith(meaning)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_code_gets_general_advice(language: Language) -> None:
    assert advice_for("brand_new", language).action == LANGUAGES[language]["unknown/fatal"][1]
    new = errors.NeedsUserError("x", code="brand_new")
    assert advice_for(new, language).action == LANGUAGES[language]["unknown/needs_user"][1]
