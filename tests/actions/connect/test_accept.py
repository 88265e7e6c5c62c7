from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from actions.connect.accept import LinkNotAccepted, WidgetEvent, accept, hear, recover, report
from actions.connect.start import Opening, remaining, repair, start
from actions.connect.token_body import Choices
from belvo_client import AuthenticationFailed, BelvoClient, NotFound
from resources import pulled_resources
from settings import LOCAL_KEYS, Settings
from store import Database
from store.ops import audit, jobs, sessions
from store.ops.sessions import Session
from store.write import links
from tests.kit.local_belvo import Api

CHOICES = Choices(country="MX")


@pytest.fixture
def opening(db: Database, client: BelvoClient, settings: Settings) -> Opening:
    return start(db, client, settings, CHOICES, actor="tester")


def connect(belvo_url: str, opening: Opening) -> str:
    """What the widget does in the end: make the link with the access token."""
    return Api(belvo_url).widget_link(opening.access_token, external_id=opening.config["external_id"])


def happened(opening: Opening, name: str, payload: dict[str, Any] | None = None, seq: int = 1) -> WidgetEvent:
    return WidgetEvent(opening.nonce, seq, name, payload or {})


def session_of(db: Database, opening: Opening) -> Session:
    session = sessions.find(db, opening.nonce)
    assert session is not None
    return session


def test_starting_opens_a_session_and_keeps_no_token(db: Database, opening: Opening) -> None:
    session = session_of(db, opening)
    assert (session.state, session.external_id, session.country) == ("opened", opening.external_id, "MX")
    with db.read() as connection:
        dump = "\n".join(str(tuple(row)) for row in connection.execute("SELECT * FROM widget_sessions"))
    assert opening.event_token not in dump
    assert opening.access_token not in dump
    assert opening.access_token not in repr(opening)
    assert audit.table(db)[["actor", "action"]].to_dict("records") == [
        {"actor": "tester", "action": "connection started"}
    ]


def test_refused_keys_open_no_session(db: Database, belvo_url: str, settings: Settings) -> None:
    with BelvoClient(belvo_url, LOCAL_KEYS[0], "wrong") as stranger, pytest.raises(AuthenticationFailed):
        start(db, stranger, settings, CHOICES, actor="tester")
    assert sessions.unfinished(db, "") == []


def test_success_stores_the_link_and_queues_its_first_pull(
    db: Database, client: BelvoClient, belvo_url: str, opening: Opening
) -> None:
    link = connect(belvo_url, opening)
    hear(db, client, happened(opening, "success", {"link": link, "institution": "erebor_mx_retail"}))
    assert session_of(db, opening).link == link
    stored = links.find(db, link)
    assert stored is not None
    assert (stored.institution, stored.display_name, stored.status) == ("erebor_mx_retail", "Erebor Bank", "valid")
    job = jobs.latest(db, link)
    assert job is not None
    assert (job.state, job.reason, job.resources) == ("queued", "connected", tuple(sorted(pulled_resources())))


def test_success_reported_on_both_ways_and_again_makes_one_link_and_one_pull(
    db: Database, client: BelvoClient, belvo_url: str, opening: Opening
) -> None:
    link = connect(belvo_url, opening)
    success = happened(opening, "success", {"link": link})
    hear(db, client, success)
    assert report(db, client, success, token=opening.event_token)
    accept(db, client, opening.nonce, link)
    assert recover(db, client, opening.nonce)
    assert len(jobs.active(db, link)) == 1
    assert len(sessions.events(db, opening.nonce)) == 1


def test_a_link_of_somebody_else_is_not_believed(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str, opening: Opening
) -> None:
    other = start(db, client, settings, CHOICES, actor="tester")
    link = connect(belvo_url, other)
    with pytest.raises(LinkNotAccepted, match="made for somebody else"):
        hear(db, client, happened(opening, "success", {"link": link}))
    assert session_of(db, opening).state == "opened"
    assert links.find(db, link) is None


def test_a_link_that_belvo_does_not_know_is_not_believed(db: Database, client: BelvoClient, opening: Opening) -> None:
    with pytest.raises(LinkNotAccepted, match="Belvo knows no such link"):
        accept(db, client, opening.nonce, "00000000-0000-4000-8000-000000000000")


def test_an_unknown_session_accepts_nothing(db: Database, client: BelvoClient) -> None:
    with pytest.raises(LinkNotAccepted, match="unknown here"):
        accept(db, client, "no-such-nonce", "00000000-0000-4000-8000-000000000000")
    assert not recover(db, client, "no-such-nonce")


def test_a_link_whose_success_nobody_heard_is_found_by_its_external_id(
    db: Database, client: BelvoClient, belvo_url: str, opening: Opening
) -> None:
    assert not recover(db, client, opening.nonce)
    link = connect(belvo_url, opening)
    assert recover(db, client, opening.nonce)
    assert session_of(db, opening).link == link


def test_a_link_that_the_desk_has_found_by_itself_is_its_sessions_all_the_same(
    db: Database, client: BelvoClient, belvo_url: str, opening: Opening
) -> None:
    link = connect(belvo_url, opening)
    with db.write() as connection:
        links.save(connection, client.links.get(link))
        links.set_followed(connection, link, followed=False)
    assert recover(db, client, opening.nonce)
    found = links.find(db, link)
    assert found is not None
    assert (session_of(db, opening).link, found.followed) == (link, True)
    assert [job.reason for job in jobs.active(db, link)] == ["connected"]


def test_a_person_with_an_older_link_elsewhere_gets_the_new_one(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str
) -> None:
    customer = Choices(country="MX", external_id="customer-42")
    first = start(db, client, settings, customer, actor="tester")
    older = connect(belvo_url, first)
    second = start(db, client, settings, customer, actor="tester")
    assert not recover(db, client, second.nonce)

    newer = connect(belvo_url, second)
    assert recover(db, client, second.nonce)
    assert session_of(db, second).link == newer
    assert links.find(db, older) is None
    hear(db, client, happened(first, "success", {"link": older}))
    assert (session_of(db, first).link, len(jobs.active(db, older))) == (older, 1)


def test_a_reported_success_is_taken_in_even_after_another_link_was_found(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str
) -> None:
    customer = Choices(country="MX", external_id="customer-43")
    one, other = (start(db, client, settings, customer, actor="tester") for _ in range(2))
    made_in_one = connect(belvo_url, one)
    assert recover(db, client, other.nonce)  # both sessions are open, and nothing tells whose link it is
    made_in_other = connect(belvo_url, other)
    hear(db, client, happened(other, "success", {"link": made_in_other}))
    assert {made_in_one, made_in_other} <= {*links.table(db)["link"]}
    assert len(jobs.active(db, made_in_other)) == 1


def test_only_the_sessions_own_token_reports(db: Database, client: BelvoClient, opening: Opening) -> None:
    event = happened(opening, "opened")
    assert not report(db, client, event, token="guessed")
    assert not report(db, client, WidgetEvent("no-such-nonce", 1, "opened", {}), token=opening.event_token)
    assert report(db, client, event, token=opening.event_token)
    assert session_of(db, opening).state == "loaded"


@pytest.fixture
def broken(client: BelvoClient, belvo_url: str) -> Iterator[str]:
    """A link whose refresh asked for a token, as its person left it."""
    made = Api(belvo_url).unconfirmed(external_id="user-9")
    yield made
    client.links.delete(made)


def finish_repair(belvo_url: str, opening: Opening, link: str) -> None:
    """What the widget does in update mode: give the link new credentials, and the token that they ask for."""
    headers = {"Authorization": f"Bearer {opening.access_token}"}
    body = {"password": "full", "token": "111111"}
    answer = Api(belvo_url).call("PUT", f"/api/links/{link}/", json=body, headers=headers, auth=None)
    assert answer.status_code == 200, answer.text


def test_a_repaired_link_keeps_its_id_and_is_pulled(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str, broken: str
) -> None:
    opening = repair(db, client, settings, broken, actor="tester")
    session = session_of(db, opening)
    assert (session.mode, session.link, session.institution) == ("update", broken, "erebor_mx_retail")
    assert not recover(db, client, opening.nonce)
    finish_repair(belvo_url, opening, broken)
    assert recover(db, client, opening.nonce)
    assert session_of(db, opening).state == "connected"
    stored = links.find(db, broken)
    assert stored is not None
    assert stored.status == "valid"
    assert [job.reason for job in jobs.active(db, broken)] == ["connected"]
    assert [*audit.table(db)["action"]] == ["link repaired", "repair started"]


def test_a_repair_accepts_no_other_link(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str, opening: Opening, broken: str
) -> None:
    other = connect(belvo_url, opening)
    repairing = repair(db, client, settings, broken, actor="tester")
    with pytest.raises(LinkNotAccepted, match="another link than the one to repair"):
        hear(db, client, happened(repairing, "success", {"link": other}))


def test_a_link_that_is_gone_cannot_be_repaired(db: Database, client: BelvoClient, settings: Settings) -> None:
    with pytest.raises(NotFound):
        repair(db, client, settings, "00000000-0000-4000-8000-000000000000", actor="tester")
    assert sessions.unfinished(db, "") == []


def test_a_handed_out_widget_is_an_address_with_all_its_options(
    db: Database, client: BelvoClient, settings: Settings
) -> None:
    opening = start(db, client, settings, Choices("fiscal", "MX", locale="es"), actor="tester", hosted=True)
    address, _, query = str(opening.url).partition("?")
    assert address == settings.hosted_widget_url
    given = dict(parse_qsl(query))
    assert given.pop("access_token") == opening.access_token
    assert given == {
        "locale": "es",
        "access_mode": "recurrent",
        "external_id": opening.external_id,
        "country_codes": "MX",
        "institution_types": "fiscal",
        "show_abandon_survey": "false",
    }
    assert opening.access_token not in repr(opening)
    assert remaining(opening, opening.expires_at - timedelta(minutes=1)) == timedelta(minutes=1)
    assert remaining(opening, opening.expires_at + timedelta(minutes=1)) == timedelta(0)


ERROR = {"code": "login_error", "message": "Invalid credentials provided"}
OTHER_SPELLING = {"eventName": "ERROR", "metadata": {"error_code": "login_error", "error_message": "Refused"}}
DEAD = {"eventName": "ERROR", "meta_data": {"error_code": "ACCESS_TOKEN_NOT_VALID", "error_message": "Not valid"}}


@pytest.mark.parametrize(
    ("name", "payload", "state", "code"),
    [
        ("exit", {"last_encountered_error": None, "meta_data": {}}, "left", None),
        ("exit", {"last_encountered_error": ERROR, "meta_data": {}}, "left", "login_error"),
        ("event", DEAD, "expired", "ACCESS_TOKEN_NOT_VALID"),
        ("event", OTHER_SPELLING, "loaded", "login_error"),
        ("event", {"eventName": "PAGE_LOAD", "metadata": {"page": "/institutions"}}, "opened", None),
        ("script_failed", {"reason": "unreachable"}, "failed", "script_failed"),
        ("something_new", {"anything": [1]}, "opened", None),
    ],
    ids=["leaving", "leaving after an error", "dead token", "other spelling", "page", "no script", "unknown"],
)
def test_the_session_follows_what_happens(
    db: Database,
    client: BelvoClient,
    opening: Opening,
    name: str,
    payload: dict[str, Any],
    state: str,
    code: str | None,
) -> None:
    hear(db, client, happened(opening, name, payload))
    session = session_of(db, opening)
    assert (session.state, session.error_code) == (state, code)


def test_what_ended_a_session_is_not_hidden_by_what_follows(
    db: Database, client: BelvoClient, opening: Opening
) -> None:
    hear(db, client, happened(opening, "event", DEAD))
    hear(db, client, happened(opening, "exit", {"last_encountered_error": None}, seq=2))
    assert session_of(db, opening).state == "expired"


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"nonce": "n", "seq": 0, "name": "x", "payload": {}},
        {"nonce": 1, "seq": 1, "name": "x", "payload": {}},
    ],
)
def test_what_is_no_event_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="not a widget event"):
        WidgetEvent.parse(data)


def test_the_store_holds_no_password(db: Database, client: BelvoClient, belvo_url: str, opening: Opening) -> None:
    link = connect(belvo_url, opening)
    hear(db, client, happened(opening, "success", {"link": link}))
    db.close()
    files = [path.read_bytes() for path in Path(db.path).parent.iterdir() if path.is_file()]
    secrets = (opening.access_token, opening.event_token, *LOCAL_KEYS)
    assert [secret for secret in secrets for content in files if secret.encode() in content] == []
