"""What the Connect Widget is asked to be: the token's request and the configuration in the browser.

https://developers.belvo.com/docs/widget-startup-configuration
"""

import re
from dataclasses import dataclass
from typing import Any

from belvo_client import TokenRequest
from belvo_client.token import STALE_IN
from belvo_client.types import Branding, CallbackUrls, ConsentDuration
from belvo_client.widget import consent_request, widget_options
from settings import Company, Settings

RESOURCES = ("accounts", "transactions", "owners")
"""What a new bank link is pulled for."""

_CONSENT_DAYS: ConsentDuration = 183
_PURPOSE = "Teste interno de integração: leitura de contas, saldos e transações."

_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_-]{3,256}")


class BadChoice(Exception):
    """Something that the operator entered can't be used; the message says what and what is allowed."""


@dataclass(frozen=True)
class Person:
    """Who consents at a Brazilian bank; `cpf` has 11 digits, with or without its dots."""

    cpf: str
    name: str


@dataclass(frozen=True)
class Choices:
    """What the operator chose before opening the widget; `consent` makes it an open finance connection.

    Raises BadChoice for an external id that Belvo would not take.
    """

    country: str | None = None
    institution: str | None = None
    locale: str = "en"
    access_mode: str = "recurrent"
    external_id: str | None = None
    consent: Person | None = None

    def __post_init__(self) -> None:
        if self.external_id is not None and not _EXTERNAL_ID.fullmatch(self.external_id):
            raise BadChoice("An external ID has 3 to 256 letters, digits, - and _, and no personal data.")


def token_request(settings: Settings, choices: Choices, nonce: str) -> TokenRequest:
    """The body of POST /api/token/ for a bank: Brazil's with a consent, or the one of every other region."""
    company = settings.company
    widget = widget_options(branding=_branding(company), callback_urls=_callback_urls(settings, nonce))
    resources = [name.upper() for name in RESOURCES]
    if choices.consent is None:
        return TokenRequest.connect(fetch_resources=resources, stale_in=STALE_IN, widget=widget)
    consent = consent_request(
        purpose=_PURPOSE,
        terms_and_conditions_url=company.terms,
        cpf=choices.consent.cpf,
        name=choices.consent.name,
        days=_CONSENT_DAYS,
    )
    return TokenRequest.bank_brazil(widget, consent, fetch_resources=resources)


def browser_config(choices: Choices, external_id: str) -> dict[str, Any]:
    """The configuration of createWidget, its callbacks aside."""
    config: dict[str, Any] = {
        "locale": choices.locale,
        "access_mode": choices.access_mode,
        "external_id": external_id,
        "institution_types": ["retail", "business"],
        "show_abandon_survey": False,  # it asks the users of an application, not its operators
    }
    if choices.country:
        config["country_codes"] = [choices.country]
    if choices.institution:
        config["institutions"] = [choices.institution]
    if choices.consent:
        config |= {"integration_type": "openfinance", "locale": "pt"}
    return config


def _branding(company: Company) -> Branding:
    return {
        "company_name": company.name,
        "company_icon": company.icon,
        "company_logo": company.logo,
        "company_terms_url": company.terms,
    }


def _callback_urls(settings: Settings, nonce: str) -> CallbackUrls:
    root = f"{settings.public_url or settings.server_url or 'http://127.0.0.1:8501'}/connect/callback"
    return {"success": f"{root}/success/{nonce}", "exit": f"{root}/exit/{nonce}", "event": f"{root}/event/{nonce}"}
