"""No page says anything that no translator could: each is read in a language in which every text is marked.

What is left without a mark is data, Belvo's own names, or a page of an area that is not converted yet.
"""

import platform

import pytest

from belvo_client.description.operations import operations
from components.ui import presenter
from components.ui.text import plain
from domain.widget import options
from settings import ROOT
from tests.pages.marked import speak_marked, unmarked
from tests.pages.reading import OpenPage

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))

DATA = {"Linkdesk", "24 nov 2026, 09:30:09 UTC"}
"""Texts on pages that are the same in every language; what a page shows of the stores of these tests comes with it."""

OPTIONS = (*options.LOOKS, *options.TEXTS, *options.BEHAVIOUR)
OPERATION = operations()["ListLinks"]

OF_PAGE: dict[str, set[str]] = {
    "explorer": {"Links · ListLinks"}
    | {plain(text) for field in OPERATION.parameters for text in (field.name, field.help)}
    | {field.name for field in OPERATION.parameters},
    "widget_lab": {option.key for option in OPTIONS} | {"--button-background-color #112233", "https://…"},
    "query": {"SELECT person, currency, sum(amount) FROM v_transactions WHERE day >= :since GROUP BY person, currency"},
    "webhooks": {"URL"},
    "accounts": {r"MX\$ 316\,494\.15"},
    "connect": {"fetch_resources"},
    "connect_many": {"Client number"},
    "transactions": {"SQL", "curl", "pandas", "polars", "\N{MINUS SIGN}MX\\$ 72\\,626\\.27"},
    "notices": {"https://hooks.example.com/linkdesk"},
    "overview": {
        r"user\-token · ⟦Repair the link\, or send its user the update link\.⟧ · "
        r"⟦The other link there can\'t be pulled either⟧",
        r"user\-failed · ⟦Pull again once it is back\.⟧ · ⟦The other link there can\'t be pulled either⟧ · "
        r"institution\_down · The institution is down · request\_id 3c9f2d1ab0e84c5f9d3e7a6b5c4d3e2f",
    },
}

VERSIONS = f"Python {platform.python_version()}, "
"""How a list of names and numbers begins that is the same in every language."""

NEEDS = {"health": "unreachable"}
"""What a page is to find, by the name of the fixture."""


@pytest.mark.usefixtures("stored", "unreachable")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_nothing_that_could_not_be_translated(
    page: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if page in NEEDS:
        request.getfixturevalue(NEEDS[page])
    speak_marked(monkeypatch)
    app = open_page(page, lang="es")
    assert not app.exception
    said = {text for text in unmarked(app) if not text.startswith(VERSIONS)}
    assert said - DATA - OF_PAGE.get(page, set()) == set()


def test_the_frame_and_the_first_page_of_a_new_desk_can_be_translated(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_marked(monkeypatch)
    assert unmarked(open_page("overview", lang="es")) - DATA == set()


def test_a_text_that_nobody_could_translate_is_seen(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_marked(monkeypatch)
    monkeypatch.setattr(presenter, "say", str)
    assert "Presenter mode" in unmarked(open_page("overview", lang="es"))
