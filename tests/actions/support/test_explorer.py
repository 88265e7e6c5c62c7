"""Any operation, sent as who may: asked for by its role, written down without what is secret, held back by holds."""

import json

import pytest

from actions.permission import NotAllowed
from actions.support import explorer
from actions.support.explorer import Sent
from belvo_client import BelvoClient
from belvo_client.description.operations import operations
from domain.roles import Actor, Role
from store import Database
from store.ops import audit
from store.write import holds, links
from store.write.holds import Held
from tests.kit import bodies
from tests.kit.actors import TESTER
from tests.kit.local_belvo import Api, client_of
from tests.kit.rows import tuples

PASSWORD = "planted-password"


def send(db: Database, client: BelvoClient, operation: str, actor: Actor = TESTER, /, **given: object) -> Sent:
    return explorer.send(db, client, operation, 0, given, actor=actor)


def test_what_is_read_comes_back_as_it_came_and_is_on_record(db: Database, client: BelvoClient, belvo_url: str) -> None:
    link = Api(belvo_url).link(external_id="explorer-1")["id"]
    sent = send(db, client, "DetailLink", id=link)
    assert (sent.status, sent.body["id"], sent.code) == (200, link, "")
    sent = send(db, client, "ListAccounts", link=link, page_size=1, omit="name")
    assert (len(sent.body["results"]), "name" in sent.body["results"][0], sent.is_sparse) == (1, False, True)
    assert tuples(audit.table(db), "action", "did", "outcome") == [("explore", "explorer: read", "done")] * 2
    assert link not in audit.table(db).to_csv()


def test_an_error_of_belvos_is_an_answer(db: Database, client: BelvoClient) -> None:
    sent = send(db, client, "DetailLink", id="8b0a1a92-e5c0-4a2c-9f4a-21e2a4d1f0c7")
    assert (sent.status, sent.code, sent.body[0]["code"]) == (404, "not_found", "not_found")
    assert sent.request_id == sent.body[0]["request_id"]
    assert tuples(audit.table(db), "did", "outcome") == [("explorer: read", "failed")]


def test_no_answer_is_said(db: Database) -> None:
    with client_of("http://127.0.0.1:9") as nobody:
        sent = send(db, nobody, "ListLinks")
    assert (sent.status, sent.code, sent.body) == (None, "connection_failed", None)


def test_what_costs_is_on_record_before_and_afterwards_and_never_with_a_secret(
    db: Database, client: BelvoClient
) -> None:
    given = {"institution": "erebor_mx_retail", "username": "planted-user", "password": PASSWORD}
    sent = send(db, client, "RegisterLink", **given)
    assert (sent.status, sent.code) == (400, "validation_error")
    assert tuples(audit.table(db), "action", "did", "outcome") == [
        ("explore_change", "explorer: sent", "failed"),
        ("explore_change", "explorer: begun", "done"),
    ]
    assert "planted" not in audit.table(db).to_csv() + repr(sent)


def test_a_token_is_made_with_the_desks_keys_and_nobody_sees_it(db: Database, client: BelvoClient) -> None:
    sent = send(db, client, "GenerateWidgetAccessToken", scopes="read_institutions,write_links")
    assert sent.status == 200
    access = sent.body["access"]
    told = json.dumps(db.as_answered("token", sent.body)) + repr(sent) + audit.table(db).to_csv()
    assert access not in told
    assert client.transport.keys.secret_password not in told


@pytest.mark.parametrize(
    ("operation", "role", "may"),
    [
        ("ListLinks", Role.VIEWER, False),
        ("ListLinks", Role.ANALYST, True),
        ("RetrieveAccounts", Role.ANALYST, False),
        ("RetrieveAccounts", Role.OPERATOR, True),
        ("DestroyLink", Role.OPERATOR, False),
        ("DestroyLink", Role.ADMIN, True),
    ],
)
def test_who_may_send_what(db: Database, client: BelvoClient, operation: str, role: Role, may: bool) -> None:
    actor = Actor("somebody", role)
    given = {"id": "8b0a1a92-e5c0-4a2c-9f4a-21e2a4d1f0c7", "link": "8b0a1a92-e5c0-4a2c-9f4a-21e2a4d1f0c7"}
    wanted = {one.name: given[one.name] for one in operations()[operation].fields() if one.is_needed}
    if may:
        assert send(db, client, operation, actor, **wanted).operation == operation
        return
    with pytest.raises(NotAllowed):
        send(db, client, operation, actor, **wanted)
    assert audit.table(db)["outcome"].tolist() == ["refused"]


def test_what_is_on_hold_is_not_deleted(db: Database, client: BelvoClient, belvo_url: str) -> None:
    link = Api(belvo_url).link(external_id="explorer-2")["id"]
    with db.write() as connection:
        links.save(connection, bodies.link(link))
        holds.put(connection, "link", link, reason="a case", actor="ana")
    with pytest.raises(Held):
        send(db, client, "DestroyLink", id=link)
    assert Api(belvo_url).get(f"/api/links/{link}/")["id"] == link


def test_a_path_needs_what_is_in_it_and_the_rest_is_belvos_to_say() -> None:
    assert explorer.problems(operations()["DetailLink"], 0, {}) == ["id is needed."]
    assert explorer.problems(operations()["RetrieveAccounts"], 0, {}) == []
    assert explorer.doubts(operations()["RetrieveAccounts"], 0, {}).endswith("needs it: link.")


def test_nobody_is_found_by_what_is_masked() -> None:
    names = {one.name for one in explorer.fields_of(operations()["ListOwners"], 0, is_masked=True)}
    assert not {"email", "display_name__icontains"} & names
    assert "email" in {one.name for one in explorer.fields_of(operations()["ListOwners"], 0, is_masked=False)}
    assert "user_document" not in {
        one.name for one in explorer.fields_of(operations()["ListConsents"], 0, is_masked=True)
    }


def test_what_is_sent_to_a_path_stays_in_its_part_of_it() -> None:
    asked = explorer.shown(operations()["DetailLink"], 0, {"id": "../../token/?x=1#é"}, "https://sandbox.belvo.com")
    assert asked.path == "/api/links/..%2F..%2Ftoken%2F%3Fx%3D1%23%C3%A9/"
