"""Every fault of the local Belvo's catalogue met by a pull, which ends as the fault's kind calls for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from belvo_client import BelvoClient
from belvo_sandbox import Served, serve
from belvo_sandbox.faults.effects import API_FAULTS
from store import Database
from store.ops import jobs
from store.ops.jobs import State
from store.write import links
from sync.worker import LEASE, carry_out
from tests.kit.local_belvo import client_of
from tests.sync.figures import of_belvo, of_desk
from tests.sync.processes import local_environment, sync

RESOURCES = ("accounts", "transactions")
LATER = {
    *("too_many_sessions", "institution_down", "institution_unavailable", "request_timeout", "service_unavailable"),
    *("unexpected_error", "link_refreshed", "throttled", "firewall", "bad_gateway", "cut", "truncated"),
}
"""Faults after which the pull is tried again, unchanged."""

THEIR_TURN = {
    **{name: "invalid" for name in API_FAULTS if name.startswith("login_error")},
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
    with client_of(server.url) as client:
        yield client


@dataclass(frozen=True)
class End:
    """How a pull ended: its job's state, the kind of its error, the link's status, and how many rows it left."""

    state: State
    kind: str | None
    status: str | None
    rows: int


def connect(client: BelvoClient) -> str:
    return client.links.create("erebor_mx_retail", "bnk102", "low", fetch_resources=["ACCOUNTS", "TRANSACTIONS"])["id"]


def pull(db: Database, client: BelvoClient, link: str) -> End:
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
    return End(ended.state, ended.error.kind if ended.error else None, found.status, found.transactions)


def wanted(fault: str, there: int) -> End:
    """How a pull that meets a fault has to end, where `there` are as many transactions."""
    if fault == "delay":
        return End(State.DONE, None, "valid", there)
    if fault in NOT_OFFERED:
        return End(State.DONE, None, "valid", 0)
    if fault in LATER:
        return End(State.QUEUED, "retriable", "valid", 0)
    if fault in THEIR_TURN:
        return End(State.FAILED, "needs_user", THEIR_TURN[fault], 0)
    return End(State.FAILED, "fatal", "valid", 0)


def test_a_pull_ends_as_each_fault_calls_for_and_the_next_one_has_everything(
    db: Database, server: Served, client: BelvoClient
) -> None:
    there = client.transactions.count(link=connect(client))
    for fault, kind in API_FAULTS.items():
        link = connect(client)
        server.control.add_fault(fault, endpoint="GET transactions", link=link, seconds=0.01 if kind.seconds else None)
        ended = pull(db, client, link)
        server.control.end_faults()
        assert (fault, ended) == (fault, wanted(fault, there))
        assert (fault, pull(db, client, link)) == (fault, End(State.DONE, None, "valid", there))
        assert of_desk(db, link, RESOURCES) == of_belvo(client, link, RESOURCES)


TOLD = {
    "login_error": "Have the person check them at the institution itself.",
    "unexpected_error": "give Belvo's support the request ID. A running Linkdesk tries it again by itself.",
    "access_to_resource_denied": "Ask Belvo to switch the resource on for your account.",
    "cut": "Check the network and the base URL, then try again. A running Linkdesk tries it again by itself.",
}
"""Faults of each kind, and the next step that a terminal tells."""


def test_in_a_terminal_a_fault_is_told_with_the_next_step_and_the_next_pull_is_right(
    server: Served, client: BelvoClient, tmp_path: Path
) -> None:
    local = local_environment(tmp_path) | {"BELVO_BASE_URL": server.url}
    link = connect(client)
    asked = (link, *(part for name in RESOURCES for part in ("--resource", name)))
    for fault, step in TOLD.items():
        server.control.add_fault(fault, endpoint="GET transactions", link=link)
        done = sync(*asked, environment=local)
        server.control.end_faults()
        assert (done.returncode, step in done.stderr, len(done.stderr.splitlines())) == (1, True, 1), done.stderr
        assert [line.split()[1:3] for line in done.stdout.splitlines()] == [
            ["accounts", "done"],
            ["transactions", "interrupted" if fault == "cut" else "failed"],
        ]
    assert sync(*asked, environment=local).returncode == 0
    with Database.open(tmp_path / "local.db") as db:
        assert of_desk(db, link, RESOURCES) == of_belvo(client, link, RESOURCES)
