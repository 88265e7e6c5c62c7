"""How many calls of Belvo's rate keep a link current for a day.

    python -m benchmarks.daily_calls [--links N] [--days N] [--json FILE]

So many links (500) of the local Belvo, each refreshed once a week as Belvo does by itself, are pulled for the first
time and then kept current by a worker for so many of its days (7): once by webhook, once without. Belvo's clock is
moved on through its control address, ten minutes at a time, and the desk's with it.

A call about one link is that link's, one about several is theirs in equal parts, one about all is everybody's. A day
of a link has news if Belvo has read its institution on it; else it is quiet. Printed are the calls of a link's quiet
day and of one with news, by resource, and how many links 75 calls in 30 s keep current. In the end every link is
pulled whole once more, and nothing may be found that the desk did not have.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import mean
from threading import Event, Thread
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from belvo_client import BelvoClient, CallRecord
from belvo_sandbox import SECRET_ID, SECRET_PASSWORD
from belvo_sandbox.server import Server, listen, url_of
from benchmarks import report
from benchmarks.crowd import PEOPLE, institutions_of_links
from benchmarks.mock_server import running
from resources import pulled_resources
from store import Database
from store.core import instants
from store.ops import jobs, runs
from store.write import links
from sync import accept_webhook, schedule
from sync.attempt import Tools
from sync.rounds.shared import SharedLists
from sync.schedule import Rules, Schedule
from sync.worker import PULLS, Pulls

QUIET, NEWS = 5, 9
"""The goals: calls on a day of a link of which nothing is new, and on one of which something is."""

RATE = 75 / 30 * 86_400
"""Calls a day of one address."""

STEP = timedelta(minutes=10)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_APART = timedelta(days=7)  # between the first link's refresh and the last one's
_FULL_EVERY = 5  # bank links with two years of transactions; the others have two months
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


Calls = defaultdict[str, float]
"""Calls by resource."""


@dataclass
class Ledger:
    """Whose calls were made on which day: by day and link, calls by resource, those of several in equal parts."""

    every: Sequence[str]
    day: int = 0
    spent: dict[tuple[int, str], Calls] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    news: set[tuple[int, str]] = field(default_factory=set)
    calls: int = 0

    def note(self, record: CallRecord) -> None:
        """Take down one call."""
        query = parse_qs(record.query)
        named = ",".join(query.get("link", []) + query.get("link__in", [])) or record.link or ""
        whose = named.split(",") if named else self.every
        resource, _, item = record.path.removeprefix("/api/").rstrip("/").partition("/")
        name = item if resource in ("br", "mx", "cl") else resource
        for one in whose:
            self.spent[self.day, one][name] += 1 / len(whose)
        self.calls += 1

    def days(self, *, news: bool) -> list[Calls]:
        """The calls of each day of a link, quiet ones or those with news."""
        each = ((day, one) for day in range(self.day) for one in self.every)
        return [self.spent[which] for which in each if (which in self.news) is news]


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


def live(db: Database, client: BelvoClient, clocks: Clocks, ledger: Ledger, rules: Rules, days: int) -> None:
    """Keep the links current for so many days; news are where Belvo has read a link."""
    tools = Tools(db, client, rules=rules, shared=SharedLists(db, client))
    worker = Pulls(tools, PULLS, Event(), "benchmark")
    known = _accessed(db)
    for ledger.day in range(days):
        for _ in range(_DAY // _HOUR):
            clock = Schedule(db, rules)  # one compares all links at its start
            for _ in range(_HOUR // STEP):
                clocks.advance(STEP)
                clock.tick()
                drain(db, worker, clock)
            moved, known = {one for one, at in _accessed(db).items() if known.get(one) != at}, _accessed(db)
            ledger.news |= {(ledger.day, one) for one in moved}
    ledger.day = days


def _accessed(db: Database) -> dict[str, str | None]:
    with db.read() as connection:
        return links.live(connection)


def drain(db: Database, worker: Pulls, clock: Schedule) -> None:
    """Carry out what is due, and what that leads to."""
    while worker or any(job.not_before <= instants.now() for job in jobs.active(db)):
        clock.tick()
        worker.take_jobs()
        worker.wait()
        worker.look_after()


def unknown(db: Database, client: BelvoClient, every: Sequence[str]) -> int:
    """How many rows of these links the desk did not have as Belvo does: a whole pull of each finds them."""
    with db.write() as connection:
        asked = [jobs.enqueue(connection, one, [*pulled_resources()], "operator", full=True) for one in every]
    drain(db, Pulls(Tools(db, client), PULLS, Event(), "benchmark"), Schedule(db, Rules()))
    found = [run for job in asked for run in runs.for_job(db, job).to_dict("records")]
    assert not [run for run in found if run["state"] not in ("done", "skipped")]
    return sum(int(run["added"] + run["changed"] + run["deleted"]) for run in found)


def measure(belvo: str, count: int, days: int, *, webhooks: bool) -> tuple[Ledger, int]:
    """Whose calls the days took, and how many rows the desk lacked after them."""
    with ExitStack() as stack:
        db = stack.enter_context(Database.open(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "desk.db"))
        clocks = Clocks(belvo, stack.enter_context(requests.Session()))
        clocks.session.auth = (SECRET_ID, SECRET_PASSWORD)
        clocks.session.post(f"{belvo}/control/state/reset/").raise_for_status()
        stack.enter_context(patch.object(instants, "now", clocks.now))
        stack.enter_context(patch.object(schedule, "_EVERY", 0.0))
        ledger = Ledger(connect(belvo, count, clocks))
        observed = BelvoClient(belvo, SECRET_ID, SECRET_PASSWORD, observer=ledger.note)
        client, rules = stack.enter_context(observed), Rules(webhooks=webhooks)
        clock = Schedule(db, rules)
        clock.tick()
        drain(db, Pulls(Tools(db, client, rules=rules), PULLS, Event(), "benchmark"), clock)
        if webhooks:
            url = stack.enter_context(receiving(db))
            clocks.session.post(f"{belvo}/control/webhooks/endpoints/", json={"url": url}).raise_for_status()
        ledger.spent.clear()
        ledger.calls = 0
        live(db, client, clocks, ledger, rules, days)
        return ledger, unknown(db, client, ledger.every)


def figures(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """Calls of a day by resource, of a quiet one and one with news; `most` is what nine in ten days stay below."""
    kinds = {"quiet": ledger.days(news=False), "news": ledger.days(news=True)}
    resources = sorted({name for found in kinds.values() for day in found for name in day})
    table = {
        name: {kind: mean(day.get(name, 0) for day in found) if found else None for kind, found in kinds.items()}
        for name in resources
    }
    totals = {kind: sorted(sum(day.values()) for day in found) for kind, found in kinds.items()}
    table["all"] = {kind: mean(found) if found else None for kind, found in totals.items()}
    table["most"] = {kind: found[int(len(found) * 0.9)] if found else None for kind, found in totals.items()}
    table["days"] = {kind: len(found) for kind, found in totals.items()}
    a_day = ledger.calls / (len(ledger.every) * ledger.day)
    table["links an address"] = {"all days": round(RATE / a_day)}
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=int, default=500)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    options = parser.parse_args()
    found = {}
    for name, webhooks in (("by webhook", True), ("without webhooks", False)):
        with tempfile.TemporaryDirectory() as folder:
            command = (sys.executable, "-m", "belvo_sandbox", "--data-dir", folder, "--now", instants.now())
            with running(*command, path="/healthz") as port:
                ledger, lacking = measure(f"http://127.0.0.1:{port}", options.links, options.days, webhooks=webhooks)
        found[name] = figures(ledger)
        report.table(f"Calls a day of a link, {options.links} links, {name}; rows lacking: {lacking}", found[name])
    report.write(options.json, "daily_calls", found)


if __name__ == "__main__":
    main()
