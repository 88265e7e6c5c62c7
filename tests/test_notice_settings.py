"""How notices' settings are written, and that none of their secrets is repeated."""

import pytest

import settings
from settings import BadSetting, Settings

PLANTED = "planted-secret-of-slack"


def load(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv(f"LINKDESK_NOTICES_{name}", value)
    monkeypatch.setenv("LINKDESK_NOTICES_FROM", "linkdesk@example.com")
    return settings.load()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("smtps://mail.example.com", ("smtps", "mail.example.com", 465, "", False)),
        ("smtp://desk%40example.com@mail.example.com", ("smtp", "mail.example.com", 587, "desk@example.com", True)),
        ("smtp://desk@mail.example.com:2525", ("smtp", "mail.example.com", 2525, "desk", True)),
        ("smtp+plain://relay.internal", ("smtp+plain", "relay.internal", 25, "", False)),
        ("smtp+plain://desk@127.0.0.1:2525", ("smtp+plain", "127.0.0.1", 2525, "desk", False)),
        ("smtps://[2001:db8::1]", ("smtps", "2001:db8::1", 465, "", False)),
    ],
)
def test_a_mail_server_is_read(written: str, read: tuple[object, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    server = load("SMTP", written, monkeypatch).mail_server
    assert server is not None
    assert (server.scheme, server.host, server.port, server.user, server.encrypts) == read


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SMTP", "mail.example.com", "is no mail server"),
        ("SMTP", "http://mail.example.com", "is no mail server"),
        ("SMTP", f"smtps://desk:{PLANTED}@mail.example.com", "LINKDESK_NOTICES_SMTP_PASSWORD"),
        ("SMTP", "smtps://mail.example.com:99999", "is no mail server"),
        ("SMTP", "smtps://mail.example.com/path", "is no mail server"),
        ("SMTP", "smtp+plain://desk@mail.example.com", "in the clear"),
        ("SLACK", f"http://hooks.slack.com/services/{PLANTED}", "in the clear"),
        ("SLACK", f"{PLANTED}", "is not a web address"),
        ("KEY", "planted", "too short"),
        ("FROM", "Linkdesk <linkdesk@example.com>", "is no e-mail address"),
        ("HOSTS", "hooks.internal, not a/host", "is no host"),
    ],
)
def test_what_can_not_be_used_says_how_to_write_it(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKDESK_NOTICES_FROM", "linkdesk@example.com")
    monkeypatch.setenv(f"LINKDESK_NOTICES_{name}", value)
    with pytest.raises(BadSetting) as told:
        settings.load()
    assert said in str(told.value)
    assert str(told.value).startswith(f"LINKDESK_NOTICES_{name} ")
    assert "planted" not in str(told.value)


def test_hosts_are_read_in_any_case_and_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load("HOSTS", " Hooks.Internal,10.0.0.5  ::1 ", monkeypatch).allowed_hosts == {
        "hooks.internal",
        "10.0.0.5",
        "::1",
    }


def test_no_secret_of_theirs_can_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKDESK_NOTICES_SLACK", f"https://hooks.slack.com/services/{PLANTED}")
    monkeypatch.setenv("LINKDESK_NOTICES_KEY", f"{PLANTED}-key")
    found = load("SMTP_PASSWORD", f"{PLANTED}-password", monkeypatch)
    assert PLANTED not in repr(found)
    assert PLANTED not in str(found.model_dump())
