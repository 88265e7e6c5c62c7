"""Whom each address answers: by the table of roles, and by nothing that a browser says of itself."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from actions.access.reveals import reveal
from domain.roles import OWN_PROOF, TABLE, Role
from store.ops import audit
from store.queries.audit import AuditFilter, names, page
from store.sight import PRESENTER_COOKIE
from store.write import links
from tests.kit import bodies
from tests.kit.rows import records, save, tuples
from tests.kit.sign_in import AUTH, claims_of
from tests.web.sign_in.conftest import MEDIA, PAGES, Desk, of_ours, opened

OF_ROLES = {"vera": Role.VIEWER, "alba": Role.ANALYST, "oscar": Role.OPERATOR, "root": Role.ADMIN}
ROUTES = {route: row.roles for row in TABLE for route in sorted(row.routes)}
STREAMLITS = ["/_stcore/upload_file/session/file", "/component/x", "/_stcore/bidi-components/x", "/nothing/here"]


def addressed(route: str) -> str:
    """An address of the route."""
    return re.sub(r"\{\w+(:path)?\}", "x", route)


def paths(routes: list[BaseRoute]) -> set[str]:
    found = set()
    for route in routes:
        if isinstance(route, Mount):
            found |= {f"{route.path}{inner.path}" for inner in route.routes if isinstance(inner, Route | Mount)}
        elif isinstance(route, Route):
            found.add(route.path)
    return found


def test_every_route_has_its_row_or_its_own_proof(desk: Desk) -> None:
    known = {route for route in paths(of_ours(desk.context)) if not route.startswith(("/demo", "/sandbox"))}
    assert known == (OWN_PROOF | ROUTES.keys()) - {"/demo", "/demo/{page:path}", "/_stcore/metrics"}


def test_every_page_has_its_row() -> None:
    assert {page for row in TABLE for page in row.pages} == {page.replace("-", "_") for page in PAGES}


@pytest.mark.parametrize("route", ROUTES)
def test_a_stranger_is_to_sign_in_before_a_route_answers(desk: Desk, route: str) -> None:
    answer = desk.visit().get(addressed(route))
    assert (answer.status_code, answer.headers["cache-control"]) == (401, "no-store")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("subject", OF_ROLES)
def test_a_route_answers_the_roles_of_its_row_and_403_to_others(desk: Desk, route: str, subject: str) -> None:
    answer = desk.visit(subject).get(addressed(route))
    assert (answer.status_code != 403) is (OF_ROLES[subject] in ROUTES[route])
    assert answer.status_code != 401


@pytest.mark.parametrize("address", [*map(addressed, ROUTES), MEDIA, *STREAMLITS])
def test_who_has_no_role_gets_nothing(desk: Desk, address: str) -> None:
    assert desk.visit("nobody").get(address).status_code == 403
    assert desk.visit("root", email_verified=False).get(address).status_code == 403


@pytest.mark.parametrize("address", [MEDIA, *STREAMLITS])
def test_what_is_streamlits_own_asks_for_a_sign_in_too(desk: Desk, address: str) -> None:
    assert desk.visit().get(address).status_code == 401
    assert desk.visit().put(address).status_code == 401


@pytest.mark.parametrize("address", STREAMLITS)
def test_whoever_has_a_role_gets_what_is_streamlits_own(desk: Desk, address: str) -> None:
    assert desk.visit("vera").get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/static/js/index.js", "/app/static/favicon.svg", "/_stcore/health", "/_stcore/host-config", "/auth/login"]
    + [f"/{page}" for page in PAGES],
)
def test_what_a_browser_needs_for_the_way_in_is_open(desk: Desk, address: str) -> None:
    assert desk.visit().get(address).status_code == 200


@pytest.mark.parametrize("route", sorted(OWN_PROOF))
def test_what_has_its_own_proof_is_not_asked_for_a_sign_in(desk: Desk, route: str) -> None:
    post = route.startswith(("/webhooks", "/connect/events"))
    answer = desk.visit().post(addressed(route)) if post else desk.visit().get(addressed(route))
    assert answer.text != "You are not signed in. Open the desk and sign in, then try again."


@pytest.mark.parametrize("subject", OF_ROLES)
def test_files_name_people_to_roles_that_may_see_them(desk: Desk, subject: str) -> None:
    save(desk.context.database, "owners", {"id": "o1", "display_name": "Ximena Robles", "email": "xr@mail.example"})
    answer = desk.visit(subject).get("/export/owners.csv")
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 2
    is_clear = OF_ROLES[subject] >= Role.OPERATOR
    assert ("Ximena" in answer.text) is is_clear
    assert ('"masked":"everybody"' in audit.table(desk.context.database).iloc[0]["details"]) is not is_clear


def test_files_tell_of_whom_is_revealed_to_who_asks_until_they_sign_out(desk: Desk) -> None:
    database = desk.context.database
    with database.write() as connection:
        links.save(connection, bodies.link(bodies.OTHER_LINK, external_id="user-7"))
    save(database, "owners", {"id": "o7", "display_name": "Ximena Robles"}, link=bodies.OTHER_LINK)
    save(database, "owners", {"id": "o8", "display_name": "Another Somebody"})
    analyst = desk.visits.sign_in.visitor(claims_of("alba")).actor
    assert analyst
    alba, vera, presenting = (desk.visit(name, nonce="reveal") for name in ("alba", "vera", "alba"))
    presenting.cookies.set(PRESENTER_COOKIE, "on")
    assert "Ximena" not in alba.get("/export/owners.csv").text
    reveal(database, bodies.OTHER_LINK, "Ticket 4711", actor=analyst)
    told = alba.get("/export/owners.csv").text
    assert audit.table(database).iloc[0]["details"].endswith(',"masked":"all but one"}')
    assert ("Ximena Robles" in told, "Another" in told) == (True, False)
    assert ["Ximena" in one.get("/export/owners.csv").text for one in (vera, presenting)] == [False, False]
    assert alba.get("/export/transactions.csv?text=spei").status_code == 403
    assert alba.get("/documents/tax_status/x/pdf").status_code == 403
    alba.get("/auth/logout", headers={"sec-fetch-site": "same-origin"})
    assert "Ximena" not in desk.visit("alba", nonce="again").get("/export/owners.csv").text


def test_a_file_of_a_page_is_for_whose_page_it_is(desk: Desk) -> None:
    desk.owners.clear()
    mine, others = desk.visit("root"), desk.visit("oscar")
    assert mine.get(MEDIA).status_code == 403
    desk.owners.add(desk.visits.sign_in.visitor(claims_of("root")).person)
    assert (mine.get(MEDIA).status_code, others.get(MEDIA).status_code) == (200, 403)


@pytest.mark.parametrize(
    ("peer", "host", "status"),
    [
        ("127.0.0.1", "127.0.0.1:8501", 200),
        ("::1", "localhost", 200),
        ("10.0.0.5", "127.0.0.1:8501", 403),
        ("127.0.0.1", "desk.example", 403),
    ],
)
def test_the_local_belvo_answers_this_machine_alone(desk: Desk, peer: str, host: str, status: int) -> None:
    assert desk.visit("root", peer=peer).get("/sandbox/api", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"origin": "http://localhost:8501"},
        {"provider": "other"},
        {"at": timedelta(minutes=6)},
        {"at": timedelta(hours=13)},
    ],
)
def test_a_cookie_that_is_of_another_desk_or_too_old_does_not_come_in(desk: Desk, changes: dict[str, object]) -> None:
    assert desk.visit("root", **changes).get("/export/accounts.csv").status_code == 401  # type: ignore[arg-type]


def test_a_refused_attempt_is_on_record(desk: Desk) -> None:
    desk.visit("vera", nonce="refused").get("/documents/invoices/row/pdf")
    assert ("vera@else.example", "refused") in tuples(audit.table(desk.context.database), "actor", "action")
    newest = audit.table(desk.context.database).iloc[0]
    assert '"attempted":"/documents/{resource}/{row}/{source}"' in newest["details"]
    assert newest["target"] == "/documents/invoices/row/pdf"


def test_a_refused_document_is_on_record_with_its_link_and_person(desk: Desk) -> None:
    database = desk.context.database
    with database.write() as connection:
        links.save(connection, bodies.link(bodies.OTHER_LINK, external_id="user-7"))
    save(database, "owners", {"id": "o9", "display_name": "Ximena Robles"}, link=bodies.OTHER_LINK)
    desk.visit("alba", nonce="refused").get("/documents/owners/o9/pdf")
    about = AuditFilter(person="user-7", outcome=audit.REFUSED)
    assert [(row["target"], names(database).link(row["link"])) for row in records(page(database, about))] == [
        ("/documents/owners/o9/pdf", bodies.OTHER_LINK)
    ]


def test_of_an_address_that_is_refused_only_its_beginning_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.permission.MOST_REFUSALS", 10_000)  # others here have been refused in this minute, too
    desk.visit("nobody", nonce="long").get("/" + "x" * 5_000)
    assert audit.table(desk.context.database).iloc[0]["target"] == "/" + "x" * 199


def test_a_search_by_what_is_masked_is_refused_on_record_without_what_was_searched(desk: Desk) -> None:
    assert desk.visit("vera", nonce="search").get("/export/transactions.csv?text=Ximena").status_code == 403
    newest = audit.table(desk.context.database).iloc[0]
    assert (newest["actor"], newest["action"], newest["did"]) == ("vera@else.example", audit.REFUSED, "search")
    assert (newest["target"], newest["details"]) == ("/export/transactions.csv", '{"attempted":"search"}')


def test_a_sign_in_is_on_record_once_with_its_role_and_address(desk: Desk) -> None:
    browser = desk.visit("alba", nonce="recorded", peer="10.0.0.7")
    for _ in range(2):
        browser.get("/export/accounts.csv")
    found = audit.table(desk.context.database)
    mine = found[found["address"] == "10.0.0.7"]
    assert tuples(mine, "actor", "action", "details")[-1:] == [
        ("alba@analysts.example", "sign_in", '{"provider":"default","role":"analyst"}')
    ]
    assert [*mine["action"]].count("sign_in") == 1


def test_the_audits_file_is_for_admins(desk: Desk) -> None:
    asked = {name: desk.visit(name, nonce="audit").get("/export/audit.csv").status_code for name in ("root", "oscar")}
    assert asked == {"root": 200, "oscar": 403}


def test_after_signing_out_the_old_cookie_comes_in_nowhere(desk: Desk) -> None:
    browser, copied = desk.visit("root", nonce="out"), desk.visit("root", nonce="out")
    copied.cookies = browser.cookies
    elsewhere = desk.visit("root", nonce="still in")
    assert copied.get("/export/accounts.csv").status_code == 200
    assert elsewhere.get("/export/accounts.csv").status_code == 200
    browser.get("/auth/logout", headers={"sec-fetch-site": "same-origin"})
    assert copied.get("/export/accounts.csv").status_code == 401
    assert elsewhere.get("/export/accounts.csv").status_code == 200
    newest = audit.table(desk.context.database)
    ended = newest[newest["action"] != "export"].head(1)
    assert tuples(ended, "action", "actor") == [("sign_out", "root@desk.example")]


def test_another_sites_page_signs_nobody_out(desk: Desk) -> None:
    browser = desk.visit("root", nonce="stays")
    assert browser.get("/auth/logout", headers={"sec-fetch-site": "cross-site"}).status_code == 303
    assert browser.get("/export/accounts.csv").status_code == 200


def told(http: TestClient, protocol: str = "streamlit, token, a-session") -> list[object]:
    with http.websocket_connect("/_stcore/stream", headers={"sec-websocket-protocol": protocol}) as stream:
        found: list[object] = stream.receive_json()
        return found


def test_a_page_of_whoever_has_not_signed_in_is_told_nobodys_identity(desk: Desk) -> None:
    names = ["_streamlit_user", "_streamlit_user_tokens", "_streamlit_xsrf"]
    assert told(desk.visit("root", nonce="page")) == [names, "streamlit, token, a-session"]
    assert told(desk.visit("root", aud="another")) == [["_streamlit_xsrf"], "streamlit, token"]
    assert told(desk.visit()) == [["_streamlit_xsrf"], "streamlit, token"]


def test_open_pages_are_closed_with_their_sign_in(desk: Desk) -> None:
    browser = desk.visit("root", nonce="open")
    with browser.websocket_connect("/_stcore/stream") as stream:
        stream.receive_json()
        stream.send_bytes(b"tick")
        assert stream.receive_bytes() == b"tick"
        other = desk.visit()
        other.cookies = browser.cookies
        other.get("/auth/logout")
        with pytest.raises(WebSocketDisconnect) as closed:
            stream.receive_bytes()
        assert closed.value.code == 1008


def test_behind_https_cookies_are_for_https_alone(tmp_path: Path) -> None:
    with opened(tmp_path, {**AUTH, "redirect_uri": "https://desk.example/oauth2callback"}) as desk:
        assert "; Secure" in desk.visit().get("/oauth2callback?code=1").headers["set-cookie"]


def test_the_page_that_was_asked_for_is_found_again_after_signing_in(desk: Desk) -> None:
    browser = desk.visit()
    browser.get("/links?status=failed&find=a%20b")
    answer = browser.get("/oauth2callback?code=1")
    assert answer.headers["location"] == "/links?status=failed&find=a%20b"
    assert browser.get("/oauth2callback?code=1").headers["location"] == "/"


def test_a_provider_leads_back_here_after_signing_out(desk: Desk) -> None:
    answer = desk.visit().get("/oauth2callback")
    assert (answer.status_code, answer.headers["location"], "set-cookie" in answer.headers) == (307, "/", False)


@pytest.mark.parametrize(
    "wanted", ["https%3A%2F%2Fevil.example%2Flinks", "%2F%2Fevil.example%2Flinks", "%2Fexport%2Fx.csv", "links", "%5C"]
)
def test_nobody_is_led_anywhere_but_to_a_page_of_ours(desk: Desk, wanted: str) -> None:
    browser = desk.visit()
    browser.cookies.set("linkdesk_back", wanted)
    assert browser.get("/oauth2callback?code=1").headers["location"] == "/"
