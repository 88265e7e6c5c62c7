"""A worker process is killed in the middle of a run over several links: nothing is done twice, and nothing is lost."""

import random
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from actions.operators import bulk as actions
from store import Database
from store.ops import audit
from store.ops.operators import bulk
from store.ops.operators.bulk import Kind, Run, State
from store.write import links
from tests.kit.actors import TESTER
from tests.kit.scripted_belvo import Row, ScriptedBelvo, link_body, row_id
from tests.kit.waiting import until
from tests.sync.processes import store_path, worker
from tests.sync.test_kill import Killing, pass_time_until_the_leases_are_over

STORED_AT_ONCE = 100


def begun(db: Database, kind: Kind, chosen: list[Row]) -> int:
    with db.write() as connection:
        for body in chosen:
            links.save(connection, body)
    number, _ = actions.start(db, kind, bulk.of_links([str(body["id"]) for body in chosen]), actor=TESTER)
    return number


def found(db: Database, number: int) -> Run:
    known = bulk.get(db, number)
    assert known is not None
    return known


def asked(belvo: ScriptedBelvo, what: str) -> Counter[str]:
    return Counter(request.removeprefix(what) for request in [*belvo.requests] if request.startswith(what))


def is_at(db: Database, number: int, waiting: int) -> bool:
    run = found(db, number)
    return run.waiting <= waiting or run.state is not State.RUNNING


def kill_at(killing: Killing, what: str, request: str) -> None:
    if request.startswith(what):
        killing(request)


def what_names(db: Database, chosen: list[str]) -> list[tuple[str, str]]:
    """What tells of an erased link although nothing was to come in again."""
    with db.read() as connection:
        return [
            (table, row["link"])
            for table in ("link_states", "revisions", "jobs")
            for row in connection.execute(f"SELECT link FROM {table}")
            if row["link"] in chosen
        ]


def many(count: int) -> list[Row]:
    return [link_body(id=row_id("link", number)) for number in range(count)]


def finish(db: Database, belvo: ScriptedBelvo, data_dir: Path, number: int) -> Run:
    with worker(data_dir, belvo.url):
        until(lambda: found(db, number).state is State.DONE)
    return found(db, number)


@pytest.mark.parametrize(
    ("kind", "what", "count", "kills"),
    [
        (Kind.REFRESH, "refreshed/", 40, 3),
        (Kind.DELETE, "deleted/", 20, 3),
        pytest.param(Kind.REFRESH, "refreshed/", 400, 25, marks=pytest.mark.exam),
        pytest.param(Kind.DELETE, "deleted/", 200, 25, marks=pytest.mark.exam),
    ],
)
def test_what_belvo_is_asked_for_is_asked_once_and_noted_for_each(
    belvo: ScriptedBelvo, tmp_path: Path, kind: Kind, what: str, count: int, kills: int
) -> None:
    """Between Belvo's answer and the note of it a kill may fall: that link is asked about again, and Belvo says so."""
    chance = random.Random(f"bulk/{kind}/{kills}")  # noqa: S311 - moments, not secrets
    belvo.lists = {"links": many(count)}
    chosen = [str(body["id"]) for body in belvo.lists["links"]]
    data_dir = tmp_path / "data"
    with Database.open(store_path(data_dir)) as db:
        number = begun(db, kind, belvo.lists["links"])
        for _ in range(kills):
            killing = Killing(chance.randint(1, count // kills - 3))
            belvo.before = partial(kill_at, killing, what)
            with worker(data_dir, belvo.url) as process:
                until(killing.due.is_set)
                process.kill()
                process.wait()
            belvo.before = lambda _request: None
            killing.done.set()
            pass_time_until_the_leases_are_over(db)
        assert found(db, number).waiting
        ended = finish(db, belvo, data_dir, number)
        assert (ended.total, ended.failed, ended.waiting, ended.gone) == (count, 0, 0, 0)
        assert (ended.done + ended.skipped, set(asked(belvo, what))) == (count, {*chosen})
        assert ended.skipped <= kills
        assert asked(belvo, what).total() - count <= kills
        if kind is Kind.DELETE:
            assert [link for link in chosen if links.find(db, link)] == []
            told = [audit.table(db, link=link)["did"].tolist() for link in chosen]
            assert told == [["link erased"]] * count
            assert what_names(db, chosen) == []


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.exam)])
def test_what_is_stored_is_stored_once_for_each(belvo: ScriptedBelvo, tmp_path: Path, kills: int) -> None:
    chosen = many(kills * 5 * STORED_AT_ONCE)
    belvo.lists = {"links": chosen}
    data_dir = tmp_path / "data"
    with Database.open(store_path(data_dir)) as db:
        number = begun(db, Kind.PULL, chosen)
        for kill in range(kills):
            left = len(chosen) - (1 + 3 * kill) * STORED_AT_ONCE
            with worker(data_dir, belvo.url) as process:
                until(partial(is_at, db, number, left))
                process.kill()
                process.wait()
            pass_time_until_the_leases_are_over(db)
        ended = finish(db, belvo, data_dir, number)
        assert (ended.done, ended.failed, ended.skipped, ended.gone) == (len(chosen), 0, 0, 0)
        with db.read() as connection:
            queued = {row["link"]: row["number"] for row in connection.execute(QUEUED)}
            (joined,) = connection.execute(JOINED, {"run": number}).fetchone()
        assert {*queued.values()} == {1}
        assert len(queued) + joined == len(chosen)


QUEUED = "SELECT link, count(*) AS number FROM jobs WHERE reason = 'bulk' GROUP BY link"
JOINED = """
    SELECT count(*) FROM bulk_links AS i JOIN jobs ON jobs.id = i.job AND jobs.link = i.link
    WHERE i.bulk = :run AND i.result = 'joined' AND jobs.reason <> 'bulk'
"""
"""Links of which a pull waited before for a reason of the worker's own."""
