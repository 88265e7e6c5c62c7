"""The whole way against the local Belvo, over a socket and through a process."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from threading import Event

import psutil
import pytest

from belvo_client import BelvoClient
from belvo_sandbox import serve
from resources import pulled_resources
from server_file import SERVER_FILE, SERVER_HEADER
from store import Database
from store.ops import jobs
from store.queries.banking import transactions
from store.queries.banking.filters import TransactionFilter
from store.write import aggregates, rows
from sync import local_belvo
from sync.worker import LEASE, carry_out
from tests.kit.local_belvo import client_of
from tests.kit.serving import QuietHandler, answering
from tests.sync.processes import local_environment, sync

KEYS = ("local-sandbox-id", "local-sandbox-password")

OFFERED = [
    "accounts",
    "transactions",
    "owners",
    "br_balances",
    "incomes",
    "recurring_expenses",
    "risk_insights",
]
"""What the bank has, in the order of pulling."""


def connect(client: BelvoClient) -> str:
    return client.links.create("erebor_mx_retail", "bnk100", "full", external_id="customer-1")["id"]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[BelvoClient]:
    with (
        serve(tmp_path / "data" / "sandbox") as server,
        client_of(server.url) as client,
    ):
        yield client


def pull(db: Database, client: BelvoClient, link: str, *, full: bool = False) -> list[tuple[str, str, int, int]]:
    with db.write() as connection:
        jobs.enqueue(connection, link, [*pulled_resources()], "operator", full=full)
    job = jobs.claim(db, "tester", LEASE)
    assert job is not None
    outcome = carry_out(db, client, job, Event())
    assert outcome is not None
    return [(result.resource, result.state, result.tally.added, result.tally.changed) for result in outcome.results]


def test_what_is_stored_is_what_belvo_has(db: Database, client: BelvoClient) -> None:
    link = connect(client)
    results = pull(db, client, link)
    assert [result[0] for result in results] == OFFERED
    for resource, state, added, changed in results:
        listed = {row["id"]: row for row in client.resource(resource).list(link=link)}
        with db.read() as connection:
            assert rows.live_ids(connection, resource, link) == set(listed)
        assert (state, added, changed) == ("done", len(listed), 0)
    stored = transactions.totals(db, TransactionFilter(links=(link,), transfers="counted"))
    received = [*client.transactions.list(link=link)]
    for direction, column in (("INFLOW", "inflow"), ("OUTFLOW", "outflow")):
        amounts = (Decimal(str(row["amount"])) for row in received if row["type"] == direction)
        assert Decimal(str(stored[column].sum())) == sum(amounts)


def test_pulling_again_changes_nothing_and_sums_equal_a_rebuild(db: Database, client: BelvoClient) -> None:
    link = connect(client)
    pull(db, client, link)
    for full in (False, True):
        assert [result[1:] for result in pull(db, client, link, full=full)] == [("done", 0, 0)] * len(OFFERED)
    flows = db.frame("SELECT * FROM flows_by_month ORDER BY link, account, month, type, category, status, currency")
    with db.write() as connection:
        aggregates.rebuild(connection)
    rebuilt = db.frame("SELECT * FROM flows_by_month ORDER BY link, account, month, type, category, status, currency")
    assert flows.equals(rebuilt)
    assert len(flows) > 0


def test_in_local_with_no_server_the_local_belvo_is_started_over_the_same_state(tmp_path: Path) -> None:
    with serve(tmp_path / "sandbox") as server, client_of(server.url) as client:
        link = connect(client)
        expected = client.transactions.count(link=link)
    done = sync(link, environment=local_environment(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[1:3] for line in done.stdout.splitlines()] == [[name, "done"] for name in OFFERED]
    with Database.open(tmp_path / "local.db") as db, db.read() as connection:
        assert rows.live_count(connection, "transactions", link) == expected


class OtherDesk(QuietHandler):
    """Answers everything, as whoever has taken a killed server's port since."""

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        self.send_response(200)
        self.send_header(SERVER_HEADER, "another")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")


def test_an_address_that_another_desk_has_taken_is_not_asked_and_the_store_is_good(tmp_path: Path) -> None:
    with serve(tmp_path / "sandbox") as server, client_of(server.url) as client:
        link = connect(client)
    with answering(OtherDesk) as url:
        (tmp_path / SERVER_FILE).write_text(f"{url} {'0' * 32} 1 0.0")
        for _ in range(2):  # the second time the store belongs to the first one's Belvo
            done = sync(link, "--resource", "accounts", environment=local_environment(tmp_path))
            assert (done.returncode, done.stderr) == (0, "")


def test_a_server_that_is_there_and_silent_is_named_in_a_sentence(tmp_path: Path) -> None:
    this = psutil.Process()
    (tmp_path / SERVER_FILE).write_text(f"http://127.0.0.1:9 {'0' * 32} {this.pid} {this.create_time()}")
    done = sync("--all", environment=local_environment(tmp_path))
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            f"Linkdesk (process {this.pid}) works in {tmp_path} and does not answer at http://127.0.0.1:9. "
            "Wait until it does, or end it, and try again."
        ],
    )


def test_the_local_belvo_ends_with_the_block(tmp_path: Path) -> None:
    before = psutil.Process().children()
    with local_belvo.running(tmp_path) as url:
        with client_of(url) as client:
            client.check()
        assert len(psutil.Process().children()) == len(before) + 1
    assert psutil.Process().children() == before


def test_a_local_belvo_that_cannot_start_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    with pytest.raises(local_belvo.NotStarted, match="did not start"), local_belvo.running(tmp_path / "state"):
        pass
