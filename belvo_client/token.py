"""The widget's access token; one per opening, dead after ten minutes or the first success.

https://developers.belvo.com/docs/connect-widget
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from belvo_client.endpoints import one
from belvo_client.errors import UnreadableAnswer
from belvo_client.transport import Call, Transport

#: What a widget needs to connect, and, with read_links, to repair.
SCOPES = ("read_institutions", "write_links")


@dataclass(frozen=True)
class TokenRequest:
    """The body of POST /api/token/ without the keys, which the client adds."""

    scopes: tuple[str, ...] = SCOPES
    link_id: str | None = None
    fetch_resources: tuple[str, ...] = ()
    stale_in: str | None = None
    credentials_storage: str | None = None
    widget: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def connect(
        cls,
        *,
        fetch_resources: Sequence[str] = (),
        stale_in: str | None = None,
        credentials_storage: str | None = None,
        widget: Mapping[str, Any] | None = None,
    ) -> "TokenRequest":
        """A new link: the short body that works in every region."""
        return cls(
            fetch_resources=tuple(fetch_resources),
            stale_in=stale_in,
            credentials_storage=credentials_storage,
            widget=widget or {},
        )

    @classmethod
    def update(cls, link_id: str) -> "TokenRequest":
        """Update mode: the person repairs a link, which keeps its id.

        https://developers.belvo.com/developer_resources/web-connect-widget-update-mode
        """
        return cls(scopes=(*SCOPES, "read_links"), link_id=link_id)

    def body(self) -> dict[str, Any]:
        """The body as JSON; what was not given stays out."""
        given = {
            "link_id": self.link_id,
            "scopes": ",".join(self.scopes),
            "fetch_resources": list(self.fetch_resources),
            "stale_in": self.stale_in,
            "credentials_storage": self.credentials_storage,
            "widget": dict(self.widget),
        }
        return {name: value for name, value in given.items() if value}


class Tokens:
    """POST /api/token/, which takes the keys in its body."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, request: TokenRequest) -> str:
        """An access token; the long-lived refresh token that comes with it is dropped."""
        keys = self._transport.keys
        body = {"id": keys.secret_id, "password": keys.secret_password, **request.body()}
        answer = self._transport.send(Call("POST", "token/", body=body))
        access = one(answer).get("access")
        if not isinstance(access, str) or not access:
            raise UnreadableAnswer("The answer carries no access token.", status=answer.status)
        return access
