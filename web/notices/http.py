"""Sends a message as a webhook: to Slack's address in the settings, or signed to one that was entered on a page."""

from datetime import UTC, datetime

import requests

from belvo_client.http import retry_after
from belvo_client.transport import plain_session
from context import VERSION
from domain.notices.messages import Message
from domain.notices.retries import Answer, of_status
from settings import Settings
from web.notices import payloads
from web.notices.addresses import CarefulAdapter, Forbidden, check

_CONNECT, _READ = 5.0, 10.0  # seconds
_TYPE = "application/json; charset=utf-8"


def to_slack(settings: Settings, message: Message) -> Answer:
    """Send to the one address of Slack's; its text says nothing that is repeated."""
    if settings.notices_slack is None:
        return Answer(False, told="LINKDESK_NOTICES_SLACK is not set.", final=True)
    url = settings.notices_slack.reveal()
    with plain_session(url) as session:
        return _post(session, url, payloads.slack(message), {payloads.DELIVERY: message.id})


def to_webhook(settings: Settings, url: str, message: Message) -> Answer:
    """Send what programs read, signed where there is a key; only where `addresses` lets it."""
    body, headers = payloads.plain(message), {payloads.DELIVERY: message.id}
    if settings.notices_key:
        headers[payloads.SIGNATURE] = payloads.signature(settings.notices_key.reveal(), body, datetime.now(UTC))
    try:
        check(url, settings.allowed_hosts)
        with plain_session(url) as session:
            session.trust_env = False
            for scheme in ("https://", "http://"):
                session.mount(scheme, CarefulAdapter(settings.allowed_hosts))
            return _post(session, url, body, headers)
    except Forbidden as error:
        return Answer(False, told=str(error), final=True)


def _post(session: requests.Session, url: str, body: bytes, headers: dict[str, str]) -> Answer:
    headers = {"Content-Type": _TYPE, "User-Agent": f"Linkdesk/{VERSION}", **headers}
    try:
        # What is answered is not read: its status says all, and it may be endless.
        with session.post(
            url, data=body, headers=headers, timeout=(_CONNECT, _READ), allow_redirects=False, stream=True
        ) as answer:
            return of_status(answer.status_code, retry_after.seconds(answer.headers.get("retry-after")))
    except requests.Timeout:
        return Answer(False, told="It did not answer in time.")
    except requests.exceptions.SSLError:
        return Answer(False, told="Its certificate can't be trusted, or it speaks no TLS.")
    except (requests.RequestException, OSError):  # whose text has the address, and with Slack's the secret
        return Answer(False, told="It can't be reached.")
