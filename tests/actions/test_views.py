"""Saved views and boards: whose they are, who changes and deletes them, and what of them is on record."""

import pytest

from actions import boards, views
from actions.permission import Refused
from actions.views import NoSuchView, NotKept
from domain.access.views import BOARD, LONGEST_NAME, MOST_CELLS, Cell
from domain.roles import HERE, Actor, Role
from store import Database
from store.ops.views import cells
from store.queries.audit import AuditFilter, page

ANA = Actor("ana@desk.example", Role.ANALYST, person="ana")
LUIS = Actor("luis@desk.example", Role.VIEWER, person="luis")
ROOT = Actor("root@desk.example", Role.ADMIN, person="root")

OF_MAY = (("since", "2026-05-01"), ("until", "2026-05-31"), ("links", "l1"), ("links", "l2"))


def keep(db: Database, actor: Actor = ANA, *, is_shared: bool = False, name: str = "May") -> str:
    return views.keep(db, name, "transactions", OF_MAY, actor=actor, is_shared=is_shared).id


def names_of(db: Database, viewer: Actor) -> list[str]:
    return [view.name for view in views.seen_by(db, viewer)]


def on_board(db: Database, board: str) -> list[Cell]:
    return cells.of_board_in(db, board)


def test_a_view_is_kept_as_it_was_but_for_what_was_open_in_it(db: Database) -> None:
    made = views.keep(db, " May \N{SNOWMAN} ", "transactions", (*OF_MAY, ("page", "3"), ("type", " ")), actor=ANA)
    (found,) = views.seen_by(db, ANA)
    assert found == made
    assert (found.name, found.page, found.pairs, found.owner) == ("May \N{SNOWMAN}", "transactions", OF_MAY, ANA.name)


def test_ones_own_are_seen_by_their_owner_and_shared_ones_by_all(db: Database) -> None:
    own, shared = keep(db), keep(db, is_shared=True, name="Of all")
    assert names_of(db, ANA) == ["May", "Of all"]
    assert names_of(db, LUIS) == names_of(db, ROOT) == ["Of all"]
    assert views.find(db, own, LUIS) is None
    assert views.find(db, own, ROOT) is None
    assert views.find(db, shared, LUIS) is not None


def test_where_nobody_signs_in_all_are_one_person(db: Database) -> None:
    views.rename(db, keep(db, HERE), "June", actor=HERE)
    assert names_of(db, HERE) == ["June"]


def test_others_change_nothing_and_admins_what_is_shared(db: Database) -> None:
    own, shared = keep(db), keep(db, is_shared=True)
    for actor, view in ((LUIS, own), (LUIS, shared), (ROOT, own)):
        with pytest.raises(NoSuchView):
            views.rename(db, view, "Mine", actor=actor)
        with pytest.raises(NoSuchView):
            views.share(db, view, actor=actor, is_shared=False)
        with pytest.raises(NoSuchView):
            views.remove(db, view, actor=actor)
        with pytest.raises(NoSuchView):
            views.change(db, view, (), actor=actor)
    views.rename(db, shared, "Better", actor=ROOT)
    with pytest.raises(NoSuchView):
        views.change(db, shared, (), actor=ROOT)
    views.share(db, shared, actor=ROOT, is_shared=False)
    assert names_of(db, ROOT) == []
    assert names_of(db, ANA) == ["Better", "May"]


def test_who_deletes_is_on_record_without_what_it_was_called(db: Database) -> None:
    view = views.keep(db, "Ximena's May", "transactions", (("text", "Ximena"),), actor=ANA, is_shared=True).id
    views.remove(db, view, actor=ROOT)
    assert views.seen_by(db, ANA) == []
    rows = page(db, AuditFilter())
    assert rows["did"].tolist() == ["view deleted", "view kept"]
    assert rows["actor"].tolist() == [ROOT.name, ANA.name]
    assert {*rows["target"]} == {view}
    assert "Ximena" not in str(rows.to_dict())


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "two\nlines", "a\N{RIGHT-TO-LEFT OVERRIDE}b"])
def test_what_is_no_name_is_said(db: Database, name: str) -> None:
    with pytest.raises(NotKept):
        views.keep(db, name, "transactions", (), actor=ANA)
    with pytest.raises(NotKept):
        views.rename(db, keep(db), name, actor=ANA)


@pytest.mark.parametrize(
    "name", ["\U0001f469\u200d\U0001f4bb team", "\u0915\u094d\u200d\u0937", "May\N{NO-BREAK SPACE}2026", "\u2764\ufe0f"]
)
def test_a_name_may_have_signs_that_are_made_of_several(db: Database, name: str) -> None:
    view = keep(db, name=name)
    assert names_of(db, ANA) == [name]
    views.rename(db, view, f"{name} {name}", actor=ANA)
    with pytest.raises(NotKept):
        views.rename(db, view, "\N{ZERO WIDTH JOINER}", actor=ANA)


def test_copies_count_among_the_views_of_whoever_makes_them(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    board = views.keep(db, "Team", BOARD, (), actor=ANA, is_shared=True).id
    monkeypatch.setattr(views, "MOST_VIEWS", 1)
    boards.copy(db, board, "First", actor=LUIS)
    with pytest.raises(NotKept):
        boards.copy(db, board, "Second", actor=LUIS)
    assert names_of(db, LUIS) == ["First", "Team"]


def test_filters_of_the_audit_are_kept(db: Database) -> None:
    pairs = (("outcome", "refused"),)
    assert views.keep(db, "Refused", "audit", pairs, actor=ROOT).pairs == pairs


def test_what_can_not_be_kept_is_said(db: Database) -> None:
    with pytest.raises(NotKept):
        views.keep(db, "Tokens", "tokens", (), actor=ANA)
    with pytest.raises(NotKept):
        views.keep(db, "Long", "query", (("sql", "x" * 9_000),), actor=ANA)


def test_cells_are_put_on_moved_resized_doubled_and_taken_off(db: Database) -> None:
    board = views.keep(db, "Team", BOARD, (), actor=ANA, is_shared=True).id
    for title in ("A", "B", "C"):
        boards.add(db, board, title, "transactions", OF_MAY, "totals", actor=ANA)
    first, _, last = on_board(db, board)
    boards.move(db, board, last.id, -1, actor=ANA)
    boards.move(db, board, first.id, -1, actor=ANA)
    boards.move(db, board, first.id, 9, actor=ANA)
    assert [cell.title for cell in on_board(db, board)] == ["C", "B", "A"]
    boards.resize(db, board, first.id, actor=ANA, is_wide=True)
    boards.retitle(db, board, first.id, "All", actor=ANA)
    boards.double(db, board, first.id, actor=ANA)
    boards.take_off(db, board, last.id, actor=ANA)
    there = on_board(db, board)
    assert [(cell.title, cell.is_wide, cell.place) for cell in there] == [
        ("B", False, 0),
        ("All", True, 1),
        ("All", True, 2),
    ]
    assert len({cell.id for cell in there}) == 3


def test_others_change_nothing_of_a_board_and_take_a_copy(db: Database) -> None:
    board = views.keep(db, "Team", BOARD, (), actor=ANA, is_shared=True).id
    boards.add(db, board, "A", "transactions", OF_MAY, "totals", actor=ANA)
    (cell,) = on_board(db, board)
    with pytest.raises(NoSuchView):
        boards.add(db, board, "B", "transactions", (), "totals", actor=ROOT)
    with pytest.raises(NoSuchView):
        boards.move(db, board, cell.id, 1, actor=ROOT)
    with pytest.raises(NoSuchView):
        boards.take_off(db, board, cell.id, actor=LUIS)
    copied = boards.copy(db, board, "Mine", actor=LUIS)
    assert (copied.person, copied.is_shared) == ("luis", False)
    assert [one.title for one in on_board(db, copied.id)] == ["A"]
    boards.take_off(db, copied.id, on_board(db, copied.id)[0].id, actor=LUIS)
    assert [one.title for one in on_board(db, board)] == ["A"]
    views.share(db, board, actor=ANA, is_shared=False)
    with pytest.raises(NoSuchView):
        boards.copy(db, board, "Mine", actor=LUIS)


def test_a_board_has_so_many_cells_at_most(db: Database) -> None:
    board = views.keep(db, "Team", BOARD, (), actor=ANA).id
    for number in range(MOST_CELLS):
        boards.add(db, board, str(number), "transactions", (), "totals", actor=ANA)
    with pytest.raises(NotKept):
        boards.double(db, board, on_board(db, board)[0].id, actor=ANA)
    assert len(on_board(db, board)) == MOST_CELLS


def test_a_deleted_board_takes_its_cells_along(db: Database) -> None:
    board = views.keep(db, "Team", BOARD, (), actor=ANA).id
    boards.add(db, board, "A", "transactions", (), "totals", actor=ANA)
    views.remove(db, board, actor=ANA)
    assert on_board(db, board) == []
    with pytest.raises(Refused):
        boards.add(db, board, "A", "transactions", (), "totals", actor=ANA)


def test_every_role_keeps_views_and_only_admins_rule_those_of_others() -> None:
    assert all(Actor("x", role).may("keep_view") for role in Role)
    assert [role for role in Role if Actor("x", role).may("rule_views")] == [Role.ADMIN]
