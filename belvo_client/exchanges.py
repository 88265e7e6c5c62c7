"""Foreign exchange, whose operations have a history of their own."""

from collections.abc import Iterator

from belvo_client.endpoints import PAGE_SIZE, Retrievable, item_path
from belvo_client.paging import pages
from belvo_client.transport import Call
from belvo_client.types import Exchange, ExchangeEvent


class Exchanges(Retrievable[Exchange]):
    """br/exchanges/ and its history."""

    def history(self, exchange_id: str, /) -> Iterator[ExchangeEvent]:
        """What happened to one exchange, event by event."""
        path = f"{item_path(self._resource, exchange_id)}history/"
        found = pages(self._transport, Call("GET", path, params={"page_size": str(PAGE_SIZE)}))
        return (event for page in found for event in page.results)
