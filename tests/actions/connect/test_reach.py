"""Whether others can come to this server."""

from pathlib import Path
from typing import Literal

import pytest

from actions.connect import reach
from actions.connect.reach import unreachable
from settings import LOCAL_KEYS, Secret, Settings


@pytest.mark.parametrize(
    ("public_url", "behind_proxy", "listening", "says"),
    [
        (None, True, ["127.0.0.1"], "Set LINKDESK_PUBLIC_URL"),
        ("http://127.0.0.1:8501", True, ["0.0.0.0"], "leads every device to itself"),  # noqa: S104 - read, not bound
        ("https://desk.example", False, ["127.0.0.1", "::1"], "set LINKDESK_BEHIND_PROXY to 1"),
        ("https://desk.example", True, ["127.0.0.1"], ""),
        ("https://desk.example", False, ["127.0.0.1", "0.0.0.0"], ""),  # noqa: S104 - read, not bound
        ("https://desk.example", False, ["fe80::1%eth0"], ""),
    ],
    ids=str,
)
def test_a_public_address_counts_where_something_leads_here(
    public_url: str | None,
    behind_proxy: bool,
    listening: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reach, "_listening", lambda: listening)
    settings = Settings(
        data_dir=tmp_path,
        secret_id=LOCAL_KEYS[0],
        secret_password=Secret(LOCAL_KEYS[1]),
        public_url=public_url,
        behind_proxy=behind_proxy,
    )
    said = unreachable(settings)
    assert (says in said, bool(said)) == (True, bool(says))
    assert "QR code" not in said  # it stands above a message to a person, too, where none would ever appear


@pytest.mark.parametrize(
    ("environment", "signs_in", "is_told"), [("local", True, True), ("local", False, False), ("sandbox", True, False)]
)
def test_a_local_belvo_that_no_phone_may_ask_is_said_before_a_code_is_shown(
    environment: Literal["local", "sandbox"],
    signs_in: bool,
    is_told: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reach, "_listening", lambda: ["127.0.0.1"])
    monkeypatch.setattr(reach, "sign_in", lambda: object() if signs_in else None)
    settings = Settings(
        environment=environment,
        data_dir=tmp_path,
        secret_id=LOCAL_KEYS[0],
        secret_password=Secret(LOCAL_KEYS[1]),
        public_url="https://desk.example",
        behind_proxy=True,
    )
    assert ("the local Belvo answers this machine alone" in unreachable(settings)) == is_told
