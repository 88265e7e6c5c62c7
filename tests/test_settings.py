import pickle
import traceback
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

import settings
from domain.access.sign_ins import Limits
from settings import BadSetting, Secret, Settings, SettingsError, UnusableSignIn
from store_address import Address
from tests.kit.files import file_of
from web.server.listeners import refusals

KEYS = {"BELVO_ENV": "sandbox", "BELVO_SECRET_ID": "an-id", "BELVO_SECRET_PASSWORD": "planted-password"}
NUMBERS = [
    "LINKDESK_PULL_EVERY_HOURS",
    "LINKDESK_PULLS",
    "LINKDESK_COMPARE_EVERY_MINUTES",
    "LINKDESK_CALLS_KEPT_DAYS",
    "LINKDESK_BODIES_KEPT_DAYS",
    "LINKDESK_CALLS_AT_MOST",
    "LINKDESK_HISTORY_KEPT_DAYS",
    "LINKDESK_KEEP_ROWS_DAYS",
    "LINKDESK_KEEP_VERSIONS_DAYS",
    "LINKDESK_KEEP_WEBHOOKS_DAYS",
    "LINKDESK_KEEP_WIDGET_SESSIONS_DAYS",
    "LINKDESK_AUDIT_DAYS",
    "LINKDESK_AUTH_IDLE_MINUTES",
    "LINKDESK_AUTH_HOURS",
]


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    return tmp_path / "secrets.toml"


def load(given: Mapping[str, str], secrets_file: Path) -> Settings:
    """The settings that this environment and this secrets file give."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SECRETS_FILE", secrets_file)
        for name, value in given.items():
            patch.setenv(name, value)
        return settings.load()


def refusal(given: Mapping[str, str], secrets_file: Path) -> str:
    """What is said of settings that don't hold: one sentence with its cure, and nothing of what was given."""
    with pytest.raises(BadSetting) as raised:
        load(given, secrets_file)
    assert "planted" not in "".join(traceback.format_exception(raised.value))
    assert raised.value.__context__ is None
    return str(raised.value)


def test_without_any_setting_it_is_the_local_belvo_with_its_public_keys(nowhere: Path, tmp_path: Path) -> None:
    current = load({"LINKDESK_DATA_DIR": str(tmp_path), settings.SERVER_URL: "http://127.0.0.1:8501"}, nowhere)
    assert current.environment == "local"
    assert current.belvo_url == "http://127.0.0.1:8501/sandbox"
    assert current.widget_script_url == "/sandbox/belvo-widget-1-stable.js"
    assert current.at("http://127.0.0.1:8501").consent_portal_url == "http://127.0.0.1:8501/sandbox/portal/"
    assert (current.secret_id, current.secret_password.reveal()) == settings.LOCAL_KEYS
    assert file_of(current) == tmp_path / "local.db"


def test_the_sandbox_needs_both_keys_and_names_the_missing_one(nowhere: Path) -> None:
    with pytest.raises(SettingsError, match=r"^BELVO_SECRET_PASSWORD not set\. Create a key pair") as raised:
        load({"BELVO_ENV": "sandbox", "BELVO_SECRET_ID": "an-id"}, nowhere)
    assert raised.value.check == "Keys"
    assert refusal({"BELVO_ENV": "sandbox"}, nowhere).startswith("BELVO_SECRET_ID and BELVO_SECRET_PASSWORD not set.")


def test_with_keys_the_sandbox_is_belvos_own_host_and_script(nowhere: Path) -> None:
    current = load(KEYS, nowhere)
    assert current.belvo_url == "https://sandbox.belvo.com"
    assert current.widget_script_url == "https://cdn.belvo.io/belvo-widget-1-stable.js"
    assert current.consent_portal_url == "https://meuportal.belvo.com/"
    assert not current.embeds_sandbox


def test_another_base_url_embeds_no_local_belvo(nowhere: Path) -> None:
    current = load({"BELVO_BASE_URL": "http://127.0.0.1:8900/"}, nowhere)
    assert current.belvo_url == "http://127.0.0.1:8900"
    assert not current.embeds_sandbox


def test_keys_may_stand_in_the_secrets_file_and_the_environment_goes_first(nowhere: Path) -> None:
    nowhere.write_text('BELVO_SECRET_ID = "from-file"\nBELVO_SECRET_PASSWORD = "also-from-file"\n')
    current = load({"BELVO_ENV": "sandbox", "BELVO_SECRET_ID": "from-environment"}, nowhere)
    assert current.secret_id == "from-environment"
    assert current.secret_password.reveal() == "also-from-file"


def test_a_broken_secrets_file_is_named_without_its_content(nowhere: Path) -> None:
    nowhere.write_text("BELVO_SECRET_PASSWORD = planted-password\n")
    assert refusal({}, nowhere) == 'secrets.toml is not valid TOML. Write each line as NAME = "value".'


def test_a_byte_order_mark_is_told_since_streamlit_does_not_read_past_it(nowhere: Path) -> None:
    nowhere.write_text('BELVO_SECRET_PASSWORD = "planted"\n', encoding="utf-8-sig")
    assert refusal({}, nowhere) == (
        "secrets.toml begins with a byte order mark, which Streamlit can't read. Save it without."
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_secrets_file_that_is_not_utf_8_is_to_be_saved_as_such(nowhere: Path, encoding: str) -> None:
    nowhere.write_text('BELVO_SECRET_PASSWORD = "planted-contraseña"\n', encoding=encoding)
    assert refusal({}, nowhere) == "secrets.toml is not UTF-8 text. Save it as UTF-8."


def test_a_secrets_file_that_is_a_folder_is_told(nowhere: Path) -> None:
    nowhere.mkdir()
    assert refusal({}, nowhere) == "secrets.toml is a folder. Remove it, or put a file in its place."


def test_a_secrets_file_that_can_not_be_read_is_told(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)  # who runs the tests may be root, who may read everything
    assert refusal({}, nowhere) == (
        "secrets.toml can't be read (Permission denied). Let whoever starts Linkdesk read it, or remove it."
    )


def test_names_below_a_section_of_the_secrets_file_are_not_passed_over(nowhere: Path) -> None:
    nowhere.write_text('[auth]\ncookie_secret = "x"\nBELVO_SECRET_PASSWORD = "planted-password"\n')
    assert refusal({}, nowhere) == (
        "BELVO_SECRET_PASSWORD stands below [auth] in secrets.toml. Move it above the first [section]."
    )


def test_what_is_not_ours_in_the_secrets_file_is_left_to_others(nowhere: Path) -> None:
    nowhere.write_text('OTHER = [1, 2]\n[auth]\ncookie_secret = "x"\n')
    assert load({}, nowhere).environment == "local"


def test_numbers_need_no_quotes_in_the_secrets_file(nowhere: Path) -> None:
    nowhere.write_text("LINKDESK_PULL_EVERY_HOURS = 12\nBELVO_SECRET_ID = 4711\n")
    current = load({}, nowhere)
    assert (current.pull_every_hours, current.secret_id) == (12, "4711")


@pytest.mark.parametrize("value", ["true", "1.5", "[12]", "2026-11-02", "{ hours = 12 }"])
def test_what_is_neither_text_nor_a_whole_number_in_the_secrets_file_is_told(nowhere: Path, value: str) -> None:
    nowhere.write_text(f"LINKDESK_PULL_EVERY_HOURS = {value}\n")
    assert refusal({}, nowhere) == (
        "LINKDESK_PULL_EVERY_HOURS in secrets.toml is neither text nor a whole number. "
        'Write LINKDESK_PULL_EVERY_HOURS = "value".'
    )


def test_production_is_belvos_own_host_and_pulls_nothing_that_nobody_has_chosen(nowhere: Path) -> None:
    current = load({**KEYS, "BELVO_ENV": "production"}, nowhere)
    assert current.belvo_url == "https://api.belvo.com"
    assert [load({**KEYS, "BELVO_ENV": env}, nowhere).follows_found_links for env in ("sandbox", "production")] == [
        True,
        False,
    ]


def test_which_environment_is_asked_for_is_known_whatever_else_is_wrong(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SECRETS_FILE", nowhere)
    assert settings.environment() == "local"
    nowhere.write_text('BELVO_ENV = " production "\nLINKDESK_PULLS = "often"\n')
    assert settings.environment() == "production"
    monkeypatch.setenv("BELVO_ENV", "sandbox")
    assert settings.environment() == "sandbox"


def test_all_but_the_keys_can_be_had_without_them(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECRETS_FILE", nowhere)
    monkeypatch.setenv("BELVO_ENV", "production")
    monkeypatch.setenv("LINKDESK_PUBLIC_URL", "https://desk.example")
    assert settings.load_without_keys().public_url == "https://desk.example"


def test_an_option_of_streamlits_is_found_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_SSL_CERT_FILE", " /etc/desk.pem ")
    assert settings.of_streamlit("server.sslCertFile") == "/etc/desk.pem"
    assert settings.of_streamlit("server.sslKeyFile") == ""


def test_an_unknown_environment_is_refused(nowhere: Path) -> None:
    with pytest.raises(SettingsError, match="Set it to local or sandbox"):
        load({"BELVO_ENV": "staging"}, nowhere)


@pytest.mark.parametrize(
    "url",
    [
        "sandbox.belvo.com",
        "https://user:pw@host",
        "https://host?x=1",
        "ftp://host",
        "https://host:99999",
        "https://host:port",
        "https://[::1",
        "https://:8900",
    ],
)
@pytest.mark.parametrize("name", ["BELVO_BASE_URL", "LINKDESK_PUBLIC_URL"])
def test_an_address_that_is_none_is_refused(nowhere: Path, name: str, url: str) -> None:
    assert refusal({name: url}, nowhere) == (
        f"{name} is not a web address. Write it as https://host or http://127.0.0.1:8900."
    )


@pytest.mark.parametrize(
    "url", ["http://sandbox.belvo.com", "http://192.168.0.7:8900", "http://127.0.0.1.evil.example"]
)
def test_keys_go_over_no_network_in_the_clear(nowhere: Path, url: str) -> None:
    assert refusal({"BELVO_BASE_URL": url}, nowhere) == (
        "BELVO_BASE_URL would carry the keys over the network in the clear. Write it as https://host."
    )


@pytest.mark.parametrize("url", ["http://127.0.0.1:8900", "http://localhost:8900", "http://[::1]:8900"])
def test_on_this_machine_they_may(nowhere: Path, url: str) -> None:
    assert load({"BELVO_BASE_URL": url}, nowhere).belvo_url == url


def test_the_company_shown_by_the_widget_can_be_given(nowhere: Path) -> None:
    given = load({"LINKDESK_COMPANY_NAME": "Acme", "LINKDESK_COMPANY_TERMS": "https://acme.example/terms"}, nowhere)
    assert (given.company.name, given.company.terms) == ("Acme", "https://acme.example/terms")
    assert given.company.icon == "http://127.0.0.1:8501/app/static/favicon.svg"


def test_a_secret_shows_in_no_text_and_can_not_be_pickled(nowhere: Path) -> None:
    current = load(KEYS, nowhere)
    shown = [
        repr(current),
        str(current),
        str(current.secret_password),
        f"{current.secret_password:>20}",
    ]
    assert not any("planted" in text or "an-id" in text for text in shown)
    for kept in (current.secret_password, current):
        with pytest.raises(TypeError):
            pickle.dumps(kept)


def test_a_secret_matches_itself_only() -> None:
    assert Secret("Bearer x").matches("Bearer x")
    assert not Secret("Bearer x").matches("Bearer y")
    assert not Secret("Bearer x").matches("")


def test_blanks_around_what_is_given_are_cut_off(nowhere: Path) -> None:
    nowhere.write_text('BELVO_WEBHOOK_AUTHORIZATION = " Bearer agreed\\n"\n')
    current = load({name: f"\t{value} " for name, value in KEYS.items()}, nowhere)
    assert (current.environment, current.secret_id) == ("sandbox", "an-id")
    assert current.secret_password.reveal() == "planted-password"
    assert current.webhook_authorization is not None
    assert current.webhook_authorization.reveal() == "Bearer agreed"


@pytest.mark.parametrize("blank", ["", "  "])
def test_what_is_blank_is_not_given(nowhere: Path, blank: str) -> None:
    names = ["BELVO_ENV", "BELVO_SECRET_ID", "BELVO_BASE_URL", "BELVO_WEBHOOK_AUTHORIZATION", *NUMBERS]
    blanks, nothing = (
        load(given, nowhere).model_dump(exclude={"secret_password"}) for given in (dict.fromkeys(names, blank), {})
    )
    assert blanks == nothing


def test_how_often_and_how_long_can_be_set_in_whole_numbers(nowhere: Path) -> None:
    assert load(KEYS, nowhere).pull_every_hours == 24
    assert load(KEYS | {"LINKDESK_PULL_EVERY_HOURS": "6"}, nowhere).pull_every_hours == 6
    for wrong in ("0", "-1", "often", "1.5", "9" * 20):
        with pytest.raises(SettingsError, match=r"^LINKDESK_CALLS_KEPT_DAYS is not a whole number above 0\."):
            load(KEYS | {"LINKDESK_CALLS_KEPT_DAYS": wrong}, nowhere)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("wrong", ["-5", "1000000000", "inf", "NaN", "0x10", "1e3", "½"])
def test_a_number_that_nobody_can_mean_names_the_range_and_what_is_usual(nowhere: Path, name: str, wrong: str) -> None:
    told = refusal({name: wrong}, nowhere)
    assert told.startswith(f"{name} is not a whole number above 0. Write one up to ")
    assert ", or leave it out for " in told


def test_how_long_the_history_is_kept_can_be_set_in_whole_days(nowhere: Path) -> None:
    assert load(KEYS, nowhere).history_kept_days == 90
    assert load(KEYS | {"LINKDESK_HISTORY_KEPT_DAYS": "30"}, nowhere).history_kept_days == 30
    assert load(KEYS, nowhere).audit_days == 730
    assert load(KEYS | {"LINKDESK_AUDIT_DAYS": "30"}, nowhere).audit_days == 30
    with pytest.raises(SettingsError, match=r"^LINKDESK_HISTORY_KEPT_DAYS is not a whole number above 0\."):
        load(KEYS | {"LINKDESK_HISTORY_KEPT_DAYS": "0"}, nowhere)


def test_what_has_no_age_of_its_own_has_none(nowhere: Path) -> None:
    assert load(KEYS, nowhere).keep_rows_days is None
    assert load(KEYS | {"LINKDESK_KEEP_ROWS_DAYS": "400"}, nowhere).keep_rows_days == 400
    assert "leave it out for what is there for good" in refusal({"LINKDESK_KEEP_ROWS_DAYS": "0"}, nowhere)


def test_the_data_lie_where_it_is_said(nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folders = {name: load({"LINKDESK_DATA_DIR": name}, nowhere).data_dir for name in ("~", "~/desk", "data", "/data")}
    assert folders == {
        "~": tmp_path,
        "~/desk": tmp_path / "desk",
        "data": settings.ROOT / "data",
        "/data": Path("/data"),
    }


@pytest.mark.parametrize(
    ("written", "lies"),
    [
        ("sqlite:///desk.db", "/data/desk.db"),
        ("sqlite:///of/a%20team.db", "/data/of/a team.db"),
        ("sqlite:////srv/desk.db", "/srv/desk.db"),
    ],
)
def test_a_store_in_a_file_lies_in_the_data_folder_or_where_it_is_said(nowhere: Path, written: str, lies: str) -> None:
    assert file_of(load({"LINKDESK_DATA_DIR": "/data", "LINKDESK_STORE": written}, nowhere)) == Path(lies)


def test_a_store_of_a_server_shows_no_password(nowhere: Path) -> None:
    written = "postgresql://desk:planted@db.example:5433/linkdesk?sslpassword=planted"
    found = load({"LINKDESK_STORE": written}, nowhere)
    assert found.store.url == written
    assert str(found.store) == "postgresql://db.example:5433/linkdesk"
    assert "planted" not in f"{found!r} {found.store!r} {found.store}"


def test_keys_of_bodies_are_for_a_store_of_a_server_alone(nowhere: Path) -> None:
    keys = {"LINKDESK_DATA_DIR": "/data", "LINKDESK_KEYS": "sqlite:///keys.db"}
    assert load(keys, nowhere).store.keys is None
    found = load(keys | {"LINKDESK_STORE": "postgresql://db.example/linkdesk"}, nowhere)
    assert found.store.keys == Address(Path("/data/keys.db"))
    apart = load(keys | {"LINKDESK_STORE": "postgresql://db/x", "LINKDESK_KEYS": "postgresql://u:planted@h/k"}, nowhere)
    assert "planted" not in f"{apart!r} {apart.store!r}"


@pytest.mark.parametrize(
    "written",
    [
        "planted.db",
        "sqlite://planted.db",
        "sqlite:///",
        "sqlite:////",
        "sqlite:///planted/",
        "sqlite:///x?planted=1",
        "mysql://planted/x",
        "postgresql://u:planted@host",
        "postgresql://u:planted@host:port/db",
        "postgresql://[planted/x",
    ],
)
def test_an_address_of_a_store_that_is_none_is_told_without_what_it_says(nowhere: Path, written: str) -> None:
    said = refusal({"LINKDESK_STORE": written}, nowhere)
    assert said.startswith("LINKDESK_STORE ")
    assert said.endswith("Write it as sqlite:///desk.db, in the data folder, sqlite:////srv/desk.db, or " + SERVER)


SERVER = "postgresql://user@host/database."


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_folder_of_data_without_a_name_is_not_guessed(nowhere: Path, empty: str) -> None:
    assert refusal({"LINKDESK_DATA_DIR": empty}, nowhere) == (
        "LINKDESK_DATA_DIR is empty. Name a folder, or leave it out for .linkdesk."
    )


def test_a_home_that_is_not_there_is_told(nowhere: Path) -> None:
    assert refusal({"LINKDESK_DATA_DIR": "~nobody-of-this-name/desk"}, nowhere) == (
        "LINKDESK_DATA_DIR begins with the home of a user who is not known here. Write the whole path."
    )


@pytest.mark.parametrize(("given", "port"), [("8601", 8601), (" 8601 ", 8601), ("", 8501), ("0", 0), ("65535", 65535)])
def test_the_port_is_said_or_the_usual_one(monkeypatch: pytest.MonkeyPatch, given: str, port: int) -> None:
    monkeypatch.setenv("PORT", given)
    assert settings.port() == port


@pytest.mark.parametrize("given", ["abc", "70000", "-1", "8501.0", "tcp://10.0.0.1:8501", "\uff18501"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("PORT", given)
    with pytest.raises(BadSetting, match=r"^PORT is not a port\. Write one up to 65535, or leave it out for 8501\."):
        settings.port()


def test_a_proxy_is_declared_by_a_one(nowhere: Path) -> None:
    assert [load(given, nowhere).behind_proxy for given in ({}, {"LINKDESK_BEHIND_PROXY": "1"})] == [False, True]
    with pytest.raises(SettingsError, match=r"^LINKDESK_BEHIND_PROXY is neither 1 nor 0\. Set it to 1, or leave it"):
        load({"LINKDESK_BEHIND_PROXY": "nginx"}, nowhere)


def test_webhooks_arrive_in_local_and_where_an_address_and_a_header_are_agreed(nowhere: Path) -> None:
    public = KEYS | {"LINKDESK_PUBLIC_URL": "https://desk.example.com"}
    agreed = {"BELVO_WEBHOOK_AUTHORIZATION": "Bearer agreed"}
    assert [load(given, nowhere).receives_webhooks for given in ({}, KEYS, public, public | agreed)] == [
        True,
        False,
        False,
        True,
    ]


def test_what_works_beside_a_server_is_told_its_address(nowhere: Path) -> None:
    beside = settings.environment_beside("http://127.0.0.1:8601")
    assert load(beside, nowhere).server_url == "http://127.0.0.1:8601"
    assert load({}, nowhere).server_url is None


SIGN_IN = """
[auth]
redirect_uri = "https://desk.example/oauth2callback"
cookie_secret = "planted-cookie-secret-of-more-than-32-characters"
client_id = "linkdesk"
client_secret = "planted-client-secret"
server_metadata_url = "https://login.example/.well-known/openid-configuration"
[roles]
"""


def test_without_auth_in_the_secrets_file_nobody_signs_in(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECRETS_FILE", nowhere)
    assert settings.sign_in() is None
    nowhere.write_text(f'{SIGN_IN}admin = ["root@desk.example"]')
    found = settings.sign_in()
    assert found
    assert (found.origin, found.members.admins) == ("https://desk.example", ["root@desk.example"])


def test_a_sign_in_that_lets_nobody_in_is_told(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECRETS_FILE", nowhere)
    nowhere.write_text(SIGN_IN)
    with pytest.raises(UnusableSignIn, match="names no admin") as raised:
        settings.sign_in()
    assert "planted" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        ("127.0.0.1", False),
        ("::1", False),
        ("127.0.0.2", False),
        ("0.0.0.0", True),  # noqa: S104 - as somebody may write it
        ("::", True),
        ("10.0.0.5", True),
    ],
)
def test_without_sign_in_a_server_listens_on_the_loopback_alone(address: str, is_refused: bool) -> None:
    refused = refusals([("LINKDESK_HOST", address)], signs_in=False)
    assert [line.partition(" would")[0] for line in refused] == ([f"LINKDESK_HOST {address}"] if is_refused else [])
    assert refusals([("LINKDESK_HOST", address)], signs_in=True) == []


def test_the_address_to_listen_on_is_one(nowhere: Path) -> None:
    assert load({}, nowhere).host == "127.0.0.1"
    assert load({"LINKDESK_HOST": "localhost"}, nowhere).host == "127.0.0.1"
    assert load({"LINKDESK_HOST": "[::1]"}, nowhere).host == "::1"
    assert refusal({"LINKDESK_HOST": "planted.example"}, nowhere).startswith("LINKDESK_HOST is no address")


def test_how_long_a_sign_in_lasts_can_be_set(nowhere: Path) -> None:
    assert load({}, nowhere).sign_in_limits == Limits(timedelta(minutes=30), timedelta(hours=12))
    told = {"LINKDESK_AUTH_IDLE_MINUTES": "5", "LINKDESK_AUTH_HOURS": "1"}
    assert load(told, nowhere).sign_in_limits == Limits(timedelta(minutes=5), timedelta(hours=1))
