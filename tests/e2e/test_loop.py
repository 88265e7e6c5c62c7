"""The whole loop of `local`, with real processes: a link, its webhooks, what they set off, rows; and its erasure."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from actions import links as actions
from belvo_client import BelvoClient, LoginFailed
from store import Database
from store.ops import calls, historical, jobs, webhooks
from store.ops.jobs import State
from store.write import links
from tests.kit.actors import TESTER
from tests.kit.desk import Desk, running_desk
from tests.kit.local_belvo import Api
from tests.kit.waiting import until

HISTORY = ["accounts", "owners", "transactions"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("loop") / "data") as running:
        yield running
    assert running.complaints == []


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    with desk.store() as opened:
        yield opened


@pytest.fixture
def belvo(desk: Desk) -> Iterator[BelvoClient]:
    with desk.belvo() as client:
        yield client


def handled(db: Database, link: str) -> list[State | None]:
    """The states of what webhooks about the link itself have set off."""
    events = webhooks.page(db, webhooks.WebhookFilter(link=link, type="LINK"))
    found = [jobs.get(db, int(number)) for number in events["job"]]
    return [job.state if job else None for job in found]


def there(db: Database, link: str) -> bool:
    states = historical.state(db, link)
    return states.loc[states["state"] == "there", "resource"].tolist() == HISTORY


def test_a_desk_that_says_that_it_is_ready_is_told_of_what_happens_from_then_on(desk: Desk) -> None:
    receivers = Api(desk.belvo_url).call("GET", "/control/webhooks/endpoints/", auth=None).json()
    assert [receiver["url"] for receiver in receivers] == [f"{desk.url}/webhooks/belvo"]


def test_a_link_is_found_pulled_broken_and_erased_without_anybody_telling_the_desk(
    desk: Desk, db: Database, belvo: BelvoClient
) -> None:
    link = belvo.links.create(
        "erebor_mx_retail", "bnk102", "low", fetch_resources=["ACCOUNTS", "OWNERS", "TRANSACTIONS"]
    )["id"]
    until(lambda: links.find(db, link) and there(db, link))
    found = links.find(db, link)
    assert found is not None
    assert (found.transactions, found.followed) == (belvo.transactions.count(link=link), True)
    events = webhooks.page(db, webhooks.WebhookFilter(link=link, code="historical_update"))
    assert set(events["type"]) >= {"ACCOUNTS", "OWNERS", "TRANSACTIONS"}
    assert events["job"].notna().all()
    until(lambda: calls.count(db, calls.CallFilter(link=link, path="/api/transactions/", outcome="ok")))

    told = {"link_id": link, "webhook_type": "LINK", "webhook_code": "invalid_credentials"}
    Api(desk.belvo_url).call("POST", "/control/webhooks/send/", auth=None, json=told).raise_for_status()
    until(lambda: handled(db, link) == [State.DONE])
    still = links.find(db, link)
    assert still is not None
    assert still.status == "valid"  # whatever a webhook that comes late says
    for _ in range(6):  # so many failures in a row break a link
        with suppress(LoginFailed):
            belvo.links.update_credentials(link, "wrong")
    until(lambda: (changed := links.find(db, link)) and changed.status == "invalid")

    accounts = [account["id"] for account in belvo.accounts.list(link=link)]
    erasure = actions.delete(db, belvo, link, actor=TESTER)
    until(lambda: calls.count(db, calls.CallFilter(link=link)) == 0)
    assert (erasure.rows["transactions"], erasure.texts >= 1 + len(accounts)) == (found.transactions, True)
    db.checkpoint()
    content = b"".join(file.read_bytes() for file in Path(desk.data_dir).glob("local.db*") if "-shm" not in file.name)
    assert [text for text in (link, *accounts) if text.encode() in content] == []
