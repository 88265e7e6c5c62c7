"""What opens beside a page says nothing that no translator could: drawers, dialogs, and pages of what is not there."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from settings import ROOT
from store import Database
from store.queries.links import timeline
from tests.kit.planted import LINK, Planted
from tests.kit.waiting import PATIENCE
from tests.pages.marked import speak_marked, unmarked
from tests.pages.reading import OpenPage, run
from tests.pages.test_masked import ALSO, FIRST, OF_LINK, Stored, desk_of_planted, planted_store

__all__ = ["desk_of_planted", "planted_store"]

OPENS = {"call", "delivery", "document", "entry", "match", "row", "session", "transaction", "webhook"}
"""Parameters by which a drawer stands beside its page."""

DATA = re.compile(
    r"[+\N{MINUS SIGN}]?[A-Z]{2,3}\$ [\d,.]+"  # money
    r"|SQL|curl|pandas|polars|URL|https://hooks\.example\.com/linkdesk|Linkdesk|Erebor Bank"
    r"|⟦[^⟧]*⟧,? (MXN|MX\$)|(Ingreso|Factura), ⟦issued⟧|Del Ejercicio 2025"
    r"|.* · MX · ⟦Recurrent⟧"  # as the link is called, by whom it is of
)


def is_data(text: str, planted: Planted) -> bool:
    """Whether it is of the store: a body as it came, money, or what was planted."""
    plain = re.sub(r"\\(.)", r"\1", text)
    if plain.startswith(("{", "[")):
        json.loads(plain)
        return True
    return bool(DATA.fullmatch(plain)) or bool(planted.found_in(plain))


def test_a_drawer_says_nothing_that_could_not_be_translated(
    planted_store: Stored, desk_of_planted: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_marked(monkeypatch)
    entries = zip(timeline.page(desk_of_planted, LINK)["entry"], OF_LINK, strict=False)
    ways = [(name, query) for name, query in (*FIRST, *ALSO) if OPENS & {*query}]
    ways += [("link", {"link": LINK, "entry": entry, "section": section}) for entry, section in entries]
    found: dict[str, set[str]] = {}
    for name, query in ways:
        app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
        for parameter, value in {**query, "lang": "es"}.items():
            app.query_params[parameter] = value
        app.switch_page(f"pages/{name}.py")
        said = unmarked(run(app))
        found[f"{name} {query}"] = {text for text in said if not is_data(text, planted_store[1])}
    assert {way: texts for way, texts in found.items() if texts} == {}
    assert len(ways) > 20


DIALOGS = ("access_mode", "delete", "erase_person", "follow", "hold", "refresh", "retrieve")
"""Buttons of a link's page that ask before they do anything."""


def test_a_question_before_something_is_done_can_be_translated(
    stored: dict[str, str], open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_marked(monkeypatch)
    shown: dict[str, set[str]] = {}
    for key in DIALOGS:
        app = open_page("link", link=stored["well"], section="details", lang="es")
        before = unmarked(app)
        said = unmarked(run(app.button(key=key).click())) - before
        shown[key] = {text for text in said if not re.search(r"María Fernanda|user\\?-well", text)}
    assert shown == {key: set() for key in DIALOGS}


@pytest.mark.parametrize("page", ["links", "people", "transactions", "fiscal", "accounts", "quality", "match"])
def test_an_empty_page_can_be_translated(page: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a store in which nothing is yet."""
    speak_marked(monkeypatch)
    assert unmarked(open_page(page, lang="es")) - {"Linkdesk", "24 nov 2026, 09:30:09 UTC"} == set()
