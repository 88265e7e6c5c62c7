"""A start with other settings than the last is on record, by the names of these alone."""

from pathlib import Path

from actions.configuration import note_start
from domain.roles import Members, Role
from settings import Secret, Settings
from sign_in import SignIn
from store import Database
from store.ops import audit
from tests.kit.files import file_of
from tests.kit.rows import tuples

SECTION = {"client_id": "desk", "client_secret": "a secret of the provider's"}


def settings(tmp_path: Path, **changes: object) -> Settings:
    given = {"data_dir": tmp_path, "secret_id": "id", "secret_password": Secret("hunter2"), **changes}
    return Settings.model_validate(given)


def sign_in(*admins: str, **changes: str) -> SignIn:
    return SignIn((), "https://desk.example", Members({Role.ADMIN: admins}), {**SECTION, **changes})


def test_what_changed_is_named_and_never_told(db: Database, tmp_path: Path) -> None:
    assert note_start(db, settings(tmp_path), None) == []
    assert note_start(db, settings(tmp_path, server_url="http://127.0.0.1:8900"), None) == []
    changed = settings(tmp_path, secret_password=Secret("correct horse"), audit_days=30)
    assert note_start(db, changed, None) == ["BELVO_SECRET_PASSWORD", "LINKDESK_AUDIT_DAYS"]
    assert note_start(db, changed, None) == []
    assert tuples(audit.table(db), "actor", "action", "did", "details") == [
        ("system", "settings", "settings changed", '{"settings":["BELVO_SECRET_PASSWORD","LINKDESK_AUDIT_DAYS"]}')
    ]
    db.checkpoint()
    content = file_of(db).read_bytes()
    assert [word for word in (b"hunter2", b"correct horse") if word in content] == []


def test_who_signs_in_and_as_what_is_among_them(db: Database, tmp_path: Path) -> None:
    found = settings(tmp_path)
    note_start(db, found, None)
    both = ["[auth] client_id", "[auth] client_secret", "[roles] admin"]
    assert note_start(db, found, sign_in("root@desk.example")) == both
    assert note_start(db, found, sign_in("root@desk.example", client_secret="another")) == ["[auth] client_secret"]
    assert note_start(db, found, sign_in("root@desk.example", "@desk.example", client_secret="another")) == [
        "[roles] admin"
    ]
