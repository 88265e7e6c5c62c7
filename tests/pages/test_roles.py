"""Each page as each role: what one may not do is not shown, and what is called all the same is refused."""

from collections.abc import Callable

import pytest
from streamlit.runtime.state.session_state import WStates

from components.status.troubles import NOT_DONE, take_failure
from components.ui import desk, streamlit_patch
from domain.roles import TABLE, Actor, Role
from settings import ROOT
from store import Database
from store.ops import audit
from tests.kit.rows import tuples
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, run

PAGES = {page: row.roles for row in TABLE for page in row.pages}
OF_OPERATORS = {
    "pull_now",
    "refresh",
    "retrieve",
    "access_mode",
    "follow",
    "compare",
    "replay_these",
    "send_trial",
    "put_first",
    "cancel_pull",
    "connect_first",
    "add_account",
}
OF_ADMINS = {"delete"}

As = Callable[[Role], None]


@pytest.fixture
def as_role(monkeypatch: pytest.MonkeyPatch) -> As:
    def become(role: Role) -> None:
        monkeypatch.setattr(desk, "actor", lambda: Actor(f"{role.word}@desk.example", role))

    return become


def test_every_page_has_its_row() -> None:
    assert PAGES.keys() == {script.stem for script in (ROOT / "pages").glob("*.py")}


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize("role", Role)
def test_each_page_shows_a_role_what_it_may_do_and_nothing_else(
    stored: Stored, open_page: OpenPage, as_role: As, role: Role
) -> None:
    as_role(role)
    seen = set()
    for page, roles in PAGES.items():
        if role in roles:
            app = open_page(page, **({"link": stored["well"]} if page == "link" else {}))
            seen |= {str(button.key) for button in app.button}
            assert not app.exception, page
    assert (seen & OF_OPERATORS != set()) is (role >= Role.OPERATOR)
    assert (seen >= OF_ADMINS) is (role is Role.ADMIN)


def test_a_click_that_the_role_has_lost_meanwhile_is_refused_and_recorded(
    stored: Stored, db: Database, open_page: OpenPage, as_role: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WStates, "call_callback", streamlit_patch._unless(take_failure))
    as_role(Role.OPERATOR)
    app = open_page("link", link=stored["well"])
    as_role(Role.VIEWER)
    app = run(app.button(key="pull_now").click())
    assert app.session_state[NOT_DONE] == "Your role, viewer, does not include this. Ask an admin of this desk."
    assert tuples(audit.table(db, link=stored["well"], limit=1), "actor", "action", "did") == [
        ("viewer@desk.example", "refused", "pull")
    ]
