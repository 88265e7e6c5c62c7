from collections.abc import Callable

import pytest

from belvo_client import BelvoClient
from store import Database
from store.ops import historical, jobs, rounds, webhooks
from store.ops.jobs import Job
from store.upkeep import erasure_log, sandbox_reset
from store.write import institutions, irregular_rows, links
from sync.error_policy import COMPARED
from sync.reconcile import reconcile
from sync.schedule import Rules
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import ScriptedBelvo, link_body, row_id

Compare = Callable[..., None]

OTHER, THIRD = row_id("link", 2), row_id("link", 3)


@pytest.fixture
def compare(db: Database, client: BelvoClient, claimed: Callable[..., Job]) -> Compare:
    """Carries out a job that compares everything with Belvo's lists."""

    def carry_out(rules: Rules | None = None) -> None:
        job = claimed(*COMPARED, link=jobs.EVERY_LINK, reason="reconcile")
        reconcile(db, client, job, rules or Rules())
        jobs.finish(db, job)

    return carry_out


def store(db: Database, *identities: str) -> None:
    with db.write() as connection:
        for identity in identities:
            links.save(connection, link_body(id=identity))


def deleted(db: Database) -> set[str]:
    table = links.table(db)
    return set(table.loc[table["deleted_at"].notna(), "link"])


def queued(db: Database, link: str) -> list[str]:
    return [job.reason for job in jobs.active(db, link)]


def test_a_link_made_elsewhere_is_found_followed_and_pulled(db: Database, compare: Compare) -> None:
    compare()
    link = links.find(db, LINK)
    assert link is not None
    assert (link.followed, queued(db, LINK), len(institutions.table(db))) == (True, ["found"], 1)
    assert historical.state(db, LINK)["resource"].tolist() == ["accounts", "owners", "transactions"]


def test_where_people_choose_what_to_follow_a_link_that_is_found_is_only_shown(db: Database, compare: Compare) -> None:
    compare(Rules(follow_found=False))
    link = links.find(db, LINK)
    assert link is not None
    assert (link.followed, queued(db, LINK)) == (False, [])


def test_a_webhook_that_came_before_its_link_was_known_counts(db: Database, compare: Compare) -> None:
    with db.write() as connection:
        event = {"webhook_type": "ACCOUNTS", "webhook_code": "historical_update", "link_id": LINK}
        webhooks.record(connection, "w1", event)
    compare()
    assert historical.state(db, LINK)["state"].tolist() == ["loading", "waiting", "waiting"]


def test_a_link_that_belvo_has_refreshed_is_pulled_though_no_webhook_came(
    db: Database, belvo: ScriptedBelvo, compare: Compare
) -> None:
    store(db, LINK)
    compare()
    assert queued(db, LINK) == []
    belvo.lists["links"] = [link_body(last_accessed_at="2026-11-21T08:00:00.000000Z")]
    compare()
    assert queued(db, LINK) == ["schedule"]


def test_statuses_follow_belvos_list(db: Database, belvo: ScriptedBelvo, compare: Compare) -> None:
    store(db, LINK)
    belvo.lists["links"] = [link_body(status="token_required")]
    compare()
    link = links.find(db, LINK)
    assert link is not None
    assert link.status == "token_required"


def test_a_link_that_is_gone_is_marked_when_belvo_finds_it_no_more(
    db: Database, belvo: ScriptedBelvo, compare: Compare
) -> None:
    store(db, LINK, OTHER, THIRD)
    belvo.lists["links"] = [link_body(), link_body(id=THIRD)]
    belvo.unlisted = {THIRD}  # in no list, and still there
    compare()
    assert deleted(db) == {OTHER}
    assert {"links/" + OTHER, "links/" + THIRD} <= set(belvo.requests)


def test_links_that_are_gone_all_at_once_are_a_state_of_their_own(
    db: Database, belvo: ScriptedBelvo, compare: Compare
) -> None:
    store(db, LINK, OTHER)
    belvo.lists["links"] = []
    compare()
    compare()
    reset = sandbox_reset.current(db)
    assert reset is not None
    assert (set(reset.links), deleted(db)) == ({LINK, OTHER}, set())
    belvo.lists["links"] = [link_body(), link_body(id=OTHER)]
    compare()
    assert sandbox_reset.current(db) is None


def test_a_link_that_is_connected_after_the_reset_does_not_hide_it(
    db: Database, belvo: ScriptedBelvo, compare: Compare
) -> None:
    store(db, LINK, OTHER, THIRD)
    belvo.lists["links"] = [link_body(id=THIRD)]
    compare()
    reset = sandbox_reset.current(db)
    assert reset is not None
    assert (set(reset.links), deleted(db)) == ({LINK, OTHER}, set())


def test_a_list_that_moves_while_it_is_read_tells_of_no_deletion(
    db: Database, belvo: ScriptedBelvo, compare: Compare
) -> None:
    store(db, LINK, OTHER)
    belvo.lists["links"] = [link_body()]
    belvo.count_offset = 1
    compare()
    assert (deleted(db), sandbox_reset.current(db)) == (set(), None)


def test_an_erased_link_does_not_come_back_by_itself(db: Database, compare: Compare) -> None:
    with db.write() as connection:
        erasure_log.note(connection, LINK)
    compare()
    assert links.find(db, LINK) is None


def aside(db: Database) -> list[tuple[str, str, str]]:
    table = irregular_rows.table(db, "")
    return sorted(table[["resource", "reasons", "body"]].itertuples(index=False, name=None))


def test_what_no_list_can_tell_is_set_aside_and_hides_no_deletion(
    db: Database, belvo: ScriptedBelvo, compare: Compare
) -> None:
    store(db, LINK, OTHER)
    belvo.lists["links"] = [link_body(), link_body(id=None, institution="nameless")]
    belvo.texts = {"links": ["[1]"], "institutions": ['"text"']}
    compare()
    assert deleted(db) == {OTHER}
    institution, nameless, listed = aside(db)
    assert [institution[::2], nameless[:2], listed[::2]] == [
        ("institutions", '"text"'),
        ("links", "no id"),
        ("links", "[1]"),
    ]
    assert '"nameless"' in nameless[2]
    assert irregular_rows.counts(db)["set_aside"].tolist() == [1, 2]

    belvo.lists["links"], belvo.texts = [link_body()], {}
    with db.write() as connection:
        rounds.note_list(connection, rounds.INSTITUTIONS, now="2026-11-01T00:00:00.000000Z")
    compare()
    assert aside(db) == []


def test_institutions_are_read_once_a_day_and_when_a_link_names_one_that_is_new(
    db: Database, belvo: ScriptedBelvo, compare: Compare
) -> None:
    store(db, LINK)
    compare()
    compare()
    assert (len(belvo.listed("institutions")), len(belvo.listed("links"))) == (1, 2)
    belvo.lists["institutions"].append(bodies.institution(id="another", name="another_bank"))
    belvo.lists["links"].append(link_body(id=OTHER, institution="another_bank"))
    compare()
    assert len(belvo.listed("institutions")) == 2
    assert institutions.find(db, "another_bank") is not None


def test_a_list_that_was_read_to_its_end_tells_of_all_links(
    db: Database, belvo: ScriptedBelvo, compare: Compare
) -> None:
    belvo.count_offset = 1  # it moves while it is read
    compare()
    with db.read() as connection:
        assert rounds.list_read_at(connection, rounds.LINKS) is None
    belvo.count_offset = 0
    compare()
    with db.read() as connection:
        assert rounds.list_read_at(connection, rounds.LINKS) is not None
