"""Several workers on one database, each a process of its own."""

import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from store import Database
from store.ops import calls, jobs
from store.ops.jobs import State
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import ScriptedBelvo, link_body, row_id
from tests.kit.waiting import PATIENCE, until
from tests.sync.processes import KEYS, environment, store_path, sync, worker

LINKS = (LINK, row_id("link", 2), row_id("link", 3))
RESOURCES = ("accounts", "owners", "transactions")


class Crowd:
    """Holds answers back until two workers are at it, and counts how many pulls of one link are under way at once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = threading.Lock()
        self.most: Counter[str] = Counter()
        self.owners: set[str | None] = set()
        self._both = threading.Event()
        self.at_once = 0

    def __call__(self, _request: str) -> None:
        with self._lock:
            running = [job for job in jobs.active(self._db) if job.state is State.RUNNING]
            for link, count in Counter(job.link for job in running).items():
                self.most[link] = max(self.most[link], count)
            self.owners |= {job.owner for job in running}
            self.at_once = max(self.at_once, len(running))
            if len(self.owners) == 2:
                self._both.set()
        self._both.wait(PATIENCE)


def test_workers_never_pull_a_link_twice_at_once_and_share_the_work(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    belvo.lists["links"] = [link_body(id=link) for link in LINKS]
    with Database.open(store_path(tmp_path)) as db:
        belvo.before = crowd = Crowd(db)
        with db.write() as connection:
            wanted = {
                jobs.enqueue(connection, link, [resource], "operator") for link in LINKS for resource in RESOURCES
            }
        with ExitStack() as stack:
            for _ in range(2):
                stack.enter_context(worker(tmp_path, belvo.url, pulls=2))
            until(lambda: not wanted & {job.id for job in jobs.active(db)})
        ended = {job.state for number in wanted if (job := jobs.get(db, number))}
    assert ended == {State.DONE}
    assert set(crowd.most.values()) == {1}
    assert len(crowd.owners) == 2
    assert crowd.at_once > 2


def test_every_call_of_a_pull_is_in_the_log_with_its_job_and_no_key(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    done = sync(LINK, "--resource", "accounts", environment=environment(tmp_path, belvo.url))
    assert done.returncode == 0
    with Database.open(store_path(tmp_path)) as db:
        logged = calls.page(db)
        told = list(zip(logged["path"], logged["link"].fillna(""), logged["job"].fillna(0), strict=True))
        assert told[::-1] == [
            ("/api/", "", 0),
            (f"/api/links/{LINK}/", LINK, 0),
            (f"/api/links/{LINK}/", LINK, 1),
            ("/api/institutions/", LINK, 1),
            ("/api/accounts/", LINK, 1),
        ]
        db.checkpoint()
    assert not any(key.encode() in store_path(tmp_path).read_bytes() for key in KEYS)
