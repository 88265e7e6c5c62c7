"""Links: https://developers.belvo.com/developer_resources/resources-links-overview"""

from typing import Literal, TypedDict

AccessMode = Literal["single", "recurrent"]

LinkStatus = Literal["valid", "invalid", "unconfirmed", "token_required"]

RefreshRate = Literal["6h", "12h", "24h", "7d", "30d"]


class Link(TypedDict, total=False):
    """One person's connection to one institution; `external_id` is the caller's own id for the person."""

    id: str
    institution: str
    access_mode: AccessMode | None
    last_accessed_at: str | None
    created_at: str
    external_id: str
    institution_user_id: str
    status: LinkStatus
    created_by: str
    refresh_rate: RefreshRate | None
    credentials_storage: str
    fetch_resources: list[str]
    stale_in: str
