"""A desk beside a local Belvo, both of whose clocks are moved on: what it does in days takes minutes."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from threading import Event, Thread

import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from belvo_client import BelvoClient
from belvo_sandbox.server import Server, listen, url_of
from benchmarks.crowd import PEOPLE, institutions_of_links
from resources import pulled_resources
from store import Database
from store.core import instants
from store.ops import jobs, runs
from store.write import links
from sync import accept_webhook
from sync.attempt import Tools
from sync.rounds.shared import SharedLists
from sync.schedule import Rules, Schedule
from sync.worker import PULLS, Pulls

HOUR = timedelta(hours=1)
STEP = timedelta(minutes=20)
_APART = timedelta(days=7)  # between the first link's refresh and the last one's
_FULL_EVERY = 25  # bank links with two years of transactions; the others have two months
_LITTLE = ("bnk102", "low")


@dataclass
class Clocks:
    """Belvo's clock and the desk's, which are moved on together."""

    belvo: str
    session: requests.Session
    moved: timedelta = timedelta()

    def advance(self, by: timedelta) -> None:
        """Move both on, and wait until Belvo has sent what it announces of that."""
        body = {"minutes": by.total_seconds() / 60}
        self.session.post(f"{self.belvo}/control/clock/advance/", json=body).raise_for_status()
        self.moved += by
        while self._is_telling():
            time.sleep(0.02)

    def now(self) -> str:
        """The desk's instant."""
        return instants.encode(datetime.now(UTC) + self.moved)

    def _is_telling(self) -> bool:
        state = self.session.get(f"{self.belvo}/control/state/").json()
        return bool(state["announcements"] or state["deliveries_by_state"].get("waiting"))


def connect(belvo: str, count: int, clocks: Clocks) -> list[str]:
    """So many recurrent links of the products' usual mix, made one after the other over a week."""
    made = []
    for number, institution in enumerate(islice(institutions_of_links(), count)):
        username, password = _user(institution, number)
        body = {"institution": institution, "username": username, "password": password, "access_mode": "recurrent"}
        answer = clocks.session.post(
            f"{belvo}/api/links/", json={name: value for name, value in body.items() if value}, timeout=60
        )
        answer.raise_for_status()
        made.append(str(answer.json()["id"]))
        clocks.advance(_APART / count)
    return made


def _user(institution: str, number: int) -> tuple[str, str]:
    known = PEOPLE[institution][1]
    if not institution.endswith(("retail", "business")):
        return known[number % len(known)]
    return _LITTLE if number % _FULL_EVERY else (f"{number:08}", "any")


@contextmanager
def receiving(db: Database) -> Iterator[str]:
    """The address of a receiver of webhooks that queues what they call for."""

    async def receive(request: Request) -> Response:
        accept_webhook(db, await request.json())
        return JSONResponse({})

    with listen("127.0.0.1", 0) as listener:
        server = Server(Starlette(routes=[Route("/webhooks/belvo", receive, methods=["POST"])]), lambda: None)
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"{url_of(listener)}/webhooks/belvo"
        finally:
            server.should_exit = True
            thread.join()


class Desk:
    """A store, its worker, and the schedule by which this one works; what Belvo has accessed is news."""

    def __init__(self, db: Database, client: BelvoClient, clocks: Clocks, rules: Rules) -> None:
        self.db = db
        self._clocks = clocks
        self._rules = rules
        self._worker = Pulls(
            Tools(db, client, rules=rules, shared=SharedLists(db, client)), PULLS, Event(), "benchmark"
        )
        self._schedule = Schedule(db, rules)

    def pass_an_hour(self) -> set[str]:
        """Do what comes up in an hour of both clocks; returns the links that Belvo is seen to have accessed in it."""
        before = self._accessed()
        self._schedule = Schedule(self.db, self._rules)  # one compares all links at its start
        for _ in range(HOUR // STEP):
            self._clocks.advance(STEP)
            self.settle()
        return {one for one, at in self._accessed().items() if before.get(one) != at}

    def catch_up(self) -> None:
        """Compare all links, and have the rounds that gather for that."""
        for _ in range(2):
            self._schedule = Schedule(self.db, self._rules)
            self.settle()
            self._clocks.moved += timedelta(minutes=1)

    def settle(self) -> None:
        """Carry out what is due, and what that leads to."""
        self._schedule.tick()
        while self._worker or any(job.not_before <= instants.now() for job in jobs.active(self.db)):
            self._schedule.tick()
            self._worker.take_jobs()
            self._worker.wait()
            self._worker.look_after()

    def lacks(self, every: Sequence[str]) -> dict[str, int]:
        """How many rows of these links the desk lacked, by resource: a whole pull of each finds them."""
        with self.db.write() as connection:
            asked = [jobs.enqueue(connection, one, [*pulled_resources()], "operator", full=True) for one in every]
        self.settle()
        found = [run for job in asked for run in runs.for_job(self.db, job).to_dict("records")]
        assert {run["state"] for run in found} <= {"done", "skipped"}
        lacked = Counter[str]()
        for run in found:
            lacked[run["resource"]] += int(run["added"] + run["changed"] + run["deleted"])
        return dict(+lacked)

    def _accessed(self) -> dict[str, str | None]:
        with self.db.read() as connection:
            return links.live(connection)
