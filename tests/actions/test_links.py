import pytest

from actions import links as actions
from belvo_client import BelvoClient, ConnectionFailed, NotFound
from store import Database
from store.ops import audit, jobs
from store.queries.links import deleted
from store.upkeep import sandbox_reset
from store.write import links
from tests.kit.actors import TESTER
from tests.kit.local_belvo import Api, client_of


@pytest.fixture
def link(belvo_url: str, db: Database) -> str:
    made = Api(belvo_url).link("bnk102", "low")
    with db.write() as connection:
        links.save(connection, made)
    return str(made["id"])


def test_a_pull_is_queued_for_a_person_and_a_second_one_joins_it(db: Database, link: str) -> None:
    first = actions.pull(db, link, actor=TESTER)
    assert actions.pull(db, link, actor=TESTER, full=True) == first
    (job,) = jobs.active(db, link)
    assert (job.reason, job.full) == ("operator", True)
    assert audit.table(db)["did"].tolist() == ["pull requested", "pull requested"]


def test_deleting_removes_the_link_at_belvo_and_here(db: Database, client: BelvoClient, link: str) -> None:
    actions.pull(db, link, actor=TESTER)
    erasure = actions.delete(db, client, link, actor=TESTER)
    with pytest.raises(NotFound):
        client.links.get(link)
    assert links.find(db, link) is None
    assert link not in audit.table(db).to_csv()
    assert audit.table(db, link=link)["did"].tolist() == ["link erased", "pull requested"]
    assert (erasure.rows["links"], erasure.rows["jobs"], erasure.texts) == (1, 1, 1)


def test_who_deleted_a_link_is_known_afterwards_and_nothing_of_its_person(
    db: Database, client: BelvoClient, link: str
) -> None:
    with db.write() as connection:
        links.save(connection, {**client.links.get(link), "external_id": "customer-7"})
    actions.delete(db, client, link, actor=TESTER)
    how = "It was deleted on this desk by tester, at Belvo and here with all that came from it."
    for named in (link, "customer-7"):
        assert [(gone.how, gone.is_erased) for gone in deleted.erased(db, named)] == [(how, True)]
    assert deleted.of_link(db, link) == deleted.erased(db, link)[0]
    assert deleted.erased(db, "nobody") == []
    kept = audit.table(db).to_json(date_format="iso")
    assert "tester" in kept
    assert link not in kept
    assert "customer-7" not in kept


def test_a_link_is_followed_or_not_as_people_choose(db: Database, link: str) -> None:
    actions.unfollow(db, link, actor=TESTER)
    chosen = links.find(db, link)
    assert chosen is not None
    assert (chosen.followed, jobs.active(db, link)) == (False, [])
    actions.follow(db, link, actor=TESTER)
    chosen = links.find(db, link)
    assert chosen is not None
    assert (chosen.followed, [job.reason for job in jobs.active(db, link)]) == (True, ["operator"])


def test_a_wipe_that_is_confirmed_marks_its_links_as_deleted(db: Database, link: str) -> None:
    with db.write() as connection:
        sandbox_reset.note(connection, [link])
    assert actions.confirm_reset(db, actor=TESTER) == 1
    gone = links.find(db, link)
    assert gone is not None
    assert (gone.deleted_at is not None, sandbox_reset.current(db)) == (True, None)
    told = deleted.of_link(db, link)
    assert told is not None
    assert told.how == "Belvo had none of its links any more, and tester confirmed that they are gone."


def test_a_link_that_is_gone_at_belvo_is_deleted_here_all_the_same(
    db: Database, client: BelvoClient, link: str
) -> None:
    client.links.delete(link)
    actions.delete(db, client, link, actor=TESTER)
    assert links.find(db, link) is None


def test_without_belvo_nothing_is_deleted(db: Database, link: str) -> None:
    with (
        client_of("http://127.0.0.1:9") as unreachable,
        pytest.raises(ConnectionFailed),
    ):
        actions.delete(db, unreachable, link, actor=TESTER)
    assert links.find(db, link) is not None
