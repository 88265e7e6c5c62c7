"""The demo shop's routes, over a local Belvo that is really served."""

import re
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import jwt
import pytest

from belvo_client import BelvoClient
from belvo_sandbox import Served
from belvo_sandbox.bank import links
from settings import LOCAL_KEYS
from tests.kit.local_belvo import client_of
from tests.web.demo_shop import ADDRESS, NO_DATA, SCRIPT, Visit, shop_app
from web.demo import shop
from web.demo.customers import Customers
from web.demo.notices import NOTICES, notice_for
from web.demo.site import Site
from web.demo.statement import Movement, Statement

PAGE = {"accept": "text/html,application/xhtml+xml"}
NOBODYS = "8848bd0c-0000-4000-8000-000000000000"
POSTS = ["/demo/access-token", "/demo/links", f"/demo/links/{NOBODYS}/delete", "/demo/sync"]
CODES_OF_THE_LOCAL_WIDGET = {
    "ACCESS_TOKEN_NOT_VALID",
    "duplicated",
    "institution_disabled",
    "institution_down",
    "institution_inactive",
    "institution_unavailable",
    "login_error",
    "request_timeout",
    "session_expired",
    "token_required",
    "too_many_sessions",
    "unexpected_error",
    "validation_error",
}


@pytest.fixture
def visit(sandbox: Served, client: BelvoClient, tmp_path: Path) -> Iterator[Visit]:
    visiting = Visit(shop_app(client, tmp_path), sandbox)
    yield visiting
    visiting.close()


@pytest.fixture
def stranger(visit: Visit, sandbox: Served) -> Iterator[Visit]:
    """Another visitor of the same shop."""
    visiting = Visit(visit.http.app, sandbox)  # type: ignore[arg-type] # the client's type of app is wider
    yield visiting
    visiting.close()


def claims(token: str) -> dict[str, Any]:
    decoded: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return decoded


def token_in(html: str) -> str:
    found = re.search(r'data-access-token="([^"]+)"', html)
    assert found, html
    return found[1]


def set_status(sandbox: Served, link: str, status: str) -> None:
    with sandbox.app.state.sandbox.state.write() as connection:
        links.change(connection, link, status=status)


@pytest.mark.parametrize("path", ["/demo/", "/demo/terms", "/demo/async", "/demo/sync"])
def test_every_page_is_whole_html_that_nobody_caches(visit: Visit, path: str) -> None:
    answer = visit.http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.rstrip().endswith("</html>")


def test_the_shop_is_found_without_its_last_slash(visit: Visit) -> None:
    answer = visit.http.get("/demo")
    assert (answer.status_code, answer.headers["location"]) == (308, "/demo/")


def test_an_address_that_is_not_there_is_a_page_of_the_shops_own(visit: Visit) -> None:
    answer = visit.http.get("/demo/nothing", headers=PAGE)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_a_visitor_gets_a_cookie_that_scripts_and_other_sites_cannot_use(visit: Visit) -> None:
    cookie = visit.http.get("/demo/async").headers["set-cookie"]
    assert re.fullmatch(r"tepeyac_session=[\w-]{43}; HttpOnly; Path=/demo; SameSite=lax", cookie)
    assert "set-cookie" not in visit.http.get("/demo/async").headers


def test_a_made_up_cookie_counts_for_nothing(visit: Visit) -> None:
    visit.http.cookies.set("tepeyac_session", "made-up", domain="127.0.0.1", path="/demo")
    fresh = visit.http.get("/demo/async").headers["set-cookie"]
    assert "made-up" not in fresh


def test_the_browser_gets_a_fresh_access_token_and_nothing_else(visit: Visit) -> None:
    first, second = visit.open_widget(), visit.open_widget()
    assert set(first) == {"access_token", "config"}
    assert first["access_token"] != second["access_token"]
    assert first["config"] == {
        "locale": "en",
        "country_codes": ["MX"],
        "resources": ["ACCOUNTS", "TRANSACTIONS"],
        "access_mode": "recurrent",
        "external_id": second["config"]["external_id"],
    }


def test_the_token_asks_for_no_more_than_needed_and_carries_the_shops_looks(visit: Visit) -> None:
    token = claims(visit.open_widget()["access_token"])
    assert token["token_type"] == "access"
    assert token["scopes"] == ["read_institutions", "write_links"]
    assert (token["fetch_resources"], token["stale_in"]) == (["ACCOUNTS", "TRANSACTIONS"], "90d")
    assert token["widget"]["branding"] == {
        "company_name": "Café Tepeyac",
        "company_icon": f"{ADDRESS}/demo/static/logo.svg",
        "company_logo": f"{ADDRESS}/demo/static/logo.svg",
        "company_terms_url": f"{ADDRESS}/demo/terms",
    }


def test_the_external_id_says_nothing_about_the_visitor(visit: Visit, stranger: Visit) -> None:
    first, second = (each.open_widget()["config"]["external_id"] for each in (visit, stranger))
    assert re.fullmatch(r"tepeyac-[0-9a-f]{24}", first)
    assert first != second


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_other_sites_cannot_post(visit: Visit, path: str, headers: dict[str, str]) -> None:
    assert visit.http.post(path, headers=headers).status_code == 403


@pytest.mark.parametrize("body", [b"no JSON", b"[1]", b'"text"'])
def test_a_body_that_is_no_json_object_is_refused(visit: Visit, body: bytes) -> None:
    answer = visit.http.post("/demo/links", content=body)
    assert (answer.status_code, answer.json()) == (400, {"error": {"code": "refused", "request_id": None}})


@pytest.mark.parametrize("path", ["/demo/links", "/demo/sync"])
def test_a_body_that_is_too_large_is_refused(visit: Visit, path: str) -> None:
    assert visit.http.post(path, content=b"x" * 4097).status_code == 413


def test_the_visitors_own_link_is_kept_once(visit: Visit, client: BelvoClient) -> None:
    link = visit.make_link()
    answers = [visit.claim(link) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json() == {"link": link, "institution": "Erebor Bank"}
    external_id = visit.open_widget()["config"]["external_id"]
    assert [each["id"] for each in client.links.list(external_id=external_id)] == [link]


def test_a_link_that_was_made_for_somebody_else_is_not_kept(visit: Visit, stranger: Visit) -> None:
    link = visit.make_link()
    stranger.open_widget()
    assert stranger.claim(link).status_code == 404
    assert stranger.http.get(f"/demo/links/{link}/data").status_code == 404


@pytest.mark.parametrize("link", [NOBODYS, "", "../links", "a" * 300, None, 7])
def test_a_link_that_is_none_is_not_kept(visit: Visit, link: object) -> None:
    visit.open_widget()
    answer = visit.http.post("/demo/links", json={"link": link})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_link")


def test_a_link_that_still_lacks_the_banks_token_is_not_kept(visit: Visit, sandbox: Served) -> None:
    link = visit.make_link()
    set_status(sandbox, link, "unconfirmed")
    assert visit.claim(link).status_code == 404
    assert visit.http.get("/demo/async").text.count(link) == 0


def test_somebody_without_a_session_can_claim_nothing(visit: Visit) -> None:
    assert visit.claim(NOBODYS).status_code == 404


def test_the_data_are_belvos(visit: Visit, client: BelvoClient) -> None:
    link = visit.connect()
    answer = visit.http.get(f"/demo/links/{link}/data")
    assert answer.status_code == 200
    data = answer.json()
    assert (data["state"], data["link"], data["institution"]) == ("ready", link, "Erebor Bank")
    accounts = list(client.accounts.list(link=link))
    assert data["accounts"] == [
        {
            "name": account["name"],
            "kind": str(account["category"]).replace("_", " ").capitalize(),
            "number": str(account["number"])[-4:],
            "balance": str(account["balance"]["current"]),
            "currency": "MXN",
            "owed": account["balance_type"] == "LIABILITY",
        }
        for account in accounts
    ]
    assert {line["owed"] for line in data["accounts"]} == {True, False}


def test_the_movements_are_the_latest_newest_first_with_signs(visit: Visit, client: BelvoClient) -> None:
    link = visit.connect()
    movements = visit.http.get(f"/demo/links/{link}/data").json()["movements"]
    all_of_them = list(client.transactions.list(link=link))
    days = sorted((each["value_date"] for each in all_of_them), reverse=True)
    assert [line["day"] for line in movements] == days[:10]
    known = {(each["value_date"], each["description"], str(each["amount"]), each["type"]) for each in all_of_them}
    for line in movements:
        direction = "OUTFLOW" if line["amount"].startswith("-") else "INFLOW"
        assert (line["day"], line["description"], line["amount"].removeprefix("-"), direction) in known


@pytest.mark.parametrize("path", ["/demo/links/{}/data", "/demo/sync/{}"])
def test_somebody_elses_data_are_not_there(visit: Visit, stranger: Visit, path: str) -> None:
    link = visit.connect()
    stranger.open_widget()
    with_session = stranger.http.get(path.format(link))
    stranger.http.cookies.clear()
    without_session = stranger.http.get(path.format(link))
    no_such_link = visit.http.get(path.format(NOBODYS))
    assert {answer.status_code for answer in (with_session, without_session, no_such_link)} == {404}
    assert with_session.text == without_session.text == no_such_link.text


def test_data_are_waited_for_but_not_for_ever(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    link = visit.connect(NO_DATA)
    first = visit.http.get(f"/demo/links/{link}/data")
    assert (first.status_code, first.json()["state"]) == (202, "waiting")
    assert "Reading your account" in visit.http.get(f"/demo/sync/{link}").text
    monkeypatch.setattr(shop, "PATIENCE", timedelta(0))
    later = visit.http.get(f"/demo/links/{link}/data")
    assert (later.status_code, later.json()["state"]) == (200, "empty")
    assert "Nothing has arrived yet" in visit.http.get(f"/demo/sync/{link}").text


def test_the_synchronous_page_carries_the_token_and_then_the_data(visit: Visit, client: BelvoClient) -> None:
    html = visit.http.get("/demo/sync").text
    assert f'<script src="{SCRIPT}" defer></script>' in html
    external_id = visit.open_widget()["config"]["external_id"]
    assert external_id in html
    link = visit.log_in(token_in(html), external_id)

    taken = visit.http.post("/demo/sync", data={"link": link})
    assert (taken.status_code, taken.headers["location"]) == (303, f"/demo/sync/{link}")
    page = visit.http.get(f"/demo/sync/{link}").text
    for account in client.accounts.list(link=link):
        assert f"{Decimal(str(account['balance']['current'])):,.2f} MXN" in page
    assert page.count('class="movement"') == 10


def test_each_load_of_the_synchronous_page_has_a_token_of_its_own(visit: Visit) -> None:
    assert token_in(visit.http.get("/demo/sync").text) != token_in(visit.http.get("/demo/sync").text)


def test_a_form_with_somebody_elses_link_is_a_page_that_says_so(visit: Visit, stranger: Visit) -> None:
    link = visit.connect()
    stranger.http.get("/demo/sync")
    answer = stranger.http.post("/demo/sync", data={"link": link}, headers=PAGE)
    assert answer.status_code == 404
    assert "This connection is not yours, or it has ended" in answer.text


def test_whoever_has_connected_is_led_to_their_data(visit: Visit) -> None:
    link = visit.connect()
    assert visit.http.get("/demo/sync").headers["location"] == f"/demo/sync/{link}"
    assert f'data-link="{link}"' in visit.http.get("/demo/async").text


@pytest.mark.parametrize("path", ["/demo/async", "/demo/sync"])
def test_a_link_whose_callback_was_lost_is_found(visit: Visit, path: str) -> None:
    link = visit.make_link()
    answer = visit.http.get(path)
    assert link in answer.text + answer.headers.get("location", "")
    assert visit.http.get(f"/demo/links/{link}/data").status_code == 200


def test_the_shop_knows_its_visitors_after_a_restart(
    visit: Visit, sandbox: Served, client: BelvoClient, tmp_path: Path
) -> None:
    link = visit.connect()
    again = Visit(shop_app(client, tmp_path), sandbox)
    again.http.cookies = visit.http.cookies
    assert again.http.get(f"/demo/links/{link}/data").status_code == 200
    again.close()


@pytest.mark.parametrize("status", ["invalid", "token_required"])
def test_a_broken_link_is_repaired_with_a_token_of_its_own(visit: Visit, sandbox: Served, status: str) -> None:
    link = visit.connect()
    set_status(sandbox, link, status)
    assert visit.http.get(f"/demo/links/{link}/data").json()["state"] == "repair"
    by_script = visit.http.post("/demo/access-token", json={"link": link}).json()["access_token"]
    page = visit.http.get(f"/demo/sync/{link}").text
    assert "Your bank wants you to sign in again" in page
    for token in (by_script, token_in(page)):
        assert claims(token)["link"]["id"] == link
    set_status(sandbox, link, "valid")
    assert visit.claim(link).status_code == 201
    assert visit.http.get(f"/demo/links/{link}/data").json()["state"] == "ready"


def test_only_the_owner_gets_a_token_for_a_repair(visit: Visit, stranger: Visit) -> None:
    link = visit.connect()
    assert stranger.http.post("/demo/access-token", json={"link": link}).status_code == 404


@pytest.mark.parametrize(("page", "back"), [("async", "async"), ("sync", "sync"), ("//evil.example", "sync")])
def test_disconnecting_deletes_the_link_at_belvo_and_here(
    visit: Visit, client: BelvoClient, page: str, back: str
) -> None:
    link = visit.connect()
    answer = visit.http.post(f"/demo/links/{link}/delete", data={"page": page})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/demo/{back}?notice=disconnected")
    assert list(client.links.list(id=link)) == []
    assert visit.http.get(f"/demo/links/{link}/data").status_code == 404
    assert "Your bank is disconnected" in visit.http.get(answer.headers["location"]).text


def test_only_the_owner_can_disconnect(visit: Visit, stranger: Visit, client: BelvoClient) -> None:
    link = visit.connect()
    stranger.open_widget()
    assert stranger.http.post(f"/demo/links/{link}/delete").status_code == 404
    assert client.links.get(link)["status"] == "valid"


def test_a_link_that_was_deleted_elsewhere_is_forgotten(visit: Visit, client: BelvoClient) -> None:
    link = visit.connect()
    client.links.delete(link)
    assert visit.http.get(f"/demo/links/{link}/data").status_code == 404
    assert visit.http.get("/demo/sync").status_code == 200


@pytest.mark.parametrize("path", ["/demo/async", "/demo/sync"])
def test_what_happened_in_the_widget_is_said_in_the_shops_words(visit: Visit, path: str) -> None:
    page = visit.http.get(path, params={"notice": "too_many_sessions"}).text
    assert "Sign out there, wait two minutes, then try again." in page
    assert "alert(1)" not in visit.http.get(path, params={"notice": "<b>alert(1)</b>"}).text


def test_every_code_of_the_local_widget_has_words() -> None:
    general = notice_for("something new")
    without = {code for code in CODES_OF_THE_LOCAL_WIDGET if notice_for(code) == general}
    assert without == {"unexpected_error"}
    assert all(notice.title and notice.text.endswith(".") for notice in NOTICES.values())


def test_a_belvo_out_of_reach_is_said_in_words_and_by_code(sandbox: Served, tmp_path: Path) -> None:
    with client_of("http://127.0.0.1:1") as nowhere:
        visit = Visit(shop_app(nowhere, tmp_path), sandbox)
        by_script = visit.http.post("/demo/access-token")
        page = visit.http.get("/demo/sync", headers=PAGE)
        visit.close()
    assert (by_script.status_code, by_script.json()["error"]["code"]) == (503, "unavailable")
    assert page.status_code == 503
    assert "Nothing is lost. Try again in a few minutes" in page.text


def test_refused_keys_are_no_business_of_the_visitor(sandbox: Served, tmp_path: Path) -> None:
    with client_of(sandbox.url, (LOCAL_KEYS[0], "wrong-password")) as refused:
        visit = Visit(shop_app(refused, tmp_path), sandbox)
        answer = visit.http.get("/demo/sync", headers=PAGE)
        visit.close()
    assert answer.status_code == 503
    assert "authentication" not in answer.text
    assert re.search(r"For support: <code>[0-9a-f]{32}</code>", answer.text)


def test_the_shops_rows_are_for_its_owner_only_and_hold_no_session_and_no_token(visit: Visit, tmp_path: Path) -> None:
    token = visit.open_widget()["access_token"]
    cookie = visit.http.cookies["tepeyac_session"]
    path = tmp_path / "demo.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    assert [secret for secret in (token, cookie, *LOCAL_KEYS) if secret.encode() in content] == []


def test_what_a_bank_calls_a_movement_is_never_markup(client: BelvoClient, tmp_path: Path) -> None:
    site = Site(lambda: client, Customers(tmp_path / "demo.db"), SCRIPT)
    hostile = "<script>alert(1)</script>{{ 7 * 7 }}"
    line = Movement(date(2026, 3, 1), hostile, hostile, Decimal("-1"), "MXN", pending=False)
    statement = Statement("ready", NOBODYS, hostile, movements=(line,))
    values: dict[str, object] = {
        "statement": statement,
        "access_token": None,
        "config": {},
        "widget_script": SCRIPT,
        "notice": None,
    }
    page = bytes(site.page("sync_link.html", values).body).decode()
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}") == 3
    assert re.findall(r"<script[^>]*>", page) == ['<script type="module" src="/demo/static/sync.js">']


def test_amounts_keep_their_digits_in_json() -> None:
    line = Movement(date(2026, 3, 1), "Rent", "Checking", Decimal("-12345678901234.56"), "MXN", pending=False)
    statement = Statement("ready", NOBODYS, "Erebor Bank", movements=(line,))
    assert statement.as_json() == {
        "state": "ready",
        "link": NOBODYS,
        "institution": "Erebor Bank",
        "accounts": (),
        "movements": (
            {
                "day": "2026-03-01",
                "description": "Rent",
                "account": "Checking",
                "amount": "-12345678901234.56",
                "currency": "MXN",
                "pending": False,
            },
        ),
    }
