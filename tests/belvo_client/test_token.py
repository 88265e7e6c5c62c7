"""Widget tokens: every kind of body, and an answer that keeps its refresh token to itself."""

from datetime import UTC, datetime
from typing import Any

import jwt
import orjson
import pytest
from responses import RequestsMock

from belvo_client import BadArgument, BelvoClient, TokenRequest, UnreadableAnswer
from belvo_client.answers.shapes import differences
from belvo_client.token import issued_at
from belvo_client.types import Branding, CallbackUrls, TokenBody
from belvo_client.widget import consent_request, managed_consents, widget_options

TOKEN = "https://sandbox.belvo.com/api/token/"
KEYS = {"id": "planted-secret-id", "password": "planted-secret-password"}
BRANDING: Branding = {
    "company_name": "ACME",
    "company_icon": "https://acme.example/icon.svg",
    "company_logo": "https://acme.example/logo.svg",
    "company_terms_url": "https://acme.example/terms",
}
CALLBACKS: CallbackUrls = {"success": "acme://success", "exit": "acme://exit", "event": "acme://event"}
WIDGET = widget_options(
    branding=BRANDING, callback_urls=CALLBACKS, theme={"--color-primary-base": "#907AD6"}, color_scheme="DARK"
)
LOOKS = {
    "branding": BRANDING,
    "callback_urls": CALLBACKS,
    "theme": [{"css_key": "--color-primary-base", "value": "#907AD6"}],
    "color_scheme": "DARK",
}
CONSENT = consent_request(
    purpose="Soluções financeiras personalizadas.",
    terms_and_conditions_url="https://acme.example/consent",
    cpf="761.092.776-73",
    name="Ralph Bragg",
    days=183,
)

BODIES: dict[str, tuple[TokenRequest, dict[str, Any]]] = {
    "short": (TokenRequest.connect(), {"scopes": "read_institutions,write_links"}),
    "short with resources": (
        TokenRequest.connect(
            fetch_resources=["ACCOUNTS"], stale_in="42d", credentials_storage="27d", widget={"branding": BRANDING}
        ),
        {
            "scopes": "read_institutions,write_links",
            "fetch_resources": ["ACCOUNTS"],
            "stale_in": "42d",
            "credentials_storage": "27d",
            "widget": {"branding": BRANDING},
        },
    ),
    "update mode": (
        TokenRequest.update("1nk"),
        {"link_id": "1nk", "scopes": "read_institutions,write_links,read_links"},
    ),
    "bank Brazil": (
        TokenRequest.bank_brazil(WIDGET, CONSENT, stale_in="300d"),
        {
            "scopes": "read_institutions,write_links,"
            "read_consents,write_consents,write_consent_callback,delete_consents",
            "fetch_resources": ["ACCOUNTS", "TRANSACTIONS", "OWNERS"],
            "stale_in": "300d",
            "widget": {
                **LOOKS,
                "openfinance_feature": "consent_link_creation",
                "consent": {
                    "purpose": "Soluções financeiras personalizadas.",
                    "terms_and_conditions_url": "https://acme.example/consent",
                    "permissions": ["REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS"],
                    "identification_info": [{"type": "CPF", "number": "76109277673", "name": "Ralph Bragg"}],
                    "default_consent_duration_days": 183,
                },
            },
        },
    ),
    "employment Brazil": (
        TokenRequest.employment_brazil(WIDGET, credentials_storage="store"),
        {
            "scopes": "read_institutions,write_links",
            "fetch_resources": ["EMPLOYMENTS", "OWNERS"],
            "stale_in": "365d",
            "credentials_storage": "store",
            "widget": LOOKS,
        },
    ),
    "employment Mexico": (
        TokenRequest.employment_mexico(WIDGET, fetch_resources=["EMPLOYMENT_RECORDS", "EMPLOYMENT_METRICS"]),
        {
            "scopes": "read_institutions,write_links",
            "fetch_resources": ["EMPLOYMENT_RECORDS", "EMPLOYMENT_METRICS"],
            "stale_in": "365d",
            "widget": LOOKS,
        },
    ),
    "fiscal Mexico": (
        TokenRequest.fiscal_mexico(WIDGET),
        {
            "scopes": "read_institutions,write_links",
            "fetch_resources": [
                "FINANCIAL_STATEMENTS",
                "INVOICES",
                "TAX_COMPLIANCE_STATUS",
                "TAX_RETENTIONS",
                "TAX_RETURNS",
                "TAX_STATUS",
            ],
            "stale_in": "365d",
            "widget": LOOKS,
        },
    ),
    "My Belvo Portal": (
        TokenRequest.consent_management(),
        {
            "scopes": "read_consents,write_consents,write_consent_callback",
            "widget": {"openfinance_feature": "consent_management"},
        },
    ),
    "My Belvo Portal for a company": (
        TokenRequest.consent_management(
            managed_consents(
                terms_and_conditions_url="https://acme.example/terms",
                name="ACME",
                cpf="761.092.776-73",
                cnpj="50685362006773",
            )
        ),
        {
            "scopes": "read_consents,write_consents,write_consent_callback",
            "widget": {
                "openfinance_feature": "consent_management",
                "consent": {
                    "terms_and_conditions_url": "https://acme.example/terms",
                    "permissions": ["REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS"],
                    "identification_info": [
                        {"type": "CPF", "number": "76109277673", "name": "ACME"},
                        {"type": "CNPJ", "number": "50685362006773", "name": "ACME"},
                    ],
                },
            },
        },
    ),
}


@pytest.mark.parametrize(("request_", "body"), BODIES.values(), ids=BODIES)
def test_each_kind_of_body_goes_out_with_the_keys(
    mock: RequestsMock, client: BelvoClient, request_: TokenRequest, body: dict[str, Any]
) -> None:
    mock.post(TOKEN, json={"access": "acc", "refresh": "ref"})
    assert client.token.create(request_) == "acc"
    sent = orjson.loads(mock.calls[0].request.body or b"")
    assert sent == {**KEYS, **body}
    assert list(differences(sent, TokenBody)) == []


def test_a_company_consents_with_both_its_numbers() -> None:
    made = consent_request(
        purpose="x", terms_and_conditions_url="https://x", cpf="76109277673", name="Ralph", cnpj="50.685.362/0067-73"
    )
    assert made["identification_info"] == [
        {"type": "CPF", "number": "76109277673", "name": "Ralph"},
        {"type": "CNPJ", "number": "50685362006773", "name": "Ralph"},
    ]
    assert "default_consent_duration_days" not in made


@pytest.mark.parametrize("purpose", ["", "x" * 141])
def test_a_purpose_has_a_length(purpose: str) -> None:
    with pytest.raises(BadArgument, match="1 to 140 characters"):
        consent_request(purpose=purpose, terms_and_conditions_url="https://x", cpf="76109277673", name="x")


@pytest.mark.parametrize("cpf", ["", "7610927767", "761092776733", "7610927767a"])
def test_a_wrong_document_number_is_refused_without_being_repeated(cpf: str) -> None:
    with pytest.raises(BadArgument, match=r"^bad_argument: A document number of 11 digits is wanted\.$"):
        consent_request(purpose="x", terms_and_conditions_url="https://x", cpf=cpf, name="x")


@pytest.mark.parametrize("stale_in", ["", "42", "1000d", "d", "42d\n"])
def test_stale_in_has_a_form(stale_in: str) -> None:
    with pytest.raises(BadArgument, match="stale_in must look like"):
        TokenRequest.connect(stale_in=stale_in)


@pytest.mark.parametrize("storage", ["forever", "365", "STORE"])
def test_credentials_storage_has_a_form(storage: str) -> None:
    with pytest.raises(BadArgument, match="credentials_storage must look like"):
        TokenRequest.connect(credentials_storage=storage)


def test_what_the_widget_needs_is_said() -> None:
    with pytest.raises(BadArgument, match="needs branding and callback_urls"):
        TokenRequest.bank_brazil({}, CONSENT)
    with pytest.raises(BadArgument, match="needs branding for its widget"):
        TokenRequest.fiscal_mexico(widget_options(callback_urls=CALLBACKS))


@pytest.mark.parametrize("body", [{}, {"access": ""}, {"access": None}, {"refresh": "ref"}])
def test_an_answer_without_access_is_unreadable(mock: RequestsMock, client: BelvoClient, body: object) -> None:
    mock.post(TOKEN, json=body)
    with pytest.raises(UnreadableAnswer, match="no access token"):
        client.token.create(TokenRequest.connect())


@pytest.mark.parametrize(
    ("claims", "at"),
    [
        ({"iat": 1_795_512_600}, datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        ({}, None),
        ({"iat": "soon"}, None),
        ({"iat": 1e30}, None),
    ],
)
def test_a_token_says_when_it_was_made(claims: dict[str, Any], at: datetime | None) -> None:
    assert issued_at(jwt.encode(claims, "k" * 32, algorithm="HS256")) == at


def test_what_is_no_token_says_nothing() -> None:
    assert issued_at("opaque") is None
