"""A page that embeds the local Belvo's widget, as an integrator's would, and remembers what the widget told it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import starlette.requests
from playwright.sync_api import Locator, Page, Request, Route, expect
from starlette.responses import HTMLResponse
from starlette.routing import Route as ServerRoute

from belvo_sandbox import Served, serve
from languages import spoken
from tests.e2e.widget_words import word
from tests.kit import bodies
from tests.kit.local_belvo import Api
from tests.kit.waiting import until

# The strictest policy that a page can have and still embed something from its own host.
CSP = (
    "default-src 'self'; script-src {0} 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src {0} 'self'"
)
# Taller than the screen: axe-core takes what lies outside of a page that doesn't scroll for invisible.
HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width"><style>main {{ min-height: 200vh; }} {style}</style>
<main><h1>A shop</h1><button type="button">Pay</button>{place}</main>
<script src="{belvo}/belvo-widget-1-stable.js"></script></html>"""
REMEMBER = """
  window.told = [];
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""
BUILD = """([token, config]) => belvoSDK.createWidget(token, {
  callback: (...values) => told.push(["callback", ...values]),
  onExit: (value) => told.push(["onExit", value]),
  onEvent: (value) => told.push(["onEvent", value]),
  ...config,
}).build()"""

PLACE = '<div id="belvo"></div>'
RESOURCES = ["ACCOUNTS", "TRANSACTIONS", "OWNERS"]
LINK = {"id": "8848bd0c-0000-4000-8000-000000000000", "institution": "erebor_mx_retail"}
MEXICO = {"country_codes": ["MX"]}


@contextmanager
def serve_shop(data_dir: Path) -> Iterator[Served]:
    """A local Belvo with the embedding page beside it; routing it in the browser would slow every request down."""
    with serve(data_dir) as served:
        served.app.router.routes.insert(0, ServerRoute("/shop", _shop))
        yield served


def _shop(request: starlette.requests.Request) -> HTMLResponse:
    asked = request.query_params
    html = HTML.format(style=asked["style"], place=asked["place"], belvo=asked["belvo"])
    return HTMLResponse(html, headers={"Content-Security-Policy": CSP.format(asked["belvo"])})


@dataclass
class WidgetPage:
    """A browser page, on the sandbox's own host unless `shop` is another."""

    page: Page
    sandbox: Served
    shop: str = ""

    def __post_init__(self) -> None:
        self.page.add_init_script(REMEMBER)
        self.held: list[Route] = []
        self.requests: list[Request] = []
        self.page.on("request", lambda request: self.requests.append(request))

    def visit(self, *, style: str = "", place: str = PLACE) -> None:
        """Load a page that has the script, under a strict policy."""
        belvo = self.sandbox.url if self.shop else ""
        query = urlencode({"style": style, "place": place, "belvo": belvo})
        self.page.goto(f"{self.shop or self.sandbox.url}/shop?{query}")

    def build(self, token: str, /, **config: object) -> None:
        """Build the widget in the page that is there, in the language that is spoken unless the config has another."""
        self.page.evaluate(BUILD, [token, {"locale": spoken().code, **config}])

    def open(self, token: str | None = None, /, **config: object) -> None:
        """Load the page and build the widget, with a fresh token unless one is given."""
        self.visit()
        self.build(token or self.token(), **config)
        expect(self.dialog).to_be_visible()

    def open_form(self, **config: object) -> None:
        """Go on to Erebor's form."""
        self.open(institutions=["erebor_mx_retail"], **config)
        self.press(self.word("welcome.next"))
        expect(self.page.get_by_role("heading", name=self.word("credentials.title", "Erebor Bank"))).to_be_visible()

    def connect(self, user: str = "user_valid", password: str = "pass_valid") -> None:  # noqa: S107 - published
        """Fill the form in and send it."""
        self.page.get_by_label("Usuario").fill(user)
        self.page.get_by_label("Contraseña").fill(password)
        self.press(self.word("credentials.submit"))

    def word(self, name: str, *given: str) -> str:
        """What the widget says under a name of its texts, in the language that is spoken."""
        return word(self.page, name, *given)

    def press(self, name: str) -> None:
        """Click the one button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def answer(self, path: str, *answers: tuple[int, object]) -> None:
        """Let the API answer these, in turn, and from then on for itself."""
        left = list(answers)

        def respond(route: Route) -> None:
            if left:
                status, body = left.pop(0)
                route.fulfill(status=status, json=body)
            else:
                route.fallback()

        self.page.route(f"{self.sandbox.url}/api/{path}", respond)

    def hold(self, path: str) -> None:
        """Keep the API's answers back; the requests that wait come into `held`."""
        self.page.route(f"{self.sandbox.url}/api/{path}", lambda route: self.held.append(route))

    def the_held(self) -> Route:
        """The one request that waits, once it has come: what it is for may be on screen before."""
        [route] = until(lambda: self.held, rest=lambda: self.page.wait_for_timeout(10))
        return route

    @property
    def api(self) -> Api:
        """The sandbox, asked with its keys."""
        return Api(self.sandbox.url)

    @property
    def dialog(self) -> Locator:
        """The widget."""
        return self.page.get_by_role("dialog", name=self.word("dialog"))

    def told(self, name: str) -> list[Any]:
        """What the page's function of this name was called with."""
        calls: list[Any] = self.page.evaluate("told")
        return [values for called, *values in calls if called == name]

    def events(self, name: str) -> list[Any]:
        """The events of this name."""
        return [event for (event,) in self.told("onEvent") if event["eventName"] == name]

    @property
    def violations(self) -> list[str]:
        """The directives of the page's policy that were broken."""
        broken: list[str] = self.page.evaluate("violations")
        return broken

    def sent(self, method: str, path: str = "/api/links/") -> list[Request]:
        """The browser's requests of this kind."""
        return [request for request in self.requests if request.method == method and request.url.endswith(path)]

    def keys_sent(self) -> list[str]:
        """The requests that carried a key, or anything but an access token to authorize them."""
        return [request.url for request in self.requests if self._carries_key(request)]

    def _carries_key(self, request: Request) -> bool:
        headers = request.all_headers()
        everything = f"{request.url} {request.post_data} {headers}"
        keys = (self.sandbox.secret_id, self.sandbox.secret_password)
        scheme = headers.get("authorization", "").partition(" ")[0]
        return scheme not in ("", "Bearer") or any(key in everything for key in keys)

    def token(self, widget: Mapping[str, object] | None = None, **more: str) -> str:
        """An access token, minted as a server would."""
        body = {
            "id": self.sandbox.secret_id,
            "password": self.sandbox.secret_password,
            "scopes": "read_institutions,write_links",
            "fetch_resources": RESOURCES,
            "stale_in": "365d",
            **({"widget": widget} if widget else {}),
            **more,
        }
        answer = self.api.call("POST", "/api/token/", auth=None, json=body)
        answer.raise_for_status()
        return str(answer.json()["access"])

    def spend(self, token: str) -> None:
        """Use a token up, as another tab would."""
        self.api.widget_link(token, uuid4().hex[:12], "x")

    def made(self, user: str, password: str) -> str:
        """The id of a new link at Erebor."""
        return str(self.api.link(user, password)["id"])

    def links(self, external_id: str) -> list[dict[str, Any]]:
        """The links that the API has under this external id."""
        return self.api.rows("/api/links/", external_id=external_id)


def refusal(code: str, message: str = "Refused", **more: object) -> list[dict[str, object]]:
    """An error as the API writes it."""
    return [{"code": code, "message": message, "request_id": "c" * 32, **more}]


def challenge(**data: object) -> list[dict[str, object]]:
    """The body of a 428 answer; `data` goes into token_generation_data."""
    return refusal(
        "token_required",
        "A MFA token is required by the institution to login",
        session="d" * 32,
        expiry="720",
        link=LINK["id"],
        token_generation_data={"instructions": "Use this code to generate the token", **data},
    )


def exit_of(institution: str, step: str, error: Mapping[str, str] | None = None) -> list[object]:
    """The arguments of onExit."""
    meta_data = {"institution_name": institution, "step": step}
    return [{"last_encountered_error": error, "meta_data": meta_data}]


def field(name: str, label: str, **more: object) -> dict[str, object]:
    """An item of form_fields."""
    return {"name": name, "type": "text", "label": label, "values": [], **more}


def institution(name: str, display_name: str, **more: object) -> dict[str, object]:
    """A row of the list of institutions."""
    own = {"name": name, "display_name": display_name, "icon_logo": None, "form_fields": [field("username", "User")]}
    return bodies.institution(**own | more)
