from pathlib import Path

import pytest

from actions import webhooks as actions
from actions.local_belvo import Control, ControlFailed, NotLocal
from actions.webhooks import UnknownWebhook
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.ops import audit, jobs, webhooks
from store.ops.webhooks import WebhookFilter
from sync import accept_webhook
from tests.kit.actors import TESTER
from tests.kit.rows import tuples

RECEIVER = "http://127.0.0.1:9/webhooks/belvo"
LINK = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def control(settings: Settings) -> Control:
    with Control.of(settings) as opened:
        for endpoint in opened.endpoints():
            opened.remove(endpoint["id"])
        return opened


def registered(control: Control) -> list[tuple[str, bool]]:
    return [(endpoint["url"], endpoint["has_authorization"]) for endpoint in control.endpoints()]


def test_a_receiver_is_registered_once(control: Control) -> None:
    assert [control.register(RECEIVER, None), control.register(RECEIVER, None)] == [True, False]
    assert registered(control) == [(RECEIVER, False)]


def test_another_authorization_is_registered_anew(control: Control) -> None:
    control.register(RECEIVER, None)
    assert control.register(RECEIVER, "Bearer agreed")
    assert registered(control) == [(RECEIVER, True)]
    control.register(RECEIVER, "Bearer another")
    assert registered(control) == [(RECEIVER, True)]


def test_receivers_of_desks_that_no_longer_run_are_taken_out_and_those_of_others_stay(control: Control) -> None:
    for url in ("http://127.0.0.1:1/webhooks/belvo", "http://127.0.0.1:1/mine", "https://example.com/webhooks/belvo"):
        control.register(url, None)
    control.register(RECEIVER, None)
    assert {url for url, _ in registered(control)} == {
        "http://127.0.0.1:1/mine",
        "https://example.com/webhooks/belvo",
        RECEIVER,
    }


def test_a_test_webhook_is_sent_by_the_local_belvo(control: Control, db: Database, settings: Settings) -> None:
    with pytest.raises(ControlFailed, match="Nobody gets webhooks yet"):
        actions.send_test(db, settings, LINK, "ACCOUNTS", "historical_update", actor=TESTER)
    control.register(RECEIVER, None)
    assert actions.send_test(db, settings, LINK, "ACCOUNTS", "historical_update", actor=TESTER)
    assert tuples(audit.table(db), "did", "outcome") == [("test webhook sent", "done"), ("test webhook sent", "failed")]


def test_only_the_local_belvo_sends_test_webhooks(db: Database, tmp_path: Path) -> None:
    sandbox = Settings(environment="sandbox", data_dir=tmp_path, secret_id="id", secret_password=Secret("password"))
    with pytest.raises(NotLocal, match="BELVO_ENV is sandbox"):
        actions.send_test(db, sandbox, LINK, "ACCOUNTS", "historical_update", actor=TESTER)


def test_a_local_belvo_that_does_not_answer_is_told_in_a_sentence(db: Database, tmp_path: Path) -> None:
    nowhere = Settings(
        data_dir=tmp_path, secret_id=LOCAL_KEYS[0], secret_password=Secret(LOCAL_KEYS[1]), base_url="http://127.0.0.1:9"
    )
    with pytest.raises(ControlFailed, match="does not answer"):
        actions.send_test(db, nowhere, LINK, "ACCOUNTS", "historical_update", actor=TESTER)


def test_a_replay_does_what_the_webhook_calls_for_now(db: Database) -> None:
    body = {"webhook_id": "w1", "webhook_type": "ACCOUNTS", "webhook_code": "new_accounts_available", "link_id": LINK}
    accept_webhook(db, body)
    for job in jobs.active(db):
        jobs.cancel(db, job.id)
    before = webhooks.find(db, "w1")
    replayed = actions.replay(db, "w1", actor=TESTER)
    assert replayed.job == jobs.active(db)[0].id
    assert webhooks.find(db, "w1") == before  # when it was handled, and what it set off then
    event = webhooks.find(db, replayed.webhook_id)
    assert event is not None
    assert str(event.outcome).endswith("(replayed)")
    assert (event.replay_of, event.body, event.attempts) == ("w1", body, 1)
    again = actions.replay(db, replayed.webhook_id, actor=TESTER)
    assert again.webhook_id == "w1-replay-2"
    assert audit.table(db)["did"].tolist() == ["webhook replayed"] * 2


def test_many_are_replayed_by_one_click_in_the_order_in_which_they_came(db: Database) -> None:
    for number in range(3):
        body = {"webhook_type": "ACCOUNTS", "webhook_code": "new_accounts_available", "link_id": LINK}
        accept_webhook(db, body | {"webhook_id": f"w{number}"})
    accept_webhook(db, {"webhook_id": "other", "webhook_type": "OWNERS", "webhook_code": "x", "link_id": LINK})
    wanted = WebhookFilter(type="ACCOUNTS")
    assert [actions.replay_many(db, wanted, actor=TESTER) for _ in range(2)] == [3, 3]  # no replays of replays
    came = webhooks.page(db, wanted)["webhook_id"].tolist()
    assert came[::-1] == ["w0", "w1", "w2", *(f"w{number}-replay-{turn}" for turn in (1, 2) for number in range(3))]


def test_no_replay_takes_the_place_of_one_that_was_sent(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as one click replays have to be those that came, also where their replays are newer."""
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 3)
    for number in range(3):
        body = {"webhook_type": "ACCOUNTS", "webhook_code": "new_accounts_available", "link_id": LINK}
        accept_webhook(db, body | {"webhook_id": f"w{number}"})
    assert [actions.replay_many(db, WebhookFilter(), actor=TESTER) for _ in range(2)] == [3, 3]


def test_an_unknown_webhook_cannot_be_replayed(db: Database) -> None:
    with pytest.raises(UnknownWebhook, match="There is no webhook w9"):
        actions.replay(db, "w9", actor=TESTER)
