from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.responses import Response

from belvo_client import BelvoClient, NotFound
from store import Database
from store.ops import runs
from store.ops.jobs import Job
from store.write import institutions, links, rows
from sync import pull_link
from sync.errors import LinkGone
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import ScriptedBelvo, error

Claimed = Callable[..., Job]


def states(db: Database) -> dict[str, str]:
    found = runs.for_link(db, LINK)
    return dict(zip(found["resource"], found["state"], strict=True))


def test_a_link_is_read_with_its_institution_and_then_each_resource(
    db: Database, client: BelvoClient, claimed: Claimed
) -> None:
    results = pull_link(db, client, claimed())
    assert [(result.resource, result.state, result.tally.added) for result in results] == [
        ("accounts", "done", 2),
        ("transactions", "done", 25),
        ("owners", "done", 1),
    ]
    link, institution = links.find(db, LINK), institutions.find(db, "erebor_mx_retail")
    assert link is not None
    assert institution is not None
    assert (link.status, link.external_id, link.accounts, link.transactions) == ("valid", "customer-1", 2, 25)
    assert institution.display_name == "Erebor Mexico"


def test_only_the_jobs_resources_are_listed(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_link(db, client, claimed("owners"))
    assert [request.split("?")[0] for request in belvo.requests] == [f"links/{LINK}", "institutions", "owners"]


def test_what_the_institution_does_not_offer_is_skipped_and_recorded(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["institutions"] = [bodies.institution(resources=["ACCOUNTS", "TRANSACTIONS"])]
    results = pull_link(db, client, claimed())
    assert states(db) == {"accounts": "done", "transactions": "done", "owners": "skipped"}
    assert str(results[-1].error) == "not_offered: The institution offers no owners."
    assert belvo.listed("owners") == []


def test_a_resource_that_belvo_refuses_as_not_supported_is_skipped(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    refusal = error("unsupported_operation", "Resource not supported by this institution", 400)
    belvo.before = lambda request: refusal if request.startswith("accounts?") else None
    pull_link(db, client, claimed())
    assert states(db) == {"accounts": "skipped", "transactions": "done", "owners": "done"}


def test_an_institution_that_is_not_listed_does_not_keep_the_data_away(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["institutions"] = []
    assert [result.state for result in pull_link(db, client, claimed())] == ["done", "done", "done"]


def test_a_resource_that_fails_does_not_keep_the_others_from_their_turn(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    failure = error("unexpected_error", "Oops.", 500)
    belvo.before = lambda request: failure if request.startswith("accounts?") else None
    pull_link(db, client, claimed())
    assert states(db) == {"accounts": "failed", "transactions": "done", "owners": "done"}


def test_keys_that_are_refused_midway_end_the_pull(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    refusal = error("authentication_failed", "Invalid Secret Keys", 401)
    belvo.before = lambda request: refusal if request.startswith("accounts?") else None
    results = pull_link(db, client, claimed())
    assert [(result.resource, result.state) for result in results] == [("accounts", "failed")]


def test_a_link_that_belvo_no_longer_has_is_said_to_be_gone(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["links"] = []
    with pytest.raises(LinkGone, match="it was deleted there") as raised:
        pull_link(db, client, claimed())
    assert raised.value.request_id == "8b0a1a92e5c04a2c9f4a21e2a4d1f0c7"


def test_a_link_that_is_deleted_while_it_is_pulled_keeps_its_rows_and_is_said_to_be_gone(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    job = claimed()
    pull_link(db, client, job)

    def delete(request: str) -> None:
        if request.startswith("transactions?"):
            belvo.lists |= {"links": [], "accounts": [], "transactions": [], "owners": []}

    belvo.before = delete
    results = pull_link(db, client, replace(job, full=True, created_at="2100-01-01T00:00:00.000000Z"))
    assert [(result.resource, result.state, type(result.error)) for result in results] == [
        ("accounts", "done", type(None)),
        ("transactions", "failed", LinkGone),
    ]
    with db.read() as connection:
        assert [rows.live_count(connection, name, LINK) for name in ("accounts", "transactions", "owners")] == [
            2,
            25,
            1,
        ]


def test_a_404_that_is_not_in_belvos_words_says_nothing_about_the_link(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.before = lambda _request: Response("<h1>Not Found</h1>", 404)
    with pytest.raises(NotFound) as raised:
        pull_link(db, client, claimed())
    assert not isinstance(raised.value, LinkGone)
