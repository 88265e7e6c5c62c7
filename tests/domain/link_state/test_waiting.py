"""Why a link waits, and what is said about it."""

from datetime import datetime, timedelta

import pytest

from domain.link_state import Failure, History, LinkFacts, PullProgress, Wait, WaitsFor, state_of
from tests.domain.link_state.known import DOWN, LIMITED, NOW, RUNNING, ago, job, link

LATER = NOW + timedelta(minutes=2)
MINUTES = ago(minutes=5)


def said(instant: datetime) -> str:
    return f"in {(instant - NOW).total_seconds():.0f} s"


CASES: dict[str, tuple[LinkFacts, Wait | None]] = {
    "nothing": (link(), None),
    "nothing, since it is being pulled": (link(job=RUNNING), None),
    "a worker, at any moment": (link(job=job()), Wait(WaitsFor.WORKER)),
    "a worker that does not come": (
        link(job=job(created_at=MINUTES, not_before=MINUTES)),
        Wait(WaitsFor.WORKER, is_overdue=True),
    ),
    "a worker, since it was due only now": (link(job=job(created_at=MINUTES)), Wait(WaitsFor.WORKER)),
    "its time": (link(job=job(not_before=LATER)), Wait(WaitsFor.WORKER, until=LATER)),
    "a slot, next in line": (link(job=job(running=1)), Wait(WaitsFor.SLOT)),
    "a slot for minutes, behind others": (
        link(job=job(created_at=MINUTES, not_before=MINUTES, running=1, ahead=11)),
        Wait(WaitsFor.SLOT, ahead=11),
    ),
    "a slot, while the worker is between two pulls": (
        link(job=job(created_at=MINUTES, not_before=MINUTES, ahead=3, worked_at=ago(seconds=1))),
        Wait(WaitsFor.SLOT, ahead=3),
    ),
    "a worker that left many behind": (
        link(job=job(created_at=MINUTES, not_before=MINUTES, ahead=3, worked_at=ago(minutes=4))),
        Wait(WaitsFor.WORKER, is_overdue=True),
    ),
    "the next try": (link(job=job(not_before=LATER, error=DOWN)), Wait(WaitsFor.RETRY, LATER, failure=DOWN)),
    "the end of Belvo's pause, others before it or not": (
        link(job=job(not_before=LATER, error=LIMITED, running=1, ahead=4)),
        Wait(WaitsFor.PAUSE, LATER, failure=LIMITED),
    ),
    "a slot, once the pause is over": (link(job=job(error=LIMITED, running=1)), Wait(WaitsFor.SLOT)),
    "a worker, while it has slots": (link(job=job(running=6, slots=8)), Wait(WaitsFor.WORKER)),
    "a slot, since the last one is for persons": (link(job=job(running=7, slots=8)), Wait(WaitsFor.SLOT)),
    "a worker, with the last slot for it": (
        link(job=job(running=7, slots=8, is_for_person=True)),
        Wait(WaitsFor.WORKER),
    ),
    "others of its institution": (
        link(job=job(running=4, there=4, slots=8, ahead=2)),
        Wait(WaitsFor.SHARE, ahead=2),
    ),
    "a slot more than others of its institution": (
        link(job=job(running=7, there=4, slots=8, ahead=2)),
        Wait(WaitsFor.SLOT, ahead=2),
    ),
    "its institution to answer": (
        link(job=job(running=7, there=1, slots=8, ahead=2, is_silent=True)),
        Wait(WaitsFor.BANK, ahead=2),
    ),
    "a worker, to be the one that tries": (link(job=job(slots=8, is_silent=True)), Wait(WaitsFor.WORKER)),
    "the rate": (link(job=job(slots=8, held_until=LATER)), Wait(WaitsFor.RATE, LATER)),
    "a worker, since the rate is for persons first": (
        link(job=job(slots=8, held_until=LATER, is_for_person=True)),
        Wait(WaitsFor.WORKER),
    ),
    "its history": (link(history=History(awaited=2)), Wait(WaitsFor.HISTORY)),
    "nothing, since nobody will pull what Belvo loads": (link(history=History(awaited=2), is_followed=False), None),
    "its turn more than its history": (link(job=job(), history=History(awaited=2)), Wait(WaitsFor.WORKER)),
}


@pytest.mark.parametrize(("facts", "wait"), CASES.values(), ids=CASES)
def test_a_link_waits_for_one_thing(facts: LinkFacts, wait: Wait | None) -> None:
    assert state_of(facts, NOW).wait == wait


@pytest.mark.parametrize(
    ("wait", "sentence", "short"),
    [
        (Wait(WaitsFor.WORKER), "The pull starts in a moment.", "A worker"),
        (Wait(WaitsFor.WORKER, until=LATER), "The pull starts in 120 s.", "A worker, in 120 s"),
        (
            Wait(WaitsFor.WORKER, is_overdue=True),
            "The pull is queued, but no worker has taken it yet. The server starts one; its log says if it failed.",
            "A worker",
        ),
        (Wait(WaitsFor.SLOT), "The pull waits until another link has been pulled. It is the next one.", "Its turn"),
        (
            Wait(WaitsFor.SLOT, ahead=1),
            "The pull waits until another link has been pulled. One other goes before it.",
            "Its turn, after 1 more",
        ),
        (
            Wait(WaitsFor.SLOT, ahead=1200),
            "The pull waits until another link has been pulled. 1,200 others go before it.",
            "Its turn, after 1,200 more",
        ),
        (
            Wait(WaitsFor.SHARE),
            "The pull waits until another link of Erebor {when} has been pulled. It is the next one.",
            "Others of its institution",
        ),
        (
            Wait(WaitsFor.BANK, ahead=3),
            "Erebor {when} does not answer: one of its links is tried at a time, now another. 3 others go before it.",
            "Its institution to answer, after 3 more",
        ),
        (
            Wait(WaitsFor.RATE, LATER),
            "Belvo wants fewer calls from this desk. The pull goes on in 120 s.",
            "Belvo's rate, in 120 s",
        ),
        (
            Wait(WaitsFor.RETRY, LATER, failure=DOWN),
            "Erebor {when} is down. It is tried again in 120 s.",
            "The next try, in 120 s",
        ),
        (
            Wait(WaitsFor.RETRY, LATER, failure=Failure("retriable", "unexpected_error", "Oops.")),
            "Belvo did not give everything (unexpected_error). The pull goes on in 120 s.",
            "The next try, in 120 s",
        ),
        (
            Wait(WaitsFor.RETRY, LATER, failure=Failure("retriable", "timed_out", "No answer.")),
            "Belvo did not answer in time. The pull goes on in 120 s.",
            "The next try, in 120 s",
        ),
        (
            Wait(WaitsFor.PAUSE, LATER, failure=LIMITED),
            "Belvo wants fewer calls, or its firewall refused one. The pull goes on in 120 s.",
            "The end of a pause, in 120 s",
        ),
        (
            Wait(WaitsFor.PAUSE, LATER, failure=Failure("retriable", "too_many_sessions", "")),
            "Its user is logged in at Erebor {when} elsewhere. The pull goes on in 120 s.",
            "The end of a pause, in 120 s",
        ),
        (
            Wait(WaitsFor.HISTORY),
            "Belvo is still loading its data. They are pulled as soon as they are there.",
            "Belvo to load its data",
        ),
    ],
    ids=str,
)
def test_people_are_told_for_what(wait: Wait, sentence: str, short: str) -> None:
    assert (wait.sentence("Erebor {when}", said), wait.short(said)) == (sentence, short)


@pytest.mark.parametrize(
    ("progress", "sentence"),
    [
        (PullProgress("transactions", 3000, 12000), "Transactions: 3,000 of 12,000 rows"),
        (PullProgress("accounts", 0), "Accounts: no answer yet"),
        (PullProgress("something_new", 1, 2), "something_new: 1 of 2 rows"),
    ],
)
def test_people_are_told_how_far_a_pull_is(progress: PullProgress, sentence: str) -> None:
    assert progress.sentence() == sentence


def test_a_failure_without_a_message_ends_in_no_colon() -> None:
    told = [str(Failure("retriable", "timed_out", message)) for message in ("", "No answer.")]
    assert told == ["timed_out", "timed_out: No answer."]
