"""Views and boards: kept from a page, opened again, put together, told what changed of them, and seen by whom."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from actions import boards, views
from components.boards import cells as board_cells
from components.boards.asked import Asked, Part
from components.boards.opened import draw_opened
from components.boards.parts import PARTS
from components.boards.saving import draw_save, following_views
from components.ui import desk, header
from domain.access.views import BOARD, PAGES, Pairs
from domain.roles import HERE, Actor, Role
from store import Database
from store.core import instants
from store.ops import jobs, runs
from store.ops.views import cells, saved
from store.sight import Sight
from store.write import links, rows
from tests.kit import bank
from tests.kit.bank import EREBOR, EREBOR_BR, NOW
from tests.kit.filling import begin_pull, connect, pulled
from tests.kit.waiting import PATIENCE
from tests.pages.conftest import copy_shown
from tests.pages.reading import OpenPage, charts, figures, run, shown, table, texts, ways

ANA = Actor("ana@desk.example", Role.VIEWER, person="ana")
SPENDING: Pairs = (("since", "2026-01-01"), ("type", "OUTFLOW"))


@pytest.fixture(scope="module")
def boards_file(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("boards_page") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        pulled(db, "maria", EREBOR)
    return path


@pytest.fixture
def db(boards_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    with copy_shown(boards_file, tmp_path, monkeypatch) as database:
        yield database


@pytest.fixture
def open_page(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """The same with what the dashboard puts around a page of which views are kept: AppTest runs the page alone."""
    around = Around()
    monkeypatch.setattr(header, "_ADDED", around)

    def open_(name: str = "overview", **query: str | Sequence[str]) -> AppTest:
        around.page = name
        return open_page(name, **query)

    return open_


class Around:
    """In place of the variable that the dashboard sets."""

    page = ""

    def get(self) -> tuple[Callable[[], None], Callable[[], None]] | None:
        if self.page not in PAGES:
            return None
        return partial(draw_save, self.page), partial(draw_opened, self.page)


def keep(db: Database, pairs: Pairs = SPENDING, *, page: str = "transactions", name: str = "Spending") -> str:
    return views.keep(db, name, page, pairs, actor=HERE, is_shared=True).id


def board_of(db: Database, *there: tuple[str, Pairs, str], name: str = "Team") -> str:
    board = views.keep(db, name, BOARD, (), actor=HERE, is_shared=True).id
    for page, pairs, part in there:
        boards.add(db, board, f"{page} {part}", page, pairs, part, actor=HERE)
    return board


def test_a_page_is_kept_with_its_filters_and_opened_again(db: Database, open_page: OpenPage) -> None:
    app = open_page("transactions", since="2026-01-01", type="OUTFLOW", page="2")
    app.session_state["save_view"] = True
    app = run(app)
    app.text_input(key="view_name").set_value("Spending <b>")
    app.toggle(key="view_shared").set_value(True)
    app = run(app.button(key="keep").click())
    (view,) = views.seen_by(db, HERE)
    assert (view.name, view.page, view.pairs, view.is_shared) == ("Spending <b>", "transactions", SPENDING, True)
    opened = open_page("transactions", since="2026-01-01", type="OUTFLOW", saved=view.id)
    assert any("Spending" in text for text in texts(opened))
    assert not opened.exception


def test_a_double_click_makes_one(db: Database, open_page: OpenPage) -> None:
    app = open_page("views")
    app.text_input(key="board_name").set_value("Team")
    for _ in range(2):
        app = run(app.button(key="make_board_now").click())
    assert [view.name for view in views.seen_by(db, HERE)] == ["Team"]


def test_what_is_shared_of_a_page_that_is_not_for_ones_role_leads_nowhere(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(db, page="connect", name="To connect")
    keep(db, name="For all")
    views.keep(db, "Once mine to open", "explorer", (), actor=ANA)
    monkeypatch.setattr(desk, "actor", lambda: ANA)
    app = open_page("views")
    said = " ".join(texts(app))
    assert "To connect" not in said
    assert "Once mine to open" in said
    assert "Its page is not for your role." in said
    assert [label for label, _ in ways(app) if label in ("To connect", "For all", "Once mine to open")] == ["For all"]


def test_a_page_that_is_refused_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "actor", lambda: ANA)
    for address, is_kept in (("links", True), ("audit", False), ("widget-lab", False)):
        with following_views(address):
            assert (header._ADDED.get() is not None) == is_kept, address


def test_who_made_a_board_and_sees_people_masked_now_reads_no_name_while_arranging(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, _ = owner_of(db)
    board = views.keep(db, "Team", BOARD, (), actor=HERE).id
    boards.add(db, board, f"Debts of {name}", "accounts", (), "rows", actor=HERE)
    monkeypatch.setattr(desk, "database", lambda: db.as_seen(Sight.MASKED))
    app = open_page("board", id=board)
    app = run(app.toggle(key="arrange").set_value(True))
    (title,) = [one.value for one in app.text_input if str(one.key).startswith("title_")]
    assert name.casefold() not in str(title).casefold()


def test_what_is_no_name_is_said_and_kept_nowhere(db: Database, open_page: OpenPage) -> None:
    app = open_page("accounts")
    app.session_state["save_view"] = True
    app = run(app)
    app = run(app.button(key="keep").click())
    assert [shown(toast.value) for toast in app.toast] == ["Give it a name."]
    assert views.seen_by(db, HERE) == []


def test_a_part_of_a_page_goes_to_a_new_board(db: Database, open_page: OpenPage) -> None:
    app = open_page("transactions", type="OUTFLOW")
    app.session_state["save_view"] = True
    app = run(app)
    app.selectbox(key="board_part").set_value("by_category")
    app = run(app.button(key="add_to_board").click())
    (board,) = views.seen_by(db, HERE)
    (cell,) = cells.of_board_in(db, board.id)
    assert (cell.page, cell.part, cell.pairs) == ("transactions", "by_category", (("type", "OUTFLOW"),))
    assert len(charts(open_page("board", id=board.id))) == 1


@pytest.mark.parametrize(("page", "part"), [(page, part) for page, parts in PARTS.items() for part in parts])
def test_every_part_of_every_page_is_drawn_or_says_why_not(
    db: Database, open_page: OpenPage, page: str, part: str
) -> None:
    pairs: Pairs = (("sql", "SELECT institution, count(*) AS n FROM v_accounts GROUP BY institution"),)
    board = board_of(db, (page, pairs if page == "query" else (("external_id", "user-maria"),), part))
    app = open_page("board", id=board)
    assert not app.exception
    assert not app.error


def test_the_figures_of_a_cell_are_those_of_its_page(db: Database, open_page: OpenPage) -> None:
    flow: Pairs = (("external_id", "user-maria"),)
    for page, pairs, part in (
        ("transactions", SPENDING, "totals"),
        ("accounts", (), "holdings"),
        ("cash_flow", flow, "figures"),
        ("quality", flow, "trust"),
    ):
        told = figures(open_page("board", id=board_of(db, (page, pairs, part), name=page)))
        assert told
        assert told == figures(open_page(page, **dict(pairs)))


def test_a_query_that_can_not_be_asked_says_so_in_its_cell_and_harms_no_other(
    db: Database, open_page: OpenPage
) -> None:
    board = board_of(
        db,
        ("query", (("sql", "SELECT * FROM v_gone"),), "rows"),
        ("query", (("sql", "SELECT :since AS since"),), "rows"),
        ("transactions", (("since", "yesterday"),), "totals"),
        ("transactions", (("links", "gone"),), "rows"),
        ("gone", (), "rows"),
        ("accounts", (("as_known_on", "yesterday"),), "rows"),
        ("accounts", (), "rows"),
    )
    app = open_page("board", id=board)
    said = " ".join(texts(app))
    for part in ("v_gone", ":since", "since can't be read", "not here", "on no page any more", "As known on"):
        assert part in said
    assert not app.exception
    assert len(table(app, "Accounts with their balances")) == 3


def test_a_board_is_narrowed_to_people_and_a_day(db: Database, open_page: OpenPage) -> None:
    pulled(db, "luis", EREBOR)
    sql = "SELECT count(*) AS n FROM v_accounts WHERE person = :person"
    board = board_of(db, ("accounts", (), "rows"), ("query", (("sql", sql), ("p_person", "user-maria")), "rows"))
    assert len(table(open_page("board", id=board), "Accounts with their balances")) == 6
    app = open_page("board", id=board, external_id="user-luis")
    assert len(table(app, "Accounts with their balances")) == 3
    day = NOW.date().isoformat()
    assert len(table(open_page("board", id=board, as_known_on=day), "Accounts with their balances")) == 6


def test_figures_lead_to_the_rows_of_their_cell(db: Database, open_page: OpenPage) -> None:
    pulled(db, "joao", EREBOR_BR)
    app = open_page("board", id=board_of(db, ("transactions", SPENDING, "totals")))
    shows = [address for label, address in ways(app) if label == "Show"]
    assert len(shows) == 2
    assert all("since=2026-01-01" in address and "type=OUTFLOW" in address for address in shows)
    assert not any("id=" in address for address in shows)


def test_no_cell_waits_for_another(db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of two goes on only once the other has begun."""
    both = Barrier(2)

    def draw(_asked: Asked) -> None:
        both.wait(PATIENCE)
        st.text("Both are drawn.")

    monkeypatch.setattr(board_cells, "part_of", lambda *_: Part("Slow", "table", draw))
    app = open_page("board", id=board_of(db, ("accounts", (), "rows"), ("accounts", (), "rows")))
    assert texts(app).count("Both are drawn.") == 2


def test_cells_are_arranged_by_buttons(db: Database, open_page: OpenPage) -> None:
    board = board_of(db, ("accounts", (), "rows"), ("transactions", (), "totals"))
    first, second = cells.of_board_in(db, board)
    app = open_page("board", id=board)
    app = run(app.toggle(key="arrange").set_value(True))
    app = run(app.button(key=f"down_{first.id}").click())
    app = run(app.button(key=f"whole_{second.id}").click())
    app.text_input(key=f"title_{second.id}").set_value("All of it")
    app = run(app)
    app = run(app.button(key=f"duplicate_{first.id}").click())
    app = run(app.button(key=f"remove_{first.id}").click())
    assert [(one.title, one.is_wide) for one in cells.of_board_in(db, board)] == [
        ("All of it", True),
        ("accounts rows", False),
    ]


def test_who_may_not_change_a_board_is_offered_nothing(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = board_of(db, ("accounts", (), "rows"))
    own = views.keep(db, "Mine alone", BOARD, (), actor=HERE).id
    monkeypatch.setattr(desk, "actor", lambda: ANA)
    monkeypatch.setattr(desk, "is_masked", lambda: False)
    app = open_page("board", id=board)
    assert not [toggle for toggle in app.toggle if toggle.key == "arrange"]
    assert [button.label for button in app.button if button.key and button.key.startswith(("delete_", "share_"))] == []
    assert any("no such board" in text for text in texts(open_page("board", id=own)))
    listed = open_page("views")
    assert "Mine alone" not in " ".join(texts(listed))


def test_what_changed_since_the_last_look_is_told(db: Database, open_page: OpenPage) -> None:
    view = keep(db, (("links", link_of(db)),))
    looked = datetime.now(UTC)
    with db.write() as connection:
        saved.look(connection, view, HERE.person, looked)
    add_movements(db, 2)
    opened = open_page("transactions", links=link_of(db), saved=view)
    assert any("2 rows came" in text for text in texts(opened))
    assert {*table(opened, "Figures that are others since you looked last")["figure"]} >= {"Transactions", "Net"}
    with db.write() as connection:
        saved.look(connection, view, HERE.person, looked)
    assert any("2 rows came" in badge for badge in badges(open_page("views")))


def test_figures_of_people_persons_and_links_are_told_as_they_were(db: Database, open_page: OpenPage) -> None:
    """Somebody owes more, somebody else comes, and a link breaks."""
    alike: Pairs = (("external_id", "user-maria"),)
    asked: dict[str, Pairs] = {"people": (), "person": alike, "links": ()}
    kept = {page: keep(db, pairs, page=page, name=page) for page, pairs in asked.items()}
    looked = datetime.now(UTC)
    with db.write() as connection:
        for view in kept.values():
            saved.look(connection, view, HERE.person, looked)
    owing = bank.accounts(link_of(db), EREBOR)[2]
    owing["balance"] = {"current": 99_145.1, "available": 0}
    pull(db, "accounts", [owing])
    with db.write() as connection:
        links.save(connection, bank.link("luis", EREBOR, status="invalid"))

    def told(page: str) -> dict[str, tuple[str, str]]:
        opened = open_page(page, saved=kept[page], **dict(asked[page]))
        rows = table(opened, "Figures that are others since you looked last")
        return {row["figure"]: (row["before"], row["now"]) for row in rows.to_dict("records")}

    assert told("people") == {"People": ("1", "2")}
    assert told("links") == {"Links": ("1", "2"), "Invalid": ("none", "1")}
    person = told("person")
    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in person["Owed"]] == ["MX$ 9,145.10", "MX$ 99,145.10"]
    assert person["Flags"][0] != person["Flags"][1]


THEIRS = "Links with their person, state, cause, next step and rows"
OF_LINKS: Sequence[Pairs] = (
    (("country", "BR"),),
    (("product", "bank"), ("country", "MX")),
    (("freshness", "never"),),
    (*(("freshness", age) for age in ("day", "week", "month", "older")), ("sort", "institution")),
    (("external_id", "user-maria"),),
    (("external_id", "nobody"),),
    (("institution", EREBOR_BR.name), ("status", "invalid"), ("status", "valid")),
    (("find", "maria"),),
)


def test_parts_of_links_are_found_by_all_filters_of_their_page(db: Database, open_page: OpenPage) -> None:
    pulled(db, "joao", EREBOR_BR, status="invalid")
    connect(db, "luis", EREBOR)
    with db.write() as connection:
        links.save(connection, {**bank.link("nobody", EREBOR_BR), "external_id": None})
    for pairs in OF_LINKS:
        page = open_page("links", **named_several(pairs))
        number = {
            figure.label: figure.value
            for figure in open_page("board", id=board_of(db, ("links", pairs, "states"))).metric
        }
        rows = table(open_page("board", id=board_of(db, ("links", pairs, "rows"))), THEIRS)
        on_page = table(page, THEIRS)[[*rows.columns]]
        assert rows.to_dict("records") == on_page.to_dict("records"), pairs
        assert number["Links"] == f"{len(rows):,}"
        assert len(rows)


def named_several(pairs: Pairs) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_nothing_has_changed_where_nothing_was_pulled(db: Database, open_page: OpenPage) -> None:
    view = keep(db)
    with db.write() as connection:
        saved.look(connection, view, HERE.person, datetime.now(UTC))
    opened = open_page("transactions", since="2026-01-01", type="OUTFLOW", saved=view)
    assert any("nothing has changed" in text for text in texts(opened))
    assert any("Nothing has changed" in text for text in texts(open_page("views")))


def test_a_view_that_is_anothers_own_is_not_told(db: Database, open_page: OpenPage) -> None:
    view = views.keep(db, "Secret", "transactions", SPENDING, actor=ANA).id
    opened = open_page("transactions", saved=view)
    assert any("another's own" in text for text in texts(opened))
    assert "Secret" not in " ".join(texts(opened))


def test_a_reader_with_masks_reads_no_name_out_of_shared_views(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, email = owner_of(db)
    keep(db, (("external_id", "user-maria"),), name="Of one")
    keep(db, name=f"Debts of {name}")
    keep(db, name=f"{email}")
    for title, pairs in (
        ("Found", (("text", name),)),
        ("Asked", (("sql", f"SELECT * FROM v_people WHERE name = '{name}'"),)),
        ("Remarked", (("sql", f"SELECT * FROM v_people -- as {name} asked"),)),
        ("By currency", (("sql", "SELECT count(*) AS n FROM v_accounts WHERE currency = 'MXN'"),)),
        ("By id", (("sql", "SELECT count(*) AS n FROM v_accounts WHERE person = 'user-maria'"),)),
    ):
        keep(db, pairs, page="query" if "sql" in dict(pairs) else "transactions", name=title)
    board = board_of(db, ("transactions", (("text", name),), "rows"), ("accounts", (), "holdings"))
    monkeypatch.setattr(desk, "actor", lambda: ANA)
    monkeypatch.setattr(desk, "database", lambda: db.as_seen(Sight.MASKED))
    listed, opened = open_page("views"), open_page("board", id=board)
    for app in (listed, opened):
        told = str([*app]).casefold()
        assert name.casefold() not in told
        assert email.casefold() not in told
    assert texts(listed).count("It asks by what is masked for you.") == 3
    assert {label for label, _ in ways(listed)} >= {"Of one", "By currency", "By id"}
    assert figures(opened)
    assert "It asks by what is masked for you." in texts(opened)


def owner_of(db: Database) -> tuple[str, str]:
    with db.read() as connection:
        row = connection.execute("SELECT display_name, email FROM owners WHERE email IS NOT NULL").fetchone()
    return row["display_name"], row["email"]


def link_of(db: Database) -> str:
    with db.read() as connection:
        return str(connection.execute("SELECT id FROM links ORDER BY key").fetchone()["id"])


def add_movements(db: Database, number: int) -> None:
    """A pull that brings so many movements more."""
    link = link_of(db)
    account = bank.accounts(link, EREBOR)[0]
    known = {row["id"] for row in bank.transactions(account, EREBOR, days=bank.DAYS)}
    every = bank.transactions(account, EREBOR, days=bank.DAYS + 30)
    fresh = [row for row in every if row["id"] not in known][:number]
    assert len(fresh) == number
    pull(db, "transactions", fresh)


def pull(db: Database, resource: str, items: Sequence[bank.Body]) -> None:
    """One of the first link that brings these."""
    link, at = link_of(db), datetime.now(UTC)
    job = begin_pull(db, link, at=at)
    with db.write() as connection:
        run_ = runs.start(connection, job.id, link, resource, now=instants.encode(at))
        rows.save_page(connection, resource, link, items, now=instants.encode(at))
        runs.finish(connection, run_, "done", added=len(items), now=instants.encode(at))
    jobs.finish(db, job, now=instants.encode(at))


def badges(app: object) -> list[str]:
    return [text for text in texts(app) if "came" in text]  # type: ignore[arg-type]
