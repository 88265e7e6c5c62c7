"""Every action asks whether its actor may: found by walking the package, so that none is left out."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import Mock

import pytest

import actions
from actions.permission import NotAllowed, check
from domain.roles import HERE, SYSTEM, TABLE, Actor, Role
from store import Database
from store.ops import audit
from tests.kit.rows import tuples

ROLES_OF = {action: row.roles for row in TABLE for action in row.actions}
ON_PAGES = {"document", "export", "hand_out", "raw_body", "see_people"}
"""What is shown or left out by a page, and not done by a function here: what routes give has rows of its own."""


def walked() -> Iterator[Callable[..., Any]]:
    """Every function of the package that is done by somebody."""
    for module in pkgutil.walk_packages(actions.__path__, "actions."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            is_own = function.__module__ == module.name and not name.startswith("_")
            if is_own and "actor" in inspect.signature(function).parameters and function is not check:
                yield function


ACTIONS = {f"{function.__module__.removeprefix('actions.')}.{function.__name__}": function for function in walked()}


def test_every_action_has_its_row() -> None:
    assert {vars(function).get("action") for function in ACTIONS.values()} == ROLES_OF.keys() - ON_PAGES


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_refused_to_every_role_that_has_it_not(db: Database, name: str, role: Role) -> None:
    function, actor = ACTIONS[name], Actor(f"{role.word}@desk.example", role)
    action = vars(function)["action"]
    if role in ROLES_OF[action]:
        check(actor, action)
        return
    others = {name: Mock() for name in inspect.signature(function).parameters if name not in ("actor", "db")}
    stored = {"db": db} if "db" in inspect.signature(function).parameters else {}
    with pytest.raises(NotAllowed, match=f"Your role, {role.word},"):
        function(**stored, **others, actor=actor)
    assert [one.mock_calls for one in others.values()] == [[]] * len(others)
    recorded = tuples(audit.table(db), "actor", "action")
    assert recorded == ([(actor.name, "refused")] if stored else [])


def test_a_refusal_says_what_was_tried_and_on_what(db: Database) -> None:
    with pytest.raises(NotAllowed):
        check(Actor("vera@desk.example", Role.VIEWER), "delete", db=db, target="a-link")
    assert tuples(audit.table(db), "actor", "action", "subject", "details") == [
        ("vera@desk.example", "refused", "a-link", '{"attempted":"delete","address":""}')
    ]


def test_who_sits_here_and_the_terminal_may_do_everything_that_somebody_may() -> None:
    for action in ROLES_OF:
        assert HERE.may(action)
        assert SYSTEM.may(action)
