"""The pages for demos, beside a local Belvo that is there, say nothing that no translator could."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from actions.lab.people import SCENARIOS
from belvo_sandbox.examples.catalogue import EXAMPLES
from belvo_sandbox.faults import delivery_faults, effects
from components.lab.fault_effects import effect_of
from components.lab.fault_words import FAULTS, MISHAPS, sentence
from components.ui.text import words
from languages import LANGUAGES, say, speaking
from tests.pages.marked import speak_marked, unmarked
from tests.pages.reading import OpenPage
from tests.pages.test_lab import belvo, db, settings
from tests.pages.test_marked import DATA, OF_PAGE

__all__ = ["belvo", "db", "settings"]

LOGIN = re.compile(r"[a-z_\\]+ :gray\[salaried\\/ full\]")
"""An institution with a name and a password, as they are typed."""

FORMS = {f":gray[{name}]" for name in ("Android", "Flutter", "JavaScript", "Python", "React", "iOS")}


def cells(app: AppTest) -> set[str]:
    """What the local Belvo tells, in the first table of names and values."""
    return {str(value) for table in app.table for value in table.value.iloc[:, 0]}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("lab", {"who": "salaried"}),
        ("lab", {"section": "faults"}),
        ("lab", {"section": "webhooks"}),
        ("story", {"id": "broken-link"}),
        ("widget_lab", {"section": "code"}),
        ("widget_lab", {"section": "mishaps"}),
    ],
)
def test_a_page_for_demos_can_be_translated(
    page: str, query: dict[str, str], open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_marked(monkeypatch)
    app = open_page(page, lang="es", **query)
    said = {text for text in unmarked(app) if not LOGIN.fullmatch(text)}
    assert said - DATA - FORMS - OF_PAGE.get(page, set()) == set()
    assert all("⟦" in text for text in cells(app))


@pytest.mark.parametrize("code", ["es", "pt"])
def test_all_that_the_local_belvo_tells_is_said_in_the_language(code: str) -> None:
    with speaking(LANGUAGES["es" if code == "es" else "pt"][1]):
        faults, mishaps = [*effects.catalogue()], [*delivery_faults.catalogue()]
        told = [(sentence(one["what"]), FAULTS.say(sentence(one["what"]))) for one in faults]
        told += [(sentence(one["what"]), MISHAPS.say(sentence(one["what"]))) for one in mishaps]
        told += [(one.shows, say(one.shows)) for one in (*SCENARIOS, *EXAMPLES)]
        assert {english for english, said in told if said == english} == set()
        assert "again" not in effect_of(next(one for one in faults if one["error"] == "institution_down"), "").operator
        assert words(SCENARIOS[0].id) != "Salaried"
