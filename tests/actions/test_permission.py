"""Every action asks whether its actor may: found by walking the package, so that none is left out."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest

import actions
from actions import permission
from actions.permission import MOST_REFUSALS, NotAllowed, NotSignedIn, allowed, note, record_refusal
from actions.webhooks import replay
from domain.roles import HERE, SYSTEM, TABLE, Actor, Role
from store import Database
from store.ops import audit
from tests.kit import bodies
from tests.kit.actors import TESTER as NEAR
from tests.kit.rows import records, tuples

TESTER = replace(NEAR, address="10.0.0.9")
ROLES_OF = {action: row.roles for row in TABLE for action in row.actions}
ON_PAGES = {"explore", "explore_change", "raw_body", "read_audit", "rule_views", "see_people", "see_tokens"}
"""What is shown or left out by a page, or is a way of doing another action, and no function of its own."""

CHOOSING = {"lab.play.tried", "operators.bulk.start", "support.explorer.send"}
"""What is another action by what it is given, each of which asks; their own tests say that it does."""


def walked() -> Iterator[Callable[..., Any]]:
    """Every function of the package that is done by somebody."""
    for module in pkgutil.walk_packages(actions.__path__, "actions."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            is_own = function.__module__ == module.name and not name.startswith("_")
            is_of_the_check = module.name == permission.__name__
            if is_own and not is_of_the_check and "actor" in inspect.signature(function).parameters:
                yield function


WALKED = {f"{function.__module__.removeprefix('actions.')}.{function.__name__}": function for function in walked()}
ACTIONS = {name: function for name, function in WALKED.items() if name not in CHOOSING}


def test_what_chooses_an_action_is_none_itself() -> None:
    assert {name for name, function in WALKED.items() if "action" not in vars(function)} == CHOOSING


def test_every_action_has_its_row() -> None:
    assert {vars(function).get("action") for function in ACTIONS.values()} == ROLES_OF.keys() - ON_PAGES


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_refused_to_every_role_that_has_it_not(db: Database, name: str, role: Role) -> None:
    function, actor = ACTIONS[name], Actor(f"{role.word}@desk.example", role)
    action = vars(function)["action"]
    if role in ROLES_OF[action]:
        assert actor.may(action)
        return
    others = given(function, db)
    with pytest.raises(NotAllowed, match=f"Your role, {role.word},"):
        function(**others, actor=actor)
    assert [one.mock_calls for one in others.values() if one is not db] == [[]] * len(others.keys() - {"db"})
    assert tuples(audit.table(db), "actor", "action", "did") == [(actor.name, "refused", action)]


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_leaves_its_row_however_it_ends(db: Database, name: str) -> None:
    """With what it is given here most fail; what each writes of itself is its own test's."""
    function = ACTIONS[name]
    actor = replace(TESTER, role=max(ROLES_OF[vars(function)["action"]]))
    with suppress(Exception):
        function(**given(function, db), actor=actor)
    (row,) = records(audit.table(db, limit=1))
    assert (row["actor"], row["address"], row["outcome"]) in {("tester", "10.0.0.9", end) for end in ("done", "failed")}
    assert row["action"] == vars(function)["action"]


def given(function: Callable[..., Any], db: Database) -> dict[str, Any]:
    """Something for each argument of an action, but for who does it."""
    names = inspect.signature(function).parameters.keys() - {"actor"}
    return {name: Mock(store=db.address) for name in names} | ({"db": db} if "db" in names else {})


@allowed("pull", link="link", did="pulled")
def _act(db: Database, link: str, *, actor: Actor, error: Exception | None = None, notes: bool = True) -> bool:  # noqa: ARG001 - what the check reads
    if notes:
        with db.write() as connection:
            note(connection, actor, {"full": True})
    if error:
        raise error
    return notes


@allowed("pull", did="pulled all")
def _act_often(db: Database, *, actor: Actor, error: Exception | None = None) -> None:
    for link in ("one", "two"):
        _act(db, link, actor=actor, error=error if link == "two" else None)


def told(db: Database) -> list[tuple[Any, ...]]:
    return tuples(audit.table(db), "did", "outcome", "details")[::-1]


def test_what_an_action_notes_is_its_row(db: Database) -> None:
    _act(db, "one", actor=TESTER)
    assert told(db) == [("pulled", "done", '{"full":true}')]
    assert len(audit.table(db, link="one")) == 1


def test_an_action_that_came_too_late_says_so(db: Database) -> None:
    _act(db, "one", actor=TESTER, notes=False)
    assert told(db) == [("pulled", "failed", '{"error":"came too late"}')]


def test_what_went_wrong_is_told_by_its_kind_alone(db: Database) -> None:
    with pytest.raises(NotSignedIn):
        _act(db, "one", actor=TESTER, error=NotSignedIn(), notes=False)
    assert told(db) == [("pulled", "failed", '{"error":"not signed in"}')]


def test_what_is_done_through_other_actions_is_theirs_to_tell(db: Database) -> None:
    _act_often(db, actor=TESTER)
    assert told(db) == [("pulled", "done", '{"full":true}')] * 2


def test_what_went_wrong_within_is_told_once(db: Database) -> None:
    with pytest.raises(ValueError, match="no such"):
        _act_often(db, actor=TESTER, error=ValueError("no such thing"))
    assert told(db) == [*[("pulled", "done", '{"full":true}')] * 2, ("pulled", "failed", '{"error":"value error"}')]


def test_nobody_notes_what_nobody_does(db: Database) -> None:
    with db.write() as connection, pytest.raises(LookupError):
        note(connection, TESTER)


def test_a_refusal_says_what_was_tried_and_on_what(db: Database) -> None:
    vera = Actor("vera@desk.example", Role.VIEWER, "10.0.0.7")
    with pytest.raises(NotAllowed):
        replay(db, "a-webhook", actor=vera)
    assert tuples(audit.table(db), "actor", "action", "did", "target", "outcome", "address", "details") == [
        ("vera@desk.example", "refused", "replay", "a-webhook", "refused", "10.0.0.7", '{"attempted":"replay"}')
    ]


def test_the_same_refusal_is_kept_once_a_minute_and_of_ever_so_many_the_first(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        record_refusal(db, "vera@desk.example", "replay", "a-webhook", link=bodies.LINK)
        record_refusal(db, "otto@desk.example", "replay", "a-webhook", link=bodies.LINK)
    assert len(audit.table(db)) == 2
    for number in range(MOST_REFUSALS):
        record_refusal(db, "vera@desk.example", f"/page-{number}")
    assert len(audit.table(db)) == MOST_REFUSALS + 1
    monkeypatch.setattr(permission, "MINUTE", timedelta())
    record_refusal(db, "vera@desk.example", "replay", "a-webhook", link=bodies.LINK)
    assert len(audit.table(db)) == MOST_REFUSALS + 2


def test_who_sits_here_and_the_terminal_may_do_everything_that_somebody_may() -> None:
    for action in ROLES_OF.keys() - {"reveal"}:  # they see everybody as it is
        assert HERE.may(action)
        assert SYSTEM.may(action)
    assert HERE.may("see_people")
