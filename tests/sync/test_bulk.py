"""Runs over several links: each is done once, noted with why not, goes on after a kill, and is taken back."""

import time
from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest

from actions.operators import bulk as actions
from actions.permission import NotAllowed
from belvo_client import BelvoClient, NotFound
from domain.roles import Actor, Role
from store import Database, LostLease
from store.core import instants
from store.ops import audit, jobs
from store.ops.jobs import Job
from store.ops.operators import bulk, update_links
from store.ops.operators.bulk import Kind, Run, State
from store.queries.links import judged
from store.upkeep.erasure import NotErased, Proof, erase
from store.write import holds, links
from sync.bulk import asking, carry_out, run
from sync.errors import Stopped
from sync.run import Progress
from sync.worker import LEASE
from sync.worker import carry_out as work_on
from tests.kit import filling
from tests.kit.actors import TESTER
from tests.kit.bank import EREBOR, EREBOR_BR, GRINGOTTS, NOW
from tests.kit.local_belvo import Api, client_of
from tests.kit.worker import claimed_run

LATER = instants.encode(NOW + timedelta(days=3_000))


@pytest.fixture
def belvo_client(belvo_url: str) -> Iterator[BelvoClient]:
    with client_of(belvo_url) as client:
        yield client


def several(db: Database, count: int = 5) -> list[str]:
    return [filling.connect(db, f"user {number}", EREBOR) for number in range(count)]


def begin(db: Database, kind: Kind, chosen: list[str]) -> int:
    number, _ = actions.start(db, kind, bulk.of_links(chosen), actor=TESTER)
    return number


def found(db: Database, number: int) -> Run:
    known = bulk.get(db, number)
    assert known is not None
    return known


def done(db: Database, client: BelvoClient, number: int) -> Run:
    """The run, carried out as a worker does."""
    work_on(db, client, claimed_run(db, number), Event())
    return found(db, number)


def outcomes(db: Database, number: int) -> list[tuple[str, str | None]]:
    with db.read() as connection:
        sql = "SELECT state, error_code FROM bulk_links WHERE bulk = :run ORDER BY place"
        return [(row["state"], row["error_code"]) for row in connection.execute(sql, {"run": number})]


def test_pulls_of_several_are_queued_behind_what_persons_wait_for_and_taken_back(
    db: Database, client: BelvoClient
) -> None:
    chosen = several(db)
    with db.write() as connection:
        links.mark_deleted(connection, chosen[0])
        jobs.enqueue(connection, chosen[1], ["accounts"], "operator")
    ended = done(db, client, begin(db, Kind.PULL, chosen))
    assert (ended.state, ended.total, ended.done, ended.skipped, ended.waiting) == (State.DONE, 5, 4, 1, 0)
    (theirs,) = (job for job in jobs.active(db) if job.reason == "operator")
    assert [job.reason for job in jobs.active(db)] == ["operator"] + ["bulk"] * 4
    number, _ = actions.undo(db, ended.id, actor=TESTER)
    assert done(db, client, number).done == 4
    assert [job.id for job in jobs.active(db)] == [theirs.id]
    assert audit.table(db)["did"].tolist() == ["run over several taken back", "pull of several requested"]


def test_a_pull_that_waited_before_is_not_taken_back_with_a_run(db: Database, client: BelvoClient) -> None:
    chosen = several(db, 2)
    ended = done(db, client, begin(db, Kind.PULL, chosen[:1]))
    joined = done(db, client, begin(db, Kind.PULL, chosen))
    number, _ = actions.undo(db, joined.id, actor=TESTER)
    back = done(db, client, number)
    assert (back.done, back.skipped) == (1, 1)
    assert [job.link for job in jobs.active(db)] == chosen[:1]
    assert ended.done == 1


def test_following_several_is_undone_for_those_that_were_not_followed_before(db: Database, client: BelvoClient) -> None:
    chosen = several(db, 3)
    with db.write() as connection:
        links.set_followed(connection, chosen[0], followed=False)
    ended = done(db, client, begin(db, Kind.FOLLOW, chosen))
    assert outcomes(db, ended.id) == [("done", None), *[("skipped", "It was followed before")] * 2]
    number, _ = actions.undo(db, ended.id, actor=TESTER)
    assert done(db, client, number).done == 1
    with db.read() as connection:
        assert links.followed(connection) == {*chosen[1:]}
    assert jobs.active(db) == []


def test_repairs_are_handed_out_to_those_that_need_their_person_in_their_language(
    db: Database, client: BelvoClient
) -> None:
    chosen = [
        filling.connect(db, "mexican", GRINGOTTS, status="token_required"),
        filling.connect(db, "brazilian", EREBOR_BR, status="invalid"),
        filling.connect(db, "well", EREBOR),
    ]
    ended = done(db, client, begin(db, Kind.HAND_OUT, chosen))
    assert sorted(outcomes(db, ended.id), key=str) == [
        ("done", None),
        ("done", None),
        ("skipped", "It does not need its person"),
    ]
    given = [update_links.newest(db, link, "repair", NOW) for link in chosen[:2]]
    assert [one and one.locale for one in given] == ["es", "pt"]
    number, _ = actions.undo(db, ended.id, actor=TESTER)
    done(db, client, number)
    assert [update_links.newest(db, link, "repair", NOW) for link in chosen[:2]] == [None, None]


def test_what_belvo_refuses_is_told_link_by_link_and_tried_again_alone(
    db: Database, belvo_client: BelvoClient, belvo_url: str
) -> None:
    there = Api(belvo_url).link("bnk102", "low")
    with db.write() as connection:
        links.save(connection, there)
    missing = filling.connect(db, "not at Belvo", EREBOR)
    ended = done(db, belvo_client, begin(db, Kind.REFRESH, [str(there["id"]), missing]))
    assert (ended.done, ended.failed) == (1, 1)
    assert sorted(outcomes(db, ended.id), key=str)[1] == ("failed", "not_found")
    number, count = actions.again(db, ended.id, actor=TESTER)
    assert (count, done(db, belvo_client, number).failed) == (1, 1)


def test_several_links_are_deleted_at_belvo_and_here_but_what_is_on_hold(
    db: Database, belvo_client: BelvoClient, belvo_url: str
) -> None:
    made = [Api(belvo_url).link("bnk102", "low") for _ in range(3)]
    chosen = [str(link["id"]) for link in made]
    with db.write() as connection:
        for link in made:
            links.save(connection, link)
        holds.put(connection, "link", chosen[1], reason="court", actor="tester")
    judged.renew(db, NOW)
    ended = done(db, belvo_client, begin(db, Kind.DELETE, chosen))
    assert job_of(db, ended.id).error is None
    assert (ended.state, ended.done, ended.failed, ended.gone) == (State.DONE, 2, 1, 0)
    assert outcomes(db, ended.id) == [("failed", "on_hold")]
    with pytest.raises(NotFound):
        belvo_client.links.get(chosen[0])
    assert [links.find(db, link) is None for link in chosen] == [True, False, True]
    assert belvo_client.links.get(chosen[1])["id"] == chosen[1]
    for each in (chosen[0], chosen[2]):
        assert audit.table(db, link=each)["did"].tolist() == ["link erased"]


def test_a_run_that_deleted_all_is_done_though_others_read_the_file_as_it_was(
    db: Database, belvo_client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = filling.connect(db, "not at Belvo any more", EREBOR)

    def others_read(*_: object) -> Proof:
        raise NotErased("Another program reads it as it was before.")

    monkeypatch.setattr(asking, "prove", others_read)
    ended = done(db, belvo_client, begin(db, Kind.DELETE, [link]))
    assert (ended.state, ended.done, ended.gone) == (State.DONE, 1, 0)
    assert audit.table(db, link=link)["did"].tolist() == ["link erased"]


def test_a_run_goes_on_where_it_was_when_its_worker_died(
    db: Database, client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "AT_ONCE", 2)
    chosen = several(db, 7)
    number = begin(db, Kind.PULL, chosen)

    def die(progress: Progress) -> None:
        if progress.fetched >= 4:
            raise Stopped

    with pytest.raises(Stopped):
        carry_out(db, client, claimed_run(db, number), None, die)
    assert (found(db, number).done, found(db, number).waiting) == (4, 3)
    # Its lease runs out, and the next one takes it up.
    job = jobs.claim(db, "another", LEASE, job=job_of(db, number).id, now=LATER)
    assert job is not None
    carry_out(db, client, job, None)
    assert (found(db, number).state, found(db, number).done) == (State.DONE, 7)
    assert sorted(one.link for one in jobs.active(db) if one.reason == "bulk") == sorted(chosen)


def job_of(db: Database, number: int) -> Job:
    job = jobs.latest(db, bulk.link_of(number))
    assert job is not None
    return job


def test_whoever_has_lost_a_run_does_nothing_more_of_it(
    db: Database, client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "AT_ONCE", 2)
    number = begin(db, Kind.PULL, several(db, 6))

    def call_off(progress: Progress) -> None:
        if progress.fetched == 2:
            assert actions.cancel(db, number, actor=TESTER)

    with pytest.raises(LostLease):
        carry_out(db, client, claimed_run(db, number), None, call_off)
    off = found(db, number)
    assert (off.state, off.done, off.waiting) == (State.CANCELLED, 2, 4)
    assert actions.cancel(db, number, actor=TESTER) is False
    assert actions.go_on(db, number, actor=TESTER)
    assert (done(db, client, number).done, actions.go_on(db, number, actor=TESTER)) == (6, False)


def test_a_run_that_can_reach_nobody_waits_and_goes_on(db: Database) -> None:
    number = begin(db, Kind.REFRESH, several(db, 2))
    with client_of("http://127.0.0.1:9") as nobody:
        work_on(db, nobody, claimed_run(db, number), Event())
    assert (found(db, number).state, found(db, number).waiting, job_of(db, number).state) == (
        State.RUNNING,
        2,
        jobs.State.QUEUED,
    )


def test_only_who_may_do_it_to_one_link_does_it_to_several(db: Database) -> None:
    chosen = several(db, 2)
    operator, viewer = Actor("o", Role.OPERATOR), Actor("v", Role.VIEWER)
    for kind, actor in ((Kind.PULL, viewer), (Kind.DELETE, operator), (Kind.HAND_OUT, viewer)):
        with pytest.raises(NotAllowed):
            actions.start(db, kind, bulk.of_links(chosen), actor=actor)
    number = begin(db, Kind.DELETE, chosen)
    with pytest.raises(NotAllowed):
        actions.again(db, number, actor=operator)
    assert [row for row in audit.table(db)["did"] if row == "deletion of several requested"] != []


def test_nothing_is_begun_of_nothing_and_nothing_taken_back_that_goes_on(db: Database) -> None:
    with pytest.raises(actions.NotDone):
        begin(db, Kind.PULL, [])
    assert bulk.latest(db, 5) == []
    number = begin(db, Kind.FOLLOW, several(db, 1))
    with pytest.raises(actions.NotDone, match="Cancel it first"):
        actions.undo(db, number, actor=TESTER)


def test_a_link_that_is_erased_takes_what_runs_say_of_it_with_it(db: Database, client: BelvoClient) -> None:
    chosen = several(db, 2)
    ended = done(db, client, begin(db, Kind.PULL, chosen))
    assert erase(db, chosen[0]).rows["bulk_links"] == 1
    assert found(db, ended.id).done == 2


def test_many_are_begun_in_one_statement(db: Database) -> None:
    several(db, 3)
    began = time.process_time()
    sql = """
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
        SELECT n AS place, 'link ' || n AS link, CAST(NULL AS TEXT) AS result, CAST(NULL AS INTEGER) AS job FROM numbers
    """
    number, count = actions.start(db, Kind.PULL, (sql, {}), actor=TESTER)
    assert (count, found(db, number).waiting) == (20_000, 20_000)
    assert time.process_time() - began < 2
