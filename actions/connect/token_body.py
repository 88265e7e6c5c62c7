"""What the Connect Widget is asked to be: the token's request and the configuration in the browser.

https://developers.belvo.com/docs/widget-startup-configuration
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, cast

from actions.connect.external_id import RULE as EXTERNAL_ID_RULE
from actions.connect.external_id import is_allowed
from actions.connect.person import Person, problem
from actions.products import PRODUCTS, Product
from belvo_client import TokenRequest
from belvo_client.token import STALE_IN
from belvo_client.types import Branding, CallbackUrls, ColorScheme, ConsentDuration
from belvo_client.widget import consent_request, widget_options
from domain.widget import options
from languages import say
from settings import Settings

CONSENT_DAYS: tuple[ConsentDuration, ...] = (92, 183, 275, 366)

_PURPOSE_OF_TESTS = "Teste interno de integração: leitura de contas, saldos e transações."
_PURPOSE = "Leitura de contas, saldos e transações."
"""What somebody consents to who is real, where nobody has chosen a purpose."""

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_DAYS = re.compile(r"[1-9]\d{0,2}d")

_RECORDED = (
    "product",
    "country",
    "institution",
    "locale",
    "access_mode",
    "stale_in",
    "credentials_storage",
    "company_name",
    "color",
    "color_scheme",
)


class BadChoice(Exception):
    """Something that the operator entered can't be used; the message says what and what is allowed."""


@dataclass(frozen=True)
class Choices:
    """What the operator chose before opening the widget; an empty choice is left to Belvo, or to the person.

    `resources` are asked for in place of the product's usual ones. `stale_in` and `credentials_storage` are written as
    Belvo does, `365d`. `options` are those of domain.widget.options, and `institutions` some more to choose from.
    Raises BadChoice for what Belvo would not take.
    """

    product: str = "bank"
    country: str | None = None
    institution: str | None = None
    locale: str = "en"
    access_mode: str = "recurrent"
    external_id: str | None = None
    resources: tuple[str, ...] = ()
    stale_in: str | None = STALE_IN
    credentials_storage: str | None = None
    company_name: str | None = None
    color: str | None = None
    color_scheme: ColorScheme | None = None
    consent: Person | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    institutions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.external_id is not None and not is_allowed(self.external_id):
            raise BadChoice(say(EXTERNAL_ID_RULE))
        _require(_COLOR, self.color, say("A colour is written as #RRGGBB."))
        _require(_DAYS, self.stale_in, say("Data are kept for 1 to 999 days; write it as 365d."))
        if self.access_mode == "recurrent" and self.credentials_storage not in (None, "store"):
            raise BadChoice(say("A recurrent link logs in by itself, so its credentials have to be stored."))
        if self.kind.consent and self.consent is None:
            raise BadChoice(say("A connection by consent names its person: enter the CPF and the name."))
        if self.consent is not None and (wrong := problem(self.consent.cpf)):
            raise BadChoice(say(wrong))
        if wrong := options.problem_of(self.options):
            raise BadChoice(wrong)

    @property
    def kind(self) -> Product:
        """The product chosen."""
        return PRODUCTS[self.product]

    @property
    def fetch_resources(self) -> tuple[str, ...]:
        """What Belvo is asked to read."""
        return self.resources or self.kind.asked_for(self.country)

    def record(self) -> dict[str, Any]:
        """The choices as the session and the audit keep them: nothing of the person who consents."""
        kept = {name: value for name in _RECORDED if (value := getattr(self, name))}
        more = {"options": dict(self.options)} if self.options else {}
        return kept | more | {"resources": list(self.fetch_resources)}

    @classmethod
    def recorded(cls, record: Mapping[str, Any], *, external_id: str | None, consent: Person | None) -> Self:
        """The choices of a session over again; `external_id` and `consent` are kept elsewhere and nowhere."""
        known = {name: record[name] for name in _RECORDED if record.get(name)}
        resources = tuple(record.get("resources") or ())
        more = record.get("options") or {}
        return cls(**known, resources=resources, external_id=external_id, consent=consent, options=more)


def token_request(settings: Settings, choices: Choices, nonce: str) -> TokenRequest:
    """The body of POST /api/token/ for a new link: by consent, or the one of every other product."""
    branding = _branding(settings, choices)
    widget = widget_options(
        branding=branding,
        callback_urls=_callback_urls(settings, nonce),
        theme=_theme(choices) or None,
        color_scheme=choices.color_scheme,
    )
    if choices.consent is None:
        return TokenRequest.connect(
            fetch_resources=choices.fetch_resources,
            stale_in=choices.stale_in,
            credentials_storage=choices.credentials_storage,
            widget=widget,
        )
    consent = consent_request(
        purpose=choices.options.get("purpose", _PURPOSE if settings.environment == "production" else _PURPOSE_OF_TESTS),
        terms_and_conditions_url=branding["company_terms_url"],
        cpf=choices.consent.cpf,
        name=choices.consent.name,
        days=choices.consent.days,
    )
    return TokenRequest.bank_brazil(
        widget, consent, fetch_resources=choices.fetch_resources, stale_in=choices.stale_in or STALE_IN
    )


def update_request(settings: Settings, link_id: str, nonce: str) -> TokenRequest:
    """The body of POST /api/token/ for update mode, with the addresses to return to if the widget is handed out."""
    widget = widget_options(callback_urls=_callback_urls(settings, nonce))
    return replace(TokenRequest.update(link_id), widget=widget)


def browser_config(choices: Choices, external_id: str) -> dict[str, Any]:
    """The configuration of createWidget, its callbacks aside; the hosted widget takes it in its address."""
    config: dict[str, Any] = {
        "locale": choices.locale,
        "access_mode": choices.access_mode,
        "external_id": external_id,
        "institution_types": [*choices.kind.widget_types],
        "show_abandon_survey": False,  # it asks the users of an application, not its operators
        **options.of_place(choices.options, "config"),
    }
    if choices.country:
        config["country_codes"] = [choices.country]
    if choices.institutions or choices.institution:
        config["institutions"] = [*choices.institutions] or [choices.institution]
    if choices.kind.consent:
        config |= {"integration_type": "openfinance", "locale": "pt"}
    return config


def update_config(external_id: str, locale: str) -> dict[str, Any]:
    """The configuration of createWidget in update mode, where the token names the link."""
    return {"locale": locale, "external_id": external_id, "show_abandon_survey": False}


def _branding(settings: Settings, choices: Choices) -> Branding:
    company = settings.company
    usual = {
        "company_name": company.name,
        "company_icon": company.icon,
        "company_logo": company.logo,
        "company_terms_url": company.terms,
    }
    chosen = options.of_place(choices.options, "branding")
    named = {"company_name": choices.company_name} if choices.company_name else {}
    return cast("Branding", usual | chosen | named)


def _theme(choices: Choices) -> dict[str, str]:
    """The colours by CSS key; that of the form before those of a preset."""
    chosen = options.theme_of(choices.options)
    return chosen | ({"--color-primary-base": choices.color} if choices.color else {})


def _callback_urls(settings: Settings, nonce: str) -> CallbackUrls:
    root = f"{settings.reachable_url}/connect/callback"
    return {"success": f"{root}/success/{nonce}", "exit": f"{root}/exit/{nonce}", "event": f"{root}/event/{nonce}"}


def _require(pattern: re.Pattern[str], value: str | None, message: str) -> None:
    if value is not None and not pattern.fullmatch(value):
        raise BadChoice(message)
