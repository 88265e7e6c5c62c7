"""A language in which every text is marked, so that one that is not told through a catalogue is seen."""

import re
from functools import cache
from gettext import NullTranslations
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from belvo_client.advice import lookup
from languages import catalogue, extraction

_MARKED = re.compile("⟦[^⟦⟧]*⟧")
_DAY = re.compile(r"\d{1,2} [a-z]{3,4}\.? \d{4}(, \d{2}:\d{2}:\d{2} UTC)?")
"""A day or an instant in Spanish, which is told without a catalogue."""


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Every text of the catalogues, with its context."""
    return frozenset((text.one, text.context) for text in extraction.texts())


class Marked(NullTranslations):
    """Gives each text of the catalogues back with marks around it, and any other as it came."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if (message, "") in _known() else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        said = msgid1 if n == 1 else msgid2
        return f"⟦{said}⟧" if (msgid1, "") in _known() else said

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧" if (message, context) in _known() else message


def speak_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Spanish be that language; its numbers and days stay as they are."""
    monkeypatch.setattr(catalogue, "of", lambda _code: Marked())
    advice = {code: (f"⟦{meaning}⟧", f"⟦{action}⟧") for code, (meaning, action) in lookup.LANGUAGES["en"].items()}
    monkeypatch.setattr(lookup, "LANGUAGES", {**lookup.LANGUAGES, "es": advice})


def unmarked(app: AppTest) -> set[str]:
    """The texts of a page's elements that have letters outside of marks: data, and what nobody translates."""
    return {text for text in _texts(app) if re.search(r"[A-Za-z]{2}", _without_marks(text))}


def _without_marks(text: str) -> str:
    plain = _DAY.sub("", re.sub(r"\\(.)", r"\1", text))
    before = ""
    while plain != before:
        before, plain = plain, _MARKED.sub("", plain)
    return re.sub(r":material/\w+:|:(gray|green|orange|red|blue|violet|small|primary)\[|:\w+-badge\[", "", plain)


def _texts(app: AppTest) -> set[str]:
    found: set[str] = set()
    for block in app._tree.children.values():  # dialogs and drawers lie beside main and sidebar
        for element in _elements(block):
            proto = element.proto if hasattr(element, "proto") else None
            for name in ("label", "body", "help", "placeholder", "value", "caption", "alt"):
                text = getattr(proto, name, None) if proto is not None else None
                if isinstance(text, str) and text and not (name == "value" and element.type in _FIELDS):
                    found.add(text)
    return found


_FIELDS = {"text_input", "text_area", "selectbox", "date_input", "number_input"}


def _elements(block: Any) -> list[Any]:  # noqa: ANN401 - AppTest's own tree
    below = [*block.children.values()] if hasattr(block, "children") else []
    return [block, *(element for one in below for element in _elements(one))]
