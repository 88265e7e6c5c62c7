"""What the Connect Widget is asked to be: the token's request and the configuration in the browser.

https://developers.belvo.com/docs/widget-startup-configuration
"""

from dataclasses import dataclass
from typing import Any

from belvo_client import TokenRequest
from settings import Settings

RESOURCES = ("accounts", "transactions", "owners")
"""What a new bank link is pulled for."""

STALE_IN = "365d"
CONSENT_DAYS = 183
_CONSENT_SCOPES = ("read_consents", "write_consents", "write_consent_callback", "delete_consents")
_PERMISSIONS = ("REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS")  # Belvo wants all four, always
_PURPOSE = "Teste interno de integração: leitura de contas, saldos e transações."  # at most 140 characters


@dataclass(frozen=True)
class Person:
    """Who consents at a Brazilian bank; `cpf` is 11 digits."""

    cpf: str
    name: str


@dataclass(frozen=True)
class Choices:
    """What the operator chose before opening the widget; `consent` makes it an open finance connection."""

    country: str | None = None
    institution: str | None = None
    locale: str = "en"
    access_mode: str = "recurrent"
    external_id: str | None = None
    consent: Person | None = None


def token_request(settings: Settings, choices: Choices, nonce: str) -> TokenRequest:
    """The body of POST /api/token/ for a bank: Brazil's with a consent, or the one of every other region."""
    widget: dict[str, Any] = {
        "callback_urls": _callback_urls(settings, nonce),
        "branding": _branding(settings),
    }
    scopes = TokenRequest().scopes
    if choices.consent:
        scopes = (*scopes, *_CONSENT_SCOPES)
        widget |= {
            "openfinance_feature": "consent_link_creation",
            "consent": _consent(choices.consent, settings.company.terms),
        }
    return TokenRequest(
        scopes=scopes,
        fetch_resources=tuple(name.upper() for name in RESOURCES),
        stale_in=STALE_IN,
        widget=widget,
    )


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


def _branding(settings: Settings) -> dict[str, Any]:
    company = settings.company
    return {
        "company_name": company.name,
        "company_icon": company.icon,
        "company_logo": company.logo,
        "company_terms_url": company.terms,
    }


def _callback_urls(settings: Settings, nonce: str) -> dict[str, str]:
    root = settings.public_url or settings.server_url or "http://127.0.0.1:8501"
    return {outcome: f"{root}/connect/callback/{outcome}/{nonce}" for outcome in ("success", "exit", "event")}


def _consent(person: Person, terms: str) -> dict[str, Any]:
    return {
        "purpose": _PURPOSE,
        "terms_and_conditions_url": terms,
        "permissions": list(_PERMISSIONS),
        "identification_info": [{"type": "CPF", "number": person.cpf, "name": person.name}],
        "default_consent_duration_days": CONSENT_DAYS,
    }
