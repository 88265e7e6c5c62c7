# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

AccessMode: TypeAlias = Literal["single", "recurrent"]


LinkStatus: TypeAlias = Literal["valid", "invalid", "unconfirmed", "token_required"]


RefreshRate: TypeAlias = Literal["6h", "12h", "24h", "7d", "30d"]


class Link(TypedDict):
    """One person's connection to one institution; `external_id` is the caller's own id for the person."""

    id: NotRequired[str]
    institution: NotRequired[str]
    access_mode: NotRequired[AccessMode | None]
    last_accessed_at: NotRequired[str | None]
    created_at: NotRequired[str]
    external_id: NotRequired[str]
    institution_user_id: NotRequired[str]
    status: NotRequired[LinkStatus]
    created_by: NotRequired[str]
    refresh_rate: NotRequired[RefreshRate | None]
    credentials_storage: NotRequired[str]
    fetch_resources: NotRequired[list[str]]
    stale_in: NotRequired[str]
