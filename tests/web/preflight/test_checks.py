"""Each check of the preflight finds what is wrong, and leaves what is right alone."""

import socket
from pathlib import Path
from typing import Any

import pytest

import settings
from context import identity_at
from settings import LOCAL_KEYS, Secret, Settings
from sign_in import SignIn
from store import Database
from store.schema import migrations
from store.write import links
from tests.kit.certificate import self_signed
from tests.kit.files import file_of
from tests.kit.scripted_belvo import ScriptedBelvo, link_body
from tests.kit.sign_in import AUTH, ROLES
from web.preflight import Certificate, Unusable, checks
from web.preflight.__main__ import main
from web.preflight.streamlit_options import Options, UnreadableOptions

NOWHERE = "http://127.0.0.1:9"
HERE = {"redirect_uri": "http://127.0.0.1:8501/oauth2callback"}
TRIAL = HERE | {"server_metadata_url": "http://127.0.0.1:9400/.well-known/openid-configuration"}
OUTSIDE = {"redirect_uri": "https://desk.example/oauth2callback"}


def set_up(folder: Path, **changes: Any) -> Settings:  # noqa: ANN401 - settings are of many types
    own: dict[str, Any] = {"environment": "production", "base_url": NOWHERE, "data_dir": folder}
    return Settings(secret_id=LOCAL_KEYS[0], secret_password=Secret(LOCAL_KEYS[1]), **own | changes)


def way_in(**changes: str) -> SignIn:
    found = SignIn.of({**AUTH, **changes}, ROLES)
    assert found
    return found


@pytest.mark.parametrize(
    ("secret", "state"),
    [("ab" * 32, "failed"), ("0" * 64, "failed"), ("8c1f0e5a77d94b3c2a6be0f9d1347a58" * 2, "well")],
)
def test_a_cookie_secret_that_repeats_itself_is_none(secret: str, state: str) -> None:
    check = checks.sign_in_of(way_in(cookie_secret=secret))
    assert (check.state, secret in check.found + check.cure) == (state, False)


@pytest.mark.parametrize(
    ("auth", "public_url", "has_certificate", "state"),
    [
        (OUTSIDE, "https://desk.example", False, "well"),
        (OUTSIDE, "https://other.example", False, "failed"),
        (OUTSIDE, None, True, "well"),
        (HERE, "https://desk.example", False, "failed"),
        (TRIAL, "https://desk.example", False, "well"),
        (TRIAL, None, True, "failed"),
    ],
)
def test_people_sign_in_where_they_are(
    tmp_path: Path, auth: dict[str, str], public_url: str | None, has_certificate: bool, state: str
) -> None:
    found = set_up(tmp_path, public_url=public_url)
    certificate = Certificate("certificate.pem", "key.pem") if has_certificate else None
    assert checks.redirect(way_in(**auth), found, certificate).state == state


def test_a_secrets_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    assert checks.secrets_file(file).state == "well"
    file.touch(mode=0o600)
    assert checks.secrets_file(file).state == "well"
    file.chmod(0o640)
    check = checks.secrets_file(file)
    assert (check.state, check.cure) == ("failed", f"Close it: chmod 600 {file}")


def test_belvo_takes_the_keys_refuses_them_or_does_not_answer_and_each_is_a_line(tmp_path: Path) -> None:
    with ScriptedBelvo().serve() as belvo:
        found = set_up(tmp_path, base_url=belvo.url)
        assert checks.belvo(found).state == "well"
        belvo.refuses_keys = True
        refused = checks.belvo(found)
    assert (refused.state, "belong to production" in refused.cure) == ("failed", True)
    silent = checks.belvo(set_up(tmp_path))
    assert (silent.state, silent.cure) == ("failed", f"See that this machine reaches {NOWHERE}.")
    assert checks.belvo(set_up(tmp_path, environment="local", base_url=None)).state == "well"


def test_the_data_folder_is_closed_to_others_and_can_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert checks.data_folder(set_up(folder / "deeper")).state == "well"
    assert not folder.exists()
    folder.mkdir(mode=0o700)
    assert checks.data_folder(set_up(folder)).state == "well"
    folder.chmod(0o755)
    assert checks.data_folder(set_up(folder)).cure == f"Close it: chmod 700 {folder}"
    (tmp_path / "file").touch()
    assert checks.data_folder(set_up(tmp_path / "file")).state == "failed"


def test_the_store_fits_program_and_keys_and_one_that_is_older_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = set_up(tmp_path)
    assert checks.store(found).found.endswith("will be made.")
    assert not file_of(found).exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:-1])
        Database.open(found.store, identity_at(found)).close()
    before = migrations.left(found.store)
    assert (before, checks.store(found).state, migrations.left(found.store)) == (1, "well", 1)
    Database.open(found.store).close()
    assert checks.store(found).found.endswith("fits.")
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:30])  # the last may ask for no newer code
    assert "written by a newer version" in checks.store(found).found


def test_a_store_of_other_keys_or_that_is_none_is_told(tmp_path: Path) -> None:
    found = set_up(tmp_path)
    with Database.open(found.store, identity_at(found)) as db, db.write() as connection:
        links.save(connection, link_body())
    assert checks.store(found.model_copy(update={"secret_id": "another"})).state == "failed"
    file_of(found).write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    assert checks.store(found).state == "failed"


def test_a_port_that_another_program_has_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        assert checks.port(set_up(tmp_path)).state == "failed"
    monkeypatch.setenv("PORT", "0")
    assert checks.port(set_up(tmp_path)).state == "well"
    monkeypatch.setenv("PORT", "x")
    assert checks.port(set_up(tmp_path)).found.startswith("PORT is not a port.")


def test_a_session_can_come_to_both_of_its_ends(tmp_path: Path) -> None:
    assert checks.limits(set_up(tmp_path)).state == "well"
    assert checks.limits(set_up(tmp_path, auth_idle_minutes=90, auth_hours=1)).state == "failed"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".streamlit").mkdir()
    return tmp_path / ".streamlit" / "config.toml"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full"),
        ("STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION", "false"),
        ("STREAMLIT_SERVER_ENABLE_AGENT_API", "true"),
        ("STREAMLIT_LOGGER_LEVEL", "debug"),
    ],
)
@pytest.mark.usefixtures("home")
def test_what_is_for_developers_is_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert checks.debugging(Options()).state == "well"
    monkeypatch.setenv(name, value)
    check = checks.debugging(Options())
    assert (check.state, value in check.found.lower()) == ("failed", True)


def test_without_a_sign_in_nothing_listens_to_others(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.touch()
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "10.0.0.5")
    assert checks.listening(set_up(tmp_path), Options(), signs_in=False).found.startswith("server.address 10.0.0.5")
    assert checks.listening(set_up(tmp_path), Options(), signs_in=True).state == "well"


def test_options_are_those_of_the_files_and_the_environment_goes_first(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write_text('[server]\nsslKeyFile = "of-home.pem"\nsslCertFile = "of-home.pem"\n')
    monkeypatch.setenv("STREAMLIT_SERVER_SSL_KEY_FILE", "of-environment.pem")
    options = Options()
    assert [options(name) for name in ("server.sslCertFile", "server.sslKeyFile", "server.nothing")] == [
        "of-home.pem",
        "of-environment.pem",
        None,
    ]
    home.write_text("[server\n")
    with pytest.raises(UnreadableOptions, match=r"config\.toml can't be read as TOML"):
        Options()


def test_a_certificate_has_its_key(tmp_path: Path) -> None:
    certificate, key = (str(file) for file in self_signed(tmp_path))
    assert Certificate.of(lambda _: None) is None
    both = {"server.sslCertFile": certificate, "server.sslKeyFile": key}
    assert Certificate.of(both.get) == Certificate(certificate, key)
    for wrong in ({"server.sslKeyFile": ""}, {"server.sslCertFile": ""}):
        with pytest.raises(Unusable, match="Set both"):
            Certificate.of((both | wrong).get)
    for wrong in ({"server.sslKeyFile": certificate}, {"server.sslCertFile": str(tmp_path / "none.pem")}):
        with pytest.raises(Unusable, match=r"can't be used \("):
            Certificate.of((both | wrong).get)


def test_a_setting_that_can_not_be_meant_is_a_line() -> None:
    check = checks.setting(settings.BadSetting("Keys", "planted"))
    assert (check.name, check.state, check.found) == ("Keys", "failed", "planted")


def test_a_secrets_file_that_is_no_toml_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text("[auth", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setattr(settings, "SECRETS_FILE", file)
    assert main() == 1
    told = [line for line in capsys.readouterr().out.splitlines() if "TOML" in line]
    assert told == ['failed  Secrets file: secrets.toml is not valid TOML. Write each line as NAME = "value".']
