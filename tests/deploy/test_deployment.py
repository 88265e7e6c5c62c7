"""Several desks on one store behind the proxy: what one does the others have, and a kill loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from store import Database
from store.ops import jobs
from store.ops.jobs import State
from store.write import institutions
from tests.e2e.connecting import choose_erebor, finish, sign_in
from tests.e2e.test_connect import ids
from tests.kit.browser import chromium, page_of
from tests.kit.deployment import Deployment, Program, deployment, rest
from tests.kit.local_belvo import Api, client_of
from tests.kit.postgresql import Cluster
from tests.kit.stores import ENGINES
from tests.kit.waiting import PATIENCE, until

ROWS = ("accounts", "owners", "transactions")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store; of SQLite a file that all of them open, as they can on one machine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    with cluster.database(request.getfixturevalue("empty_database")) as url:
        yield url


def test_a_webhook_counts_once_whichever_receiver_takes_it_in_and_when_one_is_gone(store: str, tmp_path: Path) -> None:
    count = {"dashboards": 0, "receivers": 2, "workers": 0}
    with deployment(tmp_path, store, **count) as desks, desks.database() as db:
        desks.wait_until_known(db)
        assert [tell(desks, "first") for _ in range(2)] == [200, 200]
        desks.receivers[0].kill()
        assert [tell(desks, webhook) for webhook in ("first", "second", "third")] == [200, 200, 200]
        assert webhooks(db) == ["first", "second", "third"]


def tell(desks: Deployment, webhook: str) -> int:
    body = {"webhook_id": webhook, "webhook_type": "ACCOUNTS", "webhook_code": "new_accounts_available"}
    return requests.post(f"{desks.url}/webhooks/belvo", json=body, timeout=PATIENCE).status_code


def webhooks(db: Database) -> list[str]:
    return sorted(db.frame("SELECT webhook_id FROM webhook_events")["webhook_id"])


@pytest.mark.exam
def test_what_one_desk_connects_the_other_has_and_a_page_outlives_its_desk(
    store: str, browser: Browser, tmp_path: Path
) -> None:
    with (
        deployment(tmp_path, store, workers=1) as desks,
        desks.database() as db,
        page_of(browser) as one,
        page_of(browser) as other,
    ):
        until(lambda: not institutions.table(db).empty, rest=rest)
        other.goto(f"{desks.url}/links")
        expect(other.get_by_role("heading", name="Links", exact=True)).to_be_visible()
        link = connect(one, desks)
        home = dashboard_of(one, desks)
        assert dashboard_of(other, desks) != home
        other.reload()
        expect(other.get_by_text("1 link", exact=True)).to_be_visible()

        home.kill()
        one.goto(f"{desks.url}/link?link={link}")
        expect(one.get_by_text("Erebor Bank").first).to_be_visible()
        assert dashboard_of(one, desks) != home


@pytest.mark.exam
def test_nothing_is_lost_while_each_process_is_killed_in_turn(store: str, tmp_path: Path) -> None:
    with deployment(tmp_path, store) as desks, desks.database() as db:
        desks.wait_until_known(db)
        for server in (*desks.dashboards, *desks.receivers):
            server.kill()
            pulled(db, desks.api().link("bnk102", "low")["id"])
            server.start()
            server.wait()
        for worker in desks.workers:
            kill_amid_a_pull(desks, worker, db)
        desks.belvo.kill()
        desks.belvo.start()
        desks.belvo.wait()
        pulled(db, desks.api().link("bnk102", "low")["id"])
        assert_nothing_is_lost(desks, db)


def connect(page: Page, desks: Deployment) -> str:
    page.goto(f"{desks.url}/connect")
    button = page.get_by_role("button", name="Add a bank account")
    expect(button).to_be_enabled()
    button.click()
    choose_erebor(page)
    sign_in(page)
    return finish(page)


def dashboard_of(page: Page, desks: Deployment) -> Program:
    """Which dashboard the page lives on, by the proxy's cookie."""
    (name,) = (cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "LDSRV")
    return desks.dashboards[int(name[-1]) - 1]


def pulled(db: Database, link: str) -> None:
    """Wait until the link is here with its rows, and nothing is left to be pulled of it."""
    until(lambda: (job := jobs.state(db, link)) and job.state is State.DONE and not jobs.active(db, link), rest=rest)


def kill_amid_a_pull(desks: Deployment, worker: Program, db: Database) -> None:
    """Another one takes its pull over, once it has not been heard of for as long as a lease is."""
    (other,) = [one for one in desks.workers if one is not worker]
    belvo = desks.api()
    belvo.add_fault(error="delay", endpoint="transactions", seconds=2)
    other.pause()
    link = belvo.link("bnk100", "full")["id"]
    until(lambda: [job for job in jobs.active(db, link) if job.owner == worker.name])
    worker.kill()
    other.go_on()
    belvo.call("DELETE", "/control/faults/", auth=None).raise_for_status()
    pulled(db, link)
    worker.start()
    desks.wait_until_known(db)


def assert_nothing_is_lost(desks: Deployment, db: Database) -> None:
    """What is stored is what the bank has, and every webhook that Belvo got an answer to is here once."""
    with client_of(desks.belvo.url) as client:
        links = [link["id"] for link in client.links.list()]
        assert ids(db, "links") == {*links}
        for name in ROWS:
            rows = [row for link in links for row in getattr(client, name).list(link=link)]
            assert ids(db, name) == {row["id"] for row in rows}
            if name == "transactions":
                total = db.frame("SELECT sum(amount) AS total FROM transactions")["total"].item()
                assert total == sum(round(row["amount"] * 10_000) for row in rows)
    # A Belvo that is killed may have been answered, and have noted nothing of it yet.
    until(lambda: {*delivered(desks.api())} <= {*webhooks(db)})
    assert len({*webhooks(db)}) == len(webhooks(db))
    assert jobs.active(db) == []


def delivered(belvo: Api) -> list[str]:
    told = belvo.get("/control/webhooks/deliveries/")["results"]
    return sorted({one["body"]["webhook_id"] for one in told})
