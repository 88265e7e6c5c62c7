"""The client: one object for one environment and one pair of keys."""

from types import TracebackType
from typing import Any, Self

import requests

from belvo_client.catalogue import Catalogue
from belvo_client.endpoints import Readable
from belvo_client.http.limiter import Limiter
from belvo_client.http.observer import Observer
from belvo_client.http.retries import Retries
from belvo_client.resources import Offered
from belvo_client.token import Tokens
from belvo_client.transport import Call, Keys, Timeouts, Transport


class BelvoClient(Catalogue):
    """Belvo's API: https://developers.belvo.com; safe to share between threads.

    A subclass can offer further resources, named by attributes as in `Catalogue`.

    A `session` that is handed in keeps its own adapters, and so its own retries, and its owner closes it. Without a
    `limiter`, real hosts get a RateLimiter of this client's own and loopback addresses none.
    """

    def __init__(
        self,
        base_url: str,
        secret_id: str,
        secret_password: str,
        *,
        timeouts: Timeouts | None = None,
        retries: Retries | None = None,
        session: requests.Session | None = None,
        limiter: Limiter | None = None,
        observer: Observer | None = None,
    ) -> None:
        self.transport = Transport(
            base_url,
            Keys(secret_id, secret_password),
            timeouts=timeouts or Timeouts(),
            retries=retries or Retries(),
            session=session,
            limiter=limiter,
            observer=observer,
        )
        self.token = Tokens(self.transport)

    def __repr__(self) -> str:
        return f"BelvoClient({self.transport.base_url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def check(self) -> None:
        """Whether the keys are good here; raises AuthenticationFailed if they are not."""
        self.transport.send(Call("GET", "", decode=False))

    def resource(self, name: str) -> Readable[Any]:
        """The endpoint by the resource's name, as in `client.resource("transactions")`; raises KeyError."""
        if not isinstance(getattr(type(self), name, None), Offered):
            raise KeyError(name)
        found: Readable[Any] = getattr(self, name)
        return found

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()
