"""The demo shop with a local Belvo on one address, as the desk serves them, and a visitor's browser in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import jwt
from playwright.sync_api import Locator, Page, Request, expect
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from belvo_client import BelvoClient
from belvo_sandbox import create_app
from belvo_sandbox.data.sandbox import Sandbox
from tests.kit.local_belvo import client_of
from tests.kit.serving import serving
from web import demo
from web.guard import Guard, content_policy

JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


class Recorder:
    """Keeps what a browser sends and gets, whole: pages that are left take their bodies with them."""

    def __init__(self, app: ASGIApp, log: list[bytes]) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "mozilla" not in Headers(scope=scope).get("user-agent", "").lower():
            await self._app(scope, receive, send)
            return
        self._log.append(scope["raw_path"] + b"?" + scope["query_string"] + repr(scope["headers"]).encode())

        async def keep_received() -> Message:
            message = await receive()
            self._log.append(message.get("body", b""))
            return message

        async def keep_sent(message: Message) -> None:
            self._log.append(repr(message.get("headers", "")).encode() + message.get("body", b""))
            await send(message)

        await self._app(scope, keep_received, keep_sent)


@dataclass(frozen=True)
class ServedShop:
    """A running shop: its address, the client that it uses, and the Belvo behind it."""

    url: str
    belvo: BelvoClient
    sandbox: Sandbox
    log: list[bytes] = field(default_factory=list, repr=False)

    @property
    def traffic(self) -> str:
        """All that browsers have sent and got."""
        return b"\n".join(self.log).decode(errors="replace")


@contextmanager
def serve_shop(data_dir: Path, token_lifetime: timedelta = timedelta(minutes=10)) -> Iterator[ServedShop]:
    """Serve both in a thread, under the policy of the desk's own pages, until the block ends."""
    sandbox = create_app(data_dir / "sandbox", token_lifetime=token_lifetime)
    log: list[bytes] = []
    guard = Middleware(Guard, policy=content_policy(belvo=False))
    app = Starlette(middleware=[Middleware(Recorder, log=log), guard])
    with serving(app) as url, client_of(f"{url}/sandbox") as client:
        shop = demo.routes(lambda: client, data_dir=data_dir, widget_script="/sandbox/belvo-widget-1-stable.js")
        app.routes.extend([*shop, Mount("/sandbox", sandbox)])
        yield ServedShop(url, client, sandbox.state.sandbox, log)
    sandbox.state.sandbox.state.close()


@dataclass
class DemoVisit:
    """A visitor's page; it remembers what it asked for, and whatever the browser complained about."""

    page: Page
    shop: ServedShop
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._hear(said.text))

    def _hear(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.complaints.append(text)

    def go(self, path: str) -> None:
        """Load a page of the shop."""
        self.page.goto(f"{self.shop.url}/demo/{path}")

    def press(self, name: str) -> None:
        """Click the one button of this name, once the page's scripts have run."""
        self.page.wait_for_load_state()
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def widget(self) -> Locator:
        """The widget's dialog."""
        return self.page.get_by_role("dialog", name="Connect your account")

    @property
    def notice(self) -> Locator:
        """Where the shop says what happened."""
        return self.page.get_by_role("status")

    def open_form(self) -> None:
        """Open the widget and go on to Erebor's form."""
        self.press("Connect my bank")
        self.press("Continue")
        self.page.get_by_role("searchbox").fill("ereb")
        self.widget.get_by_role("button", name="Erebor Bank").click()

    def sign_in(self, user: str = "bnk100", password: str = "full") -> None:  # noqa: S107 - published
        """Fill the form in and send it."""
        self.widget.get_by_label("Usuario").fill(user)
        self.widget.get_by_label("Contraseña").fill(password)
        self.press("Connect")

    def leave(self) -> None:
        """Close the widget and answer its questions."""
        self.press("Close")
        self.press("Leave")
        self.press("Skip")

    def heading(self, text: str) -> Locator:
        """The page's heading, once it says this."""
        return self.page.get_by_role("heading", level=1, name=text)

    def connect_async(self, user: str = "bnk100", password: str = "full") -> str:  # noqa: S107 - published
        """Connect an account on the asynchronous page; the link's id."""
        self.go("async")
        self.open_form()
        with self.page.expect_response("**/demo/links") as claimed:
            self.sign_in(user, password)
        self.press("Done")
        return str(claimed.value.json()["link"])

    def connect_sync(self, user: str = "bnk100", password: str = "full") -> str:  # noqa: S107 - published
        """Connect an account on the synchronous page; the link's id."""
        self.go("sync")
        self.open_form()
        self.sign_in(user, password)
        self.page.wait_for_url(re.compile(r"/demo/sync/[0-9a-f-]{36}$"))
        return self.page.url.rpartition("/")[2]

    def lines(self) -> list[str]:
        """The texts of the accounts and movements that are shown."""
        expect(self.heading("Thank you, your application is in")).to_be_visible()
        shown: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('main .account [data-field], main .movement [data-field]')]"
            ".map((each) => `${each.dataset.field}: ${each.textContent}`)"
        )
        return shown

    def requests_to(self, path: str) -> list[Request]:
        """What was asked at an address, in order."""
        return [each for each in self.requests if each.url == f"{self.shop.url}{path}"]


def tokens_in(text: str) -> set[str]:
    """Every token in a text."""
    return set(JWT.findall(text))


def token_type(token: str) -> str:
    """What a token is for."""
    claims: dict[str, str] = jwt.decode(token, options={"verify_signature": False})
    return claims["token_type"]
