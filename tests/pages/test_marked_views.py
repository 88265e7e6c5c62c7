"""What a page says of keeping it as a view or on a board can be translated."""

import pytest

from actions import views
from domain.roles import HERE
from store import Database
from tests.pages.marked import speak_marked, unmarked
from tests.pages.reading import OpenPage, run
from tests.pages.test_boards import boards_file, db, open_page

__all__ = ["boards_file", "db", "open_page"]


def test_a_view_is_kept_in_any_language(db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_marked(monkeypatch)
    kept = views.keep(db, "Mías", "transactions", (("type", "OUTFLOW"),), actor=HERE)
    app = open_page("transactions", lang="es", type="OUTFLOW", saved=kept.id)
    before = unmarked(app)
    app.session_state["save_view"] = True
    opened = unmarked(run(app))
    assert app.text_input(key="view_name").label == "⟦Name⟧"
    assert {text for text in opened - before if "Mías" not in text} == set()
