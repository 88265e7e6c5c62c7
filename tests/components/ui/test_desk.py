"""What time it is at Belvo."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from belvo_sandbox import Served
from components.ui import desk
from settings import LOCAL_KEYS, Secret, Settings


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    """What is kept for two seconds is over."""
    desk._ahead.clear()


def settings(folder: Path, url: str, environment: str = "local") -> Settings:
    return Settings.model_validate(
        {
            "environment": environment,
            "data_dir": folder,
            "secret_id": LOCAL_KEYS[0],
            "secret_password": Secret(LOCAL_KEYS[1]),
            "base_url": url,
        }
    )


def test_the_local_belvos_clock_is_followed_and_goes_on_while_it_is_silent(
    sandbox: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "settings", lambda: settings(tmp_path, sandbox.url))
    assert desk.ahead() == timedelta()
    sandbox.control.advance(days=40, hours=6)
    forget()
    assert desk.ahead() == timedelta(days=40, hours=6)

    monkeypatch.setattr(desk, "settings", lambda: settings(tmp_path, "http://127.0.0.1:9"))
    forget()
    assert desk.ahead() == timedelta(days=40, hours=6)


def test_belvos_own_clock_is_never_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "settings", lambda: settings(tmp_path, "http://127.0.0.1:9", "sandbox"))
    assert desk.ahead() == timedelta()
