"""The local Belvo's widget in a page of another port: what the browser lets it do there, and what it doesn't."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from belvo_sandbox import Served
from tests.e2e.widget_page import WidgetPage, serve_shop

KEYS = """async ([api, id, password]) => {
  const basic = { headers: { Authorization: `Basic ${btoa(`${id}:${password}`)}` } };
  const body = JSON.stringify({ id, password, scopes: "write_links" });
  const asked = [
    [`${api}links/`, basic],
    [`${api}token/`, { method: "POST", body }],
    [`${api}token/`, { method: "POST", body, headers: { "Content-Type": "application/json" } }],
  ];
  return Promise.all(asked.map(([url, options]) => fetch(url, options).then((it) => it.status, (it) => it.name)));
}"""
BEYOND = """async ([api, token, link]) => {
  const headers = { Authorization: `Bearer ${token}` };
  const paths = ["links/", "accounts/", "transactions/?link=" + link, "owners/", `links/${link}/`, "consents/"];
  return Promise.all(paths.map((path) => fetch(api + path, { headers }).then((answer) => answer.status)));
}"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Another server, of which only the page is used."""
    with serve_shop(tmp_path_factory.mktemp("shop")) as served:
        yield served


@pytest.fixture
def widget(page: Page, sandbox: Served, shop: Served) -> Iterator[WidgetPage]:
    embedding = WidgetPage(page, sandbox, shop.url)
    yield embedding
    assert embedding.violations == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_an_account_is_connected_from_another_port(widget: WidgetPage, name: str) -> None:
    widget.shop = widget.shop.replace("127.0.0.1", name)
    widget.open_form(external_id=f"from-{name.replace('.', '-')}")
    widget.connect("user_invalid", "pass_invalid")
    expect(widget.page.get_by_role("alert")).to_contain_text("refused this login")
    widget.connect()
    widget.press("Done")
    [[link, institution]] = widget.told("callback")
    assert (institution, len(link)) == ("erebor_mx_retail", 36)
    assert {request.method for request in widget.requests if "/api/links/" in request.url} == {"POST"}


def test_keys_are_refused_and_nothing_of_the_answer_is_read(widget: WidgetPage) -> None:
    widget.visit()
    keys = [f"{widget.sandbox.url}/api/", widget.sandbox.secret_id, widget.sandbox.secret_password]
    assert widget.page.evaluate(KEYS, keys) == ["TypeError"] * 3


def test_the_widgets_token_opens_nothing_but_its_scopes(widget: WidgetPage) -> None:
    widget.visit()
    given = [f"{widget.sandbox.url}/api/", widget.token(), "8848bd0c-0000-4000-8000-000000000000"]
    assert widget.page.evaluate(BEYOND, given) == [403] * 6
