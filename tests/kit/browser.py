"""A real Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect, sync_playwright

from tests.kit.waiting import PATIENCE, until

_FLAGS = [
    "--no-sandbox",  # CI runs as root, where Chromium's own sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # pages of one context share a process, and with it what its V8 has compiled
]
QUICK_TO_START = "--js-flags=--no-maglev --no-opt"
"""What V8 compiles best it compiles late: in pages that live for seconds that is a sixth of their processor time."""

_NOT_AHEAD = "document.linkdeskAhead = true"
"""Has a page of the desk leave out what it draws out of sight while nobody waits: it would be found there."""

FOLLOW_AHEAD = """
window.drew = {ahead: false, bars: 0, beyond: 0};
new MutationObserver(records => {
  drew.ahead ||= document.querySelector(".st-key-ahead table") !== null;
  const main = document.querySelector("[data-testid=stMain]");
  if (document.querySelector(".st-key-ahead [data-testid=stDataFrame]"))
    drew.beyond = Math.max(drew.beyond, main.scrollWidth - main.clientWidth);
  for (const {addedNodes} of records) for (const node of addedNodes)
    drew.bars += node.querySelector?.("[data-testid=stSkeleton]") || node.dataset?.testid === "stSkeleton" ? 1 : 0;
}).observe(document, {subtree: true, childList: true});
"""
"""An init script: `drew.bars` is how often a grey bar has stood in an element's place, `drew.beyond` by how many pixels
a page could be moved sideways while what nobody sees was drawn."""

_DREW_AHEAD = """() => drew.ahead && !document.querySelector(".st-key-ahead table")
  && document.querySelector(".stApp").dataset.testScriptState === "notRunning" """

_HEAR_TOASTS = """
window.toasts = [];
new MutationObserver(records => {
  for (const {addedNodes} of records) for (const node of addedNodes)
    if (node.querySelector?.(".stToast") || node.closest?.(".stToast")) toasts.push(node.textContent);
}).observe(document, {subtree: true, childList: true});
"""
"""A toast is gone after four seconds, in which a busy machine may not have looked."""

_PARKED = "http://127.0.0.1/parked"
"""A page that nobody serves, of the site that most tests are about."""


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """The browser that tests/install_chromium.sh finds or installs."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        path = _path(Path(playwright.chromium.executable_path))
        browser = playwright.chromium.launch(executable_path=path, args=[*_FLAGS, *flags])
        yield browser
        browser.close()


def _path(own: Path) -> str | None:
    """Where the browser is; None for Playwright's own build of the shell, which stands beside that of the whole."""
    named = _first(os.environ.get("CHROMIUM", ""), "chromium-headless-shell")
    build = next((folder for folder in own.parents if folder.name.startswith("chromium-")), own)
    if named or build.with_name(build.name.replace("chromium-", "chromium_headless_shell-")).exists():
        return named
    return _first("chromium", "chromium-browser", "google-chrome")


def _first(*names: str) -> str | None:
    return next((path for name in names if name and (path := shutil.which(name))), None)


@contextmanager
def page_of(browser: Browser, *, draws_ahead: bool = False, **options: Any) -> Iterator[Page]:  # noqa: ANN401 - Playwright's own
    """A page of a visitor whom the browser does not know; the options are those of a new context.

    `draws_ahead` has it draw out of sight what it may need, as it does for people.
    """
    context = _context(browser, draws_ahead=draws_ahead, **options)
    yield context.new_page()
    context.close()


def _context(browser: Browser, *, draws_ahead: bool = False, **options: Any) -> BrowserContext:  # noqa: ANN401 - Playwright's own
    context = browser.new_context(**{"locale": "en-US", **options})
    if not draws_ahead:
        context.add_init_script(_NOT_AHEAD)
    context.add_init_script(_HEAR_TOASTS)
    context.set_default_timeout(PATIENCE * 1000)
    return context


def wait_for_toast(page: Page, text: str = "") -> None:
    """Wait until a toast with this in it has been shown since the page was loaded, whether it still is or not."""
    page.wait_for_function("text => toasts.some(toast => toast.includes(text))", arg=text)


def rest_until_drawn_ahead(page: Page) -> None:
    """Look at a page that follows FOLLOW_AHEAD until it has drawn ahead, and taken away again what it drew."""
    until(lambda: page.evaluate(_DREW_AHEAD), rest=lambda: page.wait_for_timeout(50))


class Visits:
    """Visitors who come one after the other, each unknown to whom they visit, in a browser that has its files.

    Servers' scripts are neither fetched nor compiled anew for each, which is a third of what it takes to open a page.
    What a page can keep is forgotten after each visit; an init script of the whole context is not, and needs `page_of`.
    """

    def __init__(self, browser: Browser, **options: Any) -> None:  # noqa: ANN401 - Playwright's own
        self._context = _context(browser, **options)
        self._parked = self._context.new_page()  # keeps their process alive between two visits
        self._parked.route(_PARKED, lambda route: route.fulfill(body=""))
        self._parked.goto(_PARKED)
        self._devtools = self._context.new_cdp_session(self._parked)
        self._visited: set[str] = set()
        self._context.on("page", lambda page: page.on("framenavigated", self._note))

    @contextmanager
    def visit(self) -> Iterator[Page]:
        """A page of the next visitor, who is forgotten afterwards, with all other pages of theirs."""
        try:
            yield self._context.new_page()
        finally:
            self._forget()

    def _note(self, frame: Frame) -> None:
        if frame.url.startswith("http"):
            self._visited.add("/".join(frame.url.split("/", 3)[:3]))

    def _forget(self) -> None:
        for page in self._context.pages:
            if page != self._parked:
                page.close()
        self._context.unroute_all(behavior="ignoreErrors")
        self._context.clear_permissions()
        self._context.clear_cookies()
        for origin in self._visited:
            self._devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self._visited.clear()
