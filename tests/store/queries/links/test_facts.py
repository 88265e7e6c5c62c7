"""What is known about links, and what the rules make of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.link_state import (
    Badge,
    Consent,
    Failure,
    History,
    LinkFacts,
    LinkState,
    PendingJob,
    PullProgress,
    Reason,
    judge,
    queue,
)
from store import Database
from store.core import instants
from store.ops import breakers, historical, jobs, processes, runs
from store.queries.links import facts
from store.upkeep import sandbox_reset
from store.write import institutions, links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.store.queries.links.test_overview import FAILURE, NOW, link, pull

NOON = instants.decode(NOW)
DOWN = Failure("retriable", "institution_down", "Down.")
LEASE = timedelta(minutes=1)


def at(**ago: float) -> str:
    return instants.encode(NOON - timedelta(**ago))


def of(db: Database, identity: str = LINK, now: datetime = NOON) -> LinkFacts:
    found = facts.of_link(db, identity, now)
    assert found is not None
    return found


def ask(db: Database, identity: str, *, when: str = NOW, reason: str = "schedule") -> None:
    with db.write() as connection:
        jobs.enqueue(connection, identity, ["accounts"], reason, now=when)


def begin(db: Database, *, when: str = NOW) -> jobs.Job:
    job = jobs.claim(db, "worker", LEASE, now=when)
    assert job is not None
    return job


def consent(db: Database, identity: str, status: str | None, expired_at: str, **fields: Any) -> None:  # noqa: ANN401
    body = {"id": identity, "link_id": LINK, "status": status, "expired_at": expired_at, **fields}
    with db.write() as connection:
        rows.save_page(connection, "consents", LINK, [body], now=NOW)


def needy(db: Database) -> list[LinkState]:
    return queue(judge(facts.of_all(db, NOON), NOON).values())


def test_nothing_is_known_of_an_empty_store_nor_of_a_link_that_is_not_there(db: Database) -> None:
    assert (facts.of_all(db, NOON), facts.around(db, LINK, NOON), facts.of_link(db, LINK, NOON)) == ([], [], None)


def test_a_link_is_known_whole(db: Database) -> None:
    link(db, refresh_rate="24h")
    with db.write() as connection:
        institutions.save(connection, [bodies.institution(status="down")])
        links.set_status(connection, LINK, "invalid", now=at(days=1))
        historical.expect(connection, LINK, ["accounts", "owners", "transactions"], now=at(days=2))
        historical.announce(connection, LINK, "accounts", now=at(days=2))
        historical.note_listing(connection, LINK, "accounts", 3, began=at(days=1))
        historical.note_not_offered(connection, LINK, "owners")
    consent(db, "k1", "AUTHORISED", "2027-05-24T09:30:00Z")
    pull(db, at=at(hours=3), error=FAILURE)
    ask(db, LINK, when=at(minutes=1))
    assert of(db) == LinkFacts(
        link=LINK,
        institution="erebor_mx_retail",
        bank="Erebor Bank",
        external_id="user-42",
        status="invalid",
        status_since=NOON - timedelta(days=1),
        access_mode="recurrent",
        refreshed_every=timedelta(hours=24),
        created_at=datetime(2026, 10, 1, 8, 45, 50, 406032, UTC),
        deleted_at=None,
        institution_is_down=True,
        pulled_at=NOON - timedelta(hours=3),
        failure=FAILURE,
        job=PendingJob(
            is_running=False,
            created_at=NOON - timedelta(minutes=1),
            not_before=NOON - timedelta(minutes=1),
            worked_at=NOON - timedelta(hours=3),
            number=2,
        ),
        consent=Consent("AUTHORISED", datetime(2027, 5, 24, 9, 30, tzinfo=UTC), NOON),
        history=History(awaited=1, loaded=1),
    )
    assert facts.of_all(db, NOON) == facts.around(db, LINK, NOON) == [of(db)]


def test_a_link_of_which_little_is_known_has_little_to_say(db: Database) -> None:
    link(db, institution="nowhere", status=None, refresh_rate=None, external_id=None)
    known = of(db)
    assert (known.bank, known.status, known.refreshed_every) == ("nowhere", None, None)
    assert (known.pulled_at, known.failure, known.job, known.consent, known.history) == (
        None,
        None,
        None,
        None,
        History(),
    )


def test_a_job_that_only_reads_the_link_tells_nothing_of_its_pulls(db: Database) -> None:
    link(db)
    pull(db, at=at(hours=3), error=FAILURE)
    with db.write() as connection:
        jobs.enqueue(connection, LINK, [], "webhook", now=at(minutes=2))
    waiting = of(db)
    jobs.finish(db, begin(db))
    read, stored = of(db), links.find(db, LINK)
    assert waiting == read
    assert (read.job, read.failure, read.pulled_at) == (None, FAILURE, NOON - timedelta(hours=3))
    assert stored is not None
    assert (stored.last_pull_state, stored.error_code) == ("failed", FAILURE.code)
    assert stored.last_pull_at == read.pulled_at


def test_only_a_pull_that_was_carried_out_says_how_the_last_one_went(db: Database) -> None:
    link(db)
    pull(db, at=at(hours=2), error=FAILURE)
    ask(db, LINK, when=at(hours=1))
    (job,) = jobs.active(db, LINK)
    jobs.cancel(db, job.id, now=NOW)
    assert (of(db).pulled_at, of(db).failure) == (NOON - timedelta(hours=2), FAILURE)
    pull(db)
    assert (of(db).pulled_at, of(db).failure) == (NOON, None)


def test_others_at_the_institution_come_with_a_link_and_links_elsewhere_do_not(db: Database) -> None:
    link(db, "one")
    link(db, "beside")
    link(db, "elsewhere", institution="gringotts_mx_retail")
    link(db, "nowhere", institution=None)
    assert [known.link for known in facts.around(db, "one", NOON)] == ["one", "beside"]
    assert [known.link for known in facts.around(db, "nowhere", NOON)] == ["nowhere"]
    assert [known.link for known in facts.of_all(db, NOON)] == ["one", "beside", "elsewhere", "nowhere"]


def test_a_link_is_followed_unless_a_person_or_a_reset_of_the_sandbox_leaves_it_alone(db: Database) -> None:
    for name in ("followed", "left alone", "reset"):
        link(db, name)
    with db.write() as connection:
        links.set_followed(connection, "left alone", followed=False)
        sandbox_reset.note(connection, ["reset"])
    assert [known.is_followed for known in facts.of_all(db, NOON)] == [True, False, False]


def test_a_deleted_link_is_known_to_be(db: Database) -> None:
    link(db)
    with db.write() as connection:
        links.mark_deleted(connection, LINK, now=NOW)
    assert of(db).deleted_at == NOON


class TestJobs:
    def test_twelve_links_before_one_worker_wait_for_their_turn_and_one_is_pulled(self, db: Database) -> None:
        names = [f"link {number}" for number in range(12)]
        for number, name in enumerate(names):
            link(db, name)
            ask(db, name, when=at(seconds=60 - number))
        begin(db)
        states = judge(facts.of_all(db, NOON), NOON)
        assert [states[name].badge for name in names] == [Badge.PULLING, *[Badge.WAITING] * 11]
        assert [(known.running, known.ahead) for name in names[1:] if (known := states[name].facts.job)] == [
            (1, number) for number in range(11)
        ]

    def test_who_is_waited_for_by_a_person_goes_before_others(self, db: Database) -> None:
        for name, reason in (("early", "schedule"), ("late", "operator")):
            link(db, name)
            ask(db, name, reason=reason, when=at(minutes=2 if name == "early" else 1))
        ahead = {known.link: known.job.ahead for known in facts.of_all(db, NOON) if known.job}
        assert ahead == {"early": 1, "late": 0}

    def test_what_goes_on_beside_a_job_is_known(self, db: Database) -> None:
        for name in ("pulled", "beside", "asked for"):
            link(db, name)
            ask(db, name, reason="operator" if name == "asked for" else "schedule", when=at(minutes=1))
        with db.write() as connection:
            processes.note_pulls(connection, "one", 8, now=NOW)
            processes.note_pulls(connection, "dead", 8, now=at(minutes=5))
            for _ in range(3):
                breakers.note(connection, "beside", timed_out=["accounts"], answered=[], now=NOW)
        begin(db)
        found = {known.link: known.job for known in facts.of_all(db, NOON) if known.job}
        assert [(job.slots, job.is_silent) for job in found.values()] == [(8, True)] * 3
        told = {name: (job.is_running, job.there, job.is_for_person) for name, job in found.items()}
        assert told == {
            "pulled": (False, 1, False),
            "beside": (False, 1, False),
            "asked for": (True, 0, True),
        }

    def test_how_far_a_pull_is_is_known(self, db: Database) -> None:
        link(db)
        ask(db, LINK, when=at(minutes=1))
        job = begin(db)
        with db.write() as connection:
            runs.finish(connection, runs.start(connection, job.id, LINK, "accounts"), "done")
            runs.advance(connection, runs.start(connection, job.id, LINK, "transactions"), 3000, 12000, 3)
        known = of(db).job
        assert known is not None
        assert known.progress == PullProgress("transactions", 3000, 12000)

    def test_a_job_about_all_links_takes_its_turn_too(self, db: Database) -> None:
        link(db)
        ask(db, jobs.EVERY_LINK, when=at(minutes=2), reason="reconcile")
        ask(db, LINK, when=at(minutes=1))
        begin(db)
        job = of(db).job
        assert job is not None
        assert (job.running, job.ahead) == (1, 0)

    def test_of_several_jobs_the_running_one_tells_and_then_the_next_one(self, db: Database) -> None:
        link(db)
        with db.write() as connection:
            jobs.enqueue(connection, LINK, ["owners"], "schedule", not_before=at(hours=-1), now=at(minutes=3))
            jobs.enqueue(connection, LINK, ["accounts"], "schedule", now=at(minutes=2))
            jobs.enqueue(connection, LINK, ["transactions"], "schedule", now=at(minutes=1))
        job = of(db).job
        assert job is not None
        assert (job.is_running, job.created_at) == (False, NOON - timedelta(minutes=2))
        begin(db)
        job = of(db).job
        assert job is not None
        assert (job.is_running, job.running) == (True, 0)

    def test_a_job_that_is_tried_again_says_after_what_and_when(self, db: Database) -> None:
        link(db)
        ask(db, LINK)
        jobs.retry(db, begin(db), NOON + timedelta(seconds=12), DOWN)
        job = of(db).job
        assert job is not None
        assert (job.is_running, job.error, job.not_before) == (False, DOWN, NOON + timedelta(seconds=12))
        assert job.worked_at == NOON

    def test_a_job_whose_worker_is_not_heard_of_waits_for_another(self, db: Database) -> None:
        link(db, "left")
        link(db, "next")
        ask(db, "left", when=at(minutes=3))
        ask(db, "next", when=at(minutes=3))
        begin(db, when=at(minutes=2))
        left, waiting = of(db, "left").job, of(db, "next").job
        assert left is not None
        assert waiting is not None
        assert (left.is_running, left.running, waiting.running) == (False, 0, 0)
        assert [state.badge for state in judge(facts.of_all(db, NOON), NOON).values()] == [Badge.WAITING] * 2


class TestConsents:
    def test_the_one_that_lasts_longest_counts(self, db: Database) -> None:
        link(db)
        consent(db, "k1", "AUTHORISED", "2026-12-24T00:00:00Z")
        consent(db, "k2", "AUTHORISED", "2027-01-24T00:00:00Z")
        consent(db, "k3", "EXPIRED", "2027-03-24T00:00:00Z")
        consent(db, "k4", None, "2028-03-24T00:00:00Z")
        assert of(db).consent == Consent("AUTHORISED", datetime(2027, 1, 24, tzinfo=UTC), NOON)

    def test_one_without_an_end_has_none(self, db: Database) -> None:
        link(db)
        consent(db, "k1", "AUTHORISED", "2027-01-24T00:00:00Z")
        consent(db, "k2", "AUTHORISED", "2300-01-01T00:00:00Z", undefined_consent_expiration=True)
        assert of(db).consent == Consent("AUTHORISED", None, NOON)

    def test_one_that_is_no_longer_at_belvo_counts_nowhere(self, db: Database) -> None:
        link(db)
        consent(db, "k1", "AUTHORISED", "2027-01-24T00:00:00Z")
        with db.write() as connection:
            rows.mark_deleted(connection, "consents", ["k1"], link_id=LINK)
        assert of(db).consent is None


class TestAttention:
    def test_a_link_that_is_well_needs_nobody(self, db: Database) -> None:
        link(db)
        pull(db, at="2026-11-20T00:00:00.000000Z")
        assert needy(db) == []

    def test_a_link_whose_pull_failed_says_why(self, filled: Database) -> None:
        pull(filled, error=FAILURE)
        (state,) = needy(filled)
        assert (state.facts.link, state.facts.bank, state.reason, state.failure, state.since) == (
            LINK,
            "Erebor Bank",
            Reason.PULL_FAILED,
            FAILURE,
            NOON,
        )
        pull(filled)
        assert needy(filled) == []

    def test_a_status_explains_itself_by_the_pull_that_met_it(self, db: Database) -> None:
        link(db)
        pull(db, error=FAILURE)
        with db.write() as connection:
            links.set_status(connection, LINK, "invalid", now="2026-11-23T00:00:00.000000Z")
        (state,) = needy(db)
        assert (state.reason, state.failure, state.since) == (
            Reason.INVALID,
            FAILURE,
            datetime(2026, 11, 23, tzinfo=UTC),
        )

    def test_the_worst_comes_first_and_then_the_longest(self, db: Database) -> None:
        link(db, "stale", created_at="2026-11-01T00:00:00Z")
        link(db, "unconfirmed", status="unconfirmed")
        link(db, "failed late")
        link(db, "failed early")
        pull(db, "failed late", error=FAILURE)
        pull(db, "failed early", error=FAILURE, at="2026-11-23T00:00:00.000000Z")
        link(db, "token", status="token_required")
        link(db, "invalid", status="invalid")
        link(db, "deleted", status="invalid")
        with db.write() as connection:
            links.mark_deleted(connection, "deleted")
        assert [(state.facts.link, state.reason) for state in needy(db)] == [
            ("invalid", "invalid"),
            ("token", "token_required"),
            ("failed early", "pull_failed"),
            ("failed late", "pull_failed"),
            ("unconfirmed", "unconfirmed"),
            ("stale", "stale"),
        ]

    @pytest.mark.parametrize(
        ("rate", "hours", "is_stale"),
        [
            ("6h", 11, False),
            ("6h", 13, True),
            ("24h", 47, False),
            ("24h", 49, True),
            ("7d", 14 * 24 - 1, False),
            ("7d", 14 * 24 + 1, True),
            (None, 14 * 24 + 1, True),
            ("often", 14 * 24 - 1, False),
        ],
    )
    def test_a_recurrent_link_is_stale_after_twice_its_refresh_rate(
        self, db: Database, rate: str | None, hours: int, is_stale: bool
    ) -> None:
        link(db, refresh_rate=rate)
        pull(db, at=at(hours=hours))
        assert len(needy(db)) == is_stale

    def test_a_link_that_is_read_once_or_about_to_be_pulled_is_not_stale(self, db: Database) -> None:
        link(db, "once", access_mode="single", created_at="2025-01-01T00:00:00Z")
        link(db, "queued", created_at="2025-01-01T00:00:00Z")
        ask(db, "queued")
        assert needy(db) == []


class TestTurns:
    def test_an_outage_of_one_link_among_many_is_ours_to_pull_again(self, db: Database) -> None:
        for name in ("a", "b"):
            link(db, name)
            pull(db, name)
        link(db, "one")
        pull(db, "one", error=DOWN)
        (state,) = needy(db)
        assert (state.turn, state.peers.others, state.peers.troubled) == ("us", 2, 0)

    def test_what_most_links_there_suffer_is_the_banks_fault(self, db: Database) -> None:
        link(db, "a")
        pull(db, "a")
        for name in ("one", "two", "three"):
            link(db, name)
            pull(db, name, error=FAILURE)
        assert {(state.turn, state.peers.others, state.peers.troubled) for state in needy(db)} == {("bank", 3, 2)}

    def test_an_institution_that_belvo_calls_down_is_at_fault(self, db: Database) -> None:
        with db.write() as connection:
            institutions.save(connection, [bodies.institution(status="down")])
        link(db, OTHER_LINK, status="invalid")
        assert [state.turn for state in needy(db)] == ["bank"]
