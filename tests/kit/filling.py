"""Stores as a desk finds them: links pulled well, links that need somebody, and one that is being pulled."""

from datetime import datetime, timedelta

from store import Database
from store.core import instants
from store.ops import jobs, runs
from store.ops.jobs import Failure, Job
from store.write import institutions, links, rows
from tests.kit import bank
from tests.kit.bank import EREBOR, EREBOR_BR, GRINGOTTS, HOSTILE_BANK, NOW, Bank

RESOURCES = ("accounts", "transactions", "owners")
PULLED = timedelta(minutes=12)
CONNECTED = timedelta(days=30)


def connect(db: Database, name: str, where: Bank, *, status: str = "valid") -> str:
    """A link that nothing was pulled of yet; returns its id."""
    body = bank.link(name, where, status=status)
    with db.write() as connection:
        institutions.save(connection, [where.body], now=instants.encode(NOW - CONNECTED))
        links.save(connection, body, now=instants.encode(NOW - CONNECTED))
    return str(body["id"])


def pulled(
    db: Database, name: str, where: Bank, *, status: str = "valid", days: int = bank.DAYS, now: datetime = NOW
) -> str:
    """A link with all its rows and a pull that went well."""
    link = connect(db, name, where)
    job = begin_pull(db, link, at=now - PULLED)
    everything = {"accounts": bank.accounts(link, where), "owners": bank.owners(link)}
    everything["transactions"] = [
        row for account in everything["accounts"] for row in bank.transactions(account, where, days=days)
    ]
    with db.write() as connection:
        for resource in RESOURCES:
            run = runs.start(connection, job.id, link, resource, now=instants.encode(now - PULLED))
            saved = rows.save_page(connection, resource, link, everything[resource])
            count = len(everything[resource])
            runs.advance(connection, run, count, count, 1)
            runs.finish(
                connection, run, "done", added=saved.added, now=instants.encode(now - PULLED + timedelta(seconds=2))
            )
        if status != "valid":
            links.set_status(connection, link, status, now=instants.encode(now - PULLED))
    jobs.finish(db, job, now=instants.encode(now - PULLED + timedelta(seconds=3)))
    return link


def begin_pull(db: Database, link: str, *, at: datetime = NOW, reason: str = "connected") -> Job:
    """A pull that a worker has begun."""
    with db.write() as connection:
        jobs.enqueue(connection, link, RESOURCES, reason, now=instants.encode(at))
    job = jobs.claim(db, "a worker", timedelta(minutes=5), now=instants.encode(at))
    assert job is not None
    return job


def fail_pull(
    db: Database, link: str, *, code: str = "institution_down", message: str = "The institution is down"
) -> None:
    """A pull that failed for good."""
    job = begin_pull(db, link, reason="operator")
    failure = Failure("retriable", code, message, "3c9f2d1ab0e84c5f9d3e7a6b5c4d3e2f")
    with db.write() as connection:
        run = runs.start(connection, job.id, link, "transactions", now=instants.encode(NOW))
        runs.finish(connection, run, "failed", error=failure, now=instants.encode(NOW + timedelta(seconds=9)))
    jobs.fail(db, job, failure, now=instants.encode(NOW + timedelta(seconds=9)))


def fill(db: Database, *, days: int = bank.DAYS) -> dict[str, str]:
    """Four links, each in another state; returns their ids by name."""
    found = {
        "well": pulled(db, "well", EREBOR, days=days),
        "brazil": pulled(db, "brazil", EREBOR_BR, days=days),
        "token": pulled(db, "token", GRINGOTTS, status="token_required", days=days),
        "failed": pulled(db, "failed", GRINGOTTS, days=days),
    }
    fail_pull(db, found["failed"])
    return found


def fill_hostile(db: Database) -> str:
    """One link whose every text tries to be more than text."""
    link = pulled(db, "hostile", HOSTILE_BANK, days=40)
    fail_pull(db, link, code="unexpected_error", message=bank.HOSTILE)
    return link
