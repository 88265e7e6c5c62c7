"""Tokens: made and told once, never of a higher role, and revoked; one's own, or all for who may see all."""

import pytest

from actions import tokens
from actions.tokens import seen_by
from components.ui import desk
from domain.roles import HERE, Actor, Role
from store import Database
from tests.pages.reading import OpenPage, run, table, texts, verbatim

TABLE = "Tokens with their role, who made them, until when they count and when they were used last"
OSCAR = Actor("oscar@desk.example", Role.OPERATOR, person="oscar")


def test_one_is_made_and_told_once(db: Database, open_page: OpenPage) -> None:
    app = open_page("tokens")
    assert any("There is no token yet." in text for text in texts(app))
    app.text_input(key="token_name").set_value(" reports ")
    app.number_input(key="token_days").set_value(7)
    app = run(app.button(key="make").click())
    (secret,) = verbatim(app)
    (token,) = seen_by(db, HERE)
    assert (token.name, token.role, (token.expires_at - token.made_at).days) == ("reports", Role.VIEWER, 7)
    assert len(secret) > len("linkdesk_") + 40
    assert table(app, TABLE)["name"].tolist() == ["reports"]
    assert verbatim(run(app.button(key="forget").click())) == []


def test_a_name_that_is_none_is_said_and_makes_nothing(db: Database, open_page: OpenPage) -> None:
    app = open_page("tokens")
    app.text_input(key="token_name").set_value("of Ana, and \N{SNOWMAN}")
    app = run(app.button(key="make").click())
    assert any("dots and dashes" in toast.value for toast in app.toast)
    assert seen_by(db, HERE) == []


def test_somebody_sees_their_own_and_makes_none_of_a_higher_role(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens.make(db, "of-root", Role.ADMIN, actor=HERE)
    tokens.make(db, "of-oscar", Role.VIEWER, actor=OSCAR)
    assert {*table(open_page("tokens"), TABLE)["name"]} == {"of-oscar", "of-root"}
    monkeypatch.setattr(desk, "actor", lambda: OSCAR)
    app = open_page("tokens")
    assert table(app, TABLE)["name"].tolist() == ["of-oscar"]
    assert app.selectbox(key="token_role").options == ["Viewer", "Analyst", "Operator"]
