"""What a page does, it does with the whole of the store, whoever looks at the page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import ROOT

ACTING = ("pages", "components")
MODULES = {"link_actions", "webhook_actions", "institution_actions", "people_actions"}
FUNCTIONS = {"retrieve", "resume", "recover", "hear_all", "begin"}
"""What stands for an action where pages and components call it with a store."""


def first_arguments(path: Path) -> Iterator[str]:
    """What each action is called with first, where that is a store."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and _is_action(node.func):
            given = ast.unparse(node.args[0])
            if given.startswith(("db", "desk.database()")):
                yield given


def _is_action(called: ast.expr) -> bool:
    match called:
        case ast.Attribute(value=ast.Name(id=module)):
            return module in MODULES
        case ast.Name(id=name):
            return name in FUNCTIONS
    return False


CALLING = {
    path.relative_to(ROOT).as_posix(): [*given]
    for folder in ACTING
    for path in sorted((ROOT / folder).rglob("*.py"))
    if (given := [*first_arguments(path)])
}


@pytest.mark.parametrize("path", CALLING)
def test_actions_are_given_the_whole_of_the_store(path: str) -> None:
    assert [given for given in CALLING[path] if not given.endswith(".whole")] == []


def test_most_pages_that_act_are_looked_at() -> None:
    assert len(CALLING) > 8
