import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from actions.connect.accept import LinkNotAccepted, accept, hear, recover, report
from actions.connect.events import WidgetEvent
from actions.connect.person import Person
from actions.connect.start import BEGAN, EARLIER, Opening, remaining, repair, start, start_again
from actions.connect.token_body import BadChoice, Choices
from belvo_client import AuthenticationFailed, BelvoClient, NotFound
from resources import pulled_resources
from settings import LOCAL_KEYS, Settings
from store import Database
from store.core import instants
from store.ops import audit, historical, jobs, sessions
from store.ops.sessions import Session
from store.write import institutions, links
from tests.kit.actors import TESTER
from tests.kit.files import file_of
from tests.kit.local_belvo import Api

CHOICES = Choices(country="MX")


@pytest.fixture
def opening(db: Database, client: BelvoClient, settings: Settings) -> Opening:
    return start(db, client, settings, CHOICES, actor=TESTER)


def connect(belvo_url: str, opening: Opening, **given: str | None) -> str:
    """What the widget does in the end: make the link with the access token."""
    body = {"external_id": opening.config["external_id"], **given}
    return Api(belvo_url).widget_link(opening.access_token, **body)


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
    assert audit.table(db)[["actor", "did"]].to_dict("records") == [{"actor": "tester", "did": "connection started"}]


def test_refused_keys_open_no_session(db: Database, belvo_url: str, settings: Settings) -> None:
    with BelvoClient(belvo_url, LOCAL_KEYS[0], "wrong") as stranger, pytest.raises(AuthenticationFailed):
        start(db, stranger, settings, CHOICES, actor=TESTER)
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


def test_what_its_institution_lists_is_waited_for_though_nobody_has_read_the_catalogue(
    db: Database, client: BelvoClient, belvo_url: str, opening: Opening
) -> None:
    assert institutions.table(db).empty
    link = connect(belvo_url, opening)
    accept(db, client, opening.nonce, link)
    assert {*historical.state(db, link)["resource"]} >= {"accounts", "owners", "transactions"}


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
    other = start(db, client, settings, CHOICES, actor=TESTER)
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
    first = start(db, client, settings, customer, actor=TESTER)
    older = connect(belvo_url, first)
    second = start(db, client, settings, customer, actor=TESTER)
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
    one, other = (start(db, client, settings, customer, actor=TESTER) for _ in range(2))
    made_in_one = connect(belvo_url, one)
    assert recover(db, client, other.nonce)  # both sessions are open, and nothing tells whose link it is
    made_in_other = connect(belvo_url, other)
    hear(db, client, happened(other, "success", {"link": made_in_other}))
    assert {made_in_one, made_in_other} <= {*links.table(db)["link"]}
    assert len(jobs.active(db, made_in_other)) == 1


def test_what_is_not_accepted_is_said_by_the_session(db: Database, client: BelvoClient, opening: Opening) -> None:
    with pytest.raises(LinkNotAccepted):
        hear(db, client, happened(opening, "success", {"link": "no id at all/"}))
    session = session_of(db, opening)
    assert (session.state, session.error_code) == ("opened", "link_not_accepted")
    assert session.error_message == "Belvo knows no such link. Start the connection again."


@pytest.mark.parametrize("report_", ["success", "search"])
def test_an_older_link_of_the_same_person_is_not_the_sessions(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str, report_: str
) -> None:
    customer = Choices(country="MX", external_id=f"customer-{report_}")
    older = connect(belvo_url, start(db, client, settings, customer, actor=TESTER))
    opening = start(db, client, settings, customer, actor=TESTER)
    if report_ == "success":
        with pytest.raises(LinkNotAccepted, match="older than this connection"):
            hear(db, client, happened(opening, "success", {"link": older}))
    else:
        assert not recover(db, client, opening.nonce)
    assert session_of(db, opening).state == "opened"


def test_a_link_from_before_the_session_is_older_even_if_nobody_knew_of_it(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str
) -> None:
    customer = Choices(country="MX", external_id="customer-44")
    older = connect(belvo_url, start(db, client, settings, customer, actor=TESTER))
    created_at = instants.decode(client.links.get(older)["created_at"])
    opening = start(db, client, settings, customer, actor=TESTER)
    later = {BEGAN: instants.encode(created_at + timedelta(seconds=2)), EARLIER: []}
    rewrite_options(db, opening, later)
    assert not recover(db, client, opening.nonce)
    rewrite_options(db, opening, {BEGAN: instants.encode(created_at - timedelta(seconds=2)), EARLIER: []})
    assert recover(db, client, opening.nonce)


def rewrite_options(db: Database, opening: Opening, options: dict[str, Any]) -> None:
    with db.write() as connection:
        connection.execute(
            "UPDATE widget_sessions SET options = ? WHERE nonce = ?", (json.dumps(options), opening.nonce)
        )


def personal_at(institution: str) -> Choices:
    """Choices with an external id that Belvo removes; each test has a bank of its own for them."""
    return Choices(country="MX", institution=institution, external_id="5512345678")


@pytest.mark.parametrize(("report_", "bank"), [("success", "gringotts_mx_retail"), ("search", "gringotts_br_retail")])
def test_a_link_whose_external_id_belvo_removed_is_the_sessions_all_the_same(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str, report_: str, bank: str
) -> None:
    opening = start(db, client, settings, personal_at(bank), actor=TESTER)
    made = connect(belvo_url, opening, institution=bank)
    if report_ == "success":
        hear(db, client, happened(opening, "success", {"link": made}))
    else:
        assert recover(db, client, opening.nonce)
    assert session_of(db, opening).link == made
    row = audit.table(db, link=made).iloc[0]
    assert (row["did"], json.loads(row["details"])["external_id"]) == ("link connected", "removed by Belvo")


def test_a_link_without_an_external_id_that_another_session_made_is_that_sessions(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str
) -> None:
    one, other = (start(db, client, settings, personal_at("gringotts_co_retail"), actor=TESTER) for _ in range(2))
    made = connect(belvo_url, one, institution="gringotts_co_retail")
    hear(db, client, happened(one, "success", {"link": made}))
    assert not recover(db, client, other.nonce)
    with pytest.raises(LinkNotAccepted, match="made for somebody else"):
        hear(db, client, happened(other, "success", {"link": made}))


def test_of_two_links_without_external_ids_none_is_guessed(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str
) -> None:
    one, other = (start(db, client, settings, personal_at("erebor_co_retail"), actor=TESTER) for _ in range(2))
    for opening in (one, other):
        connect(belvo_url, opening, institution="erebor_co_retail")
    assert not recover(db, client, one.nonce)
    assert not recover(db, client, other.nonce)


def test_a_link_without_an_external_id_that_is_older_is_not_believed(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str
) -> None:
    older = Api(belvo_url).link("bnk102", "low", institution="erebor_br_retail")["id"]
    opening = start(db, client, settings, personal_at("erebor_br_retail"), actor=TESTER)
    created_at = instants.decode(client.links.get(older)["created_at"])
    rewrite_options(db, opening, {BEGAN: instants.encode(created_at + timedelta(seconds=2))})
    with pytest.raises(LinkNotAccepted, match="older than this connection"):
        hear(db, client, happened(opening, "success", {"link": older}))


def test_start_again_starts_the_same_connection(db: Database, client: BelvoClient, settings: Settings) -> None:
    choices = Choices(
        product="fiscal",
        country="MX",
        institution="tatooine_mx_fiscal",
        locale="es",
        access_mode="single",
        external_id="customer-45",
        resources=("INVOICES", "TAX_STATUS"),
        stale_in="90d",
        credentials_storage="30d",
        company_name="ACME",
        color="#907AD6",
        color_scheme="DARK",
    )
    first = start(db, client, settings, choices, actor=TESTER, hosted=True)
    assert audit.table(db)[["action", "target"]].to_dict("records") == [{"action": "hand_out", "target": first.nonce}]
    again = start_again(db, client, settings, session_of(db, first), actor=TESTER)
    assert (again.nonce == first.nonce, again.config, again.url is None) == (False, first.config, False)
    one, other = (session_of(db, opening) for opening in (first, again))
    same = ("external_id", "product", "country", "institution", "mode")
    assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
    assert Choices.recorded(other.options, external_id="customer-45", consent=None) == choices


def test_start_again_keeps_an_external_id_that_was_made_up(
    db: Database, client: BelvoClient, settings: Settings, opening: Opening
) -> None:
    again = start_again(db, client, settings, session_of(db, opening), actor=TESTER)
    assert again.external_id == opening.external_id


def test_start_again_at_a_bank_by_consent_asks_anew_who_consents(
    db: Database, client: BelvoClient, settings: Settings
) -> None:
    ralph = Person("76109277673", "Ralph Bragg")
    first = start(db, client, settings, Choices("open_finance", "BR", consent=ralph), actor=TESTER)
    session = session_of(db, first)
    with pytest.raises(BadChoice, match="names its person"):
        start_again(db, client, settings, session, actor=TESTER)
    again = start_again(db, client, settings, session, actor=TESTER, consent=ralph)
    assert (again.config["integration_type"], again.config["country_codes"]) == ("openfinance", ["BR"])
    with db.read() as connection:
        dump = "\n".join(str(tuple(row)) for row in connection.execute("SELECT * FROM widget_sessions"))
    assert "76109277673" not in dump
    assert "Ralph" not in dump


def test_start_again_repairs_the_same_link(db: Database, client: BelvoClient, settings: Settings, broken: str) -> None:
    first = repair(db, client, settings, broken, actor=TESTER, locale="pt", hosted=True)
    again = start_again(db, client, settings, session_of(db, first), actor=TESTER)
    assert (again.config, session_of(db, again).link, again.url is None) == (first.config, broken, False)


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
    opening = repair(db, client, settings, broken, actor=TESTER)
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
    assert [*audit.table(db)["did"]] == ["link repaired", "repair started"]


def test_a_repair_accepts_no_other_link(
    db: Database, client: BelvoClient, settings: Settings, belvo_url: str, opening: Opening, broken: str
) -> None:
    other = connect(belvo_url, opening)
    repairing = repair(db, client, settings, broken, actor=TESTER)
    with pytest.raises(LinkNotAccepted, match="another link than the one to repair"):
        hear(db, client, happened(repairing, "success", {"link": other}))


def test_a_link_that_is_gone_cannot_be_repaired(db: Database, client: BelvoClient, settings: Settings) -> None:
    with pytest.raises(NotFound):
        repair(db, client, settings, "00000000-0000-4000-8000-000000000000", actor=TESTER)
    assert sessions.unfinished(db, "") == []


def test_a_handed_out_widget_is_an_address_with_all_its_options(
    db: Database, client: BelvoClient, settings: Settings
) -> None:
    opening = start(db, client, settings, Choices("fiscal", "MX", locale="es"), actor=TESTER, hosted=True)
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


def test_the_store_holds_no_password(db: Database, client: BelvoClient, belvo_url: str, opening: Opening) -> None:
    link = connect(belvo_url, opening)
    hear(db, client, happened(opening, "success", {"link": link}))
    db.close()
    files = [path.read_bytes() for path in Path(file_of(db)).parent.iterdir() if path.is_file()]
    secrets = (opening.access_token, opening.event_token, *LOCAL_KEYS)
    assert [secret for secret in secrets for content in files if secret.encode() in content] == []
