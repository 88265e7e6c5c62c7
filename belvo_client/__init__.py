"""A typed client for Belvo's API."""

from belvo_client.client import BelvoClient
from belvo_client.errors import BelvoError, Kind
from belvo_client.paging import Page
from belvo_client.retries import Retries
from belvo_client.token import TokenRequest
from belvo_client.transport import Timeouts

__all__ = ["BelvoClient", "BelvoError", "Kind", "Page", "Retries", "Timeouts", "TokenRequest"]
