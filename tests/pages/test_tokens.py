"""Tokens: made and told once, never of a higher role, and revoked; one's own, or all for who may see all."""

import pytest

from actions.access import tokens
from actions.access.tokens import seen_by
from actions.permission import Refused
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


def test_a_double_click_makes_one_and_says_no_error(db: Database, open_page: OpenPage) -> None:
    app = open_page("tokens")
    app.text_input(key="token_name").set_value("reports")
    first = verbatim(app := run(app.button(key="make").click()))
    app = run(app.button(key="make").click())
    assert (verbatim(app), [*app.toast]) == (first, [])
    assert [token.name for token in seen_by(db, HERE)] == ["reports"]


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


@pytest.mark.parametrize("role", Role)
def test_every_role_makes_tokens_up_to_its_own_and_revokes_what_it_sees(
    role: Role, db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who sees all tokens is an admin; what somebody made is kept with who made it."""
    everybody = {one: Actor(f"{one.word}@desk.example", one, person=one.word) for one in Role}
    for one, actor in everybody.items():
        tokens.make(db, f"of-{one.word}", one, actor=actor)
    monkeypatch.setattr(desk, "actor", lambda: everybody[role])
    monkeypatch.setattr(desk, "revealed", lambda: None)
    app = open_page("tokens")
    seen = {f"of-{one.word}" for one in Role if role in (one, Role.ADMIN)}
    assert {*table(app, TABLE)["name"]} == seen
    assert app.selectbox(key="token_role").options == [one.word.capitalize() for one in Role if one <= role]
    app.text_input(key="token_name").set_value("mine")
    app.selectbox(key="token_role").set_value(role)
    app = run(app.button(key="make").click())
    assert not app.exception
    made = next(one for one in seen_by(db, HERE) if one.name == "mine")
    assert (made.role, made.owner) == (role, f"{role.word}@desk.example")
    for one in Role:
        if f"of-{one.word}" in seen:
            tokens.revoke(db, f"of-{one.word}", actor=everybody[role])
        else:
            with pytest.raises(Refused):
                tokens.revoke(db, f"of-{one.word}", actor=everybody[role])
