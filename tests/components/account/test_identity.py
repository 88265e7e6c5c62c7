"""Streamlit's cookie as the server reads it, and what counts as something that a person has done."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from components.account import identity
from components.account.identity import is_activity, read_cookie
from tests.kit.sign_in import SECRET, claims_of, signed

USER = "_streamlit_user"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "get_cookie_secret", lambda: SECRET)
    monkeypatch.setattr("streamlit.web.server.starlette.starlette_websocket.get_cookie_secret", lambda: SECRET)


def test_a_cookie_says_who_has_signed_in_and_when() -> None:
    found = read_cookie({USER: signed(json.dumps(claims_of("root"))), "other": "1"})
    assert found is not None
    assert found.claims == claims_of("root")
    assert timedelta(0) <= datetime.now(UTC) - found.signed_at < timedelta(minutes=1)


def test_one_that_was_too_long_for_one_cookie_is_put_together() -> None:
    whole = json.dumps(claims_of("root", groups=["a" * 100] * 60))
    parts = {f"{USER}_{number}": whole[start : start + 2000] for number, start in enumerate(range(0, 8000, 2000), 1)}
    cookies = {name: signed(part, name=name) for name, part in parts.items() if part}
    found = read_cookie({**cookies, USER: signed(f"chunks-{len(cookies)}")})
    assert found
    assert found.claims["groups"] == ["a" * 100] * 60
    assert read_cookie({USER: signed("chunks-4"), f"{USER}_1": cookies[f"{USER}_1"]}) is None


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "{}",
        signed(json.dumps(claims_of("root")))[:-1],
        signed(json.dumps(claims_of("root")), secret="another-secret-of-more-than-32-characters"),
        signed(json.dumps(claims_of("root")), name="_streamlit_user_tokens"),
        signed("no JSON"),
        signed("[1]"),
    ],
    ids=["empty", "unsigned", "cut", "of another secret", "of another cookie", "no JSON", "no object"],
)
def test_what_is_not_signed_as_it_has_to_be_says_nothing(cookie: str) -> None:
    assert read_cookie({USER: cookie}) is None


def test_without_a_cookie_nobody_has_signed_in() -> None:
    assert read_cookie({"_streamlit_user_tokens": signed("{}")}) is None


def test_a_click_is_something_that_a_person_does_and_a_tick_is_not() -> None:
    click, tick, other = BackMsg(), BackMsg(), BackMsg()
    click.rerun_script.query_string = ""
    tick.rerun_script.is_auto_rerun = True
    other.stop_script = True
    assert [is_activity(message.SerializeToString()) for message in (click, tick, other)] == [True, False, False]
    assert not is_activity(b"\xff\xff")
