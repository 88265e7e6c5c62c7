"""Every fault of the local Belvo's catalogue met by a pull, which ends as the fault's kind calls for."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from threading import Event

import pytest

from belvo_client import BelvoClient, Retries, Timeouts
from belvo_client.http import bounds
from belvo_sandbox import Served
from belvo_sandbox.faults.effects import API_FAULTS
from belvo_sandbox.faults.odd_rows import ODD_ROWS
from belvo_sandbox.http import paging
from store import Database
from store.ops import jobs
from store.ops.jobs import State
from store.write import links, rows
from sync.worker import LEASE, carry_out
from tests.kit.local_belvo import KEYS, client_of
from tests.sync.figures import Content, content_of, of_belvo, of_desk
from tests.sync.processes import local_environment, sync

RESOURCES = ("accounts", "transactions")
PAGE = 10
"""Rows on a page, so that a short list has several."""

LATER = {
    *("too_many_sessions", "institution_down", "institution_unavailable", "request_timeout", "service_unavailable"),
    *("unexpected_error", "link_refreshed", "throttled", "firewall", "bad_gateway", "cut", "truncated"),
    *("throttled_for_ages", "throttled_until", "throttled_sometime", "drip", "bomb"),
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

HARMLESS = {
    *("delay", "next_elsewhere", "another_account", "one_country", "older_merchant", "instant_for_day"),
    *("half_emoji", "huge_integer", "long_text"),
}
"""Faults that change no figure."""

NOT_OF_THESE = {"consent_without_link"}
"""Faults that meet neither accounts nor transactions."""

UNREADABLE = {"deep_row", "broken_row"}
"""Faults by which a row of each page is set aside."""

FOREIGN = {"another_link", "another_object", "endless_rows", "endless_pages", "endless_count", "next_of_another_link"}
"""Faults by which nothing of an answer is to be believed."""

FIRST_PAGE_KEPT = {"endless_rows", "next_of_another_link"}
"""Those of them that only come to light on a later page."""

AT = {"another_object": "GET /api/links/{id}/", "one_country": "GET institutions"}
"""What a fault is aimed at, where it is not the list of transactions."""

SECONDS = {"delay": 0.01, "throttled": 0.01, "drip": 0.05}

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer that the client takes here: a bomb that is unpacked to its usual bound takes its time."""


@pytest.fixture(scope="module", autouse=True)
def _short_pages() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "_LARGEST_SIZE", PAGE)
        yield


@pytest.fixture(scope="module")
def client(sandbox: Served) -> Iterator[BelvoClient]:
    with client_of(sandbox.url) as client:
        yield client


@pytest.fixture(scope="module")
def impatient(sandbox: Served) -> Iterator[BelvoClient]:
    """A client that waits for a whole answer for a second only."""
    with BelvoClient(sandbox.url, *KEYS, retries=Retries.off(), timeouts=Timeouts(read=1)) as client:
        yield client


@pytest.fixture(scope="module")
def link(client: BelvoClient) -> str:
    return client.links.create("erebor_mx_retail", "bnk102", "low", fetch_resources=["ACCOUNTS", "TRANSACTIONS"])["id"]


@dataclass(frozen=True)
class End:
    """How a pull ended: its job's state, the kind of its error, the link's status, and how many rows it left."""

    state: State
    kind: str | None
    status: str | None
    rows: int


def pull(db: Database, client: BelvoClient, link: str) -> End:
    with db.write() as connection:
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


@pytest.fixture(scope="module")
def right(client: BelvoClient, link: str, empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Content:
    """What a store holds after a pull that nothing befell, whose figures are Belvo's."""
    with Database.open(shutil.copy(empty_store, tmp_path_factory.mktemp("right") / "local.db")) as db:
        assert pull(db, client, link).state is State.DONE
        figures = of_belvo(client, link, RESOURCES)
        assert figures.counts["transactions"] > PAGE
        assert of_desk(db, link, RESOURCES) == figures
        return content_of(db, RESOURCES)


def sums(content: Content) -> Content:
    return {table: found for table, found in content.items() if table != "transactions"}


def wanted(fault: str, there: int) -> End:
    """How a first pull that meets a fault has to end, where `there` are as many transactions."""
    if fault in UNREADABLE:
        return End(State.DONE, None, "valid", there - ceil(there / PAGE))
    if fault in FOREIGN:
        return End(State.FAILED, "fatal", "valid", PAGE if fault in FIRST_PAGE_KEPT else 0)
    if fault in HARMLESS or fault in ODD_ROWS:
        return End(State.DONE, None, "valid", there)
    if fault in NOT_OFFERED:
        return End(State.DONE, None, "valid", 0)
    if fault in LATER:
        return End(State.QUEUED, "retriable", "valid", 0)
    if fault in THEIR_TURN:
        return End(State.FAILED, "needs_user", THEIR_TURN[fault], 0)
    return End(State.FAILED, "fatal", "valid", 0)


@pytest.mark.parametrize("fault", [name for name in API_FAULTS if name not in NOT_OF_THESE])
def test_a_pull_ends_as_the_fault_calls_for_and_the_next_one_has_everything(
    db: Database,
    sandbox: Served,
    client: BelvoClient,
    impatient: BelvoClient,
    link: str,
    right: Content,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = len(right["transactions"])
    monkeypatch.setattr(bounds, "LARGEST", LARGEST)
    with db.write() as connection:
        links.save(connection, client.links.get(link))
    sandbox.control.add_fault(fault, endpoint=AT.get(fault, "GET transactions"), seconds=SECONDS.get(fault))
    ended = pull(db, impatient if fault == "drip" else client, link)
    sandbox.control.end_faults()
    assert ended == wanted(fault, there)
    if fault in HARMLESS:
        assert sums(content_of(db, RESOURCES)) == sums(right)
    assert pull(db, client, link) == End(State.DONE, None, "valid", there)
    assert content_of(db, RESOURCES) == right


@pytest.mark.sqlite_only(reason="is about what Belvo sends, and leaves a second consent at the bank each time")
def test_consents_that_name_no_link_are_those_of_the_link_at_their_bank(
    db: Database, sandbox: Served, client: BelvoClient
) -> None:
    link = client.links.create("ofmockbank_br_retail", "76109277673", "", fetch_resources=["OWNERS"])["id"]
    right = [consent["id"] for consent in client.consents.list()]
    assert len(right) == 1
    sandbox.control.add_fault("consent_without_link", endpoint="GET consents")
    for _ in range(2):
        with db.write() as connection:
            jobs.enqueue(connection, link, ["owners", "consents"], "operator")
        job = jobs.claim(db, "tester", LEASE)
        assert job is not None
        outcome = carry_out(db, client, job, Event())
        assert outcome is not None
        assert outcome.errors == []
        with db.read() as connection:
            assert sorted(rows.live_ids(connection, "consents", link)) == right
        sandbox.control.end_faults()


TOLD = {
    "login_error": "Have the person check them at the institution itself.",
    "unexpected_error": "give Belvo's support the request ID. A running Linkdesk tries it again by itself.",
    "access_to_resource_denied": "Ask Belvo to switch the resource on for your account.",
    "cut": "Check the network and the base URL, then try again. A running Linkdesk tries it again by itself.",
}
"""Faults of each kind, and the next step that a terminal tells."""


def test_in_a_terminal_a_fault_is_told_with_the_next_step_and_the_next_pull_is_right(
    sandbox: Served, link: str, right: Content, tmp_path: Path
) -> None:
    local = local_environment(tmp_path) | {"BELVO_BASE_URL": sandbox.url}
    asked = (link, *(part for name in RESOURCES for part in ("--resource", name)))
    for fault, step in TOLD.items():
        sandbox.control.add_fault(fault, endpoint="GET transactions", link=link)
        done = sync(*asked, environment=local)
        sandbox.control.end_faults()
        assert (done.returncode, step in done.stderr, len(done.stderr.splitlines())) == (1, True, 1), done.stderr
        assert [line.split()[1:3] for line in done.stdout.splitlines()] == [
            ["accounts", "done"],
            ["transactions", "interrupted" if fault == "cut" else "failed"],
        ]
    assert sync(*asked, environment=local).returncode == 0
    with Database.open(tmp_path / "local.db") as db:
        assert content_of(db, RESOURCES) == right
