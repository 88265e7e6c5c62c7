"""Boards: cells are put on, named, moved and taken off by whoever made the board."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from actions.permission import allowed, note
from actions.views import NoSuchView, NotKept, insert, new_id, own
from domain.access import views
from domain.access.views import MOST_CELLS, Cell, Pairs, View
from domain.roles import Actor
from languages import say
from store import Database
from store.engine import Connection
from store.ops.views import cells, saved

Cells = list[Cell]


@allowed("keep_view", target="board", did="cell put on a board")
def add(
    db: Database,
    board: str,
    title: str,
    page: str,
    pairs: Pairs,
    part: str,
    *,
    actor: Actor,
    is_wide: bool = False,
    is_masked: bool = False,
) -> None:
    """Put a part of a page behind the last cell. Raises NoSuchView and NotKept."""
    known = views.lasting(pairs)
    if (problem := views.problem_of(title)) or views.is_too_long(known):
        raise NotKept(problem or say("This asks for more than can be kept."))
    made = Cell(new_id(), board, 0, title.strip(), page, known, part, is_wide, is_masked)
    _change(db, board, actor, lambda there: [*there, made])


@allowed("keep_view", target="board", did="cell renamed")
def retitle(db: Database, board: str, cell: str, title: str, *, actor: Actor) -> None:
    """Call a cell something else. Raises NoSuchView and NotKept."""
    if problem := views.problem_of(title):
        raise NotKept(problem)
    _change(db, board, actor, lambda there: _each(there, cell, lambda one: replace(one, title=title.strip())))


@allowed("keep_view", target="board", did="cell made whole or half")
def resize(db: Database, board: str, cell: str, *, actor: Actor, is_wide: bool) -> None:
    """Have a cell take the whole line, or half of one. Raises NoSuchView."""
    _change(db, board, actor, lambda there: _each(there, cell, lambda one: replace(one, is_wide=is_wide)))


@allowed("keep_view", target="board", did="cell moved")
def move(db: Database, board: str, cell: str, by: int, *, actor: Actor) -> None:
    """Move a cell by so many places, down or up; no further than there are. Raises NoSuchView."""

    def moved(there: Cells) -> Cells:
        at = _place(there, cell)
        found = there.pop(at)
        there.insert(max(0, at + by), found)
        return there

    _change(db, board, actor, moved)


@allowed("keep_view", target="board", did="cell doubled")
def double(db: Database, board: str, cell: str, *, actor: Actor) -> None:
    """Put the same cell behind it once more. Raises NoSuchView and NotKept."""

    def doubled(there: Cells) -> Cells:
        at = _place(there, cell)
        return [*there[: at + 1], replace(there[at], id=new_id()), *there[at + 1 :]]

    _change(db, board, actor, doubled)


@allowed("keep_view", target="board", did="cell taken off a board")
def take_off(db: Database, board: str, cell: str, *, actor: Actor) -> None:
    """Take a cell away. Raises NoSuchView."""

    def taken(there: Cells) -> Cells:
        del there[_place(there, cell)]
        return there

    _change(db, board, actor, taken)


@allowed("keep_view", target="board", did="board copied")
def copy(db: Database, board: str, name: str, *, actor: Actor, is_masked: bool = False) -> View:
    """A board of one's own like one that may be seen, whose cells go along as they are. Raises the same."""
    if problem := views.problem_of(name):
        raise NotKept(problem)
    now = datetime.now(UTC)
    with db.write() as connection:
        found = saved.find(connection, board)
        if found is None or not found.is_board or not found.is_seen_by(actor):
            raise NoSuchView
        made = View(new_id(), name.strip(), views.BOARD, (), actor.name, actor.person, False, is_masked, now, now)
        insert(connection, made)
        there = cells.of_board(connection, board)
        cells.put(connection, made.id, [replace(one, id=new_id(), board=made.id) for one in there])
        note(connection, actor)
    return made


def _change(db: Database, board: str, actor: Actor, changed: Callable[[Cells], Cells]) -> None:
    """Have a board of the actor's consist of other cells, and note that."""
    with db.write() as connection:
        found = _board(connection, board, actor)
        there = changed(cells.of_board(connection, board))
        if len(there) > MOST_CELLS:
            raise NotKept(
                say("A board has at most {most} cells. Take one off, or make another board.", most=MOST_CELLS)
            )
        cells.put(connection, board, there)
        saved.change(connection, replace(found, changed_at=datetime.now(UTC)))
        note(connection, actor)


def _board(connection: Connection, board: str, actor: Actor) -> View:
    found = own(connection, board, actor)
    if not found.is_board:
        raise NoSuchView
    return found


def _place(there: Cells, cell: str) -> int:
    place = next((place for place, one in enumerate(there) if one.id == cell), None)
    if place is None:
        raise NotKept(say("This cell is not on the board any more."))
    return place


def _each(there: Cells, cell: str, changed: Callable[[Cell], Cell]) -> Cells:
    at = _place(there, cell)
    return [*there[:at], changed(there[at]), *there[at + 1 :]]
