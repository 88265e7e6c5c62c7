"""Every action asks first whether its actor may do it, and leaves a row in the audit however it ends.

Whoever has called it, and whatever page was drawn: an action that is `allowed` can't be done without a trace.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from domain.roles import Actor
from languages import say
from store import Database
from store.core import instants
from store.core.errors import StoreError
from store.engine import Connection
from store.ops import audit
from store.ops.audit import DONE, FAILED, REFUSED

P = ParamSpec("P")
R = TypeVar("R")

MINUTE, MOST_REFUSALS = timedelta(minutes=1), 20
"""How many refusals of one person are kept in that time."""


class Refused(Exception):
    """Nothing was done, since who asked for it may not have it; the message is for them."""


class NotAllowed(Refused):
    """The actor's role does not have this action."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(
            say("Your role, {role}, does not include this. Ask an admin of this desk.", role=say(actor.role.word))
        )


class NotSignedIn(Refused):
    """Whoever asks for it has signed out meanwhile."""

    def __init__(self) -> None:
        super().__init__(say("You are not signed in any more. Sign in, and do it again."))


@dataclass(slots=True)
class _Attempt:
    """An action that is being done: as whom, at what, and what the audit has of it already."""

    actor: Actor
    action: str
    did: str
    link: str
    target: str
    is_noted: bool = False
    came_late: bool = False
    error: Exception | None = None


_attempt: ContextVar[_Attempt | None] = ContextVar("attempt", default=None)


def allowed(
    action: str, *, link: str = "", target: str = "", did: str = ""
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only those do it who may by `domain.roles`, and record it: done, refused, or failed and with what.

    The function takes its `actor` by name, and the store as `db` or its settings as `settings`. `link` and `target`
    are the arguments that say to which link or to what else it is done, `did` says what in words. What it has to tell
    besides it hands to `note` in the transaction that carries it out; else the row comes behind it. One that returns
    False has come too late to do anything.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            given = signature.bind(*args, **kwargs).arguments
            attempt = _Attempt(
                given["actor"], action, did or action, str(given.get(link, "")), str(given.get(target, ""))
            )
            with _recorded(attempt, given):
                result = function(*args, **kwargs)
                attempt.came_late = result is False
            return result

        vars(checked)["action"] = action
        return checked

    return decorate


def note(
    connection: Connection,
    actor: Actor,
    details: Mapping[str, object] | None = None,
    *,
    action: str = "",
    did: str = "",
    link: str = "",
    external_id: str = "",
    target: str = "",
    error: str = "",
) -> None:
    """Record what the action that is being done does, in the transaction that does it; what is not given is its own.

    An `error`, in a few words, says that it failed.
    """
    attempt = _attempt.get()
    if attempt is None:
        raise LookupError("Nobody does anything here that could be recorded.")
    audit.record(
        connection,
        actor.name,
        action or attempt.action,
        target or attempt.target,
        {**(details or {}), **({"error": error} if error else {})},
        did=did or attempt.did,
        link=link or attempt.link,
        external_id=external_id,
        outcome=FAILED if error else DONE,
        address=actor.address,
    )
    attempt.is_noted = True


def record(
    db: Database,
    actor: Actor,
    action: str,
    target: str,
    details: Mapping[str, Any],
    *,
    did: str = "",
    link: str = "",
    outcome: str = DONE,
) -> None:
    """Record what is no function of this package, such as a file that was handed over."""
    with db.write() as connection:
        audit.record(
            connection,
            actor.name,
            action,
            target,
            details,
            did=did,
            link=link,
            outcome=outcome,
            address=actor.address,
        )


def record_refusal(
    db: Database, name: str, attempted: str, target: str = "", *, link: str = "", address: str = ""
) -> None:
    """Note that somebody tried what they may not do, the same once a minute, and not all if they try ever so much."""
    known = audit.refusals(db, name, since=instants.encode(datetime.now(UTC) - MINUTE))
    if len(known) >= MOST_REFUSALS or audit.refusal(attempted, target, link) in known:
        return
    about = {"attempted": attempted}
    with db.write() as connection:
        audit.record(
            connection, name, REFUSED, target, about, did=attempted, link=link, outcome=REFUSED, address=address
        )


def words_of(error: BaseException) -> str:
    """What went wrong, by the name of its class: what it says may name somebody."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", type(error).__name__).lower()


@contextmanager
def _recorded(attempt: _Attempt, given: Mapping[str, Any]) -> Iterator[None]:
    actor = attempt.actor
    if not actor.may(attempt.action):
        with suppress(StoreError), _store_of(given) as db:  # it is refused in any case
            record_refusal(db, actor.name, attempt.action, attempt.target, link=attempt.link, address=actor.address)
        raise NotAllowed(actor)
    outer = _attempt.get()
    token = _attempt.set(attempt)
    try:
        yield
    except Exception as error:
        if attempt.error is not error:
            with suppress(StoreError), _store_of(given) as db:  # what went wrong is told in any case
                _record_end(db, attempt, FAILED, {"error": words_of(error)})
        if outer is not None:
            outer.error = error
        raise
    finally:
        _attempt.reset(token)
    if not attempt.is_noted:
        with _store_of(given) as db:
            end = (FAILED, {"error": "came too late"}) if attempt.came_late else (DONE, {})
            _record_end(db, attempt, *end)
    if outer is not None:
        outer.is_noted = True  # what is done through others is theirs to tell


def _record_end(db: Database, attempt: _Attempt, outcome: str, details: Mapping[str, Any]) -> None:
    record(
        db,
        attempt.actor,
        attempt.action,
        attempt.target,
        details,
        did=attempt.did,
        link=attempt.link,
        outcome=outcome,
    )


@contextmanager
def _store_of(given: Mapping[str, Any]) -> Iterator[Database]:
    if "db" in given:
        yield given["db"]
        return
    with Database.open(given["settings"].store) as db:
        yield db
