"""The demo shop over a served local Belvo, and a visitor in it."""

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from belvo_client import BelvoClient
from belvo_sandbox import Served
from tests.kit.local_belvo import Api
from web import demo

FULL = ("bnk100", "full")
NO_DATA = ("bnk101", "nodata")
"""Users of the local Belvo's banks, with their passwords."""

ADDRESS = "http://127.0.0.1:8501"
SCRIPT = "/sandbox/belvo-widget-1-stable.js"


def shop_app(client: BelvoClient, data_dir: Path) -> Starlette:
    return Starlette(routes=demo.routes(lambda: client, data_dir=data_dir, widget_script=SCRIPT))


class Visit:
    """A browser in the shop, without its JavaScript: it does by hand what the widget would."""

    def __init__(self, app: Starlette, belvo: Served) -> None:
        self.http = TestClient(app, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False)
        self.belvo = belvo

    def close(self) -> None:
        self.http.close()

    def open_widget(self) -> dict[str, Any]:
        """What the page's JavaScript gets for opening the widget."""
        answer = self.http.post("/demo/access-token", json={})
        assert answer.status_code == 200, answer.text
        opening: dict[str, Any] = answer.json()
        return opening

    def make_link(self, user: tuple[str, str] = FULL) -> str:
        """Go through the widget, whose callback nobody hears yet."""
        opening = self.open_widget()
        return self.log_in(opening["access_token"], opening["config"]["external_id"], user)

    def log_in(self, access_token: str, external_id: str, user: tuple[str, str] = FULL) -> str:
        """What the widget sends to Belvo, and the id of the link that comes of it."""
        api = Api(self.belvo.url)
        return api.widget_link(access_token, *user, access_mode="recurrent", external_id=external_id)

    def claim(self, link: str) -> Any:  # noqa: ANN401 - the test client's answer
        return self.http.post("/demo/links", json={"link": link, "institution": "erebor_mx_retail"})

    def connect(self, user: tuple[str, str] = FULL) -> str:
        """Connect an account to the end."""
        link = self.make_link(user)
        assert self.claim(link).status_code == 201
        return link
