"""Whether Belvo answers is known soon, and no page waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import cast

import pytest

from actions import reach
from actions.reach import Watch
from belvo_client import AuthenticationFailed, BelvoClient, ConnectionFailed
from settings import LOCAL_KEYS, Secret, Settings, SettingsError
from tests.kit.waiting import until


class Belvo:
    """Answers as it is told: not at all while it is held."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.answers = Event()
        self.answers.set()
        self.asked = 0

    def check(self) -> None:
        self.asked += 1
        self.answers.wait()
        if self.error:
            raise self.error


def settings(**given: str) -> Settings:
    keys = {"secret_id": LOCAL_KEYS[0], "secret_password": Secret(LOCAL_KEYS[1])}
    return Settings.model_validate({**keys, "server_url": "http://127.0.0.1:9", **given})


@pytest.fixture
def belvo() -> Iterator[Belvo]:
    found = Belvo()
    yield found
    found.answers.set()


def watch(belvo: Belvo, **given: str) -> Watch:
    return Watch(lambda: cast("BelvoClient", belvo), settings(**given))


ELSEWHERE = {"base_url": "http://127.0.0.1:9"}


@contextmanager
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every look is due at once."""
    for name in ("_WELL", "_WELL_HERE", "_ILL"):
        monkeypatch.setattr(reach, name, 0.0)
    yield


def test_the_first_page_waits_for_the_first_look(belvo: Belvo) -> None:
    looks = watch(belvo, **ELSEWHERE)
    assert [looks.found(), looks.found()] == ["reached", "reached"]
    assert belvo.asked == 1


def test_no_connection_is_no_answer_and_the_next_look_finds_it_back(
    belvo: Belvo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with soon(monkeypatch):
        belvo.error = ConnectionFailed("nobody is there")
        looks = watch(belvo, **ELSEWHERE)
        assert looks.found() == "unreachable"
        belvo.error = None
        until(lambda: looks.found() == "reached")


def test_a_belvo_that_takes_the_call_and_says_nothing_is_silent_without_a_page_waiting(
    belvo: Belvo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "LONGEST_SILENCE", 0.05)
    with soon(monkeypatch):
        looks = watch(belvo, **ELSEWHERE)
        belvo.answers.clear()
        assert looks.found() == "unreachable"
        belvo.answers.set()
        until(lambda: looks.found() == "reached")
        belvo.answers.clear()
        until(lambda: looks.found() == "unreachable")


def test_a_call_without_an_answer_is_reason_enough_for_a_look_at_once(belvo: Belvo) -> None:
    looks = watch(belvo, environment="sandbox")
    assert looks.found() == "reached"
    belvo.error = ConnectionFailed("nobody is there")
    assert looks.found() == "reached"  # the next look is a minute away
    until(lambda: looks.found(unanswered=7) == "unreachable")
    assert belvo.asked == 2


def test_the_local_belvo_of_the_server_itself_is_looked_at_only_then(belvo: Belvo) -> None:
    looks = watch(belvo)
    assert (looks.found(), belvo.asked) == ("reached", 0)
    belvo.error = ConnectionFailed("a fault")
    until(lambda: looks.found(unanswered=7) == "unreachable")


def test_refused_keys_are_a_setting_to_mend(belvo: Belvo) -> None:
    belvo.error = AuthenticationFailed("Invalid credentials.")
    with pytest.raises(SettingsError, match="check that BELVO_SECRET_ID and BELVO_SECRET_PASSWORD belong to it"):
        watch(belvo, **ELSEWHERE).found()
