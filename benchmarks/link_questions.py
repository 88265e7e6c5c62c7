"""What the questions behind Overview and Links cost over many links, on both engines.

    python -m benchmarks.link_questions [LINKS …] [--rounds N] [--json FILE]

Per engine a store is filled with so many links (50,000 if none is named) as `benchmarks.link_lists` does, and each
question is asked as often as there are rounds. Told is the mean of milliseconds of processor, of this process and of
PostgreSQL's together, which other programs on the machine disturb less than those that pass. A PostgreSQL of its own
is started for it; without one, SQLite is measured alone.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, datetime

import psutil

from benchmarks import report
from benchmarks.claims import processor, stores
from benchmarks.link_lists import fill, link_id
from store import Database
from store.queries.links import held_up, judged, listing, overview
from store.queries.links.listing import LinkFilter
from store.write import revisions
from tests.kit.postgresql import NoPostgresql, running_cluster

PAGE = 25
BRAZIL = tuple(f"bank_{number:03}_br" for number in range(1, 120, 4))


def questions(db: Database, now: datetime) -> Mapping[str, Callable[[], object]]:
    """What is asked, by what it is asked for."""

    def changed() -> None:
        with db.write() as connection:
            revisions.bump(connection, link_id(7))
        judged.renew(db, now)

    def page(order: str = "urgent", start: int = 0, **wanted: object) -> Callable[[], object]:
        return lambda: listing.ids(db, LinkFilter(**wanted), now, order=order, start=start, limit=PAGE)  # type: ignore[arg-type]

    return {
        "figures of the first page": lambda: overview.summary(db),
        "the queue": lambda: held_up.queue(db, now, most=3),
        "counts of all facets": lambda: listing.kinds(db, LinkFilter(), now),
        "counts of a text's": lambda: listing.kinds(db, LinkFilter(find="gómez 1"), now),
        "people with most links": lambda: listing.people(db, LinkFilter(), now, most=50),
        "a page, most urgent first": page(),
        "a page, newest data first": page("fresh"),
        "a page, by institution": page("institution"),
        "a page of a text": page(find="gómez 1"),
        "a page of a country and an age": page(institutions=BRAZIL, freshness=("week",)),
        "the last page": page(start=47_500),
        "one link has changed: judged anew": changed,
    }


def measured(db: Database, rounds: int, server: psutil.Process | None) -> dict[str, float]:
    """Milliseconds of processor of each question."""
    now = datetime.now(UTC)
    while judged.renew(db, now).left:
        pass
    found = {}
    for name, ask in questions(db, now).items():
        ask()
        before = _taken(server)
        for _ in range(rounds):
            ask()
        found[name] = (_taken(server) - before) / rounds * 1000
    return found


def _taken(server: psutil.Process | None) -> float:
    """Seconds of processor of this process and of the server."""
    return time.process_time() + processor(server)


def main() -> None:
    """Measure, print, write."""
    asked = report.parser(__doc__, rows=(50_000,), rounds=20, what="links").parse_args()
    figures: dict[str, dict[str, object]] = {}
    with ExitStack() as stack:
        cluster = None
        with suppress(NoPostgresql):
            cluster = stack.enter_context(running_cluster())
        for size in asked.rows:
            for engine in ("SQLite", "PostgreSQL") if cluster else ("SQLite",):
                with stores(engine, cluster) as store, Database.open(store.address) as db:
                    fill(db, size)
                    for name, taken in measured(db, asked.rounds, store.server).items():
                        figures.setdefault(name, {})[f"{engine} at {size:,}"] = round(taken, 1)
    report.table("Questions over many links, milliseconds of processor", figures)
    report.write(asked.json, "link_questions", figures)


if __name__ == "__main__":
    main()
