"""The widget's access token; one per opening, dead after ten minutes or the first success.

https://developers.belvo.com/docs/connect-widget
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from belvo_client.endpoints import one
from belvo_client.errors import BadArgument, UnreadableAnswer
from belvo_client.transport import Call, Transport
from belvo_client.types import ConsentRequest, WidgetOptions

#: What a widget needs to make a link.
SCOPES = ("read_institutions", "write_links")
CONSENT_SCOPES = ("read_consents", "write_consents", "write_consent_callback")

BANKING_BRAZIL = ("ACCOUNTS", "TRANSACTIONS", "OWNERS")
EMPLOYMENT_BRAZIL = ("EMPLOYMENTS", "OWNERS")
EMPLOYMENT_MEXICO = ("EMPLOYMENT_RECORDS",)
FISCAL_MEXICO = (
    "FINANCIAL_STATEMENTS",
    "INVOICES",
    "TAX_COMPLIANCE_STATUS",
    "TAX_RETENTIONS",
    "TAX_RETURNS",
    "TAX_STATUS",
)

STALE_IN = "365d"

_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class TokenRequest:
    """The body of POST /api/token/ without the keys, which the client adds; raises BadArgument if malformed."""

    scopes: tuple[str, ...] = SCOPES
    link_id: str | None = None
    fetch_resources: tuple[str, ...] = ()
    stale_in: str | None = None
    credentials_storage: str | None = None
    widget: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        _check("stale_in", self.stale_in, r"\d{1,3}d")
        _check("credentials_storage", self.credentials_storage, r"store|nostore|\d{1,3}d")

    @classmethod
    def connect(
        cls,
        *,
        fetch_resources: Sequence[str] = (),
        stale_in: str | None = None,
        credentials_storage: str | None = None,
        widget: WidgetOptions | None = None,
    ) -> "TokenRequest":
        """A new link with the short body, which works in every region but Brazil's banks."""
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

    @classmethod
    def bank_brazil(
        cls,
        widget: WidgetOptions,
        consent: ConsentRequest,
        *,
        fetch_resources: Sequence[str] = BANKING_BRAZIL,
        stale_in: str = STALE_IN,
    ) -> "TokenRequest":
        """A new link to a bank in Brazil, by consent; the widget needs branding and callback URLs.

        https://developers.belvo.com/products/aggregation_brazil/ofda-widget-startup-configuration
        """
        _need(widget, "branding", "callback_urls")
        return cls(
            scopes=(*SCOPES, *CONSENT_SCOPES, "delete_consents"),
            fetch_resources=tuple(fetch_resources),
            stale_in=stale_in,
            widget={**widget, "openfinance_feature": "consent_link_creation", "consent": consent},
        )

    @classmethod
    def employment_brazil(
        cls, widget: WidgetOptions, *, stale_in: str = STALE_IN, credentials_storage: str | None = None
    ) -> "TokenRequest":
        """A new link to INSS; the widget needs branding."""
        return cls._branded(EMPLOYMENT_BRAZIL, widget, stale_in, credentials_storage)

    @classmethod
    def employment_mexico(
        cls,
        widget: WidgetOptions,
        *,
        fetch_resources: Sequence[str] = EMPLOYMENT_MEXICO,
        stale_in: str = STALE_IN,
        credentials_storage: str | None = None,
    ) -> "TokenRequest":
        """A new link to IMSS or ISSSTE; the widget needs branding."""
        return cls._branded(fetch_resources, widget, stale_in, credentials_storage)

    @classmethod
    def fiscal_mexico(
        cls,
        widget: WidgetOptions,
        *,
        fetch_resources: Sequence[str] = FISCAL_MEXICO,
        stale_in: str = STALE_IN,
        credentials_storage: str | None = None,
    ) -> "TokenRequest":
        """A new link to the SAT; the widget needs branding."""
        return cls._branded(fetch_resources, widget, stale_in, credentials_storage)

    @classmethod
    def consent_management(
        cls, consent: ConsentRequest | None = None, widget: WidgetOptions | None = None
    ) -> "TokenRequest":
        """For My Belvo Portal, where people in Brazil see, renew and revoke their consents; `consent` names whose."""
        whose = {"consent": consent} if consent else {}
        return cls(
            scopes=CONSENT_SCOPES, widget={**(widget or {}), "openfinance_feature": "consent_management", **whose}
        )

    @classmethod
    def _branded(
        cls,
        fetch_resources: Sequence[str],
        widget: WidgetOptions,
        stale_in: str,
        credentials_storage: str | None,
    ) -> "TokenRequest":
        _need(widget, "branding")
        return cls(
            fetch_resources=tuple(fetch_resources),
            stale_in=stale_in,
            credentials_storage=credentials_storage,
            widget=widget,
        )

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


def lifetime(access_token: str) -> timedelta:
    """How long a fresh access token lives: what it says itself, but never more than the ten minutes of the guides."""
    try:
        claims = jwt.decode(access_token, options={"verify_signature": False})
        return min(timedelta(seconds=claims["exp"] - claims["iat"]), _LIFETIME)
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError, OverflowError):
        return _LIFETIME


def issued_at(access_token: str) -> datetime | None:
    """When Belvo made a token, by Belvo's clock and to the second; None where the token does not say."""
    try:
        return datetime.fromtimestamp(jwt.decode(access_token, options={"verify_signature": False})["iat"], UTC)
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError, OverflowError):
        return None


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


def _check(name: str, value: str | None, pattern: str) -> None:
    if value is not None and not re.fullmatch(pattern, value):
        raise BadArgument(f"{name} must look like {pattern}, which {value!r} does not.")


def _need(widget: WidgetOptions, *names: str) -> None:
    if missing := [name for name in names if name not in widget]:
        raise BadArgument(f"This token needs {' and '.join(missing)} for its widget.")
