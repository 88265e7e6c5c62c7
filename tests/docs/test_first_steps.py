"""The first steps, in three languages, name what is on the screen as it is called there."""

import re
from itertools import pairwise

import pytest

from actions.lab.people import SCENARIOS
from components.ui.text import words
from languages import LANGUAGES, catalogue, say, speaking
from languages.extraction import texts
from languages.language import Code
from settings import ROOT
from tests.docs.printed import TYPED

FILES: dict[Code, str] = {"en": "docs/first-steps.md", "es": "docs/es/first-steps.md", "pt": "docs/pt/first-steps.md"}
ADDED: dict[Code, str] = {
    "en": "Add a bank account",
    "es": "Agregar una cuenta bancaria",
    "pt": "Adicionar uma conta bancária",
}
"""The button of a product, whose sentence names the account."""


def text_of(code: Code) -> str:
    return (ROOT / FILES[code]).read_text(encoding="utf-8")


def controls(code: Code) -> list[str]:
    """What stands in bold, in the order in which it is come to: buttons, pages and fields."""
    return re.findall(r"\*\*([^*]+)\*\*", text_of(code))


def in_widget(code: Code) -> list[str]:
    """What stands in italics: the widget's buttons, and a person of the lab."""
    return re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text_of(code))


@pytest.mark.parametrize("code", FILES)
def test_each_control_is_called_so_on_the_screen(code: Code) -> None:
    english = {text.one for text in texts()}
    with speaking(LANGUAGES[code][1]):
        shown = {say(one) for one in english} | {say("Add {account}", account=say("a bank account"))}
    assert ADDED[code] in shown
    assert {name for name in controls(code) if name not in shown} == set()


@pytest.mark.parametrize("code", ["es", "pt"])
def test_each_names_the_same_controls_in_the_same_order(code: Code) -> None:
    with speaking(LANGUAGES[code][1]):
        said = [ADDED[code] if name == ADDED["en"] else say(name) for name in controls("en")]
    assert controls(code) == said


@pytest.mark.parametrize("code", FILES)
def test_the_widgets_buttons_and_the_labs_person_are_called_so(code: Code) -> None:
    widget = (ROOT / "belvo_sandbox" / "widget" / "texts" / f"{code}.js").read_text(encoding="utf-8")
    with speaking(LANGUAGES[code][1]):
        (person,) = [words(one.id) for one in SCENARIOS if one.id == "expires_30"]
    *named, last = in_widget(code)
    assert last == person
    assert len(named) == 4
    assert [one for one in named if f'"{one}"' not in widget and one != "Erebor Bank"] == []


@pytest.mark.parametrize("code", ["es", "pt"])
def test_each_prints_the_same_commands_and_has_the_same_parts(code: Code) -> None:
    def parts(text: str) -> tuple[list[str], int, list[str]]:
        return (
            [line for line in text.splitlines() if line.startswith("    ")],
            len(re.findall(r"^## ", text, re.MULTILINE)),
            re.findall(r"`([^`]+)`", text),
        )

    assert parts(text_of(code)) == parts(text_of("en"))


@pytest.mark.parametrize(("code", "other"), [*pairwise(["en", "es", "pt", "en"])])
def test_each_leads_to_the_others(code: Code, other: Code) -> None:
    folder = (ROOT / FILES[code]).parent
    links = {(folder / link).resolve() for link in re.findall(r"\]\(([^)#]+)", text_of(code))}
    assert (ROOT / FILES[other]).resolve() in links
    assert f"]({FILES[other]})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert catalogue.LOCALES.keys() | {"en"} == FILES.keys()
    assert "" in TYPED  # so that tests/docs/test_commands.py runs what is indented
