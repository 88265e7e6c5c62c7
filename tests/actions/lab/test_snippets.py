"""Code to copy: what can be run here is run, and the rest has what it needs and no key."""

import json
import re
import types
from typing import Any

import pytest

from actions.lab.snippets import Widget, snippets, with_own_callbacks

REQUEST = {
    "scopes": "read_institutions,write_links",
    "fetch_resources": ["ACCOUNTS"],
    "widget": {"branding": {"company_name": 'Ana\'s "€" 🚀 {x} $y \\(z)', "social_proof": False}},
}
CONFIG = {
    "locale": "es",
    "country_codes": ["MX", "CO"],
    "external_id": "your-user-id",
    "show_close_dialog": False,
    "institutions": ["erebor_mx_retail"],
}
WIDGET = Widget(
    REQUEST, CONFIG, "https://api.example", "the keys of there", "https://cdn.example/w.js", "https://widget.example/"
)
CODE = {one.label: one.code for one in snippets(WIDGET)}


def test_there_is_one_for_each_place_where_widgets_are_opened() -> None:
    assert [*CODE] == ["Python", "JavaScript", "React", "Hosted URL", "iOS", "Android", "Flutter"]


def test_the_python_sends_the_very_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELVO_SECRET_ID", "id")
    monkeypatch.setenv("BELVO_SECRET_PASSWORD", "password")
    sent: list[Any] = []

    class Answer:
        def raise_for_status(self) -> None: ...

        def json(self) -> dict[str, str]:
            return {"access": "token"}

    def post(url: str, **given: Any) -> Answer:  # noqa: ANN401 - of requests
        sent.append((url, given["json"]))
        return Answer()

    module = types.ModuleType("snippet")
    monkeypatch.setattr("requests.post", post)
    exec(compile(CODE["Python"], "snippet", "exec"), vars(module))  # noqa: S102 - what is to be copied
    assert module.access_token() == "token"
    assert sent == [("https://api.example/api/token/", {"id": "id", "password": "password", **REQUEST})]


@pytest.mark.parametrize("label", ["JavaScript", "React"])
def test_a_page_opens_it_as_it_is_set(label: str) -> None:
    found = re.search(r"createWidget\(\w+, \{(.*?),\s*callback:", CODE[label], re.DOTALL)
    assert found
    assert json.loads("{" + found[1] + "}") == CONFIG
    assert "https://cdn.example/w.js" in CODE[label]


@pytest.mark.parametrize("label", ["Hosted URL", "iOS", "Android", "Flutter"])
def test_a_web_view_opens_the_hosted_address(label: str) -> None:
    address = (
        "https://widget.example/?access_token=ACCESS_TOKEN&locale=es&country_codes=MX%2CCO&external_id=your-user-id"
        "&show_close_dialog=false&institutions=erebor_mx_retail"
    )
    assert address in CODE[label]
    assert not set("'\"$\\") & set(address)


def test_a_web_view_hears_of_the_ends_that_the_request_names() -> None:
    callbacks = with_own_callbacks(REQUEST)["widget"]["callback_urls"]
    assert callbacks == {name: f"yourapp://{name}" for name in ("success", "exit", "event")}
    for label in ("iOS", "Android", "Flutter"):
        assert all(word in CODE[label] for word in ("yourapp", "success", "exit", "link"))
