"""A scripted Belvo on a real socket, a client of it, and jobs to be carried out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from belvo_client import BelvoClient
from store import Database
from store.ops import jobs
from store.ops.jobs import Job
from tests.kit.bodies import LINK
from tests.kit.local_belvo import client_of
from tests.kit.scripted_belvo import ScriptedBelvo
from tests.kit.stores import ENGINES, empty

MakeJob = Callable[..., Job]


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty store of each engine."""
    with empty(request.param, request, tmp_path / "local.db") as database:
        yield database


@pytest.fixture(scope="session")
def served_belvo() -> Iterator[ScriptedBelvo]:
    with ScriptedBelvo().serve() as served:
        yield served


@pytest.fixture
def belvo(served_belvo: ScriptedBelvo) -> ScriptedBelvo:
    served_belvo.reset()
    return served_belvo


@pytest.fixture
def client(belvo: ScriptedBelvo) -> Iterator[BelvoClient]:
    with client_of(belvo.url) as client:
        yield client


@pytest.fixture
def claimed(db: Database) -> MakeJob:
    """Makes a job and claims it."""

    def make(*resources: str, link: str = LINK, full: bool = False, reason: str = "operator") -> Job:
        wanted: Sequence[str] = resources or ("accounts", "transactions", "owners")
        with db.write() as connection:
            jobs.enqueue(connection, link, wanted, reason, full=full)
        job = jobs.claim(db, "tester", timedelta(seconds=60))
        assert job is not None
        return job

    return make
