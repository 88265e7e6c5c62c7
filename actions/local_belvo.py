"""Steering the local Belvo, over HTTP like anybody: its webhooks, clock, faults, people and state."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import requests

from actions.permission import allowed, note
from belvo_client import is_loopback, plain_session
from context import identity_of
from domain.roles import Actor
from languages import say
from server_file import serves
from settings import Settings
from store import Database
from store.upkeep import renewal

RECEIVER = "/webhooks/belvo"
"""Where a Linkdesk takes webhooks in."""

_PATIENCE = 10.0  # seconds
_LONG = 120.0  # seconds for what works on everything: a year passes, a person's two years are gone through


Kind = Literal["faults", "webhooks/mishaps"]
"""What goes wrong: answers of the API, or webhooks."""


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
            raise NotLocal(
                say(
                    "BELVO_ENV is {environment}: only the local Belvo can be steered.", environment=settings.environment
                )
            )
        return cls(settings.belvo_url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def state(self) -> dict[str, Any]:
        """What there is: instance, seed, now, and counts, links_by_status among them."""
        return dict(self._call("GET", "state/"))

    def reset(self) -> str:
        """Have it forget everything, as if it were new; the id of the instance that begins."""
        return str(self._call("POST", "state/reset/")["instance"])

    def save(self) -> bytes:
        """All that it holds, as a file of its own."""
        return self._answer("GET", "state/file/", patience=_LONG).content

    def load(self, content: bytes) -> str:
        """Have it go on from such a file; the id of the instance that begins."""
        return str(self._answer("PUT", "state/file/", content=content, patience=_LONG).json()["instance"])

    def advance(self, *, days: float = 0, hours: float = 0) -> str:
        """Move its clock on, and carry out all that comes due; the instant that it shows then."""
        return str(self._call("POST", "clock/advance/", {"days": days, "hours": hours}, patience=_LONG)["now"])

    def offset(self) -> float:
        """How many seconds its clock was moved on."""
        return float(self._call("GET", "clock/")["offset_seconds"])

    def people(self) -> list[dict[str, Any]]:
        """The examples: id, shows, links."""
        found: list[dict[str, Any]] = self._call("GET", "people/?brief=true")
        return found

    def person(self, person: str) -> dict[str, Any]:
        """One of them, with what is true of them."""
        return dict(self._call("GET", f"people/{person}/", patience=_LONG))

    def deliveries(self, newest: int = 100) -> list[dict[str, Any]]:
        """The newest webhooks that were sent or wait to be sent, newest first."""
        found: list[dict[str, Any]] = self._call("GET", f"webhooks/deliveries/?page_size={newest}")["results"]
        return found

    def catalogue(self, kind: Kind) -> list[dict[str, Any]]:
        """All that can go wrong with the API, or with webhooks."""
        found: list[dict[str, Any]] = self._call("GET", f"{kind}/catalogue/")
        return found

    def rules(self, kind: Kind) -> list[dict[str, Any]]:
        """What is to go wrong, oldest first; with how often it did."""
        found: list[dict[str, Any]] = self._call("GET", f"{kind}/")
        return found

    def add_rule(self, kind: Kind, rule: Mapping[str, Any]) -> int:
        """Have something go wrong from now on; its id."""
        return int(self._call("POST", f"{kind}/", rule)["id"])

    def end_rule(self, kind: Kind, rule: int | None = None) -> None:
        """End one, or all of the kind."""
        self._call("DELETE", f"{kind}/" if rule is None else f"{kind}/{rule}/")

    def renew_consent(self, consent: str) -> None:
        """Have a person give a consent once more, for as long as the last time."""
        self._call("POST", f"consents/{consent}/renew/", {})

    def endpoints(self) -> list[dict[str, Any]]:
        """Who gets webhooks: id, url, has_authorization, created_at."""
        found: list[dict[str, Any]] = self._call("GET", "webhooks/endpoints/")
        return found

    def remove(self, endpoint: str) -> None:
        """Send no more webhooks to an endpoint."""
        self._call("DELETE", f"webhooks/endpoints/{endpoint}/")

    def remove_distant(self) -> None:
        """Send no more webhooks to any endpoint beyond this machine."""
        for one in self.endpoints():
            if not is_loopback(one["url"]):
                self.remove(one["id"])

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

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, patience: float = _PATIENCE
    ) -> Any:  # noqa: ANN401 - decoded JSON
        answer = self._answer(method, path, body, patience=patience)
        return answer.json() if answer.content else None

    def _answer(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        content: bytes | None = None,
        patience: float = _PATIENCE,
    ) -> requests.Response:
        try:
            answer = self._session.request(method, f"{self._url}/{path}", json=body, data=content, timeout=patience)
        except requests.Timeout as error:
            raise ControlFailed(
                say("The local Belvo has not answered for {number} seconds. Try again.", number=f"{patience:.0f}")
            ) from error
        except requests.RequestException as error:
            raise ControlFailed(say("The local Belvo does not answer. Start it, or unset BELVO_BASE_URL.")) from error
        if not answer.ok:
            raise ControlFailed(_reason(answer))
        return answer


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
        return say(
            "The local Belvo answered {status} to {path}.",
            status=answer.status_code,
            path=urlsplit(answer.url).path,
        )
