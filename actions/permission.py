"""Every action asks first whether its actor may do it, whoever has called it and whatever page was drawn."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from domain.roles import Actor
from store import Database
from store.ops import audit

P = ParamSpec("P")
R = TypeVar("R")

REFUSED = "refused"
"""What the audit calls an attempt at something that its actor may not do."""


class Refused(Exception):
    """Nothing was done, since who asked for it may not have it; the message is for them."""


class NotAllowed(Refused):
    """The actor's role does not have this action."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(f"Your role, {actor.role.word}, does not include this. Ask an admin of this desk.")


class NotSignedIn(Refused):
    """Whoever asks for it has signed out meanwhile."""

    def __init__(self) -> None:
        super().__init__("You are not signed in any more. Sign in, and do it again.")


def allowed(action: str, *, target: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only those do it who may by `domain.roles`; `target` is the argument that says to what or whom it is done.

    The function takes its `actor` by name. An attempt is recorded where the function has the store as `db`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            given = signature.bind(*args, **kwargs).arguments
            check(given["actor"], action, db=given.get("db"), target=str(given.get(target, "")))
            return function(*args, **kwargs)

        vars(checked)["action"] = action
        return checked

    return decorate


def check(actor: Actor, action: str, *, db: Database | None = None, target: str = "") -> None:
    """Raise NotAllowed, and record it, where the actor may not do this."""
    if actor.may(action):
        return
    if db is not None:
        record_refusal(db, actor.name, action, target)
    raise NotAllowed(actor)


def record_refusal(db: Database, name: str, attempted: str, target: str = "", *, address: str = "") -> None:
    """Note that somebody tried what they may not do."""
    with db.write() as connection:
        audit.record(connection, name, REFUSED, target, {"attempted": attempted, "address": address})
