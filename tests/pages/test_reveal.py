"""Revealing one person on their page: what an analyst sees then, and that it ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from components.ui import desk
from domain.roles import Actor, Role
from settings import LOCAL_KEYS, ROOT, Secret, Settings
from store import Database
from store.ops import audit
from store.ops.audit import reveals
from tests.kit import planted
from tests.kit.local_belvo import client_of
from tests.kit.planted import LINK, OTHER_LINK, Planted
from tests.kit.waiting import PATIENCE
from tests.pages.reading import run, texts

Both = tuple[Path, Planted, Planted]
PAGES = ("link", "accounts", "transactions", "income", "employment", "links", "overview")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("two people")
    with Database.open(folder / "local.db") as db:
        return folder, planted.fill(db), planted.fill_another(db)


@pytest.fixture
def db(both: Both, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Has the pages work with the store of two people, for an analyst."""
    key, password = LOCAL_KEYS
    settings = Settings(
        data_dir=both[0], secret_id=key, secret_password=Secret(password), base_url="http://127.0.0.1:9"
    )
    with Database.open(settings.store) as db, client_of("http://127.0.0.1:9") as client:
        there = SimpleNamespace(database=db, settings=settings, client=client, probe=client)
        monkeypatch.setattr(desk, "context", lambda: there)
        monkeypatch.setattr(desk, "reach", lambda: "reached")
        as_role(monkeypatch, Role.ANALYST)
        yield db
        with db.write() as connection:
            connection.execute("DELETE FROM reveals")


def as_role(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    monkeypatch.setattr(desk, "actor", lambda: Actor("alba@desk.example", role, "10.0.0.7", person="alba"))


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
    app.query_params.update(query)
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
    return run(app)


def told(app: AppTest) -> str:
    return "\n".join([*texts(app), *(str(frame.value.to_dict()) for frame in app.dataframe)])


def begin(db: Database, *, lasts: timedelta = timedelta(minutes=10)) -> None:
    with db.write() as connection:
        reveals.begin(connection, by="alba", link=LINK, until=datetime.now(UTC) + lasts, reason="Ticket 4711")


def test_a_person_is_revealed_by_a_click_with_a_reason_until_it_is_ended(both: Both, db: Database) -> None:
    _, mine, others = both
    app = opened("link", link=LINK, section="owners")
    assert mine.found_in(told(app)) == set()
    run(app.button(key="reveal").click())
    app.text_area(key="reveal_reason").set_value("no")
    app = run(app.button(key="confirm_reveal").click())
    assert any("Say why in at least 5 letters" in text for text in texts(app))
    app.text_area(key="reveal_reason").set_value("Ticket 4711")
    app = run(app.button(key="confirm_reveal").click())
    assert any("Revealed until " in text and "Ticket 4711" in text for text in texts(app))
    assert mine.found_in(told(app)) >= {"owners.display_name", "owners.email"}
    assert others.found_in(told(app)) == set()
    assert not [button for button in app.button if button.key == "reveal"]
    assert audit.table(db, link=LINK)["outcome"].tolist()[:2] == ["done", "failed"]
    app = run(app.button(key="mask_again").click())
    assert mine.found_in(told(app)) == set()
    assert not any("Revealed until " in text for text in texts(app))


def test_everywhere_that_person_is_told_of_and_nobody_else(both: Both, db: Database) -> None:
    _, mine, others = both
    begin(db)
    seen = {page: told(opened(page, **({"link": LINK} if page == "link" else {}))) for page in PAGES}
    assert {page for page, text in seen.items() if others.found_in(text)} == set()
    assert {page for page, text in seen.items() if mine.found_in(text)} >= {"link", "accounts", "employment", "links"}
    assert mine.found_in("\n".join(seen.values())) & mine.cards == set()
    assert others.found_in(told(opened("link", link=OTHER_LINK, section="owners"))) == set()


def test_after_ten_minutes_all_is_masked_again(both: Both, db: Database) -> None:
    begin(db, lasts=timedelta())
    app = opened("link", link=LINK, section="owners")
    assert both[1].found_in(told(app)) == set()
    assert [button.key for button in app.button if button.key in ("reveal", "mask_again")] == ["reveal"]


def test_presenter_mode_wins(both: Both, db: Database) -> None:
    begin(db)
    app = opened("link", link=LINK, section="owners")
    assert both[1].found_in(told(app)) != set()
    app = run(app.toggle(key="presenter_mode").set_value(True))
    assert both[1].found_in(told(app)) == set()
    assert not [button for button in app.button if button.key in ("reveal", "mask_again")]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("role", {*Role} - {Role.ANALYST})
def test_others_have_no_such_button(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    as_role(monkeypatch, role)
    assert not [button for button in opened("link", link=LINK).button if button.key == "reveal"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_another_person_sees_nothing_of_whom_is_revealed(
    both: Both, db: Database, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(db)
    monkeypatch.setattr(desk, "actor", lambda: Actor("vera@desk.example", role, person="vera"))
    assert both[1].found_in(told(opened("link", link=LINK, section="owners"))) == set()
