"""Saved views: kept under a name, one's own or shared, renamed and taken away."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from actions.permission import Refused, allowed, note
from domain.access import views
from domain.access.views import MOST_VIEWS, Pairs, View
from domain.roles import Actor
from languages import msg, say
from store import Database
from store.engine import Connection
from store.ops.views import saved

_BYTES = 9
"""Of chance in the id of a view, by which nobody finds one that is not theirs."""


class NotKept(Refused):
    """Nothing is kept; the message says what to mend."""


class NoSuchView(Refused):
    """There is no view of this id that the actor may change so."""

    def __init__(self) -> None:
        super().__init__(
            say("There is no such view that you may change. It may have been deleted: see Views and boards.")
        )


def new_id() -> str:
    """An id that nobody has."""
    return secrets.token_urlsafe(_BYTES)


@allowed("keep_view", did="view kept")
def keep(
    db: Database, name: str, page: str, pairs: Pairs, *, actor: Actor, is_shared: bool = False, is_masked: bool = False
) -> View:
    """Keep a page with its filters, or a board that is empty as yet. Raises NotKept."""
    now, known = datetime.now(UTC), views.lasting(pairs)
    if problem := _problem(name, page, known):
        raise NotKept(problem)
    view = View(new_id(), name.strip(), page, known, actor.name, actor.person, is_shared, is_masked, now, now)
    with db.write() as connection:
        insert(connection, view)
        note(connection, actor, {"page": page, "shared": is_shared}, target=view.id)
    return view


@allowed("keep_view", target="view", did="view changed")
def change(db: Database, view: str, pairs: Pairs, *, actor: Actor, is_masked: bool = False) -> None:
    """Have a view of one's own keep other filters. Raises NoSuchView and NotKept."""
    known = views.lasting(pairs)
    if views.is_too_long(known):
        raise NotKept(say(_TOO_LONG))
    with db.write() as connection:
        found = own(connection, view, actor)
        saved.change(connection, replace(found, pairs=known, is_masked=is_masked, changed_at=datetime.now(UTC)))
        note(connection, actor)


@allowed("keep_view", target="view", did="view renamed")
def rename(db: Database, view: str, name: str, *, actor: Actor) -> None:
    """Call it something else. Raises NoSuchView and NotKept."""
    if problem := views.problem_of(name):
        raise NotKept(problem)
    with db.write() as connection:
        found = _ruled(connection, view, actor)
        saved.change(connection, replace(found, name=name.strip(), changed_at=datetime.now(UTC)))
        note(connection, actor)


@allowed("keep_view", target="view", did="view shared or unshared")
def share(db: Database, view: str, *, actor: Actor, is_shared: bool) -> None:
    """Show it to everybody of the desk, or to nobody but its owner. Raises NoSuchView."""
    with db.write() as connection:
        found = own(connection, view, actor) if is_shared else _ruled(connection, view, actor)
        saved.change(connection, replace(found, is_shared=is_shared, changed_at=datetime.now(UTC)))
        note(connection, actor, {"shared": is_shared})


@allowed("keep_view", target="view", did="view deleted")
def remove(db: Database, view: str, *, actor: Actor) -> None:
    """Take it away, from those too whom it is shared with. Raises NoSuchView."""
    with db.write() as connection:
        found = _ruled(connection, view, actor)
        saved.remove(connection, view)
        note(connection, actor, {"page": found.page, "shared": found.is_shared})


def seen_by(db: Database, viewer: Actor) -> list[View]:
    """The views that somebody may open: their own, and those that are shared; `db` is the whole store."""
    return saved.seen_by(db, viewer.person)


def find(db: Database, view: str, viewer: Actor) -> View | None:
    """One of these; None for one that there is not, or is another's own."""
    with db.read() as connection:
        found = saved.find(connection, view)
    return found if found and found.is_seen_by(viewer) else None


def looked(db: Database, view: View, *, viewer: Actor) -> datetime | None:
    """When somebody looked at it last; None for never."""
    return saved.looks(db, viewer.person).get(view.id)


def look(db: Database, view: View, at: datetime, *, viewer: Actor) -> None:
    """Note that somebody has opened it, for what is told of it next time; that changes nothing that others see."""
    with db.write() as connection:
        saved.look(connection, view.id, viewer.person, at)


def insert(connection: Connection, view: View) -> None:
    """Keep one that is made, unless its owner has as many as one person may have; raises NotKept."""
    if saved.number_of(connection, view.person) >= MOST_VIEWS:
        raise NotKept(say("You have {most} views. Delete one that you don't need.", most=MOST_VIEWS))
    saved.add(connection, view)


def own(connection: Connection, view: str, maker: Actor) -> View:
    """A view that they have made; raises NoSuchView."""
    found = saved.find(connection, view)
    if found is None or not found.is_of(maker):
        raise NoSuchView
    return found


def _ruled(connection: Connection, view: str, actor: Actor) -> View:
    found = saved.find(connection, view)
    if found is None or not found.is_ruled_by(actor):
        raise NoSuchView
    return found


_TOO_LONG = msg("This asks for more than can be kept. Choose fewer links, or write a shorter query.")


def _problem(name: str, page: str, pairs: Pairs) -> str:
    if problem := views.problem_of(name):
        return problem
    if page != views.BOARD and page not in views.PAGES:
        return say("Of this page no view is kept.")
    return say(_TOO_LONG) if views.is_too_long(pairs) else ""
