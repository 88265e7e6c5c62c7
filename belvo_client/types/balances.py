# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import TypedDict


class Balance(TypedDict):
    """An account's balance at one moment."""

    id: str
    link: str
    account_id: str
    account_internal_identification: str
    collected_at: str
    created_at: str
    last_updated_at: str
    currency: str
    available: float
    blocked: float
    automatically_invested: float
