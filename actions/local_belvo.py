"""Steering the local Belvo, over HTTP like anybody: who gets its webhooks, and which it sends."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import requests

from actions.permission import allowed, note
from belvo_client import is_loopback, plain_session
from context import identity_of, serves
from domain.roles import Actor
from settings import Settings
from store import Database
from store.upkeep import renewal

RECEIVER = "/webhooks/belvo"
"""Where a Linkdesk takes webhooks in."""

_PATIENCE = 10.0  # seconds


class NotLocal(Exception):
    """Only the local Belvo can be steered."""


class ControlFailed(Exception):
    """The local Belvo did not do it; the message says why, in its own words where it has any."""


@allowed("begin_anew", did="began anew")
def begin_anew(settings: Settings, *, actor: Actor) -> None:
    """Forget what is stored of an earlier local Belvo and go on with the one that answers; every process follows.

    Nothing is done where that has been done already. Raises SettingsError if none does.
    """
    with Database.open(settings.store) as db:
        if renewal.begin_anew(db, identity_of(settings)):
            with db.write() as connection:
                note(connection, actor, target="store")


class Control:
    """The control addresses of one local Belvo."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/control"
        self._session = plain_session(url)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """That of the settings; raises NotLocal, and NoServer where it is part of a server that does not run."""
        if settings.environment != "local":
            raise NotLocal(f"BELVO_ENV is {settings.environment}: only the local Belvo can be told to send something.")
        return cls(settings.belvo_url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def reset(self) -> None:
        """Have it forget everything, as if it were new."""
        self._call("POST", "state/reset/")

    def endpoints(self) -> list[dict[str, Any]]:
        """Who gets webhooks: id, url, has_authorization, created_at."""
        found: list[dict[str, Any]] = self._call("GET", "webhooks/endpoints/")
        return found

    def remove(self, endpoint: str) -> None:
        """Send no more webhooks to an endpoint."""
        self._call("DELETE", f"webhooks/endpoints/{endpoint}/")

    def register(self, receiver: str, authorization: str | None) -> bool:
        """Have webhooks sent to this address, once; False if they are already.

        Addresses of desks on this machine that no longer run are taken out: a desk may have had another port before.
        """
        found = self.endpoints()
        ours = [one for one in found if one["url"] == receiver]
        for old in found:
            if old["url"] != receiver and _is_abandoned(old["url"]):
                self.remove(old["id"])
        if ours and authorization is None and not ours[0]["has_authorization"]:
            return False
        for old in ours:  # which header it sends is not told, so it is told anew
            self.remove(old["id"])
        body = {"url": receiver} | ({"authorization": authorization} if authorization else {})
        self._call("POST", "webhooks/endpoints/", body)
        return True

    def send_webhook(self, link: str, kind: str, code: str, data: Mapping[str, Any]) -> str:
        """Have a webhook of any type and code sent, and return its request id."""
        body = {"link_id": link, "webhook_type": kind, "webhook_code": code, "data": dict(data)}
        return str(self._call("POST", "webhooks/send/", body)["request_id"])

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - decoded JSON
        try:
            answer = self._session.request(method, f"{self._url}/{path}", json=body, timeout=_PATIENCE)
        except requests.RequestException as error:
            raise ControlFailed("The local Belvo does not answer. Start it, or unset BELVO_BASE_URL.") from error
        if not answer.ok:
            raise ControlFailed(_reason(answer))
        return answer.json() if answer.content else None


def _is_abandoned(url: str) -> bool:
    """Whether it is the receiver of a desk on this machine, and none runs there."""
    parts = urlsplit(url)
    if not is_loopback(url) or parts.path != RECEIVER:
        return False
    return not serves(f"{parts.scheme}://{parts.netloc}", timeout=1)


def _reason(answer: requests.Response) -> str:
    try:
        return str(answer.json()[0]["message"])
    except (ValueError, LookupError, TypeError):
        return f"The local Belvo answered {answer.status_code} to {urlsplit(answer.url).path}."
