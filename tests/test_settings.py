import pickle
import traceback
from pathlib import Path

import pytest

import settings
from settings import NotOffered, Secret, SettingsError, load

KEYS = {"BELVO_ENV": "sandbox", "BELVO_SECRET_ID": "an-id", "BELVO_SECRET_PASSWORD": "planted-password"}


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    return tmp_path / "secrets.toml"


def test_without_any_setting_it_is_the_local_belvo_with_its_public_keys(nowhere: Path, tmp_path: Path) -> None:
    current = load({"LINKDESK_DATA_DIR": str(tmp_path), settings.SERVER_URL: "http://127.0.0.1:8501"}, nowhere)
    assert current.environment == "local"
    assert current.belvo_url == "http://127.0.0.1:8501/sandbox"
    assert current.widget_script_url == "/sandbox/belvo-widget-1-stable.js"
    assert (current.secret_id, current.secret_password.reveal()) == settings.LOCAL_KEYS
    assert current.database_path == tmp_path / "local.db"


def test_the_sandbox_needs_both_keys_and_names_the_missing_one(nowhere: Path) -> None:
    with pytest.raises(SettingsError, match=r"^BELVO_SECRET_PASSWORD not set\. Create a key pair") as raised:
        load({"BELVO_ENV": "sandbox", "BELVO_SECRET_ID": "an-id"}, nowhere)
    assert raised.value.check == "Keys"


def test_with_keys_the_sandbox_is_belvos_own_host_and_script(nowhere: Path) -> None:
    current = load(KEYS, nowhere)
    assert current.belvo_url == "https://sandbox.belvo.com"
    assert current.widget_script_url == "https://cdn.belvo.io/belvo-widget-1-stable.js"
    assert not current.embeds_sandbox
    assert current.identity_parts()[0] == "sandbox.belvo.com"


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
    with pytest.raises(SettingsError, match=r"secrets\.toml is not valid TOML") as raised:
        load({}, nowhere)
    assert "planted" not in "".join(traceback.format_exception(raised.value))


def test_production_is_not_offered_yet(nowhere: Path) -> None:
    with pytest.raises(NotOffered, match="no sign-in and masks no data"):
        load({**KEYS, "BELVO_ENV": "production"}, nowhere)


def test_an_unknown_environment_is_refused(nowhere: Path) -> None:
    with pytest.raises(SettingsError, match="Set it to local or sandbox"):
        load({"BELVO_ENV": "staging"}, nowhere)


@pytest.mark.parametrize("url", ["sandbox.belvo.com", "https://user:pw@host", "https://host?x=1", "ftp://host"])
def test_an_address_that_is_none_is_refused(nowhere: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="BELVO_BASE_URL is not a web address"):
        load({"BELVO_BASE_URL": url}, nowhere)


def test_a_server_file_left_by_a_killed_server_is_not_believed(nowhere: Path, tmp_path: Path) -> None:
    (tmp_path / settings.SERVER_FILE).write_text("http://127.0.0.1:9")
    with pytest.raises(settings.NoServer):
        _ = load({"LINKDESK_DATA_DIR": str(tmp_path)}, nowhere).belvo_url


def test_the_company_shown_by_the_widget_can_be_given(nowhere: Path) -> None:
    given = load({"LINKDESK_COMPANY_NAME": "Acme", "LINKDESK_COMPANY_TERMS": "https://acme.example/terms"}, nowhere)
    assert (given.company.name, given.company.terms) == ("Acme", "https://acme.example/terms")
    assert given.company.icon == "http://127.0.0.1:8501/app/static/favicon.svg"


def test_a_secret_shows_in_no_text_and_can_not_be_pickled(nowhere: Path) -> None:
    current = load(KEYS, nowhere)
    shown = [
        repr(current),
        str(current.secret_password),
        f"{current.secret_password:>20}",
    ]
    assert not any("planted" in text or "an-id" in text for text in shown)
    with pytest.raises(TypeError):
        pickle.dumps(current.secret_password)


def test_a_secret_matches_itself_only() -> None:
    assert Secret("Bearer x").matches("Bearer x")
    assert not Secret("Bearer x").matches("Bearer y")
    assert not Secret("Bearer x").matches("")


def test_how_often_and_how_long_can_be_set_in_whole_numbers(nowhere: Path) -> None:
    assert load(KEYS, nowhere).pull_every_hours == 24
    assert load(KEYS | {"LINKDESK_PULL_EVERY_HOURS": "6"}, nowhere).pull_every_hours == 6
    for wrong in ("0", "-1", "often", "1.5", "9" * 20):
        with pytest.raises(SettingsError, match=r"^LINKDESK_CALLS_KEPT_DAYS is not a whole number above 0\."):
            load(KEYS | {"LINKDESK_CALLS_KEPT_DAYS": wrong}, nowhere)


def test_how_long_the_history_is_kept_can_be_set_in_whole_days(nowhere: Path) -> None:
    assert load(KEYS, nowhere).history_kept_days == 90
    assert load(KEYS | {"LINKDESK_HISTORY_KEPT_DAYS": "30"}, nowhere).history_kept_days == 30
    with pytest.raises(SettingsError, match=r"^LINKDESK_HISTORY_KEPT_DAYS is not a whole number above 0\."):
        load(KEYS | {"LINKDESK_HISTORY_KEPT_DAYS": "0"}, nowhere)


def test_webhooks_arrive_in_local_and_where_an_address_and_a_header_are_agreed(nowhere: Path) -> None:
    public = KEYS | {"LINKDESK_PUBLIC_URL": "https://desk.example.com"}
    agreed = {"BELVO_WEBHOOK_AUTHORIZATION": "Bearer agreed"}
    assert [load(given, nowhere).receives_webhooks for given in ({}, KEYS, public, public | agreed)] == [
        True,
        False,
        False,
        True,
    ]
