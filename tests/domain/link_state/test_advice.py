"""What is said about a link that needs somebody."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.link_state import REASONS, Advice, Badge, Consent, Failure, LinkFacts, Reason, advise, state_of
from domain.link_state.errors import CAUSES
from tests.domain.link_state.known import DOWN, NOW, REFUSED, ago, job, link

LOST: dict[Reason, LinkFacts] = {
    Reason.CONSENT_ENDED: link(consent=Consent("EXPIRED", datetime(2026, 11, 3, 23, tzinfo=UTC))),
    Reason.INVALID: link(status="invalid"),
    Reason.TOKEN_REQUIRED: link(status="token_required"),
    Reason.BANK_DOWN: link(job=job(error=DOWN)),
    Reason.PULL_FAILED: link(failure=DOWN),
    Reason.UNCONFIRMED: link(status="unconfirmed"),
    Reason.CONSENT_ENDS: link(consent=Consent("AUTHORISED", datetime(2026, 12, 5, 3, tzinfo=UTC))),
    Reason.STALE: link(pulled_at=ago(days=30)),
}

ADVICE = {
    Reason.CONSENT_ENDED: Advice(
        "The consent for Erebor ended on 3 Nov 2026.",
        "Have its user renew it in My Belvo Portal (meuportal.belvo.com).",
        "The link can't be pulled until it is renewed.",
    ),
    Reason.INVALID: Advice(
        "Erebor refused the credentials.",
        "Repair the link with the right ones, or send the update link.",
        "The link can't be pulled until its user signs in again.",
    ),
    Reason.TOKEN_REQUIRED: Advice(
        "Erebor asked for a new token.",
        "Repair the link, or send its user the update link.",
        "The link can't be pulled until its user enters it.",
    ),
    Reason.BANK_DOWN: Advice("Erebor is down.", "It is tried again by itself.", "What is shown of it may be old."),
    Reason.PULL_FAILED: Advice("Erebor is down.", "Pull again once it is back.", "What is shown of it may be old."),
    Reason.UNCONFIRMED: Advice(
        "Connecting Erebor was never finished, so there are no data.", "Finish it with its user, or delete it."
    ),
    Reason.CONSENT_ENDS: Advice(
        "The consent for Erebor ends on 5 Dec 2026.",
        "Have its user renew it in My Belvo Portal (meuportal.belvo.com) before.",
        "The link can't be pulled after that.",
    ),
    Reason.STALE: Advice("Erebor has not been pulled for too long.", "Pull it now.", "What is shown of it may be old."),
}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_of_its_own(reason: Reason) -> None:
    state = state_of(LOST[reason], NOW)
    assert (state.reason, advise(state, "Erebor")) == (reason, ADVICE[reason])


def test_a_link_that_needs_nobody_has_none() -> None:
    assert advise(state_of(link(), NOW), "Erebor") is None


def test_a_status_is_told_by_itself_and_not_by_the_error_that_showed_it() -> None:
    refused = state_of(link(status="token_required", failure=REFUSED), NOW)
    assert advise(refused, "Erebor") == ADVICE[Reason.TOKEN_REQUIRED]


@pytest.mark.parametrize("code", ["expired_credentials", "brand_new"])
def test_an_error_without_words_here_is_told_in_general(code: str) -> None:
    said = advise(state_of(link(failure=Failure("fatal", code, "")), NOW), "Erebor")
    assert said == Advice("The last pull of Erebor failed.", "Pull it again.", "What is shown of it may be old.", True)


def test_a_consent_whose_end_nobody_knows_is_told_without_a_day() -> None:
    said = advise(state_of(link(consent=Consent("REJECTED", None)), NOW), "Erebor")
    assert said is not None
    assert said.happened == "The consent for Erebor ended."


def test_a_consents_last_day_is_the_readers() -> None:
    said = advise(state_of(LOST[Reason.CONSENT_ENDS], NOW), "Erebor", ZoneInfo("America/Sao_Paulo"))
    assert said is not None
    assert said.happened == "The consent for Erebor ends on 5 Dec 2026."
    said = advise(state_of(LOST[Reason.CONSENT_ENDS], NOW), "Erebor", ZoneInfo("America/Mexico_City"))
    assert said is not None
    assert said.happened == "The consent for Erebor ends on 4 Dec 2026."


@pytest.mark.parametrize("bank", ["{bank} {0}", "{day}"])
def test_a_bank_with_a_name_like_a_template_is_only_a_name(bank: str) -> None:
    said = advise(state_of(LOST[Reason.CONSENT_ENDS], NOW), bank)
    assert said is not None
    assert said.happened == f"The consent for {bank} ends on 5 Dec 2026."


def test_every_reason_has_a_badge_of_its_own() -> None:
    badges = {trouble.badge for trouble in REASONS.values()}
    assert (len(badges), {*REASONS}) == (len(REASONS), {*Reason})


def test_every_badge_has_a_word_of_its_own_and_a_meaning() -> None:
    assert len({badge.word for badge in Badge}) == len(Badge)
    assert all(badge.meaning.endswith(".") for badge in Badge)


def test_what_is_said_of_an_error_is_two_whole_sentences_or_nothing() -> None:
    texts = [(cause.happened, cause.todo) for cause in CAUSES.values()]
    assert all((happened == todo == "") or (happened.endswith(".") and todo.endswith(".")) for happened, todo in texts)
