"""CONTRIBUTING.md has every task and every folder of code."""

import re

from settings import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_task_is_named() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    tasks = set(re.findall(r"^([a-z]+):.* ## ", makefile, re.M)) - {"help"}
    assert set(re.findall(r"^    make (\w+) ", TEXT, re.M)) == tasks


def test_every_folder_of_code_is_explained() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/*.py") if not path.parent.name.startswith(".")}
    assert {name for name in folders if f"`{name}/`" not in TEXT} == set()
