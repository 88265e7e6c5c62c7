"""Settings of notices: by what they are sent, and every secret that this takes."""

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from belvo_client import is_loopback
from setting_types import Hidden, Secret, encrypted, web_address

SHORTEST_KEY = 16
_SCHEMES = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?")


def _of_slack(value: Secret) -> Secret:
    encrypted(web_address(value.reveal()))  # neither says what was given
    return value


def _key(value: Secret) -> Secret:
    if len(value.reveal()) < SHORTEST_KEY:
        raise ValueError(f"is too short to sign with. Write {SHORTEST_KEY} characters or more.")
    return value


def _server(value: str) -> str:
    try:
        parts = urlsplit(value)
        port, host = parts.port, parts.hostname
    except ValueError:
        port, host = None, None
    has_more = parts.path.strip("/") or parts.query or parts.fragment if host else True
    if not host or has_more or parts.scheme not in _SCHEMES or parts.password is not None:
        raise ValueError(
            "is no mail server. Write it as smtps://host, smtp://user@host:587 (STARTTLS) or smtp+plain://host."
            " The password is LINKDESK_NOTICES_SMTP_PASSWORD."
        )
    if parts.scheme == "smtp+plain" and parts.username and not is_loopback(f"http://{host}"):
        raise ValueError("would carry the password over the network in the clear. Write it as smtp:// or smtps://.")
    return (
        f"{parts.scheme}://{parts.netloc.rpartition('@')[0] + '@' if parts.username else ''}"
        + (f"[{host}]" if ":" in host else host)
        + f":{port or _SCHEMES[parts.scheme]}"
    )


def _sender(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError("is no e-mail address. Write it as linkdesk@example.com.")
    return value


def _hosts(value: str) -> str:
    hosts = re.split(r"[\s,]+", value.strip())
    if wrong := [host for host in hosts if not _HOST.fullmatch(host)]:
        raise ValueError(f"names {wrong[0][:60]!r}, which is no host. Write hosts with commas between them.")
    return " ".join(host.casefold() for host in hosts)


class NoticeSettings(BaseModel):
    """By what notices are sent; where they go besides is kept in the store, and is no secret."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    notices_slack: Annotated[Hidden, AfterValidator(_of_slack)] | None = Field(
        default=None, validation_alias="LINKDESK_NOTICES_SLACK"
    )
    notices_key: Annotated[Hidden, AfterValidator(_key)] | None = Field(
        default=None, validation_alias="LINKDESK_NOTICES_KEY"
    )
    notices_smtp: Annotated[str, AfterValidator(_server)] | None = Field(
        default=None, validation_alias="LINKDESK_NOTICES_SMTP"
    )
    notices_smtp_password: Hidden | None = Field(default=None, validation_alias="LINKDESK_NOTICES_SMTP_PASSWORD")
    notices_from: Annotated[str, AfterValidator(_sender)] | None = Field(
        default=None, validation_alias="LINKDESK_NOTICES_FROM"
    )
    notices_hosts: Annotated[str, AfterValidator(_hosts)] | None = Field(
        default=None, validation_alias="LINKDESK_NOTICES_HOSTS"
    )

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Hosts within the own network to which webhooks may go on purpose."""
        return frozenset((self.notices_hosts or "").split())

    @property
    def mail_server(self) -> "MailServer | None":
        """Where mails are handed in; None where none is set, or nobody to send them as."""
        if not self.notices_smtp or not self.notices_from:
            return None
        parts = urlsplit(self.notices_smtp)
        return MailServer(
            scheme=parts.scheme,
            host=parts.hostname or "",
            port=parts.port or _SCHEMES[parts.scheme],
            user=unquote(parts.username or ""),
            password=self.notices_smtp_password,
            sender=self.notices_from,
        )


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server, and as whom mails are sent."""

    scheme: str
    host: str
    port: int
    user: str
    password: Secret | None
    sender: str

    @property
    def encrypts_at_once(self) -> bool:
        return self.scheme == "smtps"

    @property
    def encrypts(self) -> bool:
        """Whether it has to speak TLS before anything is sent; on this machine nothing can be read on the way."""
        return self.scheme == "smtp" and not is_loopback(
            f"http://[{self.host}]" if ":" in self.host else f"http://{self.host}"
        )
