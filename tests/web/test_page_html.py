"""The HTML that pages begin with, made of Streamlit's own."""

import re
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from settings import ROOT
from web.page_html import ELEMENTS, SELDOM, page_html, scripts_of

SCRIPTS = Path(get_static_dir()) / "static" / "js"


@pytest.mark.parametrize("element", [*ELEMENTS, *SELDOM])
def test_an_element_has_one_script_of_its_own(element: str) -> None:
    assert len([*SCRIPTS.glob(f"{element}.*.js")]) == 1


def test_the_page_names_each_script_of_its_elements_once_and_each_is_there() -> None:
    html = page_html(Path(get_static_dir()))
    names = scripts_of(SCRIPTS, (*ELEMENTS, *SELDOM))
    assert len(names) > len(ELEMENTS)
    assert {name: html.count(f"/{name}") for name in names} == dict.fromkeys(names, 1)
    assert all((SCRIPTS / name).is_file() for name in names)


def test_scripts_of_elements_are_run_ahead_and_not_what_they_import() -> None:
    ahead = [line for line in page_html(Path(get_static_dir())).splitlines() if "data-ahead" in line]
    assert {line.rpartition("/")[2].partition(".")[0] for line in ahead} == {*ELEMENTS}


def test_no_two_scripts_of_every_page_declare_the_same_name() -> None:
    """They share one scope: the second of them would not run at all."""
    declared = [
        name
        for script in sorted((ROOT / "static").glob("*.js"))
        for name in re.findall(r"^(?:let|const|class|function) (\w+)", script.read_text(), re.MULTILINE)
    ]
    assert declared
    assert len(declared) == len({*declared})
