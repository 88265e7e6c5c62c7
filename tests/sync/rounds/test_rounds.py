"""Rounds of many links: what they ask for together, what they leave, and that nothing new is missed for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.responses import Response

from belvo_client import BelvoClient
from resources import pulled_resources
from store import Database
from store.core import instants
from store.ops import historical, jobs, rounds
from store.ops.rounds import shared_lists
from store.ops.schedule import SCHEDULE
from store.write import links, rows
from sync import pull_link
from sync.pull import Result
from sync.rounds.shared import SharedLists
from tests.kit import bodies
from tests.kit.scripted_belvo import (
    Row,
    ScriptedBelvo,
    account_body,
    error,
    link_body,
    owner_body,
    row_id,
    transaction_body,
)

LINKS = [row_id("link of a round", number) for number in range(4)]
FIRST, SECOND, THIRD, LAST = LINKS
ACCESSED = "2026-11-20T08:00:00.000000Z"

Go = Callable[..., list[Result]]


def account_of(link: str, number: int = 0, **changes: object) -> Row:
    return account_body(number, id=row_id(link, number), link=link, **changes)


def transaction_of(link: str, number: int) -> Row:
    return transaction_body(number, id=row_id(link, 100 + number), account=account_of(link))


@pytest.fixture
def many(belvo: ScriptedBelvo) -> ScriptedBelvo:
    """Four links with an account, an owner and three transactions each, which Belvo has accessed at one time."""
    belvo.lists = {
        "links": [link_body(id=link, last_accessed_at=ACCESSED) for link in LINKS],
        "institutions": [bodies.institution(resources=["ACCOUNTS", "TRANSACTIONS", "OWNERS"])],
        "accounts": [account_of(link) for link in LINKS],
        "transactions": [transaction_of(link, number) for link in LINKS for number in range(3)],
        "owners": [owner_body(0, id=row_id(link, 50), link=link) for link in LINKS],
    }
    return belvo


@pytest.fixture
def go(db: Database, client: BelvoClient, many: ScriptedBelvo) -> Go:
    """Carries out the rounds of links, which wait all at once, and tells their results; all links had one before."""

    def carry_out(*wanted: str, reason: str = SCHEDULE, shared: SharedLists | None = None) -> list[Result]:
        with_others = shared or SharedLists(db, client)
        queue(db, *wanted, reason=reason)
        return [result for link in wanted for result in turn(db, client, link, with_others)]

    with db.write() as connection:
        for body in many.lists["links"]:
            links.save(connection, body)
        rounds.note_list(connection, rounds.LINKS)
    carry_out(*LINKS, reason="found")
    many.requests.clear()
    return carry_out


def queue(db: Database, *wanted: str, reason: str = SCHEDULE) -> None:
    with db.write() as connection:
        for link in wanted:
            jobs.enqueue(connection, link, [*pulled_resources()], reason)


def turn(db: Database, client: BelvoClient, link: str, shared: SharedLists) -> list[Result]:
    (waiting,) = (job for job in jobs.active(db, link) if job.reason != "derived")
    job = jobs.claim(db, "tester", timedelta(seconds=60), job=waiting.id)
    assert job is not None
    results = pull_link(db, client, job, shared=shared)
    jobs.finish(db, job)
    return results


def be_told(db: Database, client: BelvoClient, link: str, resource: str) -> None:
    """Pull what a webhook tells of."""
    with db.write() as connection:
        number = jobs.enqueue(connection, link, [resource], "webhook")
    job = jobs.claim(db, "tester", timedelta(seconds=60), job=number)
    assert job is not None
    pull_link(db, client, job)
    jobs.finish(db, job)


def names(many: ScriptedBelvo) -> list[str]:
    return [request.partition("?")[0] for request in many.requests]


def news(results: list[Result]) -> list[tuple[str, str, int, int, int]]:
    found = [(one.link, one.resource, one.tally) for one in results if one.has_news]
    return [(link, name, tally.added, tally.changed, tally.deleted) for link, name, tally in found]


def test_quiet_links_share_their_lists_and_each_is_counted(go: Go, many: ScriptedBelvo) -> None:
    results = go(*LINKS)
    assert (news(results), {one.state for one in results}) == ([], {"done"})
    assert sorted(names(many)) == ["accounts", "owners", *["transactions"] * 4]
    assert many.listed("transactions") == [f"transactions?page_size=1&link={link}" for link in LINKS]


def test_all_that_is_new_is_found_though_belvo_does_not_say_that_it_has_accessed_a_link(
    go: Go, many: ScriptedBelvo
) -> None:
    many.lists["accounts"][1]["balance"] = {"available": 1.0, "current": 1.0}
    many.lists["transactions"].append(transaction_of(THIRD, 9))
    many.lists["transactions"][3]["status"] = "PENDING"  # of the second link, whose balance tells of it
    many.lists["owners"].append(owner_body(1, id=row_id(LAST, 51), link=LAST))
    del many.lists["owners"][0]
    assert sorted(news(go(*LINKS))) == sorted(
        [
            (FIRST, "owners", 0, 0, 1),
            (SECOND, "accounts", 0, 1, 0),
            (SECOND, "transactions", 0, 1, 0),
            (THIRD, "transactions", 1, 0, 0),
            (LAST, "owners", 1, 0, 0),
        ]
    )


def test_a_row_that_is_gone_is_found_by_the_count(go: Go, many: ScriptedBelvo) -> None:
    del many.lists["transactions"][4]
    assert news(go(*LINKS)) == [(SECOND, "transactions", 0, 0, 1)]


def test_a_link_that_belvo_has_accessed_is_asked_for_everything(db: Database, go: Go, many: ScriptedBelvo) -> None:
    many.lists["transactions"][0]["status"] = "PENDING"
    with db.write() as connection:
        links.save(connection, link_body(id=FIRST, last_accessed_at="2026-11-27T08:00:00.000000Z"))
    assert news(go(FIRST)) == [(FIRST, "transactions", 0, 1, 0)]
    assert names(many) == ["accounts", "transactions", "transactions", "owners"]
    many.requests.clear()
    assert news(go(FIRST)) == []
    assert names(many) == ["accounts", "transactions", "owners"]


def test_what_a_webhook_has_told_of_since_is_not_asked_for_again(
    db: Database, go: Go, many: ScriptedBelvo, client: BelvoClient
) -> None:
    with db.write() as connection:
        links.save(connection, link_body(id=FIRST, last_accessed_at="2026-11-27T08:00:00.000000Z"))
        rounds.note_access(connection, FIRST, instants.now())
    be_told(db, client, FIRST, "transactions")
    many.requests.clear()
    go(FIRST)
    assert names(many) == ["accounts", "owners"]


def test_after_a_week_a_quiet_link_is_listed_whole(db: Database, go: Go, many: ScriptedBelvo) -> None:
    many.lists["transactions"][0]["status"] = "PENDING"
    assert news(go(FIRST)) == []
    with db.write() as connection:
        connection.execute("UPDATE bookmarks SET full_at = '2026-11-01T00:00:00.000000Z'")
    assert news(go(FIRST)) == [(FIRST, "transactions", 0, 1, 0)]


def test_a_link_whose_history_is_waited_for_is_not_quiet(db: Database, go: Go, many: ScriptedBelvo) -> None:
    with db.write() as connection:
        historical.expect(connection, FIRST, ["owners"])
    go(FIRST)
    assert names(many) == ["accounts", "transactions", "transactions", "owners"]


@pytest.mark.parametrize("persons", ["operator", "connected"])
def test_a_person_shares_with_nobody(go: Go, many: ScriptedBelvo, persons: str) -> None:
    go(FIRST, SECOND, reason=persons)
    asked = ["institutions", "accounts", "transactions", "transactions", "transactions", "owners"]
    assert names(many) == [f"links/{FIRST}", *asked, f"links/{SECOND}", *asked]
    assert not any("link__in" in request for request in many.requests)


def refuse(request: str) -> Response | None:
    return error("invalid", "link is required", 400, field="link") if "link__in" in request else None


def test_what_belvo_refuses_is_asked_one_by_one_and_not_tried_again_by_anybody(
    db: Database, go: Go, many: ScriptedBelvo, client: BelvoClient
) -> None:
    many.before = refuse
    many.lists["owners"][3]["email"] = "new@example.com"
    assert news(go(*LINKS)) == [(LAST, "owners", 0, 1, 0)]
    assert len([request for request in many.requests if "link__in" in request]) == 2
    many.requests.clear()
    go(*LINKS, shared=SharedLists(db, client))
    assert not any("link__in" in request for request in many.requests)
    with db.read() as connection:
        assert shared_lists.works(connection, "owners") is False
        assert shared_lists.works(connection, "owners", now="2027-11-01T00:00:00.000000Z") is None


def test_a_filter_that_is_ignored_is_none(db: Database, go: Go, many: ScriptedBelvo) -> None:
    many.lists["owners"].append(owner_body(7, id=row_id("a stranger", 7), link=row_id("a stranger", 0)))
    many.ignored = {"link__in"}
    assert news(go(*LINKS)) == []
    with db.read() as connection:
        assert (shared_lists.works(connection, "owners"), shared_lists.works(connection, "accounts")) == (False, True)


def test_a_filter_that_takes_one_link_only_is_none(db: Database, go: Go, many: ScriptedBelvo) -> None:
    everything = many.lists["accounts"]

    def take_one(request: str) -> None:
        if request.startswith("accounts?"):
            many.lists["accounts"] = everything[:1] if "link__in" in request else everything

    many.before = take_one
    assert news(go(*LINKS)) == []
    with db.read() as connection:
        assert shared_lists.works(connection, "accounts") is False


def test_an_answer_that_fails_costs_nobody_its_turn(go: Go, many: ScriptedBelvo) -> None:
    oops = error("unexpected_error", "Oops.", 500)
    many.before = lambda request: oops if FIRST in request and request.startswith("owners?") else None
    results = go(*LINKS)
    assert [(one.link, one.resource) for one in results if one.state == "failed"] == [(FIRST, "owners")]
    many.requests.clear()
    go(*LINKS)
    with_others = [request for request in many.listed("owners") if "link__in" in request]
    assert len(with_others) == 1
    assert FIRST not in with_others[0]  # it alone is asked for alone from now on


@pytest.mark.usefixtures("go")
def test_rows_that_others_have_pulled_meanwhile_are_asked_for_anew(
    db: Database, many: ScriptedBelvo, client: BelvoClient
) -> None:
    shared = SharedLists(db, client)
    queue(db, FIRST, SECOND)
    turn(db, client, FIRST, shared)
    many.lists["owners"][1]["email"] = "new@example.com"
    be_told(db, client, SECOND, "owners")
    assert news(turn(db, client, SECOND, shared)) == []
    body = rows.body(db, "owners", row_id(SECOND, 50))
    assert body is not None
    assert body["email"] == "new@example.com"


@pytest.mark.usefixtures("go")
def test_rounds_that_are_under_way_at_once_share_their_lists_too(
    db: Database, many: ScriptedBelvo, client: BelvoClient
) -> None:
    shared = SharedLists(db, client)
    queue(db, *LINKS)
    waiting = [job for link in LINKS for job in jobs.active(db, link) if job.reason == SCHEDULE]
    claims = [jobs.claim(db, "tester", timedelta(seconds=60), job=job.id) for job in waiting]
    for job in claims:
        assert job is not None
        pull_link(db, client, job, shared=shared)
    assert (names(many).count("accounts"), names(many).count("owners")) == (1, 1)


def test_a_row_may_say_by_its_account_alone_whose_it_is(
    db: Database, go: Go, many: ScriptedBelvo, client: BelvoClient
) -> None:
    expenses = [{"id": row_id(link, 70), "name": "Rent", "account": account_of(link)} for link in LINKS]
    many.lists["recurring-expenses"] = expenses
    for link in LINKS:
        be_told(db, client, link, "recurring_expenses")
    many.requests.clear()
    expenses[2] |= {"name": "The rent"}
    assert news(go(*LINKS)) == [(THIRD, "recurring_expenses", 0, 1, 0)]
    assert names(many).count("recurring-expenses") == 1
