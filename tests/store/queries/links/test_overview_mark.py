"""Whether anything has changed of what pages show of links."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store import Database
from store.core import instants
from store.ops import calls, jobs, runs, sessions, webhooks
from store.ops.calls import Call
from store.queries.links import overview
from store.write import institutions, links
from tests.kit import bodies
from tests.kit.filling import begin_pull
from tests.kit.rows import save

LATER = "2026-11-30T08:00:00.000000Z"


@pytest.fixture(scope="module")
def filled(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("changes") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        with db.write() as connection:
            links.save(connection, bodies.link())
            institutions.save(connection, [bodies.institution()])
        save(db, "accounts", bodies.account())
        yield db


def write(act: Callable[..., object]) -> Callable[[Database], None]:
    def do(db: Database) -> None:
        with db.write() as connection:
            act(connection)

    return do


def start_run(db: Database) -> None:
    job = jobs.latest(db, bodies.LINK)
    assert job is not None
    with db.write() as connection:
        runs.start(connection, job.id, bodies.LINK, "accounts")


def end_job(db: Database) -> None:
    job = jobs.latest(db, bodies.LINK)
    assert job is not None
    jobs.cancel(db, job.id)


def open_session(db: Database) -> None:
    """Nothing else of it changes: it may well fail."""
    with db.write() as connection:
        sessions.open(connection, "nonce", "f" * 64, "user-1")


CHANGES: dict[str, Callable[[Database], object]] = {
    "a link is new": write(lambda connection: links.save(connection, bodies.link(bodies.OTHER_LINK))),
    "a status is new": write(lambda connection: links.save(connection, bodies.link(status="invalid"), now=LATER)),
    "a link is not followed any more": write(
        lambda connection: links.set_followed(connection, bodies.LINK, followed=False)
    ),
    "a pull is asked for": write(
        lambda connection: jobs.enqueue(connection, bodies.OTHER_LINK, ("accounts",), "operator")
    ),
    "a pull begins": lambda db: begin_pull(db, bodies.LINK),
    "a pull comes to a resource": start_run,
    "a pull ends": end_job,
    "a row is new": lambda db: save(db, "transactions", bodies.transaction(1)),
    "a balance is another": lambda db: save(
        db, "accounts", bodies.account(balance={"current": 1, "available": 1}), now=LATER
    ),
    "an institution is down": write(
        lambda connection: institutions.save(connection, [bodies.institution(status="down")], now=LATER)
    ),
    "somebody tries to connect": open_session,
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_pages_show_changes_the_mark(filled: Database, name: str) -> None:
    before = overview.mark(filled)
    CHANGES[name](filled)
    assert overview.mark(filled) != before


def test_calls_and_webhooks_that_change_nothing_do_not(filled: Database) -> None:
    before = overview.mark(filled)
    with filled.write() as connection:
        calls.record_many(connection, [Call(instants.now(), "GET", "/api/links/")])
        webhooks.record(connection, "w1", {"webhook_type": "ACCOUNTS"})
    assert overview.mark(filled) == before
