"""Addresses of pages that Belvo hosts for people: the widget and the consent portal.

Both carry the access token, so they are handed to one browser and kept nowhere.
https://developers.belvo.com/developer_resources/platform-guides-hosted-widget-ios-swift
"""

from collections.abc import Mapping, Sequence
from typing import Literal
from urllib.parse import urlencode

from belvo_client.types import AccessMode

#: One host for sandbox and production: the token says which.
WIDGET = "https://widget.belvo.io/"
PORTAL = "https://meuportal.belvo.com/"

Locale = Literal["en", "es", "pt"]


def widget_url(
    access_token: str,
    *,
    locale: Locale | None = None,
    access_mode: AccessMode | None = None,
    external_id: str | None = None,
    country_codes: Sequence[str] = (),
    institutions: Sequence[str] = (),
    institution_types: Sequence[str] = (),
    resources: Sequence[str] = (),
    integration_type: Literal["openfinance"] | None = None,
    show_close_dialog: bool | None = None,
    show_abandon_survey: bool | None = None,
    base: str = WIDGET,
) -> str:
    """The hosted widget, which returns to the token's callback URLs; Brazil's banks need the locale pt."""
    return _url(
        base,
        {
            "access_token": access_token,
            "locale": locale,
            "access_mode": access_mode,
            "external_id": external_id,
            "country_codes": ",".join(code.upper() for code in country_codes),
            "institutions": ",".join(institutions),
            "institution_types": ",".join(institution_types),
            "resources": ",".join(resources),
            "integration_type": integration_type,
            "show_close_dialog": _flag(show_close_dialog),
            "show_abandon_survey": _flag(show_abandon_survey),
        },
    )


def portal_url(access_token: str, *, renewal: Mapping[str, str] | None = None, base: str = PORTAL) -> str:
    """My Belvo Portal; `renewal` is the data of the webhook that announced a consent's end, with its link_id."""
    return _url(base, {"access_token": access_token, **(renewal or {})})


def _url(base: str, query: Mapping[str, str | None]) -> str:
    return f"{base}?{urlencode({name: value for name, value in query.items() if value})}"


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()
