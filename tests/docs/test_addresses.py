"""Every address that a document prints leads somewhere: to a page, a route, or to what is listed here with a reason."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.routing import BaseRoute, Mount, Route

from belvo_sandbox.app import create_app
from domain.roles import OWN_PROOF, TABLE
from settings import ROOT
from tests.docs.printed import Printed, addresses
from web.api.application import application

NOT_OURS = {
    r"/_stcore/.*|/static/|/app/static/|/media/.*|/component/.*": "Streamlit's own",
    r"/auth/(login|logout)|/oauth2callback|/\.well-known/": "the sign-in of Streamlit and its provider",
    r"/etc/.*|/opt/.*|/proc": "a folder of a machine",
    r"/portal/.*": "My Belvo Portal, which the local Belvo has in its own words",
    r"/mock-bank/.*": "the local Belvo's bank, which people are led to",
}
"""What others answer, by a pattern, each with the reason why it is not looked for here."""

WIDGET = ROOT / "belvo_sandbox" / "widget"
SCREENS = {
    name
    for path in (WIDGET / "screens").glob("*.js")
    for name in re.findall(r'page: "(/\w+)"', path.read_text("utf-8"))
}
"""What the widget calls its screens."""

PLACEHOLDER = re.compile(r"<\w+>|\{[\w:]+\}|…|\b[A-Z]{2,}(?:_[A-Z]+)*\b")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every path that is answered, with its parameters in braces."""
    pages = {"/" if page == "overview" else f"/{page.replace('_', '-')}" for row in TABLE for page in row.pages}
    scripts = {f"/{page}" for row in TABLE for page in row.pages}
    routes = {route for row in TABLE for route in row.routes} | OWN_PROOF
    ours = {route for route in pages | scripts | routes if not route.startswith(("/demo", "/api/v1"))}
    app = cast("Any", application(cast("Any", SimpleNamespace())))
    api = {f"/api/v1{path}" for path in app.openapi()["paths"]} | {"/api/v1", "/api/v1/openapi.json"}
    sandbox = {*paths(create_app(tmp_path_factory.mktemp("routes")).routes)}
    shop = {f"/demo/{path}" for path in _of_shop()}
    return ours | api | sandbox | {f"/sandbox{path}" for path in sandbox} | shop | {"/demo/", "/sandbox/"}


def paths(routes: Iterable[BaseRoute], before: str = "") -> Iterator[str]:
    for route in routes:
        if isinstance(route, Mount):
            yield f"{before}{route.path}/{{path}}"
            yield from paths(route.routes, f"{before}{route.path}")
        elif isinstance(route, Route):
            yield f"{before}{route.path}"


def _of_shop() -> set[str]:
    text = Path(ROOT / "web" / "demo" / "routes.py").read_text(encoding="utf-8")
    return {path.lstrip("/") for path in re.findall(r'\("(/[\w/{}:.-]*)"', text)}


def leads_somewhere(printed: str, known: set[str]) -> bool:
    path = printed.partition("?")[0].partition("#")[0]
    if any(re.fullmatch(pattern, path) for pattern in NOT_OURS) or path in SCREENS:
        return True
    shape = PLACEHOLDER.sub("x", path)
    for one in known:
        pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(one))
        pattern = pattern.replace("[^/]+", ".+") if ":path" in one else pattern
        for prefix in ("", "/api/v1", "/sandbox"):
            if re.fullmatch(pattern, prefix + shape):
                return True
            if shape.endswith(("/", "/x")) and one.startswith((prefix + shape).removesuffix("x")):
                return True
    return False


@pytest.mark.parametrize("one", addresses(), ids=lambda one: f"{one.document} {one.text}")
def test_it_leads_somewhere(one: Printed, known: set[str]) -> None:
    assert leads_somewhere(one.text, known)


@pytest.mark.parametrize("made_up", ["/nowhere", "/api/v1/nowhere", "/control/nowhere/", "/linkss", "/export/"])
def test_an_address_that_is_not_there_is_found_out(made_up: str, known: set[str]) -> None:
    assert leads_somewhere(made_up, known) is (made_up == "/export/")


def test_what_is_not_looked_for_is_printed() -> None:
    told = [one.text for one in addresses()]
    assert [pattern for pattern in NOT_OURS if not any(re.match(pattern, text) for text in told)] == []
