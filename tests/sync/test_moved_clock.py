"""Pulls from a local Belvo whose clock moves: the desk follows what banks correct and take back, to the cent."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import requests

from belvo_client import BelvoClient
from belvo_sandbox import Served, serve
from store import Database
from store.ops import jobs, runs
from store.write import balance_history, rows
from sync import accept_webhook
from sync.worker import LEASE, carry_out
from tests.kit.local_belvo import client_of
from tests.kit.receiver import receiving
from tests.kit.waiting import until
from tests.sync.figures import BY_LINK, of_belvo, of_desk
from tests.sync.test_local_belvo import connect, pull

BANK = ("gringotts_br_retail", "bnk103", "negative")
"""A bank that offers all that banks do, and a customer at whom it corrects and takes back within days."""

OTHERS = (
    ("tatooine_mx_fiscal", "fiscal102", "low"),
    ("arrakis_cl_fiscal", "fiscal102", "low"),
    ("planet_mx_employment", "user_valid", "pass_valid"),
    ("nostromo_br_employment", "user_valid", "pass_valid"),
)
"""Institutions that offer all other resources between them."""

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path / "sandbox", now=NOW) as server:
        yield server


@pytest.fixture
def client(server: Served) -> Iterator[BelvoClient]:
    with client_of(server.url) as client:
        yield client


def work_off(db: Database, client: BelvoClient) -> None:
    """Carry out all that is queued and due, without an error."""
    while job := jobs.claim(db, "tester", LEASE):
        outcome = carry_out(db, client, job, Event())
        assert outcome is not None
        assert outcome.errors == []


def _stored(db: Database, ids: set[str]) -> dict[str, Mapping[str, Any] | None]:
    return {id_: rows.body(db, "transactions", id_) for id_ in ids}


@pytest.mark.parametrize(
    ("mode", "moves"), [pytest.param("dates_stay", (40,), marks=pytest.mark.exam), ("dates_move", (9, 9))]
)
def test_after_a_pull_the_store_holds_what_belvo_lists(
    db: Database, server: Served, client: BelvoClient, mode: str, moves: tuple[int, ...]
) -> None:
    server.control.set_corrections(mode)
    link = connect(client)
    pull(db, client, link)
    for days in moves:
        corrections = server.control.corrections(link)
        server.control.advance(days=days)
        pull(db, client, link)
        listed = {row["id"]: row for row in client.transactions.list(link=link)}
        with db.read() as connection:
            assert rows.live_ids(connection, "transactions", link) == set(listed)
        updated = {one["id"] for one in corrections if one["kind"] == "updated"} & listed.keys()
        assert updated
        stored = _stored(db, updated)
        for id_ in updated:
            body = stored[id_] or {}
            for name in ("amount", "balance", "category", "description", "accounting_date", "status"):
                assert body[name] == listed[id_][name]


@pytest.mark.parametrize("mode", ["dates_stay", "dates_move"])
def test_forty_days_later_sums_balances_and_counts_of_every_resource_are_belvos(
    db: Database, server: Served, client: BelvoClient, mode: str
) -> None:
    server.control.set_corrections(mode)
    links = [client.links.create(*who, access_mode="recurrent")["id"] for who in (BANK, *OTHERS)]
    asked = {resource for link in links for resource, *_ in pull(db, client, link)}
    before = of_desk(db, links[0])
    kinds = {one["kind"] for one in server.control.corrections(links[0])}
    server.control.advance(days=40)
    pulled = {resource for link in links for resource, *_ in pull(db, client, link)}
    after = {link: of_desk(db, link) for link in links}
    # What had no rows and was only a guess is not asked for again so soon.
    assert (kinds, asked | pulled) == ({"updated", "deleted"}, set(BY_LINK))
    assert after == {link: of_belvo(client, link) for link in links}
    assert after[links[0]].totals != before.totals
    steps = balance_history.reconcile(db)
    assert (steps.empty, steps["difference"].abs().max()) == (False, 0.0)


@pytest.mark.parametrize("mode", ["dates_stay", pytest.param("dates_move", marks=pytest.mark.exam)])
def test_webhooks_alone_set_off_the_pulls_that_forty_days_call_for(
    db: Database, server: Served, client: BelvoClient, mode: str
) -> None:
    server.control.set_corrections(mode)
    with _told(db, server) as codes_told:
        link = client.links.create(*BANK, access_mode="recurrent")["id"]
        pull(db, client, link)
        codes_told()
        server.control.advance(days=40)
        codes = codes_told()
    assert {"new_transactions_available", "transactions_updated", "transactions_deleted"} <= codes
    assert [job.full for job in jobs.active(db, link) if "transactions" in job.resources] == [True]
    work_off(db, client)
    assert of_desk(db, link) == of_belvo(client, link)
    assert {"incomes", "recurring_expenses", "risk_insights"} == _pulled_as_derived(db, link)


def _pulled_as_derived(db: Database, link: str) -> set[str]:
    found = runs.for_link(db, link)
    return {*found.loc[found["reason"] == "derived", "resource"]}


@contextmanager
def _told(db: Database, server: Served) -> Iterator[Callable[[], set[str]]]:
    """Has webhooks sent and gives what lets the store accept all that have been so far; it returns their codes."""
    control = f"{server.url}/control/webhooks"
    with receiving() as receiver, requests.Session() as http:
        http.post(f"{control}/endpoints/", json={"url": receiver.url}).raise_for_status()

        def accept() -> set[str]:
            server.control.advance()  # by nothing: it words what is announced
            until(lambda: http.get(f"{control}/deliveries/?state=waiting").json()["count"] == 0)
            bodies = [one.body for one in receiver.take(receiver.arrived.qsize())]
            assert all(accept_webhook(db, body).new for body in bodies)
            return {body["webhook_code"] for body in bodies}

        yield accept
