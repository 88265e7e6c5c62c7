"""Reading what a page shows."""

import json
import re
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import parse_qs

import pandas as pd
from streamlit.testing.v1 import AppTest

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class OpenPage(Protocol):
    """Opens a page by its file's name, with the parameters of its address."""

    def __call__(self, name: str = "overview", **query: str | Sequence[str]) -> AppTest: ...


class Runnable(Protocol):
    """A page, or a widget that was just used."""

    def run(self) -> AppTest: ...


def run(used: Runnable) -> AppTest:
    """Run the page; none of its errors goes unseen."""
    app = used.run()
    assert [exception.message for exception in app.exception] == []
    return app


def elements(app: AppTest, kind: str) -> list[Any]:
    """The page's elements of a kind, of which AppTest knows no more than what was sent."""
    return [*app.get(kind)]


def shown(text: str) -> str:
    """The text that somebody sees of escaped Markdown."""
    return _ESCAPE.sub(r"\1", text).replace("\u2060", "").replace("\u00a0", " ")


def figures(app: AppTest) -> dict[str, str]:
    """What the page's figures say, by label."""
    return {shown(metric.label): shown(metric.value) for metric in app.metric}


def texts(app: AppTest) -> list[str]:
    """Every text of the page, as somebody sees it."""
    kinds = ("title", "subheader", "markdown", "caption", "text", "warning", "info", "error")
    return [shown(element.value) for kind in kinds for element in elements(app, kind)]


def verbatim(app: AppTest) -> list[str]:
    """What can be copied as it stands."""
    drawn = [element.proto for element in elements(app, "bidi_component")]
    return [json.loads(proto.json)["text"] for proto in drawn if proto.component_name == "linkdesk_verbatim"]


def table(app: AppTest, name: str) -> pd.DataFrame:
    """The rows of the table that is called so to whoever can't see it."""
    (frame,) = [element.value for element in app.dataframe if element.proto.alt == name]
    found: pd.DataFrame = frame
    return found


def facts(app: AppTest) -> dict[str, str]:
    """The page's list of names and values."""
    (frame,) = [element.value for element in app.table]
    return {str(name): shown(str(value)) for name, value in frame.iloc[:, 0].items()}


def segments(app: AppTest, key: str) -> Any:  # noqa: ANN401 - of which AppTest has no type
    """A segmented control."""
    return app.get_by_key(key)


def popovers(app: AppTest) -> list[str]:
    """What the buttons say that open a popover, but for the one of the first line, which all pages have."""
    labels = [shown(block.proto.popover.label) for block in elements(app, "popover")]
    return [label for label in labels if not label.startswith(("As known on", "Known on"))]


def charts(app: AppTest) -> list[str]:
    """What the page's charts are called to whoever can't see them."""
    return [shown(chart.proto.alt) for chart in elements(app, "echarts_chart")]


def ways(app: AppTest) -> list[tuple[str, str]]:
    """The links to other pages: their text, and the address that they lead to."""
    links = [link.proto for link in elements(app, "page_link")]
    return [(shown(link.label), "?".join(filter(None, (f"/{link.page}", link.query_string)))) for link in links]


def narrowed(app: AppTest) -> list[dict[str, list[str]]]:
    """What the figures' ways to their rows ask for, in order."""
    return [parse_qs(address.partition("?")[2]) for label, address in ways(app) if label == "Show"]
