"""Every chart of every page: told to whoever can't see it, from zero on, its marks reached by click and by keyboard."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.desk import VIEWS
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, elements, shown, texts

pytestmark = pytest.mark.usefixtures("stored")

UNMARKED = {"institutions", "api_log", "overview", "query"}
"""Pages whose charts are of the desk's own work: their marks have no rows of a person."""

DRAWN = (
    *("overview", "person", "link", "accounts", "transactions", "cash flow of one", "income", "employment", "fiscal"),
    *("fiscal: returns_filed", "fiscal: retentions", "fiscal: statements", "api_log", "institutions"),
)


def charts_of(app: AppTest) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """What was sent of each chart, and its option."""
    for chart in elements(app, "echarts_chart"):
        yield chart.proto, json.loads(chart.proto.spec)


def axes(option: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("xAxis", "yAxis"):
        found = option.get(name, [])
        yield from found if isinstance(found, list) else [found]


@pytest.mark.parametrize("view", DRAWN)
def test_every_chart_is_told_and_begins_at_zero(view: str, stored: Stored, open_page: OpenPage) -> None:
    page, query = VIEWS[view]
    newest = stored["valid"] if "valid" in stored else next(iter(stored.values()))
    app = open_page(page, **{name: newest if value == "?" else value for name, value in query.items()})
    said = texts(app)
    for proto, option in charts_of(app):
        assert shown(proto.alt).strip(), "a chart without a text for who can't see it"
        assert any(text in shown(proto.alt) for text in said if len(text) > 3), "the text has none of the finding"
        for axis in axes(option):
            assert axis.get("type") != "value" or not axis.get("scale"), axis
            assert axis.get("type") != "value" or axis.get("min") in (None, 0), axis
        if page not in UNMARKED:
            assert any(series.get("selectedMode") == "single" for series in option["series"]), proto.alt
    menus = [button for button in elements(app, "menu_button") if button.proto.label.startswith("One ")]
    assert page in UNMARKED or len(menus) == len([*charts_of(app)])
