import pytest
import requests

from actions import links as actions
from belvo_client import BelvoClient, ConnectionFailed, NotFound, Retries
from settings import LOCAL_KEYS
from store import Database, audit, jobs, links


@pytest.fixture
def link(belvo_url: str, db: Database) -> str:
    body = {"institution": "erebor_mx_retail", "username": "bnk102", "password": "low"}
    made = requests.post(f"{belvo_url}/api/links/", json=body, auth=LOCAL_KEYS, timeout=20).json()
    with db.write() as connection:
        links.save(connection, made)
    return str(made["id"])


def test_a_pull_is_queued_for_a_person_and_a_second_one_joins_it(db: Database, link: str) -> None:
    first = actions.pull(db, link, actor="tester")
    assert actions.pull(db, link, actor="tester", full=True) == first
    (job,) = jobs.active(db, link)
    assert (job.reason, job.full) == ("operator", True)
    assert audit.table(db)["action"].tolist() == ["pull requested", "pull requested"]


def test_deleting_removes_the_link_at_belvo_and_here(db: Database, client: BelvoClient, link: str) -> None:
    actions.delete(db, client, link, actor="tester")
    with pytest.raises(NotFound):
        client.links.get(link)
    assert links.find(db, link) is None
    assert audit.table(db, subject=link)["action"].tolist() == ["link deleted"]


def test_a_link_that_is_gone_at_belvo_is_deleted_here_all_the_same(
    db: Database, client: BelvoClient, link: str
) -> None:
    client.links.delete(link)
    actions.delete(db, client, link, actor="tester")
    assert links.find(db, link) is None


def test_without_belvo_nothing_is_deleted(db: Database, link: str) -> None:
    with (
        BelvoClient("http://127.0.0.1:9", *LOCAL_KEYS, retries=Retries.off()) as unreachable,
        pytest.raises(ConnectionFailed),
    ):
        actions.delete(db, unreachable, link, actor="tester")
    assert links.find(db, link) is not None
