from collections.abc import Mapping
from typing import Any

import pytest

from store import Database
from store.ops import historical, jobs, webhooks
from store.upkeep import erasure
from store.write import institutions, links
from sync import accept_webhook
from sync.webhooks import replay_webhook
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import link_body


@pytest.fixture(autouse=True)
def known_link(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, link_body())


def event(kind: str, code: str, **more: object) -> dict[str, Any]:
    return {
        "webhook_id": "aadf41a1000000000000000000000001",
        "webhook_type": kind,
        "process_type": code,
        "webhook_code": code,
        "link_id": LINK,
        "request_id": "8b0a1a92e5c04a2c9f4a21e2a4d1f0c7",
        "external_id": "customer-1",
        "data": {},
    } | more


def queued(db: Database) -> list[tuple[tuple[str, ...], str, bool]]:
    return [(job.resources, job.reason, job.full) for job in jobs.active(db, LINK)]


@pytest.mark.parametrize(
    ("body", "job"),
    [
        (event("ACCOUNTS", "historical_update"), (("accounts",), "historical_update", False)),
        (event("OWNERS", "new_owners_available"), (("owners",), "webhook", False)),
        (event("TRANSACTIONS", "new_transactions_available"), (("accounts", "transactions"), "webhook", False)),
        (event("TRANSACTIONS", "transactions_updated"), (("accounts", "transactions"), "webhook", True)),
        (event("TRANSACTIONS", "transactions_deleted"), (("accounts", "transactions"), "webhook", True)),
        (event("ACCOUNTS", "a_code_of_tomorrow"), (("accounts",), "webhook", False)),
    ],
    ids=lambda value: value["webhook_code"] if isinstance(value, dict) else "",
)
def test_a_webhook_about_rows_queues_their_pull(
    db: Database, body: Mapping[str, Any], job: tuple[tuple[str, ...], str, bool]
) -> None:
    accepted = accept_webhook(db, body)
    assert queued(db) == [job]
    assert (accepted.new, accepted.job, accepted.outcome) == (True, jobs.active(db)[0].id, "A pull was queued.")
    stored = webhooks.table(db).iloc[0]
    assert (stored["type"], stored["code"], stored["job"]) == (
        body["webhook_type"],
        body["webhook_code"],
        accepted.job,
    )


def test_the_same_webhook_sets_off_nothing_again(db: Database) -> None:
    body = event("ACCOUNTS", "historical_update")
    accept_webhook(db, body)
    jobs.cancel(db, jobs.active(db)[0].id)
    assert not accept_webhook(db, body).new
    assert (queued(db), len(webhooks.table(db))) == ([], 1)


def test_a_webhook_without_an_id_is_known_by_its_body(db: Database) -> None:
    body = event("ACCOUNTS", "historical_update", webhook_id=None)
    assert [accept_webhook(db, body).new, accept_webhook(db, body).new] == [True, False]
    assert accept_webhook(db, body | {"data": {"total_accounts": 3}}).new


@pytest.mark.parametrize(
    "body",
    [
        event("A_TYPE_OF_TOMORROW", "historical_update"),
        event("TRANSACTIONS", "historical_update", link_id=["no", "text"], webhook_code=7),
        {},
    ],
    ids=["type", "shape", "empty"],
)
def test_what_is_not_known_is_stored_and_queues_nothing(db: Database, body: Mapping[str, Any]) -> None:
    accepted = accept_webhook(db, body)
    assert (accepted.new, accepted.job, queued(db)) == (True, None, [])
    assert webhooks.table(db)["outcome"].tolist() == [accepted.outcome]


def status(db: Database) -> str | None:
    link = links.find(db, LINK)
    assert link is not None
    assert link.deleted_at is None
    return link.status


@pytest.mark.parametrize(
    "code",
    ["invalid_credentials", "token_required", "link_deleted", "a_code_of_tomorrow"],
)
@pytest.mark.parametrize("followed", [True, False])
def test_a_webhook_about_the_link_has_it_read_and_changes_nothing_itself(
    db: Database, code: str, followed: bool
) -> None:
    with db.write() as connection:
        links.set_followed(connection, LINK, followed)
    accepted = accept_webhook(db, event("LINK", code))
    assert (status(db), queued(db)) == ("valid", [((), "webhook", False)])
    assert (accepted.job, accepted.outcome.endswith("The link is read, to see how it is.")) == (
        jobs.active(db)[0].id,
        True,
    )


def test_webhooks_about_a_link_that_come_together_have_it_read_once(db: Database) -> None:
    first = accept_webhook(db, event("LINK", "invalid_credentials"))
    assert accept_webhook(db, event("LINK", "token_required", webhook_id="w2")).job == first.job


def test_of_a_link_by_consent_the_consents_are_pulled_with_it(db: Database) -> None:
    with db.write() as connection:
        institutions.save(connection, [bodies.institution(integration_type="openfinance")])
    accept_webhook(db, event("LINK", "invalid_credentials"))
    assert queued(db) == [(("consents",), "webhook", False)]


CONSENT_CODES = [
    "consent_expired",
    "openfinance_consent_expired",
    "openfinance_consent_about_to_expire",
    "openfinance_consent_expiration_changed",
    "a_code_of_tomorrow",
]


@pytest.mark.parametrize("code", CONSENT_CODES)
def test_a_webhook_about_a_consent_has_link_and_consents_read(db: Database, code: str) -> None:
    accepted = accept_webhook(db, event("CONSENT", code))
    assert (status(db), queued(db)) == ("valid", [(("consents",), "webhook", False)])
    assert accepted.job == jobs.active(db)[0].id
    assert ("renewed in My Belvo Portal" in accepted.outcome) == (code in CONSENT_CODES[:3])


def test_of_a_link_that_is_not_followed_a_consents_webhook_has_the_link_read_alone(db: Database) -> None:
    with db.write() as connection:
        links.set_followed(connection, LINK, followed=False)
    accept_webhook(db, event("CONSENT", "openfinance_consent_about_to_expire"))
    assert queued(db) == [((), "webhook", False)]


def test_a_webhook_of_a_link_that_is_not_known_has_belvos_list_read_once(db: Database) -> None:
    first = accept_webhook(db, event("ACCOUNTS", "historical_update", link_id="not-known-yet"))
    second = accept_webhook(db, event("OWNERS", "historical_update", link_id="not-known-yet", webhook_id="w2"))
    assert first.job == second.job
    (job,) = jobs.active(db)
    assert (job.link, job.reason, job.id) == (jobs.EVERY_LINK, "webhook", first.job)


def test_a_link_that_nobody_follows_is_not_pulled_by_webhooks(db: Database) -> None:
    with db.write() as connection:
        links.set_followed(connection, LINK, followed=False)
    accepted = accept_webhook(db, event("ACCOUNTS", "new_accounts_available"))
    assert (accepted.job, accepted.outcome, queued(db)) == (
        None,
        "The link is not followed, so nothing is pulled.",
        [],
    )


def test_a_historical_update_is_noted_for_what_waits_for_it(db: Database) -> None:
    with db.write() as connection:
        historical.expect(connection, LINK, ["accounts", "owners"])
    accept_webhook(db, event("ACCOUNTS", "historical_update"))
    accept_webhook(db, event("OWNERS", "new_owners_available", webhook_id="w2"))
    assert historical.state(db, LINK)["state"].tolist() == ["loading", "waiting"]


def test_of_an_erased_links_webhook_only_id_and_type_are_kept(db: Database) -> None:
    erasure.erase(db, LINK)
    accepted = accept_webhook(db, event("LINK", "link_deleted"))
    stored = webhooks.find(db, accepted.webhook_id)
    assert stored is not None
    assert (stored.link, stored.external_id, stored.body, stored.outcome) == (
        None,
        None,
        {"webhook_id": accepted.webhook_id, "webhook_type": "LINK"},
        "The link was erased here.",
    )


def test_a_webhook_can_be_replayed(db: Database) -> None:
    accepted = accept_webhook(db, event("ACCOUNTS", "historical_update"))
    jobs.cancel(db, jobs.active(db)[0].id)
    again = replay_webhook(db, accepted.webhook_id)
    assert again is not None
    assert (again.new, again.job, queued(db)) == (
        False,
        jobs.active(db)[0].id,
        [(("accounts",), "historical_update", False)],
    )
    assert webhooks.page(db)["outcome"].tolist() == ["A pull was queued. (replayed)", "A pull was queued."]
    assert replay_webhook(db, "not-there") is None
