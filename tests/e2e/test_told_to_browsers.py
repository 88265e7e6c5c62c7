"""What a browser is sent of people, by whatever way: as who may not see them, nothing of what was planted.

`tests/pages/test_masked.py` opens more pages, sections and drawers without a browser. Here are the frames of the
websocket, the bodies of answers and of files, and the text that stands on the page.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Response, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from resources import pulled_resources
from resources.personal import Personal
from store.sight import PRESENTER_COOKIE
from tests.kit import planted
from tests.kit.bank import uuid
from tests.kit.browser import page_of
from tests.kit.desk import Desk
from tests.kit.planted import LINK, Planted
from tests.kit.provider import running_locked_desk
from tests.kit.sign_in import claims_of, signed
from tests.kit.waiting import until

PROVIDER = "http://127.0.0.1:9"
"""Nobody asks it: who has signed in is told by the cookie."""

PAGES: Sequence[tuple[str, Mapping[str, str]]] = (
    ("links", {}),
    ("link", {"link": LINK, "section": "owners"}),
    ("link", {"link": LINK, "section": "details"}),
    ("people", {}),
    ("person", {"link": LINK}),
    ("accounts", {}),
    ("transactions", {"transaction": uuid("transactions")}),
    ("cash-flow", {"links": LINK}),
    ("income", {}),
    ("employment", {}),
    ("fiscal", {"section": "status", "document": f"tax_status:{uuid('tax_status')}"}),
    ("fiscal", {"document": f"invoices:{uuid('invoices')}"}),
    ("institutions", {}),
    ("sessions", {"session": "nonce-1", "section": "sessions"}),
    ("inspector", {"find": LINK}),
    ("webhooks", {"webhook": "w-1"}),
    ("api_log", {"call": "1"}),
    ("health", {}),
)
"""Every page that all may open, with a drawer where it has one; the first of all is what is met on coming in."""

SOME = PAGES[1:8]
"""Those that say what is looked for; in presenter mode they are enough to see that a browser is told no more."""

FILES = (
    *(f"/export/{name}.csv" for name in pulled_resources()),
    f"/documents/tax_status/{uuid('tax_status')}/pdf",
    f"/documents/invoices/{uuid('invoices')}/xml",
)


@dataclass
class Walked:
    """All that a browser was sent, as text, and what its pages showed in the end."""

    page: Page
    frames: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    runs: int = 0

    def __post_init__(self) -> None:
        self.page.on("websocket", self._listen)
        self.page.on("response", self._take)

    @property
    def text(self) -> str:
        return "\n".join([*self.frames, *self.bodies, *self.shown])

    def open(self, address: str) -> None:
        """Go there as a link does, and wait until the server has sent all of the page and the browser has drawn it."""
        before = self.runs
        go = "(address) => { history.pushState({}, '', address); dispatchEvent(new PopStateEvent('popstate')) }"
        self.page.evaluate(go, address)
        self.drawn(before)

    def drawn(self, before: int = 0) -> None:
        until(lambda: self.runs > before, rest=lambda: self.page.wait_for_timeout(50))
        expect(self.page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible()
        expect(self.page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)
        self.shown.append(self.page.content())

    def fetch(self, url: str, path: str) -> None:
        answer: APIResponse = self.page.request.get(f"{url}{path}")
        self.statuses[path] = answer.status
        self.bodies.append(f"{answer.headers} {answer.body().decode('utf-8', 'replace')}")

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._hear)

    def _hear(self, payload: str | bytes) -> None:
        if isinstance(payload, str):
            self.frames.append(payload)
            return
        self.frames.append(payload.decode("utf-8", "replace"))
        message = ForwardMsg.FromString(payload)
        if message.WhichOneof("type") == "script_finished":
            self.runs += message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def _take(self, response: Response) -> None:
        self.bodies.append(f"{response.url} {response.headers}")


@pytest.fixture(scope="module")
def planted_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Planted]]:
    alone = {"LINKDESK_WORKERS": "0"}  # a worker would find that no Belvo has what was planted
    with running_locked_desk(tmp_path_factory.mktemp("planted"), PROVIDER, alone) as desk:
        with desk.store() as db:
            found = planted.fill(db)
        yield desk, found


def walk(page: Page, desk: Desk, subject: str, pages: Sequence[tuple[str, Mapping[str, str]]] = PAGES) -> Walked:
    """Come in as this person and open each page, then ask for every file."""
    claims = claims_of(subject, origin=desk.url, iss=PROVIDER)
    page.context.add_cookies([{"name": "_streamlit_user", "value": signed(json.dumps(claims)), "url": desk.url}])
    walked = Walked(page)
    page.goto(desk.url)
    walked.drawn()
    for name, query in pages:
        walked.open(f"/{name}?{urlencode(query)}" if query else f"/{name}")
    for path in FILES:
        walked.fetch(desk.url, path)
    return walked


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    with page_of(browser, viewport={"width": 1440, "height": 900}) as page:
        yield page


def test_who_may_see_people_is_sent_them_by_each_way_but_no_whole_card(
    visitor: Page, planted_desk: tuple[Desk, Planted]
) -> None:
    desk, found = planted_desk
    walked = walk(visitor, desk, "oscar", SOME)
    for way in (walked.frames, walked.bodies):
        kinds = {found.kinds[where] for where in found.found_in("\n".join(way))}
        assert {Personal.NAME, Personal.TAX_ID, Personal.ACCOUNT, Personal.TEXT} <= kinds
    assert found.found_in("\n".join(walked.shown))  # of tables only what is chosen is text
    assert found.found_in(walked.text) & found.cards == set()
    assert {*walked.statuses.values()} <= {200, 404}


@pytest.mark.parametrize(
    ("subject", "pages"),
    [("vera", PAGES), ("alba", SOME), pytest.param("alba", PAGES, marks=pytest.mark.exam)],
    ids=["vera", "alba on some pages", "alba"],
)
def test_who_may_not_is_sent_nothing_of_them(
    visitor: Page, planted_desk: tuple[Desk, Planted], subject: str, pages: Sequence[tuple[str, Mapping[str, str]]]
) -> None:
    desk, found = planted_desk
    walked = walk(visitor, desk, subject, pages)
    assert found.found_in(walked.text) == set()
    refused = {path for path, status in walked.statuses.items() if status == 403}
    assert refused == {path for path in FILES if path.startswith("/documents/")}


def test_presenter_mode_tells_nobody_anything_of_them(visitor: Page, planted_desk: tuple[Desk, Planted]) -> None:
    desk, found = planted_desk
    visitor.context.add_cookies([{"name": PRESENTER_COOKIE, "value": "on", "url": desk.url}])
    walked = walk(visitor, desk, "root", SOME)
    assert walked.text.count("People are masked in this browser") > len(SOME)
    assert found.found_in(walked.text) == set()
