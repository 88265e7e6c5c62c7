"""`python -m web.tokens`: the token alone on standard output, and a line for each that is known."""

from pathlib import Path

import pytest

from domain.access.tokens import digest
from domain.roles import Role
from store import Database
from store.ops.access import tokens as kept
from web import tokens


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKDESK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BELVO_ENV", "local")


def test_the_token_alone_is_printed_and_lets_in_until_it_is_revoked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tokens.main(["create", "--name", "reports", "--role", "analyst", "--days", "3"]) == 0
    printed = capsys.readouterr()
    secret = printed.out.removesuffix("\n")
    assert (secret.split(), printed.err) == ([secret], "")
    with Database.open(tmp_path / "local.db") as db:
        found = kept.known_by(db, digest(secret))
        assert found is not None
        assert (found.role, found.owner, (found.expires_at - found.made_at).days) == (Role.ANALYST, "system", 3)
    assert tokens.main(["list"]) == 0
    assert "reports  analyst  until 20" in (listed := capsys.readouterr().out)
    assert secret not in listed
    assert tokens.main(["revoke", "reports"]) == 0
    assert tokens.main(["list"]) == 0
    assert "reports  analyst  revoked 20" in capsys.readouterr().out


def test_what_can_not_be_done_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert tokens.main(["revoke", "reports"]) == 1
    assert tokens.main(["create", "--name", "a b", "--role", "viewer"]) == 1
    assert tokens.main(["list"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 3
