"""Widget tokens, as POST /api/token/ takes and gives them.

https://developers.belvo.com/developer_resources/web-widget-branding-and-customization
"""

from typing import Literal, NotRequired, TypedDict

ColorScheme = Literal["LIGHT", "DARK"]

ConsentDuration = Literal[92, 183, 275, 366]

OpenFinanceFeature = Literal["consent_link_creation", "consent_management"]


class CallbackUrls(TypedDict):
    """Where the hosted widget sends the browser; any scheme will do."""

    success: str
    exit: str
    event: str


class Branding(TypedDict):
    """How the widget names the company that asks; colours as #RRGGBB."""

    company_name: str
    company_icon: str
    company_logo: str
    company_terms_url: str
    company_terms_version: NotRequired[str]
    company_benefit_header: NotRequired[str]
    company_benefit_content: NotRequired[str]
    opportunity_loss: NotRequired[str]
    overlay_background_color: NotRequired[str]
    social_proof: NotRequired[bool]
    show_belvo_middle_logo: NotRequired[bool]


class ThemeEntry(TypedDict):
    """One colour of the widget, as in --color-primary-base; with -dark for the dark scheme."""

    css_key: str
    value: str


class IdentificationInfo(TypedDict):
    """Who consents: a person by CPF, a company by CPF and CNPJ in two entries."""

    type: Literal["CPF", "CNPJ"]
    number: str
    name: str


class ConsentRequest(TypedDict):
    """What a person in Brazil is asked to agree to; without a duration it has no end. The portal names no purpose."""

    purpose: NotRequired[str]
    terms_and_conditions_url: str
    permissions: list[str]
    identification_info: list[IdentificationInfo]
    default_consent_duration_days: NotRequired[ConsentDuration]


class WidgetOptions(TypedDict, total=False):
    """The `widget` part of a request."""

    openfinance_feature: OpenFinanceFeature
    callback_urls: CallbackUrls
    branding: Branding
    theme: list[ThemeEntry]
    color_scheme: ColorScheme
    consent: ConsentRequest


class TokenBody(TypedDict):
    """A whole request; the description requires more, the API takes the short form too."""

    id: str
    password: str
    scopes: str
    link_id: NotRequired[str]
    fetch_resources: NotRequired[list[str]]
    stale_in: NotRequired[str]
    credentials_storage: NotRequired[str]
    widget: NotRequired[WidgetOptions]


class WidgetToken(TypedDict):
    """The answer; `refresh` lives for years and has no documented use."""

    access: str
    refresh: str
