"""Back, pressed while the page that it leaves still runs: what that page writes into the address comes too late."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

DESK = "http://desk.example"
SCRIPT = (Path(__file__).parents[2] / "static" / "back.js").read_text()


@pytest.fixture
def gone_back(page: Page) -> Page:
    """A page that Back has led to, of a browser that was at a link before."""
    html = f"<button>Connect</button><script>{SCRIPT}</script>"
    page.route(f"{DESK}/**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{DESK}/links?state=broken")
    write(page, "/link?link=7")
    page.go_back()
    assert page.url == f"{DESK}/links?state=broken"
    return page


def write(page: Page, address: str) -> None:
    """What Streamlit does with the name of each page that runs."""
    page.evaluate("(address) => history.pushState({}, '', address)", address)


def test_the_page_that_was_left_does_not_come_back(gone_back: Page) -> None:
    write(gone_back, "/link?state=broken")
    assert gone_back.url == f"{DESK}/links?state=broken"
    gone_back.go_forward()
    assert gone_back.url == f"{DESK}/link?link=7"


def test_a_page_that_leads_back_there_does(gone_back: Page) -> None:
    write(gone_back, "/link?link=7")
    assert gone_back.url == f"{DESK}/link?link=7"


def test_so_does_a_press(gone_back: Page) -> None:
    gone_back.get_by_role("button").click()
    write(gone_back, "/link?state=broken")
    assert gone_back.url == f"{DESK}/link?state=broken"


def test_after_going_on_nothing_is_too_late(gone_back: Page) -> None:
    write(gone_back, "/connect")
    write(gone_back, "/link")
    gone_back.go_back()
    assert gone_back.url == f"{DESK}/connect"
    gone_back.go_back()
    assert gone_back.url == f"{DESK}/links?state=broken"
