"""A program that pulls what it makes up, as a worker does, until its time is over.

    python -m tests.store.postgresql.writing ADDRESS NAME SECONDS

It claims jobs, stores pages of the same days and categories as all others do, some rows changed and some gone, ends the
jobs and queues new ones. A server that goes away is waited for. At last it says how many jobs it ended.
"""

import sys
import time
from datetime import timedelta
from random import Random

from domain.pulls.slots import Slots
from store import Database
from store.core.errors import LostLease, Unusable
from store.engine import Connection
from store.ops import jobs
from store.ops.jobs import Job
from store.write import institutions, links, rows
from store_address import Address
from sync.run import guarded
from sync.webhooks import accept_webhook
from tests.kit import bodies

LEASE = timedelta(seconds=3)
RESOURCES = ("accounts", "owners", "transactions")
ROWS = 12
DIFFERENT = 60
"""Transactions of a link."""


def link_id(number: int) -> str:
    return f"{bodies.LINK[:-2]}{number:02}"


def fill(db: Database, count: int) -> None:
    """So many links, each with a job for every resource."""
    with db.write() as connection:
        for number in range(count):
            links.save(connection, bodies.link(id=link_id(number)))
            for resource in RESOURCES:
                jobs.enqueue(connection, link_id(number), [resource], "schedule")


def pull(db: Database, job: Job, chance: Random) -> None:
    """Store two pages for the job and have one row gone, end it, and queue the same again."""
    number = int(job.link[-2:])
    account = bodies.account(id=f"{number:08x}-cccc-4ccc-8ccc-000000000000", link=job.link)
    for _ in range(2):
        some = chance.sample(range(DIFFERENT), ROWS)
        items = [
            bodies.transaction(
                1000 * number + one,
                of=account,
                amount=chance.randint(1, 99),
                type=chance.choice(["INFLOW", "OUTFLOW"]),
                value_date=f"2026-11-{chance.randint(1, 5):02}",
            )
            for one in some
        ]

        def store(connection: Connection, items: list[dict[str, object]] = items) -> None:
            jobs.guard(connection, job)
            rows.save_page(connection, "transactions", job.link, items)

        db.written(store)
    gone = str(items[0]["id"])

    def lose(connection: Connection) -> None:
        jobs.guard(connection, job)
        rows.mark_deleted(connection, "transactions", [gone], link_id=job.link)

    db.written(lose)
    if chance.random() < 0.3:
        with guarded(db, job) as connection:
            links.save(connection, bodies.link(id=job.link, status=chance.choice(["valid", "invalid"])))
            institutions.save(connection, [bodies.institution(display_name=f"Bank {chance.random()}")])
    for _ in range(3):
        accept_webhook(db, webhook(chance))
    jobs.finish(db, job)
    with db.write(beside=True) as connection:
        jobs.enqueue(connection, job.link, job.resources, "schedule")


def webhook(chance: Random) -> dict[str, object]:
    """One about any link, which may come twice or be about a link that is not known."""
    return {
        "webhook_id": f"{chance.getrandbits(10)}",
        "webhook_type": chance.choice(["ACCOUNTS", "OWNERS", "TRANSACTIONS", "LINKS"]),
        "webhook_code": chance.choice(["historical_update", "new_transactions_available", "connection_error"]),
        "link_id": link_id(chance.randrange(7)),
    }


def work(db: Database, name: str, seconds: float) -> int:
    """How many jobs were ended."""
    chance, count, until = Random(name), 0, time.monotonic() + seconds  # noqa: S311 - the same each time
    while time.monotonic() < until:
        try:
            for job in jobs.claim_all(db, name, LEASE, Slots(4)) or jobs.claim_all(db, name, LEASE, Slots(8)):
                if job.link == jobs.EVERY_LINK:
                    jobs.finish(db, job)
                else:
                    pull(db, job, chance)
                count += 1
        except LostLease:
            continue
        except Unusable:
            time.sleep(0.05)
    return count


def main() -> None:
    address, name, seconds = sys.argv[1:]
    with Database.open(Address(None, address)) as db:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdout.write(f"{work(db, name, float(seconds))}\n")


if __name__ == "__main__":
    main()
