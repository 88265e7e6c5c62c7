"""How long the script of each page runs, over a few links and over many.

    python -m benchmarks.desk [LINKS …] [--transactions N] [--rounds N] [--page NAME …] [--keep FOLDER] [--json FILE]

Per number of links (3 and 100 if none is named) a store is filled with people of the local Belvo, 200 transactions,
100 API calls, 20 pulls and 10 webhooks for each link, and every page is opened as often as there are rounds, in a
session of its own. `cpu` is the median of the milliseconds of processor that the script's thread took, whatever else
the machine does; `wall` the median of those that passed; `changed` the median of as many runs, each after something of
the newest link has changed, so that what is kept in memory is found anew. The goal: no page above 300 at 500 links.
With --transactions there are so many more, in three currencies, and a link of the local Belvo's messy person; the
goal is 200 then.
"""

import gc
import logging
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from unittest.mock import patch

from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner

from belvo_sandbox import serve
from benchmarks import crowd, report
from components.ui import desk
from context import PAGES, Context
from settings import LOCAL_KEYS, ROOT, Secret, Settings
from store import Database
from store.queries.people.index import index_of
from store.write import links, revisions

VIEWS: dict[str, tuple[str, Mapping[str, str]]] = {
    **{
        page: (page, {}) for page in ("overview", "connect", "links", "institutions", "sessions", "webhooks", "api_log")
    },
    **{
        page: (page, {}) for page in ("inspector", "health", "explorer", "notices", "tokens", "audit", "views", "board")
    },
    **{page: (page, {}) for page in ("lab", "story", "widget_lab")},
    "connect many": ("connect_many", {}),
    "link": ("link", {"link": "?"}),
    "person": ("person", {"link": "?"}),
    "match": ("match", {"link": "?"}),
    "quality": ("quality", {"link": "?"}),
    "query": ("query", {"sql": "SELECT person, currency, sum(amount) FROM v_transactions GROUP BY person, currency"}),
    **{
        page: (page, {})
        for page in ("people", "accounts", "transactions", "cash_flow", "income", "employment", "fiscal")
    },
    "cash flow of one": ("cash_flow", {"links": "?"}),
    "transactions with text": ("transactions", {"text": "café"}),
    "income: measures": ("income", {"section": "measures"}),
    **{
        f"employment: {section}": ("employment", {"section": section})
        for section in ("people", "salaries", "paid", "measures")
    },
    **{
        f"fiscal: {section}": ("fiscal", {"section": section})
        for section in ("status", "returns_filed", "retentions", "compliance", "statements", "debts")
    },
    "fiscal: monthly returns": ("fiscal", {"section": "returns_filed", "returns": "monthly"}),
}
"""What is opened, by name: a page's file and its address, in which `?` stands for the newest link."""


class PageFailed(Exception):
    """A page showed an exception instead of what it is for."""


class Stopwatch:
    """Takes the time of every run of the script while it is in place: seconds of its thread, and seconds passed."""

    def __init__(self) -> None:
        self.times: list[tuple[float, float]] = []

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Within Streamlit's own way of running a script, in the thread that does nothing else."""
        run = ScriptRunner._run_script

        def timed(self_: ScriptRunner, rerun_data: RerunData) -> None:
            passed, taken = time.perf_counter(), time.thread_time()
            run(self_, rerun_data)
            self.times.append((time.thread_time() - taken, time.perf_counter() - passed))

        ScriptRunner._run_script = timed  # type: ignore[assignment, method-assign]  # there is no hook
        try:
            yield
        finally:
            ScriptRunner._run_script = run  # type: ignore[method-assign]  # as above


_COMPILED = ScriptCache()


def compiled_once() -> AbstractContextManager[object]:
    """Scripts are compiled once for all sessions, as the server does; an AppTest would compile them in each run."""
    return patch.object(local_script_runner, "ScriptCache", lambda: _COMPILED)


def opened(page: str, address: Mapping[str, str]) -> None:
    """Open the page in a session of its own; raises PageFailed if it shows an exception."""
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=600)
    for name, value in address.items():
        app.query_params[name] = value
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
    app.run()
    if app.exception:
        raise PageFailed(f"{page}: {app.exception[0].message}")


Times = tuple[float, float, float]
"""Milliseconds of processor and passed, and of processor after a change."""


def measure(names: Sequence[str], rounds: int) -> dict[str, Times | None]:
    """The times by view, over the store that the settings name; None of what failed."""
    newest = next(map(str, links.table(desk.database())["link"]), "")
    found: dict[str, Times | None] = {}
    for name in names:
        page, query = VIEWS[name]
        if not newest and "?" in query.values():
            continue
        try:
            found[name] = _timed(
                page, {key: newest if value == "?" else value for key, value in query.items()}, rounds, newest
            )
        except PageFailed as error:
            print(error)
            found[name] = None
    return found


def _timed(page: str, address: Mapping[str, str], rounds: int, newest: str) -> Times:
    same, changed = Stopwatch(), Stopwatch()
    with compiled_once():
        opened(page, address)  # imports, and what is kept from the first time
        with same.in_place():
            for _ in range(rounds):
                gc.collect()  # what earlier runs left is not this one's to clear away
                opened(page, address)
        for _ in range(rounds):
            with desk.database().write() as connection:
                revisions.bump(connection, newest)
            gc.collect()
            with changed.in_place():
                opened(page, address)
    taken, passed = zip(*same.times, strict=True)
    return median(taken) * 1000, median(passed) * 1000, median(cpu for cpu, _ in changed.times) * 1000


@contextmanager
def over(folder: Path, url: str) -> Iterator[None]:
    """The pages work with the store in this folder, and the local Belvo at this address."""
    given = Settings(data_dir=folder, secret_id=LOCAL_KEYS[0], secret_password=Secret(LOCAL_KEYS[1]), base_url=url)
    usual = desk.context
    with Context(given, PAGES) as opened:
        desk.context = lambda: opened
        try:
            yield
        finally:
            desk.context = usual


def main() -> None:
    """Measure, print, write."""
    parser = report.parser(__doc__, rows=(3, 100), rounds=5, what="links")
    parser.add_argument("--page", action="append", choices=[*VIEWS], help="measure only this; may be named again")
    parser.add_argument("--transactions", type=int, default=0, help="so many more, in three currencies, and messy ones")
    parser.add_argument("--keep", type=Path, help="where the stores are kept, and found the next time")
    asked = parser.parse_args()
    for talkative in ("streamlit", "uvicorn"):
        logging.getLogger(talkative).setLevel(logging.ERROR)
    figures: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as folder, serve((asked.keep or Path(folder)) / "belvo") as server:
        for size in asked.rows:
            data = (asked.keep or Path(folder)) / f"{size}"
            if not data.exists():
                with Database.open(data / "local.db") as db:
                    crowd.fill(db, server.url, size)
                    if asked.transactions:
                        crowd.fill_up(db, server.url, asked.transactions)
            with over(data, server.url):
                whole = desk.database().unmasked
                index_of(whole).bring_up_to_date(whole, date.today(), patience=3_600.0)  # noqa: DTZ011 - whichever
                for name, times in measure(asked.page or [*VIEWS], asked.rounds).items():
                    shown = map(round, times) if times else ("failed",) * 3
                    line = zip((f"{what} at {size:,}" for what in ("cpu", "wall", "changed")), shown, strict=True)
                    figures[name] = figures.get(name, {}) | dict(line)
    report.table("Pages, milliseconds of a run of the script", figures)
    report.write(asked.json, "desk", figures)


if __name__ == "__main__":
    main()
