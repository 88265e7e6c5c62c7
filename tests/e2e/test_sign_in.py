"""Signing in with a real provider, and what a browser and whoever has its cookies can do afterwards."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from domain.roles import TABLE, Role
from store.ops import audit
from tests.kit import filling
from tests.kit.browser import page_of
from tests.kit.desk import Desk
from tests.kit.provider import running_locked_desk, running_provider
from tests.kit.rows import tuples
from tests.kit.sign_in import claims_of, signed
from tests.kit.waiting import PATIENCE

EXPORT = "/export/accounts.csv"
USER = "_streamlit_user"


@dataclass
class Locked:
    """A desk where people sign in, and where they do."""

    desk: Desk
    provider: str

    @property
    def url(self) -> str:
        return self.desk.url

    def status(self, path: str, cookies: dict[str, str]) -> int:
        return requests.get(f"{self.url}{path}", cookies=cookies, timeout=PATIENCE).status_code


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    folder = tmp_path_factory.mktemp("locked")
    with running_provider() as provider, running_locked_desk(folder, provider) as desk:
        with desk.filling() as db:
            filling.fill(db, days=20)
        yield Locked(desk, provider)


def sign_in(page: Page, locked: Locked, subject: str, path: str = "/") -> None:
    page.goto(f"{locked.url}{path}")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name=subject, exact=True).click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def signed_in(page: Page, locked: Locked, subject: str, path: str = "/") -> None:
    """As somebody who signed in before: with the cookie that they have since then."""
    cookie = signed(json.dumps(claims_of(subject, origin=locked.url, iss=locked.provider)))
    page.context.add_cookies([{"name": USER, "value": cookie, "url": locked.url}])
    page.goto(f"{locked.url}{path}")
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def sign_out(page: Page, name: str = "Sign out") -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("button", name="End session").click()
    expect_locked(page)


def expect_locked(page: Page) -> None:
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()


def cookies_of(page: Page) -> dict[str, str]:
    """Those by which the desk knows the browser."""
    return {str(one["name"]): str(one["value"]) for one in page.context.cookies() if one["name"].startswith(USER)}


def test_after_signing_in_the_page_that_was_asked_for_is_there_and_signing_out_ends_it_in_all_tabs(
    page: Page, locked: Locked
) -> None:
    sign_in(page, locked, "root", "/links?status=failed")
    expect(page.get_by_role("heading", name="Links", exact=True)).to_be_visible()
    assert page.evaluate("location.pathname + location.search") == "/links?status=failed"
    expect(page.get_by_text(re.compile("root.?@desk.example · admin"))).to_be_visible()
    taken = cookies_of(page)
    assert locked.status(EXPORT, taken) == 200
    other = page.context.new_page()
    other.goto(f"{locked.url}/accounts")
    expect(other.get_by_role("heading", name="Accounts", exact=True)).to_be_visible()
    sign_out(page)
    expect_locked(other)
    assert locked.status(EXPORT, taken) == 401
    page.context.add_cookies([{"name": name, "value": value, "url": locked.url} for name, value in taken.items()])
    page.goto(f"{locked.url}/links")
    expect_locked(page)


def test_signing_out_everywhere_ends_it_in_another_browser_too(page: Page, browser: Browser, locked: Locked) -> None:
    sign_in(page, locked, "oscar")
    with page_of(browser) as elsewhere:
        sign_in(elsewhere, locked, "oscar")
        taken = cookies_of(elsewhere)
        sign_out(page, "Sign out everywhere")
        expect_locked(elsewhere)
        assert locked.status(EXPORT, taken) == 401
    with locked.desk.store() as db:
        assert ("oscar@desk.example", "sign_out", '{"everywhere":2}') in tuples(
            audit.table(db), "actor", "action", "details"
        )


@pytest.mark.parametrize(("subject", "role"), [("vera", Role.VIEWER), ("oscar", Role.OPERATOR)])
def test_the_navigation_has_the_pages_of_the_role(page: Page, locked: Locked, subject: str, role: Role) -> None:
    signed_in(page, locked, subject)
    links = page.get_by_test_id("stSidebarNavLink")
    expected = {name for row in TABLE if role in row.roles for name in row.pages} - {"board", "link", "person"}
    expect(links).to_have_count(len(expected))
    page.goto(f"{locked.url}/connect")
    there = page.get_by_role("button", name="Add a bank account")
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    refusal = page.get_by_role("heading", name="This is not for your role", exact=True)
    expect(there if "connect" in expected else refusal).to_be_visible()
    expect(links).to_have_count(len(expected))
    assert there.count() == int("connect" in expected)


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("nobody", "Nobody has given you a role at this desk. Ask one of its admins: root@desk.example"),
        ("unverified", "Your provider says that this address is not verified."),
    ],
)
def test_whom_nobody_lets_in_is_told_whom_to_ask_and_gets_nothing(
    page: Page, locked: Locked, subject: str, told: str
) -> None:
    sign_in(page, locked, subject, "/links")
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    assert locked.status(EXPORT, cookies_of(page)) == 403
    sign_out(page)


def forged(locked: Locked) -> dict[str, str]:
    """Cookies that are not of a sign-in at this desk, by what is wrong with them."""
    here = {"origin": locked.url, "iss": locked.provider}

    def told(**changes: object) -> str:
        return json.dumps(claims_of("root", **{**here, **changes}))

    right = signed(told())
    return {
        "tampered": right[:20] + ("A" if right[20] != "A" else "B") + right[21:],
        "of another secret": signed(told(), secret="another-secret-of-more-than-32-characters"),
        "another cookie's": signed(told(), name="_streamlit_user_tokens"),
        "of another audience": signed(told(aud="another-application")),
        "of another issuer": signed(told(iss="https://evil.example")),
        "of another address": signed(told(origin="http://localhost:1")),
        "unsigned": told(),
    }


def test_a_cookie_that_is_forged_or_of_another_desk_comes_in_nowhere(page: Page, locked: Locked) -> None:
    assert locked.status(EXPORT, {USER: signed(json.dumps(claims_of("root", origin=locked.url, iss=locked.provider)))})
    for why, cookie in forged(locked).items():
        assert locked.status(EXPORT, {USER: cookie}) == 401, why
        page.context.add_cookies([{"name": USER, "value": cookie.replace('"', "%22"), "url": locked.url}])
        page.goto(f"{locked.url}/links")
        expect_locked(page)


def test_a_file_that_a_page_makes_is_for_whose_page_it_is(page: Page, browser: Browser, locked: Locked) -> None:
    signed_in(page, locked, "vera", "/accounts")
    with page.expect_download() as made, page.expect_request("**/media/**") as asked:
        page.get_by_role("button", name="Export CSV").click()
    assert made.value.path().read_text(encoding="utf-8-sig").startswith("account,")
    path = asked.value.url.removeprefix(locked.url)
    assert locked.status(path, cookies_of(page)) == 200
    assert locked.status(path, {}) == 401
    with page_of(browser) as elsewhere:
        signed_in(elsewhere, locked, "root")
        assert locked.status(path, cookies_of(elsewhere)) == 403


def test_an_analyst_reveals_one_person_and_masking_again_reaches_their_other_tab(page: Page, locked: Locked) -> None:
    with locked.desk.store() as db:
        link = str(db.frame("SELECT link FROM owners WHERE display_name LIKE 'María Fernanda%'")["link"].iloc[0])
    signed_in(page, locked, "alba", f"/link?link={link}&section=owners")
    name = page.get_by_text("María Fernanda")
    expect(page.get_by_role("button", name="Reveal", exact=True)).to_be_visible()
    expect(name).to_have_count(0)
    page.get_by_role("button", name="Reveal", exact=True).click()
    page.get_by_role("textbox", name="Reason").fill("Ticket 4711")
    page.get_by_role("dialog").get_by_role("button", name="Reveal", exact=True).click()
    expect(page.get_by_text("Ticket 4711")).to_be_visible()
    expect(name.first).to_be_attached()
    other = page.context.new_page()
    other.goto(f"{locked.url}/links")
    expect(other.get_by_text("Ticket 4711")).to_be_visible()
    page.get_by_role("button", name="Mask again").click()
    expect(other.get_by_text("Ticket 4711")).to_have_count(0)
    expect(name).to_have_count(0)
    with locked.desk.store() as db:
        done = tuples(audit.table(db, link=link), "actor", "did", "outcome", "address")
    assert done[:2] == [
        ("alba@analysts.example", "masked again", "done", "127.0.0.1"),
        ("alba@analysts.example", "reveal", "done", "127.0.0.1"),
    ]
