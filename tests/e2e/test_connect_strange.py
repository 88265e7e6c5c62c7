"""Widgets and browsers that behave as the local ones never do: the desk opens, hears and closes all the same."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.connecting import LINK_PAGE, add_account, choose_erebor, finish, sign_in, widget
from tests.kit.desk import Desk, running_desk
from tests.kit.waiting import until

LEFT = "The widget was closed before an account was connected. No link was made."
REFUSED = "The institution did not accept the credentials. The widget was closed. No link was made."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("strange") / "data") as running:
        yield running
    assert running.complaints == []


def replace_widget(page: Page, build: str) -> None:
    """Have another script in the widget's place, whose build() runs `build` with `token` and `config`."""
    script = f"window.belvoSDK = {{createWidget: (token, config) => ({{build() {{ {build} }}}})}}"
    page.route("**/belvo-widget-1-stable.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))


def told(desk: Desk) -> list[str]:
    """What the newest session has been told of."""
    with desk.store() as db:
        names = db.frame(
            "SELECT name FROM widget_events WHERE nonce ="
            " (SELECT nonce FROM widget_sessions ORDER BY opened_at DESC LIMIT 1) ORDER BY seq"
        )
    return [*names["name"]]


EXITS = (
    ('"Closed by its user"', LEFT),
    ('["login_error", "Invalid credentials"]', REFUSED),
    ("undefined", LEFT),
    ('{code: "login_error", message: "Invalid credentials"}', REFUSED),
    ("(() => { const itself = {}; itself.itself = itself; return itself })()", LEFT),
    ("JSON.stringify({last_encountered_error: {code: 'login_error', message: 'Invalid credentials'}})", REFUSED),
)
"""What a widget may exit with, and what is said of it: never twice the same in a row, so each is seen."""


def test_an_exit_of_any_shape_is_understood(page: Page, desk: Desk) -> None:
    replace_widget(page, "setTimeout(() => config.onExit(exited()), 50)")
    page.goto(f"{desk.url}/connect")
    start = page.get_by_role("button", name="Add a bank account")
    for exited, said in EXITS:
        page.evaluate(f"window.exited = () => ({exited})")
        start.click()
        expect(page.get_by_text(said)).to_be_visible()
        start = page.get_by_role("button", name="Start again")
        expect(start).to_be_visible()


def connected(desk: Desk) -> int:
    """How many sessions have ended with a link."""
    with desk.store() as db:
        return len(db.frame("SELECT nonce FROM widget_sessions WHERE state = 'connected'"))


def wait_until_connected(desk: Desk, sessions: int) -> None:
    until(lambda: connected(desk) == sessions)


SHAPES = ("{link, institution}", "[link, institution]", "JSON.stringify({link, institution})")


@pytest.mark.parametrize(
    "shapes", [SHAPES[1:2], pytest.param(SHAPES, marks=pytest.mark.exam)], ids=["one", "one after the other"]
)
def test_a_success_of_any_shape_leads_to_its_link(page: Page, desk: Desk, shapes: tuple[str, ...]) -> None:
    """What each shape says is tests/actions/connect/test_events.py's; here it is that one comes through."""
    body = {"institution": "erebor_mx_retail", "username": "bnk102", "password": "low"}
    replace_widget(
        page,
        f"""const body = {{...{json.dumps(body)}, external_id: config.external_id}}
        const headers = {{"content-type": "application/json", authorization: `Bearer ${{token}}`}}
        fetch("/sandbox/api/links/", {{method: "POST", headers, body: JSON.stringify(body)}})
          .then((answer) => answer.json())
          .then(({{id: link, institution}}) => config.callback(shaped(link, institution)))
          .then(() => document.querySelector("#belvo").append(document.createElement("p")))
          .then(() => setTimeout(() => document.querySelector("#belvo").replaceChildren(), 50))""",
    )
    page.goto(f"{desk.url}/connect")
    for number, shape in enumerate(shapes, connected(desk) + 1):
        page.evaluate(f"window.shaped = (link, institution) => ({shape})")
        page.get_by_role("button", name="Add a bank account").click()
        page.wait_for_url(LINK_PAGE)
        wait_until_connected(desk, number)
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        page.evaluate("history.pushState({}, '', '/connect'); dispatchEvent(new PopStateEvent('popstate'))")


def test_a_widget_that_is_put_into_the_body_at_once_is_seen_to_close(page: Page, desk: Desk) -> None:
    replace_widget(
        page,
        """const overlay = document.createElement("div")
        overlay.textContent = "A widget without a name"
        document.body.append(overlay)
        window.closeIt = () => overlay.remove()""",
    )
    add_account(page, desk)
    expect(page.get_by_text("A widget without a name")).to_be_visible()
    until(lambda: told(desk) == ["opened"])
    page.evaluate("closeIt()")
    until(lambda: told(desk) == ["opened", "closed"])


def test_a_widget_in_the_body_goes_with_the_page(page: Page, desk: Desk) -> None:
    replace_widget(page, 'document.body.append(Object.assign(document.createElement("div"), {textContent: "Overlay"}))')
    add_account(page, desk)
    expect(page.get_by_text("Overlay")).to_be_visible()
    page.evaluate("history.pushState({}, '', '/links'); dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.get_by_role("heading", name="Links")).to_be_visible()
    expect(page.get_by_text("Overlay")).to_be_hidden()
    until(lambda: told(desk) == ["opened", "removed"])


def test_with_its_storage_refused_a_browser_connects_all_the_same(page: Page, desk: Desk) -> None:
    page.add_init_script(
        """for (const name of ["sessionStorage", "localStorage"]) {
          const get = () => { throw new DOMException("Access is denied", "SecurityError") }
          Object.defineProperty(window, name, { get })
        }"""
    )
    add_account(page, desk)
    choose_erebor(page)
    sign_in(page, "bnk102", "low")
    finish(page)


def test_a_page_that_is_left_takes_its_widget_along_and_does_not_open_it_again(page: Page, desk: Desk) -> None:
    add_account(page, desk)
    expect(widget(page)).to_be_visible()
    page.evaluate("history.pushState({}, '', '/links'); dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.get_by_role("heading", name="Links")).to_be_visible()
    expect(widget(page)).to_be_hidden()
    assert page.evaluate("document.querySelectorAll('#belvo').length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") != "hidden"
    page.go_back()
    expect(page.get_by_text("it has made no link so far. Start again.")).to_be_visible()
    expect(widget(page)).to_be_hidden()
    page.get_by_role("button", name="Start again").click()
    expect(widget(page)).to_be_visible()


def test_a_reload_keeps_the_form_and_starts_the_same_connection_again(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/connect")
    country = page.get_by_role("combobox", name="Country")
    country.fill("Colombia")  # by keyboard: the pointer would rest on a button, whose help covers what comes next
    country.press("Enter")
    expect(page).to_have_url(re.compile("country=CO"))
    page.get_by_text("More options").click()
    page.get_by_role("textbox", name="External ID").fill("customer-7")
    page.get_by_role("button", name="Add a bank account").click()
    expect(widget(page)).to_be_visible()
    page.reload()
    expect(page.get_by_role("combobox", name="Country")).to_have_value("Colombia")
    page.get_by_role("button", name="Start again").click()
    expect(widget(page)).to_be_visible()
    with desk.store() as db:
        opened = db.frame("SELECT country, external_id FROM widget_sessions ORDER BY opened_at DESC LIMIT 2")
    assert opened.to_numpy().tolist() == [["CO", "customer-7"]] * 2
