"""How many calls of Belvo's rate keep a link current for a day.

    python -m benchmarks.daily_calls [--links N] [--days N] [--json FILE]

So many links (500) of the local Belvo, each refreshed once a week as Belvo does by itself, are pulled for the first
time and then kept current by a worker for so many of its days (7): once by webhook, once without. Belvo's clock is
moved on through its control address, twenty minutes at a time, and the desk's with it.

A call about one link is that link's, one about several is theirs in equal parts, one about all is everybody's. A day
of a link has news if Belvo has read its institution on it; else it is quiet. Printed are the calls of a link's quiet
day and of one with news, by resource, and how many links 75 calls in 30 s keep current. In the end every link is
pulled whole once more, and nothing may be found that the desk did not have.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path
from statistics import mean
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

import requests

from belvo_client import BelvoClient, CallRecord
from belvo_sandbox import SECRET_ID, SECRET_PASSWORD
from benchmarks import report
from benchmarks.mock_server import running
from benchmarks.moved_desk import HOUR, Clocks, Desk, connect, receiving
from store import Database
from store.core import instants
from sync import schedule
from sync.schedule import Rules

QUIET, NEWS = 5, 9
"""The goals: calls on a day of a link of which nothing is new, and on one of which something is."""

RATE = 75 / 30 * 86_400
"""Calls a day of one address."""

_DAY = timedelta(days=1)


Calls = defaultdict[str, float]
"""Calls by resource."""


@dataclass
class Ledger:
    """Whose calls were made on which day: by day and link, calls by resource, those of several in equal parts."""

    every: Sequence[str]
    day: int = 0
    spent: dict[tuple[int, str], Calls] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    news: set[tuple[int, str]] = field(default_factory=set)

    def note(self, record: CallRecord) -> None:
        """Take down one call."""
        query = parse_qs(record.query)
        named = ",".join(query.get("link", []) + query.get("link__in", [])) or record.link or ""
        whose = named.split(",") if named else self.every
        resource, _, item = record.path.removeprefix("/api/").rstrip("/").partition("/")
        name = item if resource in ("br", "mx", "cl") else resource
        for one in whose:
            self.spent[self.day, one][name] += 1 / len(whose)

    def days(self, *, news: bool) -> list[Calls]:
        """The calls of each day of a link, quiet ones or those with news."""
        each = ((day, one) for day in range(self.day) for one in self.every)
        return [self.spent[which] for which in each if (which in self.news) is news]


def measure(belvo: str, count: int, days: int, *, webhooks: bool) -> tuple[Ledger, dict[str, int]]:
    """Whose calls the days took, and how many rows the desk lacked after them, by resource."""
    with ExitStack() as stack:
        db = stack.enter_context(Database.open(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "desk.db"))
        clocks = Clocks(belvo, stack.enter_context(requests.Session()))
        clocks.session.auth = (SECRET_ID, SECRET_PASSWORD)
        # One that was kept may be closed by Belvo in the very moment in which it is used again.
        clocks.session.headers["Connection"] = "close"
        clocks.session.post(f"{belvo}/control/state/reset/").raise_for_status()
        stack.enter_context(patch.object(instants, "now", clocks.now))
        stack.enter_context(patch.object(schedule, "_EVERY", 0.0))
        stack.enter_context(patch.object(schedule, "in_background", lambda _call, _name: None))  # the daily check
        if webhooks:
            url = stack.enter_context(receiving(db))
            clocks.session.post(f"{belvo}/control/webhooks/endpoints/", json={"url": url}).raise_for_status()
        ledger = Ledger(connect(belvo, count, clocks))
        observed = BelvoClient(belvo, SECRET_ID, SECRET_PASSWORD, observer=ledger.note)
        desk = Desk(db, stack.enter_context(observed), clocks, Rules(webhooks=webhooks))
        desk.settle()
        desk.pass_an_hour()  # in which the desk learns that all of their history is there
        ledger.spent.clear()
        for ledger.day in range(days):
            for _ in range(_DAY // HOUR):
                ledger.news |= {(ledger.day, one) for one in desk.pass_an_hour()}
        ledger.day = days
        desk.catch_up()
        return ledger, desk.lacks(ledger.every)


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
    table["links an address"] = {"all days": round(RATE / mean(chain(*totals.values())))}
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
                ledger, lacked = measure(f"http://127.0.0.1:{port}", options.links, options.days, webhooks=webhooks)
        found[name] = figures(ledger)
        report.table(f"Calls a day of a link, {options.links} links, {name}; rows lacking: {lacked or 0}", found[name])
    report.write(options.json, "daily_calls", found)


if __name__ == "__main__":
    main()
