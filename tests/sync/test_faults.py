"""Every fault of the local Belvo's catalogue met by a pull, which ends as the fault's kind calls for."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest

from belvo_client import BelvoClient, Retries
from belvo_sandbox import Served, serve
from belvo_sandbox.faults import KINDS
from store import Database, jobs, links, transactions
from store.filters import Filter
from store.jobs import State
from sync.worker import LEASE, carry_out

RESOURCES = ("accounts", "transactions")
LATER = {
    *("too_many_sessions", "institution_down", "institution_unavailable", "request_timeout", "service_unavailable"),
    *("unexpected_error", "link_refreshed", "throttled", "firewall", "bad_gateway", "cut", "truncated"),
}
"""Faults after which the pull is tried again, unchanged."""

THEIR_TURN = {
    **{name: "invalid" for name in KINDS if name.startswith("login_error")},
    "invalid_link": "invalid",
    "expired_credentials": "invalid",
    "unconfirmed_link": "unconfirmed",
    "token_required": "token_required",
    **dict.fromkeys(("session_expired", "session_expired_ob", "consent_without_accounts"), "valid"),
}
"""Faults after which it is the person's turn, and what becomes of the link."""

NOT_OFFERED = {"unsupported_operation", "unavailable_data", "method_not_allowed", "activation_failed"}
"""What an institution does not have is no failure of the pull."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path / "sandbox") as server:
        yield server


@pytest.fixture
def client(server: Served) -> Iterator[BelvoClient]:
    keys = (server.secret_id, server.secret_password)
    with BelvoClient(server.url, *keys, retries=Retries.off()) as client:
        yield client


def pull(db: Database, client: BelvoClient, link: str) -> tuple[State, str | None, str | None]:
    """How a pull ended: its job's state, the kind of its error, and the link's status."""
    with db.write() as connection:
        links.save(connection, client.links.get(link))
        jobs.enqueue(connection, link, RESOURCES, "operator")
    job = jobs.claim(db, "tester", LEASE, now="2100-01-01T00:00:00.000000Z")
    assert job is not None
    carry_out(db, client, job, Event())
    ended, found = jobs.get(db, job.id), links.find(db, link)
    assert ended is not None
    assert found is not None
    if ended.state is State.QUEUED:
        jobs.cancel(db, job.id)
    return ended.state, ended.error.kind if ended.error else None, found.status


def wanted(fault: str) -> tuple[State, str | None, str]:
    """How a pull that meets a fault has to end."""
    if fault == "delay" or fault in NOT_OFFERED:
        return State.DONE, None, "valid"
    if fault in LATER:
        return State.QUEUED, "retriable", "valid"
    if fault in THEIR_TURN:
        return State.FAILED, "needs_user", THEIR_TURN[fault]
    return State.FAILED, "fatal", "valid"


def test_a_pull_ends_as_each_fault_calls_for_and_the_next_one_has_everything(
    db: Database, server: Served, client: BelvoClient
) -> None:
    link = client.links.create("erebor_mx_retail", "bnk102", "low", fetch_resources=["ACCOUNTS", "TRANSACTIONS"])["id"]
    ends = {}
    for fault, kind in KINDS.items():
        server.control.add_fault(fault, endpoint="GET transactions", link=link, seconds=0.01 if kind.seconds else None)
        ends[fault] = pull(db, client, link)
        server.control.end_faults()
    assert ends == {fault: wanted(fault) for fault in KINDS}
    assert pull(db, client, link) == (State.DONE, None, "valid")
    received = [*client.transactions.list(link=link)]
    stored = transactions.totals(db, Filter(links=(link,)))
    assert int(stored["count"].sum()) == len(received)
    assert Decimal(str(stored["net"].sum())) == sum(
        Decimal(str(row["amount"])) * (1 if row["type"] == "INFLOW" else -1) for row in received
    )
