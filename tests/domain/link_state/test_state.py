"""From what is known about a link to its badge, its reason, whose turn it is and the next step."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.link_state import (
    Badge,
    Consent,
    Failure,
    History,
    LinkFacts,
    Peers,
    Reason,
    Step,
    Turn,
    WaitsFor,
    judge,
    queue,
    state_of,
)
from tests.domain.link_state.known import DOWN, LIMITED, NOW, OURS, REFUSED, RUNNING, ago, job, link

ENDED = Consent("EXPIRED", ago(days=2))
ENDING = Consent("AUTHORISED", NOW.replace(day=30))
FAILED: dict[str, Any] = {"failure": DOWN, "pulled_at": ago(hours=2)}

WELL = (None, None, None)
HIS = Turn.USER, Step.REPAIR

CASES = {
    # what is known of the link: its badge, and why it needs whom for what
    "well": (link(), Badge.VALID, *WELL),
    "never pulled": (link(pulled_at=None), Badge.VALID, *WELL),
    "credentials refused": (link(status="invalid"), Badge.INVALID, Reason.INVALID, *HIS),
    "a token is asked for": (link(status="token_required"), Badge.TOKEN_REQUIRED, Reason.TOKEN_REQUIRED, *HIS),
    "never finished": (link(status="unconfirmed"), Badge.UNCONFIRMED, Reason.UNCONFIRMED, *HIS),
    "never finished, and its pull failed": (
        link(status="unconfirmed", failure=Failure("needs_user", "unconfirmed_link", "Unfinished.")),
        Badge.UNCONFIRMED,
        Reason.UNCONFIRMED,
        *HIS,
    ),
    "never finished, and its pull waits": (
        link(status="unconfirmed", job=job()),
        Badge.UNCONFIRMED,
        Reason.UNCONFIRMED,
        *HIS,
    ),
    "the bank is down, and is tried again later": (
        link(job=job(error=DOWN, not_before=ago(seconds=-12))),
        Badge.BANK_DOWN,
        Reason.BANK_DOWN,
        Turn.BANK,
        Step.PULL,
    ),
    "the bank is down, and is tried again now": (
        link(job=job(error=DOWN, is_running=True)),
        Badge.BANK_DOWN,
        Reason.BANK_DOWN,
        Turn.BANK,
        Step.PULL,
    ),
    "Belvo wants fewer calls": (link(job=job(error=LIMITED, not_before=ago(seconds=-12))), Badge.WAITING, *WELL),
    "the bank was down, and credentials are refused": (
        link(status="invalid", job=job(error=DOWN)),
        Badge.WAITING,
        Reason.INVALID,
        *HIS,
    ),
    "refused by the pull before, and what is tried now fails otherwise": (
        link(failure=REFUSED, job=job(error=LIMITED, not_before=ago(seconds=-12))),
        Badge.WAITING,
        Reason.PULL_FAILED,
        Turn.US,
        Step.PULL,
    ),
    "a status of tomorrow's Belvo": (link(status="paused"), Badge.UNKNOWN, *WELL),
    "no status": (link(status=None), Badge.UNKNOWN, *WELL),
    "the bank is down": (link(**FAILED), Badge.FAILED, Reason.PULL_FAILED, Turn.BANK, Step.PULL),
    "the last pull met wrong keys": (
        link(failure=OURS),
        Badge.FAILED,
        Reason.PULL_FAILED,
        Turn.US,
        Step.PULL,
    ),
    "the last pull was refused, the link is valid again": (
        link(failure=REFUSED),
        Badge.FAILED,
        Reason.PULL_FAILED,
        *HIS,
    ),
    "not pulled for three weeks": (
        link(pulled_at=ago(days=21)),
        Badge.STALE,
        Reason.STALE,
        Turn.US,
        Step.PULL,
    ),
    "not pulled for three weeks, but read once only": (
        link(pulled_at=ago(days=21), access_mode="single"),
        Badge.VALID,
        *WELL,
    ),
    "the consent is over, and the bank refuses for want of it": (
        link(status="invalid", failure=REFUSED, consent=ENDED),
        Badge.CONSENT_ENDED,
        Reason.CONSENT_ENDED,
        Turn.USER,
        Step.RENEW,
    ),
    "the consent was withdrawn, and Belvo still calls the link valid": (
        link(consent=Consent("REJECTED", NOW.replace(year=2027), ago(hours=1))),
        Badge.CONSENT_ENDED,
        Reason.CONSENT_ENDED,
        Turn.USER,
        Step.RENEW,
    ),
    "the consent is over, and nobody has read that yet": (
        link(consent=Consent("AUTHORISED", ago(minutes=1))),
        Badge.CONSENT_ENDED,
        Reason.CONSENT_ENDED,
        Turn.USER,
        Step.RENEW,
    ),
    "the consent ends within two weeks": (
        link(consent=ENDING),
        Badge.CONSENT_ENDS,
        Reason.CONSENT_ENDS,
        Turn.USER,
        Step.RENEW,
    ),
    "the consent ends, but what is read once needs it no more": (
        link(consent=ENDING, access_mode="single"),
        Badge.VALID,
        *WELL,
    ),
    "the consent ends within two weeks, and the bank is down": (
        link(consent=ENDING, **FAILED),
        Badge.FAILED,
        Reason.PULL_FAILED,
        Turn.BANK,
        Step.PULL,
    ),
    "the consent has no end": (link(consent=Consent("AUTHORISED", None)), Badge.VALID, *WELL),
    "the consent is on its way": (
        link(consent=Consent("AWAITING_AUTHORISATION", NOW.replace(day=30)), status="unconfirmed"),
        Badge.UNCONFIRMED,
        Reason.UNCONFIRMED,
        *HIS,
    ),
    "being pulled": (link(job=RUNNING), Badge.PULLING, *WELL),
    "waiting for its turn": (link(job=job()), Badge.WAITING, *WELL),
    "broken, and pulled all the same": (
        link(status="token_required", job=RUNNING),
        Badge.PULLING,
        Reason.TOKEN_REQUIRED,
        *HIS,
    ),
    "failed, and about to be tried again": (
        link(**FAILED, job=job()),
        Badge.WAITING,
        Reason.PULL_FAILED,
        Turn.BANK,
        Step.PULL,
    ),
    "Belvo has not loaded its history": (link(history=History(awaited=3)), Badge.WAITING, *WELL),
    "Belvo has loaded a part of its history": (link(history=History(awaited=2, loaded=1)), Badge.VALID, *WELL),
    "broken before its history was loaded": (
        link(status="invalid", history=History(awaited=3)),
        Badge.INVALID,
        Reason.INVALID,
        *HIS,
    ),
    "gone, whatever else is known": (
        link(deleted_at=ago(days=1), status="invalid", failure=REFUSED, consent=ENDED, job=RUNNING),
        Badge.DELETED,
        *WELL,
    ),
}


@pytest.mark.parametrize(("facts", "badge", "reason", "turn", "step"), CASES.values(), ids=CASES)
def test_a_link_has_one_state(
    facts: LinkFacts, badge: Badge, reason: Reason | None, turn: Turn | None, step: Step | None
) -> None:
    state = state_of(facts, NOW)
    assert (state.badge, state.reason, state.turn, state.step) == (badge, reason, turn, step)


@pytest.mark.parametrize(
    ("facts", "since"),
    [
        (link(status="invalid", status_since=ago(days=2)), ago(days=2)),
        (link(failure=DOWN, pulled_at=ago(hours=5)), ago(hours=5)),
        (link(job=job(error=DOWN, failing_since=ago(minutes=4))), ago(minutes=4)),
        (link(**FAILED, job=job(error=DOWN, failing_since=ago(minutes=4))), ago(hours=2)),
        (link(consent=ENDED), ago(days=2)),
        (link(consent=Consent("REJECTED", NOW.replace(year=2027), ago(hours=1))), ago(hours=1)),
        (link(consent=ENDING), None),
        (link(pulled_at=None, created_at=ago(days=30)), ago(days=30)),
    ],
    ids=[
        "the status",
        "the pull",
        "the first try",
        "the pull before",
        "the consent's end",
        "its withdrawal",
        "an end to come",
        "never pulled",
    ],
)
def test_a_reason_says_since_when(facts: LinkFacts, since: datetime | None) -> None:
    assert state_of(facts, NOW).since == since


def test_the_error_of_the_last_pull_explains_any_reason_but_that_there_was_none_for_too_long() -> None:
    assert state_of(link(status="invalid", failure=REFUSED), NOW).failure == REFUSED
    assert state_of(link(pulled_at=ago(days=21)), NOW).failure is None


@pytest.mark.parametrize(
    ("rate", "hours", "is_stale"),
    [
        (6, 11, False),
        (6, 13, True),
        (24, 47, False),
        (24, 49, True),
        (7 * 24, 14 * 24 - 1, False),
        (7 * 24, 14 * 24 + 1, True),
        (None, 14 * 24 - 1, False),
        (None, 14 * 24 + 1, True),
    ],
)
def test_a_recurrent_link_is_stale_after_twice_its_refresh_rate(rate: int | None, hours: int, is_stale: bool) -> None:
    every = None if rate is None else NOW - ago(hours=rate)
    state = state_of(link(refreshed_every=every, pulled_at=ago(hours=hours)), NOW)
    assert (state.reason is Reason.STALE) == is_stale


def test_a_rate_beyond_the_calendar_makes_nothing_stale() -> None:
    assert state_of(link(pulled_at=ago(days=30), refreshed_every=timedelta(days=1_800_000)), NOW).reason is None


def test_a_link_that_is_about_to_be_pulled_is_not_stale() -> None:
    assert state_of(link(pulled_at=ago(days=21), job=job()), NOW).reason is None


@pytest.mark.parametrize(("days", "is_told"), [(15, False), (14, True), (1, True)])
def test_a_consents_end_is_told_two_weeks_before(days: int, is_told: bool) -> None:
    state = state_of(link(consent=Consent("AUTHORISED", ago(days=-days))), NOW)
    assert (state.reason is Reason.CONSENT_ENDS) == is_told


@pytest.mark.parametrize(
    ("moved", "reason"), [(79, None), (80, Reason.CONSENT_ENDS), (93, Reason.CONSENT_ENDS), (94, Reason.CONSENT_ENDED)]
)
def test_a_consent_ends_by_belvos_clock(moved: int, reason: Reason | None) -> None:
    one = link(consent=Consent("AUTHORISED", ago(days=-94)))
    assert judge([one], NOW, timedelta(days=moved))[one.link].reason is reason


def test_the_worst_comes_first_and_then_the_longest() -> None:
    everything = [
        link("stale", pulled_at=ago(days=30)),
        link("ends later", consent=Consent("AUTHORISED", ago(days=-9))),
        link("ends sooner", consent=Consent("AUTHORISED", ago(days=-2))),
        link("well"),
        link("unconfirmed", status="unconfirmed"),
        link("failed late", failure=REFUSED, pulled_at=NOW),
        link("failed early", failure=REFUSED, pulled_at=ago(days=1)),
        link("token", status="token_required"),
        link("invalid", status="invalid"),
        link("deleted", status="invalid", deleted_at=NOW),
        link("ended", consent=ENDED),
    ]
    assert [state.facts.link for state in queue(judge(everything, NOW).values())] == [
        "ended",
        "invalid",
        "token",
        "failed early",
        "failed late",
        "unconfirmed",
        "ends sooner",
        "ends later",
        "stale",
    ]


def test_what_is_broken_stays_so_while_it_is_tried() -> None:
    broken = {facts.link for facts in BROKEN_OR_NOT if state_of(facts, NOW).is_broken}
    assert broken == {"invalid", "tried", "failed", "ended"}


BROKEN_OR_NOT = [
    link("well"),
    link("waits", job=job()),
    link("stale", pulled_at=ago(days=30)),
    link("ends", consent=ENDING),
    link("invalid", status="invalid"),
    link("tried", status="invalid", job=RUNNING),
    link("failed", failure=DOWN),
    link("ended", consent=ENDED),
]


def test_a_pull_that_is_tried_hides_the_trouble_but_does_not_lose_it() -> None:
    state = state_of(link(status="invalid", job=RUNNING), NOW)
    assert (state.badge, state.trouble) == (Badge.PULLING, Badge.INVALID)
    assert state_of(link(), NOW).trouble is None


def test_how_others_do_is_handed_on() -> None:
    assert state_of(link(), NOW, Peers(3, 1)).peers == Peers(3, 1)


def test_a_link_waits_only_where_its_badge_says_so() -> None:
    states = [state_of(facts, NOW) for facts, *_ in CASES.values()]
    waits = [state.facts for state in states if state.wait is not None]
    assert waits == [
        state.facts
        for state in states
        if state.badge is Badge.WAITING or (state.badge is Badge.BANK_DOWN and not _runs(state.facts))
    ]
    told = {state.wait.what for state in states if state.wait}
    assert told == {WaitsFor.WORKER, WaitsFor.HISTORY, WaitsFor.RETRY, WaitsFor.PAUSE}


def _runs(facts: LinkFacts) -> bool:
    return facts.job is not None and facts.job.is_running
