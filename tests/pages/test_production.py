"""Production on pages: it can't be taken for anything else, and what costs or reaches a bank says so and asks."""

import pytest
from streamlit.testing.v1 import AppTest

from components.status import production
from components.ui import desk
from store import Database
from store.ops import audit, jobs
from store.write import links
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import link_body
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, run, texts


@pytest.fixture
def environment(request: pytest.FixtureRequest, db: Database, monkeypatch: pytest.MonkeyPatch) -> str:  # noqa: ARG001
    """The environment that the pages take the desk to be of."""
    name: str = getattr(request, "param", "production")
    there = desk.settings().model_copy(update={"environment": name})
    monkeypatch.setattr(desk, "settings", lambda: there)
    return name


def said(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


@pytest.mark.parametrize("environment", ["sandbox", "production"], indirect=True)
@pytest.mark.usefixtures("unreachable")
def test_only_production_has_a_sign_and_its_name_in_the_tab(
    stored: Stored, open_page: OpenPage, environment: str
) -> None:
    assert stored
    badges = [text for text in texts(open_page()) if environment in text and "badge" in text]
    assert [":material/warning:" in badge and "red" in badge for badge in badges] == [environment == "production"]


@pytest.mark.parametrize("environment", ["sandbox", "production"], indirect=True)
@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize(
    ("button", "told"),
    [
        ("refresh", production.ASKS),
        ("access_mode", production.ASKS),
        ("retrieve", production.ASKS),
        ("delete", production.DELETES),
    ],
)
def test_what_reaches_a_bank_or_costs_says_so_and_is_not_done_before_a_yes(
    db: Database, stored: Stored, open_page: OpenPage, environment: str, button: str, told: str
) -> None:
    app = run(open_page("link", link=stored["well"]).button(key=button).click())
    assert [told in text for text in said(app)] == ([True] if environment == "production" else [])
    assert audit.table(db).empty


@pytest.mark.parametrize("environment", ["sandbox", "production"], indirect=True)
@pytest.mark.usefixtures("unreachable")
def test_a_connection_is_said_to_be_real(stored: Stored, open_page: OpenPage, environment: str) -> None:
    assert stored
    told = [text for text in said(open_page("connect")) if production.CONNECTS in text]
    assert len(told) == int(environment == "production")


@pytest.mark.usefixtures("unreachable", "environment")
def test_no_test_webhook_can_be_sent(stored: Stored, open_page: OpenPage) -> None:
    assert stored
    assert [button.key for button in open_page("webhooks").button if button.key == "send_trial"] == []


@pytest.mark.usefixtures("unreachable", "environment")
def test_a_link_that_was_found_is_pulled_once_somebody_follows_it(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        links.save(connection, link_body(created_at="2026-01-01T00:00:00.000000Z", access_mode="recurrent"))
        links.set_followed(connection, LINK, followed=False)
    app = open_page("link", link=LINK)
    assert any("nobody follows it here" in text for text in texts(app))
    assert not any("has not been pulled for too long" in text for text in texts(app))
    assert jobs.latest(db, LINK) is None
    app = run(app.button(key="follow_found").click())
    found = links.find(db, LINK)
    assert found
    assert (found.followed, jobs.latest(db, LINK) is not None) == (True, True)
    assert not any("nobody follows it here" in text for text in texts(app))
