"""The page that a test gets: nobody has been in it, though it shares a browser with those of other tests."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from tests.kit.browser import Visits

KEEP = """async () => {
  document.cookie = "kept=yes; max-age=1000";
  localStorage.setItem("kept", "yes");
  sessionStorage.setItem("kept", "yes");
  window.name = "kept";
  await caches.open("kept");
  await new Promise(done => { indexedDB.open("kept").onsuccess = done; });
  await navigator.serviceWorker.register("/worker.js");
}"""
FIND = """async () => [
  document.cookie, localStorage.length, sessionStorage.length, window.name, window.told ?? "",
  (await caches.keys()).length, (await indexedDB.databases()).length,
  (await navigator.serviceWorker.getRegistrations()).length,
  (await navigator.permissions.query({name: "geolocation"})).state,
  matchMedia("(prefers-color-scheme: dark)").matches, innerWidth,
]"""


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if self.path == "/worker.js" else "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def sites() -> Iterator[list[str]]:
    """Two origins."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Site) for _ in range(2)]
    threads = [Thread(target=server.serve_forever) for server in servers]
    for thread in threads:
        thread.start()
    yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()
    for thread in threads:
        thread.join()


def found(page: Page, site: str) -> list[object]:
    page.goto(site)
    return list(page.evaluate(FIND))


def body(page: Page, address: str) -> str:
    answer = page.goto(address)
    assert answer is not None
    return answer.text()


def test_nothing_of_a_visit_is_left_for_the_next(browser: Browser, sites: list[str]) -> None:
    visits = Visits(browser, viewport={"width": 1440, "height": 900})
    with visits.visit() as page:
        untouched = [found(page, sites[0])]
    with visits.visit() as page:
        page.route("**/routed", lambda route: route.fulfill(body="made up"))
        page.context.route("**/routed", lambda route: route.fulfill(body="made up"))
        page.add_init_script("window.told = 'yes'")
        page.context.grant_permissions(["geolocation"])
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 390, "height": 844})
        for tab, site in zip((page, page.context.new_page()), sites, strict=True):
            tab.goto(site)
            tab.evaluate(KEEP)
        kept = found(page, sites[0])
        assert body(page, f"{sites[0]}/routed") == "made up"
    with visits.visit() as page:
        untouched += [found(page, sites[0])]
        assert found(page, sites[1]) == untouched[0]
        assert body(page, f"{sites[0]}/routed") == ""
        assert len(page.context.pages) == 2  # with the parked one
    assert untouched[0] == untouched[1]
    assert not [was for was, left in zip(kept, untouched[0], strict=True) if was == left]
    page.context.close()
