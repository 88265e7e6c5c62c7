"""What only opens when somebody asks for it can be translated: popovers, dialogs, days of old, and first pages."""

import re
from collections.abc import Mapping

import pytest

from store import Database
from store.queries.links import cases
from tests.pages.marked import speak_marked, unmarked
from tests.pages.reading import OpenPage, run
from tests.pages.test_marked import DATA, OF_PAGE

PEOPLE = re.compile(r"María Fernanda|user\\?-\w+|Erebor")
"""Whoever is in the store of these tests."""


def of_nobody(said: set[str]) -> set[str]:
    return {text for text in said if not PEOPLE.search(text)} - DATA


@pytest.mark.usefixtures("unreachable")
def test_what_is_done_from_the_overview_can_be_translated(
    db: Database, stored: Mapping[str, str], open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case's menu, and the message to its person."""
    link = stored["token"]
    speak_marked(monkeypatch)
    app = open_page("overview", lang="es")
    before = unmarked(app)
    app.session_state[f"case_{cases.of_links(db, [link])[link].id}"] = True
    assert of_nobody(unmarked(run(app)) - before) == set()
    assert any("⟦Take it⟧" in button.label for button in app.button)
    run(app.button(key=f"message_{link}").click())
    assert of_nobody(unmarked(app) - before) == set()
    assert len(app.code) == 1


@pytest.mark.usefixtures("stored", "unreachable")
def test_a_question_about_several_links_can_be_translated(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_marked(monkeypatch)
    app = open_page("links", lang="es", status="failed")
    app.session_state["several"] = True
    before = unmarked(app)
    assert of_nobody(unmarked(run(app)) - before) == set()
    shown = [str(button.key) for button in app.button if re.fullmatch(r"several_[a-z]+", str(button.key))]
    found: dict[str, set[str]] = {}
    for key in shown:
        asked = open_page("links", lang="es", status="failed")
        asked.session_state["several"] = True
        before = unmarked(run(asked))
        found[key] = of_nobody(unmarked(run(asked.button(key=key).click())) - before)
    assert found == {key: set() for key in shown}
    assert len(shown) > 1


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize("page", ["accounts", "transactions"])
def test_a_page_as_known_on_a_day_can_be_translated(
    page: str, stored: Mapping[str, str], open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    del stored
    speak_marked(monkeypatch)
    app = open_page(page, lang="es", as_known_on="2026-11-24")
    assert "known_back" in {str(button.key) for button in app.button}
    assert of_nobody(unmarked(app)) - OF_PAGE.get(page, set()) == set()


FIRST = (
    *("income", "employment", "cash_flow", "sessions", "webhooks", "api_log", "audit", "notices", "views", "tokens"),
    *("institutions", "inspector", "person", "link", "board", "connect", "connect_many"),
)


@pytest.mark.usefixtures("unreachable")
def test_the_first_look_at_a_page_can_be_translated(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a store in which nothing is yet; some more are in test_marked_drawers."""
    speak_marked(monkeypatch)
    found = {page: of_nobody(unmarked(open_page(page, lang="es"))) - OF_PAGE.get(page, set()) for page in FIRST}
    assert {page: texts for page, texts in found.items() if texts} == {}
