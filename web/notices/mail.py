"""Sends a message as an e-mail, by the one mail server of the settings."""

import smtplib
import ssl
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from domain.notices.messages import Message
from domain.notices.retries import Answer, of_smtp
from domain.unseen import one_line
from languages import spoken
from notice_settings import MailServer
from settings import Settings
from web.notices import payloads

_PATIENCE = 10.0  # seconds for each step
_TAKEN, _FOR_GOOD = 250, 500
"""Replies of RFC 5321: a mail that was taken, and from where on a refusal is for good."""


def to_recipients(settings: Settings, recipients: Sequence[str], message: Message) -> Answer:
    """Hand the mail in; one that some recipients are refused of has been sent, and says how many."""
    server = settings.mail_server
    if server is None:
        return Answer(False, told="LINKDESK_NOTICES_SMTP and LINKDESK_NOTICES_FROM are not both set.", final=True)
    try:
        refused = _handed_in(server, written(message, server.sender, recipients))
    except (OSError, smtplib.SMTPException) as error:
        return _answer_of(error)
    told = f"{len(refused)} of {len(recipients)} recipients were refused." if refused else ""
    return Answer(True, _TAKEN, told)


def _handed_in(server: MailServer, mail: EmailMessage) -> Mapping[str, object]:
    """Which recipients were refused of a mail that was taken for the others."""
    trusted = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=trusted)
        if server.encrypts_at_once
        else smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
    ) as session:
        if server.encrypts:
            session.starttls(context=trusted)
        if server.user:
            session.login(server.user, server.password.reveal() if server.password else "")
        return session.send_message(mail)


def _answer_of(error: OSError | smtplib.SMTPException) -> Answer:
    """What went wrong, in words of ours: an error's own may have what was sent."""
    match error:
        case smtplib.SMTPNotSupportedError():
            return Answer(
                False, told="The mail server speaks no TLS, or takes no sign-in. Nothing was sent.", final=True
            )
        case smtplib.SMTPRecipientsRefused():
            return of_smtp(min(code for code, _ in error.recipients.values()))
        case smtplib.SMTPAuthenticationError():
            code = error.smtp_code
            return Answer(False, code, "The mail server refused the sign-in.", final=code >= _FOR_GOOD)
        case smtplib.SMTPResponseException():
            return of_smtp(error.smtp_code)
        case ssl.SSLError():
            return Answer(False, told="The mail server's certificate can't be trusted.")
        case TimeoutError():
            return Answer(False, told="The mail server did not answer in time.")
        case _:
            return Answer(False, told="The mail server can't be reached.")


def written(message: Message, sender: str, recipients: Sequence[str]) -> EmailMessage:
    """The mail; its Message-ID is the same at each attempt, by which a mailbox shows a double once."""
    mail = EmailMessage()
    mail["Subject"] = one_line(message.subject)
    mail["From"] = sender
    mail["To"] = ", ".join(recipients)
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail[payloads.DELIVERY] = message.id
    mail.set_content(payloads.text(message))
    mail["Content-Language"] = spoken().code  # last: what is set before goes with the old content
    return mail
