"""A store of many links to measure with: some people of the local Belvo, each copied under ids of its own."""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count, islice
from typing import Any

import orjson
import requests

from belvo_client import BelvoClient
from belvo_sandbox import SECRET_ID, SECRET_PASSWORD
from benchmarks.transactions import PAGE, Transactions
from resources import RESOURCES
from store import Database
from store.core import instants
from store.ops import calls
from store.ops.calls import Call
from store.write import institutions, links, rows

JSON = dict[str, Any]

_UNLISTED = tuple((f"{number:08}", "any") for number in range(4))

PEOPLE = {
    "erebor_mx_retail": (5, _UNLISTED),
    "planet_mx_employment": (
        3,
        (("BLPM951331IONVGR54", ""), ("job_changer", "full"), ("salaried", "full"), ("pensioner", "full")),
    ),
    "tatooine_mx_fiscal": (2, (("PFIS010101000", "individual"), ("PMO010101000", "business"))),
    "gringotts_br_retail": (4, _UNLISTED),
    "gringotts_mx_retail": (3, _UNLISTED),
    "nostromo_br_employment": (1, (("76109277673", "pass_valid"), ("10000000019", "pass_valid"))),
    "arrakis_cl_fiscal": (1, (("12345678-5", "any"), ("12345670-K", "any"))),
    "gotham_mx_business": (1, _UNLISTED),
}
"""Institutions: how many of twenty links are at each, and who is copied there; three links are at the first three."""

TRANSACTIONS, CALLS, WEBHOOKS, JOBS = 200, 100, 10, 20
"""How many there are for each link; transactions all lie at banks, a job has three runs."""

_BANKS = ("retail", "business")
_PER_LINK = [name for name, resource in RESOURCES.items() if resource.per_link and name != "consents"]
_STATES = ("valid",) * 15 + ("token_required", "invalid", "valid", "unconfirmed", "valid")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ERRORS = ("login_error", "institution_down", "too_many_requests")


@dataclass(frozen=True)
class Person:
    """A link as the local Belvo has it, and what it lists of it by the name of the resource."""

    link: JSON
    rows: Mapping[str, list[JSON]]

    def copied(self, name: str, *, transactions: int) -> "Person":
        """The same under other ids, with so many transactions, spread over all its time."""
        chosen, renamed = dict(self.rows), lru_cache(None)(lambda known: str(uuid.uuid5(uuid.UUID(known), name)))
        if listed := chosen.get("transactions"):
            step = max(len(listed) / transactions, 1)
            chosen["transactions"] = [listed[int(place * step)] for place in range(min(transactions, len(listed)))]
        text = orjson.dumps([self.link, chosen]).decode()
        return Person(*orjson.loads(_ID.sub(lambda found: renamed(found[0]), text)))


def fill(db: Database, url: str, number: int) -> None:
    """Make so many links with all that hangs on them, out of people of the local Belvo at this address."""
    names = [*islice(institutions_of_links(), number)]
    banks = sum(name.endswith(_BANKS) for name in names)
    with BelvoClient(url, SECRET_ID, SECRET_PASSWORD) as client:
        people = {name: [_person(client, url, name, user) for user in PEOPLE[name][1]] for name in {*names}}
        with db.write() as connection:
            institutions.save(connection, [dict(one) for one in client.institutions.list()])
    for place, name in enumerate(names):
        person = people[name][place % len(people[name])]
        _save(db, person.copied(str(place), transactions=TRANSACTIONS * number // banks), place)
    db.checkpoint()


MESSY = ("messy", "messy")
"""The local Belvo's person with all that banks get wrong."""

CURRENCIES = ("MXN", "BRL", "USD")


def fill_up(db: Database, url: str, transactions: int) -> None:
    """Store so many transactions more, shared out to the links at banks, in three currencies; and MESSY."""
    with BelvoClient(url, SECRET_ID, SECRET_PASSWORD) as client:
        _save(db, _person(client, url, "erebor_mx_retail", MESSY), 0)
    known = links.table(db)
    banks = known.loc[known["accounts"] > 0, "link"].to_list()
    for place, link in enumerate(banks):
        made = Transactions(transactions // len(banks), datetime.now(UTC), link)
        for first in range(0, made.count, PAGE):
            page = [_in(row, CURRENCIES[place % 3]) for row in made.between(first, min(first + PAGE, made.count))]
            with db.write() as connection:
                rows.save_page(connection, "transactions", link, page)
    db.checkpoint()


def _in(row: JSON, currency: str) -> JSON:
    return row | {"currency": currency, "account": row["account"] | {"currency": currency}}


def _person(client: BelvoClient, url: str, institution: str, user: tuple[str, str]) -> Person:
    login = {"institution": institution, **dict(zip(("username", "password"), filter(None, user), strict=False))}
    answer = requests.post(f"{url}/api/links/", json=login, auth=(SECRET_ID, SECRET_PASSWORD), timeout=60)
    answer.raise_for_status()
    link = answer.json()
    found = {name: [dict(row) for row in client.resource(name).list(link=link["id"])] for name in _PER_LINK}
    return Person(link, {name: listed for name, listed in found.items() if listed})


def institutions_of_links() -> Iterator[str]:
    """The institution of each link: all in turns, each as often as PEOPLE says."""
    for turn in count():
        yield from (name for name, (share, _) in PEOPLE.items() if turn % 5 < share)


def _save(db: Database, person: Person, place: int) -> None:
    link = str(person.link["id"])
    moment = datetime.now(UTC) - timedelta(minutes=7 * place)
    made = instants.encode(moment - timedelta(days=30))
    user = {"external_id": f"user-{place:04}", "status": _STATES[place % len(_STATES)], "created_at": made}
    with db.write() as connection:
        links.save(connection, person.link | user, now=made)
        for resource, listed in person.rows.items():
            rows.save_page(connection, resource, link, listed)
        connection.executemany(_JOB, [_job(link, moment, back) for back in reversed(range(JOBS))])
        for resource in ("accounts", "transactions", "owners"):
            connection.execute(_RUNS, {"resource": resource, "link": link})
        connection.executemany(_WEBHOOK, [_webhook(link, moment, back) for back in range(WEBHOOKS)])
        calls.record_many(connection, [_call(link, moment, back) for back in range(CALLS)])


def _job(link: str, moment: datetime, back: int) -> JSON:
    at = instants.encode(moment - timedelta(hours=9 * back))
    failed = _chance(link, back) % 12 == 0
    code = _ERRORS[_chance(link, back) % len(_ERRORS)] if failed else None
    return {"link": link, "at": at, "state": "failed" if failed else "done", "code": code}


def _webhook(link: str, moment: datetime, back: int) -> JSON:
    kind, code = (("TRANSACTIONS", "new_transactions_available"), ("ACCOUNTS", "historical_update"))[back % 2]
    body = {"webhook_type": kind, "webhook_code": code, "link_id": link, "data": {"new_transactions": back}}
    return {
        "id": str(uuid.uuid5(uuid.UUID(link), f"webhook {back}")),
        "type": kind,
        "code": code,
        "link": link,
        "body": orjson.dumps(body).decode(),
        "at": instants.encode(moment - timedelta(hours=13 * back)),
    }


def _call(link: str, moment: datetime, back: int) -> Call:
    failed = _chance(link, back) % 20 == 0
    return Call(
        at=instants.encode(moment - timedelta(minutes=31 * back)),
        method="GET",
        path=f"/api/{_PER_LINK[back % len(_PER_LINK)]}/",
        query=f"link={link}&page_size=1000",
        status=500 if failed else 200,
        milliseconds=40 + back,
        size=9000,
        request_id=uuid.uuid5(uuid.UUID(link), f"call {back}").hex,
        code="unexpected_error" if failed else None,
        message="Belvo could not do it" if failed else None,
        link=link,
    )


def _chance(link: str, number: int) -> int:
    """A number that is the same in every process."""
    return uuid.uuid5(uuid.UUID(link), str(number)).int


_JOB = """
    INSERT INTO jobs (link, resources, reason, priority, is_full, state, attempts, not_before, created_at, started_at,
        finished_at, fence, error_kind, error_code, error_message)
    VALUES (:link, 'accounts transactions owners', 'schedule', 2, 0, :state, 1, :at, :at, :at, :at, 0,
        CASE WHEN :code IS NOT NULL THEN 'retriable' END, :code, :code)
"""

_RUNS = """
    INSERT INTO sync_runs (job, link, resource, reason, state, started_at, finished_at, fetched, total, page, added,
        changed, unchanged, deleted, error_kind, error_code, error_message)
    SELECT id, link, :resource, reason, state, started_at, finished_at, 100, 100, 1, 3, 1, 96, 0, error_kind,
        error_code, error_message
    FROM jobs WHERE link = :link ORDER BY id
"""

_WEBHOOK = """
    INSERT INTO webhook_events (webhook_id, type, code, link, body, received_at, handled_at, job, outcome)
    VALUES (:id, :type, :code, :link, :body, :at, :at,
        (SELECT max(id) FROM jobs WHERE link = :link AND created_at <= :at), 'Pull queued')
"""
