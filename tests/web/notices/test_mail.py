"""Mails by a mail server that is really there."""

import ssl
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from domain.notices.kinds import Kind
from domain.notices.messages import Line, Message
from languages import LANGUAGES, speaking
from notice_settings import MailServer
from settings import LOCAL_KEYS, Secret, Settings
from tests.kit.certificate import self_signed
from tests.kit.ports import free_port
from tests.kit.sinks import MailSink, mail_sink
from web.notices import mail

# Of the mail server of the tests, which speaks TLS from the first and does not count that.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

PASSWORD = "planted-mail-password"
TO = ["ops@example.com", "on.call@example.org"]
MESSAGE = Message(
    "f" * 32,
    "sandbox",
    "https://desk.example",
    (
        Line(
            Kind.BROKEN,
            "begun",
            "Erebor México 😀: 1 link newly broken: 00000001",
            "links",
            {"find": "00000001"},
        ),
    ),
)


def settings(server: str, **more: object) -> Settings:
    key, password = LOCAL_KEYS
    return Settings(
        secret_id=key,
        secret_password=Secret(password),
        notices_smtp=server,
        notices_from="linkdesk@example.com",
        **more,  # type: ignore[arg-type]  # by their names
    )


def plain(sink: MailSink) -> Settings:
    return settings(f"smtp+plain://127.0.0.1:{sink.port}")


def test_a_mail_arrives_with_its_text_and_an_id_that_stays() -> None:
    with mail_sink() as sink:
        answers = [mail.to_recipients(plain(sink), TO, MESSAGE) for _ in range(2)]
    assert [(answer.is_sent, answer.status, answer.told) for answer in answers] == [(True, 250, "")] * 2
    (recipients, first), (_, second) = sink.mails
    assert recipients == TO
    assert first["Message-ID"] == second["Message-ID"] == f"<{'f' * 32}@example.com>"
    assert str(make_header(decode_header(first["Subject"]))) == f"Linkdesk sandbox: {MESSAGE.lines[0].text}"
    text = first.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert "Erebor México 😀: 1 link newly broken" in text.decode()
    assert "https://desk.example/links?find=00000001" in text.decode()
    assert first.get_content_type() == "text/plain"
    assert first["Content-Language"] == "en"


def test_a_mail_says_in_which_language_it_is() -> None:
    with speaking(LANGUAGES["pt"][1]):
        sent = mail.written(MESSAGE, "linkdesk@example.com", TO)
    assert sent["Content-Language"] == "pt"
    assert sent.get_content().splitlines()[-1] == f"Entrega {'f' * 32}"


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_it_signs_in_once_the_way_is_encrypted(scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere STARTTLS is asked for first; of this machine it is not, so that the test says it is elsewhere."""
    files = self_signed(tmp_path)
    trusted = ssl.create_default_context(cafile=files[0])
    with mail_sink(tls=files, password=PASSWORD, implicit=scheme == "smtps") as sink:
        monkeypatch.setattr(ssl, "create_default_context", lambda *_, **__: trusted)
        monkeypatch.setattr(MailServer, "encrypts", property(lambda server: not server.encrypts_at_once))
        found = settings(f"{scheme}://desk@127.0.0.1:{sink.port}", notices_smtp_password=Secret(PASSWORD))
        answer = mail.to_recipients(found, TO, MESSAGE)
    assert (answer.is_sent, answer.told) == (True, "")
    assert (sink.signed_in, sink.was_encrypted) == (["desk"], [True])


def test_a_server_that_can_not_encrypt_is_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MailServer, "encrypts", property(lambda server: not server.encrypts_at_once))
    with mail_sink() as sink:
        answer = mail.to_recipients(settings(f"smtp://127.0.0.1:{sink.port}"), TO, MESSAGE)
    assert (answer.is_sent, answer.final, sink.mails) == (False, True, [])
    assert "speaks no TLS" in answer.told


def test_another_certificate_than_a_trusted_one_is_sent_nothing(tmp_path: Path) -> None:
    with mail_sink(tls=self_signed(tmp_path), password=PASSWORD, implicit=True) as sink:
        found = settings(f"smtps://desk@127.0.0.1:{sink.port}", notices_smtp_password=Secret(PASSWORD))
        answer = mail.to_recipients(found, TO, MESSAGE)
    assert (answer.is_sent, answer.told) == (False, "The mail server's certificate can't be trusted.")
    assert (sink.signed_in, sink.mails) == ([], [])


@pytest.mark.parametrize(
    ("replies", "data", "is_sent", "final", "status", "told"),
    [
        ({TO[0]: "550 no such user"}, [], True, False, 250, "1 of 2 recipients were refused."),
        (dict.fromkeys(TO, "550 no such user"), [], False, True, 550, "The mail server refused with 550."),
        ({TO[0]: "550 x", TO[1]: "450 later"}, [], False, False, 450, "The mail server answered 450."),
        ({}, ["451 greylisted planted@example.com"], False, False, 451, "The mail server answered 451."),
        ({}, ["554 spam planted@example.com"], False, True, 554, "The mail server refused with 554."),
    ],
)
def test_what_a_mail_server_replies(
    replies: dict[str, str], data: list[str], is_sent: bool, final: bool, status: int, told: str
) -> None:
    with mail_sink() as sink:
        sink.replies, sink.data_replies = replies, data
        answer = mail.to_recipients(plain(sink), TO, MESSAGE)
    assert (answer.is_sent, answer.final, answer.status, answer.told) == (is_sent, final, status, told)


def test_a_wrong_password_is_for_good_and_is_told_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = self_signed(tmp_path)
    trusted = ssl.create_default_context(cafile=files[0])
    with mail_sink(tls=files, password="another", implicit=True) as sink:
        monkeypatch.setattr(ssl, "create_default_context", lambda *_, **__: trusted)
        found = settings(f"smtps://desk@127.0.0.1:{sink.port}", notices_smtp_password=Secret(PASSWORD))
        answer = mail.to_recipients(found, TO, MESSAGE)
    assert (answer.is_sent, answer.final, answer.told) == (False, True, "The mail server refused the sign-in.")
    assert PASSWORD not in repr((answer, found, found.mail_server))


def test_one_that_is_not_there_can_be_tried_again() -> None:
    answer = mail.to_recipients(settings(f"smtp+plain://127.0.0.1:{free_port()}"), TO, MESSAGE)
    assert (answer.is_sent, answer.final, answer.told) == (False, False, "The mail server can't be reached.")


def test_without_a_server_it_says_which_settings_there_have_to_be() -> None:
    key, password = LOCAL_KEYS
    bare = Settings(secret_id=key, secret_password=Secret(password))
    answer = mail.to_recipients(bare, TO, MESSAGE)
    assert "LINKDESK_NOTICES_SMTP" in answer.told
    assert answer.final
