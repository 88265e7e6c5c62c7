"""Every event that Belvo documents can be sent for a trial."""

from belvo_client.webhook_events import EVENTS, data_of
from resources import RESOURCES


def test_every_resource_that_webhooks_tell_of_is_there() -> None:
    offered = {offer.name for resource in RESOURCES.values() for offer in [resource.offer] if offer.name}
    told = {kind for kinds in EVENTS.values() for kind in kinds}
    assert offered <= told
    assert all(codes for kinds in EVENTS.values() for codes in kinds.values())


def test_data_say_what_is_known_without_rows() -> None:
    assert data_of("LINK", "token_required")["status"] == 428
    assert data_of("ACCOUNTS", "historical_update") == {}
