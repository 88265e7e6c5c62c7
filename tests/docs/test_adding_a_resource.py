"""docs/adding-a-resource.md names what is there, and its code is that of the resource that a test adds."""

import ast
import re
from dataclasses import fields

import pytest

from resources import Declaration, Offer, Policy
from settings import ROOT

MADE_UP = (ROOT / "tests" / "resources" / "test_made_up.py").read_text(encoding="utf-8")
TEXT = (ROOT / "docs" / "adding-a-resource.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", TEXT, flags=re.M | re.S))
CODE = re.findall(r"^```python\n(.*?)^```", TEXT, re.M | re.S)


def statements(source: str) -> set[str]:
    """Each assignment as Python sees it, with the client's types by their names."""
    found = ast.walk(ast.parse(source.replace("types.", "")))
    return {ast.dump(node) for node in found if isinstance(node, ast.Assign)}


def test_every_file_that_it_names_is_there() -> None:
    files = [name for name in NAMED if re.fullmatch(r"[\w./-]+/[\w./-]*(\.\w+)?", name) and not name.startswith("/")]
    assert len(files) > 10
    assert [name for name in files if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("shape", [Declaration, Offer, Policy], ids=lambda shape: shape.__name__)
def test_every_field_of_a_declaration_is_explained(shape: type) -> None:
    assert {field.name for field in fields(shape)} - {*NAMED} == set()


def test_its_code_is_what_the_test_adds() -> None:
    assert len(CODE) == 2
    assert set().union(*map(statements, CODE)) <= statements(MADE_UP)
