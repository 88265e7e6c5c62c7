"""The way in: what whoever has not signed in sees, and whom nobody lets in."""

import pytest
from streamlit.testing.v1 import AppTest

from components.ui import desk
from domain.roles import Actor, Role
from settings import ROOT, SettingsError
from sign_in import SignIn, Visitor
from store import Database
from store.ops import audit
from tests.kit.rows import tuples
from tests.kit.sign_in import AUTH, ROLES
from tests.kit.waiting import PATIENCE
from tests.pages.reading import run

SECOND = {name: AUTH[name] for name in ("client_id", "client_secret", "server_metadata_url")}
SEVERAL = {name: AUTH[name] for name in ("redirect_uri", "cookie_secret")} | {"google": SECOND, "our-own": SECOND}
REFUSAL = "from components.account.entrance import draw_refusal; draw_refusal('audit')"


def opened(monkeypatch: pytest.MonkeyPatch, visitor: Visitor | None = None, auth: object = AUTH) -> AppTest:
    """The first page of a desk where people sign in, as somebody opens it."""
    monkeypatch.setattr(desk, "sign_in", lambda: SignIn.of(auth, ROLES))
    monkeypatch.setattr(desk, "visitor", lambda: visitor)
    return run(AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE))


def told(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


@pytest.mark.usefixtures("db")
def test_who_has_not_signed_in_sees_the_way_in_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch)
    assert [(button.key, button.label) for button in app.button] == [("sign_in_default", "Sign in")]
    assert (told(app), [title.value for title in app.title]) == (["Sign in to see this desk."], [])


@pytest.mark.usefixtures("db")
def test_each_of_several_providers_has_a_button(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, auth=SEVERAL)
    assert [button.label for button in app.button] == ["Sign in with Google", "Sign in with Our own"]


@pytest.mark.usefixtures("db")
def test_whom_nobody_lets_in_is_told_whom_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, Visitor("p", "x@else.example", None))
    assert told(app) == [
        "You are signed in as x@else.example.",
        "Nobody has given you a role at this desk. Ask one of its admins: root@desk.example",
    ]
    assert [button.key for button in app.button] == ["sign_out"]


def test_it_is_said_where_nobody_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Database:
        raise SettingsError("Data folder", "planted")

    monkeypatch.setattr(desk, "database", broken)
    app = opened(monkeypatch)
    assert [warning.value for warning in app.warning] == ["Nobody can sign in now. The server's log says why."]


@pytest.mark.usefixtures("db")
def test_who_has_signed_in_sees_who_they_are_and_the_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = Actor("ana", Role.VIEWER)
    app = opened(monkeypatch, Visitor("p", "ana", actor))
    assert [button.key for button in app.sidebar.button] == ["inspect", "sign_out", "sign_out_everywhere"]
    assert "ana · viewer" in [caption.value for caption in app.sidebar.caption]


def test_in_the_place_of_a_page_of_another_role_it_is_said_whom_to_ask_and_on_record_once(
    monkeypatch: pytest.MonkeyPatch, db: Database
) -> None:
    monkeypatch.setattr(desk, "sign_in", lambda: SignIn.of(AUTH, ROLES))
    monkeypatch.setattr(desk, "visitor", lambda: Visitor("p", "ana", Actor("ana", Role.OPERATOR)))
    app = AppTest.from_string(REFUSAL, default_timeout=PATIENCE)
    for _ in range(2):
        run(app)
        assert [title.value for title in app.title] == ["This is not for your role"]
        assert told(app) == ["Your role is operator. Ask one of this desk's admins: root@desk.example"]
    assert tuples(audit.table(db), "actor", "action", "did") == [("ana", audit.REFUSED, "/audit")]
