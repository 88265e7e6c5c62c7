"""What is drawn out of sight, so that the browser has drawn one of each kind before it is waited for."""

from streamlit.testing.v1 import AppTest

from web.page_html import ELEMENTS

_ON_EVERY_PAGE = {"BidiComponent"}
_SHOWN_WHEREVER_IT_IS_DRAWN = {"Toast"}
_OTHERWISE_CALLED = {"Dataframe": "DataFrame", "MultiSelect": "Multiselect"}
"""By the name of a kind's message, that of its script."""


def _page() -> None:
    from components.ui.ahead import draw_kinds

    draw_kinds()


def test_one_of_each_kind_that_pages_are_made_of_is_drawn() -> None:
    shown = AppTest.from_function(_page).run(timeout=60).main.children.values()
    kinds = [type(found.proto).__name__ for found in shown]
    drawn = [_OTHERWISE_CALLED.get(kind, kind) for kind in kinds]
    assert sorted(drawn) == sorted({*ELEMENTS} - _ON_EVERY_PAGE - _SHOWN_WHEREVER_IT_IS_DRAWN)
