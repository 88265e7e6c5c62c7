"""In which language a page is, and that a choice holds: on the next page, for clicks, and against the address."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reading import OpenPage, run


def title(app: AppTest) -> str:
    return str(app.title[0].value)


def test_a_page_is_in_english_where_nobody_asks_for_another(open_page: OpenPage) -> None:
    assert title(open_page("overview")) == "Overview"


def test_the_address_says_the_language(open_page: OpenPage) -> None:
    app = open_page("overview", lang="pt")
    assert (title(app), app.subheader[0].value) == ("Visão geral", "Nenhuma conta conectada ainda")


def test_the_address_may_say_the_country_too(open_page: OpenPage) -> None:
    assert title(open_page("overview", lang="es-CO")) == "Resumen"


def test_what_the_address_asked_for_holds_on_the_next_page(open_page: OpenPage) -> None:
    app = open_page("overview", lang="es")
    del app.query_params["lang"]
    assert title(run(app)) == "Resumen"


def test_who_chooses_another_language_has_it_at_once_and_in_place_of_the_addresss(open_page: OpenPage) -> None:
    app = open_page("overview", lang="es")
    app.selectbox(key="language").select("pt")
    assert title(run(app)) == "Visão geral"
    assert "lang" not in app.query_params
    app.selectbox(key="language").select("en")
    assert title(run(app)) == "Overview"


@pytest.mark.parametrize("asked", ["xx", "", "xx-MX", "EN", "es_MX", "🙂", "../pt"])
def test_a_language_that_is_not_ours_changes_nothing(asked: str, open_page: OpenPage) -> None:
    app = open_page("overview", lang=asked)
    assert not app.exception
    assert title(app) == "Overview"
