"""A worker process is killed while it connects the accounts of a file: each is connected, and none twice."""

import random
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from starlette.responses import Response

from domain.connect.registration import Registration
from store import Database
from store.core import instants
from store.ops.operators import accounts, bulk
from store.ops.operators.accounts import New
from store.ops.operators.bulk import State
from store.write import links
from sync.bulk.accounts import STILL_ASKED
from sync.bulk.sealing import Seal
from tests.kit.scripted_belvo import ScriptedBelvo, error
from tests.kit.waiting import PATIENCE, until
from tests.sync.processes import KEYS, store_path, worker
from tests.sync.test_kill import pass_time_until_the_leases_are_over


class Dying:
    """Holds up one login until its worker is dead; then Belvo makes the link, or has never had the call."""

    def __init__(self, after: int, *, makes: bool) -> None:
        self._left, self._makes = after, makes
        self.due, self.dead = Event(), Event()

    def __call__(self, request: str) -> Response | None:
        if not request.startswith("created/") or self.due.is_set():
            return None
        self._left -= 1
        if self._left:
            return None
        self.due.set()
        self.dead.wait(PATIENCE)
        return None if self._makes else error("unexpected_error", "It never came", 500)


def begun(db: Database, count: int) -> int:
    seal = Seal(KEYS[1])
    chosen = [Registration("erebor", f"user-{n}", secrets={"username": f"n{n}", "password": "p"}) for n in range(count)]
    rows = [New(n, one.institution, one.external_id, seal.mark(one), seal.seal(one)) for n, one in enumerate(chosen)]
    with db.write() as connection:
        return accounts.start(connection, rows, actor="ana", role="admin")


def ended(db: Database, number: int) -> bool:
    run = bulk.get(db, number)
    return run is not None and run.state is State.DONE


def pass_time_until_belvo_has_given_up(db: Database) -> None:
    pass_time_until_the_leases_are_over(db)
    with db.write() as connection:
        at = {"at": instants.encode(datetime.now(UTC) - STILL_ASKED)}
        connection.execute("UPDATE bulk_accounts SET at = :at WHERE state = 'sent'", at)


@pytest.mark.parametrize(
    ("count", "kills"), [(12, 3), pytest.param(300, 25, marks=pytest.mark.exam)], ids=["some", "many"]
)
def test_each_account_is_connected_once_however_often_its_worker_dies(
    belvo: ScriptedBelvo, tmp_path: Path, count: int, kills: int
) -> None:
    chance = random.Random(f"accounts/{kills}")  # noqa: S311 - moments, not secrets
    data_dir, unmade = tmp_path / "data", 0
    with Database.open(store_path(data_dir)) as db:
        number = begun(db, count)
        for kill in range(kills):
            makes = kill % 2 == 0
            unmade += not makes
            belvo.before = dying = Dying(chance.randint(1, count // kills - 1), makes=makes)
            with worker(data_dir, belvo.url) as process:
                until(dying.due.is_set)
                process.kill()
                process.wait()
            dying.dead.set()
            belvo.before = lambda _request: None
            pass_time_until_belvo_has_given_up(db)
        with worker(data_dir, belvo.url), worker(data_dir, belvo.url):
            until(partial(ended, db, number))
        run = bulk.get(db, number)
        assert run is not None
        assert (run.done, run.failed, run.waiting) == (count, 0, 0)
        wanted = {f"user-{one}" for one in range(count)}
        made = Counter(str(row["external_id"]) for row in belvo.lists["links"] if row["external_id"] in wanted)
        assert made == dict.fromkeys(wanted, 1)
        sent = [request for request in belvo.requests if request.startswith("created/")]
        assert len(sent) == count + unmade
        assert all(len(links.by_external_id(db, one)) == 1 for one in wanted)
