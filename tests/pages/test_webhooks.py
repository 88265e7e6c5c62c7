"""Webhooks: what arrived, what each set off, and how Belvo finds this desk."""

from collections.abc import Mapping, Sequence

import pytest

from store import Database
from store.ops import jobs, refusals, webhooks
from sync import accept_webhook
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, figures, run, table, texts

TABLE = "Webhooks with what they are about and what they set off"


def arrive(db: Database, number: int, kind: str, code: str, link: str, data: Mapping[str, object] | None = None) -> str:
    webhook = f"{number:032x}"
    body = {
        "webhook_id": webhook,
        "webhook_type": kind,
        "webhook_code": code,
        "process_type": code,
        "link_id": link,
        "request_id": f"{number + 100:032x}",
        "external_id": "user-well",
        "data": dict(data or {}),
    }
    accept_webhook(db, body)
    return webhook


@pytest.fixture
def arrived(db: Database, stored: Stored) -> dict[str, str]:
    """Three webhooks: one that set off a pull, one that has its link read, one of a type that nobody knows."""
    return {
        "rows": arrive(db, 1, "TRANSACTIONS", "new_transactions_available", stored["well"], {"new_transactions": 3}),
        "link": arrive(db, 2, "LINK", "invalid_credentials", stored["brazil"], {"error_message": "**Refused**"}),
        "new": arrive(db, 3, "NOVELTIES", "something_new", stored["well"]),
    }


def test_an_empty_inbox_says_what_will_be_here_and_what_to_tell_belvo(open_page: OpenPage) -> None:
    app = open_page("webhooks")
    assert "No webhook has come yet. Each will be here at once." in texts(app)
    assert "http://127.0.0.1:8501/webhooks/belvo" in [block.value for block in app.code]


@pytest.mark.usefixtures("arrived")
def test_each_webhook_says_what_it_set_off(open_page: OpenPage) -> None:
    app = open_page("webhooks")
    rows = table(app, TABLE)
    assert rows["about"].tolist() == ["Novelties", "Link", "Transactions"]
    assert [state for (state,) in rows["pull"]] == ["- No pull", "- No pull", "… Queued"]
    assert figures(app) == {"Webhooks": "3", "Set off a pull": "1", "Types": "3"}


@pytest.mark.usefixtures("arrived")
def test_types_are_counted_of_what_is_shown(open_page: OpenPage) -> None:
    assert figures(open_page("webhooks", effect="none"))["Types"] == "2"


@pytest.mark.usefixtures("arrived")
@pytest.mark.parametrize(
    ("query", "about"),
    [
        ({"type": "LINK"}, ["Link"]),
        ({"code": "something_new"}, ["Novelties"]),
        ({"find": f"{101:032x}"}, ["Transactions"]),
        ({"effect": "pull"}, ["Transactions"]),
        ({"effect": "none", "find": "user-well"}, ["Novelties", "Link"]),
        ({"since": "2200-01-01"}, []),
    ],
    ids=str,
)
def test_the_address_filters(query: dict[str, str | Sequence[str]], about: list[str], open_page: OpenPage) -> None:
    app = open_page("webhooks", **query)
    assert (table(app, TABLE)["about"].tolist() if about else []) == about


def test_a_webhook_opens_as_it_came_and_can_be_replayed(
    db: Database, arrived: dict[str, str], stored: Stored, open_page: OpenPage
) -> None:
    (queued,) = jobs.active(db, stored["well"])
    jobs.cancel(db, queued.id)
    app = open_page("webhooks", webhook=arrived["rows"])
    said = texts(app)
    assert "Transactions · New transactions available" in [text.replace("**", "") for text in said]
    event = webhooks.find(db, arrived["rows"])
    assert event is not None
    assert event.body["data"] == {"new_transactions": 3}
    app = run(app.button(key="replay").click())
    assert [toast.value for toast in app.toast] == ["A pull was queued\\."]
    assert [job.reason for job in jobs.active(db, stored["well"])] == ["webhook"]


@pytest.mark.usefixtures("stored")
def test_a_webhook_that_was_erased_is_said(open_page: OpenPage) -> None:
    assert any("may have been erased" in text for text in texts(open_page("webhooks", webhook="unknown")))


def test_what_was_refused_is_said_with_why(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        refusals.record(connection, 401, "No Authorization header came.")
    assert table(open_page("webhooks"), "Webhooks that were refused, and why")["reason"].tolist() == [
        "No Authorization header came."
    ]


@pytest.mark.usefixtures("arrived")
def test_those_in_view_are_replayed_together_as_rows_of_their_own(open_page: OpenPage) -> None:
    app = run(open_page("webhooks", type="TRANSACTIONS").button(key="replay_these").click())
    assert [toast.value for toast in app.toast] == ["1 webhook replayed"]
    rows = table(app, TABLE)
    assert rows["outcome"].tolist() == ["A pull was queued. (replayed)", "A pull was queued."]
    assert rows["attempts"].tolist() == [1, 1]


@pytest.mark.usefixtures("stored")
def test_any_event_of_belvos_is_sent_for_a_trial(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "actions.webhooks.send_test", lambda _db, _settings, _link, kind, code, **_: sent.append((kind, code))
    )
    app = run(open_page("webhooks").selectbox(key="trial_product").select("Fiscal"))
    app = run(app.selectbox(key="trial_type").select("INVOICES historical_inflow_update"))
    run(app.button(key="send_trial").click())
    assert sent == [("INVOICES", "historical_inflow_update")]
