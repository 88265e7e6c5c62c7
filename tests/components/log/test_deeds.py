"""What the audit says that people did has its words in every language."""

import ast
from collections.abc import Iterator

from components.log.deeds import DEEDS
from settings import ROOT


def named() -> Iterator[str]:
    """Every `did` that stands in the actions as it is."""
    for path in (ROOT / "actions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                given = [one.value for one in node.keywords if one.arg == "did"]
                yield from (str(one.value) for one in given if isinstance(one, ast.Constant))


def test_every_deed_can_be_translated() -> None:
    found = {*named()}
    assert len(found) > 60
    assert {did.replace("_", " ").capitalize() for did in found} <= DEEDS
